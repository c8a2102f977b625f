"""F1 in the connect window: its keys, on a card over the page; the keyboard returns to where it was."""

from __future__ import annotations

import contextlib
import tkinter as tk
from typing import Any, Final

from udpchat.gui.chat.panels import Panel, shortcuts_panel
from udpchat.gui.kit import Kit

NAMES: Final = (
    ("connect.keys.enter", "Enter"),
    ("connect.keys.choose", "Up, Down"),
    ("connect.keys.next", "Tab, Shift+Tab"),
    ("connect.keys.press", "Space"),
    ("connect.keys.escape", "Esc"),
    ("connect.keys.help", "F1"),
)
"""The key of the words, and the keys to press."""


class Help:
    """At most one card; whatever else the person does, or the page does, takes it away."""

    def __init__(self, parent: tk.Misc, kit: Kit) -> None:
        self._parent = parent
        self._kit = kit
        self._panel: Panel | None = None
        self._before: tk.Misc | None = None

    @property
    def shown(self) -> bool:
        """Whether the card is on the screen."""
        return self._panel is not None

    def toggle(self) -> None:
        """F1, and F1 again."""
        if self._panel is not None:
            self.close()
            return
        self._before = self._parent.focus_displayof()
        self._panel = shortcuts_panel(self._parent, self._kit, self.close, NAMES)
        for key in ("<Tab>", "<Shift-Tab>", "<<PrevWindow>>"):
            with contextlib.suppress(tk.TclError):
                self._panel.close_button.bind(key, _stay)
        self._panel.open()

    def close(self) -> None:
        """Back to the page."""
        before, self._before = self._before, None
        had_keyboard = self._take_away()
        if had_keyboard and before is not None and before.winfo_exists():
            before.focus_set()

    def leave(self) -> None:
        """Another page comes up and puts the keyboard where it belongs."""
        self._before = None
        self._take_away()

    def _take_away(self) -> bool:
        panel, self._panel = self._panel, None
        if panel is None:
            return False
        focused = panel.focus_displayof()
        panel.destroy()
        return focused is None or str(focused).startswith(str(panel))


def _stay(_event: tk.Event[Any]) -> str:
    """The fields behind the card are not for Tab."""
    return "break"
