"""A number at the corner of a button."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Final

from udpchat.gui.kit import Kit
from udpchat.limits import UNREAD_SHOWN_COUNT

HEIGHT_PX: Final = 16


def shown_count(count: int) -> str:
    """As far as one counts."""
    return str(count) if count <= UNREAD_SHOWN_COUNT else f"{UNREAD_SHOWN_COUNT}+"


class Badge(tk.Canvas):
    """Hidden while there is nothing to count. A click is one on the button."""

    def __init__(self, parent: tk.Misc, kit: Kit, ground: str, command: Callable[[], None]) -> None:
        super().__init__(parent, height=kit.px(HEIGHT_PX), width=1, borderwidth=0, highlightthickness=0, takefocus=False)
        self.configure(cursor="hand2")
        kit.paint(self, background=ground)
        self._kit = kit
        self._count = 0
        self.bind("<Button-1>", lambda _event: command())
        self.bind("<<ThemeChanged>>", lambda _event: self._draw(), add="+")

    def show(self, count: int, at: tk.Misc) -> None:
        """At the upper right of a widget."""
        if count != self._count:
            self._count = count
            self._draw()
        if not count:
            self.place_forget()
        elif not self.winfo_manager():
            self.place(in_=at, relx=1.0, rely=0.0, x=-self._kit.px(2), y=self._kit.px(1), anchor="ne")
            tk.Misc.lift(self)

    def _draw(self) -> None:
        kit, said = self._kit, shown_count(self._count)
        high = kit.px(HEIGHT_PX)
        wide = max(high, kit.measure(said, "ui.tinyb") + kit.px(8))
        self.delete("all")
        self.configure(width=wide)
        self.create_image(wide / 2, high / 2, image=kit.badge(wide, high, "badge"))
        self.create_text(wide / 2, high / 2, text=said, font="ui.tinyb", fill=kit.color("onbadge"))
