"""Widgets side by side, as many to a line as fit."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Final

from udpchat.gui.kit import Kit
from udpchat.gui.kit.guards import After

GAP_PX: Final = 2


class Flow(ttk.Frame):
    """As high as its lines need. `add` and `clear`."""

    def __init__(self, parent: tk.Misc, kit: Kit, style: str = "raised.TFrame") -> None:
        super().__init__(parent, style=style, height=1)
        self._kit = kit
        self._parts: list[tk.Widget] = []
        self._soon = After(self)
        self.bind("<Configure>", lambda _event: self._lay_out(), add="+")
        self.bind("<<ThemeChanged>>", lambda _event: self._later(), add="+")

    def add(self, part: tk.Widget) -> None:
        """One more at the end; it is a child of this."""
        self._parts.append(part)
        self._lay_out()
        self._later()

    def clear(self) -> None:
        """Without any."""
        for part in self._parts:
            part.destroy()
        self._parts = []
        self._lay_out()

    def _later(self) -> None:
        if not self._soon.waiting:
            self._soon.start(1, self._lay_out)

    def _lay_out(self) -> None:
        gap, room = self._kit.px(GAP_PX), self.winfo_width()
        x = y = line = 0
        for part in self._parts:
            wide, high = part.winfo_reqwidth(), part.winfo_reqheight()
            if x and room > 1 and x + wide > room:
                x, y, line = 0, y + line, 0
            part.place(x=x, y=y)
            x, line = x + wide + gap, max(line, high)
        if self.winfo_reqheight() != max(y + line, 1):
            self.configure(height=max(y + line, 1))
