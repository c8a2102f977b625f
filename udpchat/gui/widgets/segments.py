"""One choice of a few, side by side, as chips."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from udpchat.gui.kit import Kit


class Segments(ttk.Frame):
    """Chips of which one is chosen. `on_choose` hears of a person's choice, by its key."""

    def __init__(self, parent: tk.Misc, kit: Kit, on_choose: Callable[[str], None], bg: str = "bg") -> None:
        super().__init__(parent, style=f"{bg}.TFrame")
        self._style = "Chip.TRadiobutton" if bg == "bg" else f"{bg}.Chip.TRadiobutton"
        self._kit = kit
        self._on_choose = on_choose
        self._chosen = tk.StringVar(self)
        self._chips: dict[str, ttk.Radiobutton] = {}

    @property
    def chosen(self) -> str:
        """The key of the choice."""
        return self._chosen.get()

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be chosen."""
        return tuple(self._chips)

    def show(self, chips: Sequence[tuple[str, str]], chosen: str) -> None:
        """Key and words of each chip."""
        if tuple(key for key, _ in chips) != self.choices:
            self._build(chips)
        self._chosen.set(chosen)

    def chip(self, key: str) -> ttk.Radiobutton:
        """One of them."""
        return self._chips[key]

    def enable(self, on: bool) -> None:
        """Whether a person may choose."""
        for chip in self._chips.values():
            chip.state(["!disabled" if on else "disabled"])

    def _build(self, chips: Sequence[tuple[str, str]]) -> None:
        for chip in self._chips.values():
            chip.destroy()
        self._chips = {}
        for key, words in chips:
            chip = self._chips[key] = ttk.Radiobutton(
                self,
                text=words,
                value=key,
                variable=self._chosen,
                style=self._style,
                command=lambda: self._on_choose(self._chosen.get()),
            )
            chip.pack(side="left", padx=(0, self._kit.px(2)))
