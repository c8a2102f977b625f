"""Words that wrap where their place ends, and a coloured strip of them: an error, a warning, good news."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Any, Final

from udpchat.gui.kit import Kit, display_text

_FIRST_WIDTH_PX: Final = 320  # before the real width is known

_LOOKS: Final = {
    "error": ("Err.TFrame", "alert", "err", "errsoft"),
    "warning": ("Warn.TFrame", "alert", "warn", "warnsoft"),
    "good": ("Ok.TFrame", "check", "ok", "oksoft"),
    "note": ("Tint.TFrame", "info", "accenttx", "accentsoft"),
}


class WrapLabel(ttk.Label):
    """A label that breaks its lines at its own width. It must stand where its container decides on the width."""

    def __init__(
        self, parent: tk.Misc, kit: Kit, text: str = "", font: str = "ui.body", fg: str = "text", bg: str = "bg", **options: Any
    ) -> None:
        super().__init__(parent, font=font, style=kit.label_style(fg, bg), justify="left", anchor="w", **options)
        # It asks for no width of its own: words that ask for less when they wrap would make a narrow place ever narrower.
        self.configure(width=1, wraplength=kit.px(_FIRST_WIDTH_PX))
        self.bind("<Configure>", self._resized)
        self.say(text)

    def say(self, text: str) -> None:
        """Other words; those of strangers are made harmless."""
        self.configure(text=display_text(text))

    def _resized(self, event: tk.Event[tk.Misc]) -> None:
        if event.width > 1 and event.width != int(str(self.cget("wraplength"))):
            self.configure(wraplength=event.width)


class Strip(ttk.Frame):
    """A line with an icon on a coloured ground. `tone` is "error", "warning", "good" or "note"."""

    def __init__(self, parent: tk.Misc, kit: Kit) -> None:
        super().__init__(parent, padding=(kit.px(14), kit.px(9)))
        self._kit = kit
        self._icon = ttk.Label(self)
        self._icon.pack(side="left", anchor="n", padx=(0, kit.px(10)))
        self._words = WrapLabel(self, kit)
        self._words.pack(side="left", fill="x", expand=True)
        self.tone = ""

    @property
    def message(self) -> str:
        """What it says."""
        return str(self._words.cget("text"))

    def show(self, tone: str, message: str) -> None:
        """Say something."""
        frame, icon, token, ground = _LOOKS[tone]
        self._words.say(message)
        if tone != self.tone:
            self.tone = tone
            self.configure(style=frame, padding=(self._kit.px(14), self._kit.px(9)))
            self._icon.configure(image=self._kit.icon(icon, 18, token), style=self._kit.label_style(token, ground))
            self._words.configure(style=self._kit.label_style(token, ground))
