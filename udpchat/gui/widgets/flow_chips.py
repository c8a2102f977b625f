"""One choice of a few on a card, as chips that wrap where the card is narrow."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from udpchat.gui.errands.flow import Flow
from udpchat.gui.kit import Kit


class FlowChips(Flow):
    """`on_choose` hears of a person's choice, by its key."""

    def __init__(self, parent: tk.Misc, kit: Kit, on_choose: Callable[[str], None]) -> None:
        super().__init__(parent, kit)
        self._on_choose = on_choose
        self._chosen = tk.StringVar(self)
        self._choices: tuple[tuple[str, str], ...] = ()
        self.chips: dict[str, ttk.Radiobutton] = {}

    def show(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Key and words of each."""
        if tuple(choices) != self._choices:
            self._choices = tuple(choices)
            self.clear()
            self.chips = {}
            for key, words in choices:
                chip = ttk.Radiobutton(self, text=words, value=key, variable=self._chosen, style="raised.Chip.TRadiobutton")
                chip.configure(command=lambda: self._on_choose(self._chosen.get()))
                self.chips[key] = chip
                self.add(chip)
        self._chosen.set(chosen)

    def enable(self, on: bool) -> None:
        """Whether a person may choose."""
        for chip in self.chips.values():
            chip.state(["!disabled" if on else "disabled"])
