"""What is pasted besides text: lists of files, pictures, and where they are kept until they are sent."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import tempfile
import time
import unittest
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock

from udpchat.gui.desktop import clipboard_files, clipboard_scripts, pasting, system
from udpchat.gui.desktop.clipboard_files import Offered, paths_in
from udpchat.gui.desktop.pasted import DAY_S, Pasted
from udpchat.gui.desktop.pasting import Pasting
from udpchat.limits import PASTED_LIFE_DAYS, SOURCES_COUNT

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
MOMENT = datetime(2026, 11, 21, 22, 31, 5)


class ListTest(unittest.TestCase):
    """Addresses of files, as file managers put them onto the clipboard."""

    def test_lists(self) -> None:
        for listed, paths in (
            ("file:///srv/me/a.txt\r\nfile:///srv/me/b%20c.txt\r\n", ("/srv/me/a.txt", "/srv/me/b c.txt")),
            ("copy\nfile:///srv/me/a.txt", ("/srv/me/a.txt",)),
            ("cut\nfile:///srv/me/a.txt\0", ("/srv/me/a.txt",)),
            ("file://localhost/tmp/%C3%A9.txt", ("/tmp/é.txt",)),
            ("file:/tmp/one", ("/tmp/one",)),
            ("file:///tmp/a#b?c.txt", ("/tmp/a#b?c.txt",)),
            ("file:///a\nfile:///a", ("/a",)),
            ("file:///tmp/%FF.txt", (os.fsdecode(b"/tmp/\xff.txt"),)),
        ):
            with self.subTest(listed):
                self.assertEqual(paths_in(listed), paths)

    def test_what_is_no_file_of_this_computer(self) -> None:
        for listed in (
            "", "https://example.org/a.txt", "file://other.host/share/a.txt", "/srv/me/a.txt", "# a comment",
            "file:relative.txt", "file:///a%00b", "file://[bad", "trash:///a.txt", "copy\n", "file:", "file://",
        ):  # fmt: skip
            with self.subTest(listed):
                self.assertEqual(paths_in(listed), ())

    def test_a_flood_of_them_ends(self) -> None:
        listed = "\n".join(f"file:///tmp/{number}" for number in range(5 * SOURCES_COUNT))
        self.assertEqual(len(paths_in(listed)), SOURCES_COUNT + 1)


class PastedTest(unittest.TestCase):
    """The folder of what was pasted."""

    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name) / "client" / "pasted"
        self.pasted = Pasted(self.folder, lambda: MOMENT)

    def test_a_clean_name_and_never_the_same_twice(self) -> None:
        first, second = self.pasted.keep(b"1", "Picture", ".png"), self.pasted.keep(b"2", "Picture", ".png")
        self.assertEqual(first.name, "Picture 2026-11-21 22.31.05.png")
        self.assertEqual(second.name, "Picture 2026-11-21 22.31.05 (1).png")
        self.assertEqual((first.read_bytes(), second.read_bytes()), (b"1", b"2"))

    @unittest.skipIf(sys.platform == "win32", "no such rights there")
    def test_nobody_else_reads_it(self) -> None:
        path = self.pasted.keep(b"1", "Picture", ".png")
        self.assertEqual((path.stat().st_mode & 0o777, self.folder.stat().st_mode & 0o777), (0o600, 0o700))

    def test_of_guests_nothing_stays(self) -> None:
        before = Pasted(self.folder, lambda: MOMENT).keep(b"of before", "Text", ".txt")
        self.pasted.keep(b"1", "Picture", ".png")
        self.pasted.forget()
        self.assertEqual(list(self.folder.iterdir()), [before])

    def test_old_ones_go(self) -> None:
        old, new = self.pasted.keep(b"1", "Picture", ".png"), self.pasted.keep(b"2", "Picture", ".png")
        long_ago = time.time() - (PASTED_LIFE_DAYS + 1) * DAY_S
        os.utime(old, (long_ago, long_ago))
        self.pasted.sweep()
        self.assertEqual(list(self.folder.iterdir()), [new])

    def test_a_folder_that_is_not_there_is_no_matter(self) -> None:
        self.pasted.sweep()
        self.pasted.forget()


class FakeWidget:
    """A clipboard by kinds."""

    def __init__(self, windowing: str = "x11", **kinds: str) -> None:
        self.windowing = windowing
        self.kinds = kinds
        self.tk = self

    def call(self, *words: Any) -> str:
        import tkinter

        if words[0] == "tk":
            return self.windowing
        kind = str(words[words.index("-type") + 1])
        if kind == "TARGETS":
            return " ".join(self.kinds)
        if kind not in self.kinds:
            raise tkinter.TclError("nothing of that kind")
        return self.kinds[kind]

    def winfo_exists(self) -> bool:
        return True


def hex_words(data: bytes) -> str:
    """As Tk hands out what is no text."""
    return " ".join(f"0x{byte:x}" for byte in data)


class TakingTest(unittest.TestCase):
    """Ctrl+V."""

    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)
        self.sent: list[list[str]] = []
        self.told: list[str] = []
        self.programs: dict[str, str] = {}

    def pasting(self, platform: str = "linux") -> Pasting:
        def beside(_lane: str, function: Callable[[], Any], then: Callable[[Any, Exception | None], None]) -> None:
            try:
                value = function()
            except Exception as error:  # as a worker does
                then(None, error)
            else:
                then(value, None)

        here = replace(system.here(), platform=platform, environ={}, find=self.programs.get)
        pasted = Pasted(self.folder, lambda: MOMENT)
        return Pasting(here, pasted, beside, lambda paths: self.sent.append(list(paths)), self.told.append)

    def take(self, widget: FakeWidget, platform: str = "linux") -> bool:
        return self.pasting(platform).take(widget)  # type: ignore[arg-type]

    def test_files_come_before_the_text_that_is_beside_them(self) -> None:
        widget = FakeWidget(**{"UTF8_STRING": "/tmp/a.txt", "text/uri-list": "file:///tmp/a.txt"})
        self.assertTrue(self.take(widget))
        self.assertEqual(self.sent, [["/tmp/a.txt"]])

    def test_text_comes_before_a_picture_of_it(self) -> None:
        widget = FakeWidget(**{"UTF8_STRING": "=A1", "image/png": hex_words(PNG)})
        self.assertFalse(self.take(widget))
        self.assertFalse(self.take(FakeWidget(**{"UTF8_STRING": "x", "text/uri-list": "https://example.org"})))
        self.assertEqual(self.sent, [])

    def test_a_picture_without_other_programs(self) -> None:
        self.assertTrue(self.take(FakeWidget(**{"image/png": hex_words(PNG)})))
        path = Path(self.sent[0][0])
        self.assertEqual((path.name, path.read_bytes()), ("Picture 2026-11-21 22.31.05.png", PNG))

    def test_what_only_says_that_it_is_a_picture(self) -> None:
        for said in ("", "no numbers", hex_words(b"MZ" + bytes(50)), "0x1ff 0x2"):
            with self.subTest(said):
                self.assertTrue(self.take(FakeWidget(**{"image/png": said})))
        self.assertEqual(self.sent, [])
        self.assertEqual(len(self.told), 4)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_program_reads_the_picture(self) -> None:
        self.programs = {"xclip": "/usr/bin/xclip"}
        source = self.folder / "source"
        source.write_bytes(PNG * 20_000)
        command = [sys.executable, "-c", f"import sys; sys.stdout.buffer.write(open({str(source)!r}, 'rb').read())"]
        with mock.patch.object(clipboard_files, "readers", lambda _names, _kind: [command]):
            self.assertTrue(self.take(FakeWidget(**{"image/png": ""})))
        self.assertEqual(Path(self.sent[0][0]).read_bytes(), PNG * 20_000)

    def test_a_program_that_fails_is_followed_by_tk(self) -> None:
        self.programs = {"xclip": "/usr/bin/xclip"}
        for command in ([sys.executable, "-c", "raise SystemExit(1)"], ["no such program"], [sys.executable, "-c", "print('x')"]):
            self.sent.clear()
            with mock.patch.object(clipboard_files, "readers", lambda _names, _kind, command=command: [command]):
                self.assertTrue(self.take(FakeWidget(**{"image/png": hex_words(PNG)})))
            self.assertEqual(Path(self.sent[0][0]).read_bytes(), PNG)
            Path(self.sent[0][0]).unlink()
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_folder_that_cannot_be_written_is_told(self) -> None:
        (self.folder / "file").write_bytes(b"")
        self.folder = self.folder / "file" / "below"
        self.assertTrue(self.take(FakeWidget(**{"image/png": hex_words(PNG)})))
        self.assertEqual(self.sent, [])
        self.assertIn("could not be kept", self.told[0])

    def test_nothing_there(self) -> None:
        self.assertFalse(self.take(FakeWidget()))
        self.assertFalse(self.take(FakeWidget(UTF8_STRING="hello")))

    def test_a_text_as_a_file(self) -> None:
        self.pasting().keep("long \U0001f600 \ud800")
        path = Path(self.sent[0][0])
        self.assertEqual((path.name, path.read_bytes()), ("Text 2026-11-21 22.31.05.txt", "long \U0001f600 ?".encode()))

    def test_windows_and_macos_are_asked_when_there_is_no_text(self) -> None:
        for platform, windowing, program in (("win32", "win32", "powershell"), ("darwin", "aqua", "osascript")):
            with self.subTest(platform):
                self.sent.clear()
                self.programs = {program: program}
                asked: list[Sequence[str]] = []

                def answer(command: Sequence[str], _variables: Any, asked: list[Sequence[str]] = asked) -> str:
                    asked.append(command)
                    return f"{__file__}\n{self.folder / 'not there'}\n"

                with mock.patch.object(pasting, "answer", answer):
                    self.assertFalse(self.take(FakeWidget(windowing, UTF8_STRING="text"), platform))
                    self.assertTrue(self.take(FakeWidget(windowing), platform))
                self.assertEqual((len(asked), self.sent), (1, [[__file__]]))
                self.assertEqual(list(self.folder.iterdir()), [])

    def test_where_nothing_can_be_asked(self) -> None:
        self.assertFalse(self.take(FakeWidget("win32"), "win32"))

    def test_the_script_of_windows_is_whole(self) -> None:
        here = replace(system.here(), platform="win32", find=lambda name: name)
        asked = clipboard_scripts.command(here, "C:\\p.png")
        assert asked is not None
        self.assertEqual(base64.b64decode(asked[0][-1]).decode("utf-16-le"), clipboard_scripts.POWERSHELL)
        self.assertEqual(asked[1], {clipboard_scripts.WHERE: "C:\\p.png"})

    def test_a_program_that_hangs_is_ended(self) -> None:
        command = [sys.executable, "-c", "import time; time.sleep(60)"]
        with mock.patch.object(pasting, "CLIPBOARD_ANSWER_S", 0.2):
            self.assertEqual(pasting.answer(command, {}), "")
            self.assertFalse(pasting.run(command, {}, subprocess.DEVNULL))

    def test_offered(self) -> None:
        widget: Any = FakeWidget(**{"image/png": "", "image/jpeg": "", "STRING": "x"})
        self.assertEqual(clipboard_files.offered(widget), Offered((), "image/png", True))


if __name__ == "__main__":
    unittest.main()
