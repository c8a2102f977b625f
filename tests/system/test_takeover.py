"""One account on several computers, real programs: a dead session goes at once, living devices keep in step."""

from __future__ import annotations

import time
import unittest
from typing import Final

from tests.system.processes import Program, SystemCase

TAKE_OVER_S: Final = 1.0
GRACE_S: Final = 1.0
"""For a machine that is busy with other tests."""


class TakeOver(SystemCase):
    def seconds_until(self, relay: Program, *parts: str, since: float) -> float:
        relay.wait_for(*parts)
        return time.monotonic() - since

    def test_killed_and_back(self) -> None:
        """No ghost of the name stays, whoever died and wherever they come back."""
        relay = self.serve()
        ann, bob = self.signed_in("ann", "--register"), self.signed_in("bob", "--register")
        ann.kill()
        elsewhere = self.start(
            *("-m", "udpchat", "chat", f"127.0.0.1:{self.port}", "--user", "ann", "--trust"),
            *("--data", str(self.folder / "another computer")),
        )
        elsewhere.wait_for("Signed in", "ann")
        took_s = self.seconds_until(relay, "ann left (taken over)", since=time.monotonic())
        self.assertLess(took_s, TAKE_OVER_S + GRACE_S)
        elsewhere.type("/list")
        elsewhere.wait_for("2 online: ")
        elsewhere.type("here again")
        bob.wait_for("ann: here again")
        self.assertFalse([line for line in bob.lines if "ann left" in line], "to others nobody went away")

    def test_a_guest_takes_the_own_name_back(self) -> None:
        relay = self.serve()

        def guest(folder: str) -> Program:
            return self.start(
                *("-m", "udpchat", "chat", f"127.0.0.1:{self.port}", "--user", "gast", "--guest", "--trust"),
                *("--data", str(self.folder / folder)),
            )

        first = guest("one")
        first.wait_for("Signed in", "gast")
        first.type("hello")
        first.wait_for("gast: hello")
        first.kill()
        stranger = guest("two")
        stranger.wait_for("* USERNAME_TAKEN: ")
        self.assert_status(stranger, 2)
        again = guest("one")
        again.wait_for("Signed in", "gast")
        took_s = self.seconds_until(relay, "gast left (replaced)", since=time.monotonic())
        self.assertLess(took_s, TAKE_OVER_S + GRACE_S)


class InStep(SystemCase):
    def answer(self, program: Program, line: str, part: str) -> str:
        """The next line with that part after this one was typed."""
        before = sum(part in shown for shown in list(program.lines))
        program.type(line)
        return program.wait_for(part, count=before + 1)

    def test_two_devices_and_a_friend(self) -> None:
        """What is said, edited, read and joined on one of them is so on the other; the friend sees one person."""
        self.serve()
        phone, bob = self.signed_in("ann", "--register"), self.signed_in("bob", "--register")
        laptop = self.start(
            *("-m", "udpchat", "chat", f"127.0.0.1:{self.port}", "--user", "ann", "--trust"),
            *("--data", str(self.folder / "laptop")),
        )
        laptop.wait_for("Signed in", "ann")
        phone.type("/msg bob from the phone")
        laptop.wait_for("ann -> bob (private): from the phone")
        bob.type("/msg ann to both of them")
        for device in (phone, laptop):
            device.wait_for("bob (private): to both of them")
        phone.type("/inbox")
        phone.wait_for("@bob: 1 unread")
        while "Nothing unread" not in self.answer(laptop, "/inbox", "unread"):
            pass  # what was read there is read here, as soon as the relay has told it
        laptop.type('/group create "grup ciwi" bob', '/open "grup ciwi"', "hello group")
        for device in (phone, laptop):
            device.wait_for("hello group")
        laptop.type("/edit hello, group")
        phone.wait_for("now: ", "hello, group (edited)")
        phone.type("/away lunch")
        laptop.type("/away lunch")  # somebody is away who is so on every device
        while "ann (away)" not in self.answer(bob, "/list", "online: "):
            pass  # told once a second
        phone.type("/logout")
        phone.wait_for("Logged out")
        laptop.type("/msg bob still here")
        bob.wait_for("ann (private): still here")
        self.assertFalse([line for line in bob.lines if "ann left" in line])
        laptop.type("/exit")
        bob.wait_for("ann left")
        bob.type("/whois ann")
        bob.wait_for("ann: ", "last here 20")


if __name__ == "__main__":
    unittest.main()
