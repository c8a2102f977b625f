"""Avatars for a drawing that must not pause: what takes too long to draw now is a plain disc, and comes with the next.

The first avatar of some initials takes 3 ms to draw, 9 ms on a screen of twice the density; from then on it is kept.
"""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable

from udpchat.gui.kit import Kit
from udpchat.gui.kit.avatars import initials
from udpchat.limits import AVATARS_BUDGET_S, STENCILS_KEPT


class Avatars:
    """Of one canvas: `begin`, any number of `get`, `end`. `again` has it drawn once more, soon."""

    def __init__(self, kit: Kit, size: int, again: Callable[[], None]) -> None:
        self._kit = kit
        self._size = size
        self._again = again
        self._drawn: set[str] = set()
        self._until = 0.0
        self._missing = False

    def begin(self) -> None:
        """A drawing begins."""
        self._until = time.perf_counter() + AVATARS_BUDGET_S
        self._missing = False
        if len(self._drawn) > STENCILS_KEPT // 2:  # the kit may have let some of them go
            self._drawn.clear()

    def get(self, name: str, user: int, presence: str | None = None) -> tk.PhotoImage:
        """The avatar of somebody, or a disc in their colour for now. `presence`: the token of its dot."""
        kit, hue, letters = self._kit, self._kit.hue(user), initials(name)
        if letters in self._drawn or time.perf_counter() < self._until:
            self._drawn.add(letters)
            return kit.avatar(name, self._size, hue=hue, presence=presence)
        self._missing = True
        wide = kit.px(self._size)
        return kit.rounded(wide, wide, wide / 2, kit.palette.avatars[hue])

    def end(self) -> None:
        """It is drawn."""
        if self._missing:
            self._again()
