"""Blocking work on its way out and its outcomes on their way back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, Final

from udpchat.driver import Job

STORE_LANE: Final = "client-store"
"""Everything that touches this computer's disk, in order."""

SEARCH_LANE: Final = "client-search"
"""What only reads, and may take its time."""

Finish = Callable[[Any, Exception | None, float], None]
"""What to do with an outcome: the value, the error (then the value is None), the time."""


class Jobs:
    """Jobs not yet pulled, and what awaits each outcome."""

    def __init__(self) -> None:
        self._waiting: deque[Job] = deque()
        self._finish: dict[Job, Finish] = {}

    def add(self, job: Job, finish: Finish) -> None:
        """Queue it."""
        self._finish[job] = finish
        self._waiting.append(job)

    def disk(self, name: str, run: Callable[[], Any], finish: Finish) -> None:
        """Queue work for the disk."""
        self.add(Job(STORE_LANE, name, run), finish)

    def next(self) -> Job | None:
        """The oldest job not yet pulled."""
        return self._waiting.popleft() if self._waiting else None

    def finished(self, job: Job, value: Any, error: Exception | None, now: float) -> None:
        """An outcome; one that is told twice counts once."""
        finish = self._finish.pop(job, None)
        if finish is not None:
            finish(value, error, now)


def ignore(_value: object, _error: Exception | None, _now: float) -> None:
    """For work whose outcome changes nothing."""
