"""A small curve of the last values, with a fading area below it; one ink."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from udpchat.gui.kit.stencil import Stencil, engrave_rows
from udpchat.gui.kit.strokes import blank, stroke

_AREA: Final = 0.16  # of the ink, at the top
_FADE: Final = 0.75  # of that is lost at the bottom
_MARGIN_X: Final = 2
_MARGIN_Y: Final = 4


def sparkline_stencil(values: Sequence[float], width: int, height: int, line: float) -> Stencil:
    """The curve; its highest value touches the top, zero is at the bottom."""
    points = _points(values, width, height)
    curve = blank(width, height)
    stroke(curve, [points], line)
    tops = [_height_at(points, x + 0.5) for x in range(width)]
    rows = []
    for y in range(height):
        tone = _AREA * (1 - y / height * _FADE)
        rows.append([(over if over > tone or y < top else tone,) for over, top in zip(curve[y], tops, strict=True)])
    return engrave_rows(rows)


def _height_at(points: Sequence[tuple[float, float]], x: float) -> float:
    """Where the curve is at this x; far below outside of it."""
    step = points[1][0] - points[0][0]
    at, share = divmod((x - points[0][0]) / step, 1)
    if not 0 <= at < len(points) - 1:
        return float("inf")
    return points[int(at)][1] * (1 - share) + points[int(at) + 1][1] * share


def _points(values: Sequence[float], width: int, height: int) -> list[tuple[float, float]]:
    shown = list(values) if len(values) > 1 else [*values, *values] or [0.0, 0.0]
    top = max(*shown, 1e-9)
    step = max(width - 2 * _MARGIN_X, 1) / (len(shown) - 1)
    room = height - 2 * _MARGIN_Y
    return [(_MARGIN_X + at * step, height - _MARGIN_Y - room * max(value, 0) / top) for at, value in enumerate(shown)]
