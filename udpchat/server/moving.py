"""Moving to another port: everybody is told over the old one and let go; then the shell swaps the sockets.

Until then what comes to the new port waits in its socket, so that whoever goes there at once is answered a moment later. The
old connections are closed and not kept: their peers have gone, and as ghosts they would take places for half a minute.
"""

from __future__ import annotations

from collections.abc import Callable

from udpchat import limits
from udpchat.server import events
from udpchat.server.log import EventLog
from udpchat.server.orders import Order, PortChanged
from udpchat.server.sessions import Session, Sessions
from udpchat.wire.codes import CloseCode
from udpchat.words import Moved


class Moving:
    """The move under way, if there is one."""

    def __init__(self, sessions: Sessions, log: EventLog, order: Callable[[Order], None]) -> None:
        self._sessions, self._log, self._order = sessions, log, order
        self._port = 0
        self._until: float | None = None

    @property
    def under_way(self) -> bool:
        """Whether the old port is still in use but nobody should be there any more."""
        return self._until is not None

    def begin(self, port: int, now: float) -> None:
        """Tell everybody."""
        self._port, self._until = port, now + limits.MOVE_FLUSH_S
        self._log.add(events.Moving(port), now)
        for session in self._sessions.all():
            self.send_on(session, now)

    def send_on(self, session: Session, now: float) -> None:
        """Tell one session where to go; also for one that comes to the old port now."""
        self._sessions.tell(session, Moved(self._port))
        self._sessions.close(session, CloseCode.SHUTDOWN, "moved", now, logged="moved")

    def forget(self) -> None:
        """The relay ends: it goes nowhere any more."""
        self._until = None

    def next_timeout(self) -> float | None:
        """When the sockets are swapped at the latest."""
        return self._until

    def handle_timeout(self, now: float) -> bool:
        """Swap when everybody has heard it, or when the time is over; whether it is done now."""
        if self._until is None or (now < self._until and self._sessions.all()):
            return False
        self._until = None
        self._order(PortChanged(self._port))
        return True
