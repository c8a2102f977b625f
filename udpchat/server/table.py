"""The table of signed-in sessions that operators see: latest values, told as what changed since an operator was last told.

Strategy: one picture for all, made once a second; a row that did not change stays the same object, so what an operator
lacks is found by comparing identities. A slow operator costs a picture of what it was shown and no queue. What changes
faster than it may be told goes round: the longest untold comes first.
"""

from __future__ import annotations

from udpchat import limits
from udpchat.server.sessions import Session, Sessions
from udpchat.server.states import State
from udpchat.wire.events import ConnectionStats
from udpchat.words import SessionRow, SessionRows

Rows = dict[int, SessionRow]
"""By number of session."""


class Table:
    """The picture as it is now."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self.rows: Rows = {}
        self.lost = 0
        """Packets lost on living connections."""

    def refresh(self) -> None:
        """Look at every session."""
        before, self.rows, self.lost = self.rows, {}, 0
        for session in self._sessions.all():
            stats = self._sessions.line.stats(session.cid)
            if stats is None:
                continue
            self.lost += stats.lost_count
            if session.state is State.SIGNED_IN:
                row, known = _row(session, stats), before.get(session.number)
                self.rows[session.number] = known if known == row else row


def _row(session: Session, stats: ConnectionStats) -> SessionRow:
    user = session.user
    assert user is not None
    ip, port = session.addr
    return SessionRow(
        session=session.number,
        user=user.id,
        name=user.name,
        guest=user.guest,
        role=user.role,
        address=f"{ip}:{port}",
        rtt_us=int(stats.round_trip_s * 1e6),
        since=session.since,
        posts=session.post_count,
        sent=stats.sent_count,
        lost=stats.lost_count,
        plain=session.plain,
    )


def changes(shown: Rows, latest: Rows) -> list[SessionRows]:
    """What an operator who was shown `shown` is to be told, so much at once; `shown` then holds it."""
    gone = [number for number in shown if number not in latest]
    fresh = [row for number, row in latest.items() if number not in shown]
    stale = [latest[number] for number, row in shown.items() if latest.get(number, row) is not row]
    rows = (fresh + stale)[: limits.SESSION_ROWS_PER_TICK]
    gone = gone[: limits.SESSION_ROWS_PER_TICK]
    for number in gone:
        del shown[number]
    for row in rows:
        shown.pop(row.session, None)  # to the end: it is the one told last
        shown[row.session] = row
    size = limits.SESSION_ROWS_COUNT
    starts = range(0, max(len(rows), len(gone)), size)
    return [SessionRows(tuple(rows[start : start + size]), tuple(gone[start : start + size])) for start in starts]
