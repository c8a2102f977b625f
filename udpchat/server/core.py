"""The relay's core: takes what the wire delivers to the services, keeps the order of a turn, and stops cleanly.

A turn: datagrams become requests (`requests`), requests become one commit (`commits`), the finished commit becomes
confirmations and one fan-out (`delivery`), and the wire is flushed. What people say to each other is in `talk`. No service
is coordinated anywhere else. What a peer sends comes to its handler through `hearing`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from udpchat import limits
from udpchat.driver import Address, Job, RandBytes, WallClock
from udpchat.errors import UdpchatError
from udpchat.server.admission import Admissions
from udpchat.server.changes import LANE, Changes, Keep
from udpchat.server.commits import Commits
from udpchat.server.delivery import Delivery
from udpchat.server.discipline import Discipline
from udpchat.server.ending import Ending
from udpchat.server.events import Left, LogEvent
from udpchat.server.faults import Faults
from udpchat.server.figures import Gauges
from udpchat.server.ghosts import Ghosts
from udpchat.server.guests import Guests
from udpchat.server.hearing import Hearing
from udpchat.server.here import here_of
from udpchat.server.history import History
from udpchat.server.log import EventLog
from udpchat.server.moving import Moving
from udpchat.server.operators import Office, Operators
from udpchat.server.orders import Order
from udpchat.server.parts import Parts
from udpchat.server.plain import LANE as PLAIN_LANE
from udpchat.server.plain import Gate, Lines
from udpchat.server.presence import Presence
from udpchat.server.profiles import Recovery
from udpchat.server.realms.exchange import Exchange
from udpchat.server.requests import operator_table, table
from udpchat.server.room_list import RoomList
from udpchat.server.sessions import Session, Sessions
from udpchat.server.settings import InForce, ServerSettings
from udpchat.server.signin import SignIn
from udpchat.server.states import State
from udpchat.server.table import Table
from udpchat.server.talk import Talk
from udpchat.server.traffic import Traffic
from udpchat.store import Store
from udpchat.wire.codes import CloseCode
from udpchat.wire.config import EndpointLimits, WireConfig
from udpchat.wire.events import AddressChanged, Closed, Established, FrameArrived, WireEvent
from udpchat.wire.identity import Identity
from udpchat.words import Bye

__all__ = ["ServerCore", "ServerSettings"]


def forget(_settings: ServerSettings) -> None:
    """For relays whose settings nobody keeps."""


class ServerCore:
    """One relay, sans I/O: a `driver.Driver`. Its events are the log and orders to the shell (`events`, `orders`).

    `keep` saves changed settings and is run as a job. Without an `office` nobody can be its operator;
    without a folder of `blobs` it takes no files.
    """

    def __init__(
        self,
        store: Store,
        identity: Identity,
        reset_key: bytes,
        settings: ServerSettings,
        randbytes: RandBytes,
        wall_ms: WallClock,
        bounds: EndpointLimits | None = None,
        config: WireConfig | None = None,
        office: Office | None = None,
        keep: Keep = forget,
        blobs: Path | None = None,
    ) -> None:
        self._store = store
        self._identity, self._in_force = identity, InForce(settings)
        self._now = self._pace_until = 0.0
        self.log = EventLog(wall_ms)
        self._orders: deque[Order] = deque()
        self.traffic = Traffic()
        bounds = bounds or EndpointLimits(connections=settings.max_sessions + limits.SPARE_CONNECTIONS)
        self.endpoint = Exchange(identity, reset_key, randbytes, bounds, config or WireConfig())
        lines = Lines(self.endpoint)
        self.sessions = Sessions(lines, self._in_force)
        self.sessions.on_gone = self._on_gone
        faults = self._faults = Faults(self.sessions, self.log)
        self._commits = Commits(store, faults.noted)
        self._guests = Guests(store, self._commits, wall_ms)
        self._presence = Presence(lines, self._show_here)
        self._delivery = Delivery(lines, store.head(), store)
        self._history = History(store, lines, self._delivery, faults.unreadable)
        self._ending = Ending(self.sessions, self._commits, self.endpoint)
        self._rooms = RoomList(store, self.sessions, faults.noted)
        self._discipline = Discipline(store, wall_ms)
        parts = Parts(
            store, self._in_force, self.sessions, self._commits, self._guests, self._presence, self._delivery,
            self._rooms, self._discipline, self.log, randbytes, wall_ms,
        )  # fmt: skip
        self._ghosts = Ghosts(self.sessions)
        self._admissions = Admissions(parts, self._ghosts)
        self._talk = Talk(parts, faults, blobs, self.endpoint, identity.fingerprint)
        self._set_up_requests(parts, lines)
        self._set_up_operators(office, keep, wall_ms)
        self._show_here(0)

    def _set_up_requests(self, parts: Parts, lines: Lines) -> None:
        """Who hears what clients say."""
        certificate, faults, refuse = self._identity.certificate, self._faults, self._admissions.refuse
        self._hearing = Hearing(faults, refuse, self._talk.files.frame)
        self._plain = Gate(parts, self._talk.files, lines, certificate, self._hearing.hear, refuse, faults.noted)
        signin = SignIn(self._admissions, certificate)
        rows = self._hearing.rows
        rows |= table(signin, self._admissions, Recovery(self._admissions), self._history, self._on_bye)

    def _set_up_operators(self, office: Office | None, keep: Keep, wall_ms: WallClock) -> None:
        """What operators see and change."""
        order = self._orders.append
        rows = Table(self.sessions)
        gauges = Gauges(
            self._store, self.traffic, rows, self._talk.posting, self._presence, self._admissions,
            self._admissions.parts.tally, wall_ms,
        )  # fmt: skip
        self._operators = Operators(
            office, self.sessions, self._admissions.guard, self._in_force, self.log, rows, gauges,
            self._talk.files.office, self._discipline, order, wall_ms,
        )  # fmt: skip
        self._moving = Moving(self.sessions, self.log, order)
        self._changes = Changes(self._in_force, keep, self.sessions, self._moving, self.log, order, self._on_change)
        self._hearing.rows |= operator_table(self._operators, self._changes) | self._talk.table(self._operators)

    # --- Driver -------------------------------------------------------------------------------------------------------

    def receive_datagram(self, data: bytes, addr: Address, now: float) -> None:
        """Take one datagram from anybody."""
        self._now = now
        traffic = self.traffic
        traffic.datagrams_in += 1
        traffic.bytes_in += len(data)
        if addr[0] not in traffic.callers:
            traffic.meet(data, addr[0])
        if data and not 0x80 <= data[0] <= 0xC1:
            if not self._ending.under_way:
                self._plain.receive(data, addr, now)
            return
        self.endpoint.receive_datagram(data, addr, now)
        self._take_events(now)

    def handle_timeout(self, now: float) -> None:
        """Do what is due."""
        self._now = now
        self.endpoint.handle_timeout(now)
        self._take_events(now)
        self._plain.handle_timeout(now)
        self._talk.handle_timeout(now)
        self._ghosts.handle_timeout(now)
        self._guests.handle_timeout(now)
        self._presence.handle_timeout(now)
        self._operators.handle_timeout(now)
        self._ending.handle_timeout(now)

    def next_timeout(self) -> float | None:
        """The earliest deadline of all."""
        at = self.endpoint.next_timeout()
        for other in (
            self._talk.next_timeout(),
            self._plain.next_timeout(),
            self._ghosts.next_timeout(),
            self._guests.next_timeout(),
            self._presence.next_timeout(),
            self._operators.next_timeout(),
            self._moving.next_timeout(),
            self._now if self._history.more or self._talk.files.more else None,
            self._pace_until if self._paced else None,
            self._ending.next_timeout(),
        ):
            if other is not None and (at is None or other < at):
                at = other
        return at

    def datagrams_to_send(self, now: float) -> list[tuple[bytes, Address]]:
        """Pages of history for those who have room, then what the wire wants to send."""
        self._now = now
        while True:
            served = self._history.serve(now) | self._talk.serve(now)
            out = self._plain.add_datagrams(self.endpoint.datagrams_to_send(now))
            if out or not served:
                break
        if not out:
            self._ending.flushed()
        traffic = self.traffic
        traffic.datagrams_out += len(out)
        traffic.bytes_out += sum([len(data) for data, _ in out])
        return out

    def next_event(self) -> LogEvent | Order | None:
        """The oldest order to the shell, then the oldest log event, not yet pulled."""
        return self._orders.popleft() if self._orders else self.log.pull()

    def next_job(self) -> Job | None:
        """The saving of changed settings, the commit of this turn if it wrote something, a search."""
        if (job := self._changes.next_job() or self._plain.next_job()) is not None:
            return job
        while self._commits.only_repeats:
            self._commits.settle_repeats(self._now)
            self._resume(self._now)
        if not self._paced and (commit := self._commits.next_job()) is not None:
            return commit
        return self._talk.next_job(self._now, self._ending.under_way)

    def finish_job(self, job: Job, value: Any, error: Exception | None, now: float) -> None:
        """A commit ended: confirm, fan out, and run what waited for it. Or settings were saved: put them in force."""
        self._now = now
        if job.lane == LANE:
            if not self._ending.under_way:
                self._changes.finish(error, now)
            return
        if job.lane == PLAIN_LANE:
            self._plain.finish_job(job, value, error, now)
            return
        if self._talk.finish_job(job, value, error, now):
            return
        self._commits.finish(error, now)
        if error is None and not self._commits.shaken:
            self._talk.searching.stored(self._delivery.turn_count)
            deliveries, lagging = self._delivery.fan_out()
        else:
            deliveries, lagging = 0, self._delivery.doubt(self._store.head())
            for session in lagging:
                self._rooms.renew(session)
        for session in lagging:
            self._history.catch_up(session, now)
        if deliveries >= limits.FANOUT_BUSY_DELIVERIES:
            self._pace_until = now + limits.FANOUT_PACE_S
        self._resume(now)
        self._take_events(now)
        self._ending.handle_timeout(now)

    def _resume(self, now: float) -> None:
        """Run what waited for the turn before."""
        if not self._ending.under_way:
            self._commits.resume(now)
            self._talk.inbox.resume(now)

    # --- commands -----------------------------------------------------------------------------------------------------

    def shut_down(self, now: float) -> None:
        """Finish the commit under way, say goodbye to everybody, close; `stopped` within a second."""
        self._now = now
        self._moving.forget()
        self._ending.begin(now)

    def port_opened(self, now: float) -> bool:
        """The answer to `PortWanted`: it is open. False: it is not wanted any more."""
        self._now = now
        return not self._ending.under_way and self._changes.port_opened()

    def port_refused(self, error: UdpchatError, now: float) -> None:
        """The answer to `PortWanted`: it cannot be had."""
        self._now = now
        self._changes.port_refused(error, now)

    def own_addresses(self, addresses: Iterable[str]) -> None:
        """The addresses of this computer, whose callers are nobody from outside."""
        self.traffic.own_addresses(addresses)

    def close(self) -> None:
        """Let go of all files, after the loop's last turn."""
        self._talk.close()

    @property
    def settings(self) -> ServerSettings:
        """The settings in force."""
        return self._in_force.settings

    @property
    def stopped(self) -> bool:
        """After `shut_down`: everybody was told, or had the time to be."""
        return self._ending.done

    # --- the wire's events --------------------------------------------------------------------------------------------

    def _take_events(self, now: float) -> None:
        next_event = self.endpoint.next_event
        while (event := next_event()) is not None:
            if type(event) is FrameArrived:
                self._take_frame(event, now)
            else:
                self._take_other(event, now)
        if self._moving.under_way and self._moving.handle_timeout(now):
            self._changes.resume(now)
        self._plain.attend(now)

    def _take_other(self, event: WireEvent, now: float) -> None:
        match event:
            case Established():
                session = self.sessions.open(event.cid, event.addr)
                if self._moving.under_way:
                    self._moving.send_on(session, now)
            case AddressChanged():
                self._roam(event, now)
            case Closed():
                stats = self.endpoint.stats(event.cid)
                self.traffic.lost += stats.lost_count if stats is not None else 0
                self.sessions.closed(event.cid, event.code.name.lower(), now)
            case _:
                pass  # FrameArrived came here never, CertificateRefused comes to clients only

    def _roam(self, event: AddressChanged, now: float) -> None:
        session = self.sessions.get(event.cid)
        if session is None:
            return
        session.addr = event.addr
        if session.state is State.OPERATING and not self._operators.is_near(event.addr[0]):
            self._faults.cut(session, CloseCode.PROTOCOL, "operator from another computer", now)

    def _take_frame(self, event: FrameArrived, now: float) -> None:
        session = self.sessions.get(event.cid)
        if session is not None and session.state is not State.CLOSING and not self._ending.under_way:
            self._hearing.frame(session, event.channel, event.body, now)

    def _on_bye(self, session: Session, word: Bye, size_bytes: int, now: float) -> None:
        session.said_bye = True
        self.sessions.close(session, CloseCode.BYE, "bye", now)

    # --- what the services report -------------------------------------------------------------------------------------

    def _on_gone(self, session: Session, reason: str, now: float) -> None:
        self._delivery.drop(session)
        self._history.drop(session)
        self._operators.drop(session, reason, now)
        self._talk.drop(session, now)
        user = session.user
        if user is None:
            return
        if not self._ending.under_way:  # everybody goes then, and hears that in the goodbye
            self._presence.leave(session, user, now)
        self.log.add(Left(user.name, reason), now)
        if not user.guest or self.sessions.of_user(user.id):
            return
        if session.said_bye or (session.new_guest and not session.heard):
            self._guests.end(user.id, now, revoke=session.said_bye)
        else:
            self._guests.release(user.id, now)

    def _on_change(self, now: float) -> None:
        self._show_here(self._presence.published_count)
        self._operators.pump(now)
        self._plain.narrow(now)
        self._talk.tell_rules()

    def _show_here(self, count: int) -> None:
        self.endpoint.here = here_of(self._in_force.settings, count, self._identity.fingerprint)

    # --- pace ---------------------------------------------------------------------------------------------------------

    @property
    def _paced(self) -> bool:
        """Something waits for a commit that waits for company, because the last turn was busy and just now."""
        return self._now < self._pace_until and not self._ending.under_way and self._commits.ready
