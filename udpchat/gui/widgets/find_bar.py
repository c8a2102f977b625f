"""The strip in which one types what to find in the conversation, and steps through what was found."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from tkinter import ttk

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.kit.guards import After
from udpchat.gui.widgets.chat_data import FindData
from udpchat.gui.widgets.search_field import SearchField
from udpchat.limits import FIND_CHARS

PAUSE_MS = 120  # after a key, before it is searched


@dataclass(frozen=True, slots=True)
class FindCalls:
    """What the strip asks for."""

    find: Callable[[str], None]
    step: Callable[[int], None]  # 1: older, -1: newer
    close: Callable[[], None]


class FindBar(ttk.Frame):
    """Grid it once; it takes no room until it is opened."""

    def __init__(self, parent: tk.Misc, kit: Kit, calls: FindCalls) -> None:
        super().__init__(parent, style="side.TFrame")
        self._kit = kit
        self._calls = calls
        self._pause = After(self)
        self._make_bar()

    def _make_bar(self) -> None:
        kit, px, calls = self._kit, self._kit.px, self._calls
        bar = ttk.Frame(self, style="side.TFrame", padding=(px(15), px(5), px(10), px(5)))
        bar.pack(fill="x")
        kit.line(self).pack(fill="x")
        field = SearchField(bar, kit, text("chat.find.placeholder"), FIND_CHARS, self._typed, lambda: self._step(1))
        self.field = field.line
        closing = kit.icon_button(bar, "close", text("chat.find.close"), calls.close, bg="side", size=17)
        down = kit.icon_button(bar, "chevdown", text("chat.find.down"), lambda: calls.step(-1), bg="side", size=17)
        up = kit.icon_button(bar, "chevup", text("chat.find.up"), lambda: calls.step(1), bg="side", size=17)
        self._count = kit.label(bar, "", "ui.small", "text2", "side", padding=(px(14), 0, px(6), 0))
        for each in (closing, down, up, self._count):
            each.pack(side="right")
        field.pack(side="left", fill="x", expand=True)
        for button in (up, down, closing):  # reading order is the order of the tab key
            button.lift()
        self.field.bind("<Escape>", lambda _event: calls.close())

    @property
    def is_open(self) -> bool:
        """Whether it is there."""
        return bool(self.winfo_manager())

    def open(self) -> None:
        """Show it, with what was looked for last, to be typed over."""
        self.grid()
        self.field.focus_set()
        self.field.select_all()
        if self.field.value:
            self._calls.find(self.field.value)

    def close(self) -> None:
        """Hide it."""
        self._pause.cancel()
        self.grid_remove()

    def set_find(self, data: FindData) -> None:
        """How the search stands."""
        if not data.text.strip():
            said = ""
        elif data.count:
            said = text("chat.find.count", at=data.at, count=f"{data.count}+" if data.busy else data.count)
        else:
            said = "" if data.busy else text("chat.find.none")
        self._count.configure(text=said)

    def _typed(self, wanted: str) -> None:
        self._pause.start(PAUSE_MS, lambda: self._calls.find(wanted))

    def _step(self, older: int) -> None:
        if self._pause.waiting:
            self._pause.cancel()
            self._calls.find(self.field.value)
        else:
            self._calls.step(older)
