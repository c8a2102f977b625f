"""One connection with TLS and channels on it: datagrams in, frames out, and the reverse. Both roles.

The client proves nothing here; it checks the server's certificate against `accept` before its first application byte, draws
the master secret of the packet keys and sends it as the first frame. The server answers with its parameters under key1.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass

from udpchat import limits
from udpchat.driver import Address, RandBytes
from udpchat.errors import ProtocolViolation
from udpchat.wire import channels, frames, packets
from udpchat.wire.channels import Channel, FrameReader, Outgoing
from udpchat.wire.codes import CloseCode, close_code
from udpchat.wire.config import WireConfig
from udpchat.wire.connection import Connection, Datagram, End
from udpchat.wire.events import AddressChanged, CertificateRefused, Closed, ConnectionStats, Established, FrameArrived, WireEvent
from udpchat.wire.identity import fingerprint_of
from udpchat.wire.keys import MASTER_BYTES, client_secret, server_secret
from udpchat.wire.parameters import own_parameters, parse_key, parse_parameters
from udpchat.wire.tls import Tunnel

_TLS_RECORD_BYTES = 22  # header, content type and tag of one record
_ACK_ROOM_BYTES = 40  # an ACK with three ranges travels along
_RECORD_OVERHEAD = packets.SHORT_OVERHEAD_BYTES + frames.STREAM_HEADER.size + _TLS_RECORD_BYTES + _ACK_ROOM_BYTES


@dataclass(frozen=True, slots=True)
class ClientSide:
    """What only a client has: the certificates it accepts (SHA-256; None = any) and its source of randomness."""

    accept: frozenset[bytes] | None
    randbytes: RandBytes


class Session:
    """Connection, TLS and channels of one peer. Events go to `events` under the id `name`; the endpoint queues them."""

    __slots__ = (
        "_closing", "_closing_by", "_config", "_handshake_by", "_key_is_written", "_login_by", "_outgoing", "_reader",
        "_record_limit", "_rekey_at", "_said_closed", "_tunnel", "client", "connection", "established", "events", "name",
    )  # fmt: skip

    def __init__(
        self, connection: Connection, context: ssl.SSLContext, config: WireConfig, client: ClientSide | None,
        events: Callable[[WireEvent], None], now: float, name: int,
    ) -> None:  # fmt: skip
        self.connection = connection
        self.client = client
        self.events = events
        self.name = name
        self.established = False
        self._config = config
        self._tunnel = Tunnel(context, client is not None)
        self._reader = FrameReader()
        self._outgoing = Outgoing()
        self._handshake_by: float | None = now + limits.HANDSHAKE_DEADLINE_S
        self._login_by: float | None = None
        share = 0.9 if client is not None else 1.0  # the client asks for fresh keys before the server has to
        self._rekey_at = now + config.connection_age_s * share
        self._record_limit = int(config.record_limit * share)
        self._closing: tuple[CloseCode, str] | None = None
        self._closing_by = 0.0
        self._said_closed = False
        self._key_is_written = client is None
        if client is not None:
            self._reader.raise_limit()  # a server may send large frames right behind its welcome, in the same record
            self._tunnel.handshake()
            connection.sending.write(self._tunnel.drain())

    # --- in -----------------------------------------------------------------------------------------------------------

    def receive(self, data: bytes, source: Address, now: float) -> bool:
        """Take one datagram that names this connection; whether it was genuine and new."""
        connection = self.connection
        before = connection.path.address
        try:
            if not connection.receive(data, source, now):
                return False
            ready = connection.receiving.ready
            if ready and len(ready) >= self._tunnel.missing and connection.end is not End.BY_US:
                self._take_stream(now)
        except ProtocolViolation as violation:
            code = CloseCode.TLS if violation.detail.startswith("TLS") else CloseCode.PROTOCOL
            self.abort(code, violation.detail, now)
        if connection.path.address != before:
            self.events(AddressChanged(self.name, connection.path.address))
        self._note_end()
        return True

    def _take_stream(self, now: float) -> None:
        data = self.connection.receiving.take()
        tunnel = self._tunnel

        def sink(plain: bytes) -> None:
            for kind, body in self._reader.feed(plain):
                self._take_frame(kind, body, now)

        tunnel.feed(data, sink)
        if not tunnel.is_up and tunnel.handshake():
            self._tls_is_up(now)
            if self.connection.end is None:
                tunnel.decrypt_waiting(sink)
        if handshake := tunnel.drain():
            self.connection.sending.write(handshake)

    def _tls_is_up(self, now: float) -> None:
        if self.client is None:
            return
        certificate = self._tunnel.certificate
        if self.client.accept is not None and fingerprint_of(certificate) not in self.client.accept:
            self.events(CertificateRefused(self.name, certificate))
            self.abort(CloseCode.PIN, "", now)
            return
        self._handshake_by = None
        master = self.client.randbytes(MASTER_BYTES)
        self.connection.set_keys(receive=server_secret(master), send=client_secret(master))
        own = own_parameters(self._config).encode()
        self._outgoing.put(Channel.CONTROL, channels.frame(channels.KEY_FRAME, master + own))
        self.established = True
        self.events(Established(self.name, self.connection.path.address, certificate))

    def _take_frame(self, kind: int, body: bytes, now: float) -> None:
        if kind == channels.KEY_FRAME:
            self._take_key(body, now)
        elif kind == channels.PARAMETERS_FRAME:
            self._take_parameters(body, now)
        elif not self.established:
            raise ProtocolViolation("frame before KEY")
        else:
            self.events(FrameArrived(self.name, channels.channel_of(kind), body))

    def _take_key(self, body: bytes, now: float) -> None:
        if self.client is not None or self.established:
            raise ProtocolViolation("unexpected KEY")
        master, parameters = parse_key(body)
        self.connection.set_keys(receive=client_secret(master), send=server_secret(master))
        self.connection.set_peer_parameters(parameters.window_bytes, parameters.ack_delay_s, parameters.datagram_bytes, now)
        self._outgoing.put(Channel.CONTROL, channels.frame(channels.PARAMETERS_FRAME, own_parameters(self._config).encode()))
        self._handshake_by = None
        self._login_by = now + limits.LOGIN_DEADLINE_S
        self.established = True
        self.events(Established(self.name, self.connection.path.address, b""))

    def _take_parameters(self, body: bytes, now: float) -> None:
        if self.client is None:
            raise ProtocolViolation("unexpected PARAMETERS")
        parameters = parse_parameters(body)
        self.connection.set_peer_parameters(parameters.window_bytes, parameters.ack_delay_s, parameters.datagram_bytes, now)

    def raise_frame_limit(self) -> None:
        """The peer has signed in."""
        self._reader.raise_limit()
        self._login_by = None

    # --- out ----------------------------------------------------------------------------------------------------------

    def send_framed(self, channel: Channel, framed: bytes) -> None:
        """Queue whole frames; nothing when the connection ends."""
        if self.connection.end is None and self._closing is None:
            self._outgoing.put(channel, framed)

    def queued_bytes(self, channel: Channel | None) -> int:
        """Bytes not yet encrypted."""
        return self._outgoing.total_bytes if channel is None else self._outgoing.queued_bytes(channel)

    @property
    def held_bytes(self) -> int:
        """Bytes of ours that the peer has not acknowledged, those not yet encrypted among them."""
        sending = self.connection.sending
        return self._outgoing.total_bytes + sending.end - sending.base

    @property
    def only_bulk(self) -> bool:
        """Nothing but files waits to be encrypted."""
        return self._outgoing.only_bulk

    @property
    def share_count(self) -> int:
        """Datagrams of one flush that leave time for others: of large ones only a few."""
        size_bytes = self.connection.size.bytes
        few = size_bytes * limits.PACKETS_PER_TURN > limits.BULK_SHARE_BYTES
        return max(1, limits.BULK_SHARE_BYTES // size_bytes) if few else limits.PACKETS_PER_TURN

    def flush(self, now: float, budget: int) -> list[Datagram]:
        """Up to about `budget` datagrams: encrypt and send in turn until the window or the queues are empty."""
        connection, outgoing = self.connection, self._outgoing
        if self._closing is not None:
            self._close_when_done(now)
        out: list[Datagram] = []
        while True:
            if outgoing.total_bytes and self._tunnel.is_up and connection.end is None:
                self._encrypt()
            found = connection.datagrams(now, budget - len(out), outgoing.total_bytes > 0)
            if not found:
                return out
            out += found
            if len(out) >= budget or not (outgoing.total_bytes or connection.sending.has_data):
                return out

    def _encrypt(self) -> None:
        if self._key_is_written and self.connection.protection.awaits_key1:
            return  # the server, which has key1 by now, would drop it under key0: a probe time-out later it would go again
        self._key_is_written = True
        sending, outgoing = self.connection.sending, self._outgoing
        flooded = outgoing.queued_bytes(Channel.CHAT) > limits.CHAT_RECORD_BYTES
        chat_bytes = self.connection.size.bytes - _RECORD_OVERHEAD
        record_limit = limits.CHAT_RECORD_BYTES if flooded else limits.SMALL_RECORD_BYTES
        if chat_bytes > record_limit:
            chat_bytes = record_limit
        low_water = max(limits.LOW_WATER_BYTES, self.connection.size.bytes)  # at least a full datagram
        while outgoing.total_bytes and sending.unsent_bytes < low_water:
            sending.write(self._tunnel.encrypt(outgoing.take(chat_bytes, limits.RECORD_BYTES)))

    # --- the end ------------------------------------------------------------------------------------------------------

    def close(self, code: CloseCode, reason: str, now: float) -> None:
        """Close after what is queued has been acknowledged, or after a second."""
        if self._closing is None and self.connection.end is None:
            self._closing = (code, reason)
            self._closing_by = now + limits.LINGER_S

    def _close_when_done(self, now: float) -> None:
        if self._closing is None or self.connection.end is not None:
            return
        done = not self._outgoing.total_bytes and self.connection.sending.is_done
        if done or now >= self._closing_by:
            self.abort(*self._closing, now)

    def abort(self, code: CloseCode, reason: str, now: float) -> None:
        """Close at once."""
        if self.connection.end is None:
            travels = code if code <= CloseCode.REKEY else CloseCode.BYE
            self.connection.close_now(travels, reason, now)
            self._outgoing.clear()
            self._say_closed(code, reason, by_peer=False)

    def reset(self) -> None:
        """The server says, with the token, that it does not know this connection."""
        self.connection.end = End.SILENT
        self._say_closed(CloseCode.RESET, "", by_peer=True)

    def _note_end(self) -> None:
        connection = self.connection
        if connection.end is End.BY_PEER and connection.close is not None:
            self._say_closed(close_code(connection.close.code), connection.close.reason, by_peer=True)
        elif connection.end is End.SILENT:
            self._say_closed(CloseCode.IDLE, "", by_peer=False)

    def _say_closed(self, code: CloseCode, reason: str, by_peer: bool) -> None:
        if not self._said_closed:
            self._said_closed = True
            self._outgoing.clear()
            self.events(Closed(self.name, code, reason, by_peer))

    # --- time ---------------------------------------------------------------------------------------------------------

    def next_timeout(self) -> float | None:
        """The earliest deadline of connection and session; None when nothing of it needs to be kept."""
        at = self.connection.next_timeout()
        if self.connection.end is not None or at is None:
            return at
        at = min(at, self._rekey_at if self._closing is None else self._closing_by)
        if self._handshake_by is not None and self._handshake_by < at:
            at = self._handshake_by
        if self._login_by is not None and self._login_by < at:
            at = self._login_by
        return at

    def handle_timeout(self, now: float) -> None:
        """Do what is due."""
        self.connection.handle_timeout(now)
        self._note_end()
        if self.connection.end is not None:
            return
        if self._handshake_by is not None and now >= self._handshake_by:
            self.abort(CloseCode.TLS, "handshake took too long", now)
        elif self._login_by is not None and now >= self._login_by:
            self.abort(CloseCode.LOGIN_TIMEOUT, "", now)
        elif now >= self._rekey_at:
            self.close(CloseCode.REKEY, "", now)

    def check_records(self, now: float) -> None:
        """Ask for fresh keys before the record limit of the cipher."""
        if self._tunnel.records >= self._record_limit:
            self.close(CloseCode.REKEY, "", now)

    def stats(self) -> ConnectionStats:
        """Figures for people who look after the connection."""
        connection = self.connection
        recovery = connection.recovery
        return ConnectionStats(
            connection.path.address, recovery.rtt.shown_s, connection.sent_count, connection.received_count, recovery.lost_count
        )
