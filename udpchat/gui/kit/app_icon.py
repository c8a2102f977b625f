"""The program's icon: a chat bubble on a teal tile, with the count of unread messages if there are any."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from udpchat import limits
from udpchat.gui.kit.avatars import letters_lines
from udpchat.gui.kit.palette import LIGHT
from udpchat.gui.kit.shapes import Box, box_mask
from udpchat.gui.kit.stencil import Shares, Stencil, engrave
from udpchat.gui.kit.strokes import Mask, blank, fill, moved, parse, stroke

_GRID: Final = 24
_BUBBLE: Final = (4, 5, 16, 11.2, 4.2)  # left, top, width, height, radius
_TAIL: Final = "M 7.4 14 L 7.4 20.2 L 13.4 16 Z"
_DOTS: Final = "M 7.9 10.6 M 12 10.6 M 16.1 10.6"
_DOT: Final = 2.5
_TILE_RADIUS: Final = 0.24  # of the size
_BADGE_RADIUS: Final = 0.27


@lru_cache(limits.STENCILS_KEPT)
def app_icon_png(size: int, unread: int = 0) -> bytes:
    """The icon as PNG bytes; `unread` over 0 adds a red badge."""
    text = "" if unread <= 0 else str(unread) if unread < 10 else "9+"
    return _stencil(size, text).png(LIGHT.accent, "#ffffff", LIGHT.badge, "#ffffff")


def _stencil(size: int, text: str) -> Stencil:
    """Inks: tile, bubble, badge, count. The dots are holes in the bubble."""
    tile = box_mask(Box(size, size, size * _TILE_RADIUS))
    bubble = _bubble(size)
    dots = blank(size, size)
    stroke(dots, moved(parse(_DOTS), size / _GRID), _DOT * size / _GRID)
    badge, gap, count = _badge(size, text)

    def shares(x: int, y: int) -> Shares:
        white = bubble[y][x] * (1 - dots[y][x])
        kept = 1 - gap[y][x]
        number = count[y][x]
        return (tile[y][x] - white) * kept, white * kept, badge[y][x] * (1 - number), badge[y][x] * number

    return engrave(size, size, shares)


def _bubble(size: int) -> Mask:
    mask = blank(size, size)
    scale = size / _GRID
    left, top, width, height, radius = (length * scale for length in _BUBBLE)
    corners = [(left + radius, top + radius), (left + width - radius, top + radius)]
    corners += [(x, top + height - radius) for x, _ in reversed(corners)]
    # A rounded rectangle is its inner rectangle, filled, with a thick round line along its edge.
    fill(mask, corners)
    stroke(mask, [[*corners, corners[0]]], 2 * radius)
    fill(mask, moved(parse(_TAIL), scale)[0])
    return mask


def _badge(size: int, text: str) -> tuple[Mask, Mask, Mask]:
    """The disc in the upper right corner, the same with a gap around it, and the number."""
    disc, gap, count = (blank(size, size) for _ in range(3))
    if text:
        radius = size * _BADGE_RADIUS
        middle = [[(size - radius, radius)]]
        stroke(disc, middle, 2 * radius)
        stroke(gap, middle, 2 * (radius + max(1.0, size * 0.035)))
        height = size * (0.30 if len(text) == 1 else 0.25)
        lines = letters_lines(text)
        width = max(x for line in lines for x, _ in line) * height / 100
        placed = moved(lines, height / 100, size - radius - width / 2, radius - height / 2)
        stroke(count, placed, max(size * 0.06, 1.2))
    return disc, gap, count
