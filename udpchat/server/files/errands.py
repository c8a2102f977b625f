"""Work for disks on its way out and its outcomes on their way back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, Final

from udpchat import limits
from udpchat.driver import Job

KEEP_LANE: Final = "files keep"
"""What puts blobs in their place and takes them away, one after another: so no blob goes that has just come."""
READ_LANE: Final = "files read"
SYNC_LANE: Final = "files sync"

Finish = Callable[[Any, Exception | None, float], None]
"""What to do with an outcome: the value, the error, the time."""


class Errands:
    """Jobs not yet pulled, and what awaits each outcome."""

    def __init__(self) -> None:
        self._waiting: deque[Job] = deque()
        self._finish: dict[Job, Finish] = {}

    def add(self, lane: str, name: str, run: Callable[[], Any], finish: Finish) -> None:
        """Queue one."""
        job = Job(lane, name, run)
        self._finish[job] = finish
        self._waiting.append(job)

    def next(self) -> Job | None:
        """The oldest job not yet pulled."""
        return self._waiting.popleft() if self._waiting else None

    def finished(self, job: Job, value: Any, error: Exception | None, now: float) -> bool:
        """An outcome; False if the job was none of these."""
        finish = self._finish.pop(job, None)
        if finish is not None:
            finish(value, error, now)
        return finish is not None


def lane_of(key: bytes) -> str:
    """Where the part of that key is written: its jobs keep their order."""
    return f"files {key[0] % limits.FILE_LANES}"


def ignore(_value: object, _error: Exception | None, _now: float) -> None:
    """For work whose outcome changes nothing."""
