"""Icons: one ink, any size, drawn when first asked for."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from udpchat import limits
from udpchat.gui.kit.icon_paths import LINES, SOLIDS
from udpchat.gui.kit.stencil import Stencil, engrave_rows
from udpchat.gui.kit.strokes import Mask, blank, fill, moved, parse, stroke

GRID: Final = 24
STROKE: Final = 1.75
_THINNEST_PX: Final = 1.15  # a thinner line looks grey
_DOTTED: Final = {"more": 1.9, "list": 1.15}  # single dots need more ink than lines


def icon_names() -> list[str]:
    """Every icon there is."""
    return sorted([*LINES, *SOLIDS])


@lru_cache(limits.STENCILS_KEPT)
def icon_mask(name: str, size: int, width: float = STROKE) -> Mask:
    """How much the icon covers of each pixel. ValueError: there is no such icon."""
    if name not in LINES and name not in SOLIDS:
        raise ValueError(f"no icon is called {name!r}")
    mask = blank(size, size)
    scale = size / GRID
    for outline in moved(parse(SOLIDS.get(name, "")), scale):
        fill(mask, outline)
    stroke(mask, moved(parse(LINES.get(name, "")), scale), max(width * scale * _DOTTED.get(name, 1), _THINNEST_PX))
    return mask


@lru_cache(limits.STENCILS_KEPT)
def icon_stencil(name: str, size: int, width: float = STROKE) -> Stencil:
    """The icon; its only ink is its colour."""
    return engrave_rows([[(cover,) for cover in row] for row in icon_mask(name, size, width)])


@lru_cache(limits.STENCILS_KEPT)
def padded_icon(name: str, size: int, margin: int) -> Stencil:
    """The icon with a transparent margin; "" is the margin alone."""
    icon = icon_mask(name, size) if name else blank(size, size)
    empty = [(0.0,)] * (size + 2 * margin)
    side = [(0.0,)] * margin
    middle = [[*side, *((cover,) for cover in row), *side] for row in icon]
    return engrave_rows([*[empty] * margin, *middle, *[empty] * margin])
