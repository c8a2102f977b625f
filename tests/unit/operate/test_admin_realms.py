"""`admin realm` against the shipped relay core: links made, listed and ended, and a name for this server."""

from __future__ import annotations

import unittest

from tests.unit.operate.test_admin import AdminTest
from udpchat.invites import RealmInvite, parse_realm_invite

THEIRS = str(RealmInvite("school", "192.168.1.30", 11111, bytes([7]) * 32, bytes([9]) * 32))


class AdminRealms(AdminTest):
    def test_named_while_there_is_no_link(self) -> None:
        self.assertEqual(self.ok("realm"), ["No links. As a realm this server is called Lab-2."])
        self.ok("realm", "name", "office")
        self.assertEqual(self.ok("realm", "list"), ["No links. As a realm this server is called office."])
        self.ok("realm", "add", "yard", "192.168.1.40", "2222")
        self.assertIn("remove them first", self.refused("realm", "name", "lab"))

    def test_added_and_ended(self) -> None:
        self.ok("realm", "add", "yard", "192.168.1.40", "2222")
        _, line = self.ok("realm")
        self.assertRegex(line, r"^#1 yard: requested; .*, 192\.168\.1\.40:2222, fingerprint not known yet, 0 waiting")
        for deed in ("retry", "hide", "share", "block", "unblock"):
            self.ok("realm", deed, "YARD" if deed != "unblock" else "#1")
        self.assertIn("No links", self.ok("realm")[0])
        self.ok("realm", "add", "yard", "192.168.1.40", "2222")
        self.ok("realm", "remove", "yard")
        self.assertIn("not linked", self.refused("realm", "accept", "yard"))

    def test_invites(self) -> None:
        (invite,) = self.ok("realm", "invite", "192.168.1.20")
        self.assertEqual(parse_realm_invite(invite).name, "Lab-2")
        self.assertIn("an invite that nobody has used", self.ok("realm")[1])
        self.ok("realm", "join", THEIRS)
        self.assertIn("school: cannot be reached now", self.ok("realm")[-1])
        self.refused("realm", "join", invite)
        self.refused("realm", "join", THEIRS[:-3])
        self.refused("realm", "invite", "lab.example")


if __name__ == "__main__":
    unittest.main()
