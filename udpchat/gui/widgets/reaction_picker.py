"""Six emoji for a quick answer, and a way to all the others."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Final

from udpchat.gui.kit import Kit
from udpchat.gui.widgets.emoji_grid import EmojiGrid

PAD_PX: Final = 5
QUICK: Final = ("👍", "❤", "😂", "😮", "😢", "🎉")


class ReactionPicker(EmojiGrid):
    """What was chosen goes out, and the wish for more, and the wish to close."""

    def __init__(
        self, parent: tk.Misc, kit: Kit, choose: Callable[[str], None], more: Callable[[], None], close: Callable[[], None]
    ) -> None:
        super().__init__(parent, kit, QUICK, len(QUICK) + 1, PAD_PX, choose, close, more)
