"""The choice of families on each platform."""

from __future__ import annotations

import unittest

from udpchat.gui.kit.fonts import Families, choose_families


class Choice(unittest.TestCase):
    """What this computer has decides."""

    def test_windows(self) -> None:
        known = {"Segoe UI", "Segoe UI Semibold", "Cascadia Mono", "Consolas", "Inter"}
        self.assertEqual(choose_families("win32", known, "x", "y"), Families("Segoe UI", "Segoe UI Semibold", "Cascadia Mono"))
        self.assertEqual(choose_families("win32", {"Segoe UI"}, "x", "Courier New"), Families("Segoe UI", "", "Courier New"))

    def test_mac_keeps_its_own(self) -> None:
        known = {"Inter", "Menlo", "SF Mono"}
        self.assertEqual(choose_families("aqua", known, "San", "Monaco"), Families("San", "", "SF Mono"))

    def test_x11_takes_the_first_nice_one(self) -> None:
        self.assertEqual(choose_families("x11", {"DejaVu Sans", "Ubuntu"}, "fixed", "m"), Families("Ubuntu", "", "m"))
        self.assertEqual(choose_families("x11", set(), "fixed", "m"), Families("fixed", "", "m"))


if __name__ == "__main__":
    unittest.main()
