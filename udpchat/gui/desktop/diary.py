"""The log of a program with windows: a small file in its data folder, because nobody sees standard error.

The same error again and again is written a few times only. Also what Python says when the whole process crashes.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from udpchat.files import PRIVATE_FOLDER, create_private
from udpchat.limits import DIARY_BYTES, DIARY_REPEATS_COUNT

FORMAT: Final = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"
LOGGER: Final = "udpchat"


class Repeats(logging.Filter):
    """Lets the same complaint through so many times, and then no more."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: Counter[tuple[object, ...]] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to write it."""
        where = _origin(record)
        self._seen[where] += 1
        return self._seen[where] <= DIARY_REPEATS_COUNT


def _origin(record: logging.LogRecord) -> tuple[object, ...]:
    kind, _error, trace = record.exc_info or (None, None, None)
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    inner = None if trace is None else (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
    return (record.pathname, record.lineno, kind, inner)


@contextlib.contextmanager
def kept(folder: Path) -> Iterator[None]:
    """Write the log into `window.log` of the folder meanwhile; nothing where that cannot be written."""
    handler = _opened(folder)
    if handler is None:
        yield
        return
    log = logging.getLogger(LOGGER)
    log.addHandler(handler)
    hook, threading.excepthook = threading.excepthook, _thread_failed
    if handler.stream is not None:
        faulthandler.enable(handler.stream.fileno())
    try:
        yield
    finally:
        threading.excepthook = hook
        faulthandler.disable()
        log.removeHandler(handler)
        handler.close()


def _thread_failed(failed: threading.ExceptHookArgs) -> None:
    """Where standard error is None nobody would hear of it."""
    if failed.exc_value is not None:
        logging.getLogger(LOGGER).error("a thread ended", exc_info=failed.exc_value)


def _opened(folder: Path) -> logging.FileHandler | None:
    path = folder / "window.log"
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > DIARY_BYTES:
            os.replace(path, folder / "window.log.1")
        if not path.exists():
            create_private(path)
        handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter(FORMAT))
    handler.addFilter(Repeats())
    return handler
