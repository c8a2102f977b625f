"""The keys of a window, from one table; they work wherever the keyboard is and whatever layout it has."""

from __future__ import annotations

import sys
import tkinter as tk
from collections.abc import Callable
from functools import partial
from typing import Final

# Where the letters are, for layouts whose letters are others: Cyrillic, Greek, Arabic. X11 numbers keys by place.
X11_LETTERS: Final = {
    **dict(zip(range(24, 34), "qwertyuiop", strict=True)),
    **dict(zip(range(38, 47), "asdfghjkl", strict=True)),
    **dict(zip(range(52, 59), "zxcvbnm", strict=True)),
}
ZOOM_KEYS: Final = {
    **dict.fromkeys(("plus", "equal", "KP_Add"), "plus"),
    **dict.fromkeys(("minus", "KP_Subtract"), "minus"),
    **dict.fromkeys(("0", "KP_0"), "0"),
}

SHIFT: Final = 1  # the bit of an event's state


class Shortcuts:
    """Binds actions by name, such as `ctrl+f`, `ctrl+shift+f`, `shift+f3`, `alt+up`, to a window and all that is in it."""

    def __init__(
        self, top: tk.Misc, actions: dict[str, Callable[[], None]], escape: Callable[[], bool] = lambda: False
    ) -> None:
        """`escape`: the Esc key; False leaves it to the widget that has the keyboard."""
        self._top = top
        self._actions = actions
        self._mac = str(top.tk.call("tk", "windowingsystem")) == "aqua"
        self._tag = f"Shortcuts{top}"
        self._bound: list[str] = []
        modifier = "Command" if self._mac else "Control"
        self._bind(f"<{modifier}-KeyPress>", self._letter)
        self._bind("<Escape>", lambda _event: "break" if escape() else None)
        for name in actions:
            if "ctrl+" not in name:
                self._bind(self._event(name), partial(self._named, name))

    def adopt(self, widget: tk.Misc) -> None:
        """Have the keys of this widget and all in it go here first, before the widget takes them for something else."""
        tags = widget.bindtags()
        if self._tag not in tags:
            widget.bindtags((self._tag, *tags))
        for child in widget.winfo_children():
            self.adopt(child)

    def close(self) -> None:
        """The window goes."""
        for event in self._bound:
            self._top.unbind_class(self._tag, event)

    def _bind(self, event: str, function: Callable[[tk.Event[tk.Misc]], str | None]) -> None:
        self._bound.append(event)
        self._top.bind_class(self._tag, event, function)

    def _event(self, name: str) -> str:
        """The event of `shift+f3`, `alt+up`, `alt+shift+up`."""
        *modifiers, key = name.split("+")
        held = "".join({"shift": "Shift-", "alt": "Option-" if self._mac else "Alt-"}[each] for each in modifiers)
        return f"<{held}{key.upper() if key[1:].isdecimal() else key.capitalize()}>"

    def _named(self, name: str, _event: tk.Event[tk.Misc]) -> str | None:
        return self._run(name)

    def _letter(self, event: tk.Event[tk.Misc]) -> str | None:
        name = ZOOM_KEYS.get(event.keysym, event.keysym.lower())
        if f"ctrl+{name}" not in self._actions and not (name.isascii() and len(name) == 1):
            name = self._by_place(event.keycode) if not name.isascii() or "_" in name else name
        shifted = f"ctrl+shift+{name}"
        return self._run(shifted if int(event.state) & SHIFT and shifted in self._actions else f"ctrl+{name}")

    def _by_place(self, keycode: int) -> str:
        if sys.platform == "win32":
            return chr(keycode).lower() if 65 <= keycode <= 90 else ""
        return X11_LETTERS.get(keycode, "") if not self._mac else ""

    def _run(self, name: str) -> str | None:
        action = self._actions.get(name)
        if action is None:
            return None
        action()
        return "break"
