"""A small curve of the last values, with a fading area below it; one ink."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from udpchat.gui.kit.stencil import Stencil, engrave_rows
from udpchat.gui.kit.strokes import blank, fill, stroke

_AREA: Final = 0.16  # of the ink, at the top
_FADE: Final = 0.75  # of that is lost at the bottom
_MARGIN_X: Final = 2
_MARGIN_Y: Final = 4


def sparkline_stencil(values: Sequence[float], width: int, height: int, line: float) -> Stencil:
    """The curve; its highest value touches the top, zero is at the bottom."""
    points = _points(values, width, height)
    curve = blank(width, height)
    stroke(curve, [points], line)
    area = blank(width, height)
    fill(area, [*points, (points[-1][0], height), (points[0][0], height)])
    rows = []
    for y in range(height):
        tone = _AREA * (1 - y / height * _FADE)
        rows.append([(max(over, below * tone),) for over, below in zip(curve[y], area[y], strict=True)])
    return engrave_rows(rows)


def _points(values: Sequence[float], width: int, height: int) -> list[tuple[float, float]]:
    shown = list(values) if len(values) > 1 else [*values, *values] or [0.0, 0.0]
    top = max(*shown, 1e-9)
    step = (width - 2 * _MARGIN_X) / (len(shown) - 1)
    room = height - 2 * _MARGIN_Y
    return [(_MARGIN_X + at * step, height - _MARGIN_Y - room * max(value, 0) / top) for at, value in enumerate(shown)]
