"""Small files that must be whole or absent: private mode, written aside, synced, renamed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


def write_whole(path: Path, content: bytes) -> None:
    """Replace `path` by `content`: after a crash the old or the new content is there, never a part. Raises OSError."""
    aside = path.with_name(path.name + ".new")
    with contextlib.suppress(FileNotFoundError):
        aside.unlink()  # left by a crash; the caller owns the folder
    try:
        _write_new(aside, content)
        os.replace(aside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise
    sync_folder(path.parent)


def create_private(path: Path) -> None:
    """Make an empty file that only its owner may read. Raises FileExistsError, OSError."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))


def sync_folder(folder: Path) -> None:
    """Make a rename inside `folder` durable, where the system can (Windows and some network homes cannot)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sync_data(handle: int) -> None:
    """Make durable what a file holds, and its size; its times may wait. Raises OSError."""
    getattr(os, "fdatasync", os.fsync)(handle)


def later_sync(file: BinaryIO) -> Callable[[], None]:
    """What makes durable all that is written to the file so far, also after it was closed. Raises OSError."""
    handle = os.dup(file.fileno())

    def sync() -> None:
        try:
            sync_data(handle)
        finally:
            os.close(handle)

    return sync


def _write_new(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), PRIVATE_FILE)
    with open(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
