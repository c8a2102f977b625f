"""The head of the chat: which conversation is open, and what one can do with it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.chat_data import HeaderData

AVATAR_PX: Final = 38


class Header(ttk.Frame):
    """Data in, two wishes out."""

    def __init__(self, parent: tk.Misc, kit: Kit, on_find: Callable[[], None], on_people: Callable[[], None]) -> None:
        px = kit.px
        super().__init__(parent)
        self._kit = kit
        bar = ttk.Frame(self, padding=(px(18), px(11), px(12), px(11)))
        bar.pack(fill="x")
        kit.line(self).pack(fill="x")
        self._picture = ttk.Label(bar)
        self._picture.pack(side="left")
        self.people_button = kit.icon_button(bar, "users", text("chat.people.toggle"), on_people)
        self.find_button = kit.icon_button(bar, "search", f"{text('chat.find')}  Ctrl+F", on_find)
        self.people_button.pack(side="right")
        self.find_button.pack(side="right")
        self.people_button.lift()  # reading order is the order of the tab key
        names = ttk.Frame(bar)
        names.pack(side="left", padx=px(12), fill="x", expand=True)
        self._title = kit.label(names, "", "ui.titleb")
        self._subtitle = kit.label(names, "", "ui.small", "text2")
        self._title.pack(anchor="w")
        self._subtitle.pack(anchor="w")

    def set_header(self, data: HeaderData) -> None:
        """Show it."""
        self._picture.configure(image=self._kit.avatar(data.title, AVATAR_PX, tile=True, glyph=data.kind.value))
        self._title.configure(text=self._kit.shown(data.title))
        self._subtitle.configure(text=self._kit.shown(data.subtitle))

    def set_people_open(self, is_open: bool) -> None:
        """Whether the people pane is open: its button is lit."""
        self._kit.set_icon(self.people_button, "users", "accent" if is_open else "text2")
