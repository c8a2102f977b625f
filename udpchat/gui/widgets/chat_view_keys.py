"""The keyboard in a chat view: choose a message and do something with it, move through the conversation."""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Callable
from functools import partial
from typing import Final, Protocol

from udpchat.gui.kit.keys import tab_to
from udpchat.gui.widgets.chat_index import RowIndex
from udpchat.gui.widgets.chat_rows import MessageRow

MODIFIERS: Final = 0x4 | 0x8 | 0x20000
"""Control, Alt on X11 or Command, Alt on Windows: a key with one of them is no text."""


LETTERS: Final = {"c": "copy", "r": "reply", "e": "edit", "+": "react"}
"""What a letter does with the chosen message."""


class Owner(Protocol):
    """What the keys lead to."""

    @property
    def busy(self) -> bool: ...
    def deed(self, deed: str, at: int) -> None: ...
    def open_row(self, at: int) -> None: ...
    def popup(self, at: int | None, x: int, y: int) -> None: ...
    def row_chosen(self, key: str | None) -> None: ...
    def newest(self) -> None: ...
    def leave(self) -> None: ...
    def typed(self, char: str) -> None: ...
    def person_moves(self) -> None: ...


class Keys:
    """One message at most is chosen; it has a band, and a bar in the gutter."""

    def __init__(self, text: tk.Text, index: RowIndex, owner: Owner) -> None:
        self._text = text
        self._index = index
        self._owner = owner
        self.key: str | None = None
        for event, action in (
            ("<Up>", lambda: self._step(-1)),
            ("<Down>", lambda: self._step(1)),
            ("<Prior>", lambda: self._text.yview_scroll(-1, "pages")),
            ("<Next>", lambda: self._text.yview_scroll(1, "pages")),
            ("<Home>", lambda: self._text.yview_moveto(0.0)),
            ("<Control-Home>", lambda: self._text.yview_moveto(0.0)),
            ("<End>", self._end),
            ("<Control-End>", self._end),
            ("<Delete>", partial(self._deed, "delete")),
            ("<KP_Delete>", partial(self._deed, "delete")),
            ("<Return>", self._open),
            ("<KP_Enter>", self._open),
            ("<Menu>", self._menu),
            ("<App>", self._menu),
            ("<Shift-F10>", self._menu),
            ("<Escape>", self._leave),
        ):
            self._bind(event, action)
        text.bind("<KeyPress>", self._pressed, add="+")
        text.bind("<Tab>", lambda _event: tab_to(text.tk_focusNext()))
        for event in ("<Shift-Tab>", "<<PrevWindow>>"):
            text.bind(event, lambda _event: tab_to(text.tk_focusPrev()))
        text.bind("<FocusOut>", lambda _event: None if owner.busy else self.clear(), add="+")

    def chosen_at(self) -> int | None:
        """The chosen row."""
        return self._index.find(self.key) if self.key else None

    def choose(self, at: int, see: bool = True) -> None:
        """Choose a row."""
        row = self._index[at]
        self.key = row.key if isinstance(row, MessageRow) else None
        self.refresh()
        if see:
            self._text.see(f"{self._index.start(at + 1) - 1}.end")
            self._text.see(f"{self._index.start(at)}.0")
        self._owner.row_chosen(self.key)

    def clear(self) -> None:
        """Choose none."""
        if self.key is not None:
            self.key = None
            self.refresh()
            self._owner.row_chosen(None)

    def refresh(self) -> None:
        """Put the band where the chosen row is now."""
        self._text.tag_remove("chosen", "1.0", "end")
        if (at := self.chosen_at()) is not None:
            self._text.tag_add("chosen", f"{self._index.start(at)}.0", f"{self._index.start(at + 1)}.0")

    def _bind(self, event: str, action: Callable[[], object]) -> None:
        def run(_event: tk.Event[tk.Text]) -> str:
            self._owner.person_moves()
            action()
            return "break"

        with contextlib.suppress(tk.TclError):  # not every system has a name for every key
            self._text.bind(event, run)

    def _step(self, step: int) -> None:
        at = self.chosen_at()
        start, step = (self._last_in_view(), -1) if at is None else (at + step, step)
        at = self._index.message_near(start, step)
        if at is not None:
            self.choose(at)

    def _last_in_view(self) -> int:
        line = int(str(self._text.index(f"@0,{self._text.winfo_height()}")).split(".")[0])
        at = self._index.at_line(line)
        return len(self._index) - 1 if at is None else at

    def _pressed(self, event: tk.Event[tk.Text]) -> str | None:
        """A letter does something with the chosen message; else whoever types means the composer."""
        if not event.char.isprintable() or not event.char or int(event.state) & MODIFIERS:
            return None
        deed = LETTERS.get(event.char.lower())
        if deed is None or not self._deed(deed):
            self._owner.typed(event.char)
        return "break"

    def _deed(self, deed: str) -> bool:
        at = self.chosen_at()
        if at is not None:
            self._owner.deed(deed, at)
        return at is not None

    def _open(self) -> None:
        if (at := self.chosen_at()) is not None:
            self._owner.open_row(at)

    def _menu(self) -> None:
        at = self.chosen_at()
        box = self._text.bbox(f"{self._index.start(at)}.0") if at is not None else None
        x, y = (box[0], box[1] + box[3]) if box else (0, 0)
        self._owner.popup(at, self._text.winfo_rootx() + x, self._text.winfo_rooty() + y)

    def _end(self) -> None:
        self.clear()
        self._owner.newest()

    def _leave(self) -> None:
        self.clear()
        self._owner.leave()
