"""Reading the log as one person may see it: committed events inside their membership intervals, in order.

Strategy: one index range per interval, merged lazily. A plain scan of the log would have to step over everybody
else's private conversations to find ten messages of mine; a join with a sort would fetch a range whole to return its
first page.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Iterable, Iterator
from operator import itemgetter

from udpchat.errors import Storage
from udpchat.store.database import Database, Row
from udpchat.store.records import StoredEvent

_POSTS = """SELECT e.seq, e.kind, e.scope, e.author, u.name, e.ref, e.at, e.body
            FROM event e INDEXED BY event_of_scope CROSS JOIN message m ON m.id = e.seq
            LEFT JOIN user u ON u.id = e.author
            WHERE e.scope = ? AND e.seq BETWEEN ? AND ? AND e.kind = 'post' AND NOT m.deleted
            ORDER BY e.seq LIMIT ?"""


class Reading(Database):
    """Questions about the log; all of committed data only."""

    def head(self) -> int:
        """The seq of the newest event, 0 in an empty log."""
        return int(self._read("SELECT coalesce(max(seq), 0) FROM event")[0][0])

    def events(self, user: int, lo: int, hi: int, limit_count: int, limit_bytes: int) -> tuple[list[StoredEvent], int]:
        """What `user` may see with lo <= seq <= hi, ascending, and the seq up to which that is everything.

        At most `limit_count` events and about `limit_bytes` of UTF-8 text, but at least one event if there is any.
        Only posts that still have their text: events of other kinds just take up a seq. The second value is
        min(hi, head) when nothing was cut off, else the seq of the last event returned.
        Raises Storage.
        """
        try:
            return self._events(user, lo, min(hi, self.head()), max(limit_count, 1), limit_bytes)
        except sqlite3.DatabaseError as error:
            raise Storage(error) from error

    def _events(self, user: int, lo: int, hi: int, limit_count: int, limit_bytes: int) -> tuple[list[StoredEvent], int]:
        found: list[StoredEvent] = []
        size_bytes = 0
        rows = self._rows(user, lo, hi, limit_count + 1)
        for row in rows:
            size_bytes += len(row[7].encode())
            if found and (len(found) >= limit_count or size_bytes > limit_bytes):
                return found, found[-1].seq
            found.append(StoredEvent(*row))
        return found, hi

    def _rows(self, user: int, lo: int, hi: int, limit_count: int) -> Iterator[Row]:
        ranges = [
            self._reader.execute(_POSTS, (conversation, start, end, limit_count))
            for conversation, start, end in self._intervals(user, lo, hi)
        ]
        return iter(ranges[0]) if len(ranges) == 1 else heapq.merge(*ranges, key=itemgetter(0))

    def _intervals(self, user: int, lo: int, hi: int) -> list[tuple[int, int, int]]:
        return _clipped(
            self._read(
                """SELECT conversation, from_seq, to_seq FROM membership
                   WHERE user = ? AND from_seq <= ? AND to_seq >= ? ORDER BY conversation, from_seq""",
                (user, hi, lo),
            ),
            lo,
            hi,
        )


def _clipped(intervals: Iterable[Row], lo: int, hi: int) -> list[tuple[int, int, int]]:
    """Intervals inside lo..hi; overlapping ones of a conversation become one, so that no event comes twice."""
    clipped: list[tuple[int, int, int]] = []
    for conversation, from_seq, to_seq in intervals:
        start, end = max(from_seq, lo), min(to_seq, hi)
        if clipped and clipped[-1][0] == conversation and start <= clipped[-1][2] + 1:
            clipped[-1] = (conversation, clipped[-1][1], max(end, clipped[-1][2]))
        elif start <= end:
            clipped.append((conversation, start, end))
    return clipped
