"""Taking text out of a chat view: copies are made from the messages themselves, never from what the widget shows."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from udpchat.catalogue import text as words
from udpchat.gui.kit.guards import typed
from udpchat.gui.widgets.chat_index import RowIndex
from udpchat.gui.widgets.chat_rows import MessageRow, Tick


def selected_text(text: tk.Text, index: RowIndex) -> str:
    """The selection: within one message as selected, over several as `Name, 14:02: text`, a line or more for each."""
    spans = text.tag_ranges("sel")
    if not spans:
        return ""
    first = index.at_line(_line(text, str(spans[0])))
    last = index.at_line(_line(text, f"{spans[-1]} - 1 indices"))
    if first is None or last is None or first == last:
        return typed(text.get(str(spans[0]), str(spans[-1]))).strip("\n")
    rows = (index[at] for at in range(first, last + 1))
    return "\n".join(as_line(row) for row in rows if isinstance(row, MessageRow))


def as_line(row: MessageRow) -> str:
    """A message with its author and time."""
    return words("chat.copied_line", name=row.name, clock=row.clock, text=row.text)


def to_clipboard(widget: tk.Misc, copied: str) -> None:
    """Put a text on the clipboard; what no text can hold stays out of it."""
    widget.clipboard_clear()
    widget.clipboard_append(copied.replace("\0", "").encode("utf-8", "replace").decode())


def _line(text: tk.Text, where: str) -> int:
    return int(str(text.index(where)).split(".")[0])


class RowMenu:
    """The context menu of a message."""

    def __init__(self, text: tk.Text) -> None:
        self._text = text
        self._menu = tk.Menu(text, tearoff=False)

    def show(self, row: MessageRow | None, link: str, acts: dict[str, Callable[[], None]], x: int, y: int) -> None:
        """`acts` by key: selection, copy, name, open, link, retry, discard."""
        self._menu.delete(0, "end")
        if self._text.tag_ranges("sel"):
            self._add("chat.copy.selection", acts["selection"])
        if row is not None:
            self._add("chat.copy", acts["copy"])
            self._add("chat.copy.name", acts["name"])
        if link:
            self._menu.add_separator()
            self._add("chat.open_link", acts["open"])
            self._add("chat.copy.link", acts["link"])
        if row is not None and row.tick is Tick.FAILED:
            self._menu.add_separator()
            self._add("chat.retry", acts["retry"])
            self._add("chat.discard", acts["discard"])
        if self._menu.index("end") is not None:
            self._menu.tk_popup(x, y)

    def _add(self, key: str, command: Callable[[], None]) -> None:
        self._menu.add_command(label=words(key), command=command)
