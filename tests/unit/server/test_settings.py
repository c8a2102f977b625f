"""Settings that contradict themselves are refused."""

from __future__ import annotations

import unittest
from typing import Any

from udpchat.server.settings import ServerSettings


class SettingsTest(unittest.TestCase):
    def test_room_sign_up_needs_a_room_password(self) -> None:
        with self.assertRaises(ValueError):
            ServerSettings("Lab", signup="room")

    def test_an_unknown_policy(self) -> None:
        policy: Any = "everybody"
        with self.assertRaises(ValueError):
            ServerSettings("Lab", signup=policy)
