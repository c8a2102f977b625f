"""Catching up: the cursors of sessions that lack a part of the log, read a page at a time when the last page has left.

A newcomer comes here with the intervals it lacks and is live at once: chat goes before history. A session that did not take
its chat comes here and is not live: when its intervals are served, what was told meanwhile is the next one, until nothing is
left. `covered_to` is then the end of what is told or listed, so live events and pages neither overlap nor leave a gap.

What a client lacks of one conversation though it has passed those seqs (the past of a group that it was let into) it asks
for itself: such a fill is answered page by page, newest first, in the same place of the queue.
"""

from __future__ import annotations

from collections.abc import Callable

from udpchat import limits
from udpchat.errors import Storage
from udpchat.server.delivery import Delivery, frames_of
from udpchat.server.intervals import missing
from udpchat.server.sessions import Flood, Line, Session
from udpchat.server.states import State
from udpchat.server.telling import encoded, word_of
from udpchat.store import Store, StoredEvent
from udpchat.wire.channels import Channel
from udpchat.words import Fill, Filled, Synchronise, encode


class History:
    """The sessions that catch up. `on_failure` hears of a session whose page could not be read."""

    def __init__(self, store: Store, line: Line, delivery: Delivery, on_failure: Callable[[Session, Storage, float], None]) -> None:
        self._store, self._line, self._delivery, self._on_failure = store, line, delivery, on_failure
        self._catching: dict[int, Session] = {}
        self._filling: dict[int, Session] = {}
        self.more = False
        """Pages could go out at once, but the packet loop had to go on first."""

    @property
    def catching_count(self) -> int:
        """How many catch up."""
        return len(self._catching)

    def synchronise(self, session: Session, word: Synchronise, size_bytes: int, now: float) -> None:
        """The request: what the client holds of which epoch."""
        have = word.have if word.epoch == self._store.epoch else ()
        session.covered_to = self._delivery.told
        session.missing = missing(have, session.covered_to)[::-1]
        self._try(self._delivery.follow, session, now)
        self.catch_up(session, now)

    def fill(self, session: Session, word: Fill, size_bytes: int, now: float) -> None:
        """The request: the past of one conversation. Raises Flood for a client that asks and does not read."""
        if len(session.fills) >= limits.FILLS_WAITING:
            raise Flood("fills")
        session.fills.append(word)
        self._filling[session.cid] = session

    def catch_up(self, session: Session, now: float) -> None:
        """It lacks `session.missing`; serve that, unless it is nothing."""
        if session.state is not State.CLOSING:
            self._catching[session.cid] = session
            self._try(self._settle, session, now)

    def drop(self, session: Session) -> None:
        """It is gone."""
        self._catching.pop(session.cid, None)
        self._filling.pop(session.cid, None)

    def serve(self, now: float) -> bool:
        """Queue a page for every session whose last page has left; whether there was any."""
        self.more = False
        if not self._catching and not self._filling:
            return False
        served = 0
        for waiting, page in ((self._filling, self._fill_page), (self._catching, self._page)):
            for cid, session in list(waiting.items()):
                if self._line.queued_bytes(cid, Channel.HISTORY):
                    continue
                if served == limits.HISTORY_PAGES_PER_TURN:
                    self.more = True
                    return True
                del waiting[cid]  # to the end of the line: the next turn begins with those who had none
                waiting[cid] = session
                self._try(page, session, now)
                served += 1
        return served > 0

    def _try(self, page: Callable[[Session], None], session: Session, now: float) -> None:
        try:
            page(session)
        except Storage as error:
            self.drop(session)
            self._on_failure(session, error, now)

    def _fill_page(self, session: Session) -> None:
        assert session.user is not None
        word = session.fills.popleft()
        if not session.fills:
            del self._filling[session.cid]
        hi = min(word.hi, self._delivery.told)
        lo = min(word.lo, hi + 1)
        events, lo = self._store.earlier(
            session.user.id, word.conversation, lo, hi, limits.HISTORY_PAGE_COUNT, limits.HISTORY_PAGE_BYTES
        )
        newest = _within_frame(events)
        if len(newest) < len(events):
            lo = newest[0].seq
        answer = Filled(word.conversation, lo, hi, tuple([word_of(event) for event in newest]))
        self._line.send(session.cid, Channel.HISTORY, encode(answer))

    def _page(self, session: Session) -> None:
        assert session.user is not None
        lo, hi = session.missing[-1]
        events, upto = self._store.events(
            session.user.id, lo, hi, limits.HISTORY_PAGE_COUNT, limits.HISTORY_PAGE_BYTES
        )
        for framed in frames_of(Channel.HISTORY, lo, upto, [encoded(event) for event in events]):
            self._line.send_framed(session.cid, Channel.HISTORY, framed)
        if upto < hi:
            session.missing[-1] = (upto + 1, hi)
        else:
            session.missing.pop()
            self._settle(session)

    def _settle(self, session: Session) -> None:
        """List what was told meanwhile; live when nothing is left."""
        if session.missing:
            return
        if self._delivery.is_live(session):
            del self._catching[session.cid]
            return
        if session.covered_to < self._delivery.told:
            session.missing.append((session.covered_to + 1, self._delivery.told))
            session.covered_to = self._delivery.told
            return
        del self._catching[session.cid]
        self._delivery.follow(session)


def _within_frame(events: list[StoredEvent]) -> list[StoredEvent]:
    """The newest of them that fit a frame however they are escaped; at least one."""
    room = limits.FANOUT_FRAME_BYTES
    for place, event in enumerate(reversed(events)):
        room -= len(encoded(event)[1]) + 1
        if room < 0 and place:
            return events[-place:]
    return events
