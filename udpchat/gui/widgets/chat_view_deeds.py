"""What one does with a message in a chat view, however it is asked for: by the toolbar, a key, the menu."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from typing import Final

from udpchat.gui.widgets.chat_calls import ChatCalls
from udpchat.gui.widgets.chat_index import RowIndex
from udpchat.gui.widgets.chat_rows import May, MessageRow
from udpchat.gui.widgets.chat_view_copy import copied_text, row_items, selected_text, to_clipboard
from udpchat.gui.widgets.chat_view_reactions import Reactions
from udpchat.gui.widgets.file_data import FileVerb

DEEDS: Final = {
    "reply": May.REPLY,
    "react": May.REACT,
    "edit": May.EDIT,
    "delete": May.DELETE,
    "info": May.INFO,
    "write": May.WRITE,
}
"""Each deed and what it takes; anybody may copy."""


class RowDeeds:
    """Of one chat view."""

    def __init__(self, text: tk.Text, index: RowIndex, calls: ChatCalls, reactions: Reactions) -> None:
        self._text = text
        self._index = index
        self._calls = calls
        self._reactions = reactions

    def may(self, at: int) -> May:
        """What this person may do with a row."""
        row = self._index[at]
        return self._calls.may(row.key) if isinstance(row, MessageRow) else May.NOTHING

    def names(self, at: int) -> tuple[str, ...]:
        """The deeds that a row allows."""
        may, row = self.may(at), self._index[at]
        copy = ("copy",) if isinstance(row, MessageRow) and not row.deleted else ()
        return (*(deed for deed, takes in DEEDS.items() if takes in may), *copy)

    def do(self, deed: str, at: int) -> None:
        """Do something with a row, if it may be done."""
        row = self._index[at]
        if not isinstance(row, MessageRow) or deed not in self.names(at):
            return
        calls = self._calls
        match deed:
            case "copy":
                self.copy(copied_text(row))
            case "react":
                line = self._text.dlineinfo(f"{self._index.start(at)}.0")
                self._reactions.open(row.key, line[1] if line else 0)
            case "write":
                calls.write(row.author)
            case _:
                by_key = {"reply": calls.reply, "edit": calls.edit, "delete": calls.delete, "info": calls.info}
                by_key[deed](row.key)

    def _do_by_key(self, deed: str, key: str) -> None:
        """From a menu: the row may have moved meanwhile."""
        if (at := self._index.find(key)) is not None:
            self.do(deed, at)

    # --- copying ------------------------------------------------------------------------------------------------------

    def copy(self, copied: str) -> None:
        """To the clipboard, as it was written."""
        to_clipboard(self._text, copied)
        self._calls.copied()

    def copy_chosen(self, chosen_at: int | None) -> str:
        """What is selected, else the row that the keyboard chose."""
        copied = selected_text(self._text, self._index)
        if copied:
            self.copy(copied)
        elif chosen_at is not None:
            self.do("copy", chosen_at)
        return "break"

    # --- the menu -----------------------------------------------------------------------------------------------------

    def popup(self, at: int | None, link: str, x: int, y: int) -> None:
        """The context menu of a row, and of the link below the pointer, at a point of the screen."""
        row = self._index[at] if at is not None else None
        message = row if isinstance(row, MessageRow) else None
        key = message.key if message else ""
        acts: dict[str, Callable[[], object]] = {
            "selection": lambda: self.copy(selected_text(self._text, self._index)),
            "copy": lambda: self.copy(copied_text(message) if message else ""),
            "name": lambda: self.copy(message.name if message else ""),
            "open": lambda: self._calls.open_link(link),
            "link": lambda: self.copy(link),
            "retry": lambda: self._calls.retry(key),
            "discard": lambda: self._calls.discard(key),
            **{deed: partial(self._do_by_key, deed, key) for deed in DEEDS},
            **{f"file {verb.value}": partial(self._calls.file, key, verb) for verb in FileVerb},
        }
        may = self.may(at) if at is not None else May.NOTHING
        items = row_items(message, may, bool(self._text.tag_ranges("sel")), link, acts)
        if items:
            self._calls.popup(items, x, y)
