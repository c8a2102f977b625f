"""Taking text out of a chat view: copies are made from the messages themselves, never from what the widget shows."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from udpchat.catalogue import text as words
from udpchat.gui.kit import single_line
from udpchat.gui.kit.guards import typed
from udpchat.gui.widgets.chat_index import RowIndex
from udpchat.gui.widgets.chat_rows import May, MessageRow, Tick
from udpchat.gui.widgets.file_card_buttons import verb_words
from udpchat.gui.widgets.popup_menu import Item


def selected_text(text: tk.Text, index: RowIndex) -> str:
    """The selection: within one message as selected, over several as `Name, 14:02: text`, a line or more for each."""
    spans = text.tag_ranges("sel")
    if not spans:
        return ""
    first = index.at_line(_line(text, str(spans[0])))
    last = index.at_line(_line(text, f"{spans[-1]} - 1 indices"))
    if last is None and len(index):  # all is selected, and the empty line below it
        last = len(index) - 1
    if first is None or last is None or first == last:
        return typed(text.get(str(spans[0]), str(spans[-1]))).strip("\n")
    rows = (index[at] for at in range(first, last + 1))
    return "\n".join(as_line(row) for row in rows if isinstance(row, MessageRow))


def as_line(row: MessageRow) -> str:
    """A message with its author and time."""
    said = words("messages.deleted") if row.deleted else copied_text(row)
    return words("chat.copied_line", name=row.name, clock=row.clock, text=said)


def copied_text(row: MessageRow) -> str:
    """The text of a message as it was written; of one with a file its name too."""
    if row.card is None:
        return row.text
    name = words("files.line", name=row.card.name)
    return f"{name}\n{row.text}" if row.text else name


def to_clipboard(widget: tk.Misc, copied: str) -> None:
    """Put a text on the clipboard; what no text can hold stays out of it."""
    widget.clipboard_clear()
    widget.clipboard_append(copied.replace("\0", "").encode("utf-8", "replace").decode())


def _line(text: tk.Text, where: str) -> int:
    return int(str(text.index(where)).split(".")[0])


def row_items(
    row: MessageRow | None, may: May, selected: bool, link: str, acts: dict[str, Callable[[], object]]
) -> list[Item]:
    """The context menu of a message. `acts` by the last part of the words' keys, and `selection`, `name`, `open`, `link`."""
    name = single_line(row.name) if row else ""
    copies = row is not None and not row.deleted
    groups = [
        [Item(verb_words(verb), acts[f"file {verb.value}"]) for verb in row.card.all_verbs] if row and row.card else [],
        [
            *([Item(words("messages.reply"), acts["reply"], "R")] if May.REPLY in may else []),
            *([Item(words("messages.react"), acts["react"], "+")] if May.REACT in may else []),
            *([Item(words("messages.edit"), acts["edit"], "E")] if May.EDIT in may else []),
        ],
        [
            *([Item(words("chat.copy.selection"), acts["selection"])] if selected else []),
            *([Item(words("chat.copy"), acts["copy"], "C")] if copies else []),
            *([Item(words("chat.copy.name"), acts["name"])] if row else []),
        ],
        [Item(words("chat.open_link"), acts["open"]), Item(words("chat.copy.link"), acts["link"])] if link else [],
        [
            *([Item(words("messages.info"), acts["info"])] if May.INFO in may else []),
            *([Item(words("messages.write", name=name), acts["write"])] if May.WRITE in may else []),
        ],
        [Item(words("messages.delete"), acts["delete"], words("messages.delete.key"))] if May.DELETE in may else [],
    ]
    if row is not None and row.tick is Tick.FAILED:
        groups.append([Item(words("chat.retry"), acts["retry"]), Item(words("chat.discard"), acts["discard"])])
    items: list[Item] = []
    for group in groups:
        items += [Item(), *group] if items and group else group
    return items
