"""Keys as people know them: Ctrl+A selects all, Ctrl+Y redoes. Tk on X11 has Emacs' keys, which cut, paste and move instead.

Ctrl and a letter is then also free for the shortcuts of a window, while a field has the focus.
"""

from __future__ import annotations

import tkinter as tk
from typing import Final

_EMACS: Final = {
    "<<Paste>>": "y",
    "<<Cut>>": "w",
    "<<PrevChar>>": "b",
    "<<NextChar>>": "f",
    "<<PrevLine>>": "p",
    "<<NextLine>>": "n",
    "<<LineStart>>": "a",
    "<<LineEnd>>": "e",
    "<<SelectPrevChar>>": "B",
    "<<SelectNextChar>>": "F",
    "<<SelectPrevLine>>": "P",
    "<<SelectNextLine>>": "N",
    "<<SelectLineStart>>": "A",
    "<<SelectLineEnd>>": "E",
}
_USUAL: Final = {"<<SelectAll>>": "a", "<<Redo>>": "y"}
_OF_TEXT: Final = "dhikot"  # delete, delete back, tab, delete line, break line, swap letters

_CLICK: Final = """%W instate !disabled {
    if {![string match *Icon.TButton [%W cget -style]]} { ttk::clickToFocus %W }
    %W state pressed
}"""


def quiet_icons(root: tk.Misc) -> None:
    """Once per interpreter: a click on an icon leaves the keyboard where it is, so whoever writes goes on writing. Tab finds it."""
    root.tk.call("bind", "TButton", "<Button-1>", _CLICK)


def usual_keys(root: tk.Misc) -> None:
    """Once per interpreter. On macOS Emacs' keys are at home, so nothing changes there."""
    system = str(root.tk.call("tk", "windowingsystem"))
    if system == "aqua":
        return
    for kind in ("Text", "Entry", "TEntry"):
        for letter in _OF_TEXT:
            root.unbind_class(kind, f"<Control-Key-{letter}>")
    if system == "x11":
        for event, letter in _EMACS.items():
            root.event_delete(event, *_sequences(letter))
    for event, letter in _USUAL.items():
        root.event_add(event, *_sequences(letter))


def tab_to(target: tk.Misc | None) -> str:
    """Move the focus as the Tab key does, for widgets that have a use of their own for it."""
    if target is not None:
        target.tk.call("tk::TabToWindow", str(target))
    return "break"


def _sequences(letter: str) -> tuple[str, str]:
    """With and without Caps Lock."""
    return f"<Control-Key-{letter}>", f"<Control-Lock-Key-{letter.swapcase()}>"
