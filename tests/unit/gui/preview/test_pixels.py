"""Pixels: what is written is read again, what is made smaller keeps its colours, corners become transparent."""

from __future__ import annotations

import random
import struct
import unittest
import zlib

from udpchat.gui.preview import pixels as px
from udpchat.gui.preview.header import may_be_shown, size_of
from udpchat.limits import PREVIEW_PIXELS


def picture(wide: int, high: int, *color: int) -> px.Pixels:
    """All of one colour."""
    return px.Pixels(wide, high, [bytearray(color * wide) for _ in range(high)])


def chunk(kind: bytes, data: bytes) -> bytes:
    """Of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(wide: int, high: int, color: int, raw: bytes, depth: int = 8, interlaced: int = 0) -> bytes:
    """A PNG of these filtered rows."""
    header = struct.pack(">IIBBBBB", wide, high, depth, color, 0, 0, interlaced)
    return px.SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def filtered(rows: list[bytes], kinds: list[int], step: int) -> bytes:
    """As the specification says, one filter for each row."""
    raw, above = bytearray(), bytes(len(rows[0]))
    for row, kind in zip(rows, kinds, strict=True):
        raw.append(kind)
        for i, value in enumerate(row):
            left, corner = (row[i - step], above[i - step]) if i >= step else (0, 0)
            guess = left + above[i] - corner
            order = sorted((abs(guess - each), place) for place, each in enumerate((left, above[i], corner)))
            paeth = (left, above[i], corner)[order[0][1]]
            raw.append((value - (0, left, above[i], (left + above[i]) // 2, paeth)[kind]) & 255)
        above = row
    return bytes(raw)


class Reading(unittest.TestCase):
    """Of PNG."""

    def test_round_trip(self) -> None:
        chance = random.Random(1)
        made = px.Pixels(5, 3, [bytearray(chance.randbytes(20)) for _ in range(3)])
        self.assertEqual(px.read_png(px.to_png(made)).rows, made.rows)

    def test_every_filter_and_colour(self) -> None:
        chance = random.Random(2)
        for color, step in px.CHANNELS.items():
            rows = [chance.randbytes(7 * step) for _ in range(5)]
            found = px.read_png(png(7, 5, color, filtered(rows, [0, 1, 2, 3, 4], step)))
            self.assertEqual((found.wide, found.high), (7, 5))
            for row, given in zip(found.rows, rows, strict=True):
                with self.subTest(color=color):
                    first = given[:1] * 3 if step < 3 else given[:3]
                    self.assertEqual(bytes(row[:3]), first)
                    self.assertEqual(row[3], 255 if step % 2 else given[step - 1])

    def test_refused(self) -> None:
        good = png(1, 1, 6, bytes(5))
        for data in (
            b"", b"GIF89a" + bytes(40), good[:20], png(1, 1, 3, bytes(2)), png(1, 1, 6, bytes(9), depth=16),
            png(1, 1, 6, bytes(5), interlaced=1), png(2, 2, 6, bytes(5)), png(1, 1, 6, b"\x09" + bytes(4)),
        ):  # fmt: skip
            with self.subTest(data=data[:40]), self.assertRaises((px.BadPicture, zlib.error)):
                px.read_png(data)


class Changing(unittest.TestCase):
    """Sizes and corners."""

    def test_fitting(self) -> None:
        self.assertEqual(px.fitting(640, 480, 320, 240), (320, 240))
        self.assertEqual(px.fitting(100, 50, 320, 240), (100, 50))
        self.assertEqual(px.fitting(4000, 1, 320, 240), (320, 1))
        self.assertEqual(px.fitting(1, 4000, 320, 240), (1, 240))

    def test_one_colour_stays(self) -> None:
        for wide, high in ((3, 3), (7, 2), (10, 10), (1, 1)):
            small = px.smaller(picture(10, 10, 10, 200, 30, 255), wide, high)
            self.assertEqual(small.rows, [bytearray((10, 200, 30, 255) * wide)] * high)

    def test_the_mean(self) -> None:
        rows = [bytearray((0, 0, 0, 255, 100, 100, 100, 255)), bytearray((0, 0, 0, 255, 100, 100, 100, 255))]
        self.assertEqual(px.smaller(px.Pixels(2, 2, rows), 1, 1).rows, [bytearray((50, 50, 50, 255))])

    def test_what_is_transparent_has_no_colour(self) -> None:
        rows = [bytearray((200, 0, 0, 255, 0, 255, 0, 0))]
        (row,) = px.smaller(px.Pixels(2, 1, rows), 1, 1).rows
        self.assertEqual(tuple(row), (200, 0, 0, 127))

    def test_round_corners(self) -> None:
        made = px.rounded(picture(40, 30, 1, 2, 3, 255), 10)
        alpha = [row[3::4] for row in made.rows]
        self.assertEqual([alpha[y][x] for y, x in ((0, 0), (0, 39), (29, 0), (29, 39))], [0] * 4)
        self.assertEqual((alpha[15][0], alpha[0][20], alpha[9][9]), (255, 255, 255))
        self.assertEqual(px.rounded(picture(1, 1, 1, 2, 3, 255), 10).rows[0][3], 255)

    def test_on_a_ground(self) -> None:
        rows = [bytearray((200, 0, 0, 255, 200, 0, 0, 0, 200, 100, 0, 51))]
        made = px.to_ppm(px.Pixels(3, 1, rows), (0, 50, 100))
        self.assertEqual(made, b"P6 3 1 255\n" + bytes((200, 0, 0, 0, 50, 100, 40, 60, 80)))


class Headers(unittest.TestCase):
    """What a file says about itself."""

    def test_sizes(self) -> None:
        self.assertEqual(size_of(png(7, 5, 6, b"")), (7, 5))
        self.assertEqual(size_of(b"GIF89a" + struct.pack("<HH", 9, 4) + bytes(20)), (9, 4))
        for head in (b"", b"\x89PNG\r\n\x1a\n", b"GIF89a\1", b"\xff\xd8\xff\xe0" + bytes(30), b"RIFF1234WEBP" + bytes(20)):
            self.assertIsNone(size_of(head))

    def test_bounds(self) -> None:
        self.assertTrue(may_be_shown((2000, PREVIEW_PIXELS // 2000)))
        for size in (None, (0, 9), (9, 0), (2001, 2000), (1, PREVIEW_PIXELS + 1), (2**32 - 1, 2**32 - 1)):
            self.assertFalse(may_be_shown(size))


if __name__ == "__main__":
    unittest.main()
