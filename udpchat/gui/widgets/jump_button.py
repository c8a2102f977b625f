"""The round button that leads to the newest message, with the number of messages that came meanwhile."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.limits import UNREAD_SHOWN_COUNT

WIDTH_PX: Final = 44
HEIGHT_PX: Final = 50
DISC_PX: Final = 38


class JumpButton(tk.Canvas):
    """Hidden until `show`. Not in the tab order: the End key does the same."""

    def __init__(self, parent: tk.Misc, kit: Kit, command: Callable[[], None]) -> None:
        super().__init__(parent, width=kit.px(WIDTH_PX), height=kit.px(HEIGHT_PX), borderwidth=0, highlightthickness=0)
        self.configure(cursor="hand2", takefocus=False)
        kit.paint(self, background="bg")
        kit.tip(self, f"{text('chat.jump')}  End")
        self._kit = kit
        self._count = 0
        self._over = False
        self.bind("<Button-1>", lambda _event: command())
        self.bind("<Enter>", lambda _event: self._hover(True), add="+")
        self.bind("<Leave>", lambda _event: self._hover(False), add="+")
        self.bind("<<ThemeChanged>>", lambda _event: self._draw(), add="+")
        self._draw()

    def show(self, shown: bool) -> None:
        """Show or hide it."""
        if not shown:
            self.place_forget()
        elif not self.winfo_manager():
            self.place(relx=1.0, rely=1.0, x=-self._kit.px(26), y=-self._kit.px(8), anchor="se")
            tk.Misc.lift(self)

    def set_count(self, count: int) -> None:
        """How many messages wait below."""
        if count != self._count:
            self._count = count
            self._draw()

    def _hover(self, over: bool) -> None:
        self._over = over
        self._draw()

    def _draw(self) -> None:
        kit = self._kit
        middle, disc = kit.px(WIDTH_PX) // 2, kit.px(DISC_PX)
        self.delete("all")
        face = kit.rounded(disc, disc, disc / 2, "hover" if self._over else "raised", "line2", kit.px(1))
        self.create_image(middle, kit.px(HEIGHT_PX) - disc // 2, image=face)
        self.create_image(middle, kit.px(HEIGHT_PX) - disc // 2, image=kit.icon("down", 18, "text"))
        if self._count:
            said = str(self._count) if self._count <= UNREAD_SHOWN_COUNT else f"{UNREAD_SHOWN_COUNT}+"
            wide = max(kit.px(22), kit.measure(said, "ui.tinyb") + kit.px(12))
            self.create_image(middle, kit.px(10), image=kit.badge(wide, kit.px(18), "accent"))
            self.create_text(middle, kit.px(10), text=said, font="ui.tinyb", fill=kit.color("onaccent"))
