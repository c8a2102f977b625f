"""What check boxes, radio buttons and switches show."""

from __future__ import annotations

from functools import lru_cache

from udpchat import limits
from udpchat.gui.kit.icons import icon_mask
from udpchat.gui.kit.shapes import coverage, distance_to_box, distance_to_disc
from udpchat.gui.kit.stencil import Shares, Stencil, engrave


@lru_cache(limits.STENCILS_KEPT)
def check_stencil(size: int, gap: int, border: float, checked: bool, halo: float) -> Stencil:
    """A check box with a gap at its right. Inks: fill, border, tick, halo (the ring of focus, around it)."""
    inner = size - 2 * halo
    tick = icon_mask("check", round(inner), 2.6)

    def shares(x: int, y: int) -> Shares:
        px, py = x + 0.5 - halo, y + 0.5 - halo
        outer = coverage(distance_to_box(px, py, inner, inner, inner * 0.28))
        within = coverage(distance_to_box(px - border, py - border, inner - 2 * border, inner - 2 * border, inner * 0.2))
        mark = 0.0
        at_x, at_y = x - round(halo), y - round(halo)
        if checked and 0 <= at_x < len(tick) and 0 <= at_y < len(tick):
            mark = tick[at_y][at_x] * within
        around = coverage(distance_to_box(x + 0.5, y + 0.5, size, size, size * 0.3)) if halo else 0.0
        return within - mark, outer - within, mark, max(0.0, around - outer)

    return engrave(size + gap, size, shares)


@lru_cache(limits.STENCILS_KEPT)
def radio_stencil(size: int, gap: int, border: float, chosen: bool, halo: float) -> Stencil:
    """A radio button with a gap at its right. Inks: fill, border, point, halo."""
    radius = size / 2

    def shares(x: int, y: int) -> Shares:
        away = distance_to_disc(x + 0.5, y + 0.5, radius, radius, 0)
        outer = coverage(away - (radius - halo))
        within = coverage(away - (radius - halo - border))
        point = coverage(away - (radius - halo) * 0.5) if chosen else 0.0
        around = coverage(away - radius) if halo else 0.0
        return within - point, outer - within, point, max(0.0, around - outer)

    return engrave(size + gap, size, shares)


@lru_cache(limits.STENCILS_KEPT)
def switch_stencil(width: int, height: int, gap: int, on: bool, ring: float) -> Stencil:
    """A switch with a gap at its right. Inks: track, knob, ring (of focus, around it)."""
    inset = 2 * ring
    tall = height - 2 * inset
    middle = width - inset - tall / 2 if on else inset + tall / 2

    def shares(x: int, y: int) -> Shares:
        px, py = x + 0.5, y + 0.5
        track = coverage(distance_to_box(px - inset, py - inset, width - 2 * inset, tall, tall / 2))
        knob = coverage(distance_to_disc(px, py, middle, height / 2, tall * 0.34))
        edge = coverage(distance_to_box(px, py, width, height, height / 2))
        hollow = coverage(distance_to_box(px - ring, py - ring, width - 2 * ring, height - 2 * ring, height / 2 - ring))
        return track - knob, knob, edge - hollow if ring else 0.0

    return engrave(width + gap, height, shares)
