"""The address alone, as large as the window allows: for a room with a projector. Escape or a click leads back."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import font as tkfont
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit, single_line
from udpchat.gui.presenters.server_addresses import Places

LARGEST_PX: Final = 220
SHARE: Final = 0.86  # of the window's width for the address
TRY_PX: Final = 100


class LargeView(ttk.Frame):
    """Covers its window; `on_close` is called when it has gone."""

    def __init__(self, parent: tk.Misc, kit: Kit, on_close: Callable[[], None]) -> None:
        super().__init__(parent, style="bg.TFrame")
        self._kit = kit
        self._on_close = on_close
        base = tkfont.nametofont("ui.displayb", kit.root)
        self._font = tkfont.Font(root=kit.root, **base.actual())
        middle = ttk.Frame(self)
        middle.place(relx=0.5, rely=0.5, anchor="center")
        self._title = kit.label(middle, font="ui.big", fg="text2")
        self._steps = kit.label(middle, text("operator.place.large_steps"), font="ui.display", fg="text2")
        self._address = kit.label(middle)
        self._address.configure(font=self._font)
        self._caption = kit.label(middle, text("operator.place.fingerprint"), font="ui.display", fg="text2")
        self._fingerprint = kit.label(middle, font="ui.big", fg="text")
        for label, gap in (
            *((self._title, 0), (self._steps, 18), (self._address, 4)),
            *((self._caption, 26), (self._fingerprint, 0)),
        ):
            label.pack(pady=(kit.px(gap), 0))
        back = ttk.Button(self, text=text("operator.place.large_close"), style="Ghost.TButton", command=self.close)
        back.place(relx=1, x=-kit.px(20), y=kit.px(16), anchor="ne")
        self.back = back
        self.bind("<Configure>", lambda _event: self._fit())
        for widget in (self, middle, *middle.winfo_children()):
            widget.bind("<Button-1>", lambda _event: self.close())

    def show(self, places: Places) -> None:
        """What stands there."""
        self._title.configure(text=single_line(places.name))
        self._address.configure(text=places.first.address if places.first else text("operator.place.none"))
        self._fingerprint.configure(text=places.fingerprint)
        self._fit()

    def close(self) -> None:
        """Lead back."""
        self.destroy()
        self._on_close()

    def _fit(self) -> None:
        """The address as wide as the window allows."""
        self._font.configure(size=-TRY_PX)
        width = self._font.measure(self._address.cget("text"))
        room = self.winfo_width() * SHARE
        size = min(self._kit.px(LARGEST_PX), int(TRY_PX * room / max(1, width)), self.winfo_height() // 3)
        self._font.configure(size=-max(self._kit.px(26), size))
