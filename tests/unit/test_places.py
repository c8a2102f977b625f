"""The usual data folders of each system."""

from __future__ import annotations

import unittest
from pathlib import Path

from udpchat.places import data_folder


class Places(unittest.TestCase):
    def test_linux(self) -> None:
        self.assertEqual(data_folder("server", "linux", {"HOME": "/h"}), Path("/h/.local/share/udpchat/server"))
        self.assertEqual(data_folder("client", "linux", {"HOME": "/h", "XDG_DATA_HOME": "/x"}), Path("/x/udpchat/client"))

    def test_relative_xdg_is_ignored(self) -> None:
        self.assertEqual(data_folder("a", "linux", {"HOME": "/h", "XDG_DATA_HOME": "x"}), Path("/h/.local/share/udpchat/a"))

    def test_mac(self) -> None:
        self.assertEqual(data_folder("a", "darwin", {"HOME": "/h"}), Path("/h/Library/Application Support/udpchat/a"))

    def test_windows(self) -> None:
        self.assertEqual(data_folder("a", "win32", {"LOCALAPPDATA": "/l"}), Path("/l/udpchat/a"))
        self.assertEqual(data_folder("a", "win32", {"USERPROFILE": "/u"}), Path("/u/AppData/Local/udpchat/a"))


if __name__ == "__main__":
    unittest.main()
