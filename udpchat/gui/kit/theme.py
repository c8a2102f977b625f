"""The theme of both modes: built on first use, then switched in a moment."""

from __future__ import annotations

import itertools
import tkinter as tk
from tkinter import ttk
from typing import Final

from udpchat.gui.kit.images import Images
from udpchat.gui.kit.palette import Palette
from udpchat.gui.kit.theme_buttons import build_buttons
from udpchat.gui.kit.theme_choices import build_choices
from udpchat.gui.kit.theme_fields import build_fields
from udpchat.gui.kit.theme_frames import build_frames
from udpchat.gui.kit.theme_parts import Parts
from udpchat.gui.kit.theme_tables import ROW_PX, build_tables

_PARENT: Final = "default"
_numbers = itertools.count(1)  # a second kit in one interpreter must not reuse a theme whose images are gone


class Theme:
    """The ttk themes of one kit, one per mode."""

    def __init__(self, root: tk.Misc, images: Images, scale: float) -> None:
        self.style = ttk.Style(root)
        self._root = root
        self._images = images
        self._scale = scale
        self._names: dict[str, str] = {}

    def use(self, palette: Palette) -> None:
        """Show everything in this palette's mode; every widget gets <<ThemeChanged>>."""
        name = self._names.get(palette.mode)
        if name is None:
            name = self._names[palette.mode] = f"udpchat-{palette.mode}-{next(_numbers)}"
            self.style.theme_create(name, parent=_PARENT)
            self.style.theme_use(name)
            self._build(palette)
        self.style.theme_use(name)
        self._options(palette)

    def set_row_height(self, line_px: int) -> None:
        """Rows of tables grow with the text."""
        least = round(ROW_PX * self._scale)
        self.style.configure("Treeview", rowheight=max(least, line_px + round(18 * self._scale)))

    def _build(self, palette: Palette) -> None:
        """Fill the theme in use."""
        parts = Parts(self.style, self._images, palette, self._scale)
        parts.configure(".", background="bg", foreground="text", font="ui.body", borderwidth=0, relief="flat")
        parts.configure(".", focuscolor="focus", selectbackground="select", selectforeground="text", insertcolor="text")
        parts.configure(".", troughcolor="bg", fieldbackground="field", bordercolor="line", lightcolor="bg", darkcolor="bg")
        build_buttons(parts)
        build_choices(parts, self._images)
        build_fields(parts, self._images)
        build_frames(parts)
        build_tables(parts)

    def _options(self, palette: Palette) -> None:
        """Colours of the classic widgets that Tk makes itself: menus and the lists of combo boxes."""
        options = {
            "*TCombobox*Listbox.background": palette.raised,
            "*TCombobox*Listbox.foreground": palette.text,
            "*TCombobox*Listbox.selectBackground": palette.sel,
            "*TCombobox*Listbox.selectForeground": palette.seltx,
            "*TCombobox*Listbox.font": "ui.body",
            **{f"*{kind}.font": "ui.body" for kind in ("TEntry", "TCombobox", "TSpinbox")},
            "*TCombobox*Listbox.borderWidth": str(round(5 * self._scale)),
            "*TCombobox*Listbox.relief": "flat",
            "*TCombobox*Listbox.highlightThickness": "0",
            "*Toplevel.background": palette.bg,
            "*Menu.font": "ui.body",
            "*Menu.relief": "raised",
            "*Menu.borderWidth": "1",
            "*Menu.activeBorderWidth": "0",
            **{f"*Menu.{name}": color for name, color in menu_colors(palette).items()},
        }
        for pattern, value in options.items():
            self._root.option_add(pattern, value, 80)


def menu_colors(palette: Palette) -> dict[str, str]:
    """The colours of a menu, by option."""
    return {
        "background": palette.surface,
        "foreground": palette.text,
        "activeBackground": palette.sel,
        "activeForeground": palette.seltx,
        "disabledForeground": palette.text3,
        "selectColor": palette.accent,
    }
