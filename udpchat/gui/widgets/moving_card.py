"""A card with a bar of how full something is, and below it a line with a bar for each transfer that is under way."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from dataclasses import dataclass
from tkinter import ttk
from typing import Final

from udpchat.gui.kit import Kit, single_line

BAR_PX: Final = 180
NAME_PX: Final = 380
WIDE_PX: Final = 700  # below it the words of a line stand under its name
FULL: Final = 0.9  # from here on the bar of the whole is red


@dataclass(frozen=True, slots=True)
class MovingRow:
    """One transfer: in or out, whose and what, how far in words and as a share."""

    up: bool
    label: str
    words: str
    fraction: float


class MovingCard(ttk.Frame):
    """Lines come and go; what stays is changed in place."""

    def __init__(self, parent: tk.Misc, kit: Kit) -> None:
        super().__init__(parent, style="Card.TFrame", padding=(kit.px(18), kit.px(12), kit.px(18), kit.px(13)))
        self._kit = kit
        head = ttk.Frame(self, style="raised.TFrame")
        head.pack(fill="x")
        self._stored = kit.label(head, "", font="ui.bodyb", bg="raised")
        self._stored.pack(side="left")
        self._free = kit.label(head, "", fg="text2", bg="raised")
        self._free.pack(side="right")
        self._bar = ttk.Progressbar(self, maximum=1000, style="Horizontal.TProgressbar")
        self._bar.pack(fill="x", pady=(kit.px(8), 0))
        self._title = kit.label(self, "", font="ui.smallb", fg="text2", bg="raised")
        self._lines = ttk.Frame(self, style="raised.TFrame")
        self._more = kit.label(self, "", font="ui.small", fg="text2", bg="raised")
        self.rows: list[_Line] = []
        self.bind("<Configure>", lambda event: self._fit(event.width))

    def show(
        self, stored: str, free: str, fraction: float, title: str, rows: Sequence[MovingRow], more: str
    ) -> None:  # fmt: skip
        """All of it."""
        kit = self._kit
        self._stored.configure(text=stored)
        self._free.configure(text=free)
        style = "Err.Horizontal.TProgressbar" if fraction >= FULL else "Horizontal.TProgressbar"
        self._bar.configure(value=round(fraction * 1000), style=style)
        self._title.configure(text=title)
        self._more.configure(text=more)
        while len(self.rows) > len(rows):
            self.rows.pop().destroy()
        while len(self.rows) < len(rows):
            line = _Line(self._lines, kit)
            line.pack(fill="x", pady=(kit.px(5), 0))
            self.rows.append(line)
        for line, row in zip(self.rows, rows, strict=True):
            line.show(row)
        self._place(self._title, bool(title), (kit.px(12), 0))
        self._place(self._lines, bool(rows), (0, 0))
        self._place(self._more, bool(more), (kit.px(5), 0))
        self._fit(self.winfo_width())

    def _place(self, widget: tk.Widget, shown: bool, pady: tuple[int, int]) -> None:
        if shown and not widget.winfo_manager():
            widget.pack(fill="x", pady=pady)
        elif not shown:
            widget.pack_forget()

    def _fit(self, width: int) -> None:
        for line in self.rows:
            line.fit(width)


class _Line(ttk.Frame):
    """One transfer."""

    def __init__(self, parent: tk.Misc, kit: Kit) -> None:
        super().__init__(parent, style="raised.TFrame")
        self._kit = kit
        self._row = MovingRow(True, "", "", 0.0)
        self._width = 0
        self._icon = ttk.Label(self, style=kit.label_style("text2", "raised"))
        self._icon.pack(side="left", padx=(0, kit.px(9)))
        self._label = kit.label(self, "", bg="raised")
        self._label.pack(side="left")
        self._bar = ttk.Progressbar(self, maximum=1000, length=kit.px(BAR_PX), style="Horizontal.TProgressbar")
        self._bar.pack(side="right")
        self._words = kit.label(self, "", font="ui.small", fg="text2", bg="raised")
        self._words.pack(side="right", padx=(kit.px(12), kit.px(12)))

    def show(self, row: MovingRow) -> None:
        """Its newest."""
        before, self._row = self._row, row
        if before.up != row.up or not self._icon.cget("image"):
            self._icon.configure(image=self._kit.icon("up" if row.up else "down", 15, "text2"))
        self._words.configure(text=row.words)
        self._bar.configure(value=round(row.fraction * 1000))
        if before.label != row.label:
            self._elide()

    def fit(self, width: int) -> None:
        """So much room is there."""
        if width != self._width:
            self._width = width
            self._elide()

    def _elide(self) -> None:
        kit = self._kit
        room = max(self._width - kit.px(BAR_PX + 300), kit.px(120))
        self._label.configure(text=kit.elide(single_line(self._row.label), "ui.body", min(room, kit.px(NAME_PX))))
