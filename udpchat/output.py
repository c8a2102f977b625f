"""Lines of text to a stream that may be slow, closed or absent: printing must never stop a relay."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import threading
from queue import Empty, SimpleQueue
from typing import Final, Protocol

from udpchat.limits import LOG_LINES_WAITING

END: Final = None  # put into the queue, it ends the writer


class Stream(Protocol):
    """What lines are written to."""

    def write(self, text: str, /) -> object: ...
    def flush(self) -> object: ...
    def fileno(self) -> int: ...


class LineWriter:
    """Writes lines on a thread of its own, flushed one by one. A stream that fails is let go in silence.

    A reader that does not read blocks this thread only; then lines are dropped, and counted when it reads again.
    """

    def __init__(self, stream: Stream | None) -> None:
        self.broken = False
        """Whether the reader went away (not: that there never was one)."""
        self._stream = stream
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._dropped = 0
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(OSError, ValueError):
                stream.reconfigure(errors="backslashreplace")
        self._thread = threading.Thread(target=self._write_all, name="udpchat output", daemon=True)
        self._thread.start()

    def line(self, text: str) -> None:
        """Queue one line."""
        if self._lines.qsize() >= LOG_LINES_WAITING:
            self._dropped += 1
            return
        self._count_dropped()
        self._lines.put(text)

    def close(self, wait_s: float) -> bool:
        """Write what is queued, waiting `wait_s` seconds at most. False: a reader hangs and was left behind.

        Then the process has to end by `os._exit`: the interpreter would wait for the stream's lock and fail.
        """
        self._count_dropped()
        self._lines.put(END)
        self._thread.join(wait_s)
        return not self._thread.is_alive()

    def _count_dropped(self) -> None:
        if self._dropped:
            dropped, self._dropped = self._dropped, 0
            self._lines.put(f"({dropped} lines were dropped: nobody read them)")

    def _write_all(self) -> None:
        while (text := self._lines.get()) is not END:
            if self._stream is None:
                continue
            try:
                self._stream.write(self._with_those_waiting(text))
                self._stream.flush()
            except (OSError, ValueError):
                silence(self._stream)
                self._stream = None
                self.broken = True

    def _with_those_waiting(self, text: str) -> str:
        lines = [text]
        for _ in range(256):
            try:
                more = self._lines.get_nowait()
            except Empty:
                break
            if more is END:
                self._lines.put(END)
                break
            lines.append(more)
        return "\n".join(lines) + "\n"


def silence(stream: Stream) -> None:
    """Send the rest of a broken stream nowhere, so that the interpreter's flush at the end has nothing to report."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, stream.fileno())
        finally:
            os.close(nowhere)


def complain(text: str) -> None:
    """One line on standard error, if there is one."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):
            print(text, file=sys.stderr, flush=True)
