"""Searching what one person may see: the index where it reaches, the messages themselves behind it, newest first.

Every candidate is read from the store with the rules of `reading` and its text compared once more, so a stale index costs
time, never a secret. Rejected: ranking by bm25, which reads every row of a common word (0.8 s for a million) to order by
what nobody asked for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from udpchat import limits
from udpchat.store.index import SPAN_COUNT, Index, searched
from udpchat.store.reading import COLUMNS, JOINS
from udpchat.store.records import FOREVER, StoredEvent
from udpchat.store.terms import Term, matches, terms_of

_BATCH: Final = 64
_WINDOW: Final = 8192
_TAGS: Final = 400
"""Conversations that a question to the index names; a member of more is filtered afterwards."""

_HITS: Final = f"""
    SELECT {COLUMNS} FROM store.event e {JOINS} JOIN store.conversation c ON c.id = e.scope
    WHERE e.seq IN ({", ".join(f":seq{number}" for number in range(_BATCH))})
    AND e.kind = 'post' AND NOT m.deleted AND e.hidden != :user
    AND NOT c.gone AND e.seq >= c.archived AND (:conversation = 0 OR e.scope = :conversation)
    AND (:author = 0 OR e.author = :author) AND (NOT :files OR m.file) AND e.at BETWEEN :since AND :until
    AND EXISTS (SELECT 1 FROM store.membership s WHERE s.user = :user AND s.conversation = e.scope
        AND e.seq BETWEEN s.from_seq AND s.to_seq) ORDER BY e.seq DESC"""
_ROOMS: Final = """
    SELECT c.id, min(max(s.from_seq, c.archived)), max(s.to_seq) FROM store.membership s
    JOIN store.conversation c ON c.id = s.conversation
    WHERE s.user = :user AND NOT c.gone AND (:conversation = 0 OR c.id = :conversation) GROUP BY c.id"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `user` searches for: the fields of the word `Search`; 0 and "" mean any."""

    user: int
    words: str
    conversation: int = 0
    author: int = 0
    since: int = 0
    until: int = 0
    before: int = 0
    files: bool = False


@dataclass(frozen=True, slots=True)
class Hits:
    """Messages as they read now, newest first. `more`: the `before` of a search that goes on; 0: that was all."""

    messages: list[StoredEvent]
    more: int


class Search(Index):
    """Questions to the index; they block for `limits.SEARCH_S` at most."""

    def __init__(self, store: Path, fts: bool = True, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(store, fts)
        self._clock = clock

    def search(self, wanted: Wanted, count: int = limits.SEARCH_COUNT, limit_bytes: int = limits.HISTORY_PAGE_BYTES) -> Hits:
        """At most `count` messages of about so many bytes of text. Raises Storage."""
        terms = terms_of(wanted.words)
        if wanted.words.strip() and not terms:
            return Hits([], 0)
        with self._guard():
            return self._search(wanted, terms, count, limit_bytes)

    def _search(self, wanted: Wanted, terms: Sequence[Term], count: int, limit_bytes: int) -> Hits:
        deadline = self._clock() + limits.SEARCH_S
        found: list[StoredEvent] = []
        size_bytes = 0
        for seqs, reached in self._candidates(wanted, terms):
            for event in self._seen(wanted, seqs):
                if not matches(terms, searched(event.body, event.card)):
                    continue
                size_bytes += len(event.body.encode())
                if found and (len(found) >= count or size_bytes > limit_bytes):
                    return Hits(found, found[-1].seq)
                found.append(event)
            if self._clock() > deadline:
                return Hits(found, reached)
        return Hits(found, 0)

    def _seen(self, wanted: Wanted, seqs: Sequence[int]) -> Iterator[StoredEvent]:
        """Those of the messages that the person may see and that are wanted, whatever their words, newest first."""
        values = {
            "user": wanted.user,
            "conversation": wanted.conversation,
            "author": wanted.author,
            "since": wanted.since,
            "until": wanted.until or FOREVER,
            "files": wanted.files,
        }
        for start in range(0, len(seqs), _BATCH):
            batch = seqs[start : start + _BATCH]
            named = {f"seq{at}": batch[at] if at < len(batch) else 0 for at in range(_BATCH)}
            for row in self._connection().execute(_HITS, {**values, **named}):
                yield StoredEvent(*row)

    def _candidates(self, wanted: Wanted, terms: Sequence[Term]) -> Iterator[tuple[list[int], int]]:
        """Batches of seqs, descending, that may be wanted; and down to which seq they leave nothing out."""
        index = self._connection()
        rooms = index.execute(_ROOMS, {"user": wanted.user, "conversation": wanted.conversation}).fetchall()
        if not rooms:
            return
        (indexed,), (head,) = self._done("indexed"), index.execute("SELECT max(seq) FROM store.event").fetchone()
        lo, hi = min(row[1] for row in rooms), min(head, max(row[2] for row in rooms), (wanted.before or FOREVER) - 1)
        yield from self._scan(wanted, max(lo, indexed + 1), hi, ())
        start, end = self._days(wanted, indexed)
        lo, hi = max(lo, start), min(hi, end)
        if self.words and (terms or wanted.author):
            tags = [f"c{row[0]}" for row in rooms] if len(rooms) <= _TAGS else []
            yield from self._ask(_question(terms, wanted.author, tags), indexed, lo, hi)
        else:
            yield from self._scan(wanted, lo, hi, terms)

    def _days(self, wanted: Wanted, indexed: int) -> tuple[int, int]:
        """Of the indexed part, between which seqs there is anything of the wanted time."""
        if not (wanted.since or wanted.until):
            return 1, indexed
        first, last = (
            self._connection()
            .execute(
                "SELECT min(number), max(number) FROM span WHERE until >= ? AND since <= ?",
                (wanted.since, wanted.until or FOREVER),
            )
            .fetchone()
        )
        return (1, 0) if first is None else (first * SPAN_COUNT, min(indexed, (last + 1) * SPAN_COUNT - 1))

    def _ask(self, question: str, indexed: int, lo: int, hi: int) -> Iterator[tuple[list[int], int]]:
        """From the index, with the messages that were edited since it was filled."""
        index = self._connection()
        edited = [
            row[0]
            for row in index.execute(
                """SELECT DISTINCT target FROM store.event WHERE seq > ? AND kind = 'edit' AND target BETWEEN ? AND ?
                   ORDER BY target""",
                (indexed, lo, hi),
            )
        ]
        rows = index.execute(
            "SELECT rowid FROM said WHERE said MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC", (question, lo, hi)
        )
        while batch := [row[0] for row in rows.fetchmany(_BATCH)]:
            seqs = set(batch)
            while edited and edited[-1] >= batch[-1]:
                seqs.add(edited.pop())
            yield sorted(seqs, reverse=True), batch[-1]
        if edited:
            yield edited[::-1], lo

    def _scan(self, wanted: Wanted, lo: int, hi: int, terms: Sequence[Term]) -> Iterator[tuple[list[int], int]]:
        """From the messages themselves, window by window; without looking closer at plain English without the letters."""
        letters = [f"%{term.word}%" for term in terms if term.word.isascii()]
        conversation = wanted.conversation
        where = "AND e.scope = ?" if conversation else "AND ? = 0"
        if wanted.files:
            where += " AND m.file"
        if terms:
            plain = " AND ".join(["e.body LIKE ?"] * len(letters)) if len(letters) == len(terms) else "0"
            where += f" AND (m.file OR m.version != e.seq OR length(e.body) != length(CAST(e.body AS BLOB)) OR ({plain}))"
            letters = letters if len(letters) == len(terms) else []
        question = f"""SELECT e.seq FROM store.event e JOIN store.message m ON m.id = e.seq
                       WHERE e.seq BETWEEN ? AND ? {where} ORDER BY e.seq DESC"""
        for top in range(hi, lo - 1, -_WINDOW):
            bottom = max(lo, top - _WINDOW + 1)
            rows = self._connection().execute(question, (bottom, top, conversation, *letters))
            yield [row[0] for row in rows], bottom


def _question(terms: Sequence[Term], author: int, rooms: Sequence[str]) -> str:
    """What the index is asked. The words hold letters, digits and symbols only, so the quotes around them hold."""
    parts = []
    if terms:
        words = " AND ".join(f'"{term.word}"*' if term.begins else f'"{term.word}"' for term in terms)
        parts.append(f"words : ({words})")
    if author:
        parts.append(f'tags : ("a{author:d}")')
    if rooms:
        parts.append("tags : ({})".format(" OR ".join(f'"{room}"' for room in rooms)))
    return " AND ".join(parts)
