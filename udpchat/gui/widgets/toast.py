"""A passing word at the foot of a window. It takes no focus and goes by itself."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from udpchat.gui.kit import Kit
from udpchat.gui.kit.guards import After
from udpchat.limits import TOAST_S


class Toast(ttk.Frame):
    """One at a time; another word takes the place of the one before."""

    def __init__(self, parent: tk.Misc, kit: Kit) -> None:
        super().__init__(parent, style="Float.TFrame", padding=(kit.px(16), kit.px(9)))
        self._kit = kit
        self._label = kit.label(self, "", "ui.body", "text", "raised", wraplength=kit.px(420), justify="left")
        self._label.pack()
        self._after = After(self)

    def show(self, said: str) -> None:
        """Say it for some seconds."""
        self._label.configure(text=self._kit.shown(said))
        self.place(relx=0.5, rely=1.0, y=-self._kit.px(86), anchor="s")
        tk.Misc.lift(self)
        self._after.start(round(TOAST_S * 1000), self.place_forget)
