"""A small choice of emoji, each with its name."""

from __future__ import annotations

import tkinter as tk
import unicodedata
from collections.abc import Callable
from typing import Final

from udpchat.gui.kit import Kit
from udpchat.gui.widgets.emoji_grid import EmojiGrid

COLUMNS: Final = 10
PAD_PX: Final = 8
EMOJI: Final = (
    *"😀😄😁😂🤣😊😇🙂😉😍",
    *"😘😜🤔🤨😐🙄😴😅😢😭",
    *"😡😱🤯🥳😎🤓🙈🙏💪👏",
    *"👍👎👌👋🤝🙌👀💡🔥✨",
    *"🎉🎂🎁🏆⭐💯❓❗✅❌",
    *"❤💔☕🍕🌍🐧💻📎📌⏰",
)


class EmojiPicker(EmojiGrid):
    """The chosen emoji and the wish to close go out."""

    def __init__(self, parent: tk.Misc, kit: Kit, choose: Callable[[str], None], close: Callable[[], None]) -> None:
        super().__init__(parent, kit, EMOJI, COLUMNS, PAD_PX, choose, close)
        self._name = kit.label(self, "", "ui.tiny", "text3", "raised")
        self._name.pack(anchor="w", padx=kit.px(6), pady=(kit.px(4), 0))
        self._tell_name()

    def _point(self, at: int) -> str:
        super()._point(at)
        self._tell_name()
        return "break"

    def _tell_name(self) -> None:
        self._name.configure(text=unicodedata.name(EMOJI[self.at], "").lower())
