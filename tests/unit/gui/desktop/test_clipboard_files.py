"""What owners of a clipboard answer: lists of files as text or as numbers, pictures, and nonsense."""

from __future__ import annotations

import tkinter as tk
import unittest
from typing import cast

from udpchat.gui.desktop import clipboard_files
from udpchat.gui.desktop.clipboard_files import Offered

LIST = "file:///home/me/a%20b.txt\r\nfile:///home/me/caf%C3%A9.png\r\nhttp://x/y\r\nfile://far/away\r\n"
PATHS = ("/home/me/a b.txt", "/home/me/café.png")


def numbers(data: bytes) -> str:
    """As Tk shows what it takes for no text."""
    return "".join(f"0x{byte:x} " for byte in data)


class Owner:
    """Answers as another program does, by way of Tk."""

    def __init__(self, answers: dict[str, str]) -> None:
        self.tk = self
        self._answers = {"TARGETS": " ".join(answers), **answers}

    def call(self, *words: object) -> str:
        try:
            return self._answers[str(words[-1])]
        except KeyError:
            raise tk.TclError("no such selection") from None


def owner(answers: dict[str, str]) -> tk.Misc:
    return cast(tk.Misc, Owner(answers))


class Lists(unittest.TestCase):
    def test_a_list_as_text_and_as_numbers(self) -> None:
        for said in (LIST, numbers(LIST.encode())):
            with self.subTest(said=said[:8]):
                found = clipboard_files.offered(owner({"text/uri-list": said, "UTF8_STRING": "a b.txt"}))
                self.assertEqual(found, Offered(PATHS, text=True))

    def test_copied_in_a_file_manager(self) -> None:
        said = "copy\nfile:///home/me/a%20b.txt\nfile:///home/me/caf%C3%A9.png"
        found = clipboard_files.offered(owner({"x-special/gnome-copied-files": numbers(said.encode())}))
        self.assertEqual(found.files, PATHS)

    def test_nonsense_is_no_file(self) -> None:
        for said in ("", "0x", "0x1000 ", "0xzz", "file:relative", numbers(b"\xff\xfe"), "file:///a%00b"):
            with self.subTest(said=said):
                self.assertEqual(clipboard_files.offered(owner({"text/uri-list": said})).files, ())


class Pictures(unittest.TestCase):
    def test_a_picture(self) -> None:
        data = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
        widget = owner({"image/png": numbers(data)})
        self.assertEqual(clipboard_files.offered(widget).picture, "image/png")
        self.assertEqual(clipboard_files.picture_bytes(widget, "image/png"), data)

    def test_no_picture(self) -> None:
        for said in ("", "0x", numbers(b"GIF89a"), "0x100 0x1"):
            with self.subTest(said=said):
                self.assertEqual(clipboard_files.picture_bytes(owner({"image/png": said}), "image/png"), b"")


if __name__ == "__main__":
    unittest.main()
