"""One person's open folder on this computer, and how it is left."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from udpchat.client.batch import Snapshot
from udpchat.client.database import AccountDatabase
from udpchat.locks import FileLock


@dataclass(slots=True)
class Account:
    """One person's open folder, held under its lock."""

    fingerprint: bytes
    user: int
    path: Path
    database: AccountDatabase
    lock: FileLock

    def meta(self) -> dict[str, bytes]:
        """The few facts; none when the file is damaged."""
        try:
            return self.database.meta()
        except sqlite3.Error:
            return {}

    def close(self, erase: bool) -> None:
        """Close; with `erase` nothing remains, except what was typed and never confirmed."""
        if erase and self.database.has_outbox():
            self.database.keep_outbox_only()
        elif erase:
            self.erase()
        self.release()

    def erase(self) -> None:
        """Close, and leave nothing. The lock is let go last, so that nobody's fresh folder is erased."""
        self.database.close()
        for path in self.path.iterdir():
            if path.name != "lock":
                path.unlink()
        self.lock.release(erase=True)
        with contextlib.suppress(OSError):  # somebody made the folder anew
            self.path.rmdir()
            self.path.parent.rmdir()

    def release(self) -> None:
        """Let go of the files as they are, like the end of the process. Idempotent."""
        self.database.close()
        self.lock.release()


@dataclass(frozen=True, slots=True)
class Opened:
    """An account's folder and what it held."""

    account: Account
    snapshot: Snapshot
