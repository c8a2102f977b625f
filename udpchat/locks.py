"""One owner at a time: a lock of the operating system on a file, which dies with its holder's process.

An owner may leave its process id in the file, for the sentence that the second one reads. Rejected: a pid file alone. After
a power cut its number belongs to somebody else.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from udpchat.files import PRIVATE_FILE

_LOCKED_AT = 1 << 30  # Windows locks bytes against reading too: lock one far behind the text


class FileLock:
    """Held from construction until `release`."""

    def __init__(self, path: Path, wait: bool = False) -> None:
        """Take the lock. Raises OSError; BlockingIOError when another holder has it and `wait` is off."""
        self._path = path
        while True:
            self._handle = os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
            try:
                _lock(self._handle, wait)
            except BaseException:
                os.close(self._handle)
                raise
            if self._is_current():
                return
            os.close(self._handle)

    def _is_current(self) -> bool:
        """Whether the path still means the file that is locked: its last holder may have erased it meanwhile."""
        try:
            return os.path.samestat(os.fstat(self._handle), os.stat(self._path))
        except FileNotFoundError:
            return False

    def sign(self) -> None:
        """Leave our process id in the file. Raises OSError."""
        os.ftruncate(self._handle, 0)
        os.write(self._handle, b"%d\n" % os.getpid())

    @property
    def is_held(self) -> bool:
        """Whether the lock is ours."""
        return self._handle >= 0

    def release(self, erase: bool = False) -> None:
        """Let the next one in; with `erase` the file goes too. Idempotent."""
        if not self.is_held:
            return
        if erase and sys.platform != "win32":
            self._path.unlink(missing_ok=True)
        os.close(self._handle)  # closing unlocks
        self._handle = -1
        if erase and sys.platform == "win32":
            self._path.unlink(missing_ok=True)


def owner_of(path: Path) -> int | None:
    """The process id in a lock file, None if there is none to read. It says nothing about whether it lives."""
    try:
        return int(path.read_bytes()[:20])
    except (OSError, ValueError):
        return None


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, wait: bool) -> None:
        os.lseek(handle, _LOCKED_AT, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError(*error.args) from error
        finally:
            os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(handle: int, wait: bool) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
