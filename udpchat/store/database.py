"""Two connections to one file: a writer whose transaction is one turn of the loop, and a reader of committed data.

Between two commits the packet thread writes; `commit` alone runs on a worker, and nothing else touches the writer
meanwhile. The reader never sees what is not committed, and no answer of the store is kept in memory, so a rollback has
nothing to undo there.

Invariants:
- A transaction begins with the first write of a turn; a request that writes nothing costs nothing.
- What fails inside `savepoint` is undone up to its beginning; the other requests of the turn stay.
- SQLite may give up a whole transaction by itself (disk full, I/O error). Then the turn is *lost*: every later write
  and the commit raise `Storage`, and nobody is told that something was stored which was not.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

from udpchat.errors import Storage
from udpchat.store.opening import connect, use_wal

Row = tuple[Any, ...]
_SYNCHRONOUS = frozenset({"OFF", "NORMAL", "FULL", "EXTRA"})


class Database:
    """The transaction of the turn and the two ways to run a statement. Subclasses ask the questions."""

    def __init__(self, path: Path, synchronous: str) -> None:
        if synchronous not in _SYNCHRONOUS:
            raise ValueError(f"synchronous must be one of {sorted(_SYNCHRONOUS)}")
        self._path = path
        self._synchronous = synchronous
        self._writer = self._connect_writer()
        self._reader = connect(path, synchronous)
        self._reader.execute("PRAGMA query_only = ON")
        self._ready = False  # the writer may run a statement at once
        self._open = False  # the turn has a transaction
        self._lost = False  # SQLite gave it up
        self._committing = False
        self._broken = False  # the writer could not roll back
        self._request: _Savepoint | None = None

    def _connect_writer(self) -> sqlite3.Connection:
        writer = connect(self._path, self._synchronous)
        self.wal = use_wal(writer)
        writer.execute("PRAGMA secure_delete = ON")  # a deleted text is overwritten, not just unlinked
        writer.execute("PRAGMA cache_spill = OFF")  # without WAL a spill would lock the reader out before the commit
        return writer

    # --- the turn ---

    @property
    def dirty(self) -> bool:
        """Is there anything to commit (or, after a failure, anything whose loss `commit` has to tell)?"""
        return self._open

    def savepoint(self) -> contextlib.AbstractContextManager[None]:
        """One request: on an exception its writes are undone, those of earlier requests stay. Not nested."""
        return _Savepoint(self)

    def commit(self) -> None:
        """Make the turn durable. Blocks for the disk. Raises Storage: then nothing of the turn was stored."""
        if not self._open:
            return
        self._ready = False
        self._committing = True
        try:
            if self._lost or not self._writer.in_transaction:
                raise Storage("the transaction was given up")
            self._writer.execute("COMMIT")
        except sqlite3.Error as error:
            raise Storage(error) from error
        finally:
            self._clear()

    def rollback(self) -> None:
        """Forget the turn."""
        if self._open:
            self._clear()

    def close(self) -> None:
        """Forget what is not committed and close the file."""
        self.rollback()
        self._reader.close()
        self._writer.close()

    # --- statements ---

    def _write(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """Run a statement in the transaction of the turn. Raises Storage."""
        try:
            if not self._ready:
                self._begin()
            return self._writer.execute(statement, values)
        except (sqlite3.DatabaseError, MemoryError) as error:
            self._fail(error)

    def _peek(self, statement: str, values: Sequence[object] = ()) -> Row | None:
        """The first row as the turn sees it, its own writes included. Begins no transaction. Raises Storage."""
        rows = self._look(statement, values, 1)
        return rows[0] if rows else None

    def _look(self, statement: str, values: Sequence[object] = (), count: int = -1) -> list[Row]:
        """All rows, or the first `count`, as the turn sees them. Raises Storage."""
        if self._committing:
            raise RuntimeError("the store is used during a commit")
        try:
            if self._broken:
                self._mend()
            cursor = self._writer.execute(statement, values)
            return cursor.fetchall() if count < 0 else cursor.fetchmany(count)
        except (sqlite3.DatabaseError, MemoryError) as error:
            self._fail(error)

    def _read(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows, committed data only. Raises Storage."""
        try:
            return self._reader.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise Storage(error) from error

    # --- inside ---

    def _begin(self) -> None:
        if self._committing:
            raise RuntimeError("the store is used during a commit")
        if self._lost or (self._open and not self._writer.in_transaction):
            self._lost = True
            raise Storage("the transaction was given up")
        if self._broken:
            self._mend()
        if not self._open:
            self._writer.execute("BEGIN IMMEDIATE")
            self._open = True
            if self._request:
                self._request.began = True  # the whole transaction is its own: no savepoint needed to undo it
        elif self._request and not self._request.began:
            self._writer.execute("SAVEPOINT request")
            self._request.marked = True
        self._ready = True

    def _fail(self, error: Exception) -> NoReturn:
        """Note whether the transaction is gone, and raise Storage; our own mistakes stay what they are."""
        if self._open and not self._writer.in_transaction:
            self._lost = True
            self._ready = False
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.DataError):
            raise error
        raise Storage(error) from error

    def _undo(self, request: _Savepoint) -> None:
        """Back to the beginning of a request."""
        if request.began:
            self._clear()
        elif request.marked and not self._lost:
            try:
                self._writer.execute("ROLLBACK TO request")
                self._writer.execute("RELEASE request")
            except sqlite3.Error:
                self._lost = True  # e.g. the transaction is gone: commit will say so

    def _clear(self) -> None:
        """No transaction, no marks; a writer that cannot even roll back is replaced before its next use."""
        try:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
        except sqlite3.Error:
            self._broken = True
        self._ready = self._open = self._lost = self._committing = False

    def _mend(self) -> None:
        self._writer.close()
        self._writer = self._connect_writer()
        self._broken = False


class _Savepoint:
    """Lazy: the mark is set by the first write of the request."""

    __slots__ = ("_database", "began", "marked")

    def __init__(self, database: Database) -> None:
        self._database = database
        self.began = False  # this request began the transaction
        self.marked = False  # SAVEPOINT was executed

    def __enter__(self) -> None:
        database = self._database
        if database._request is not None:
            raise RuntimeError("a request inside a request")
        database._request = self
        database._ready = False

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        database = self._database
        database._request = None
        database._ready = False
        if error is not None:
            database._undo(self)
        elif self.marked:
            try:
                database._writer.execute("RELEASE request")
            except sqlite3.DatabaseError as failure:
                database._undo(self)
                database._fail(failure)
