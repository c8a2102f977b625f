"""One account's SQLite file on this computer: outbox, cached messages, the intervals held, a few facts.

Only ever touched by jobs of one lane, never by the loop's thread. A batch is one transaction, so that a message and the
interval that claims it, and a confirmed outbox row and its message, reach the disk together or not at all. A rollback
journal rather than WAL: home folders on a network break WAL.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from udpchat.client.outbox import Entry
from udpchat.client.sync import Interval
from udpchat.limits import CACHE_SHOWN_COUNT
from udpchat.words.messages import Message

SCHEMA_VERSION: Final = 1
_SCHEMA: Final = """
CREATE TABLE outbox(ref BLOB PRIMARY KEY, conversation INTEGER NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL,
                    position INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE message(seq INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, author INTEGER NOT NULL, name TEXT NOT NULL,
                     ref BLOB NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE interval(lo INTEGER PRIMARY KEY, hi INTEGER NOT NULL);
CREATE TABLE meta(key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""


@dataclass(slots=True)
class Batch:
    """What the next transaction writes; gathered while the one before is on its way."""

    reset: bool = False  # forget the cached log first
    messages: dict[int, Message] = field(default_factory=dict)
    intervals: tuple[Interval, ...] | None = None  # all that are held, replacing what was; None leaves them
    added: dict[bytes, Entry] = field(default_factory=dict)
    removed: set[bytes] = field(default_factory=set)
    meta: dict[str, bytes] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.reset or self.messages or self.intervals is not None or self.added or self.removed or self.meta)

    def forget_log(self) -> None:
        """The log that the messages came from is void."""
        self.reset, self.messages, self.intervals = True, {}, ()

    def then(self, later: Batch) -> Batch:
        """This batch and a later one as a single transaction."""
        merged = Batch(self.reset or later.reset)
        merged.messages = {**({} if later.reset else self.messages), **later.messages}
        merged.intervals = self.intervals if later.intervals is None else later.intervals
        merged.added = {**self.added, **later.added}
        merged.removed = self.removed | later.removed
        merged.meta = {**self.meta, **later.meta}
        return merged


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a folder holds when it is opened; `newest` are the newest cached messages, ascending."""

    meta: dict[str, bytes]
    intervals: tuple[Interval, ...]
    outbox: tuple[Entry, ...]
    newest: tuple[Message, ...]


class AccountDatabase:
    """The open file. Every method blocks."""

    def __init__(self, path: Path) -> None:
        """Opens or makes it; sqlite3.Error or OSError when that cannot be done."""
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        run = self._connection.execute
        run("PRAGMA journal_mode=TRUNCATE")
        run("PRAGMA synchronous=FULL")
        run("PRAGMA secure_delete=ON")
        (version,) = run("PRAGMA user_version").fetchone()
        if version == 0:
            self._connection.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version={SCHEMA_VERSION};COMMIT;")
        elif version != SCHEMA_VERSION:
            raise sqlite3.DatabaseError(f"schema {version} is not known to this version")

    def load(self) -> Snapshot:
        """Everything that the core wants at the start."""
        run = self._connection.execute
        newest = run(
            "SELECT seq, conversation, author, name, ref, at, text FROM message ORDER BY seq DESC LIMIT ?",
            (CACHE_SHOWN_COUNT,),
        ).fetchall()
        rows = run("SELECT ref, conversation, text, at, position FROM outbox ORDER BY position").fetchall()
        return Snapshot(
            self.meta(),
            tuple(run("SELECT lo, hi FROM interval ORDER BY lo").fetchall()),
            tuple(Entry(*row) for row in rows),
            tuple(Message(*row) for row in reversed(newest)),
        )

    def meta(self) -> dict[str, bytes]:
        """The few facts: epoch, user, name, guest, token."""
        return dict(self._connection.execute("SELECT key, value FROM meta").fetchall())

    def apply(self, batch: Batch) -> None:
        """One transaction; on any failure nothing of it is there."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._write(batch)
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _write(self, batch: Batch) -> None:
        run, run_many = self._connection.execute, self._connection.executemany
        if batch.reset:
            run("DELETE FROM message")
        run_many("INSERT OR IGNORE INTO message VALUES(?,?,?,?,?,?,?)", [_row(m) for m in batch.messages.values()])
        if batch.intervals is not None:
            run("DELETE FROM interval")
            run_many("INSERT INTO interval VALUES(?,?)", batch.intervals)
        rows = [(e.ref, e.conversation, e.text, e.at, e.position) for e in batch.added.values()]
        run_many("INSERT OR IGNORE INTO outbox VALUES(?,?,?,?,?)", rows)
        run_many("DELETE FROM outbox WHERE ref=?", [(ref,) for ref in batch.removed])
        run_many("INSERT OR REPLACE INTO meta VALUES(?,?)", list(batch.meta.items()))

    def has_outbox(self) -> bool:
        """Whether anything typed is still here."""
        return self._connection.execute("SELECT 1 FROM outbox LIMIT 1").fetchone() is not None

    def keep_outbox_only(self) -> None:
        """Erase what others wrote, and the token; what was typed here and never sent stays."""
        self._connection.executescript(
            "BEGIN; DELETE FROM message; DELETE FROM interval; DELETE FROM meta WHERE key='token'; COMMIT;"
        )

    def close(self) -> None:
        """Idempotent."""
        self._connection.close()


def _row(message: Message) -> tuple[int, int, int, str, bytes, int, str]:
    return (
        message.seq,
        message.conversation,
        message.author,
        message.name,
        message.ref,
        message.at,
        message.text,
    )
