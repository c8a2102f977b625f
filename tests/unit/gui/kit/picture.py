"""Our own pictures, decoded again: RGBA of every pixel of an indexed PNG."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

Pixel = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """What a PNG shows."""

    width: int
    height: int
    rows: list[list[Pixel]]

    def at(self, x: int, y: int) -> Pixel:
        """One pixel; negative places count from the other side."""
        return self.rows[y][x]

    def alpha(self, x: int, y: int) -> int:
        """How solid a pixel is, from 0 to 255."""
        return self.rows[y][x][3]

    def cover(self) -> float:
        """How much of the picture is solid, from 0 to 1."""
        return sum(pixel[3] for row in self.rows for pixel in row) / 255 / self.width / self.height


def decode(data: bytes) -> Picture:
    """The picture; every checksum is verified."""
    chunks = dict(_chunks(data))
    width, height, depth, kind, *_ = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (depth, kind) == (8, 3), (depth, kind)
    table, alphas = chunks[b"PLTE"], chunks[b"tRNS"]
    raw = zlib.decompress(chunks[b"IDAT"])
    assert len(raw) == height * (width + 1)
    colors = [(*table[3 * at : 3 * at + 3], alphas[at]) for at in range(len(alphas))]
    rows = []
    for y in range(height):
        line = raw[y * (width + 1) : (y + 1) * (width + 1)]
        assert line[0] == 0
        rows.append([colors[index] for index in line[1:]])
    return Picture(width, height, rows)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", data, at + 8 + length)[0] == zlib.crc32(kind + body)
        yield kind, body
        at += 12 + length
