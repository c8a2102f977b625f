"""A picture whose colours are chosen later: per pixel the shares of a few inks, stored as an indexed PNG.

Drawing is done once per shape; each colouring only writes a new PNG palette, which costs some 50 us. So light and dark,
hover and pressed, share the work, and a picture in use can be re-coloured in place.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from udpchat.gui.kit.colors import rgb

Shares = tuple[float, ...]
"""How much of a pixel each ink covers; together at most 1, the rest is transparent."""

Ink = str | None
"""A colour, or None for nothing: that part of the picture is transparent."""

_ENTRIES: Final = 256  # of a PNG palette
_LEVELS: Final = (64, 40, 24, 14, 8)  # steps of a share, finest first; edges of many inks need fewer
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Stencil:
    """The picture: `body` is the compressed indices, `blends` the shares of each index."""

    width: int
    height: int
    blends: tuple[Shares, ...]
    body: bytes

    def png(self, *inks: Ink) -> bytes:
        """The picture in these colours, as PNG bytes."""
        colors = [rgb(ink) if ink else None for ink in inks]
        table = bytearray()
        alphas = bytearray()
        for shares in self.blends:
            color, alpha = _blend(shares, colors)
            table += color
            alphas.append(alpha)
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 3, 0, 0, 0)
        parts = ((b"IHDR", header), (b"PLTE", table), (b"tRNS", alphas), (b"IDAT", self.body), (b"IEND", b""))
        return _SIGNATURE + b"".join(_chunk(kind, bytes(data)) for kind, data in parts)


def engrave(width: int, height: int, shares_at: Callable[[int, int], Shares]) -> Stencil:
    """A stencil from a function of the pixel."""
    return engrave_rows([[shares_at(x, y) for x in range(width)] for y in range(height)])


def engrave_rows(rows: Sequence[Sequence[Shares]]) -> Stencil:
    """A stencil from the shares of every pixel, row by row."""
    for levels in _LEVELS:
        found = _indexed(rows, levels)
        if found is not None:
            break
    else:
        raise ValueError("too many inks meet in this picture")
    lines, blends = found
    body = zlib.compress(b"".join(b"\0" + line for line in lines), 6)
    return Stencil(len(rows[0]), len(rows), blends, body)


def _indexed(rows: Sequence[Sequence[Shares]], levels: int) -> tuple[list[bytes], tuple[Shares, ...]] | None:
    """Rows of indices and what they mean; None if a palette is too small for it."""
    index: dict[tuple[int, ...], int] = {}
    known: dict[Shares, int] = {}
    lines: dict[int, bytes] = {}
    result = []
    for row in rows:
        line = lines.get(id(row))  # equal rows of a shape are the same object
        if line is None:
            for shares in row:
                if shares not in known:
                    known[shares] = index.setdefault(tuple(round(share * levels) for share in shares), len(index))
            if len(index) > _ENTRIES:
                return None
            line = lines[id(row)] = bytes([known[shares] for shares in row])
        result.append(line)
    return result, tuple(tuple(share / levels for share in key) for key in index)


def _blend(shares: Shares, colors: Sequence[tuple[int, int, int] | None]) -> tuple[bytes, int]:
    red = green = blue = cover = 0.0
    for share, color in zip(shares, colors, strict=True):
        if color is not None and share:
            red += color[0] * share
            green += color[1] * share
            blue += color[2] * share
            cover += share
    if not cover:
        return b"\0\0\0", 0
    color = (round(red / cover), round(green / cover), round(blue / cover))
    return bytes(color), min(255, round(cover * 255))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
