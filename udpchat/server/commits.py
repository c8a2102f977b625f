"""Group commit: the requests of a turn become one transaction, confirmed together once it is on disk.

Strategy: a request runs at once inside its savepoint while no commit is in flight, else it waits its turn; a commit
leaves the thread as a job of the lane "store". Invariants: one commit in flight; nothing writes meanwhile; `done` of a
request is called only after the commit that holds it, `failed` if that commit (or the request itself) failed, and
exactly one of the two is called. Rejected: a commit per request (a disk with a 30 ms fsync would allow 33 messages a
second).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from udpchat import limits
from udpchat.driver import Job
from udpchat.errors import Storage, UdpchatError
from udpchat.store import Store

LANE = "store"
RETRY_S = 1.0
"""What a person waits after a failed commit: the disk may be full for longer, but asking is cheap."""


class Write(Protocol):
    """A request that writes."""

    def run(self, now: float) -> None:
        """Write; inside a savepoint. Raises UdpchatError to undo it."""

    def done(self, now: float) -> None:
        """It is on disk: tell and remember."""

    def failed(self, error: UdpchatError, now: float) -> None:
        """Nothing was stored."""


@dataclass(frozen=True, slots=True)
class _Doubtful:
    """A request that was refused for what this very turn has written: true only once that is on disk."""

    write: Write
    error: UdpchatError

    def run(self, now: float) -> None:
        """It has run."""

    def done(self, now: float) -> None:
        """What it was refused for is on disk."""
        self.write.failed(self.error, now)

    def failed(self, error: UdpchatError, now: float) -> None:
        """What it was refused for was never stored."""
        self.write.failed(error, now)


class Commits:
    """The open turn, the commit in flight, and the requests that wait for it (each session and guest has at most one
    of those besides its posts, which wait in the session's own inbox)."""

    def __init__(self, store: Store, on_fault: Callable[[Exception, float], None]) -> None:
        self._store = store
        self._on_fault = on_fault
        self._open: list[Write] = []
        self._flying: list[Write] | None = None
        self._waiting: deque[Write] = deque()
        self.shaken = False
        """A request of the last commit that was finished could not be confirmed: not all of it was handed to the fan-out."""

    @property
    def in_flight(self) -> bool:
        """A commit is on its way."""
        return self._flying is not None

    @property
    def busy(self) -> bool:
        """Nothing more can be written now: a commit is in flight or the turn is full."""
        return self._flying is not None or len(self._open) >= limits.TURN_WRITES

    @property
    def ready(self) -> bool:
        """A commit could start now."""
        return self._flying is None and self._store.dirty

    @property
    def idle(self) -> bool:
        """Nothing waits to reach the disk."""
        return self._flying is None and not self._open and not self._store.dirty

    @property
    def only_repeats(self) -> bool:
        """The open turn wrote nothing: what it answers with is on disk already."""
        return self._flying is None and bool(self._open) and not self._store.dirty

    def submit(self, write: Write, now: float) -> None:
        """Run it now, or after the commit in flight, behind those that wait already."""
        if self.busy or self._waiting:
            self._waiting.append(write)
        else:
            self._run(write, now)

    def next_job(self) -> Job | None:
        """The commit of the open turn."""
        if not self.ready:
            return None
        self._flying, self._open = self._open, []
        return Job(LANE, "commit", self._store.commit)

    def settle_repeats(self, now: float) -> None:
        """Confirm a turn that wrote nothing."""
        settled, self._open = self._open, []
        for write in settled:
            self._done(write, now)

    def finish(self, error: Exception | None, now: float) -> None:
        """The commit succeeded or failed: tell those concerned."""
        settled, self._flying = self._flying or [], None
        self.shaken = False
        if error is None:
            for write in settled:
                self._done(write, now)
            return
        self._store.rollback()
        self._on_fault(error, now)
        for write in settled:
            write.failed(Storage(retry_after_s=RETRY_S), now)

    def resume(self, now: float) -> None:
        """After a commit: run what waited."""
        while self._waiting and not self.busy:
            self._run(self._waiting.popleft(), now)

    def _done(self, write: Write, now: float) -> None:
        try:
            write.done(now)
        except Exception as error:  # a read that failed, a mistake of ours: the log has what memory has not
            self.shaken = True
            self._on_fault(error, now)

    def _run(self, write: Write, now: float) -> None:
        try:
            with self._store.savepoint():
                write.run(now)
        except UdpchatError as error:
            if self._store.dirty and not isinstance(error, Storage):
                self._open.append(_Doubtful(write, error))
            else:
                write.failed(error, now)
        except Exception as error:  # a mistake of ours costs one request, not the relay
            self._on_fault(error, now)
            write.failed(Storage(retry_after_s=RETRY_S), now)
        else:
            self._open.append(write)
