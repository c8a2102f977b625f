"""What check boxes, radio buttons and switches show. Each has a gap at its right and room around it for the ring of focus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from udpchat import limits
from udpchat.gui.kit.icons import icon_mask
from udpchat.gui.kit.shapes import coverage, distance_to_box, distance_to_disc
from udpchat.gui.kit.stencil import Shares, Stencil, engrave


@dataclass(frozen=True, slots=True)
class Mark:
    """Lengths in pixels: the mark itself, the room around it, the lines of ring and border, the gap before the words."""

    width: int
    height: int
    margin: int
    ring: float
    border: float
    gap: int


@lru_cache(limits.STENCILS_KEPT)
def check_stencil(mark: Mark, on: bool) -> Stencil:
    """A check box. Inks: fill, border, tick, ring."""
    size, border = mark.width, mark.border
    tick = icon_mask("check", size, 2.6)

    def shares(x: float, y: float) -> Shares:
        outer = coverage(distance_to_box(x, y, size, size, size * 0.28))
        within = coverage(distance_to_box(x - border, y - border, size - 2 * border, size - 2 * border, size * 0.2))
        inside = 0 <= x < size and 0 <= y < size
        stroke = tick[int(y)][int(x)] * within if on and inside else 0.0
        return within - stroke, outer - within, stroke

    return _engrave(mark, size * 0.28, shares)


@lru_cache(limits.STENCILS_KEPT)
def radio_stencil(mark: Mark, on: bool) -> Stencil:
    """A radio button. Inks: fill, border, point, ring."""
    radius = mark.width / 2

    def shares(x: float, y: float) -> Shares:
        away = distance_to_disc(x, y, radius, radius, 0)
        outer = coverage(away - radius)
        within = coverage(away - radius + mark.border)
        point = coverage(away - radius * 0.5) if on else 0.0
        return within - point, outer - within, point

    return _engrave(mark, radius, shares)


@lru_cache(limits.STENCILS_KEPT)
def switch_stencil(mark: Mark, on: bool) -> Stencil:
    """A switch. Inks: track, knob, ring."""
    width, height = mark.width, mark.height
    middle = width - height / 2 if on else height / 2

    def shares(x: float, y: float) -> Shares:
        track = coverage(distance_to_box(x, y, width, height, height / 2))
        knob = coverage(distance_to_disc(x, y, middle, height / 2, height * 0.34))
        return track - knob, knob

    return _engrave(mark, height / 2, shares)


def _engrave(mark: Mark, corner: float, shares: Callable[[float, float], Shares]) -> Stencil:
    """The mark and its ring; `corner` is the radius of the mark's corners."""
    width, height = mark.width + 2 * mark.margin, mark.height + 2 * mark.margin
    radius, ring = corner + mark.margin, mark.ring

    def at(x: int, y: int) -> Shares:
        px, py = x + 0.5, y + 0.5
        outside = coverage(distance_to_box(px, py, width, height, radius))
        inside = coverage(distance_to_box(px - ring, py - ring, width - 2 * ring, height - 2 * ring, radius - ring))
        return (*shares(px - mark.margin, py - mark.margin), max(0.0, outside - inside))

    return engrave(width + mark.gap, height, at)
