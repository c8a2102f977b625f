"""A quiet field to search in: grey until it has the keyboard, with a magnifying glass and a placeholder."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from udpchat.gui.kit import Kit, LineText
from udpchat.gui.kit.guards import After


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
        self._kit = kit
        self._icon = ttk.Label(self, image=kit.icon("search", 16))
        self.line = LineText(
            self, kit, placeholder=placeholder, ground="hover", max_chars=max_chars, on_change=on_change,
            on_return=on_return, frame=self,
        )  # fmt: skip
        self._icon.pack(side="left", padx=(0, kit.px(8)))
        self.line.pack(side="left", fill="x", expand=True)
        self._focused = False
        self.line.bind("<FocusIn>", lambda _event: self._focus(True), add="+")
        self.line.bind("<FocusOut>", lambda _event: self._focus(False), add="+")
        # The line and its placeholder colour themselves first, whichever of them is told last.
        self._after = After(self)
        self.bind("<<ThemeChanged>>", lambda _event: self._after.start(1, self._tint), add="+")
        self.bind("<Button-1>", lambda _event: self.line.focus_set())
        self._tint()

    def _focus(self, focused: bool) -> None:
        self._focused = focused
        self._tint()

    def _tint(self) -> None:
        """The parts have the colour of the field they stand in."""
        ground = "field" if self._focused else "hover"
        self._icon.configure(style=self._kit.label_style("text2", ground))
        for part in (self.line, *self.line.winfo_children()):
            part.configure(background=self._kit.color(ground))  # type: ignore[call-arg]
