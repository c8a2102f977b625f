"""A small choice of emoji above the composer. They are characters on a canvas, so that no entry has to hold them."""

from __future__ import annotations

import tkinter as tk
import unicodedata
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from udpchat.gui.kit import Kit

COLUMNS: Final = 10
CELL_PX: Final = 34
EMOJI: Final = (
    *"😀😄😁😂🤣😊😇🙂😉😍",
    *"😘😜🤔🤨😐🙄😴😅😢😭",
    *"😡😱🤯🥳😎🤓🙈🙏💪👏",
    *"👍👎👌👋🤝🙌👀💡🔥✨",
    *"🎉🎂🎁🏆⭐💯❓❗✅❌",
    *"❤💔☕🍕🌍🐧💻📎📌⏰",
)


class EmojiPicker(ttk.Frame):
    """Placed by its owner; the chosen emoji and the wish to close go out."""

    def __init__(self, parent: tk.Misc, kit: Kit, choose: Callable[[str], None], close: Callable[[], None]) -> None:
        super().__init__(parent, style="Float.TFrame", padding=kit.px(8))
        cell = self._cell = kit.px(CELL_PX)
        rows = -(-len(EMOJI) // COLUMNS)
        self.canvas = tk.Canvas(self, width=COLUMNS * cell, height=rows * cell, borderwidth=0, highlightthickness=0)
        self.canvas.configure(takefocus=True, cursor="hand2")
        kit.paint(self.canvas, background="raised")
        self._name = kit.label(self, "", "ui.tiny", "text3", "raised")
        self.canvas.pack()
        self._name.pack(anchor="w", padx=kit.px(6), pady=(kit.px(4), 0))
        self._kit = kit
        self._choose = choose
        self._close = close
        self.at = 0
        self._listen()
        self._draw()

    def _listen(self) -> None:
        canvas = self.canvas
        canvas.bind("<Motion>", lambda event: self._point(self._at(event)))
        canvas.bind("<Button-1>", lambda event: self._pick(self._at(event)))
        for key, step in (("<Left>", -1), ("<Right>", 1), ("<Up>", -COLUMNS), ("<Down>", COLUMNS)):
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

    def _at(self, event: tk.Event[tk.Canvas]) -> int:
        return min(event.x // self._cell, COLUMNS - 1) + event.y // self._cell * COLUMNS

    def _point(self, at: int) -> str:
        if 0 <= at < len(EMOJI) and at != self.at:
            self.at = at
            self._draw()
        return "break"

    def _pick(self, at: int) -> str:
        if 0 <= at < len(EMOJI):
            self._choose(EMOJI[at])
        return "break"

    def _closed(self) -> str:
        self._close()
        return "break"

    def _draw(self) -> None:
        kit, cell, canvas = self._kit, self._cell, self.canvas
        canvas.delete("all")
        ground = kit.rounded(cell, cell, kit.px(8), "hover", "focus", kit.px(2))
        canvas.create_image(self.at % COLUMNS * cell, self.at // COLUMNS * cell, image=ground, anchor="nw")
        for at, emoji in enumerate(EMOJI):
            x, y = at % COLUMNS * cell + cell // 2, at // COLUMNS * cell + cell // 2
            canvas.create_text(x, y, text=emoji, font="ui.heademoji", fill=kit.color("text"))
        self._name.configure(text=unicodedata.name(EMOJI[self.at], "").lower())
