"""Posts of other realms that have a file: they wait here until its content is on the disk, and are posts then."""

from __future__ import annotations

from dataclasses import astuple
from typing import Final

from udpchat.store.queue import Queue
from udpchat.store.records import Arrival

_ARRIVAL: Final = "SELECT author, ref, realm, user, at, text, reply, part, file, name, size, sha256, mime FROM realm_arrival"


class Arrivals(Queue):
    """All raise Storage."""

    def add_arrival(self, arrival: Arrival) -> None:
        """It is on its way."""
        self._write(f"INSERT INTO realm_arrival VALUES ({', '.join('?' * 13)})", astuple(arrival))

    def arrival(self, author: int, ref: bytes) -> Arrival | None:
        """One of them, as the turn sees it."""
        row = self._peek(f"{_ARRIVAL} WHERE author = ? AND ref = ?", (author, ref))
        return None if row is None else Arrival(*row)

    def reword_arrival(self, author: int, ref: bytes, text: str) -> None:
        """Something else is said about the file."""
        self._write("UPDATE realm_arrival SET text = ? WHERE author = ? AND ref = ?", (text, author, ref))

    def end_arrival(self, author: int, ref: bytes) -> None:
        """It has come, or will not."""
        self._write("DELETE FROM realm_arrival WHERE author = ? AND ref = ?", (author, ref))

    def used_by_realm(self, realm: int) -> int:
        """Bytes of the files and parts of all its people, as the turn sees them."""
        theirs = "owner IN (SELECT user FROM remote WHERE realm = ?)"
        row = self._peek(
            f"""SELECT (SELECT coalesce(sum(size), 0) FROM file WHERE {theirs} AND NOT gone)
                     + (SELECT coalesce(sum(size), 0) FROM part WHERE {theirs})""",
            (realm, realm),
        )
        return int(row[0]) if row is not None else 0

    # --- committed data only ---

    def arrivals(self, realm: int) -> list[Arrival]:
        """All of a realm, the oldest first."""
        return [Arrival(*row) for row in self._read(f"{_ARRIVAL} WHERE realm = ? ORDER BY at, ref", (realm,))]

    def file_for_realm(self, realm: int, file: int) -> tuple[bytes, int] | None:
        """Content and size of a file that was sent to somebody of that realm; None if there is none (any more)."""
        rows = self._read(
            """SELECT f.sha256, f.size FROM file f JOIN message m ON m.file = f.id AND NOT m.deleted
               JOIN event e ON e.seq = m.id JOIN pair p ON p.conversation = e.scope
               JOIN remote r ON r.user IN (p.low, p.high) AND r.user != e.author AND r.realm = ?
               WHERE f.id = ? AND NOT f.gone LIMIT 1""",
            (realm, file),
        )
        return (bytes(rows[0][0]), int(rows[0][1])) if rows else None
