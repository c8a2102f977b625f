"""Gives a window the keyboard from outside, as a window manager does: with the display's own library, on X11 only.

`focus -force` of Tk 8.6.13 reads the widget that had the keyboard before, even if it is dead and belonged to another Tk of
the process: a crash now and then. It also keeps from that other Tk that the keyboard is gone. What comes from outside does
neither.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import tkinter as tk
from functools import cache
from typing import Any

REVERT_TO_PARENT = 2
CURRENT_TIME = 0
Ignore = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
ignore = Ignore(lambda _display, _event: 0)


@cache
def library() -> Any:
    """Xlib; None where there is none."""
    name = ctypes.util.find_library("X11")
    if name is None:
        return None
    xlib = ctypes.CDLL(name)
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XSetErrorHandler.restype = ctypes.c_void_p
    xlib.XSetErrorHandler.argtypes = [ctypes.c_void_p]
    return xlib


def give_keyboard(top: tk.Misc) -> bool:
    """Whether the display was asked to. The window, mapped, hears of it when it is served."""
    if str(top.tk.call("tk", "windowingsystem")) != "x11" or (xlib := library()) is None:
        return False
    shown = ctypes.c_void_p(xlib.XOpenDisplay(str(top.winfo_screen()).encode()))
    if not shown:
        return False
    before = xlib.XSetErrorHandler(ignore)  # it may go in this very moment
    try:
        xlib.XSetInputFocus(shown, ctypes.c_ulong(_outer(xlib, shown, top.winfo_id())), REVERT_TO_PARENT, CURRENT_TIME)
        xlib.XSync(shown, 0)
    finally:
        xlib.XSetErrorHandler(before)
        xlib.XCloseDisplay(shown)
    return True


def _outer(xlib: Any, shown: ctypes.c_void_p, window: int) -> int:
    """The window that Tk puts around each of its own: its parent."""
    root, parent, children = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_void_p()
    count = ctypes.c_uint()
    found = xlib.XQueryTree(
        shown,
        ctypes.c_ulong(window),
        *(ctypes.byref(each) for each in (root, parent, children, count)),
    )
    if children:
        xlib.XFree(children)
    return parent.value if found and parent.value != root.value else window
