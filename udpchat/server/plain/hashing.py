"""Passwords of plain clients, hashed away from the loop: one after another, in a bounded queue.

An encrypted client does this work itself. A class that comes in with one room password would wait for thirty hashes of the
same: the last right one is remembered, as a digest that only this process can make.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from udpchat import limits
from udpchat.driver import Job, RandBytes
from udpchat.scram import KdfParameters, salted_password
from udpchat.server.throttle import is_loopback

LANE: Final = "plain password"

Done = Callable[[Any, Exception | None, float], None]
"""(what the work made, or None; the error; now)"""


@dataclass(slots=True, eq=False)
class _Task:
    ip: str
    run: Callable[[], Any]
    done: Done


class Hashing:
    """The queue."""

    def __init__(self, randbytes: RandBytes) -> None:
        self._secret = randbytes(32)
        self._waiting: deque[_Task] = deque()
        self._running: dict[Job, _Task] = {}  # one at most
        self._known: tuple[KdfParameters, bytes, bytes] | None = None

    def has_room(self, ip: str) -> bool:
        """Whether one more from there can be taken."""
        tasks = [*self._waiting, *self._running.values()]
        if len(tasks) >= limits.PLAIN_HASHES:
            return False
        return is_loopback(ip) or sum(task.ip == ip for task in tasks) < limits.PLAIN_HASHES_PER_ADDRESS

    def add(self, ip: str, run: Callable[[], Any], done: Done) -> None:
        """Any work of that kind."""
        self._waiting.append(_Task(ip, run, done))

    def salt(self, ip: str, password: str, parameters: KdfParameters, done: Done, now: float) -> None:
        """The salted password; at once if it is the one that was right before."""
        if self._known is not None and self._known[0] == parameters and self._known[1] == self._digest(password):
            done(self._known[2], None, now)
            return
        run = partial(salted_password, password, parameters.salt, parameters.n, parameters.r, parameters.p)
        self.add(ip, run, done)

    def remember(self, password: str, parameters: KdfParameters, salted: bytes) -> None:
        """It was right, and others will come with it."""
        self._known = (parameters, self._digest(password), salted)

    def next_job(self) -> Job | None:
        """The next one for the worker, which has one at a time: at the end of the relay nobody waits for a queue."""
        if not self._waiting or self._running:
            return None
        task = self._waiting.popleft()
        job = Job(LANE, "password", task.run)
        self._running[job] = task
        return job

    def finish(self, job: Job, value: Any, error: Exception | None, now: float) -> None:
        """It is made."""
        task = self._running.pop(job, None)
        if task is not None:
            task.done(value, error, now)

    def _digest(self, password: str) -> bytes:
        return hmac.digest(self._secret, password.encode("utf-8", "surrogatepass"), hashlib.sha256)
