"""The line below a composer: what is wrong with the text, or how much room is left in it."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.limits import COUNTER_BYTES, TEXT_BYTES


class Note(ttk.Label):
    """There only while it says something."""

    def __init__(self, parent: tk.Misc, kit: Kit) -> None:
        padding = (kit.px(8), kit.px(3), 0, 0)
        super().__init__(parent, font="ui.small", style=kit.label_style("text2"), padding=padding)
        self._kit = kit

    def say(self, said: str, token: str) -> None:
        """Say it in the colour of a token; "" for nothing."""
        if not said:
            self.pack_forget()
            return
        parent = self.master
        self.configure(text=said, style=self._kit.label_style(token), wraplength=max(200, parent.winfo_width() - 60))
        self.pack(fill="x")

    def count(self, said: str, size_bytes: int) -> None:
        """Tell how much room is left when there is little; in characters, as far as that can be said."""
        if size_bytes <= COUNTER_BYTES:
            self.say("", "text2")
            return
        per_char = size_bytes / len(said)
        left = round((TEXT_BYTES - size_bytes) / per_char)
        if size_bytes <= TEXT_BYTES:
            self.say(text("chat.composer.left", count=left), "text2")
        else:
            self.say(text("chat.composer.over", count=max(1, -left)), "err")
