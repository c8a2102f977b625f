"""One owner per folder: a lock of the operating system, which dies with its process, on a file that stays.

The file holds the owner's process id, for the sentence that the second one reads. Rejected: a pid file alone. After a
power cut its number belongs to somebody else.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from udpchat.store.files import PRIVATE_FILE

_LOCKED_AT = 1 << 30  # Windows locks bytes against reading too: lock one far behind the text


class FolderLock:
    """Held from construction to `release`. Raises BlockingIOError when somebody else holds it, OSError."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
        try:
            _lock(self._handle)
            os.ftruncate(self._handle, 0)
            os.write(self._handle, b"%d\n" % os.getpid())
        except BaseException:
            os.close(self._handle)
            raise

    @property
    def is_held(self) -> bool:
        """Is the folder ours?"""
        return self._handle >= 0

    def release(self) -> None:
        """Let the next one in. The file stays: removing it would let two owners lock two files of one name."""
        if self.is_held:
            os.close(self._handle)  # closing unlocks
            self._handle = -1


def owner_of(path: Path) -> int | None:
    """The process id in a lock file, None if there is none to read. It says nothing about whether it lives."""
    try:
        return int(path.read_bytes()[:20])
    except (OSError, ValueError):
        return None


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, _LOCKED_AT, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError(*error.args) from error
        finally:
            os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
