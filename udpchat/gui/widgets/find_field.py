"""A field that filters what stands below it: a magnifier, one line of any text, and a cross that empties it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from udpchat.gui.kit import Kit, LineText
from udpchat.gui.kit.guards import After

REST_MS: Final = 120  # what is filtered may be large


class FindField(ttk.Frame):
    """Tells `on_change` the text when typing has come to rest; Escape empties it."""

    def __init__(self, parent: tk.Misc, kit: Kit, placeholder: str, on_change: Callable[[str], None], chars: int = 16) -> None:
        super().__init__(parent, style="Field.TFrame", padding=(kit.px(12), kit.px(6), kit.px(6), kit.px(6)))
        self._kit = kit
        self._on_change = on_change
        self._rest = After(self)
        self._icon = tk.Label(self, image=kit.icon("search", 15, "text3"), borderwidth=0)
        kit.paint(self._icon, background="field")
        self.line = LineText(
            self, kit, placeholder=placeholder, on_change=self._changed, frame=self, font="ui.small", width=chars
        )
        self._clear = tk.Label(self, borderwidth=0, cursor="hand2", image=kit.icon("search", 15, "field"))
        kit.paint(self._clear, background="field")
        self._icon.pack(side="left", padx=(0, kit.px(6)))
        self._clear.pack(side="right", padx=(kit.px(2), kit.px(4)))
        self.line.pack(side="left", fill="x", expand=True)
        self._clear.bind("<Button-1>", lambda _event: self.clear())
        self.line.bind("<Escape>", lambda _event: self.clear())

    @property
    def value(self) -> str:
        """What is looked for."""
        return self.line.value

    def set(self, text: str) -> None:
        """Look for this."""
        self.line.set(text)

    def clear(self) -> str:
        """Look for nothing."""
        self.line.set("")
        return "break"

    def _changed(self, text: str) -> None:
        self._clear.configure(image=self._kit.icon("close" if text else "search", 15, "text3" if text else "field"))
        self._rest.start(REST_MS, lambda: self._on_change(text))
