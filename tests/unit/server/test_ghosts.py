"""The return of somebody whose last session died: it is over in under a second, and living devices stay."""

from __future__ import annotations

from tests.unit.server.talk_lab import TalkTest
from udpchat.wire.codes import CloseCode
from udpchat.words import Welcome


class GhostTest(TalkTest):
    def setUp(self) -> None:
        super().setUp()
        self.anna = self.lab.person("anna")

    def sessions(self) -> int:
        return len(self.lab.core.sessions.of_user(self.anna.last(Welcome).user))

    def test_a_dead_session_goes_in_under_a_second(self) -> None:
        self.lab.vanish(self.anna)
        self.lab.later(3.0, step_s=0.5)
        self.lab.device("anna")
        self.assertEqual(self.sessions(), 2)
        self.lab.later(0.9, step_s=0.05)
        self.assertEqual(self.sessions(), 1)
        self.assertIn("anna left (taken over)", self.lab.log)
        self.assertEqual(self.lab.online(), ["anna"])

    def test_living_devices_stay(self) -> None:
        others = [self.lab.device("anna", ip) for ip in ("192.168.1.4", "192.168.1.5")]
        self.lab.later(5.0, step_s=0.1)
        self.assertEqual([client.closed for client in (self.anna, *others)], [None] * 3)
        self.assertEqual(self.sessions(), 3)

    def test_the_same_device_takes_its_session_over_at_once(self) -> None:
        token = self.anna.token()
        self.lab.vanish(self.anna)
        again = self.lab.client().hello()
        again.ask(token)
        again.last(Welcome)
        self.assertEqual(self.sessions(), 1)
        lost = self.lab.client().hello()  # the welcome with the successor never arrived
        lost.ask(token)
        self.assertEqual(self.sessions(), 1)

    def test_a_device_that_only_slept_comes_back(self) -> None:
        self.anna.mute = True
        self.lab.device("anna")
        self.lab.later(1.0, step_s=0.1)
        self.anna.mute = False
        self.lab.later(12.0, step_s=0.5)
        assert self.anna.closed is not None
        self.assertIn(self.anna.closed.code, (CloseCode.IDLE, CloseCode.RESET))
        again = self.lab.client().hello()
        again.ask(self.anna.token())
        again.last(Welcome)
