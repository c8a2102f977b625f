"""Opens the file of a store, founds it where there is none, and refuses whatever is not a whole store.

Strategy: look before anything may write. The header is read as plain bytes, then SQLite checks the pages over a
read-only connection; only a file that passed both is opened for writing. A new store is built aside and renamed, so a
crash in the middle leaves no half of one.

Rejected: trusting SQLite's own check at the first write. It takes an empty file for a new database and would put our
tables into what somebody's full disk truncated to nothing.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import struct
from pathlib import Path, PurePath
from urllib.parse import quote

from udpchat import limits
from udpchat.driver import RandBytes
from udpchat.errors import DamagedStore, FolderInUse, FolderNotWritable, LocalError, StoreTooNew
from udpchat.files import create_private, sync_folder
from udpchat.store.migrations import migrate, version_of
from udpchat.store.schema import APPLICATION_ID, STEPS

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_PAGE_SIZE_AT = 16
_APPLICATION_ID_AT = 68  # big-endian u32, SQLite file format section 1.3


def connect(path: Path, synchronous: str, mode: str = "rw") -> sqlite3.Connection:
    """A connection to an existing file, usable from any one thread at a time. Raises sqlite3.Error."""
    connection = sqlite3.connect(
        uri_of(path.absolute(), mode),
        uri=True,
        timeout=limits.STORE_BUSY_S,
        isolation_level=None,  # transactions begin where we say so
        check_same_thread=False,  # commit() runs on a worker; one thread at a time is the caller's promise
        cached_statements=limits.STORE_STATEMENT_COUNT,
    )
    connection.execute(f"PRAGMA synchronous = {synchronous}")
    connection.execute(f"PRAGMA cache_size = -{limits.STORE_CACHE_BYTES // 1024}")
    connection.execute("PRAGMA temp_store = MEMORY")  # nothing private in a shared temporary folder
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def uri_of(path: PurePath, mode: str) -> str:
    """How SQLite is told a file that must exist. Shares of Windows keep their four slashes: SQLite knows no hosts."""
    name = quote(os.fsencode(path.as_posix()), safe="/:")
    return f"file://{'' if name.startswith('/') else '/'}{name}?mode={mode}"


def make_ready(path: Path, randbytes: RandBytes) -> None:
    """Afterwards `path` is a whole store of this version. Raises what `Store.open` raises."""
    try:
        if not os.path.lexists(path):
            _found(path, randbytes)
        _inspect(path)
        _migrate(path)
    except sqlite3.DatabaseError as error:
        raise explained(error, path) from error
    except OSError as error:
        raise FolderNotWritable(path) from error


def use_wal(connection: sqlite3.Connection) -> bool:
    """Switch to a write-ahead log; False where the file system cannot (network homes lack shared memory).

    Without it a rollback journal keeps the same durability, but readers wait while a commit is written.
    """
    with contextlib.suppress(sqlite3.OperationalError):
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        if mode == "wal":
            connection.execute(f"PRAGMA journal_size_limit = {limits.STORE_JOURNAL_BYTES}")
            return True
    connection.execute("PRAGMA journal_mode = TRUNCATE").fetchone()
    return False


def explained(error: sqlite3.DatabaseError, path: Path) -> LocalError:
    """Whose fault it is, by SQLite's primary result code."""
    match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF:
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return FolderNotWritable(path)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return FolderInUse(None, path)
        case _:
            return DamagedStore(path)


def _found(path: Path, randbytes: RandBytes) -> None:
    if os.path.lexists(f"{path}-wal"):
        raise DamagedStore(path)  # the main file was taken away from its log: both belong together
    aside = path.with_name(path.name + ".new")
    for left_over in (aside, Path(f"{aside}-journal")):
        left_over.unlink(missing_ok=True)
    create_private(aside)
    with contextlib.closing(connect(aside, "FULL")) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrate(connection)
        _fill(connection, randbytes)
        connection.execute("COMMIT")
    os.rename(aside, path)
    sync_folder(path.parent)


def _fill(connection: sqlite3.Connection, randbytes: RandBytes) -> None:
    everybodys = "INSERT INTO conversation (kind, title, history_open, created_at) VALUES (?, '', 1, 0)"
    lobby, announcements = (connection.execute(everybodys, (kind,)).lastrowid for kind in ("lobby", "announcements"))
    connection.executemany(
        "INSERT INTO meta (key, value) VALUES (?, ?)",
        [
            *(("epoch", randbytes(limits.EPOCH_BYTES).hex()), ("secret", randbytes(32))),
            *(("lobby", lobby), ("announcements", announcements)),
        ],
    )


def _inspect(path: Path) -> None:
    """Raises DamagedStore or StoreTooNew; writes nothing into the file."""
    with open(path, "rb") as file:
        header = file.read(_HEADER_BYTES)
        size = os.fstat(file.fileno()).st_size
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise DamagedStore(path)
    if struct.unpack_from(">I", header, _APPLICATION_ID_AT) != (APPLICATION_ID,):
        raise DamagedStore(path)
    interrupted = _is_left(path, "-journal")  # without a write-ahead log SQLite must roll back before it can read
    if size % _page_bytes(header) and not interrupted and not _is_left(path, "-wal"):
        raise DamagedStore(path)  # SQLite would take the last page for whole
    with contextlib.closing(connect(path, "FULL", mode="rw" if interrupted else "ro")) as connection:
        if version_of(connection) > len(STEPS):
            raise StoreTooNew(path)
        _check_pages(connection, path, size)


def _is_left(path: Path, suffix: str) -> bool:
    """Has a crash left a log beside the file, from which SQLite will complete or restore it?"""
    with contextlib.suppress(FileNotFoundError):
        return Path(f"{path}{suffix}").stat().st_size > 0
    return False


def _page_bytes(header: bytes) -> int:
    (size,) = struct.unpack_from(">H", header, _PAGE_SIZE_AT)
    return 65_536 if size < 512 else int(size)  # 1 stands for 65,536, which two bytes cannot hold


def _check_pages(connection: sqlite3.Connection, path: Path, size: int) -> None:
    """Every page of a small store; of a large one the ends of the log, so that a start stays quick."""
    if size <= limits.STORE_FULL_CHECK_BYTES:
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise DamagedStore(path)
    for edge in ("ASC", "DESC"):
        for table, key in (("event", "seq"), ("message", "id"), ("user", "id"), ("token", "id")):
            connection.execute(f"SELECT * FROM {table} ORDER BY {key} {edge} LIMIT 1").fetchall()
    if connection.execute("SELECT count(*) FROM meta WHERE key IN ('epoch', 'secret', 'lobby')").fetchone() != (3,):
        raise DamagedStore(path)


def _migrate(path: Path) -> None:
    with contextlib.closing(connect(path, "FULL")) as connection:
        migrate(connection, place=str(path))
