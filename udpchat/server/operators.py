"""Operators: their sign-in by the token of the data folder, and what is streamed to them.

An operator is nobody online: not among the people, in no count, under no ban or limit of sessions. Invariants: only from
this very computer; the answer to a right token from elsewhere is the one to a wrong token. A right token is not made to wait
for the wrong ones before it, for it cannot be guessed, and so nobody can lock the owner out.

Strategy of the streams: each is a latest value or a cursor into a ring, pumped when something is new, at most ten times a
second, and the table and the figures once a second. Whoever does not take what is queued is skipped until they do. Without
operators there is no timer.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, cast

from udpchat import __version__, limits
from udpchat.driver import WallClock
from udpchat.errors import AuthFailed, Full, SlowDown
from udpchat.server.discipline import Discipline
from udpchat.server.events import OperatorCame, OperatorLeft, Stopping
from udpchat.server.figures import Gauges
from udpchat.server.files.office import FileOffice
from udpchat.server.log import EventLog
from udpchat.server.orders import Order, StopWanted
from udpchat.server.sessions import Session, Sessions
from udpchat.server.settings import InForce, as_word
from udpchat.server.states import Step
from udpchat.server.table import Rows, Table, changes
from udpchat.server.throttle import Guard, is_loopback
from udpchat.store import Conversation
from udpchat.wire.channels import Channel
from udpchat.words import Figures, FileFigures, LogLines, OperatorSignIn, OperatorWelcome, Room, Rooms, StopServer

OPERATOR: Final = "#operator"
"""What operators are called in the log and by the guard of sign-ins; no username can contain "#"."""


EVERYWHERE: Final = "0.0.0.0"
"""The host of a relay that is bound to every address."""


@dataclass(frozen=True, slots=True)
class Office:
    """Where operators find this relay, and what proves that somebody is one. `host`: the address that it is bound to."""

    token: bytes = field(repr=False)
    host: str
    folder: str
    started_at: int


@dataclass(slots=True, eq=False)
class _Seat:
    """One operator: how far each stream has come."""

    session: Session
    line: int
    settings_version: int = -1
    shown: Rows = field(default_factory=dict)
    files: FileFigures | None = None


class Operators:
    """Those who are here. Without an office nobody can be one."""

    def __init__(
        self,
        office: Office | None,
        sessions: Sessions,
        guard: Guard,
        in_force: InForce,
        log: EventLog,
        table: Table,
        gauges: Gauges,
        files: FileOffice,
        discipline: Discipline,
        order: Callable[[Order], None],
        wall_ms: WallClock,
    ) -> None:
        self._office, self._sessions, self._guard, self._in_force = office, sessions, guard, in_force
        self._discipline, self._files = discipline, files
        self._log, self._table, self._gauges, self._order, self._wall_ms = log, table, gauges, order, wall_ms
        self._seats: dict[int, _Seat] = {}
        self._ticked_at = self._pumped_at = float("-inf")

    # --- requests -----------------------------------------------------------------------------------------------------

    def sign_in(self, session: Session, word: OperatorSignIn, size_bytes: int, now: float) -> None:
        """The token decides. Raises AuthFailed, SlowDown, Full."""
        session.claimed = OPERATOR
        self._judge(session, word.token, now)
        if len(self._seats) >= limits.OPERATORS:
            raise Full
        session.step(Step.OPERATE)
        self._sessions.line.raise_frame_limit(session.cid)
        self._log.add(OperatorCame(session.addr), now)
        self._welcome(session, now)

    def stop(self, session: Session, word: StopServer, size_bytes: int, now: float) -> None:
        """End the process."""
        self._log.add(Stopping(word.reason), now)
        self._order(StopWanted())

    def _judge(self, session: Session, token: bytes, now: float) -> None:
        office, ip = self._office, session.addr[0]
        right = office is not None and hmac.compare_digest(token, office.token)
        if right and self.is_near(ip):
            return
        wait = self._guard.password_wait(OPERATOR, ip, now)
        if wait > 0.0:
            raise SlowDown(retry_after_s=wait)
        self._guard.wrong_password(OPERATOR, ip, now)
        raise AuthFailed

    def is_near(self, ip: str) -> bool:
        """Whether the address is this very computer: loopback, or the one address that the relay is bound to."""
        host = self._office.host if self._office is not None else EVERYWHERE
        return is_loopback(ip) or (ip == host and host != EVERYWHERE)

    def _welcome(self, session: Session, now: float) -> None:
        office, port = self._office, self._in_force.settings.port
        assert office is not None
        app, at = f"udpchat {__version__}", self._wall_ms()
        self._sessions.tell(session, OperatorWelcome(app, office.host, port, office.started_at, at, office.folder))
        self._sessions.tell(session, self._discipline.rules)
        self._sessions.tell(session, self._rooms())
        seat = self._seats[session.cid] = _Seat(session, max(self._log.begin, self._log.end - limits.LOG_GREETING_COUNT))
        if len(self._seats) == 1:
            self._ticked_at = now
        self._table.refresh()
        self._pump_seat(seat, self._gauges.read(), self._files.figures(now, fresh=True))

    # --- who is here --------------------------------------------------------------------------------------------------

    def sessions(self) -> list[Session]:
        """Theirs."""
        return [seat.session for seat in self._seats.values()]

    def tell_rooms(self) -> None:
        """Lobby or announcements look different now."""
        for session in self.sessions():
            self._sessions.tell(session, self._rooms())

    def _rooms(self) -> Rooms:
        """Everybody's conversations; an operator owns them, and is no member of any other."""
        return Rooms(tuple([_owned(place) for place in self._discipline.everybodys]), True)

    @property
    def count(self) -> int:
        """How many are here."""
        return len(self._seats)

    def drop(self, session: Session, reason: str, now: float) -> None:
        """It is gone, if it was an operator."""
        if self._seats.pop(session.cid, None) is None:
            return
        self._log.add(OperatorLeft(reason), now)
        if not self._seats:
            self._table.rows.clear()

    # --- streams ------------------------------------------------------------------------------------------------------

    def next_timeout(self) -> float | None:
        """When something is to be told."""
        if not self._seats:
            return None
        tick_at, end, version = self._ticked_at + limits.OPERATOR_TICK_S, self._log.end, self._in_force.version
        for seat in self._seats.values():
            if seat.line < end or seat.settings_version != version:
                return min(tick_at, self._pumped_at + limits.LOG_TICK_S)
        return tick_at

    def handle_timeout(self, now: float) -> None:
        """Tell what is due."""
        due = self.next_timeout()
        if due is not None and due <= now:
            self.pump(now)

    def pump(self, now: float) -> None:
        """Tell everybody what is new; table and figures if their second is over."""
        self._pumped_at = now
        figures: Figures | None = None
        files: FileFigures | None = None
        if self._seats and now >= self._ticked_at + limits.OPERATOR_TICK_S:
            self._ticked_at = now
            self._table.refresh()
            figures, files = self._gauges.read(), self._files.figures(now)
        for seat in self._seats.values():
            self._pump_seat(seat, figures, files)

    def _pump_seat(self, seat: _Seat, figures: Figures | None, files: FileFigures | None) -> None:
        if not self._takes(seat):
            return
        tell, session = self._sessions.tell, seat.session
        if seat.settings_version != self._in_force.version:
            seat.settings_version = self._in_force.version
            tell(session, as_word(self._in_force.settings))
        if figures is not None:
            tell(session, figures)
            for word in changes(seat.shown, self._table.rows):
                tell(session, word)
        if files is not None and files != seat.files:
            seat.files = files
            tell(session, files)
        while seat.line < self._log.end and self._takes(seat):
            lines = self._log.page(seat.line)
            seat.line = lines[-1].number + 1
            tell(session, LogLines(lines))

    def _takes(self, seat: _Seat) -> bool:
        return self._sessions.line.queued_bytes(seat.session.cid, Channel.CONTROL) <= limits.CONTROL_QUEUE_BYTES


def _owned(place: Conversation) -> Room:
    kind, seen_from = cast(Any, place.kind), max(place.archived, 1)
    return Room(place.id, kind, "", "", "owner", 0, "", 0, True, seen_from, 0, 0, False, False, place.slow_s)
