"""Blocking calls beside the window: they run on threads, their outcome comes back on the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue
from typing import TypeVar

from udpchat.driver import Job
from udpchat.gui.loop import Handle, TkLoop
from udpchat.limits import BACKGROUND_LOOK_S, WORKERS_WAIT_S
from udpchat.net import Workers
from udpchat.net.workers import Outcome

T = TypeVar("T")
Then = Callable[[T | None, Exception | None], None]
"""Gets what the call returned, or what it raised."""


class Background:
    """Calls of one lane run one after another. Nothing comes back after `close`."""

    def __init__(self, loop: TkLoop) -> None:
        self._loop = loop
        self._outcomes: SimpleQueue[Outcome] = SimpleQueue()
        self._workers = Workers(self._outcomes.put)
        self._waiting: dict[Job, Callable[[object, Exception | None], None]] = {}
        self._look: Handle | None = None

    def run(self, lane: str, function: Callable[[], T], then: Then[T]) -> None:
        """Call `function` on the lane's thread and then `then` here."""
        job = Job(lane, "background", function)
        self._waiting[job] = then  # type: ignore[assignment]  # the outcome of a job is what its function returned
        self._workers.submit(job)
        if self._look is None:
            self._look = self._loop.every(BACKGROUND_LOOK_S, self._collect)

    def close(self) -> None:
        """Forget the outcomes; wait a bounded time for what runs."""
        self._waiting.clear()
        self._rest()
        self._workers.close(WORKERS_WAIT_S)

    def _collect(self) -> None:
        while not self._outcomes.empty():
            job, value, error = self._outcomes.get_nowait()
            then = self._waiting.pop(job, None)
            if then is not None:
                then(value, error)
        if not self._waiting:
            self._rest()

    def _rest(self) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None
