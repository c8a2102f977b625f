"""What one reads in a chat view stays where it is while rows come, go and grow: a line is put back to the same pixel."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from dataclasses import dataclass

from udpchat.gui.widgets.chat_index import RowIndex
from udpchat.gui.widgets.chat_rows import Change, EarlierRow, Splice


@dataclass(frozen=True, slots=True)
class Anchor:
    """A line that shall stay where it is."""

    key: str
    offset: int  # lines below the first of its row
    column: str
    y: int


class Anchors:
    """Of one text."""

    def __init__(self, text: tk.Text, index: RowIndex) -> None:
        self._text = text
        self._index = index

    def first(self, changes: Sequence[Change]) -> Anchor | None:
        """The first line in view of a row that the steps leave as it is; else the first line in view at all."""
        keys: list[str | None] = [row.key for row in self._index.rows]
        touched: set[str | None] = set()
        for change in changes:
            if isinstance(change, Splice):
                touched.update(keys[change.index : change.index + change.count])
                keys[change.index : change.index + change.count] = [row.key for row in change.rows]
        first = self.line_at(0)
        for line in range(first, self.line_at(self._text.winfo_height()) + 1):
            at, box = self._index.at_line(line), self._text.dlineinfo(f"{line}.0")
            if at is not None and box is not None and self._is_anchor(at, touched):
                return Anchor(self._index[at].key, line - self._index.start(at), "0", box[1])
        where, box, at = self._text.index("@0,0"), self._text.dlineinfo("@0,0"), self._index.at_line(first)
        if at is None or box is None:
            return None
        return Anchor(self._index[at].key, first - self._index.start(at), str(where).split(".")[1], box[1])

    def _is_anchor(self, at: int, touched: set[str | None]) -> bool:
        """The button for more stays at the top whatever comes below it, so it holds nothing."""
        row = self._index[at]
        return row.key not in touched and not isinstance(row, EarlierRow)

    def restore(self, anchor: Anchor) -> None:
        """Put it where it was, to the pixel."""
        at = self._index.find(anchor.key)
        if at is None:
            return
        offset = min(anchor.offset, self._index.line_count(at) - 1)
        where = f"{self._index.start(at) + offset}.{anchor.column}"
        self._text.yview(where)
        box = self._text.dlineinfo(where)
        if box is not None and box[1] != anchor.y:
            self._text.yview_scroll(box[1] - anchor.y, "pixels")

    def line_at(self, y: int) -> int:
        """The line at a height."""
        return int(str(self._text.index(f"@0,{y}")).split(".")[0])

    def last(self) -> Anchor | None:
        """The last line in view."""
        line = self.line_at(self._text.winfo_height())
        at, box = self._index.at_line(line), self._text.dlineinfo(f"{line}.0")
        if at is None or box is None:
            return None
        return Anchor(self._index[at].key, line - self._index.start(at), "0", box[1])
