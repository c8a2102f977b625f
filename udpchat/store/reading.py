"""Reading the log as one person may see it: committed events inside their membership intervals, in order.

An event is for my eyes if its seq lies in one of my intervals of its conversation, behind the conversation's archive; if it
was not hidden from me (what speaks of a hidden message is hidden as well); and, where it speaks of another message, if that
one lies in my intervals and behind the archive too. A deleted message is told with an empty text; an edited one with the
last text that I may see: who left is not told what it was edited to afterwards.

Strategy: a member of few conversations reads one index range per interval, merged lazily: a plain scan would step over
everybody else's private conversations to find ten messages of mine. A member of many reads windows of the plain log: a
hundred ranges, each asked for its first event, would cost more than what they are to spare. Rejected: a join with a sort
(it fetches a range whole to return its first page).
"""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Final

from udpchat.errors import Storage
from udpchat.store.database import Database, Row
from udpchat.store.records import FOREVER, StoredEvent

RANGES_COUNT: Final = 12
"""Intervals that are still read one by one."""
WINDOW_COUNT: Final = 2048
"""Places of the log that are read in one piece otherwise."""

_MINE: Final = """SELECT 1 FROM membership w
    WHERE w.user = :user AND w.conversation = e.scope AND {seq} BETWEEN w.from_seq AND w.to_seq"""
COLUMNS: Final = f"""
    e.seq, e.kind, e.scope, e.author, coalesce(n.name, ''), coalesce(e.ref, x''), e.at,
    CASE WHEN e.kind != 'post' OR m.version = e.seq THEN e.body
        WHEN v.hidden != :user AND EXISTS ({_MINE.format(seq="v.seq")}) THEN v.body
        ELSE coalesce((SELECT x.body FROM event x WHERE x.target = e.seq AND x.kind = 'edit' AND x.hidden != :user
            AND EXISTS ({_MINE.format(seq="x.seq")}) ORDER BY x.seq DESC LIMIT 1), e.body) END,
    0, coalesce(e.target, 0), iif(e.kind = 'post', m.reply, 0), iif(e.kind = 'post', m.bundle, x''), e.hidden,
    iif(e.kind = 'post', m.card, '')"""
JOINS: Final = """
    LEFT JOIN message m ON m.id = iif(e.kind = 'post', e.seq,
        iif(e.kind IN ('edit', 'delete', 'react', 'unreact', 'undelivered'), e.target, 0))
    LEFT JOIN event v ON v.seq = m.version
    LEFT JOIN user n ON n.id = iif(e.kind IN ('join', 'leave'), e.target, e.author)"""
_SEEN: Final = """
    e.hidden != :user AND e.kind != 'gone' AND (:told OR e.kind NOT IN ('join', 'leave'))
    AND (e.kind NOT IN ('edit', 'delete', 'react', 'unreact', 'undelivered') OR (m.id >= :floor AND EXISTS (
        SELECT 1 FROM membership t WHERE t.user = :user AND t.conversation = e.scope
        AND e.target BETWEEN t.from_seq AND t.to_seq)))"""
_RANGE: Final = f"""
    SELECT {COLUMNS} FROM event e INDEXED BY event_of_scope {JOINS}
    WHERE e.scope = :conversation AND e.seq BETWEEN :lo AND :hi AND {_SEEN} ORDER BY e.seq"""
_WINDOW: Final = f"""
    SELECT {COLUMNS} FROM event e
    CROSS JOIN membership s ON s.user = :user AND s.conversation = e.scope AND e.seq BETWEEN s.from_seq AND s.to_seq
    CROSS JOIN conversation c ON c.id = e.scope AND e.seq >= c.archived AND NOT c.gone {JOINS}
    WHERE e.seq BETWEEN :lo AND :hi AND {_SEEN.replace(":told", "c.kind = 'group'").replace(":floor", "c.archived")}
    ORDER BY e.seq"""
_INTERVALS: Final = """
    SELECT c.id, max(s.from_seq, c.archived), s.to_seq, c.kind = 'group', c.archived
    FROM membership s JOIN conversation c ON c.id = s.conversation
    WHERE s.user = ? AND s.from_seq <= ? AND s.to_seq >= ? AND NOT c.gone AND c.archived <= ?"""

Interval = tuple[int, int, int, int, int]
"""Conversation, from, to, whether joinings are told there, the end of its archive."""


class Reading(Database):
    """Questions about the log; all of committed data only. They raise Storage."""

    def head(self) -> int:
        """The seq of the newest event, 0 in an empty log."""
        return int(self._read("SELECT coalesce(max(seq), 0) FROM event")[0][0])

    def events(self, user: int, lo: int, hi: int, limit_count: int, limit_bytes: int) -> tuple[list[StoredEvent], int]:
        """What `user` may see with lo <= seq <= hi, ascending, and the seq up to which that is everything.

        At most `limit_count` events and about `limit_bytes` of UTF-8 text, but at least one event if there is any up to
        there. The second value is min(hi, head) when nothing was cut off; otherwise it is at least `lo`.
        """
        hi = min(hi, self.head())
        try:
            intervals = self._intervals(user, lo, hi)
            if len(intervals) > RANGES_COUNT:
                hi = min(hi, lo + WINDOW_COUNT - 1)
                rows = _once(self._reader.execute(_WINDOW, {"user": user, "lo": lo, "hi": hi}))
            else:
                rows = heapq.merge(*(self._range(user, interval) for interval in intervals), key=itemgetter(0))
            found, whole = _page(rows, limit_count, limit_bytes)
        except sqlite3.DatabaseError as error:
            raise Storage(error) from error
        return found, hi if whole else found[-1].seq

    def earlier(
        self, user: int, conversation: int, lo: int, hi: int, limit_count: int, limit_bytes: int
    ) -> tuple[list[StoredEvent], int]:
        """What `user` may see of one conversation with lo <= seq <= hi, ascending, and the seq down to which that is
        everything: `lo` when nothing was cut off, else that of the first event. The newest are taken first."""
        try:
            intervals = self._intervals(user, lo, hi, conversation)
            rows = (row for interval in reversed(intervals) for row in self._range(user, interval, backwards=True))
            found, whole = _page(rows, limit_count, limit_bytes)
        except sqlite3.DatabaseError as error:
            raise Storage(error) from error
        return found[::-1], lo if whole else found[-1].seq

    def later(self, user: int, conversation: int, lo: int, hi: int, limit_count: int, limit_bytes: int) -> list[StoredEvent]:
        """The same, the oldest first and as many as the limits allow."""
        try:
            rows = (row for interval in self._intervals(user, lo, hi, conversation) for row in self._range(user, interval))
            return _page(rows, limit_count, limit_bytes)[0]
        except sqlite3.DatabaseError as error:
            raise Storage(error) from error

    def intervals(self, user: int, conversation: int) -> list[tuple[int, int]]:
        """Which places of the log the user may see of the conversation: ascending and apart, both ends included."""
        return [(start, end) for _, start, end, _, _ in self._intervals(user, 1, FOREVER, conversation)]

    def memberships(self, user: int) -> dict[int, list[tuple[int, int]]]:
        """The same for every conversation of which the user sees anything."""
        found: dict[int, list[tuple[int, int]]] = {}
        for conversation, start, end, _, _ in self._intervals(user, 1, FOREVER):
            found.setdefault(conversation, []).append((start, end))
        return found

    def _range(self, user: int, interval: Interval, backwards: bool = False) -> Iterator[Row]:
        conversation, lo, hi, told, floor = interval
        values = {"user": user, "conversation": conversation, "lo": lo, "hi": hi, "told": told, "floor": floor}
        return self._reader.execute(f"{_RANGE} DESC" if backwards else _RANGE, values)

    def _intervals(self, user: int, lo: int, hi: int, conversation: int = 0) -> list[Interval]:
        where, values = (" AND s.conversation = ?", (conversation,)) if conversation else ("", ())
        order = " ORDER BY s.conversation, s.from_seq"
        return _clipped(self._read(f"{_INTERVALS}{where}{order}", (user, hi, lo, hi, *values)), lo, hi)


def _page(rows: Iterable[Row], limit_count: int, limit_bytes: int) -> tuple[list[StoredEvent], bool]:
    """The first events within the limits, at least one, and whether that is all of them."""
    found: list[StoredEvent] = []
    size_bytes = 0
    for row in rows:
        size_bytes += len(row[7].encode())
        if found and (len(found) >= limit_count or size_bytes > limit_bytes):
            return found, False
        found.append(StoredEvent(*row))
    return found, True


def _once(rows: Iterable[Row]) -> Iterator[Row]:
    """Overlapping memberships give a row twice, one after the other."""
    last = 0
    for row in rows:
        if row[0] != last:
            yield row
        last = row[0]


def _clipped(intervals: Iterable[Row], lo: int, hi: int) -> list[Interval]:
    """Intervals inside lo..hi; overlapping ones of a conversation become one, so that no event comes twice."""
    clipped: list[Interval] = []
    for conversation, from_seq, to_seq, told, floor in intervals:
        start, end = max(from_seq, lo), min(to_seq, hi)
        if clipped and clipped[-1][0] == conversation and start <= clipped[-1][2] + 1:
            clipped[-1] = (conversation, clipped[-1][1], max(end, clipped[-1][2]), told, floor)
        elif start <= end:
            clipped.append((conversation, start, end, told, floor))
    return clipped
