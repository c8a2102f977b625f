"""The card in the place of the addresses while the server does not run."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from udpchat.gui.kit import Kit
from udpchat.gui.presenters.server_states import Command
from udpchat.gui.presenters.server_view import Rest


class RestCard(ttk.Frame):
    """Says why nobody can come in, with the button that changes it."""

    def __init__(self, parent: tk.Misc, kit: Kit, press: Callable[[Command], None]) -> None:
        super().__init__(parent, style="Card.TFrame", padding=(kit.px(22), kit.px(22)))
        self._kit = kit
        self._press = press
        self._command: Command | None = None
        words = ttk.Frame(self, style="raised.TFrame")
        self._title = kit.label(words, font="ui.displayb", bg="raised")
        self._words = kit.label(words, fg="text2", bg="raised", justify="left")
        self._title.pack(anchor="w")
        self._words.pack(anchor="w", pady=(kit.px(4), 0))
        self._button = ttk.Button(self, style="raised.Accent.TButton", command=self._pressed, compound="left")
        self._button.configure(image=kit.icon("play", 15, "onaccent"))
        self._button.pack(side="right", padx=(kit.px(16), 0))
        words.pack(side="left", fill="x", expand=True)
        words.bind("<Configure>", lambda event: self._words.configure(wraplength=max(kit.px(160), event.width)))

    def show(self, rest: Rest) -> None:
        """What stands there."""
        self._title.configure(text=rest.title)
        self._words.configure(text=rest.words)
        self._command = rest.button.command if rest.button else None
        if rest.button:
            self._button.configure(text=f" {rest.button.label}")
            self._button.pack(side="right", padx=(self._kit.px(16), 0), before=self._title.master)
        else:
            self._button.pack_forget()

    def _pressed(self) -> None:
        if self._command is not None:
            self._press(self._command)
