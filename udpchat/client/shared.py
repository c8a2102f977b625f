"""Small JSON files that all windows of one person share, and the folder that they are in.

A writer holds a lock, reads, changes and replaces the file in one step, so that several processes lose nothing of each
other's changes. A file that cannot be read counts as empty and is kept aside, as `.damaged`, when a new one is written.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from udpchat.files import PRIVATE_FOLDER, write_whole
from udpchat.limits import SHARED_FILE_BYTES, SHARED_WRITE_TRIES
from udpchat.locks import FileLock

T = TypeVar("T")
Json = dict[str, Any]


def make_folders(data: Path, folder: Path) -> None:
    """`folder`, which is `data` or below it, with all that lead to it, for their owner only. Raises OSError."""
    inner = folder.relative_to(data)
    for part in [*reversed(inner.parents), inner]:
        (data / part).mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)


class SharedFile:
    """One such file. Everything here blocks."""

    def __init__(self, data: Path, name: str) -> None:
        self._data = data
        self._path = data / f"{name}.json"

    def read(self, understand: Callable[[Json], T]) -> T:
        """What `understand` makes of the content; of {} when the file is missing or damaged."""
        return self._read(understand)[0]

    def change(self, understand: Callable[[Json], T], changed: Callable[[T], Json]) -> T:
        """Replace the content by what `changed` makes of it; what is in the file now. Raises OSError."""
        make_folders(self._data, self._data)
        lock = FileLock(self._path.with_suffix(".lock"), wait=True)
        try:
            before, damaged = self._read(understand)
            if damaged:
                with contextlib.suppress(OSError):
                    os.replace(self._path, self._path.with_suffix(".damaged"))
            content = changed(before)
            self._write(json.dumps(content, indent=1).encode())
            return understand(content)
        finally:
            lock.release()

    def _read(self, understand: Callable[[Json], T]) -> tuple[T, bool]:
        """What is understood, and whether there is a file that makes no sense."""
        try:
            with self._path.open("rb") as file:
                content = json.loads(file.read(SHARED_FILE_BYTES))
            if isinstance(content, dict):
                return understand(content), False
        except OSError:
            return understand({}), False
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            pass
        return understand({}), True

    def _write(self, content: bytes) -> None:
        """Windows refuses to replace a file that somebody reads at that moment, which is soon over."""
        for left in reversed(range(SHARED_WRITE_TRIES)):
            try:
                write_whole(self._path, content)
                return
            except PermissionError:
                if not left:
                    raise
