"""A window and the old client in one lobby: both read each other, and the window marks who is not encrypted."""

from __future__ import annotations

import unittest

from tests.gui.harness import running_relay
from tests.gui.people import PeopleCase
from tests.plain.classic import ClassicClient


class WindowTest(PeopleCase):
    def test_the_old_client_beside_a_window(self) -> None:
        relay = running_relay(self, self.folder() / "relay", "--name", "Lab")
        ann = self.client()
        ann.create(relay, "ann")
        budi = ClassicClient("127.0.0.1", relay.port)
        self.addCleanup(budi.close)
        self.assertEqual(budi.login("budi", "anything"), "Login berhasil!")
        self.until(lambda: ann.reads("2 online", "(unencrypted)"))
        budi.type("halo semua")
        self.until(lambda: ("budi", "halo semua") in ann.lines)
        row = next(row for row in ann.rows if row.text == "halo semua")
        self.assertIn("unencrypted", row.note)
        ann.say("hello budi")
        self.until(lambda: "ann: hello budi" in budi.lines)
        self.assertEqual(budi.lines, ["ann: hello budi"])


if __name__ == "__main__":
    unittest.main()
