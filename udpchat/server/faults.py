"""What goes wrong costs one connection at most: each fault is noted in the log, and a connection that may not stay is cut."""

from __future__ import annotations

from udpchat.server.events import Cut, Failed
from udpchat.server.log import EventLog
from udpchat.server.sessions import Session, Sessions
from udpchat.wire.codes import CloseCode


class Faults:
    """Those of peers, of disks and of our own."""

    def __init__(self, sessions: Sessions, log: EventLog) -> None:
        self._sessions, self._log = sessions, log

    def noted(self, error: Exception, now: float) -> None:
        """Something that nobody can be told."""
        self._log.add(Failed(f"{type(error).__name__}: {error}"), now)

    def unreadable(self, session: Session, error: Exception, now: float) -> None:
        """What a session needs cannot be read: it may come again."""
        self.noted(error, now)
        self._sessions.close(session, CloseCode.INTERNAL, "", now)

    def cut(self, session: Session, code: CloseCode, reason: str, now: float) -> None:
        """A peer that breaks the rules, or asks for more than its share."""
        self._log.add(Cut(session.addr, f"{code.name.lower()} {reason}".rstrip()), now)
        self._sessions.close(session, code, reason, now)
