"""A copy of the store while it runs, and a store made from such a copy.

Who restores an old copy goes back in time: seqs that people saw will be given to other events. So a restored store gets a
new epoch, by which every client knows that it has to start from scratch. Ids of people and conversations are never given
out again, though: a client may still hold a message for a group that is gone with the lost future, and must not send it to
whoever would have that number now. So they go on from a place far behind, another one after each restore.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from udpchat import limits
from udpchat.driver import RandBytes
from udpchat.errors import FolderNotWritable
from udpchat.files import create_private, sync_folder
from udpchat.store.index import INDEX_SUFFIX
from udpchat.store.opening import connect, explained, make_ready


def back_up(store: Path, target: Path) -> None:
    """Write a copy of the store, as it is at this moment, to `target`, replacing it. Blocks: run it in a job.

    Raises FolderNotWritable, FolderInUse, DamagedStore.
    """
    _copy(store, target)


def restore(backup: Path, store: Path, randbytes: RandBytes) -> None:
    """Put a copy of `backup` in the place of the store, with a new epoch. The caller holds the lock of the data folder.

    The backup is checked first and stays as it is; the former store is gone. Raises what `Store.open` raises.
    """
    aside = store.with_name(store.name + ".restored")
    _copy(backup, aside)
    try:
        make_ready(aside, randbytes)
        with contextlib.closing(connect(aside, "FULL")) as connection:
            connection.execute("UPDATE meta SET value = ? WHERE key = 'epoch'", (randbytes(limits.EPOCH_BYTES).hex(),))
            _skip_ids(connection, randbytes)
            connection.execute("PRAGMA journal_mode = DELETE")
        for suffix in ("-wal", "-shm", "-journal", INDEX_SUFFIX, f"{INDEX_SUFFIX}-wal", f"{INDEX_SUFFIX}-shm"):
            store.with_name(store.name + suffix).unlink(missing_ok=True)
        os.replace(aside, store)
        sync_folder(store.parent)
    except sqlite3.DatabaseError as error:
        raise explained(error, aside) from error
    except OSError as error:
        raise FolderNotWritable(store) from error
    finally:
        with contextlib.suppress(OSError):
            _unlink(aside)


def _skip_ids(connection: sqlite3.Connection, randbytes: RandBytes) -> None:
    step = 1 + int.from_bytes(randbytes(limits.RESTORED_IDS_BYTES))
    for table in ("user", "conversation", "file"):
        connection.execute(
            "INSERT INTO sqlite_sequence SELECT ?, 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?)",
            (table, table),
        )
        connection.execute("UPDATE sqlite_sequence SET seq = seq + ? WHERE name = ?", (step, table))


def _copy(source: Path, target: Path) -> None:
    aside = target.with_name(target.name + ".new")
    try:
        _unlink(aside)
        create_private(aside)
        with (
            contextlib.closing(connect(source, "FULL", mode="ro")) as reader,
            contextlib.closing(connect(aside, "FULL")) as writer,
        ):
            reader.execute("BEGIN")  # one moment of the store, however much is written meanwhile
            reader.execute("SELECT 1 FROM meta").fetchone()
            reader.backup(writer)
            writer.execute("PRAGMA journal_mode = DELETE")
        os.replace(aside, target)
        sync_folder(target.parent)
    except sqlite3.DatabaseError as error:
        raise explained(error, source) from error
    except OSError as error:
        raise FolderNotWritable(target) from error
    finally:
        with contextlib.suppress(OSError):
            _unlink(aside)


def _unlink(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
