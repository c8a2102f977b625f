"""The store of a server: one SQLite file, one method per question. See `database` for who may call what when."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Self

from udpchat.driver import RandBytes
from udpchat.store.answers import Answers
from udpchat.store.arrivals import Arrivals
from udpchat.store.file_keeping import FileKeeping
from udpchat.store.files import Files
from udpchat.store.log import Log
from udpchat.store.moderation import Moderation
from udpchat.store.opening import explained, make_ready
from udpchat.store.people import People
from udpchat.store.reading import Reading
from udpchat.store.retention import Retention
from udpchat.store.rooms import Rooms
from udpchat.store.search import Search


class Store(Log, People, Rooms, Moderation, Reading, Retention, Answers, Files, FileKeeping, Arrivals):
    """Writes wait for `commit`; reads see committed data only. The caller holds the lock of the data folder."""

    epoch: str
    """Random; another one after a restore from a backup. Clients that hold another one start from scratch."""
    secret: bytes
    """32 bytes that never leave the server: they make the salts of people who do not exist look real."""
    search: Search
    """Its index is filled, and searches run, on a worker; nothing else may use it."""

    @classmethod
    def open(cls, path: Path, randbytes: RandBytes, synchronous: str = "FULL") -> Self:
        """Open or found the store at `path`. Raises DamagedStore, StoreTooNew, FolderNotWritable, FolderInUse.

        `synchronous` is SQLite's: FULL survives a power cut, OFF is for simulations.
        """
        make_ready(path, randbytes)
        try:
            store = cls(path, synchronous)
        except sqlite3.DatabaseError as error:
            raise explained(error, path) from error
        meta: dict[str, Any] = dict(store._read("SELECT key, value FROM meta"))
        store.epoch, store.secret = meta["epoch"], meta["secret"]
        store.lobby, store.announcements = meta["lobby"], meta["announcements"]
        store.search = Search(path)
        return store

    def close(self) -> None:
        """Forget what is not committed and close the files, those of the search too."""
        self.search.close()
        super().close()

    def set_setting(self, key: str, value: str | None) -> None:
        """Set a setting of the server; None removes it."""
        if value is None:
            self._write("DELETE FROM setting WHERE key = ?", (key,))
            return
        self._write(
            "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )

    def get_setting(self, key: str, default: str | None = None) -> str | None:
        """A setting as it is committed."""
        rows = self._read("SELECT value FROM setting WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else default
