"""One server window for each data folder: a second one asks the first to come to the front, and ends.

    window.lock     held while the window is open
    window.raise    the wish of a second one; the first looks for it, and takes it away
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

from udpchat.files import create_private
from udpchat.locks import FileLock
from udpchat.operate.folder import prepare

LOCK_NAME: Final = "window.lock"
WISH_NAME: Final = "window.raise"


class OnlyWindow:
    """Held while the window is open, from `claim` to `release`."""

    def __init__(self, wish: Path, lock: FileLock | None) -> None:
        self._wish = wish
        self._lock = lock
        self._take()  # one that nobody heard any more

    @classmethod
    def claim(cls, data: Path) -> OnlyWindow | None:
        """The right to be this folder's window. None: another one has it and was asked to raise itself.

        In a folder that cannot be written every window may open: it is where the person reads what is wrong.
        """
        try:
            prepare(data)
            return cls(data / WISH_NAME, FileLock(data / LOCK_NAME))
        except BlockingIOError:
            ask_to_raise(data)
            return None
        except OSError:
            return cls(data / WISH_NAME, None)

    def is_wished(self) -> bool:
        """Whether somebody wants this window in front; true once for each wish. Cheap enough for several a second."""
        return self._wish.exists() and self._take()

    def release(self) -> None:
        """The next one may open. Harmless when repeated."""
        if self._lock is not None:
            self._lock.release()

    def _take(self) -> bool:
        try:
            self._wish.unlink()
        except OSError:
            return False  # taken already; or being written, which the next look finds done
        return True


def ask_to_raise(data: Path) -> None:
    """Leave the wish; one that lies there already says the same."""
    with contextlib.suppress(OSError):
        create_private(data / WISH_NAME)
