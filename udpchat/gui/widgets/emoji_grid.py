"""Pictures in a grid of which one is chosen with pointer or keys: characters on a canvas, so that no entry has to hold them."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from udpchat.gui.kit import Kit

CELL_PX: Final = 34


class EmojiGrid(ttk.Frame):
    """Placed by its owner. `more` is one cell behind the emoji that leads to others; a subclass hears where one points."""

    def __init__(
        self,
        parent: tk.Misc,
        kit: Kit,
        emoji: Sequence[str],
        columns: int,
        pad_px: int,
        choose: Callable[[str], None],
        close: Callable[[], None],
        more: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(parent, style="Float.TFrame", padding=kit.px(pad_px))
        self._kit = kit
        self._emoji, self._columns = emoji, columns
        self._choose, self._close, self._more = choose, close, more
        self._count = len(emoji) + (more is not None)
        cell = self._cell = kit.px(CELL_PX)
        rows = -(-self._count // columns)
        self.canvas = tk.Canvas(self, width=columns * cell, height=rows * cell, borderwidth=0, highlightthickness=0)
        self.canvas.configure(takefocus=True, cursor="hand2")
        kit.paint(self.canvas, background="raised")
        self.canvas.pack()
        self.at = 0
        self._listen()
        self._draw()

    def open(self) -> None:
        """It was placed: take the keyboard."""
        tk.Misc.lift(self)
        self.update_idletasks()  # what is not on the screen cannot take the keyboard
        self.canvas.focus_set()

    def _listen(self) -> None:
        canvas, columns = self.canvas, self._columns
        canvas.bind("<Motion>", lambda event: self._point(self._at(event)))
        canvas.bind("<Button-1>", lambda event: self._pick(self._at(event)))
        for key, step in (("<Left>", -1), ("<Right>", 1), ("<Up>", -columns), ("<Down>", columns)):
            canvas.bind(key, lambda _event, step=step: self._point(self.at + step))  # type: ignore[misc]
        for key in ("<Return>", "<KP_Enter>", "<space>"):
            canvas.bind(key, lambda _event: self._pick(self.at))
        for key in ("<Escape>", "<Tab>", "<FocusOut>"):
            canvas.bind(key, lambda _event: self._closed())
        self.bind("<<ThemeChanged>>", lambda _event: self._draw(), add="+")

    def _at(self, event: tk.Event[tk.Canvas]) -> int:
        return min(event.x // self._cell, self._columns - 1) + event.y // self._cell * self._columns

    def _point(self, at: int) -> str:
        if 0 <= at < self._count and at != self.at:
            self.at = at
            self._draw()
        return "break"

    def _pick(self, at: int) -> str:
        if 0 <= at < len(self._emoji):
            self._choose(self._emoji[at])
        elif at == len(self._emoji) and self._more is not None:
            self._more()
        return "break"

    def _closed(self) -> str:
        self._close()
        return "break"

    def _middle(self, at: int) -> tuple[int, int]:
        cell = self._cell
        return at % self._columns * cell + cell // 2, at // self._columns * cell + cell // 2

    def _draw(self) -> None:
        kit, cell, canvas = self._kit, self._cell, self.canvas
        canvas.delete("all")
        canvas.create_image(self._middle(self.at), image=kit.rounded(cell, cell, kit.px(8), "hover", "focus", kit.px(2)))
        for at, emoji in enumerate(self._emoji):
            canvas.create_text(self._middle(at), text=emoji, font="ui.heademoji", fill=kit.color("text"))
        if self._more is not None:
            canvas.create_image(self._middle(len(self._emoji)), image=kit.icon("plus", 17))
