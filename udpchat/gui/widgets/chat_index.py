"""Which row stands on which lines of the text: a row has a fixed number of lines, so no tag per message is needed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from udpchat.gui.widgets.chat_rows import MessageRow, Row


class RowIndex:
    """Rows in order with their numbers of lines. Lines count from 1, as Tk counts them."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._counts: list[int] = []
        self._starts: list[int] | None = [1]  # one more than rows: where the next row would begin

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, at: int) -> Row:
        return self._rows[at]

    @property
    def rows(self) -> Sequence[Row]:
        """All of them. Not to be changed."""
        return self._rows

    def splice(self, at: int, count: int, rows: Sequence[Row], line_counts: Sequence[int]) -> None:
        """Take rows away and put others there."""
        self._rows[at : at + count] = rows
        self._counts[at : at + count] = line_counts
        self._starts = None

    def replace(self, at: int, row: Row) -> None:
        """Another row on the same lines."""
        self._rows[at] = row

    def start(self, at: int) -> int:
        """The first line of a row; of the row behind the last: where it would be."""
        return self._all_starts()[at]

    def line_count(self, at: int) -> int:
        """How many lines a row has."""
        return self._counts[at]

    def at_line(self, line: int) -> int | None:
        """The row on a line."""
        at = bisect_right(self._all_starts(), line) - 1
        return at if 0 <= at < len(self._rows) else None

    def find(self, key: str) -> int | None:
        """The row of a key."""
        return next((at for at in range(len(self._rows) - 1, -1, -1) if self._rows[at].key == key), None)

    def message_near(self, at: int, step: int) -> int | None:
        """The next message from `at` on, in the direction of `step`."""
        while 0 <= at < len(self._rows):
            if isinstance(self._rows[at], MessageRow):
                return at
            at += step
        return None

    def _all_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = list(accumulate(self._counts, initial=1))
        return self._starts
