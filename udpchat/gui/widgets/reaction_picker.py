"""Six emoji for a quick answer, and a way to all the others. Characters on a canvas, as in the panel of emoji."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from udpchat.gui.kit import Kit

CELL_PX: Final = 34
QUICK: Final = ("👍", "❤", "😂", "😮", "😢", "🎉")


class ReactionPicker(ttk.Frame):
    """Placed by its owner; what was chosen goes out, and the wish for more, and the wish to close."""

    def __init__(
        self,
        parent: tk.Misc,
        kit: Kit,
        choose: Callable[[str], None],
        more: Callable[[], None],
        close: Callable[[], None],
    ) -> None:
        super().__init__(parent, style="Float.TFrame", padding=kit.px(5))
        self._kit = kit
        self._choose, self._more, self._close = choose, more, close
        cell = self._cell = kit.px(CELL_PX)
        self.canvas = tk.Canvas(self, width=(len(QUICK) + 1) * cell, height=cell, borderwidth=0, highlightthickness=0)
        self.canvas.configure(takefocus=True, cursor="hand2")
        kit.paint(self.canvas, background="raised")
        self.canvas.pack()
        self.at = 0
        self._listen()
        self._draw()

    def _listen(self) -> None:
        canvas = self.canvas
        canvas.bind("<Motion>", lambda event: self._point(event.x // self._cell))
        canvas.bind("<Button-1>", lambda event: self._pick(event.x // self._cell))
        for key, step in (("<Left>", -1), ("<Right>", 1)):
            canvas.bind(key, lambda _event, step=step: self._point(self.at + step))  # type: ignore[misc]
        for key in ("<Return>", "<KP_Enter>", "<space>"):
            canvas.bind(key, lambda _event: self._pick(self.at))
        for key in ("<Escape>", "<Tab>", "<FocusOut>"):
            canvas.bind(key, lambda _event: self._closed())
        self.bind("<<ThemeChanged>>", lambda _event: self._draw(), add="+")

    def open(self) -> None:
        """It was placed: take the keyboard."""
        tk.Misc.lift(self)
        self.update_idletasks()  # what is not on the screen cannot take the keyboard
        self.canvas.focus_set()

    def _point(self, at: int) -> str:
        if 0 <= at <= len(QUICK) and at != self.at:
            self.at = at
            self._draw()
        return "break"

    def _pick(self, at: int) -> str:
        if 0 <= at < len(QUICK):
            self._choose(QUICK[at])
        elif at == len(QUICK):
            self._more()
        return "break"

    def _closed(self) -> str:
        self._close()
        return "break"

    def _draw(self) -> None:
        kit, cell, canvas = self._kit, self._cell, self.canvas
        canvas.delete("all")
        ground = kit.rounded(cell, cell, kit.px(8), "hover", "focus", kit.px(2))
        canvas.create_image(self.at * cell, 0, image=ground, anchor="nw")
        for at, emoji in enumerate(QUICK):
            canvas.create_text(at * cell + cell // 2, cell // 2, text=emoji, font="ui.heademoji", fill=kit.color("text"))
        canvas.create_image(len(QUICK) * cell + cell // 2, cell // 2, image=kit.icon("plus", 17))
