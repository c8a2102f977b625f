"""What became of a request with a ref, so that a repeat gets the first answer and nothing happens twice.

Posts need no row here: the log itself knows their refs.
"""

from __future__ import annotations

from udpchat.store.database import Database


class Answers(Database):
    """By author and ref; the operator's own connection is author 0."""

    def answered(self, author: int, ref: bytes) -> int | None:
        """The `id` that the request was answered with, as the turn sees it; None: it is new."""
        row = self._peek("SELECT id FROM answer WHERE author = ? AND ref = ?", (author, ref))
        return None if row is None else int(row[0])

    def remember(self, author: int, ref: bytes, answer: int, at: int) -> None:
        """In the same turn as what the request did."""
        self._write("INSERT INTO answer (author, ref, id, at) VALUES (?, ?, ?, ?)", (author, ref, answer, at))
