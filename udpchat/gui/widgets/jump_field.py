"""Looks like a field to search in, and is a button: what it opens has a field of its own."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from udpchat.gui.kit import Kit


class JumpField(ttk.Frame):
    """Words at the left, the keys that do the same at the right."""

    def __init__(self, parent: tk.Misc, kit: Kit, words: str, keys: str, command: Callable[[], None]) -> None:
        super().__init__(parent, style="Side.Search.TFrame", padding=(kit.px(12), kit.px(7)), takefocus=True, cursor="hand2")
        icon = ttk.Label(self, image=kit.icon("search", 16), style=kit.label_style("text2", "hover"))
        label = kit.label(self, words, "ui.body", "text2", "hover")
        hint = kit.label(self, keys, "ui.tiny", "text2", "hover")
        icon.pack(side="left", padx=(0, kit.px(9)))
        hint.pack(side="right")
        label.pack(side="left", fill="x", expand=True)
        for part in (self, icon, label, hint):
            part.bind("<Button-1>", lambda _event: command())
        for key in ("<Return>", "<KP_Enter>", "<space>"):
            self.bind(key, lambda _event: command())
        self.bind("<FocusIn>", lambda _event: self.state(["focus"]), add="+")
        self.bind("<FocusOut>", lambda _event: self.state(["!focus"]), add="+")
