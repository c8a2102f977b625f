"""A hint with a command to be copied: title and words, and the command in a box of its own."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from udpchat.gui.kit import Kit, single_line
from udpchat.gui.widgets.copy_button import CopyButton

WRAP_MIN_PX: Final = 180


class CommandStrip(ttk.Frame):
    """Shows one command; `copy` gets it."""

    def __init__(
        self, parent: tk.Misc, kit: Kit, title: str, words: str, copy_label: str, copy: Callable[[str], None]
    ) -> None:
        super().__init__(parent, style="Tint.TFrame", padding=(kit.px(18), kit.px(12), kit.px(14), kit.px(12)))
        self._kit = kit
        ground = "accentsoft"
        self.columnconfigure(1, weight=1)
        icon = ttk.Label(self, image=kit.icon("network", 19, "accenttx"), style=kit.label_style("text", ground))
        icon.grid(row=0, column=0, sticky="n", padx=(0, kit.px(12)), pady=(kit.px(1), 0))
        head = kit.label(self, title, font="ui.bodyb", fg="accenttx", bg=ground)
        head.grid(row=0, column=1, sticky="w")
        self._words = kit.label(self, words, bg=ground, justify="left")
        self._words.grid(row=1, column=1, sticky="w")
        line = ttk.Frame(self, style=f"{ground}.TFrame")
        line.grid(row=2, column=1, sticky="we", pady=(kit.px(4), 0))
        self._command = kit.label(line, font="ui.mono", bg=ground)
        self._command.pack(side="left")
        self._copy = CopyButton(line, kit, "", copy, ground=ground, label=copy_label)
        self._copy.pack(side="left", padx=kit.px(8))
        self._full = ""
        self.bind("<Configure>", lambda event: self._fit(event.width))

    def show(self, command: str) -> None:
        """The command."""
        self._full = single_line(command)
        self._copy.set_words(command)
        self._fit(self.winfo_width() if self.winfo_ismapped() else self.master.winfo_width() - self._kit.px(40))

    def _fit(self, width: int) -> None:
        kit = self._kit
        room = max(kit.px(WRAP_MIN_PX), width - kit.px(80))
        self._words.configure(wraplength=room)
        space = max(kit.px(100), room - self._copy.winfo_reqwidth() - kit.px(12))
        self._command.configure(text=kit.elide(self._full, "ui.mono", space))
