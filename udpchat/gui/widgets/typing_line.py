"""The line above the composer that says who types. It always has its room, so that nothing jumps when somebody begins."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from udpchat.gui.kit import Kit


class TypingLine(ttk.Frame):
    """Words in."""

    def __init__(self, parent: tk.Misc, kit: Kit) -> None:
        super().__init__(parent, padding=(kit.px(72), 0, kit.px(16), 0))
        self._kit = kit
        self._words = ""
        self.label = kit.label(self, " ", "ui.small", "text2", width=1)
        self.label.pack(fill="x")
        self.bind("<Configure>", lambda _event: self._fit(), add="+")

    def set_words(self, words: str) -> None:
        """Say it, or nothing."""
        self._words = words
        self._fit()

    def _fit(self) -> None:
        kit = self._kit
        room = max(kit.px(100), self.winfo_width() - kit.px(88))
        self.label.configure(text=kit.elide(kit.shown(self._words), "ui.small", room) or " ")
