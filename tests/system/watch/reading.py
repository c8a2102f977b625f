"""The words in a window, as far as they can be seen. Imports tkinter only: it is loaded into programs under test, too."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterator
from tkinter import ttk


def places(widget: tk.Misc) -> Iterator[tuple[str, tk.Misc]]:
    """Every word that a person can read in a widget and in what it holds, and the widget that shows it."""
    try:
        if not widget.winfo_viewable():
            return
        for words in filter(None, _own_words(widget)):
            yield words, widget
        children = widget.winfo_children()
    except tk.TclError:  # it went while we read
        return
    for child in children:
        yield from places(child)


def readable(widget: tk.Misc) -> Iterator[str]:
    """The words alone, in the order of the widgets."""
    return (words for words, _ in places(widget))


def _own_words(widget: tk.Misc) -> Iterator[str]:
    if isinstance(widget, tk.Wm):
        yield str(widget.title())
    elif isinstance(widget, tk.Text):
        yield str(widget.get("1.0", "end - 1 indices"))
    elif isinstance(widget, tk.Canvas):
        for item in widget.find_all():
            if str(widget.tk.call(widget, "type", item)) == "text":
                yield str(widget.tk.call(widget, "itemcget", item, "-text"))
    elif isinstance(widget, (ttk.Entry, tk.Entry)):
        if not str(widget.cget("show")):
            yield str(widget.get())
    elif isinstance(widget, (ttk.Label, tk.Label, ttk.Button, ttk.Checkbutton, ttk.Radiobutton)):
        yield str(widget.cget("text"))
    elif isinstance(widget, ttk.Treeview):
        for row in widget.get_children():
            yield str(widget.item(row, "text"))
            yield from (str(value) for value in widget.item(row, "values"))
