"""What one can do with a message, as a few buttons over its upper right corner."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text as words
from udpchat.gui.kit import Kit

DEEDS: Final = {
    "react": ("smile", "messages.react", "+"),
    "reply": ("reply", "messages.reply", "R"),
    "edit": ("edit", "messages.edit", "E"),
    "copy": ("copy", "chat.copy", "C"),
}
"""Each deed with its icon, its words and its key."""


class Toolbar(ttk.Frame):
    """What one can do with the row below the pointer."""

    def __init__(self, parent: tk.Misc, kit: Kit, deed: Callable[[str], None], menu: Callable[[], None]) -> None:
        super().__init__(parent, style="Float.TFrame", padding=kit.px(3))
        self.at = 0
        self._shown: tuple[str, tuple[str, ...]] = ("", ())
        self.buttons: dict[str, ttk.Button] = {}
        """By deed."""
        for name, (icon, key, letter) in DEEDS.items():
            self.buttons[name] = self._button(kit, icon, f"{words(key)}  {letter}", partial(deed, name))
        self.buttons["more"] = self._button(kit, "more", words("chat.actions"), menu)

    def _button(self, kit: Kit, icon: str, tip: str, command: Callable[[], None]) -> ttk.Button:
        return kit.icon_button(self, icon, tip, command, bg="raised", size=17, takefocus=False, padding=kit.px(6))

    def show(self, at: int, key: str, deeds: Callable[[int], tuple[str, ...]]) -> None:
        """For a row; the buttons change when the row is another one."""
        self.at = at
        if key == self._shown[0] and self.winfo_manager():
            return
        wanted = (*deeds(at), "more")
        if wanted != self._shown[1]:
            for button in self.buttons.values():
                button.pack_forget()
            for name, button in self.buttons.items():
                if name in wanted:
                    button.pack(side="left")
        self._shown = (key, wanted)
