"""Lines and filled outlines as masks: icons and letters are drawn with these.

A path is "M x y" (begin), "L x y" (line to), "A cx cy rx ry from to" (arc of an ellipse, degrees), "Q x1 y1 x y" (curve),
"Z" (close), repeated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import cos, hypot, radians, sin
from typing import Final

Point = tuple[float, float]
Line = list[Point]
Mask = list[list[float]]
"""Rows of coverage between 0 and 1."""

_ARC_STEP: Final = 12  # degrees of one straight piece of an arc
_CURVE_STEPS: Final = 8
_FILL_STEPS: Final = 4  # sub-pixels in each direction of a filled outline


def parse(path: str) -> list[Line]:
    """The path as lines of straight pieces."""
    lines: list[Line] = []
    words = iter(path.split())
    for command in words:
        if command == "M":
            lines.append([_point(words)])
        elif command == "L":
            lines[-1].append(_point(words))
        elif command == "A":
            lines[-1].extend(_arc(*(float(next(words)) for _ in range(6))))
        elif command == "Q":
            lines[-1].extend(_curve(lines[-1][-1], _point(words), _point(words)))
        elif command == "Z":
            lines[-1].append(lines[-1][0])
        else:
            raise ValueError(f"no path command is called {command!r}")
    return lines


def moved(lines: Sequence[Line], scale: float, left: float = 0, top: float = 0) -> list[Line]:
    """The lines, scaled and then moved."""
    return [[(left + x * scale, top + y * scale) for x, y in line] for line in lines]


def stroke(mask: Mask, lines: Sequence[Line], width: float) -> None:
    """Draw the lines into the mask with round ends."""
    for line in lines:
        for start, end in zip(line, line[1:] or line, strict=False):
            _stroke_piece(mask, start, end, width / 2)


def fill(mask: Mask, outline: Line) -> None:
    """Fill the outline in the mask (even-odd)."""
    height, width = len(mask), len(mask[0])
    highs = [y for _, y in outline]
    for y in range(max(0, int(min(highs))), min(height, int(max(highs)) + 1)):
        counts = [0] * (width * _FILL_STEPS)
        for step in range(_FILL_STEPS):
            crossings = sorted(_crossings(outline, y + (step + 0.5) / _FILL_STEPS))
            for left, right in zip(crossings[::2], crossings[1::2], strict=False):
                for at in range(max(0, round(left * _FILL_STEPS)), min(len(counts), round(right * _FILL_STEPS))):
                    counts[at] += 1
        row = mask[y]
        for x in range(width):
            row[x] = max(row[x], sum(counts[x * _FILL_STEPS : (x + 1) * _FILL_STEPS]) / _FILL_STEPS**2)


def blank(width: int, height: int) -> Mask:
    """A mask of nothing."""
    return [[0.0] * width for _ in range(height)]


def _point(words: Iterator[str]) -> Point:
    return float(next(words)), float(next(words))


def _arc(x: float, y: float, radius_x: float, radius_y: float, begin: float, end: float) -> Line:
    steps = max(6, int(abs(end - begin) / _ARC_STEP))
    angles = [radians(begin + (end - begin) * step / steps) for step in range(steps + 1)]
    return [(x + radius_x * cos(angle), y + radius_y * sin(angle)) for angle in angles]


def _curve(start: Point, control: Point, end: Point) -> Line:
    result = []
    for step in range(1, _CURVE_STEPS + 1):
        u = step / _CURVE_STEPS
        a, b, c = (1 - u) ** 2, 2 * u * (1 - u), u * u
        result.append((a * start[0] + b * control[0] + c * end[0], a * start[1] + b * control[1] + c * end[1]))
    return result


def _crossings(outline: Line, y: float) -> Iterator[float]:
    for (x0, y0), (x1, y1) in zip(outline, outline[1:] + outline[:1], strict=True):
        if (y0 <= y) != (y1 <= y):
            yield x0 + (y - y0) * (x1 - x0) / (y1 - y0)


def _stroke_piece(mask: Mask, start: Point, end: Point, half: float) -> None:
    """Draw one straight piece: each pixel near it by its distance to it."""
    (x0, y0), (x1, y1) = start, end
    dx, dy = x1 - x0, y1 - y0
    square = dx * dx + dy * dy
    reach = half + 1
    columns = range(max(0, int(min(x0, x1) - reach)), min(len(mask[0]), int(max(x0, x1) + reach) + 1))
    for y in range(max(0, int(min(y0, y1) - reach)), min(len(mask), int(max(y0, y1) + reach) + 1)):
        row = mask[y]
        py = y + 0.5 - y0
        for x in columns:
            if row[x] >= 1:
                continue
            px = x + 0.5 - x0
            along = min(1.0, max(0.0, (px * dx + py * dy) / square)) if square else 0.0
            cover = half + 0.5 - hypot(px - along * dx, py - along * dy)
            if cover > row[x]:
                row[x] = min(cover, 1.0)
