"""The operator's connection goes where the supervisor says that the relay is."""

from __future__ import annotations

import unittest
from unittest import mock

from udpchat.client.operator import OperatorCore
from udpchat.operate.folder import RunningRelay
from udpchat.operate.following import follow
from udpchat.operate.states import State, Status

RELAY = RunningRelay(1, "127.0.0.1", 11111, b"f" * 32, "1", "Lab", b"t" * 32)


class Following(unittest.TestCase):
    """What the core is asked for."""

    def setUp(self) -> None:
        self.core = mock.create_autospec(OperatorCore, instance=True)

    def test_running(self) -> None:
        follow(self.core, Status(State.RUNNING, RELAY), 7.0)
        self.core.connect.assert_called_once_with(RELAY.address, RELAY.fingerprint, RELAY.token, 7.0)

    def test_gone(self) -> None:
        follow(self.core, Status(State.STOPPED), 7.0)
        self.core.close.assert_called_once_with(7.0)

    def test_being_stopped(self) -> None:
        """It moved a moment ago: to its old address nobody goes, and the word that stops it is not lost."""
        follow(self.core, Status(State.STOPPING, RELAY), 7.0)
        self.assertEqual(self.core.method_calls, [])


if __name__ == "__main__":
    unittest.main()
