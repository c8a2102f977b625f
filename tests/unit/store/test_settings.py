"""The saved settings: they come back as they were, are written whole, and a damaged file costs nothing but itself."""

from __future__ import annotations

import json
import os
import stat
import tempfile
import unittest
from pathlib import Path
from typing import Any

from udpchat.errors import FolderNotWritable
from udpchat.quotas import FileRules
from udpchat.scram import Verifier
from udpchat.store import SavedSettings, load_settings, save_settings

ROOM = Verifier(b"s" * 16, 32768, 8, 3, b"k" * 32, b"l" * 32)
FILES = FileRules(2**33, 2**34, 2**40, 0, 365)
WHOLE = SavedSettings("Lab é 2", 4711, "room", False, ROOM, "lan", FILES)
GOOD: dict[str, Any] = {
    "name": "Lab", "port": 1, "signup": "room", "guests": True,
    "room": {"salt": "00" * 16, "n": 32768, "r": 8, "p": 3, "stored_key": "11" * 32, "server_key": "22" * 32},
}  # fmt: skip


class SettingsCase(unittest.TestCase):
    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)
        self.file = self.folder / "settings.json"


class RoundTrip(SettingsCase):
    def test_none_yet(self) -> None:
        self.assertEqual(load_settings(self.folder), (SavedSettings(), None))
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_what_is_saved_comes_back(self) -> None:
        closed = SavedSettings("y", 1, "closed", True, ROOM)
        for settings in (WHOLE, SavedSettings("x", 65535, "open", True), closed, SavedSettings()):
            save_settings(self.folder, settings)
            self.assertEqual(load_settings(self.folder), (settings, None))

    def test_it_holds_no_password_and_is_private(self) -> None:
        save_settings(self.folder, WHOLE)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["settings.json"])
        if os.name != "nt":
            self.assertEqual(stat.S_IMODE(self.file.stat().st_mode), 0o600)

    def test_golden(self) -> None:
        self.file.write_text(json.dumps(GOOD))
        room = Verifier(bytes(16), 32768, 8, 3, b"\x11" * 32, b"\x22" * 32)
        self.assertEqual(load_settings(self.folder), (SavedSettings("Lab", 1, "room", True, room), None))

    def test_another_version_knows_less_or_more(self) -> None:
        self.file.write_text('{"name": "Lab", "colour": "red"}')
        self.assertEqual(load_settings(self.folder), (SavedSettings("Lab"), None))

    def test_it_cannot_be_written(self) -> None:
        with self.assertRaises(FolderNotWritable):
            save_settings(self.folder / "nowhere", WHOLE)
        self.file.mkdir()
        with self.assertRaises(FolderNotWritable):
            save_settings(self.folder, WHOLE)


class Files(SettingsCase):
    def test_another_version_knows_less_or_more(self) -> None:
        self.file.write_text('{"files": {"days": 7, "colour": "red"}}')
        self.assertEqual(load_settings(self.folder), (SavedSettings(files=FileRules(days=7)), None))

    def test_what_makes_no_sense_is_damage(self) -> None:
        for files in ({"days": 0}, {"days": 10**6}, {"one_bytes": 0}, {"free_bytes": -1}, {"total_bytes": "1"}, [1], "x"):
            with self.subTest(files=files):
                self.file.write_text(json.dumps({"files": files}))
                self.assertIsNotNone(load_settings(self.folder)[1])


class Damaged(SettingsCase):
    def damaged(self, content: bytes) -> None:
        self.file.write_bytes(content)
        with self.subTest(content=content[:60]):
            found, aside = load_settings(self.folder)
            self.assertEqual(found, SavedSettings())
            self.assertEqual(aside, self.folder / "settings.json.damaged")
            assert aside is not None
            self.assertEqual(aside.read_bytes(), content)
            self.assertFalse(self.file.exists())
            self.assertEqual(load_settings(self.folder), (SavedSettings(), None))

    def test_no_json(self) -> None:
        deep, long = b"[" * 50_000, b'{"port": ' + b"1" * 5000
        for content in (b"", b"{", b"\xff", b"[]", b"7", b"null", b'"x"', b'{"name": "La', deep, long):
            self.damaged(content)

    def test_every_cut(self) -> None:
        whole = json.dumps(GOOD).encode()
        for cut in range(0, len(whole) - 1, 7):
            self.damaged(whole[:cut])

    def test_values_that_we_never_write(self) -> None:
        for key, values in (
            ("name", (7, "", " ", "a\nb", "x" * 65, "\u202eLab", " Lab ", "é" * 33, "\ud800", [], True)),
            ("port", (0, -1, 65536, "11111", 1.5, True, [], 10**30)),
            ("plain", ("", "Local", "on", 1, [], True)),
            ("signup", ("", "Open", "room ", 1, None.__class__.__name__, [], True)),
            ("guests", (0, 1, "yes", [])),
            ("room", (7, "", [], {}, True, {"salt": ""})),
        ):
            for value in values:
                self.damaged(json.dumps({**GOOD, key: value}).encode())

    def test_a_room_verifier_that_would_freeze_or_open_the_door(self) -> None:
        for key, value in (
            ("salt", ""), ("salt", "0"), ("salt", "00"), ("salt", 7), ("n", 1), ("n", 2**30), ("n", "32768"), ("n", True),
            ("r", 1), ("p", 0), ("p", 99), ("stored_key", "11"), ("server_key", ""), ("server_key", None), ("stored_key", "zz"),
        ):  # fmt: skip
            self.damaged(json.dumps({**GOOD, "room": {**GOOD["room"], key: value}}).encode())

    def test_sign_up_with_a_room_password_that_is_not_there(self) -> None:
        self.damaged(json.dumps({**GOOD, "room": None}).encode())

    def test_a_folder_in_its_place(self) -> None:
        self.file.mkdir()
        self.assertEqual(load_settings(self.folder), (SavedSettings(), self.folder / "settings.json.damaged"))

    def test_it_cannot_be_put_aside(self) -> None:
        self.file.write_bytes(b"{")
        blocked = self.folder / "settings.json.damaged"
        blocked.mkdir()
        (blocked / "x").touch()
        with self.assertRaises(FolderNotWritable):
            load_settings(self.folder)
        self.assertEqual(self.file.read_bytes(), b"{")


if __name__ == "__main__":
    unittest.main()
