"""One account's SQLite file on this computer: outbox, cached messages, the intervals held, drafts, a few facts.

Only ever touched by jobs of one lane, never by the loop's thread. A batch is one transaction, so that a message and the
interval that claims it, and a confirmed outbox row and its message, reach the disk together or not at all. A rollback
journal rather than WAL: home folders on a network break WAL. What is deleted is overwritten (`secure_delete`).
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any, Final

from udpchat.client.batch import Batch, Snapshot
from udpchat.client.outbox import Entry
from udpchat.limits import ACCOUNT_READ_WAIT_S, CACHE_SHOWN_COUNT
from udpchat.words.messages import Message

_SCHEMA_1: Final = """
CREATE TABLE outbox(ref BLOB PRIMARY KEY, conversation INTEGER NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL,
                    position INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE message(seq INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, author INTEGER NOT NULL, name TEXT NOT NULL,
                     ref BLOB NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE interval(lo INTEGER PRIMARY KEY, hi INTEGER NOT NULL);
CREATE TABLE meta(key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""
_SCHEMA_2: Final = """
CREATE TABLE draft(conversation INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE mark(conversation INTEGER PRIMARY KEY, seq INTEGER NOT NULL);
"""
_STEPS: Final = (_SCHEMA_1, _SCHEMA_2)
"""What leads from each version of the file to the next; each runs in one transaction."""

_MESSAGE: Final = "seq, conversation, author, name, ref, at, text"


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
        if version > len(_STEPS):
            raise sqlite3.DatabaseError(f"schema {version} is not known to this version")
        for number, step in enumerate(_STEPS[version:], version + 1):
            self._connection.executescript(f"BEGIN;{step}PRAGMA user_version={number};COMMIT;")

    def load(self) -> Snapshot:
        """Everything that the core wants at the start."""
        run = self._connection.execute
        newest = run(f"SELECT {_MESSAGE} FROM message ORDER BY seq DESC LIMIT ?", (CACHE_SHOWN_COUNT,)).fetchall()
        rows = run("SELECT ref, conversation, text, at, position FROM outbox ORDER BY position").fetchall()
        return Snapshot(
            self.meta(),
            tuple(run("SELECT lo, hi FROM interval ORDER BY lo").fetchall()),
            tuple(Entry(*row) for row in rows),
            tuple(Message(*row) for row in reversed(newest)),
            dict(run("SELECT conversation, text FROM draft").fetchall()),
            dict(run("SELECT conversation, seq FROM mark").fetchall()),
        )

    def earlier(self, before_seq: int, count: int) -> list[Message]:
        """The last cached messages before that seq, at most `count`, ascending."""
        query = f"SELECT {_MESSAGE} FROM message WHERE seq<? ORDER BY seq DESC LIMIT ?"
        rows = self._connection.execute(query, (before_seq, count)).fetchall()
        return [Message(*row) for row in reversed(rows)]

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
            run("DELETE FROM mark")
        run_many("INSERT OR IGNORE INTO message VALUES(?,?,?,?,?,?,?)", [_row(m) for m in batch.messages.values()])
        if batch.intervals is not None:
            run("DELETE FROM interval")
            run_many("INSERT INTO interval VALUES(?,?)", batch.intervals)
        rows = [(e.ref, e.conversation, e.text, e.at, e.position) for e in batch.added.values()]
        run_many("INSERT OR IGNORE INTO outbox VALUES(?,?,?,?,?)", rows)
        run_many("DELETE FROM outbox WHERE ref=?", [(ref,) for ref in batch.removed])
        run_many("DELETE FROM meta WHERE key=?", [(key,) for key, value in batch.meta.items() if not value])
        run_many("INSERT OR REPLACE INTO meta VALUES(?,?)", [item for item in batch.meta.items() if item[1]])
        run_many("DELETE FROM draft WHERE conversation=?", [(key,) for key, text in batch.drafts.items() if not text])
        run_many("INSERT OR REPLACE INTO draft VALUES(?,?)", [item for item in batch.drafts.items() if item[1]])
        run_many("INSERT OR REPLACE INTO mark VALUES(?,?)", list(batch.marks.items()))

    def has_outbox(self) -> bool:
        """Whether anything typed is still here."""
        return self._connection.execute("SELECT 1 FROM outbox LIMIT 1").fetchone() is not None

    def keep_outbox_only(self) -> None:
        """Erase everything but what was sent here and never arrived; of a guest the name stays, to tell them of it."""
        self._forget(("name", "guest") if self.meta().get("guest") == b"1" else ())

    def forget_log(self) -> None:
        """Erase what others wrote, drafts and marks. The log comes again from the server."""
        self._forget(("name", "guest", "token"))

    def _forget(self, kept: tuple[str, ...]) -> None:
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        for table in ("message", "interval", "draft", "mark"):
            run(f"DELETE FROM {table}")
        run(f"DELETE FROM meta WHERE key NOT IN ({','.join('?' * len(kept))})", kept)
        run("COMMIT")

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


def read_meta(path: Path) -> dict[str, bytes] | None:
    """The facts in a file that another process may have open, without changing it; None when it cannot be read now."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=ACCOUNT_READ_WAIT_S)
        try:
            rows: list[Any] = connection.execute("SELECT key, value FROM meta").fetchall()
        finally:
            connection.close()
    except sqlite3.Error:
        return None
    return dict(rows)
