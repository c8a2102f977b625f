"""Catching up: the cursors of sessions that lack a part of the log, read a page at a time when the last page has left.

A newcomer comes here with the intervals it lacks and is live at once: chat goes before history. A session that did not take
its chat comes here and is not live: when its intervals are served, what was told meanwhile is the next one, until nothing is
left. `covered_to` is then the end of what is told or listed, so live events and pages neither overlap nor leave a gap.
"""

from __future__ import annotations

from collections.abc import Callable

from udpchat import limits
from udpchat.errors import Storage
from udpchat.server.delivery import Delivery, encoded, frames_of
from udpchat.server.intervals import missing
from udpchat.server.sessions import Line, Session
from udpchat.store import Store
from udpchat.wire.channels import Channel
from udpchat.words import Synchronise


class History:
    """The sessions that catch up. `on_failure` hears of a session whose page could not be read."""

    def __init__(self, store: Store, line: Line, delivery: Delivery, on_failure: Callable[[Session, Storage, float], None]) -> None:
        self._store, self._line, self._delivery, self._on_failure = store, line, delivery, on_failure
        self._catching: dict[int, Session] = {}
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
        self._delivery.follow(session)
        self.catch_up(session)

    def catch_up(self, session: Session) -> None:
        """It lacks `session.missing`; serve that, unless it is nothing."""
        self._catching[session.cid] = session
        self._settle(session)

    def drop(self, session: Session) -> None:
        """It is gone."""
        self._catching.pop(session.cid, None)

    def serve(self, now: float) -> bool:
        """Queue a page for every session whose last page has left; whether there was any."""
        self.more = False
        if not self._catching:
            return False
        served = 0
        for cid, session in list(self._catching.items()):
            if self._line.queued_bytes(cid, Channel.HISTORY):
                continue
            if served == limits.HISTORY_PAGES_PER_TURN:
                self.more = True
                break
            del self._catching[cid]  # to the end of the line: the next turn begins with those who had none
            self._catching[cid] = session
            self._page(session, now)
            served += 1
        return served > 0

    def _page(self, session: Session, now: float) -> None:
        assert session.user is not None
        lo, hi = session.missing[-1]
        try:
            events, upto = self._store.events(session.user.id, lo, hi, limits.HISTORY_PAGE_COUNT, limits.HISTORY_PAGE_BYTES)
        except Storage as error:
            del self._catching[session.cid]
            self._on_failure(session, error, now)
            return
        for framed in frames_of(Channel.HISTORY, lo, upto, [(event.seq, encoded(event)) for event in events]):
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
