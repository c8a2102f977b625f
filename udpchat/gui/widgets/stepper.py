"""Where one is on a way of a few steps: numbered discs with words, or the discs alone where there is little room."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from dataclasses import dataclass
from tkinter import ttk
from typing import Final

from udpchat.gui.kit import Kit

_DISC_PX: Final = 26
_GROUND: Final = "side"


@dataclass(frozen=True, slots=True)
class StepWords:
    """What a step is called, and a hint on it."""

    title: str
    hint: str


class Stepper(ttk.Frame):
    """Done steps have a tick, the current one is bold."""

    def __init__(self, parent: tk.Misc, kit: Kit, steps: Sequence[StepWords]) -> None:
        super().__init__(parent, style="side.TFrame")
        self._kit = kit
        self._rows = [_Row(self, kit, number, words) for number, words in enumerate(steps, 1)]
        self.current = -1
        self.compact = False
        self.show(0)

    def show(self, current: int) -> None:
        """Which step is the current one, from 0; one past the last means that all are done."""
        if current == self.current:
            return
        self.current = current
        for number, row in enumerate(self._rows):
            row.show(done=number < current, on=number == current)

    def set_compact(self, on: bool) -> None:
        """Discs alone, or with words."""
        if on != self.compact:
            self.compact = on
            for row in self._rows:
                row.set_compact(on)


class _Row:
    """One step."""

    def __init__(self, parent: Stepper, kit: Kit, number: int, words: StepWords) -> None:
        self._kit = kit
        frame = ttk.Frame(parent, style="side.TFrame")
        frame.pack(fill="x", pady=kit.px(7))
        self._disc = _Disc(frame, kit, str(number))
        self._disc.pack(side="left")
        kit.tip(self._disc, words.title)
        self._words = ttk.Frame(frame, style="side.TFrame")
        self._title = kit.label(self._words, words.title, bg=_GROUND)
        self._title.pack(anchor="w")
        kit.label(self._words, words.hint, "ui.small", "text2", _GROUND).pack(anchor="w")
        self.set_compact(False)

    def show(self, done: bool, on: bool) -> None:
        token = "text" if on or done else "text2"
        self._title.configure(font="ui.bodyb" if on else "ui.body", style=self._kit.label_style(token, _GROUND))
        self._disc.show(done, on)

    def set_compact(self, on: bool) -> None:
        if on:
            self._words.pack_forget()
        else:
            self._words.pack(side="left", padx=(self._kit.px(12), 0))


class _Disc(tk.Canvas):
    """A number or a tick on a disc: images one over the other, which no label can show."""

    def __init__(self, parent: tk.Misc, kit: Kit, number: str) -> None:
        side = kit.px(_DISC_PX) + 2
        super().__init__(parent, width=side, height=side, highlightthickness=0, borderwidth=0, takefocus=False)
        self._kit = kit
        middle = side // 2
        self._ground = self.create_image(middle, middle)
        self._tick = self.create_image(middle, middle, image=kit.icon("check", 16, "onaccent", 2.6), state="hidden")
        self._number = self.create_text(middle, middle, text=number, font="ui.smallb")
        self._token = "text2"
        kit.paint(self, background=_GROUND)
        self.bind("<<ThemeChanged>>", lambda _event: self._color(), add="+")

    def show(self, done: bool, on: bool) -> None:
        full = done or on
        side = self._kit.px(_DISC_PX)
        border = "accent" if full else "line2"
        disc = self._kit.rounded(side, side, side / 2, "accent" if full else None, border, self._kit.px(1.5))
        self.itemconfigure(self._ground, image=disc)
        self.itemconfigure(self._tick, state="normal" if done else "hidden")
        self.itemconfigure(self._number, state="hidden" if done else "normal")
        self._token = "onaccent" if on else "text2"
        self._color()

    def _color(self) -> None:
        self.itemconfigure(self._number, fill=self._kit.color(self._token))
