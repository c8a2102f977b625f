"""The gallery's page of drawings: every icon in two sizes, every letter, avatars, the program's icon."""

from __future__ import annotations

import string
import tkinter as tk
from tkinter import ttk

from udpchat.gui.kit.app_icon import app_icon_png
from udpchat.gui.kit.icons import icon_names
from udpchat.gui.kit.kit import Kit

_COLUMNS = 18
_PAIRS = "AB MK JS WW ZQ RT GE CO DU PV HX LY NI KF BS 07 42 #1 &? Q+"


def icons_page(kit: Kit, page: tk.Misc) -> list[tk.PhotoImage]:
    """Fill the page; the images that the caller must keep."""
    grid = ttk.Frame(page)
    grid.pack(anchor="w")
    for index, name in enumerate(icon_names()):
        cell = ttk.Frame(grid, padding=kit.px(3))
        cell.grid(row=index // _COLUMNS, column=index % _COLUMNS)
        for size, color in ((16, "text2"), (32, "accent")):
            ttk.Label(cell, image=kit.icon(name, size, color)).pack()
        kit.label(cell, name, font="ui.tiny", fg="text3").pack()
    _avatars(kit, page)
    return _app_icons(kit, page)


def _avatars(kit: Kit, page: tk.Misc) -> None:
    for words, size in ((string.ascii_uppercase + string.digits + "#&?+", 36), (_PAIRS.split(), 36), (_PAIRS.split()[:12], 72)):
        row = ttk.Frame(page)
        row.pack(anchor="w", pady=(kit.px(6), 0))
        for index, letters in enumerate(words):
            name = " ".join(letters)
            image = kit.avatar(name, size, hue=index % 10, presence=(None, "online", "away", "offline")[index % 4])
            ttk.Label(row, image=image).grid(row=index // 22, column=index % 22)


def _app_icons(kit: Kit, page: tk.Misc) -> list[tk.PhotoImage]:
    row = ttk.Frame(page)
    row.pack(anchor="w", pady=(kit.px(8), 0))
    images = []
    for size, unread in ((16, 0), (16, 3), (24, 0), (32, 0), (32, 12), (48, 5), (64, 0), (64, 12), (128, 0), (128, 3)):
        image = tk.PhotoImage(master=kit.root, data=app_icon_png(size, unread), format="png")
        ttk.Label(row, image=image).pack(side="left", padx=4)
        images.append(image)
    return images
