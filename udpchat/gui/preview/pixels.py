"""Pixels of a small picture: read from a plain PNG, made smaller, given round corners, written again. Python alone."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import add, floordiv
from typing import Final

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
CHANNELS: Final = {0: 1, 2: 3, 4: 2, 6: 4}  # by the colour type of a PNG without a palette


@dataclass(slots=True)
class Pixels:
    """Rows of red, green, blue and alpha in turn."""

    wide: int
    high: int
    rows: list[bytearray]


class BadPicture(ValueError):
    """It is no picture of the kind that is read here."""


# --- reading ----------------------------------------------------------------------------------------------------------


def read_png(data: bytes) -> Pixels:
    """A PNG of eight bits without palette and interlacing, as Tk writes them. BadPicture."""
    if data[:8] != SIGNATURE or len(data) < 33:
        raise BadPicture("not a PNG")
    wide, high, depth, color, _, _, interlaced = struct.unpack(">IIBBBBB", data[16:29])
    if depth != 8 or color not in CHANNELS or interlaced:
        raise BadPicture("another kind of PNG")
    step = CHANNELS[color]
    raw = zlib.decompress(_body(data))
    if len(raw) != high * (wide * step + 1):
        raise BadPicture("not as long as it says")
    rows, before = [], bytearray(wide * step)
    for start in range(0, len(raw), wide * step + 1):
        before = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + wide * step]), before, step)
        rows.append(_rgba(before, step))
    return Pixels(wide, high, rows)


def _body(data: bytes) -> bytes:
    at, parts = 8, []
    while at + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind == b"IDAT":
            parts.append(data[at + 8 : at + 8 + length])
        at += length + 12
    return b"".join(parts)


def _unfiltered(kind: int, row: bytearray, above: bytearray, step: int) -> bytearray:
    match kind:
        case 0:
            pass
        case 1:
            for i in range(step, len(row)):
                row[i] = (row[i] + row[i - step]) & 255
        case 2:
            row[:] = bytes((a + b) & 255 for a, b in zip(row, above, strict=True))
        case 3:
            for i in range(len(row)):
                left = row[i - step] if i >= step else 0
                row[i] = (row[i] + (left + above[i]) // 2) & 255
        case 4:
            for i in range(len(row)):
                left, corner = (row[i - step], above[i - step]) if i >= step else (0, 0)
                row[i] = (row[i] + _paeth(left, above[i], corner)) & 255
        case _:
            raise BadPicture("an unknown filter")
    return row


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    a, b, c = abs(guess - left), abs(guess - above), abs(guess - corner)
    return left if a <= b and a <= c else above if b <= c else corner


def _rgba(row: bytearray, step: int) -> bytearray:
    count = len(row) // step
    if step == 4:
        return row
    pixels = bytearray(b"\xff") * (4 * count)
    for channel in range(3):
        pixels[channel::4] = row[channel::step] if step == 3 else row[0::step]
    if step == 2:
        pixels[3::4] = row[1::2]
    return pixels


# --- changing ---------------------------------------------------------------------------------------------------------


def fitting(wide: int, high: int, most_wide: int, most_high: int) -> tuple[int, int]:
    """The size within the bounds that has the same shape; never larger than it is."""
    share = min(1.0, most_wide / wide, most_high / high)
    return max(1, round(wide * share)), max(1, round(high * share))


def smaller(pixels: Pixels, wide: int, high: int) -> Pixels:
    """Each new pixel is the mean of those that it stands for; what is transparent has no say in its colour."""
    if (wide, high) == (pixels.wide, pixels.high):
        return pixels
    edges_x = [at * pixels.wide // wide for at in range(wide + 1)]
    rows = []
    for at in range(high):
        first = at * pixels.high // high
        block = pixels.rows[first : max(first + 1, (at + 1) * pixels.high // high)]
        rows.append(_mean(block, edges_x))
    return Pixels(wide, high, rows)


def _mean(block: list[bytearray], edges: list[int]) -> bytearray:
    spans = [max(1, end - start) * len(block) for start, end in pairwise(edges)]
    alphas = [row[3::4] for row in block]
    if all(min(alpha) == 255 for alpha in alphas):
        return _mean_opaque(block, edges, spans)
    result = bytearray(4 * len(spans))
    weights = _across(alphas, edges)
    for channel in range(3):
        shares = [[v * a for v, a in zip(row[channel::4], alpha, strict=True)] for row, alpha in zip(block, alphas, strict=True)]
        sums = _across(shares, edges)
        result[channel::4] = bytes(total // max(1, weight) for total, weight in zip(sums, weights, strict=True))
    result[3::4] = bytes(weight // span for weight, span in zip(weights, spans, strict=True))
    return result


def _mean_opaque(block: list[bytearray], edges: list[int], spans: list[int]) -> bytearray:
    result = bytearray(b"\xff") * (4 * len(spans))
    for channel in range(3):
        sums = _across([row[channel::4] for row in block], edges)
        result[channel::4] = bytes(map(floordiv, sums, spans))
    return result


def _across(rows: Sequence[Sequence[int]], edges: list[int]) -> list[int]:
    """The sums of some rows between the edges."""
    summed = rows[0]
    for row in rows[1:]:
        summed = list(map(add, summed, row))
    total = list(accumulate(summed, initial=0))
    return [total[max(end, start + 1)] - total[start] for start, end in pairwise(edges)]


def rounded(pixels: Pixels, radius: int) -> Pixels:
    """Corners that are transparent outside a circle."""
    radius = min(radius, pixels.wide // 2, pixels.high // 2)
    for y in range(radius):
        for x in range(radius):
            away = ((radius - x - 0.5) ** 2 + (radius - y - 0.5) ** 2) ** 0.5
            cover = min(1.0, max(0.0, radius - away + 0.5))
            if cover >= 1.0:
                continue
            for row in (pixels.rows[y], pixels.rows[pixels.high - 1 - y]):
                for column in (x, pixels.wide - 1 - x):
                    row[4 * column + 3] = round(row[4 * column + 3] * cover)
    return pixels


# --- writing ----------------------------------------------------------------------------------------------------------


def to_png(pixels: Pixels) -> bytes:
    """With its transparency."""
    header = struct.pack(">IIBBBBB", pixels.wide, pixels.high, 8, 6, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in pixels.rows), 1)
    parts = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def to_ppm(pixels: Pixels, ground: tuple[int, int, int]) -> bytes:
    """On a ground of one colour; a window reads that ten times as fast as a PNG."""
    rows = []
    for row in pixels.rows:
        alpha = row[3::4]
        if min(alpha) == 255:
            channels = [bytes(row[channel::4]) for channel in range(3)]
        else:
            channels = [
                bytes((v * a + color * (255 - a)) // 255 for v, a in zip(row[channel::4], alpha, strict=True))
                for channel, color in enumerate(ground)
            ]
        line = bytearray(3 * pixels.wide)
        for channel in range(3):
            line[channel::3] = channels[channel]
        rows.append(bytes(line))
    return b"P6 %d %d 255\n" % (pixels.wide, pixels.high) + b"".join(rows)
