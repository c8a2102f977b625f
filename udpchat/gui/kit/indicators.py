"""What check boxes, radio buttons and switches show. Each has a gap at its right and room around it for the ring of focus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from udpchat import limits
from udpchat.gui.kit.icons import icon_mask
from udpchat.gui.kit.shapes import Box, box_mask
from udpchat.gui.kit.stencil import Shares, Stencil, engrave
from udpchat.gui.kit.strokes import Mask, Point, blank, stroke


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
    sign = blank(*_size(mark))
    if on:
        for y, row in enumerate(icon_mask("check", mark.width, 2.6), mark.margin):
            sign[y][mark.margin : mark.margin + mark.width] = row
    return _bordered(mark, mark.width * 0.28, sign)


@lru_cache(limits.STENCILS_KEPT)
def radio_stencil(mark: Mark, on: bool) -> Stencil:
    """A radio button. Inks: fill, border, point, ring."""
    width, height = _size(mark)
    point = _disc(mark, (width / 2, height / 2), mark.width / 4) if on else blank(width, height)
    return _bordered(mark, mark.width / 2, point)


@lru_cache(limits.STENCILS_KEPT)
def switch_stencil(mark: Mark, on: bool) -> Stencil:
    """A switch. Inks: track, knob, ring."""
    width, height = _size(mark)
    radius = mark.height / 2
    track = box_mask(Box(width, height, radius + mark.margin), mark.margin)
    middle = mark.margin + (mark.width - radius if on else radius)
    knob = _disc(mark, (middle, height / 2), mark.height * 0.34)
    ring = _ring(mark, radius)
    return _with_gap(mark, lambda x, y: (track[y][x] - knob[y][x], knob[y][x], ring[y][x]))


def _bordered(mark: Mark, corner: float, sign: Mask) -> Stencil:
    """A box with a border, a sign within, and a ring around; `corner` is the radius of its corners."""
    shape = Box(*_size(mark), corner + mark.margin)
    outer, inner = box_mask(shape, mark.margin), box_mask(shape, mark.margin + mark.border)
    ring = _ring(mark, corner)

    def shares(x: int, y: int) -> Shares:
        within = inner[y][x]
        drawn = sign[y][x] * within
        return within - drawn, outer[y][x] - within, drawn, ring[y][x]

    return _with_gap(mark, shares)


def _size(mark: Mark) -> tuple[int, int]:
    return mark.width + 2 * mark.margin, mark.height + 2 * mark.margin


def _disc(mark: Mark, middle: Point, radius: float) -> Mask:
    mask = blank(*_size(mark))
    stroke(mask, [[middle]], 2 * radius)
    return mask


def _ring(mark: Mark, corner: float) -> Mask:
    shape = Box(*_size(mark), corner + mark.margin)
    outside, inside = box_mask(shape), box_mask(shape, mark.ring)
    return [[whole - hole for whole, hole in zip(*rows, strict=True)] for rows in zip(outside, inside, strict=True)]


def _with_gap(mark: Mark, shares: Callable[[int, int], Shares]) -> Stencil:
    width, height = _size(mark)
    empty = tuple(0.0 for _ in shares(0, 0))
    return engrave(width + mark.gap, height, lambda x, y: shares(x, y) if x < width else empty)
