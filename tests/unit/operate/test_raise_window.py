"""One window for each folder."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from udpchat.operate.raise_window import OnlyWindow, ask_to_raise


class TwoWindows(unittest.TestCase):
    """The second one asks the first."""

    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.data = Path(held.name) / "new" / "data"

    def claim(self) -> OnlyWindow | None:
        window = OnlyWindow.claim(self.data)
        if window is not None:
            self.addCleanup(window.release)
        return window

    def test_second(self) -> None:
        first = self.claim()
        assert first is not None
        self.assertFalse(first.is_wished())
        self.assertIsNone(self.claim())
        self.assertIsNone(self.claim())
        self.assertTrue(first.is_wished())
        self.assertFalse(first.is_wished())
        first.release()
        first.release()
        self.assertIsNotNone(self.claim())

    def test_a_wish_that_nobody_heard(self) -> None:
        first = self.claim()
        assert first is not None
        ask_to_raise(self.data)
        first.release()
        second = self.claim()
        assert second is not None
        self.assertFalse(second.is_wished())

    def test_another_folder(self) -> None:
        self.assertIsNotNone(self.claim())
        self.data = self.data.parent / "other"
        self.assertIsNotNone(self.claim())

    def test_folder_that_cannot_be_written(self) -> None:
        self.data.parent.mkdir()
        self.data.write_text("a file")
        first, second = self.claim(), self.claim()
        assert first is not None and second is not None
        self.assertFalse(first.is_wished())
        ask_to_raise(self.data)
        self.assertEqual(self.data.read_text(), "a file")


if __name__ == "__main__":
    unittest.main()
