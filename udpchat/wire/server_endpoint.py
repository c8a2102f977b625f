"""Many connections on one socket, the server's side: finds the connection of a datagram, admits new ones, keeps the timers.

State is made only for an INITIAL whose cookie and tag are right. Per turn each touched connection is flushed once; an idle
one costs nothing.
"""

from __future__ import annotations

from collections import deque

from udpchat import limits
from udpchat.driver import Address, RandBytes
from udpchat.wire import packets
from udpchat.wire.admission import Admission
from udpchat.wire.channels import Channel, frame
from udpchat.wire.codes import CloseCode
from udpchat.wire.config import EndpointLimits, WireConfig
from udpchat.wire.connection import Connection, Datagram
from udpchat.wire.events import ConnectionStats, WireEvent
from udpchat.wire.identity import Identity
from udpchat.wire.packets import Here
from udpchat.wire.session import Session
from udpchat.wire.stateless import Stateless
from udpchat.wire.timers import TimerTable
from udpchat.wire.tls import server_context

_INITIAL_HEAD = packets.LONG_HEADER.size


class ServerEndpoint:
    """The server's end of the wire. Connections are named by `cid`, our 64-bit connection id."""

    def __init__(
        self, identity: Identity, reset_key: bytes, randbytes: RandBytes,
        bounds: EndpointLimits = EndpointLimits(), config: WireConfig = WireConfig(),  # noqa: B008 (frozen)
    ) -> None:  # fmt: skip
        self._context = server_context(identity)
        self._config = config
        self._randbytes = randbytes
        self._stateless = Stateless(reset_key, randbytes, bounds)
        self._admission = Admission(bounds)
        self._sessions: dict[int, Session] = {}
        self._origins: dict[int, tuple[Address, int]] = {}  # where a connection began: that host's account is charged
        self._half_open: dict[int, float] = {}  # when it began, oldest first
        self._by_client: dict[tuple[Address, int], Session] = {}
        self._touched: dict[int, Session] = {}
        self._bulky: set[int] = set()  # files wait in these
        self._line: dict[int, Session] = {}  # those of them that may send
        self._timers = TimerTable()
        self._events: deque[WireEvent] = deque()
        self._replies: list[Datagram] = []

    # --- Driver -------------------------------------------------------------------------------------------------------

    def receive_datagram(self, data: bytes, addr: Address, now: float) -> None:
        """Take one datagram from anybody."""
        if not data:
            return
        kind = data[0]
        if kind == packets.DATA or kind == packets.HANDSHAKE:
            session = self._sessions.get(int.from_bytes(data[1:9], "big")) if len(data) > 9 else None
            if session is None:
                self._answer(data, addr, now)
            elif kind == packets.DATA or addr == session.connection.path.address:
                session.receive(data, addr, now)
                self._touched[session.name] = session
        elif kind == packets.INITIAL:
            self._initial(data, addr, now)
        else:
            self._answer(data, addr, now)

    def has(self, cid: int) -> bool:
        """Whether that is one of our connections."""
        return cid in self._sessions

    def _answer(self, data: bytes, addr: Address, now: float) -> None:
        reply = self._stateless.answer(data, addr, now)
        if reply is not None:
            self._replies.append((reply, addr))

    def _initial(self, data: bytes, addr: Address, now: float) -> None:
        if len(data) <= _INITIAL_HEAD:
            return
        ccid = int.from_bytes(data[9:17], "big")
        session = self._by_client.get((addr, ccid)) or self._begin(data, addr, ccid, now)
        if session is not None:
            session.receive(data, addr, now)
            self._touched[session.connection.cid] = session

    def _begin(self, data: bytes, addr: Address, ccid: int, now: float) -> Session | None:
        """A connection for a valid cookie; nothing for anything else."""
        if len(data) < self._config.datagram_bytes:
            return None
        length = data[_INITIAL_HEAD]
        cookie = data[_INITIAL_HEAD + 1 : _INITIAL_HEAD + 1 + length]
        proven = self._stateless.cookies.check(cookie, addr, ccid, now)
        if proven is None:
            return None
        connection = Connection(False, self._fresh_cid(), ccid, addr, cookie, self._config, self._randbytes, now)
        if not connection.protection.is_genuine(data):
            return None
        if self._admission.half_open_is_full and not self._make_room(now):
            return None
        if not self._admission.admits(addr[0], now):
            return None
        if proven.age_s <= limits.FIRST_SAMPLE_S:
            connection.recovery.rtt.sample(proven.age_s, 0.0)
        session = Session(connection, self._context, self._config, None, self._events.append, now, connection.cid)
        self._sessions[connection.cid] = self._by_client[addr, ccid] = session
        self._origins[connection.cid] = (addr, ccid)
        self._half_open[connection.cid] = now
        self._admission.began(addr[0])
        return session

    def _make_room(self, now: float) -> bool:
        """The oldest whose TLS is not done goes, unless it is young: in a rush the newcomer waits, and asks again."""
        for cid, began_at in self._half_open.items():
            if now < began_at + limits.HALF_OPEN_GRACE_S:
                return False
            if not self._sessions[cid].established:
                self._forget(cid)
                return True
        return False

    def _fresh_cid(self) -> int:
        while (cid := int.from_bytes(self._randbytes(8), "big")) in self._sessions:
            pass
        return cid

    def handle_timeout(self, now: float) -> None:
        """Wake the connections that are due."""
        for cid in self._timers.due(now):
            session = self._sessions.get(cid)
            if session is not None:
                session.handle_timeout(now)
                self._touched[cid] = session

    def next_timeout(self) -> float | None:
        """The earliest deadline of any connection."""
        return self._timers.next_timeout()

    def datagrams_to_send(self, now: float) -> list[Datagram]:
        """Replies to strangers, one flush of every touched connection, then files: call again until it is empty.

        Connections that have nothing but files to send stand in a line behind all others, and each gets a small share at a
        time, so that a message waits for one call, whoever fetches.
        """
        out = self._replies
        self._replies = []
        touched, bulky = self._touched, self._bulky
        self._touched = {}
        for cid, session in touched.items():
            if bulky and cid in bulky:
                if session.only_bulk:
                    self._line[cid] = session
                else:
                    self._send_share(cid, session, out, now)
                continue
            found = session.flush(now, limits.PACKETS_PER_TURN)
            out += found
            if len(found) >= limits.PACKETS_PER_TURN:
                self._touched[cid] = session
            self._settle(cid, session, now)
        left = limits.BULK_TURN_BYTES
        while self._line and left > 0:
            cid = next(iter(self._line))
            left -= self._send_share(cid, self._line.pop(cid), out, now)
        return out

    def _send_share(self, cid: int, session: Session, out: list[Datagram], now: float) -> int:
        """Flush one that sends files; if there is more, it goes to the end of the line. How many bytes at most."""
        found = session.flush(now, session.share_count)
        out += found
        if len(found) >= session.share_count:
            self._line[cid] = session
        elif not session.queued_bytes(Channel.BULK):
            self._bulky.discard(cid)
        self._settle(cid, session, now)
        return len(found) * session.connection.size.bytes

    def _settle(self, cid: int, session: Session, now: float) -> None:
        """After a flush: the next deadline, or the end."""
        session.check_records(now)
        if session.established and cid in self._half_open:
            del self._half_open[cid]
            self._admission.established(self._origins[cid][0][0])
        at = session.next_timeout()
        if at is None:
            self._forget(cid)
        else:
            self._timers.arm(cid, at)

    def _forget(self, cid: int) -> None:
        del self._sessions[cid]
        self._touched.pop(cid, None)
        self._line.pop(cid, None)
        self._bulky.discard(cid)
        self._timers.forget(cid)
        origin = self._origins.pop(cid)
        del self._by_client[origin]
        self._admission.ended(origin[0][0], cid not in self._half_open)
        self._half_open.pop(cid, None)

    def next_event(self) -> WireEvent | None:
        """The oldest event not yet pulled."""
        return self._events.popleft() if self._events else None

    # --- commands -----------------------------------------------------------------------------------------------------

    @property
    def here(self) -> Here | None:
        """What DISCOVER is answered with; None for no answer."""
        return self._stateless.here

    @here.setter
    def here(self, answer: Here | None) -> None:
        self._stateless.here = answer

    @property
    def connection_count(self) -> int:
        """Connections of which something is kept."""
        return len(self._sessions)

    def send(self, cid: int, channel: Channel, body: bytes) -> None:
        """Queue one frame; nothing if the connection is gone."""
        self.send_framed(cid, channel, frame(channel, body))

    def send_framed(self, cid: int, channel: Channel, framed: bytes) -> None:
        """Queue ready-made frames: the same object may go to many connections."""
        session = self._sessions.get(cid)
        if session is not None:
            session.send_framed(channel, framed)
            self._touched[cid] = session
            if channel is Channel.BULK:
                self._bulky.add(cid)

    def queued_bytes(self, cid: int, channel: Channel | None = None) -> int:
        """Bytes not yet encrypted; 0 if the connection is gone."""
        session = self._sessions.get(cid)
        return session.queued_bytes(channel) if session is not None else 0

    def held_bytes(self, cid: int) -> int:
        """Bytes that the peer has not acknowledged, those not yet encrypted among them; 0 if the connection is gone."""
        session = self._sessions.get(cid)
        return session.held_bytes if session is not None else 0

    def raise_frame_limit(self, cid: int) -> None:
        """The peer has signed in: large frames, no login deadline."""
        session = self._sessions.get(cid)
        if session is not None:
            session.raise_frame_limit()

    def close(self, cid: int, code: CloseCode, reason: str, now: float) -> None:
        """Close after what is queued has arrived, or after a second."""
        session = self._sessions.get(cid)
        if session is not None:
            session.close(code, reason, now)
            self._touched[cid] = session

    def close_all(self, code: CloseCode, reason: str, now: float) -> None:
        """Close every connection so."""
        for cid in list(self._sessions):
            self.close(cid, code, reason, now)

    def reset_token(self, cid: int) -> bytes:
        """The 16 bytes by which a client recognises a RESET of this connection."""
        return self._stateless.reset_token(cid)

    def stats(self, cid: int) -> ConnectionStats | None:
        """Figures of one connection."""
        session = self._sessions.get(cid)
        return session.stats() if session is not None else None
