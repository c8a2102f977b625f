"""Pictures and long texts that were pasted, as files: they are sent from there, and shown from there afterwards.

Everything here blocks: not for the window's thread.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from udpchat.limits import PASTED_LIFE_DAYS, SAME_NAME_COUNT

DAY_S: Final = 24 * 3600.0


class Pasted:
    """A folder of this program. `forget` undoes what came since its making: for guests, of whom nothing stays."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = datetime.now) -> None:
        self._folder = folder
        self._now = now
        self._made: list[Path] = []

    def keep(self, data: bytes, kind: str, ending: str) -> Path:
        """A new file, `Picture 2026-11-21 22.31.05.png`. OSError."""
        path, opened = self.new(kind, ending)
        with opened:
            opened.write(data)
        return path

    def new(self, kind: str, ending: str) -> tuple[Path, BinaryIO]:
        """The same, still empty and open. OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        stem = f"{kind} {self._now():%Y-%m-%d %H.%M.%S}"
        for number in range(SAME_NAME_COUNT):
            path = self._folder / (f"{stem}{ending}" if not number else f"{stem} ({number}){ending}")
            with contextlib.suppress(FileExistsError):
                opened = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb")
                self._made.append(path)
                return path, opened
        raise FileExistsError(stem)

    def drop(self, path: Path) -> None:
        """It came to nothing."""
        with contextlib.suppress(OSError):
            path.unlink()

    def forget(self) -> None:
        """None of what came is kept."""
        for path in self._made:
            self.drop(path)
        self._made.clear()

    def sweep(self) -> None:
        """What is old goes."""
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                with contextlib.suppress(OSError):
                    if path.is_file() and path.stat().st_mtime < time.time() - PASTED_LIFE_DAYS * DAY_S:
                        path.unlink()
