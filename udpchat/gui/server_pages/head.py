"""Parts that pages with tables share: columns, the line above the page, chips with counts, the card beside the table."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.detail_card import WIDE_PX
from udpchat.gui.widgets.table import Table, TableColumn

GAP_PX: Final = 4  # between table and card

Width = tuple[int, bool, bool, int]
"""Of a column: pixels at scale 1, whether it is aligned to the right, whether it stretches, the rank to be left out."""


def columns_of(widths: Mapping[str, Width]) -> list[TableColumn]:
    """The columns of a table, by the parts of their keys in the catalogue."""
    return [TableColumn(key, text(f"operator.column.{key}"), *about) for key, about in widths.items()]


class CountChips(ttk.Frame):
    """One of a few, each with its count; the words change in place."""

    def __init__(self, parent: tk.Misc, kit: Kit, on_choose: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._kit = kit
        self._on_choose = on_choose
        self._chosen = tk.StringVar(self)
        self.chips: dict[str, ttk.Radiobutton] = {}

    def show(self, chips: Sequence[tuple[str, str]], chosen: str) -> None:
        """Key and words of each, always the same keys."""
        for key, words in chips:
            chip = self.chips.get(key)
            if chip is None:
                chip = self.chips[key] = ttk.Radiobutton(self, value=key, variable=self._chosen, style="Chip.TRadiobutton")
                chip.configure(command=lambda: self._on_choose(self._chosen.get()))
                chip.pack(side="left", padx=(0, self._kit.px(2)))
            if chip.cget("text") != words:
                chip.configure(text=words)
        self._chosen.set(chosen)


class Beside(ttk.Frame):
    """A table, and a card at its right: beside it where there is room, over it where there is none."""

    def __init__(self, parent: tk.Misc, kit: Kit) -> None:
        super().__init__(parent)
        self._kit = kit
        self._table: Table | None = None
        self._card: ttk.Frame | None = None
        self._shown = False
        self._over: bool | None = None
        self.bind("<Configure>", lambda _event: self._lay_out())

    def hold(self, table: Table, card: ttk.Frame) -> None:
        """Both are children of this."""
        self._table, self._card = table, card
        table.pack(side="left", fill="both", expand=True)

    @property
    def over(self) -> bool:
        """Whether the card lies over the table: beside it not even the columns that are never left out would fit."""
        least = self._table.least_px if self._table is not None else 0
        return self.winfo_width() < least + self._kit.px(WIDE_PX) + self._kit.px(GAP_PX)

    def show_card(self, shown: bool) -> None:
        """The card, or the table alone."""
        if shown != self._shown:
            self._shown, self._over = shown, None
            self._lay_out()

    def _lay_out(self) -> None:
        if self._card is None or self._table is None:
            return
        over = self.over
        if not self._shown:
            self._card.pack_forget()
            self._card.place_forget()
        elif over != self._over:
            self._card.pack_forget()
            self._card.place_forget()
            if over:
                wide = min(self._kit.px(WIDE_PX), self.winfo_width())
                self._card.place(relx=1, rely=0, anchor="ne", width=wide, relheight=1)
                tk.Misc.lift(self._card)
            else:
                self._card.pack(side="right", fill="y", padx=(self._kit.px(GAP_PX), 0), before=self._table)
        self._over = over


def act_button(
    parent: tk.Misc, kit: Kit, words: str, icon: str, command: Callable[[], object], danger: bool = False
) -> ttk.Button:
    """A small button with an icon, above a table."""
    style, ink = ("Danger.TButton", "err") if danger else ("TButton", "text")
    button = ttk.Button(parent, text=f" {words}", style=style, command=command, compound="left")
    button.configure(padding=(kit.px(11), kit.px(7)))
    kit.set_icon(button, icon, ink, 15)
    return button
