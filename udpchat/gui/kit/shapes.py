"""Rounded rectangles from signed distances, anti-aliased: what buttons, fields, cards and pills are made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import hypot
from typing import TypeVar

from udpchat import limits
from udpchat.gui.kit.stencil import Shares, Stencil, engrave_rows
from udpchat.gui.kit.strokes import Mask

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Box:
    """A rounded rectangle in pixels; its inks are fill, border and ring.

    `pad` is a transparent margin on all sides; the ring (of focus) lies at the outer edge of that margin.
    """

    width: int
    height: int
    radius: float
    border: float = 0
    pad: int = 0
    ring: float = 0


def coverage(distance: float) -> float:
    """How much of a pixel lies inside, from the distance of its middle to the edge (negative inside)."""
    return min(1.0, max(0.0, 0.5 - distance))


def distance_to_box(x: float, y: float, width: float, height: float, radius: float) -> float:
    """The signed distance of a point to the edge of a rounded rectangle at the origin."""
    over_x = abs(x - width / 2) - (width / 2 - radius)
    over_y = abs(y - height / 2) - (height / 2 - radius)
    return hypot(max(over_x, 0), max(over_y, 0)) + min(max(over_x, over_y), 0) - radius


def distance_to_disc(x: float, y: float, center_x: float, center_y: float, radius: float) -> float:
    """The signed distance of a point to the edge of a disc."""
    return hypot(x - center_x, y - center_y) - radius


@lru_cache(limits.STENCILS_KEPT)
def box_stencil(box: Box) -> Stencil:
    """The rectangle. Only one corner is computed; the rest is its mirror image."""
    corner = int(box.radius + box.pad + max(box.border, box.ring)) + 2
    across = min(corner, (box.width + 1) // 2)
    down = min(corner, (box.height + 1) // 2)
    quarter = [_mirrored([_shares(box, x, y) for x in range(across)], box.width) for y in range(down)]
    rows: list[list[Shares]] = _mirrored(quarter, box.height)
    return engrave_rows(rows)


def box_mask(box: Box, inset: float = 0) -> Mask:
    """How much of each pixel the rectangle covers; `inset` makes it smaller on all sides, with the same middle."""
    corner = int(max(box.radius, inset)) + 2
    across, down = min(corner, (box.width + 1) // 2), min(corner, (box.height + 1) // 2)
    quarter = [
        _mirrored([_inset_coverage(box, x + 0.5, y + 0.5, inset) for x in range(across)], box.width) for y in range(down)
    ]
    return _mirrored(quarter, box.height)


def _mirrored(half: list[T], length: int) -> list[T]:
    """The half, its last element repeated to fill the middle, and the half backwards."""
    middle = length - 2 * len(half)
    if middle < 0:
        return half + half[-2::-1]
    return half + [half[-1]] * middle + half[::-1]


def _shares(box: Box, x: int, y: int) -> Shares:
    middle_x, middle_y = x + 0.5, y + 0.5
    outer = _inset_coverage(box, middle_x, middle_y, box.pad)
    inner = _inset_coverage(box, middle_x, middle_y, box.pad + box.border) if box.border else outer
    ring = 0.0
    if box.ring:
        # What the border or fill covers already is not the ring's.
        edge = _inset_coverage(box, middle_x, middle_y, 0) - _inset_coverage(box, middle_x, middle_y, box.ring)
        ring = min(max(edge, 0.0), 1 - outer)
    return inner, max(outer - inner, 0.0), ring


def _inset_coverage(box: Box, x: float, y: float, inset: float) -> float:
    width, height = box.width - 2 * inset, box.height - 2 * inset
    if width <= 0 or height <= 0:
        return 0.0
    radius = min(max(box.radius + box.pad - inset, 0), width / 2, height / 2)
    return coverage(distance_to_box(x - inset, y - inset, width, height, radius))
