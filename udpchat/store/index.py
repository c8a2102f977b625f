"""The search index: a file of its own beside the store, filled from the log by a worker, thrown away when in doubt.

It is a file of its own because SQLite lets one connection write to a file: filling it must never make the packet thread
wait. All of it can be made again from the store, so it is not part of a backup, needs no fsync, and a broken one, or one of
another epoch or form, is deleted and filled anew.

    said    words of each message and of the name of its file and, as tags, its conversation and author (FTS5, where this
            SQLite has it)
    span    for each so many places of the log the first and last time: a search by date looks into the right ones only
    done    epoch of the store, `form` of this file, `indexed`: the seq up to which everything is in, `pruned`: up to which
            all is deleted

A text that was edited or deleted is taken out here as well; where SQLite can, its words are overwritten (secure-delete).
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from udpchat import limits
from udpchat.errors import Storage
from udpchat.files import create_private
from udpchat.store.database import Row
from udpchat.store.files import file_of
from udpchat.store.opening import connect, uri_of, use_wal
from udpchat.store.terms import BEGINNING_CHARS, words_of

INDEX_SUFFIX: Final = ".search"
SPAN_COUNT: Final = 1024
"""Places of the log in one span."""
_FORM: Final = 2
"""Of what is in the index: one of another form is filled anew."""

_SAID: Final = f"""CREATE VIRTUAL TABLE said
    USING fts5(words, tags, tokenize = 'ascii', detail = column, columnsize = 0, prefix = '{BEGINNING_CHARS:d}')"""
_TABLES: Final = (
    "CREATE TABLE done (key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    "CREATE TABLE span (number INTEGER PRIMARY KEY, since INTEGER NOT NULL, until INTEGER NOT NULL)",
)
_NEWS: Final = """
    SELECT e.seq, e.kind, e.at, m.id, p.scope, p.author, e.body, m.card FROM store.event e
    LEFT JOIN store.message m ON m.id = iif(e.kind = 'post', e.seq, iif(e.kind IN ('edit', 'delete'), e.target, 0))
    LEFT JOIN store.event p ON p.seq = m.id
    WHERE e.seq > ? ORDER BY e.seq LIMIT ?"""


def searched(text: str, card: str) -> str:
    """What a message is found by: its words, and the name of its file."""
    return f"{text} {file_of(card).name}" if card else text


class Index:
    """Its methods block, on one worker at a time. Everything raises Storage, after which the next call starts afresh."""

    def __init__(self, store: Path, fts: bool = True) -> None:
        """Of the store at that path, which must exist by the first use. `fts`: use FTS5 if this SQLite has it."""
        self._store, self._fts = store, fts
        self._path = store.with_name(store.name + INDEX_SUFFIX)
        self._open: sqlite3.Connection | None = None
        self.words = False
        """Whether there is an index of words; else a search reads the messages themselves."""

    def fill(self, count: int = limits.SEARCH_FILL_COUNT) -> bool:
        """Take in the next `count` events of the log; whether there may be more."""
        with self._guard() as index:
            index.execute("BEGIN")
            (start,), (pruned,) = self._done("indexed"), self._done("pruned")
            more = self._forget(pruned, count)
            rows = index.execute(_NEWS, (start, count)).fetchall()
            for row in rows:
                self._take(row)
            if rows:
                index.execute("UPDATE done SET value = ? WHERE key = 'indexed'", (rows[-1][0],))
            index.execute("COMMIT")
        return more or len(rows) == count

    @property
    def indexed_seq(self) -> int:
        """The seq up to which everything is in."""
        with self._guard():
            return int(self._done("indexed")[0])

    def close(self) -> None:
        """Let go of the files."""
        if self._open is not None:
            self._open.close()
            self._open = None

    # --- filling ---

    def _take(self, row: Row) -> None:
        seq, kind, at, message, conversation, author, text, card = row
        index = self._connection()
        index.execute(
            """INSERT INTO span (number, since, until) VALUES (?, ?, ?) ON CONFLICT (number) DO UPDATE
               SET since = min(since, excluded.since), until = max(until, excluded.until)""",
            (seq // SPAN_COUNT, at, at),
        )
        if not self.words or message is None:
            return
        if kind != "post":
            index.execute("DELETE FROM said WHERE rowid = ?", (message,))
        if text:
            values = (message, " ".join(words_of(searched(text, card))), f"c{conversation} a{author}")
            index.execute("INSERT INTO said (rowid, words, tags) VALUES (?, ?, ?)", values)

    def _forget(self, pruned: int, count: int) -> bool:
        """Take out what the store let go of; whether there is more of it."""
        index = self._connection()
        row = index.execute("SELECT value FROM store.meta WHERE key = 'pruned'").fetchone()
        until = min(int(row[0]) if row else 0, pruned + count)
        if until <= pruned:
            return False
        if self.words:
            index.execute("DELETE FROM said WHERE rowid > ? AND rowid <= ?", (pruned, until))
        index.execute("UPDATE done SET value = ? WHERE key = 'pruned'", (until,))
        return until < int(row[0])

    def _done(self, key: str) -> Row:
        row: Row = self._connection().execute("SELECT value FROM done WHERE key = ?", (key,)).fetchone()
        return row

    # --- the file ---

    @contextlib.contextmanager
    def _guard(self) -> Iterator[sqlite3.Connection]:
        """The connection; after an error it is closed, and a file that is to blame is deleted."""
        try:
            yield self._connection()
        except (sqlite3.Error, OSError) as error:
            self.close()
            if _is_broken(error):
                self._delete()
            raise Storage(error) from error

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            try:
                self._open = self._connect()
            except sqlite3.Error as error:
                if not _is_broken(error):
                    raise
                self._delete()
                self._open = self._connect()
        return self._open

    def _connect(self) -> sqlite3.Connection:
        if not self._path.exists():
            create_private(self._path)
        index = connect(self._path, "OFF")
        try:
            use_wal(index)
            if not index.execute("SELECT 1 FROM sqlite_master").fetchone():
                for statement in _TABLES:
                    index.execute(statement)
            index.execute("ATTACH ? AS store", (uri_of(self._store.absolute(), "ro"),))
            (epoch,) = index.execute("SELECT value FROM store.meta WHERE key = 'epoch'").fetchone()
            (head,) = index.execute("SELECT coalesce(max(seq), 0) FROM store.event").fetchone()
            known = dict(index.execute("SELECT key, value FROM done"))
            if known.get("epoch") != epoch or known.get("form") != _FORM or known["indexed"] > head:
                self._begin(index, epoch)
            self.words = bool(index.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'said'").fetchone())
        except BaseException:
            index.close()
            raise
        return index

    def _begin(self, index: sqlite3.Connection, epoch: str) -> None:
        """Empty, for this epoch."""
        index.execute("BEGIN")
        index.execute("DROP TABLE IF EXISTS said")
        index.execute("DELETE FROM span")
        index.execute("DELETE FROM done")
        index.executemany("INSERT INTO done VALUES (?, ?)", [("epoch", epoch), ("form", _FORM), ("indexed", 0), ("pruned", 0)])
        with contextlib.suppress(sqlite3.OperationalError):  # a SQLite without FTS5, or one older than 3.42
            if self._fts:
                index.execute(_SAID)
                index.execute("INSERT INTO said (said, rank) VALUES ('secure-delete', 1)")
        index.execute("COMMIT")

    def _delete(self) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(OSError):
                self._path.with_name(self._path.name + suffix).unlink()


def _is_broken(error: Exception) -> bool:
    if not isinstance(error, sqlite3.Error):
        return False
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_ERROR)
