"""What a person chose of a table of the server window: the column it is sorted by, which way round, and what is looked for."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum
from typing import Generic, TypeVar

from udpchat.names import fold

C = TypeVar("C", bound=Enum)


class Table(Generic[C]):
    """Base of the tables. Columns of `falling` (numbers, mostly) begin with the largest."""

    def __init__(self, column: C, falling: Collection[C] = ()) -> None:
        self._column, self._falling = column, falling
        self._descending = column in falling
        self.needle = ""

    def find(self, needle: str) -> None:
        """Only rows that hold this."""
        self.needle = fold(needle.strip())

    def sort_by(self, column: C) -> None:
        """Sort by this column; once more turns the order round."""
        if column is self._column:
            self._descending = not self._descending
        else:
            self._column, self._descending = column, column in self._falling

    def holds(self, *parts: str) -> bool:
        """Whether one of these has what is looked for in it; anything has nothing."""
        return not self.needle or any(self.needle in fold(part) for part in parts)
