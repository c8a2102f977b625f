"""One account's SQLite file on this computer: outbox, cached log, the intervals held, drafts, a few facts.

Only ever touched by jobs of one lane, never by the loop's thread. A batch is one transaction, so that a message and the
interval that claims it, and a confirmed outbox row and its message, reach the disk together or not at all. A rollback
journal rather than WAL: home folders on a network break WAL. What is deleted is overwritten (`secure_delete`).
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from udpchat.client import schema
from udpchat.client.batch import Batch, Page, Snapshot
from udpchat.client.entry import Entry, Request
from udpchat.client.reading import Reader
from udpchat.client.transfers.transfer import is_unsent
from udpchat.client.writing import Writer
from udpchat.errors import ProtocolViolation
from udpchat.limits import ACCOUNT_READ_WAIT_S
from udpchat.words.codec import decode


class AccountDatabase:
    """The open file. Every method blocks."""

    def __init__(self, path: Path) -> None:
        """Opens or makes it; sqlite3.Error or OSError when that cannot be done."""
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            run = self._connection.execute
            run("PRAGMA journal_mode=TRUNCATE")
            run("PRAGMA synchronous=FULL")
            run("PRAGMA secure_delete=ON")
            self._indexed = schema.prepare(self._connection)
        except BaseException:
            self._connection.close()
            raise
        self._reader = Reader(self._connection)

    def load(self, me: int = 0) -> Snapshot:
        """Everything that the core wants at the start. `me`: whose own messages are never unread."""
        run = self._connection.execute
        rows = run("SELECT ref, conversation, text, at, position, reply, word, about FROM outbox ORDER BY position")
        marks = dict(run("SELECT conversation, seq FROM mark").fetchall())
        rooms = self._reader.rooms()
        return Snapshot(
            self.meta(),
            tuple(run("SELECT lo, hi FROM interval ORDER BY lo").fetchall()),
            tuple(_entry(*row) for row in rows.fetchall()),
            self._reader.newest(rooms),
            dict(run("SELECT conversation, text FROM draft").fetchall()),
            marks,
            tuple(run("SELECT conversation, lo, hi FROM hole").fetchall()),
            rooms,
            self._reader.accounts(),
            self._reader.orphans(),
            tuple(body for (body,) in run("SELECT body FROM transfer").fetchall()),
            self._reader.unread(rooms, marks, me),
        )

    def earlier(self, conversation: int | None, before_seq: int, count: int) -> Page:
        """The last cached messages before that seq, at most `count`, ascending; None: of all conversations."""
        return self._reader.earlier(conversation, before_seq, count)

    def meta(self) -> dict[str, bytes]:
        """The few facts: epoch, user, name, guest, token."""
        return dict(self._connection.execute("SELECT key, value FROM meta").fetchall())

    def apply(self, batch: Batch) -> frozenset[int]:
        """One transaction; on any failure nothing of it is there. Which seqs of `filled` were new."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            new = Writer(self._connection, self._indexed).write(batch)
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        return new

    def has_outbox(self) -> bool:
        """Whether anything typed, or a file to be sent, is still here."""
        typed = self._connection.execute("SELECT 1 FROM outbox LIMIT 1").fetchone() is not None
        return typed or bool(self._unsent_files())

    def _unsent_files(self) -> list[tuple[bytes, str]]:
        rows = self._connection.execute("SELECT key, body FROM transfer").fetchall()
        return [(key, body) for key, body in rows if is_unsent(body)]

    def keep_outbox_only(self) -> None:
        """Erase everything but what was sent here and never arrived; of a guest the name stays, to tell them of it."""
        self._forget(("name", "guest") if self.meta().get("guest") == b"1" else (), self._unsent_files())

    def forget_log(self) -> None:
        """Erase what others wrote, drafts and marks. The log comes again from the server."""
        self._forget(("name", "guest", "token"), self._unsent_files())

    def _forget(self, kept: tuple[str, ...], files: list[tuple[bytes, str]]) -> None:
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        for table in schema.OWN_TABLES:
            run(f"DELETE FROM {table}")
        self._connection.executemany("INSERT INTO transfer (key, body) VALUES (?, ?)", files)
        if self._indexed:
            run("INSERT INTO said(said) VALUES('delete-all')")
        run(f"DELETE FROM meta WHERE key NOT IN ({','.join('?' * len(kept))})", kept)
        run("COMMIT")

    def close(self) -> None:
        """Idempotent."""
        self._connection.close()


def _entry(
    ref: bytes, conversation: int, text: str, at: int, position: int, reply: int, word: bytes, about: bytes
) -> Entry:
    """A row of the outbox; one whose word this version cannot read any more is kept as what it says."""
    request: Request | None = None
    if word:
        try:
            found = decode(word)
        except ProtocolViolation:
            found = None
        request = found if isinstance(found, Request) else None
    return Entry(ref, conversation, text, at, position, reply, request, about)


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
