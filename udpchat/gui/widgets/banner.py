"""The strip above the chat that says what is wrong and what one can do about it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from udpchat.gui.kit import Kit
from udpchat.gui.widgets.chat_data import Act, BannerData, Mood

GROUNDS: Final = {Mood.WARN: "warnsoft", Mood.ERROR: "errsoft"}


class Banner(ttk.Frame):
    """Grid it once; it takes no room while there is nothing to say."""

    def __init__(self, parent: tk.Misc, kit: Kit, on_act: Callable[[Act], None]) -> None:
        super().__init__(parent, style="warnsoft.TFrame")
        px = kit.px
        self._kit = kit
        self._act: Act | None = None
        self._bar = ttk.Frame(self, style="warnsoft.TFrame", padding=(px(20), px(6), px(12), px(6)))
        self._bar.pack(fill="x")
        self._icon = ttk.Label(self._bar)
        self._title = ttk.Label(self._bar, font="ui.bodyb")
        self._text = ttk.Label(self._bar, font="ui.body", justify="left")
        self.button = ttk.Button(self._bar, command=lambda: on_act(self._act) if self._act else None)
        self._icon.pack(side="left", padx=(0, px(10)))
        self._title.pack(side="left", padx=(0, px(7)))
        self.button.pack(side="right")
        self._text.pack(side="left", fill="x", expand=True)
        self._bar.bind("<Configure>", lambda _event: self._fit())
        self._shown: BannerData | None = None

    def set_banner(self, data: BannerData | None) -> None:
        """Show it, or nothing."""
        self._shown = data
        if data is None:
            self.grid_remove()
            return
        kit, token, ground = self._kit, data.mood.value, GROUNDS[data.mood]
        for frame in (self, self._bar):
            frame.configure(style=f"{ground}.TFrame")
        for label in (self._icon, self._title, self._text):
            label.configure(style=kit.label_style(token, ground))
        self._icon.configure(image=kit.icon(data.icon, 18, token))
        self._title.configure(text=data.title)
        self._text.configure(text=data.text)
        self._act = data.act
        if data.act is None:
            self.button.pack_forget()
        else:
            self.button.configure(text=data.act_text, style=f"{ground.capitalize()}.Link.TButton")
            self.button.pack(side="right", before=self._text)
        self.grid()
        self._fit()

    def _fit(self) -> None:
        """Wrap the words within what title and button leave."""
        used = self._icon.winfo_reqwidth() + self._title.winfo_reqwidth() + self._kit.px(64)
        if self._act is not None:
            used += self.button.winfo_reqwidth()
        wrap = max(self._kit.px(160), self._bar.winfo_width() - used)
        if self._bar.winfo_width() > 1 and str(self._text.cget("wraplength")) != str(wrap):
            self._text.configure(wraplength=wrap)
