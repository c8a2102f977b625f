"""Searches, one after another on a worker, and the filling of their index while there is little else to do.

The index follows the log at a distance: what it lacks is read from the messages themselves, so a flood is not slowed down
by it. A person has at most so many searches waiting; an answer holds what fits a frame and says where to go on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from udpchat import limits
from udpchat.driver import Job
from udpchat.errors import BadRequest, Refusal, SlowDown, UdpchatError
from udpchat.server.events import Refused
from udpchat.server.parts import Parts
from udpchat.server.refusals import as_refusal, seconds
from udpchat.server.sessions import Session
from udpchat.server.states import State
from udpchat.server.telling import message_of
from udpchat.store import Hits, Wanted
from udpchat.words import Found, Message, NotDone, Search, encode_event

LANE: Final = "search"


class Searching:
    """The searches that wait, and how far behind the index may be. `on_fault` hears what went wrong."""

    def __init__(self, parts: Parts, on_fault: Callable[[Exception, float], None]) -> None:
        self._parts, self._search, self._on_fault = parts, parts.store.search, on_fault
        self._waiting: deque[tuple[Session, Search]] = deque()
        self._answering: tuple[Session, Search] | None = None
        self._running = False
        self._backlog = 0  # events that the index lacks, as far as this process knows
        self._fresh = 0
        self._look_at = 0.0

    def ask(self, session: Session, word: Search, size_bytes: int, now: float) -> None:
        """The request; refused with a NotDone, for it has a ref."""
        mine = sum(waiting is session for waiting, _ in self._waiting)
        if mine >= limits.SEARCHES_WAITING:
            self._refuse(session, word, SlowDown(retry_after_s=limits.SEARCH_S), now)
        elif not (word.words.strip() or word.author or word.since or word.until or word.files):
            self._refuse(session, word, BadRequest(), now)
        else:
            self._waiting.append((session, word))
            self._backlog = max(self._backlog, 1)  # it may be behind from before the start

    def stored(self, count: int) -> None:
        """So many events are new in the log."""
        self._backlog += count
        self._fresh += count

    # --- jobs ---------------------------------------------------------------------------------------------------------

    def next_timeout(self) -> float | None:
        """When the index is to be looked after."""
        return self._look_at if self._backlog and not self._running else None

    def next_job(self, now: float) -> Job | None:
        """The next search; else a piece of the index, unless too much is going on."""
        if self._running:
            return None
        while self._waiting:
            session, word = self._waiting.popleft()
            if session.state is State.SIGNED_IN:
                self._answering, self._running = (session, word), True
                return Job(LANE, "search", partial(self._search.search, _wanted(session, word)))
        if not self._backlog or now < self._look_at:
            return None
        self._look_at = now + limits.FILL_EVERY_S
        fresh, self._fresh = self._fresh, 0
        if fresh > limits.FILL_QUIET_COUNT and self._backlog < limits.FILL_BACKLOG_COUNT:
            return None
        self._running = True
        return Job(LANE, "fill", self._search.fill)

    def finish(self, value: Any, error: Exception | None, now: float) -> None:
        """A search or a piece of the index is done."""
        self._running = False
        answering, self._answering = self._answering, None
        if error is not None:
            self._on_fault(error, now)
        if answering is not None:
            self._answer(*answering, value, error, now)
        elif error is not None:
            self._look_at = now + limits.FILL_RETRY_S
        elif value:
            self._look_at = now
        else:
            self._backlog = self._fresh

    def _answer(self, session: Session, word: Search, hits: Hits, error: Exception | None, now: float) -> None:
        if session.state is not State.SIGNED_IN:
            return
        if error is not None:
            refusal = as_refusal(error) if isinstance(error, UdpchatError) else as_refusal(BadRequest())
            self._refuse(session, word, refusal, now)
            return
        messages, more = _within_frame([message_of(event) for event in hits.messages], hits.more)
        self._parts.sessions.tell(session, Found(word.ref, messages, more))

    def _refuse(self, session: Session, word: Search, refusal: Refusal, now: float) -> None:
        self._parts.sessions.tell(session, NotDone(word.ref, refusal.code, seconds(refusal), refusal.detail))
        self._parts.log.add(Refused(session.addr, session.name, refusal.code, refusal.detail), now)


def _wanted(session: Session, word: Search) -> Wanted:
    assert session.user is not None
    return Wanted(session.user.id, word.words, word.conversation, word.author, word.since, word.until, word.before, word.files)


def _within_frame(messages: list[Message], more: int) -> tuple[tuple[Message, ...], int]:
    """As many as a frame takes however they are escaped, at least one; and where the search goes on."""
    room = limits.FANOUT_FRAME_BYTES
    for place, message in enumerate(messages):
        room -= len(encode_event(message)) + 1
        if room < 0 and place:
            return tuple(messages[:place]), messages[place - 1].seq
    return tuple(messages), more
