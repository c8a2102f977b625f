"""The strip above the chat with something that was said to everybody while one looks at another conversation."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.chat_data import AnnouncementData
from udpchat.gui.widgets.strip import WrapLabel


class AnnouncementStrip(ttk.Frame):
    """Grid it once; it takes no room while there is nothing. `on_answer`: read it there (True), or put it away."""

    def __init__(self, parent: tk.Misc, kit: Kit, on_answer: Callable[[bool], None]) -> None:
        px = kit.px
        super().__init__(parent, style="accentsoft.TFrame", padding=(px(20), px(7), px(12), px(7)))
        icon = ttk.Label(self, image=kit.icon("announce", 18, "accenttx"), style=kit.label_style("accenttx", "accentsoft"))
        icon.pack(side="left", anchor="n", padx=(0, px(10)), pady=(px(2), 0))
        self.close_button = kit.icon_button(
            self, "close", text("chat.announcement.close"), lambda: on_answer(False), bg="accentsoft", size=16
        )
        self.open_button = ttk.Button(
            self, text=text("chat.announcement.open"), style="Accentsoft.Link.TButton", command=lambda: on_answer(True)
        )
        self.close_button.pack(side="right", anchor="n")
        self.open_button.pack(side="right", anchor="n")
        words = ttk.Frame(self, style="accentsoft.TFrame")
        words.pack(side="left", fill="x", expand=True, padx=(0, px(8)))
        self.title = WrapLabel(words, kit, font="ui.bodyb", fg="accenttx", bg="accentsoft")
        self.words = WrapLabel(words, kit, bg="accentsoft")
        self.title.pack(fill="x")
        self.words.pack(fill="x")

    def set_announcement(self, data: AnnouncementData | None) -> None:
        """Show it, or nothing."""
        if data is None:
            self.grid_remove()
            return
        self.title.say(data.title)
        self.words.say(data.text)
        self.grid()
