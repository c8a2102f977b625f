"""A picture by itself, over the whole window: Escape or a click leads back."""

from __future__ import annotations

import contextlib
import tkinter as tk
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text as words
from udpchat.gui.kit import Kit
from udpchat.limits import PICTURE_HIGH_PX, PICTURE_WIDE_PX

HEAD_PX: Final = 56
MARGIN_PX: Final = 24


class Viewer(ttk.Frame):
    """At first it says that the picture is coming; `show` gives it, or None."""

    def __init__(self, window: tk.Misc, kit: Kit, name: str) -> None:
        super().__init__(window, takefocus=True)
        self._kit = kit
        self._window = window
        self._focus_before = window.focus_get()
        self.picture: tk.PhotoImage | None = None
        head = ttk.Frame(self, padding=(kit.px(MARGIN_PX), kit.px(10)))
        head.pack(side="top", fill="x")
        back = f"{words('files.view.back')}  Esc"
        kit.icon_button(head, "close", back, self.close).pack(side="right")
        title = kit.elide(kit.shown(name), "ui.titleb", max(kit.px(120), window.winfo_width() - kit.px(140)))
        kit.label(head, title, "ui.titleb").pack(side="left")
        self.label = kit.label(self, words("files.view.loading"), "ui.body", "text2", anchor="center")
        self.label.pack(fill="both", expand=True)
        for widget in (self, self.label):
            widget.bind("<ButtonRelease-1>", lambda _event: self.close())
        for key in ("<Escape>", "<Return>", "<KP_Enter>", "<space>"):
            self.bind(key, lambda _event: self._closed())

    @property
    def room(self) -> tuple[int, int]:
        """How large a picture may be here, in pixels of the screen."""
        px, window = self._kit.px, self._window
        wide = min(window.winfo_width() - 2 * px(MARGIN_PX), PICTURE_WIDE_PX)
        return max(1, wide), max(1, min(window.winfo_height() - px(HEAD_PX + MARGIN_PX), PICTURE_HIGH_PX))

    def open(self) -> None:
        """Over everything in the window."""
        self.place(in_=self._window, x=0, y=0, relwidth=1.0, relheight=1.0)
        tk.Misc.lift(self)
        self.update_idletasks()  # what is not on the screen cannot take the keyboard
        self.focus_set()

    def show(self, picture: tk.PhotoImage | None) -> None:
        """Here it is; None: it cannot be shown."""
        if not self.winfo_exists():
            return
        self.picture = picture
        if picture is None:
            self.label.configure(text=words("files.view.none"))
        else:
            self.label.configure(image=picture, text="")

    def close(self) -> None:
        """Back to where the keyboard was."""
        self.destroy()
        with contextlib.suppress(tk.TclError):
            if self._focus_before is not None and self._focus_before.winfo_exists():
                self._focus_before.focus_set()

    def _closed(self) -> str:
        self.close()
        return "break"
