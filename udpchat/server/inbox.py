"""The requests of each session that write: one queue per session, in order, at the sender's rate.

A sender over its rate is not refused in part: its requests wait in its queue, in order, and it is told once per spell. The
queue is bounded; a client that keeps to its window of requests in flight never meets the bound.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable
from typing import Any

from udpchat import limits
from udpchat.server.commits import Commits, Write
from udpchat.server.sessions import Flood, Session, Sessions
from udpchat.words import PostMany, Slowed

MakeWrite = Callable[[Session, Any], Write]
"""The write of a request."""


class Inbox:
    """The queues. `writes` says for each word what carries it out."""

    def __init__(self, sessions: Sessions, commits: Commits, writes: dict[type, MakeWrite]) -> None:
        self._sessions, self._commits, self._writes = sessions, commits, writes
        self._waiting: dict[int, Session] = {}  # for the commit in flight
        self._sleeping: list[tuple[float, int]] = []  # heap of (when the rate allows the next one, cid)

    def take(self, session: Session, word: Any, size_bytes: int, now: float) -> None:
        """The request. Raises Flood when the queue of the session is full."""
        session.inbox.append((word, size_bytes))
        session.inbox_bytes += size_bytes
        self._pump(session, now)
        if len(session.inbox) > limits.INBOX_POSTS or session.inbox_bytes > limits.INBOX_BYTES:
            raise Flood("requests")

    def resume(self, now: float) -> None:
        """After a commit: go on with those who waited for it."""
        waiting, self._waiting = self._waiting, {}
        for session in waiting.values():
            self._pump(session, now)

    def drop(self, session: Session) -> None:
        """It is gone; what it did not see confirmed is still in its outbox."""
        session.inbox.clear()
        session.inbox_bytes = 0
        self._waiting.pop(session.cid, None)

    def next_timeout(self) -> float | None:
        """When a rate allows the next request."""
        return self._sleeping[0][0] if self._sleeping else None

    def handle_timeout(self, now: float) -> None:
        """Go on with those whose rate allows it."""
        while self._sleeping and self._sleeping[0][0] <= now:
            session = self._sessions.get(heapq.heappop(self._sleeping)[1])
            if session is not None:
                session.asleep = False
                self._pump(session, now)

    def _pump(self, session: Session, now: float) -> None:
        inbox = session.inbox
        while inbox:
            if self._commits.busy:
                self._waiting[session.cid] = session
                return
            word, size_bytes = inbox[0]
            weight = size_bytes * max(len(word.to), 1) if type(word) is PostMany else size_bytes  # as it will be stored
            wait = session.rate.take(now, weight)
            if wait > 0.0:
                self._sleep(session, wait, now)
                return
            inbox.popleft()
            session.inbox_bytes -= size_bytes
            self._commits.submit(self._writes[type(word)](session, word), now)
        session.slowed = False

    def _sleep(self, session: Session, wait: float, now: float) -> None:
        if not session.slowed:
            session.slowed = True
            self._sessions.tell(session, Slowed(math.ceil(wait)))
        if not session.asleep:
            session.asleep = True
            heapq.heappush(self._sleeping, (now + wait, session.cid))
