"""A copy of a whole data folder while its server runs, and a data folder made from such a copy.

    store.sqlite, identity.pem, reset.key, settings.json    as in a data folder
    files/<first two digits>/<64 digits>                    the blobs that this store needs, each compared with its SHA-256

The store is copied first, at one moment; every blob that it needs is on the disk by then, and what is let go of meanwhile is
told. A backup into the folder of an earlier one copies only what is new. The operator's token is no part of it: who holds a
backup is nobody's operator. A blob that is missing or damaged costs its file, which is gone then, and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from udpchat import limits
from udpchat.catalogue import text
from udpchat.driver import RandBytes
from udpchat.errors import FolderNotWritable, LocalError
from udpchat.files import PRIVATE_FOLDER, create_private, sync_data, sync_folder, write_whole
from udpchat.store.backup import back_up, restore
from udpchat.store.folder import FILES_NAME, STORE_NAME, take
from udpchat.store.opening import connect
from udpchat.store.settings import SETTINGS_NAME

_KEPT: Final = ("identity.pem", "reset.key", SETTINGS_NAME)


@dataclass(frozen=True, slots=True)
class Copied:
    """What came of it: files that are there, their bytes, how many of them were copied now, names of those that are lost."""

    files: int
    bytes: int
    fresh: int
    lost: tuple[str, ...]


def back_up_folder(data: Path, target: Path) -> Copied:
    """Copy the data folder to `target`: a new or empty folder, or that of an earlier backup. Blocks.

    Raises LocalError, FolderNotWritable, DamagedStore.
    """
    if not (data / STORE_NAME).exists():
        raise LocalError(text("backup.no_store", path=data))
    if target.resolve() == data.resolve() or (target / "lock").exists():
        raise LocalError(text("backup.not_there", path=target))
    with _explained(target):
        target.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        if any(target.iterdir()) and not (target / STORE_NAME).exists():
            raise LocalError(text("backup.not_empty", path=target))
        back_up(data / STORE_NAME, target / STORE_NAME)
        _copy_small(data, target)
        copied = _copy_blobs(data, target, check_all=False)
        _drop_others(target)
    return copied


def restore_folder(backup: Path, data: Path, randbytes: RandBytes) -> Copied:
    """Make `data` what the backup is, with a new epoch; no server may run on it. Blocks.

    Raises LocalError, FolderInUse, FolderNotWritable, DamagedStore.
    """
    if not (backup / STORE_NAME).exists():
        raise LocalError(text("backup.none", path=backup))
    lock = take(data)
    try:
        with _explained(data):
            restore(backup / STORE_NAME, data / STORE_NAME, randbytes)
            _copy_small(backup, data)
            copied = _copy_blobs(backup, data, check_all=True)
            _let_go_of_lost(data)
    finally:
        lock.release()
    return copied


def _copy_small(source: Path, target: Path) -> None:
    for name in _KEPT:
        with contextlib.suppress(FileNotFoundError):
            write_whole(target / name, (source / name).read_bytes())


# --- blobs ------------------------------------------------------------------------------------------------------------


def _copy_blobs(source: Path, target: Path, check_all: bool) -> Copied:
    """Those that the store of `target` needs. `check_all`: also those that are there already."""
    files = size = fresh = 0
    lost: list[str] = []
    for sha256, count, name in _needed(target):
        there, path = _blob(source, sha256), _blob(target, sha256)
        if _is_whole(path, sha256, count, check_all):
            pass
        elif _copy(there, path, sha256):
            fresh += 1
        else:
            path.unlink(missing_ok=True)  # what is there is damaged
            lost.append(name)
            continue
        files, size = files + 1, size + count
    return Copied(files, size, fresh, tuple(lost))


def _needed(folder: Path) -> list[tuple[bytes, int, str]]:
    with contextlib.closing(connect(folder / STORE_NAME, "FULL", mode="ro")) as store:
        if not store.execute("SELECT 1 FROM sqlite_master WHERE name = 'file'").fetchone():
            return []  # a backup of a version without files
        return store.execute("SELECT sha256, size, min(name) FROM file WHERE NOT gone GROUP BY sha256, size").fetchall()


def _is_whole(path: Path, sha256: bytes, size: int, check: bool) -> bool:
    try:
        if path.stat().st_size != size:
            return False
        return not check or _digest(path) == sha256
    except OSError:
        return False


def _digest(path: Path) -> bytes:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _copy(source: Path, target: Path, sha256: bytes) -> bool:
    """Whether it is there now, whole. Raises OSError of the target."""
    aside = target.with_name(target.name + ".new")
    try:
        reader = open(source, "rb")  # noqa: SIM115  (closed below)
    except OSError:
        return False
    with reader:
        target.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        aside.unlink(missing_ok=True)
        create_private(aside)
        hasher = hashlib.sha256()
        with open(aside, "r+b") as writer:
            while block := reader.read(limits.FILE_BLOCK_BYTES):
                hasher.update(block)
                writer.write(block)
            writer.flush()
            sync_data(writer.fileno())
    if hasher.digest() != sha256:
        aside.unlink()
        return False
    os.replace(aside, target)
    sync_folder(target.parent)
    return True


def _blob(folder: Path, sha256: bytes) -> Path:
    name = sha256.hex()
    return folder / FILES_NAME / name[:2] / name


def _drop_others(target: Path) -> None:
    """Blobs of an earlier backup that this one does not need."""
    needed = {_blob(target, sha256) for sha256, _, _ in _needed(target)}
    for path in (target / FILES_NAME).glob("*/*"):
        if path not in needed:
            path.unlink(missing_ok=True)


def _let_go_of_lost(data: Path) -> None:
    """Files without a blob are gone, as if their time were over; uploads that were on their way begin anew."""
    shutil.rmtree(data / FILES_NAME / "parts", ignore_errors=True)
    with contextlib.closing(connect(data / STORE_NAME, "FULL")) as store:
        for sha256, size, _ in _needed(data):
            if not _blob(data, sha256).exists():
                store.execute("UPDATE file SET gone = 1 WHERE sha256 = ? AND size = ?", (sha256, size))
        store.execute("DELETE FROM part")


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FolderNotWritable(path) from error
