"""What a relay printed before it ended: the end of a file, and which known fault its words name.

What a relay prints beside its log (a complaint, a traceback, a crash of the interpreter) goes to a file in the data
folder; where that cannot be written, to one without a name. Never to a pipe: its reader may go away first.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import IO, Final

from udpchat.catalogue import LANGUAGES
from udpchat.errors import (
    BadAddress,
    DamagedKey,
    DamagedStore,
    FolderInUse,
    FolderNotWritable,
    NoRoomPassword,
    PortInUse,
    StoreTooNew,
    UdpchatError,
)
from udpchat.files import PRIVATE_FILE
from udpchat.limits import LAST_WORDS_BYTES, LAST_WORDS_COUNT, LINE_CHARS, OUTPUT_BYTES
from udpchat.operate.folder import prepare

OUTPUT_NAME: Final = "output.log"
LOG_NAME: Final = "server.log"
_KNOWN: Final = {
    kind.code: kind
    for kind in (PortInUse, BadAddress, NoRoomPassword, FolderNotWritable, DamagedKey, DamagedStore, StoreTooNew)
}


class Output:
    """Where one relay prints to, from its start until it is let go."""

    def __init__(self, data: Path) -> None:
        """Open the file behind what earlier relays printed; begin it anew when that has become long."""
        self._data = data
        try:
            prepare(data)
            self.file = _append(data / OUTPUT_NAME)
        except OSError:
            self.file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `close`)
        self._begin = self.file.seek(0, os.SEEK_END)
        self._log_before = _changed_at(data / LOG_NAME)

    def last_words(self) -> tuple[str, ...]:
        """The last lines that this relay printed, else the last lines of its log if it wrote any."""
        size = self.file.seek(0, os.SEEK_END)
        self.file.seek(max(self._begin if self._begin <= size else 0, size - LAST_WORDS_BYTES))
        printed, log = _lines(self.file.read()), self._data / LOG_NAME
        return printed or (_tail(log) if _changed_at(log) > self._log_before else ())

    def close(self) -> None:
        """Forget it; the relay goes on printing there."""
        self.file.close()


def words_in(data: Path) -> tuple[str, ...]:
    """The last words of a relay that somebody else started: the end of the file that was written to last."""
    files = [data / OUTPUT_NAME, data / LOG_NAME]
    return next((words for file in sorted(files, key=_changed_at, reverse=True) if (words := _tail(file))), ())


def fault_in(words: Iterable[str]) -> UdpchatError | None:
    """The fault that a relay complained of, in whatever language, as far as a window has advice for it."""
    for line in words:
        for strings in LANGUAGES.values():
            for code in (FolderInUse.code, *_KNOWN):
                if found := _spelled(strings.get(f"error.{code}", "\0")).search(line):
                    detail = found.groupdict().get("detail", "")
                    return FolderInUse(detail=detail) if code == FolderInUse.code else _KNOWN[code](detail)
    return None


@cache
def _spelled(template: str) -> re.Pattern[str]:
    """What the sentence of a fault looks like, whatever it names."""
    sentence = re.escape(template.format(detail=" \1", pid="\2", reason="\2", wait="\2"))
    return re.compile(sentence.replace(re.escape(" \1"), " ?(?P<detail>.*?)").replace(re.escape("\2"), ".*?"))


def _append(path: Path) -> IO[bytes]:
    flags = os.O_CREAT | os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    file = open(os.open(path, flags, PRIVATE_FILE), "a+b", buffering=0)  # noqa: SIM115 (closed by Output)
    if os.fstat(file.fileno()).st_size > OUTPUT_BYTES:
        file.truncate(0)
    return file


def _tail(path: Path) -> tuple[str, ...]:
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - LAST_WORDS_BYTES))
            return _lines(file.read())
    except OSError:
        return ()


def _lines(printed: bytes) -> tuple[str, ...]:
    lines = [line.rstrip()[:LINE_CHARS] for line in printed.decode("utf-8", "replace").splitlines()]
    return tuple([line for line in lines if line][-LAST_WORDS_COUNT:])


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
