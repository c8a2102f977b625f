"""Numbers for open windows, lowest first, so that several windows on one screen do not hide each other."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from udpchat.client.shared import make_folders
from udpchat.limits import WINDOW_SLOTS_COUNT
from udpchat.locks import FileLock


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one window, 0 for the first; free again when it is released or its process ends."""

    number: int
    lock: FileLock | None

    def release(self) -> None:
        """The window is closed. Idempotent."""
        if self.lock:
            with contextlib.suppress(OSError):  # the next window may have the file open already
                self.lock.release(erase=True)


def take_slot(data: Path) -> Slot:
    """The lowest free place; 0 again when all are taken. Raises OSError."""
    folder = data / "windows"
    make_folders(data, folder)
    for number in range(WINDOW_SLOTS_COUNT):
        try:
            return Slot(number, FileLock(folder / f"{number}.lock"))
        except BlockingIOError:
            continue
    return Slot(0, None)
