"""The program's icon: a chat bubble on a teal tile, with the count of unread messages if there are any."""

from __future__ import annotations

from functools import cache

from udpchat.gui.kit.avatars import letters_lines
from udpchat.gui.kit.palette import LIGHT
from udpchat.gui.kit.shapes import coverage, distance_to_box, distance_to_disc
from udpchat.gui.kit.stencil import Shares, Stencil, engrave
from udpchat.gui.kit.strokes import Mask, blank, fill, moved, parse, stroke

_TAIL = "M 7.4 14 L 7.4 20.2 L 13.4 16 Z"


@cache
def app_icon_png(size: int, unread: int = 0) -> bytes:
    """The icon as PNG bytes; `unread` over 0 adds a red badge."""
    text = "" if unread <= 0 else str(unread) if unread < 10 else "9+"
    return _stencil(size, text).png(LIGHT.accent, "#ffffff", LIGHT.accent, LIGHT.badge, "#ffffff")


def _stencil(size: int, text: str) -> Stencil:
    """Inks: tile, bubble, dots, badge, count."""
    unit = size / 24
    bubble = _bubble(size, unit)
    count = _count(size, text)
    radius = size * 0.27
    middle = size - radius

    def shares(x: int, y: int) -> Shares:
        px, py = x + 0.5, y + 0.5
        tile = coverage(distance_to_box(px, py, size, size, size * 0.24))
        dots = max(coverage(distance_to_disc(px, py, at * unit, 10.6 * unit, 1.25 * unit)) for at in (7.9, 12, 16.1))
        parts = [tile - bubble[y][x], bubble[y][x] - dots, dots, 0.0, 0.0]
        if text:
            away = distance_to_disc(px, py, middle, radius, 0)
            kept = 1 - coverage(away - radius - max(1.0, size * 0.035))
            badge = coverage(away - radius)
            parts = [part * kept for part in parts]
            parts[3:] = [badge - count[y][x] * badge, count[y][x] * badge]
        return tuple(max(part, 0.0) for part in parts)

    return engrave(size, size, shares)


def _bubble(size: int, unit: float) -> Mask:
    mask = blank(size, size)
    for y in range(size):
        for x in range(size):
            at_x, at_y = (x + 0.5) / unit - 4, (y + 0.5) / unit - 5
            mask[y][x] = coverage(distance_to_box(at_x, at_y, 16, 11.2, 4.2) * unit)
    for outline in moved(parse(_TAIL), unit):
        fill(mask, outline)
    return mask


def _count(size: int, text: str) -> Mask:
    mask = blank(size, size)
    if text:
        height = size * (0.30 if len(text) == 1 else 0.25)
        scale = height / 100
        lines = letters_lines(text)
        width = max(x for line in lines for x, _ in line) * scale
        radius = size * 0.27
        stroke(mask, moved(lines, scale, size - radius - width / 2, radius - height / 2), max(size * 0.06, 1.2))
    return mask
