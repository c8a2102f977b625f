"""Worker threads for jobs that would block the loop: one daemon thread per lane, so that a lane keeps its order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Final

from udpchat.driver import Job

Outcome = tuple[Job, Any, Exception | None]
"""The job, what it returned, what it raised."""

STOP: Final = None  # put into a lane's queue, it ends the lane's thread


class Workers:
    """Runs jobs and hands each outcome to `report`, which is called on the worker's thread and must not block.

    Threads are daemons: a disk that hangs must not keep a process from ending that was told to end.
    """

    def __init__(self, report: Callable[[Outcome], None]) -> None:
        self._report = report
        self._lanes: dict[str, SimpleQueue[Job | None]] = {}
        self._threads: list[threading.Thread] = []

    def submit(self, job: Job) -> None:
        """Queue a job behind the others of its lane."""
        queue = self._lanes.get(job.lane)
        if queue is None:
            queue = self._lanes[job.lane] = SimpleQueue()
            thread = threading.Thread(target=self._work, args=(queue,), name=f"udpchat {job.lane}", daemon=True)
            self._threads.append(thread)
            thread.start()
        queue.put(job)

    def close(self, wait_s: float) -> bool:
        """End the threads after the jobs already queued; True if all of them ended within `wait_s` seconds each."""
        for queue in self._lanes.values():
            queue.put(STOP)
        for thread in self._threads:
            thread.join(wait_s)
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self, queue: SimpleQueue[Job | None]) -> None:
        while (job := queue.get()) is not STOP:
            value, error = None, None
            try:
                value = job.run()
            except Exception as caught:  # any failure is the core's to judge
                error = caught
            self._report((job, value, error))
