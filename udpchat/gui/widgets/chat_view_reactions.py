"""The choice of a reaction over a chat view: a few emoji beside the message, then all of them. At most one is open."""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Callable

from udpchat.gui.kit import Kit
from udpchat.gui.widgets.emoji_picker import EmojiPicker
from udpchat.gui.widgets.reaction_picker import ReactionPicker


class Reactions:
    """Placed in `frame`; `react` gets the key of the row and the emoji."""

    def __init__(
        self,
        frame: tk.Misc,
        kit: Kit,
        react: Callable[[str, str], None],
        opened: Callable[[tk.Misc], None],
        left: Callable[[], None],
    ) -> None:
        """`left`: the person did something else instead."""
        self._frame = frame
        self._kit = kit
        self._react = react
        self._opened = opened
        self._left = left
        self._key = ""
        self._y = 0
        self._focus_before: tk.Misc | None = None
        self.panel: ReactionPicker | EmojiPicker | None = None
        """What is open now."""

    def open(self, key: str, y: int) -> None:
        """For a row whose top is at that height."""
        self.close()
        self._key, self._y = key, y
        self._focus_before = self._frame.focus_get()
        self._show(ReactionPicker(self._frame, self._kit, self._chosen, self._open_all, self.close))

    def close(self) -> None:
        """None was chosen, or it is done; the keyboard is where it was."""
        panel, self.panel = self.panel, None
        if panel is None:
            return
        had_keyboard = panel.focus_get() is panel.canvas
        panel.destroy()
        before = self._focus_before
        if not had_keyboard or before is None:
            self._left()
            return
        with contextlib.suppress(tk.TclError):
            before.focus_set()

    def _open_all(self) -> None:
        panel, self.panel = self.panel, None  # so that it does not close all when it loses the keyboard
        self._show(EmojiPicker(self._frame, self._kit, self._chosen, self.close))
        if panel is not None:
            panel.destroy()

    def _show(self, panel: ReactionPicker | EmojiPicker) -> None:
        kit, frame = self._kit, self._frame
        self.panel = panel
        panel.update_idletasks()
        wide, high, least = panel.winfo_reqwidth(), panel.winfo_reqheight(), kit.px(4)
        y = max(least, min(self._y - kit.px(12), frame.winfo_height() - high - least))
        panel.place(in_=frame, x=max(least, frame.winfo_width() - wide - kit.px(28)), y=y)
        self._opened(panel)
        panel.open()

    def _chosen(self, emoji: str) -> None:
        self.close()
        self._react(self._key, emoji)
