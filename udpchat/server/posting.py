"""Posts: each session's own queue in order, its rate, and the write that stores one.

A sender over its rate is not refused in part: its posts wait in its queue, in order, and it is told once per spell. The
queue is bounded; a client that keeps to its window of posts in flight never meets the bound.
"""

from __future__ import annotations

import heapq
import math

from udpchat import limits
from udpchat.driver import WallClock
from udpchat.errors import NotAllowed, UdpchatError
from udpchat.sanitize import clean_text
from udpchat.server.commits import Commits
from udpchat.server.delivery import Delivery
from udpchat.server.events import Refused, Relayed
from udpchat.server.log import EventLog
from udpchat.server.refusals import as_refusal, seconds
from udpchat.server.sessions import Flood, Session, Sessions
from udpchat.server.states import State
from udpchat.store import Store, StoredEvent
from udpchat.words import NotPosted, Post, Posted, Slowed


class Posting:
    """The queues of posts."""

    def __init__(
        self,
        store: Store,
        sessions: Sessions,
        commits: Commits,
        delivery: Delivery,
        log: EventLog,
        wall_ms: WallClock,
    ) -> None:
        self.store, self.sessions, self.delivery, self.log, self.wall_ms = store, sessions, delivery, log, wall_ms
        self.count = 0
        """Messages relayed since the start."""
        self._commits = commits
        self._waiting: dict[int, Session] = {}  # for the commit in flight
        self._sleeping: list[tuple[float, int]] = []  # heap of (when the rate allows the next post, cid)

    def post(self, session: Session, word: Post, size_bytes: int, now: float) -> None:
        """The request. Raises Flood when the queue of the session is full."""
        session.inbox.append((word, size_bytes))
        session.inbox_bytes += size_bytes
        self._pump(session, now)
        if len(session.inbox) > limits.INBOX_POSTS or session.inbox_bytes > limits.INBOX_BYTES:
            raise Flood("posts")

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
        """When a rate allows the next post."""
        return self._sleeping[0][0] if self._sleeping else None

    def handle_timeout(self, now: float) -> None:
        """Go on with those whose rate allows it."""
        while self._sleeping and self._sleeping[0][0] <= now:
            session = self.sessions.get(heapq.heappop(self._sleeping)[1])
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
            wait = session.rate.take(now, size_bytes)
            if wait > 0.0:
                self._sleep(session, wait, now)
                return
            inbox.popleft()
            session.inbox_bytes -= size_bytes
            self._commits.submit(PostWrite(self, session, word), now)
        session.slowed = False

    def _sleep(self, session: Session, wait: float, now: float) -> None:
        if not session.slowed:
            session.slowed = True
            self.sessions.tell(session, Slowed(math.ceil(wait)))
        if not session.asleep:
            session.asleep = True
            heapq.heappush(self._sleeping, (now + wait, session.cid))


class PostWrite:
    """One post on its way to the disk."""

    __slots__ = ("_event", "_posting", "_session", "_word")

    def __init__(self, posting: Posting, session: Session, word: Post) -> None:
        self._posting, self._session, self._word = posting, session, word
        self._event: StoredEvent | None = None

    def run(self, now: float) -> None:
        """Check and store. Raises NotAllowed, TextEmpty, TextTooLong, Storage."""
        word, user, posting = self._word, self._session.user, self._posting
        assert user is not None
        if word.conversation != posting.store.lobby:
            raise NotAllowed
        text = clean_text(word.text)
        self._event = posting.store.append_post(word.conversation, user.id, word.ref, posting.wall_ms(), text, name=user.name)

    def done(self, now: float) -> None:
        """Confirm to the sender, hand over to the fan-out (a repeat was fanned out the first time)."""
        event, posting, session = self._event, self._posting, self._session
        assert event is not None
        if session.state is State.SIGNED_IN:
            posting.sessions.tell(session, Posted(event.ref, event.seq, event.at))
        if not event.repeated:
            posting.count += 1
            session.post_count += 1
            posting.delivery.stored(event)
            posting.log.add(Relayed(event.name, len(event.body.encode()), event.conversation), now)

    def failed(self, error: UdpchatError, now: float) -> None:
        """Tell the sender; a retriable code makes its client try again."""
        refusal, session = as_refusal(error), self._session
        if session.state is State.SIGNED_IN:
            word = NotPosted(self._word.ref, refusal.code, seconds(refusal), refusal.detail)
            self._posting.sessions.tell(session, word)
        self._posting.log.add(Refused(session.addr, session.name, refusal.code, refusal.detail), now)
