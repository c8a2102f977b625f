"""A strip above a page: an icon, what happened, the last words of a process in a box, and what can be done next."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from tkinter import ttk
from typing import Final, Literal

from udpchat.gui.kit import Kit, display_text

Tone = Literal["warn", "err", "accent"]
GROUNDS: Final[dict[Tone, tuple[str, str, str]]] = {
    "warn": ("Warn.TFrame", "warnsoft", "warn"),
    "err": ("Err.TFrame", "errsoft", "err"),
    "accent": ("Tint.TFrame", "accentsoft", "accenttx"),
}
QUOTE_CHARS: Final = 300
WRAP_MIN_PX: Final = 180


@dataclass(frozen=True, slots=True)
class StripButton:
    """A verb; the loud one is the one to press."""

    key: str
    label: str
    loud: bool = False


class NoticeStrip(ttk.Frame):
    """Shows one notice. Words that change alone, as in a countdown, are changed in place, so that no button blinks."""

    def __init__(self, parent: tk.Misc, kit: Kit, on_press: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._kit = kit
        self._on_press = on_press
        self._shape: tuple[object, ...] = ()
        self._words: ttk.Label | None = None
        self._wrapped: list[ttk.Label] = []
        self._width = 0
        self.bind("<Configure>", lambda event: self._wrap(event.width))

    def expect(self, width: int) -> None:
        """How wide it is going to be: lines broken for a strip that is not laid out yet would make it jump."""
        self._width = width

    def show(
        self, tone: Tone, icon: str, title: str, words: str, quote: Sequence[str], buttons: Sequence[StripButton]
    ) -> None:
        """Replace what is shown."""
        shape = (tone, icon, title, tuple(quote), tuple(buttons))
        if shape == self._shape and self._words is not None:
            self._say(words)
            return
        self._shape = shape
        for child in self.winfo_children():
            child.destroy()
        self._wrapped.clear()
        self._build(tone, icon, title, words, buttons)
        if quote:
            self._quote(tone, quote)
        self._wrap(self.winfo_width() if self.winfo_ismapped() else self._width)

    def _build(self, tone: Tone, icon: str, title: str, words: str, buttons: Sequence[StripButton]) -> None:
        kit = self._kit
        style, ground, color = GROUNDS[tone]
        self._box = box = ttk.Frame(self, style=style, padding=(kit.px(18), kit.px(12), kit.px(14), kit.px(12)))
        box.pack(fill="x")
        box.columnconfigure(1, weight=1)
        mark = ttk.Label(box, image=kit.icon(icon, 19, color), style=kit.label_style(color, ground))
        mark.grid(row=0, column=0, sticky="n", padx=(0, kit.px(12)), pady=(kit.px(1), 0))
        head = kit.label(box, display_text(title), font="ui.bodyb", fg=color, bg=ground, justify="left")
        head.grid(row=0, column=1, sticky="w")
        self._words = kit.label(box, display_text(words), fg="text", bg=ground, justify="left")
        self._say(words)
        self._wrapped += [head, self._words]
        if buttons:
            self._bar = self._buttons(box, ground, buttons)
            self._bar.grid(row=3, column=1, sticky="w", pady=(kit.px(8), 0))

    def _say(self, words: str) -> None:
        assert self._words is not None
        self._words.configure(text=display_text(words))
        if words:
            self._words.grid(row=1, column=1, sticky="w")
        else:
            self._words.grid_remove()

    def _buttons(self, box: ttk.Frame, ground: str, buttons: Sequence[StripButton]) -> ttk.Frame:
        kit = self._kit
        bar = ttk.Frame(box, style=f"{ground}.TFrame")
        for button in buttons:
            style = "Accent.TButton" if button.loud else "TButton"
            made = ttk.Button(bar, text=button.label, style=f"{ground}.{style}", padding=(kit.px(13), kit.px(7)))
            made.configure(command=partial(self._on_press, button.key))
            made.pack(side="left", padx=(0, kit.px(4)))
        return bar

    def _quote(self, tone: Tone, quote: Sequence[str]) -> None:
        kit = self._kit
        _, ground, _ = GROUNDS[tone]
        lines = "\n".join(display_text(line, QUOTE_CHARS).replace("\n", " ") for line in quote)  # keeps the indent
        label = kit.label(self._box, lines, font="ui.mono", fg="text2", bg=ground, justify="left")
        label.grid(row=2, column=1, sticky="w", pady=(kit.px(6), 0))
        self._wrapped.append(label)

    def _wrap(self, width: int) -> None:
        room = max(self._kit.px(WRAP_MIN_PX), width - self._kit.px(80))
        for label in self._wrapped:
            label.configure(wraplength=room)
