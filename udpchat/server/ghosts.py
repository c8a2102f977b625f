"""Sessions whose device is gone, found by the return of their owner instead of half a minute of silence.

Whoever comes back with the very token that a session was given is that session's device: it ends at once. Any other session
of the same person is asked something harmless; what has not stirred a moment later was a ghost. Several devices of one
person answer and stay.
"""

from __future__ import annotations

from dataclasses import dataclass

from udpchat import limits
from udpchat.server.sessions import Session, Sessions
from udpchat.server.states import State
from udpchat.wire.codes import CloseCode
from udpchat.words import Presence


@dataclass(frozen=True, slots=True)
class _Suspect:
    session: Session
    received_count: int
    due_at: float


class Ghosts:
    """Those who were asked. The wait is the same for all, so they are in order of time."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._suspects: dict[int, _Suspect] = {}

    def look(self, newcomer: Session, token_hash: bytes, now: float) -> None:
        """Somebody was welcomed, with this token or (empty) a password."""
        assert newcomer.user is not None
        for session in self._sessions.of_user(newcomer.user.id):
            if session is newcomer or session.plain:  # one of plain text answers nothing, though it lives
                continue
            if token_hash and token_hash in (session.token_hash, session.returns_with):
                self._end(session, now)
            elif session.cid not in self._suspects:
                self._sessions.tell(session, Presence((), ()))
                self._suspects[session.cid] = _Suspect(session, self._received_count(session), now + limits.GHOST_S)

    def next_timeout(self) -> float | None:
        """When the first of them had time to stir."""
        return next((suspect.due_at for suspect in self._suspects.values()), None)

    def handle_timeout(self, now: float) -> None:
        """End those who did not."""
        while self._suspects:
            suspect = next(iter(self._suspects.values()))
            if suspect.due_at > now:
                return
            del self._suspects[suspect.session.cid]
            if self._received_count(suspect.session) == suspect.received_count:
                self._end(suspect.session, now)

    def _received_count(self, session: Session) -> int:
        stats = self._sessions.line.stats(session.cid)
        return stats.received_count if stats is not None else 0

    def _end(self, session: Session, now: float) -> None:
        """As if it had been silent for long: a device that only slept comes back by itself."""
        if session.state is State.SIGNED_IN:
            self._sessions.close(session, CloseCode.IDLE, "taken over", now, logged="taken over")
