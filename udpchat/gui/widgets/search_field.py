"""A quiet field to search in: grey, with a magnifying glass and a placeholder."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from udpchat.gui.kit import Kit, LineText


class SearchField(ttk.Frame):
    """`line` is the text that is typed in."""

    def __init__(
        self,
        parent: tk.Misc,
        kit: Kit,
        placeholder: str,
        max_chars: int,
        on_change: Callable[[str], None],
        on_return: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(parent, style="Side.Search.TFrame", padding=(kit.px(12), kit.px(7)))
        self._icon = ttk.Label(self, image=kit.icon("search", 16), style=kit.label_style("text2", "hover"))
        self.line = LineText(
            self, kit, placeholder=placeholder, ground="hover", max_chars=max_chars, on_change=on_change,
            on_return=on_return, frame=self,
        )  # fmt: skip
        self._icon.pack(side="left", padx=(0, kit.px(8)))
        self.line.pack(side="left", fill="x", expand=True)
        for part in (self, self._icon):
            part.bind("<Button-1>", lambda _event: self.line.focus_set())
