"""The file manager of each system, on paper."""

from __future__ import annotations

import unittest
from pathlib import Path

from tests.unit.gui.desktop.systems import Paper
from udpchat.gui.open_folder import open_folder

FOLDER = Path("a folder é")


class OpenFolder(unittest.TestCase):
    def test_each_system(self) -> None:
        for platform, program, words in (
            ("win32", "", ["explorer"]),
            ("darwin", "", ["open"]),
            ("linux", "xdg-open", ["/usr/bin/xdg-open"]),
            ("linux", "gio", ["/usr/bin/gio", "open"]),
        ):
            with self.subTest(platform=platform, program=program):
                paper = Paper(platform=platform, programs={program})
                self.assertTrue(open_folder(FOLDER, paper.system))
                self.assertEqual([list(command) for command, _ in paper.left], [[*words, str(FOLDER)]])

    def test_nothing_to_show_it_with(self) -> None:
        paper = Paper(platform="linux")
        self.assertFalse(open_folder(FOLDER, paper.system))
        paper = Paper(platform="darwin")
        paper.refuse = True
        self.assertFalse(open_folder(FOLDER, paper.system))


if __name__ == "__main__":
    unittest.main()
