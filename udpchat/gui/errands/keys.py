"""The keys of a sheet: Escape closes it, Tab stays inside, Enter presses what has the keyboard or does what the sheet is for.

The window's own shortcuts do not hear what is pressed in a sheet: nothing acts behind the person's back.
"""

from __future__ import annotations

import contextlib
import tkinter as tk
from tkinter import ttk
from typing import Final, Protocol
from weakref import WeakSet

FIRST: Final = "UdpchatErrandFirst"
LAST: Final = "UdpchatErrandLast"
STEPS: Final = 400  # widgets of a window that Tab passes by at most


class Keyed(Protocol):
    """A sheet, as its keys see it."""

    def escape(self) -> None: ...
    def enter(self) -> None: ...
    def entered(self) -> None: ...


_sheets: dict[str, Keyed] = {}
_prepared: WeakSet[tk.Misc] = WeakSet()


def adopt(sheet: tk.Misc, widget: tk.Misc, keyed: Keyed) -> None:
    """Give the sheet's keys to a widget and all in it."""
    _sheets[str(sheet)] = keyed
    _prepare(sheet)
    tags = widget.bindtags()
    if FIRST not in tags:
        top = str(widget.winfo_toplevel())
        kept = [tag for tag in tags if tag not in (top, "all")]
        widget.bindtags((FIRST, *kept, LAST, "all"))
    for child in widget.winfo_children():
        adopt(sheet, child, keyed)


def forget(sheet: tk.Misc) -> None:
    """The sheet goes."""
    _sheets.pop(str(sheet), None)


def sheet_of(widget: tk.Misc | str) -> tuple[tk.Misc, Keyed] | None:
    """The sheet around a widget."""
    at: tk.Misc | None = None if isinstance(widget, str) else widget
    while at is not None:
        if str(at) in _sheets:
            return at, _sheets[str(at)]
        at = at.master
    return None


def step(widget: tk.Misc, forward: bool) -> str:
    """Move the keyboard to the next widget inside the sheet."""
    found = sheet_of(widget)
    if found is None:
        return ""
    at: tk.Misc | None = widget
    for _ in range(STEPS):
        at = (at.tk_focusNext() if forward else at.tk_focusPrev()) if at is not None else None
        if at is not None and sheet_of(at) is not None:
            at.tk.call("tk::TabToWindow", str(at))
            break
    return "break"


def _prepare(sheet: tk.Misc) -> None:
    root = sheet.nametowidget(".")
    if root in _prepared:
        return
    _prepared.add(root)
    root.bind_class(FIRST, "<Escape>", _escape)
    root.bind_class(FIRST, "<Tab>", lambda event: step(event.widget, True))
    root.bind_class(FIRST, "<FocusIn>", _entered)
    for back in ("<Shift-Tab>", "<ISO_Left_Tab>"):
        with contextlib.suppress(tk.TclError):  # a name that X11 alone knows
            root.bind_class(FIRST, back, lambda event: step(event.widget, False))
    for key in ("<Return>", "<KP_Enter>"):
        root.bind_class(LAST, key, _enter)


def _escape(event: tk.Event[tk.Misc]) -> str:
    found = sheet_of(event.widget)
    if found is not None:
        found[1].escape()
    return "break"


def _entered(event: tk.Event[tk.Misc]) -> None:
    found = sheet_of(event.widget)
    if found is not None:
        found[1].entered()


def _enter(event: tk.Event[tk.Misc]) -> str:
    widget, found = event.widget, sheet_of(event.widget)
    if isinstance(widget, ttk.Button | ttk.Checkbutton | ttk.Radiobutton):
        widget.invoke()
    elif found is not None and not isinstance(widget, tk.Text):  # there it is a new line
        found[1].enter()
    return "break"
