"""Has pictures made by a process of its own, which is started when the first is wanted and ended when it takes too long.

Everything here blocks: it is called on a thread, by one caller at a time.
"""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections.abc import Callable
from typing import Final

from udpchat.gui.desktop.system import NO_CONSOLE
from udpchat.gui.preview.child import LENGTH, Request
from udpchat.limits import PREVIEW_REPLY_BYTES, PREVIEW_REST_S, PREVIEW_S
from udpchat.operate.spawn import System

MODULE: Final = "udpchat.gui.preview.child"

Process = subprocess.Popen[bytes]


def start() -> Process:
    """A new process. Raises OSError."""
    system = System()
    if not system.interpreter:
        raise FileNotFoundError("Python itself")
    return subprocess.Popen(
        [system.interpreter, "-X", "utf8", "-m", MODULE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=str(system.root),  # first on the module path, whatever the name of that folder
        env=dict(system.environ),
        creationflags=NO_CONSOLE,
    )


class Maker:
    """At most one process at a time."""

    def __init__(
        self, begin: Callable[[], Process] = start, wait_s: float = PREVIEW_S, rest_s: float = PREVIEW_REST_S
    ) -> None:  # fmt: skip
        self._begin = begin
        self._wait_s = wait_s
        self._rest_s = rest_s
        self._lock = threading.Lock()  # `close` and the timers come from other threads
        self._process: Process | None = None
        self._resting: threading.Timer | None = None
        self._over = False

    def make(self, request: Request) -> bytes | None:
        """The picture; None if there is none: not a picture, too slow, or nothing to make it with."""
        process = self._ready()
        if process is None:
            return None
        limit = threading.Timer(self._wait_s, process.kill)
        limit.daemon = True
        limit.start()
        try:
            answer = _asked(process, request)
        except (OSError, ValueError):  # it was ended, or ended by itself
            answer = None
        limit.cancel()
        if answer is None:
            self._end(process)
        else:
            self._rest()
        return answer or None

    def close(self) -> None:
        """No more."""
        with self._lock:
            self._over = True
            process = self._process
        if process is not None:
            self._end(process)

    def _ready(self) -> Process | None:
        """The process, started if there is none."""
        with self._lock:
            if self._resting is not None:
                self._resting.cancel()
                self._resting = None
            if self._over:
                return None
            if self._process is None or self._process.poll() is not None:
                with contextlib.suppress(OSError):
                    self._process = self._begin()
            return self._process

    def _rest(self) -> None:
        """It goes when nobody has wanted a picture for a while."""
        with self._lock:
            if self._process is not None and not self._over:
                self._resting = threading.Timer(self._rest_s, self._end, (self._process,))
                self._resting.daemon = True
                self._resting.start()

    def _end(self, process: Process) -> None:
        with self._lock:
            if self._process is process:
                self._process = None
            if self._resting is not None:
                self._resting.cancel()
                self._resting = None
        with contextlib.suppress(OSError):
            process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError, ValueError):
                    pipe.close()
        process.wait()


def _asked(process: Process, request: Request) -> bytes:
    """Raises OSError or ValueError when the process does not live to answer."""
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(request.line())
    process.stdin.flush()
    head = process.stdout.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise OSError("no answer")
    (length,) = LENGTH.unpack(head)
    if length > PREVIEW_REPLY_BYTES:
        raise OSError("an answer that is no picture")
    answer = process.stdout.read(length)
    if len(answer) < length:
        raise OSError("half an answer")
    return answer
