"""One connection, the client's side: asks for a cookie, tries again with fresh ids until TLS stands, then is that connection.

It never gives up by itself: an attempt that came to nothing within three seconds is begun anew, silently. An established
connection that ends says so with Closed. Packets are matched by connection id and tag, never by their source address, since
a server with several interfaces may answer from another one.
"""

from __future__ import annotations

import hmac
from collections import deque
from dataclasses import dataclass

from udpchat import limits
from udpchat.driver import Address, RandBytes
from udpchat.wire import packets
from udpchat.wire.channels import Channel, frame
from udpchat.wire.codes import CloseCode
from udpchat.wire.config import WireConfig
from udpchat.wire.connection import Connection, Datagram
from udpchat.wire.events import Closed, ConnectionStats, WireEvent
from udpchat.wire.packets import Hello
from udpchat.wire.session import ClientSide, Session
from udpchat.wire.tls import client_context

_CONTEXT = client_context()


@dataclass(slots=True)
class _Attempt:
    """The search for a cookie: one client id, HELLO repeated with growing pauses, three seconds in all."""

    ccid: int
    hello_at: float
    pause_s: float
    give_up_at: float
    first_hello_at: float | None = None
    hello_count: int = 0


class ClientEndpoint:
    """The client's end of the wire."""

    def __init__(self, randbytes: RandBytes, config: WireConfig = WireConfig(), purpose: int = 0) -> None:  # noqa: B008 (frozen)
        self._randbytes = randbytes
        self._config = config
        self._purpose = purpose
        self._address: Address = ("", 0)
        self._accept: frozenset[bytes] | None = None
        self._attempt: _Attempt | None = None
        self._session: Session | None = None
        self._cid = 0
        self._reset_token = b""
        self._events: deque[WireEvent] = deque()
        self._replies: list[Datagram] = []
        self.answered = False
        self.last_heard_at: float | None = None

    @property
    def established(self) -> bool:
        """Whether frames can be sent and will arrive."""
        return self._session is not None and self._session.established and self._session.connection.end is None

    def connect(self, addr: Address, accept: frozenset[bytes] | None, now: float) -> int:
        """Begin; returns the id that the events of this connection carry.

        accept: SHA-256 fingerprints of the certificates that may answer; None for any.
        """
        self._address = addr
        self._accept = accept
        self._session = None
        self._reset_token = b""
        self.answered = False
        self._cid = int.from_bytes(self._randbytes(8), "big")
        self._begin_attempt(now)
        return self._cid

    def owns(self, cid: int) -> bool:
        """Whether that is the id by which the server's packets name this connection."""
        return self._session is not None and self._session.connection.cid == cid

    def abandon(self) -> None:
        """Drop attempt or connection without a word to anybody."""
        self._attempt = None
        self._session = None

    def _begin_attempt(self, now: float) -> None:
        ccid = int.from_bytes(self._randbytes(8), "big")
        self._session = None
        self._attempt = _Attempt(ccid, now, limits.CONNECT_RETRY_S, now + limits.CONNECT_ATTEMPT_S)

    # --- Driver -------------------------------------------------------------------------------------------------------

    def receive_datagram(self, data: bytes, addr: Address, now: float) -> None:
        """Take one datagram from anybody."""
        if len(data) < 9:
            return
        kind = data[0]
        if kind == packets.RETRY or kind == packets.VERNEG:
            self._take_retry(data, now)
        elif kind == packets.RESET:
            self._take_reset(data)
        elif (kind == packets.DATA or kind == packets.HANDSHAKE) and self._session is not None:
            session = self._session
            if int.from_bytes(data[1:9], "big") == session.connection.cid and session.receive(data, addr, now):
                self.last_heard_at = now
                if session.established and self._attempt is not None:
                    self._attempt = None

    def _take_retry(self, data: bytes, now: float) -> None:
        attempt = self._attempt
        if attempt is None or self._session is not None:
            return
        if data[0] == packets.VERNEG:
            offer = packets.parse_verneg(data)
            if offer is not None and offer[0] == attempt.ccid and packets.VERSION not in offer[1]:
                self._attempt = None
                self._events.append(Closed(self._cid, CloseCode.VERSION, "", by_peer=True))
            return
        retry = packets.parse_retry(data)
        if retry is None or retry[0] != attempt.ccid or retry[1] != packets.VERSION:
            return
        self.answered = True
        self.last_heard_at = now
        connection = Connection(True, attempt.ccid, 0, self._address, retry[2], self._config, self._randbytes, now)
        if attempt.hello_count == 1 and attempt.first_hello_at is not None:
            connection.recovery.rtt.sample(now - attempt.first_hello_at, 0.0)
        client = ClientSide(self._accept, self._randbytes)
        self._session = Session(connection, _CONTEXT, self._config, client, self._note, now, self._cid)

    def _note(self, event: WireEvent) -> None:
        if isinstance(event, Closed):
            self._ended(event)
        else:
            self._events.append(event)

    def _ended(self, closed: Closed) -> None:
        """An attempt that failed is repeated: before TLS stands, a CLOSE may be anybody's. Every other end is told."""
        session = self._session
        if session is None or session.established or closed.code is CloseCode.PIN:
            self._attempt = None
            self._events.append(closed)

    def _take_reset(self, data: bytes) -> None:
        reset = packets.parse_reset(data)
        session = self._session
        if reset is None or session is None or not self._reset_token or reset[0] != session.connection.protection.peer_cid:
            return
        if hmac.compare_digest(reset[1], self._reset_token):
            session.reset()

    def handle_timeout(self, now: float) -> None:
        """Repeat HELLO, begin a fresh attempt, or wake the connection."""
        attempt = self._attempt
        if attempt is not None and now >= attempt.give_up_at:
            self._begin_attempt(now)
        elif self._session is not None:
            at = self._session.next_timeout()
            if at is not None and now >= at:
                self._session.handle_timeout(now)

    def next_timeout(self) -> float | None:
        """The earliest deadline."""
        deadlines = []
        if self._attempt is not None:
            deadlines.append(self._attempt.give_up_at if self._session is not None else self._attempt.hello_at)
        if self._session is not None and (at := self._session.next_timeout()) is not None:
            deadlines.append(at)
        return min(deadlines, default=None)

    def datagrams_to_send(self, now: float) -> list[Datagram]:
        """Everything that may leave now; call again until it is empty."""
        session = self._session
        if session is not None:
            out = session.flush(now, session.share_count)
            session.check_records(now)
            return out
        attempt = self._attempt
        if attempt is None or now < attempt.hello_at:
            return []
        if attempt.first_hello_at is None:
            attempt.first_hello_at = now
        attempt.hello_count += 1
        attempt.hello_at = now + attempt.pause_s
        attempt.pause_s = min(attempt.pause_s * 2, limits.CONNECT_RETRY_MAX_S)
        return [(Hello(packets.VERSION, packets.VERSION, self._purpose, attempt.ccid).encode(), self._address)]

    def next_event(self) -> WireEvent | None:
        """The oldest event not yet pulled."""
        return self._events.popleft() if self._events else None

    # --- commands -----------------------------------------------------------------------------------------------------

    def send(self, channel: Channel, body: bytes) -> None:
        """Queue one frame; nothing without a connection."""
        if self._session is not None:
            self._session.send_framed(channel, frame(channel, body))

    def send_framed(self, channel: Channel, framed: bytes) -> None:
        """Queue ready-made frames; nothing without a connection."""
        if self._session is not None:
            self._session.send_framed(channel, framed)

    def held_bytes(self) -> int:
        """Bytes that the server has not acknowledged, those not yet encrypted among them."""
        return self._session.held_bytes if self._session is not None else 0

    def queued_bytes(self, channel: Channel | None = None) -> int:
        """Bytes not yet encrypted."""
        return self._session.queued_bytes(channel) if self._session is not None else 0

    def raise_frame_limit(self) -> None:
        """Signed in: the server may send large frames."""
        if self._session is not None:
            self._session.raise_frame_limit()

    def set_reset_token(self, token: bytes) -> None:
        """The token that the server told inside TLS."""
        self._reset_token = token

    def close(self, code: CloseCode, reason: str, now: float) -> None:
        """Close after what is queued has arrived, or after a second. An attempt is dropped."""
        if self.established and self._session is not None:
            self._session.close(code, reason, now)
        else:
            self.abandon()

    def stats(self) -> ConnectionStats | None:
        """Figures of the connection."""
        return self._session.stats() if self._session is not None else None
