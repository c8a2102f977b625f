"""What all pages of the connect window share: a title, a middle that scrolls if need be, buttons at the bottom."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final, Literal

from udpchat.gui.kit import Kit, ScrollFrame, display_text, single_line
from udpchat.gui.presenters.connect_pages import Strip as StripWords
from udpchat.gui.presenters.connect_pages import Tone
from udpchat.gui.widgets.strip import Strip

_TONES: Final = {Tone.ERROR: "error", Tone.WARNING: "warning", Tone.GOOD: "good"}

Look = Literal["Accent.TButton", "TButton", "Danger.TButton", "Link.TButton"]


class Page(ttk.Frame):
    """A page. `default` is what Enter does; `head`, `body` and `foot` are for its content."""

    def __init__(self, parent: tk.Misc, kit: Kit, scrolls: bool = True) -> None:
        super().__init__(parent, padding=(kit.px(31), kit.px(26), 0, kit.px(20)))
        self.kit = kit
        self.default: Callable[[], None] = lambda: None
        self.foot = ttk.Frame(self, padding=(0, kit.px(8), kit.px(31), 0))
        self.foot.pack(side="bottom", fill="x")
        self.head = ttk.Frame(self, padding=(kit.px(3), 0, kit.px(34), 0))
        self.head.pack(fill="x")
        self.title = kit.label(self.head, "", "ui.headb")
        self.strip = Strip(self.head, kit)
        self.body: ttk.Frame
        self.scroll: ScrollFrame | None = None
        self._add_body(scrolls)
        self._title = ""
        self.bind("<Configure>", lambda _event: self._fit_title())

    def _add_body(self, scrolls: bool) -> None:
        if not scrolls:
            self.body = ttk.Frame(self)
            self.body.pack(fill="both", expand=True)
            return
        self.scroll = ScrollFrame(self, self.kit)
        self.scroll.pack(fill="both", expand=True, padx=(0, self.kit.px(13)))
        self.body = self.scroll.body
        self.body.configure(padding=(0, 0, self.kit.px(6), self.kit.px(8)))

    def set_title(self, title: str) -> None:
        """The words at the top."""
        self._title = single_line(title)
        self._fit_title()

    def show_strip(self, strip: StripWords | None) -> None:
        """A line below the title."""
        if strip is None:
            self.strip.pack_forget()
            return
        self.strip.show(_TONES[strip.tone], strip.message)
        self.strip.pack(fill="x", pady=(self.kit.px(6), self.kit.px(2)))

    def shown(self) -> None:
        """The page has come up."""

    def button(
        self, parent: tk.Misc, words: str, look: Look, command: Callable[[], object], side: Literal["left", "right"] = "right"
    ) -> ttk.Button:
        """A button in a row."""
        made = ttk.Button(parent, text=display_text(words), style=look, command=command)
        made.pack(side=side, padx=(0, self.kit.px(2)) if side == "left" else (self.kit.px(2), 0))
        return made

    def _fit_title(self) -> None:
        """Cut it where the page ends."""
        room = self.winfo_width() - self.kit.px(72)
        words = self._title if room <= 1 else self.kit.elide(self._title, "ui.headb", room)
        if str(self.title.cget("text")) != words:
            self.title.configure(text=words)
