"""Titles and icons of windows: the count of what is unread, and nothing that a window manager chokes on."""

from __future__ import annotations

import tkinter as tk
from typing import Final

from udpchat.gui.kit import guards, single_line
from udpchat.gui.kit.app_icon import app_icon_png
from udpchat.limits import TITLE_CHARS

ICON_PX: Final = (64, 32)
COUNTED_TO: Final = 10  # the icon says 9+ from here on


def window_title(text: str, unread: int = 0) -> str:
    """`(7) Lab - udpchat`: one line that fits a title bar, safe for every window manager."""
    line = single_line(guards.window_title(text), TITLE_CHARS)
    return f"({unread}) {line}" if unread > 0 else line


class Icon:
    """The icon of all windows of a program, with a badge."""

    def __init__(self, root: tk.Tk) -> None:
        self._root = root
        self._shown = -1
        self._images: dict[int, tuple[tk.PhotoImage, ...]] = {}

    def show(self, unread: int) -> None:
        """Set it, if it looks different."""
        unread = max(0, min(unread, COUNTED_TO))
        if unread == self._shown:
            return
        self._shown = unread
        self._root.iconphoto(True, *self._made(unread))

    def _made(self, unread: int) -> tuple[tk.PhotoImage, ...]:
        if unread not in self._images:
            self._images[unread] = tuple(
                tk.PhotoImage(master=self._root, data=app_icon_png(size, unread), format="png") for size in ICON_PX
            )
        return self._images[unread]
