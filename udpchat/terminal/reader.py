"""Reads typed lines on a thread, so that neither a person who thinks nor a full pipe ever blocks the loop.

The raw stream is read, not the buffered one: a thread that sits in a buffered read at the end of the process holds a
lock which the interpreter needs. Invariant: at most LINES_AHEAD lines are posted that were not `taken` yet; a pipe of a
million lines waits in the pipe.
"""

from __future__ import annotations

import codecs
import threading
from collections.abc import Callable
from typing import Final, Protocol

from udpchat.limits import LINE_READ_BYTES, LINES_AHEAD

END: Final = None  # posted after the last line


class RawStream(Protocol):
    """What `sys.stdin.buffer.raw` offers."""

    def read(self, size: int, /) -> bytes | None:
        """At most `size` bytes; b"" at the end."""


class LineReader:
    """Posts each line without its end, and None at the end of input. `post` is called on the reader's thread."""

    def __init__(self, stream: RawStream | None, encoding: str, post: Callable[[str | None], None]) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._post = post
        self._room = threading.Semaphore(LINES_AHEAD)

    def start(self) -> None:
        """Begin to read. The thread is a daemon: nobody can interrupt a read of a terminal."""
        threading.Thread(target=self._read_all, name="udpchat input", daemon=True).start()

    def taken(self) -> None:
        """One posted line was dealt with. From any thread."""
        self._room.release()

    def _read_all(self) -> None:
        rest = ""
        while chunk := self._read():
            *lines, rest = (rest + self._decoder.decode(chunk)).split("\n")
            for line in lines:
                self._hand_over(line)
            rest = rest[:LINE_READ_BYTES]  # the end of a line that is too long anyway is not kept
        if rest := rest + self._decoder.decode(b"", final=True):
            self._hand_over(rest)
        self._post(END)

    def _read(self) -> bytes:
        try:
            return (self._stream.read(LINE_READ_BYTES) or b"") if self._stream is not None else b""
        except (OSError, ValueError):
            return b""  # a terminal that went away is the end of input

    def _hand_over(self, line: str) -> None:
        self._room.acquire()
        self._post(line.removesuffix("\r"))
