"""Small pictures by another process: real ones, hostile ones, and a process that does not answer."""

from __future__ import annotations

import os
import random
import struct
import subprocess
import sys
import time
import tkinter as tk
import unittest
import zlib
from pathlib import Path
from typing import Any

from tests.gui.harness import WindowCase, pump
from udpchat.gui.background import Background
from udpchat.gui.kit import Kit
from udpchat.gui.loop import TkLoop
from udpchat.gui.preview import maker as making
from udpchat.gui.preview import pixels as px
from udpchat.gui.preview.child import Request
from udpchat.gui.preview.header import look_at
from udpchat.gui.preview.maker import Maker
from udpchat.gui.preview.pictures import Pictures
from udpchat.limits import PREVIEW_FILE_BYTES, PREVIEWS_KEPT_BYTES, PREVIEWS_QUEUED_COUNT

GIF = (
    b"GIF89a\x02\x00\x02\x00\x80\x00\x00\xff\x00\x00\x00\x00\xff,\x00\x00\x00\x00\x02\x00\x02\x00\x00\x02\x03\x44\x02\x05\x00;"
)
SLEEPER = "import sys, time; sys.stdin.buffer.readline(); time.sleep(600)"
LIAR = "import sys; sys.stdin.buffer.readline(); sys.stdout.buffer.write(b'\\xff' * 999); sys.stdout.flush(); sys.stdin.read()"
TRICKSTER = "import sys; [sys.stdout.buffer.write(b'\\0\\0\\0\\5hello') or sys.stdout.flush() for _ in sys.stdin.buffer]"


def stripes(wide: int, high: int) -> px.Pixels:
    """Something to look at."""
    return px.Pixels(wide, high, [bytearray((y % 256, 90, 200, 255) * wide) for y in range(high)])


def program(code: str) -> Any:
    """Another process in the place of the right one."""
    return lambda: subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


class PreviewCase(WindowCase):
    """A folder for pictures."""

    def setUp(self) -> None:
        super().setUp()
        self.place = self.folder()

    def file(self, name: str, data: bytes) -> str:
        """A file of that content."""
        (self.place / name).write_bytes(data)
        return str(self.place / name)

    def maker(self, begin: Any = making.start, **more: float) -> Maker:
        """Ended with the test."""
        maker = Maker(begin, **more)
        self.addCleanup(maker.close)
        return maker


class Made(PreviewCase):
    """What comes out."""

    def test_a_png(self) -> None:
        path = self.file("a.png", px.to_png(stripes(640, 480)))
        small = self.maker().make(Request(path, 320, 240, 10))
        found = px.read_png(small or b"")
        self.assertEqual((found.wide, found.high), (320, 240))
        self.assertEqual((found.rows[0][3], found.rows[120][4 * 160 + 1], found.rows[120][4 * 160 + 3]), (0, 90, 255))

    def test_a_large_one_is_thinned_out_first(self) -> None:
        path = self.file("a.png", px.to_png(stripes(2500, 1500)))
        found = px.read_png(self.maker().make(Request(path, 320, 240)) or b"")
        self.assertEqual((found.wide, found.high), (320, 192))

    def test_a_gif(self) -> None:
        found = px.read_png(self.maker().make(Request(self.file("a.gif", GIF), 320, 240)) or b"")
        self.assertEqual((found.wide, found.high), (2, 2))

    def test_odd_shapes(self) -> None:
        maker = self.maker()
        for wide, high in ((1, 60_000), (60_000, 1), (3, 3), (1, 1)):
            found = px.read_png(maker.make(Request(self.file("a.png", px.to_png(stripes(wide, high))), 320, 240)) or b"")
            self.assertEqual((found.wide, found.high), (min(wide, 320), min(high, 240)))

    def test_to_be_looked_at_alone(self) -> None:
        path = self.file("a.png", px.to_png(stripes(640, 480)))
        large = self.maker().make(Request(path, 1280, 960, 0, (255, 255, 255))) or b""
        self.assertTrue(large.startswith(b"P6 640 480 255\n"))

    def test_odd_names(self) -> None:
        maker = self.maker()
        for name in ("a b.png", "\u202egnp.png", "😀\n.png", "-x.png", "é" * 50 + ".png"):
            path = self.file(name, px.to_png(stripes(4, 4)))
            self.assertTrue(maker.make(Request(path, 320, 240)), name)


class Hostile(PreviewCase):
    """Nothing of it reaches the window."""

    def bomb(self, wide: int, high: int, data: bytes) -> bytes:
        """A PNG that says it is so large."""

        def chunk(kind: bytes, body: bytes) -> bytes:
            return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

        header = struct.pack(">IIBBBBB", wide, high, 8, 6, 0, 0, 0)
        return px.SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")

    def test_not_even_looked_at(self) -> None:
        for name, data in (
            ("bomb.png", self.bomb(12_000, 12_000, bytes(9))), ("none.png", b""), ("zero.png", self.bomb(0, 9, b"")),
            ("text.png", b"hello"), ("photo.png", b"\xff\xd8\xff\xe0" + bytes(99)),
            ("long.png", px.to_png(stripes(4, 4)) + bytes(PREVIEW_FILE_BYTES)),
        ):  # fmt: skip
            self.assertIsNone(look_at(self.file(name, data)), name)
        self.assertIsNone(look_at(str(self.place)))
        self.assertIsNone(look_at(str(self.place / "nowhere.png")))
        self.assertIsNone(look_at("\0.png"))

    def test_a_pipe_is_no_picture(self) -> None:
        if not hasattr(os, "mkfifo"):
            self.skipTest("no pipes with names here")
        os.mkfifo(self.place / "pipe.png")
        self.assertIsNone(look_at(str(self.place / "pipe.png")))

    def test_broken_ones(self) -> None:
        maker, whole = self.maker(), px.to_png(stripes(40, 40))
        self.assertIsNone(maker.make(Request(self.file("lies.png", self.bomb(1900, 1900, bytes(99))), 320, 240)))
        self.assertIsNone(maker.make(Request(self.file("cut.gif", GIF[:20]), 320, 240)))
        chance = random.Random(3)
        for number in range(40):
            data = bytearray(whole if number % 2 else GIF)
            for _ in range(chance.randrange(1, 6)):
                data[chance.randrange(20, len(data))] = chance.randrange(256)
            maker.make(Request(self.file("noise.png", bytes(data)), 320, 240))
        self.assertTrue(maker.make(Request(self.file("good.png", whole), 320, 240)))

    def test_one_that_takes_too_long(self) -> None:
        maker = self.maker(program(SLEEPER), wait_s=0.3)
        path = self.file("a.png", px.to_png(stripes(4, 4)))
        began_at = time.monotonic()
        self.assertIsNone(maker.make(Request(path, 320, 240)))
        self.assertLess(time.monotonic() - began_at, 30.0)
        maker._begin = making.start
        maker._wait_s = 30.0
        self.assertTrue(maker.make(Request(path, 320, 240)))

    def test_a_process_that_lies_or_ends(self) -> None:
        request = Request(self.file("a.png", px.to_png(stripes(4, 4))), 320, 240)
        for code in (LIAR, "", "import sys; sys.exit(3)"):
            self.assertIsNone(self.maker(program(code)).make(request))

    def test_nothing_to_make_it_with(self) -> None:
        def refuse() -> Any:
            raise OSError("no more processes")

        self.assertIsNone(self.maker(refuse).make(Request("x", 1, 1)))

    def test_after_the_end(self) -> None:
        maker = self.maker()
        maker.close()
        self.assertIsNone(maker.make(Request(self.file("a.png", px.to_png(stripes(4, 4))), 320, 240)))

    def test_it_goes_with_the_window(self) -> None:
        """However that ends: nobody writes to it any more."""
        process = making.start()
        assert process.stdin is not None and process.stdout is not None
        process.stdin.close()
        self.assertEqual(process.wait(60.0), 0)
        process.stdout.close()

    def test_it_goes_when_nobody_asks(self) -> None:
        maker = self.maker(rest_s=0.05)
        self.assertTrue(maker.make(Request(self.file("a.png", px.to_png(stripes(4, 4))), 320, 240)))
        process = maker._process
        pump(self.root, lambda: maker._process is None)
        pump(self.root, lambda: process is None or process.poll() is not None)
        self.assertTrue(maker.make(Request(self.file("a.png", px.to_png(stripes(4, 4))), 320, 240)))


class Kept(PreviewCase):
    """The pictures of a window."""

    def setUp(self) -> None:
        super().setUp()
        loop = TkLoop(self.root, lambda error: self.callback_errors.append(repr(error)))
        self.addCleanup(loop.close)
        background = Background(loop)
        self.addCleanup(background.close)
        self.pictures = Pictures(Kit(self.root), background)
        self.addCleanup(self.pictures.close)
        self.got: list[tk.PhotoImage | None] = []

    def get(self, path: str, wide: int = 320) -> tk.PhotoImage | None:
        """What it becomes."""
        self.got.clear()
        self.pictures.get(path, wide, 240, self.got.append)
        pump(self.root, lambda: self.got and not self.pictures._waiting)
        return self.got[-1]

    def test_made_once(self) -> None:
        path = self.file("a.png", px.to_png(stripes(640, 480)))
        first = self.get(path)
        self.assertEqual(first and (first.width(), first.height()), (320, 240))
        self.assertIs(self.get(path), first)
        self.assertEqual(len(self.got), 1)

    def test_another_content(self) -> None:
        path = self.file("a.png", px.to_png(stripes(64, 48)))
        self.get(path)
        self.file("a.png", px.to_png(stripes(20, 10)))
        found = self.get(path)
        self.assertEqual(found and (found.width(), found.height()), (20, 10))

    def test_moved_away(self) -> None:
        path = self.file("a.png", px.to_png(stripes(64, 48)))
        self.assertTrue(self.get(path))
        Path(path).unlink()
        self.assertIsNone(self.get(path))
        self.assertEqual(self.pictures.bytes_count, 0)

    def test_one_that_is_none_is_tried_once(self) -> None:
        path = self.file("a.png", px.to_png(stripes(64, 48))[:60])
        self.assertIsNone(self.get(path))
        self.pictures._maker.close()
        self.assertIsNone(self.get(path))

    def test_what_the_other_process_says_is_not_believed(self) -> None:
        self.pictures._maker = self.maker(program(TRICKSTER))
        self.assertIsNone(self.get(self.file("a.png", px.to_png(stripes(64, 48)))))

    def test_what_was_asked_for_last_comes_first(self) -> None:
        got: list[int] = []
        path = self.file("a.png", px.to_png(stripes(64, 48)))
        for wide in range(1, PREVIEWS_QUEUED_COUNT + 20):
            self.pictures.get(path, wide, 240, lambda _image, wide=wide: got.append(wide))  # type: ignore[misc]
        pump(self.root, lambda: not self.pictures._waiting)
        self.assertEqual(got[:3], [1, PREVIEWS_QUEUED_COUNT + 19, PREVIEWS_QUEUED_COUNT + 18])
        self.assertEqual(len(got), PREVIEWS_QUEUED_COUNT + 1)

    def test_memory_is_bounded(self) -> None:
        path = self.file("a.png", px.to_png(stripes(1200, 900)))
        for wide in range(1000, 1008):
            self.got.clear()
            self.pictures.get(path, wide, 900, self.got.append)
            pump(self.root, lambda: self.got)
        self.assertLessEqual(self.pictures.bytes_count, PREVIEWS_KEPT_BYTES)


if __name__ == "__main__":
    unittest.main()
