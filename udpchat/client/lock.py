"""An exclusive lock on a file that the system releases when its holder dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(fd: int, wait: bool) -> None:
        msvcrt.locking(fd, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(fd: int, wait: bool) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


class FileLock:
    """Held from construction until `release`."""

    def __init__(self, path: Path, wait: bool = False) -> None:
        """Takes the lock; without `wait`, BlockingIOError or PermissionError when another holder has it."""
        self._path = path
        while True:
            self._fd = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
            try:
                _take(self._fd, wait)
            except BaseException:
                os.close(self._fd)
                raise
            if self._is_current():
                return
            os.close(self._fd)

    def _is_current(self) -> bool:
        """Whether the path still means the file that is locked: its last holder may have erased it meanwhile."""
        try:
            return os.path.samestat(os.fstat(self._fd), os.stat(self._path))
        except FileNotFoundError:
            return False

    def release(self, erase: bool = False) -> None:
        """Let go; with `erase` the file goes too. Idempotent."""
        if self._fd < 0:
            return
        if erase and sys.platform != "win32":
            self._path.unlink(missing_ok=True)
        os.close(self._fd)
        self._fd = -1
        if erase and sys.platform == "win32":
            self._path.unlink(missing_ok=True)
