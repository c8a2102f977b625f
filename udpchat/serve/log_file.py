"""A log file that never grows beyond two parts: the present one, and the one before it beside it.

It outlives what it stands on: a full disk or a reader that holds the file (Windows lets nobody rename it then) costs lines,
never the server. Only the owner of the data folder writes here.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from udpchat.files import PRIVATE_FILE
from udpchat.limits import LOG_FILE_BYTES


class LogFile:
    """A stream for `output.LineWriter`. Raises OSError when it cannot be opened at first; later it goes on trying."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = _append(path)
        self._size = os.fstat(self._handle).st_size

    @property
    def path_before(self) -> Path:
        """Where the lines before the present file are."""
        return self._path.with_name(self._path.name + ".1")

    def write(self, text: str) -> None:
        """Append; what cannot be written is lost."""
        data = text.encode("utf-8", "backslashreplace")
        with contextlib.suppress(OSError):
            if self._handle < 0 or (self._size and self._size + len(data) > LOG_FILE_BYTES):
                self._rotate()
            self._size += os.write(self._handle, data)

    def flush(self) -> None:
        """It is with the system already."""

    def fileno(self) -> int:
        """The handle in use."""
        return self._handle

    def close(self) -> None:
        """Let go of the file."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _rotate(self) -> None:
        self.close()
        try:
            os.replace(self._path, self.path_before)
        except OSError:  # somebody holds it: go on in the same file, up to twice the size, then begin it anew
            if self._size > 2 * LOG_FILE_BYTES:
                os.truncate(self._path, 0)
        finally:
            self._handle = _append(self._path)
            self._size = os.fstat(self._handle).st_size


def _append(path: Path) -> int:
    flags = os.O_CREAT | os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.open(path, flags, PRIVATE_FILE)
