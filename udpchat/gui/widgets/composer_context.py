"""The strip above what is being written that says what it will be: an answer to somebody, another text for a message."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.chat_data import ContextData

BAR_PX: Final = 3


class ContextStrip(ttk.Frame):
    """A bar, a title and the message in one line; a cross takes it back."""

    def __init__(self, parent: tk.Misc, kit: Kit, cancel: Callable[[], object]) -> None:
        super().__init__(parent, style="field.TFrame", padding=(0, 0, 0, kit.px(4)))
        self._kit = kit
        self._data: ContextData | None = None
        self._bar = tk.Frame(self, width=kit.px(BAR_PX), borderwidth=0)
        kit.paint(self._bar, background="accent")
        self._icon = ttk.Label(self, style=kit.label_style("text", "field"))
        self.cancel_button = kit.icon_button(
            self, "close", text("composing.cancel"), cancel, bg="field", size=16, takefocus=True, padding=kit.px(7)
        )
        words = ttk.Frame(self, style="field.TFrame")
        self.title = kit.label(words, "", "ui.smallb", "accenttx", "field")
        self.words = kit.label(words, "", "ui.small", "text2", "field")
        self._bar.pack(side="left", fill="y", padx=(0, kit.px(10)), pady=(kit.px(2), 0))
        self._icon.pack(side="left", padx=(0, kit.px(8)))
        self.cancel_button.pack(side="right", anchor="n")
        words.pack(side="left", fill="x", expand=True)
        self.title.pack(anchor="w")
        self.words.pack(anchor="w")
        words.bind("<Configure>", lambda _event: self._fit(), add="+")
        self.bind("<<ThemeChanged>>", lambda _event: self._fit(), add="+")
        self._words = words

    def set(self, data: ContextData) -> None:
        """Say this."""
        self._data = data
        self._icon.configure(image=self._kit.icon(data.icon, 16, "accent"))
        self._fit()

    def _fit(self) -> None:
        if self._data is None:
            return
        kit = self._kit
        self._icon.configure(image=kit.icon(self._data.icon, 16, "accent"))
        room = self._words.winfo_width() if self._words.winfo_width() > 1 else kit.px(240)
        self.title.configure(text=kit.elide(kit.shown(self._data.title), "ui.smallb", room))
        self.words.configure(text=kit.elide(kit.shown(self._data.text), "ui.small", room))
