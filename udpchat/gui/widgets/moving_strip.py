"""Above the foot of the side: files that are on their way, how far they are together; a click lists them."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from udpchat.gui.kit import Kit
from udpchat.gui.kit.guards import After
from udpchat.gui.widgets.chat_data import MovingData

BAR_PX: Final = 4
ICON_PX: Final = 16


class MovingStrip(ttk.Frame):
    """Data in, a click out. It is a button for the keyboard, too."""

    def __init__(self, parent: tk.Misc, kit: Kit, command: Callable[[], None]) -> None:
        px = kit.px
        super().__init__(parent, style="side.TFrame", padding=(px(16), px(7), px(14), px(8)), takefocus=True, cursor="hand2")
        self._kit = kit
        self._rail = False
        self._data: MovingData | None = None
        self._soon = After(self)
        self._line = ttk.Frame(self, style="side.TFrame")
        self._icon = ttk.Label(self._line, style=kit.label_style("text2", "side"))
        self._count = kit.label(self._line, "", "ui.smallb", "text2", "side")
        self._words = kit.label(self._line, "", "ui.small", "text2", "side", anchor="e", width=1)
        self.bar = tk.Canvas(self, height=px(BAR_PX), width=1, borderwidth=0, highlightthickness=0, takefocus=False)
        kit.paint(self.bar, background="side")
        self._line.pack(fill="x")
        self.bar.pack(fill="x", pady=(px(5), 0))
        self._icon.pack(side="left")
        parts = (self, self._line, self._icon, self._count, self._words, self.bar)
        for part in parts:
            part.bind("<Button-1>", lambda _event: command(), add="+")
        for key in ("<Return>", "<KP_Enter>", "<space>"):
            self.bind(key, lambda _event: command())
        for event in ("<FocusIn>", "<FocusOut>"):
            self.bind(event, lambda _event: self._focus(), add="+")
        self._words.bind("<Configure>", lambda _event: self._fit(), add="+")
        for part in (self, self.bar):
            part.bind("<<ThemeChanged>>", lambda _event: self._draw_soon(), add="+")
        self.bar.bind("<Configure>", lambda _event: self._draw_soon(), add="+")
        self._tipped = parts
        self.set_rail(False)

    def show(self, data: MovingData | None) -> None:
        """How far they are."""
        if data is None:
            self._data = None
            return
        before, self._data = self._data, data
        kit = self._kit
        if before is None or before.up != data.up:
            self._icon.configure(image=kit.icon("up" if data.up else "download", ICON_PX, "accenttx"))
        self._count.configure(text=data.count)
        for part in self._tipped:
            kit.tip(part, data.tip)
        self._fit()
        self._draw_soon()

    def set_rail(self, rail: bool) -> None:
        """Narrow or wide."""
        self._rail = rail
        px = self._kit.px
        self.configure(padding=(px(10), px(7)) if rail else (px(16), px(7), px(14), px(8)))
        for part in (self._icon, self._count, self._words):
            part.pack_forget()
        if rail:
            self._icon.pack(side="top")
        else:
            self._icon.pack(side="left", padx=(0, px(8)))
            self._count.pack(side="left")
            self._words.pack(side="left", fill="x", expand=True, padx=(px(8), 0))

    def _focus(self) -> None:
        """Lit while it has the keyboard."""
        self._count.configure(style=self._kit.label_style("accenttx" if self.focus_get() is self else "text2", "side"))

    def _fit(self) -> None:
        room = self._words.winfo_width()
        if self._data is not None and room > 1:
            self._words.configure(text=self._kit.elide(self._data.words, "ui.small", room))

    def _draw_soon(self) -> None:
        if not self._soon.waiting:
            self._soon.start(1, self._draw)

    def _draw(self) -> None:
        """Two pills: what is to do, and what is done of it."""
        bar, kit = self.bar, self._kit
        bar.delete("all")
        wide, high = bar.winfo_width(), kit.px(BAR_PX)
        if self._data is None or wide <= high:
            return
        for width, token in ((wide, "line2"), (round(wide * self._data.fraction), "accent")):
            if width >= high:
                end = kit.badge(high, high, token)
                for x in (0, width - high):
                    bar.create_image(x, 0, image=end, anchor="nw")
                bar.create_rectangle(high // 2, 0, width - (high + 1) // 2, high, fill=kit.color(token), width=0)
