"""Classic widgets, which know no theme: they take their colours from the palette at every <<ThemeChanged>>."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from udpchat.gui.kit.palette import Palette
from udpchat.gui.kit.theme import menu_colors


def paint(widget: tk.Misc, palette: Callable[[], Palette], tokens: dict[str, str]) -> None:
    """Colours by token, now and at every change of the mode."""

    def apply(_event: tk.Event[tk.Misc] | None = None) -> None:
        colors = palette()
        widget.configure(**{option: colors.color(token) for option, token in tokens.items()})

    widget.bind("<<ThemeChanged>>", apply, add="+")
    apply()


def realize(root: tk.Misc) -> None:
    """Make the window of every widget exist: Tk sends <<ThemeChanged>> only to those, not to a page never yet shown."""
    names = [str(root)]
    for name in names:  # grows as it goes
        root.tk.call("winfo", "id", name)
        names.extend(root.tk.splitlist(root.tk.call("winfo", "children", name)))


def follow_mode(root: tk.Tk, palette: Callable[[], Palette]) -> None:
    """Let menus, and the lists of combo boxes, which Tk makes itself, follow the mode."""

    def menu(event: tk.Event[tk.Misc]) -> None:
        _configure(event.widget, menu_colors(palette()))

    def listbox(event: tk.Event[tk.Misc]) -> None:
        colors = palette()
        _configure(
            event.widget,
            {
                "background": colors.raised,
                "foreground": colors.text,
                "selectBackground": colors.sel,
                "selectForeground": colors.seltx,
            },
        )

    def toplevel(event: tk.Event[tk.Misc]) -> None:
        _configure(event.widget, {"background": palette().bg})

    root.bind_class("Menu", "<<ThemeChanged>>", menu)
    root.bind_class("ComboboxListbox", "<<ThemeChanged>>", listbox)
    root.bind_class("Toplevel", "<<ThemeChanged>>", toplevel)

    def _configure(widget: tk.Misc | str, colors: dict[str, str]) -> None:
        for option, color in colors.items():
            root.tk.call(widget, "configure", f"-{option.lower()}", color)
