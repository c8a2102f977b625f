"""One connection: packets in, packets out, one reliable stream each way. It knows nothing of TLS but the keys it yields.

It joins the owners of the single concerns: protection (numbers, keys), received (what to acknowledge), recovery (what is in
flight), sending and receiving (the stream), path and size (where to, how large).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from udpchat import limits
from udpchat.driver import Address, RandBytes
from udpchat.errors import ProtocolViolation
from udpchat.wire import frames, packets
from udpchat.wire.config import WireConfig
from udpchat.wire.datagram_size import DatagramSize
from udpchat.wire.keys import TAG_BYTES
from udpchat.wire.path import Path
from udpchat.wire.protection import Protection
from udpchat.wire.received import ReceivedPackets
from udpchat.wire.receiving import ReceiveStream
from udpchat.wire.recovery import Recovery, SentPacket
from udpchat.wire.sending import SendStream

_LEAST_STREAM_BYTES = 32  # a smaller piece is not worth its header beside an ACK
_STREAM_OVERHEAD = frames.STREAM_HEADER.size
_SHORT_OVERHEAD = packets.SHORT_OVERHEAD_BYTES
_PING = bytes([frames.PING])

Datagram = tuple[bytes, Address]


class End(Enum):
    """Who ended the connection."""

    BY_PEER = auto()
    BY_US = auto()
    SILENT = auto()  # idle, or no answer for too long


class Connection:
    """The packet machine of one connection; all times are monotonic seconds."""

    __slots__ = (
        "_close_due",
        "_close_frame",
        "_closes_left",
        "_closing_until",
        "_config",
        "_is_client",
        "_ping",
        "_waiting_since",
        "close",
        "end",
        "heard_at",
        "path",
        "protection",
        "received",
        "received_count",
        "receiving",
        "recovery",
        "sending",
        "sent_count",
        "size",
    )

    def __init__(
        self,
        is_client: bool,
        cid: int,
        peer_cid: int,
        peer: Address,
        cookie: bytes,
        config: WireConfig,
        randbytes: RandBytes,
        now: float,
    ) -> None:
        self._is_client = is_client
        self._config = config
        self.protection = Protection(is_client, cid, peer_cid, cookie, config.datagram_bytes, randbytes)
        self._ping = False
        self.sending = SendStream()
        self.receiving = ReceiveStream()
        self.received = ReceivedPackets(config.max_ack_delay_s)
        self.recovery = Recovery(self.sending, config.datagram_bytes)
        self.path = Path(peer, randbytes)
        self.size = DatagramSize(config.datagram_bytes)
        self.heard_at = now
        self._waiting_since: float | None = None
        self.sent_count = 0
        self.received_count = 0
        self.end: End | None = None
        self.close: frames.Close | None = None
        self._close_frame = b""
        self._close_due = False
        self._closes_left = limits.CLOSE_REPEAT_COUNT
        self._closing_until: float | None = None

    # --- keys and parameters ------------------------------------------------------------------------------------------

    def set_keys(self, receive: bytes, send: bytes) -> None:
        """key1 of both directions is known; a server says so at once with a PING, so that the client follows."""
        self.protection.set_keys(receive, send)
        if not self._is_client:
            self._ping = True
            self.received.ack_now = True

    def set_peer_parameters(self, window_bytes: int, ack_delay_s: float, datagram_bytes: int, now: float) -> None:
        """What the peer declared inside TLS (PROTOCOL.md, *Parameters*)."""
        window = min(max(window_bytes, limits.MIN_WINDOW_BYTES), limits.MAX_WINDOW_BYTES)
        self.sending.window_bytes = window
        self.recovery.congestion.max_bytes = window
        self.recovery.peer_ack_delay_s = min(ack_delay_s, limits.MAX_PEER_ACK_DELAY_S)
        self.receiving.window_bytes = self._config.window_bytes
        # a peer that declares less than every path carries would leave no room for a single byte
        self.size.aim(self.path.address, self._config, max(datagram_bytes, self._config.datagram_bytes), now)

    # --- receiving ----------------------------------------------------------------------------------------------------

    def receive(self, data: bytes, source: Address, now: float) -> bool:
        """Take one datagram that names this connection; False when it had no effect. Raises ProtocolViolation."""
        protection = self.protection
        old_key_packets = protection.old_key_packets
        opened = protection.open(data) if len(data) <= self._config.largest_datagram_bytes else None
        if opened is None:
            if protection.old_key_packets != old_key_packets:
                self.received.ack_now = self.received.largest >= 0
            return False
        number, pos = opened
        if self.received.is_known(number):
            return False
        newest = number > self.received.largest
        self.received_count += 1
        self.heard_at = now
        if self.end is not None:
            self._close_due = bool(self._close_frame)
            return True
        eliciting = self._frames(data, pos, len(data) - TAG_BYTES, source, now)
        self.received.note(number, eliciting, now)
        self._waiting_since = now if self.recovery.sent else None
        if newest and source != self.path.address and data[0] == packets.DATA:
            self.path.on_newest_packet(source, len(data), now)
        return True

    def _frames(self, data: bytes, pos: int, end: int, source: Address, now: float) -> bool:
        """Act on every frame; whether one of them asks for an ACK."""
        eliciting = False
        while pos < end:
            kind = data[pos]
            if kind == frames.STREAM:
                if pos + _STREAM_OVERHEAD > end:
                    raise ProtocolViolation("short STREAM")
                _, offset, length = frames.STREAM_HEADER.unpack_from(data, pos)
                pos += _STREAM_OVERHEAD
                if not length or pos + length > end:
                    raise ProtocolViolation("short STREAM")
                self.receiving.receive(offset, data[pos : pos + length])
                pos += length
                eliciting = True
                if pos < end and data[pos] == frames.PING:
                    self.received.ack_now = True  # the sender can go on only when it has our ACK
            elif kind == frames.ACK:
                pos = self._ack(data, pos, end, now)
            elif kind == frames.PADDING:
                pos = end - len(data[pos:end].lstrip(b"\0"))
            elif kind == frames.PING:
                pos += 1
                eliciting = True
            elif kind == frames.CLOSE:
                self.close = frames.parse_close(data, pos, end)
                self.end = End.BY_PEER
                return False
            else:
                self._path_frame(kind, frames.parse_path_token(data, pos, end), data[0], source, now)
                pos += 1 + frames.PATH_BYTES
                eliciting = True
        return eliciting

    def _path_frame(self, kind: int, token: bytes, packet_type: int, source: Address, now: float) -> None:
        if packet_type != packets.DATA or kind not in (frames.PATH_CHALLENGE, frames.PATH_RESPONSE):
            raise ProtocolViolation("unknown frame")
        if kind == frames.PATH_CHALLENGE:
            self.path.on_challenge(token, source)
        elif self.path.on_response(token):
            self.recovery.pto_count = 0
            self.size.aim(self.path.address, self._config, self.size.bytes, now)
            self.recovery.rtt.new_path()

    def _ack(self, data: bytes, pos: int, end: int, now: float) -> int:
        delay_s, ranges, pos = frames.parse_ack(data, pos, end)
        if ranges[0][1] >= self.protection.next_number:
            raise ProtocolViolation("ACK of a packet never sent")
        recovery = self.recovery
        recovery.on_ack(delay_s, ranges, now)
        if recovery.acked_size_probe:
            recovery.acked_size_probe = False
            self.size.on_acked()
            recovery.congestion.resize(self.size.bytes)
        return pos

    # --- sending ------------------------------------------------------------------------------------------------------

    def ping(self) -> None:
        """Ask the peer for an ACK with the next packet."""
        self._ping = True

    def datagrams(self, now: float, budget: int, more: bool = False) -> list[Datagram]:
        """Up to about `budget` datagrams that may leave now. `more`: new data follows at once, so the last one waits until
        it is full."""
        if self.end is not None:
            return self._closing_datagrams()
        path = self.path
        unusual = path.try_at is not None or self.size.try_at is not None or path.responses
        out: list[Datagram] = self._path_datagrams(now) if unusual and self.protection.has_keys else []
        sending = self.sending
        while len(out) < budget:
            if more and out and sending.is_partial(self.size.bytes) and not self.received.ack_now:
                break
            packet = self._next_packet(now, more)
            if packet is None:
                break
            out.append((packet, path.address))
            if not (self.sending.has_data or self.recovery.probe_count or self._ping or self.received.ack_now):
                break
        return out

    def _path_datagrams(self, now: float) -> list[Datagram]:
        """Challenges and their answers, each to its own address, and the probe of a larger size."""
        out = [(self._seal((frame,), now, None), address) for frame, address in self.path.frames_to_send(now)]
        if (size := self.size.probe(now)) is not None:
            out.append((self._size_probe(size, now), self.path.address))
        return out

    def _next_packet(self, now: float, more: bool) -> bytes | None:
        """The next packet with an ACK, stream data, or both; None when there is nothing to say."""
        recovery, received, sending = self.recovery, self.received, self.sending
        limit = self.size.bytes
        may_send = recovery.in_flight_bytes + limit <= recovery.congestion.window_bytes or recovery.probe_count > 0
        has_data = may_send and sending.has_data
        room = limit - self.protection.overhead_bytes
        body: list[bytes] = []
        if received.ack_now or (has_data and received.ack_at is not None):
            body.append(received.ack_frame(now))
            room -= len(body[0])
        chunk, hurried = None, False
        if has_data and room > _STREAM_OVERHEAD + _LEAST_STREAM_BYTES:
            hurried = (more or sending.end - sending.next > room) and recovery.is_last(limit)
            # None when all that seemed lost has arrived meanwhile
            chunk = sending.take(room - _STREAM_OVERHEAD - hurried)
        if chunk is None and may_send and recovery.probe_count and recovery.sent:
            chunk = sending.take_oldest(room - _STREAM_OVERHEAD)
            self._ping = self._ping or chunk is None
        if chunk is not None:
            offset, piece = chunk
            body.append(frames.STREAM_HEADER.pack(frames.STREAM, offset, len(piece)))
            body.append(piece)
            if hurried:
                body.append(_PING)
            self._ping = False
            return self._seal(body, now, (offset, offset + len(piece)))
        if self._ping and may_send:
            self._ping = False
            body.append(_PING)
            return self._seal(body, now, None)
        return self._seal(body, now, None, eliciting=False) if body else None

    def _seal(
        self, body: Sequence[bytes], now: float, span: tuple[int, int] | None, eliciting: bool = True
    ) -> bytes:
        """Number, protect and register one packet."""
        protection = self.protection
        number = protection.next_number
        datagram = protection.seal(body, eliciting)
        if protection.next_number >= protection.skip_at and (skipped := protection.skip_due()) is not None:
            self.recovery.skip(skipped)
        self.sent_count += 1
        if eliciting:
            self._register(number, now, len(datagram), span)
        return datagram

    def _register(self, number: int, now: float, size_bytes: int, span: tuple[int, int] | None) -> None:
        recovery = self.recovery
        limited = recovery.in_flight_bytes + size_bytes >= recovery.congestion.window_bytes // 2
        recovery.on_sent(number, SentPacket(now, size_bytes, span, limited, False))
        if self._waiting_since is None:
            self._waiting_since = now

    def _size_probe(self, size_bytes: int, now: float) -> bytes:
        """PING padded to the size; it is no part of what is in flight, and its loss is no congestion."""
        number = self.protection.next_number
        datagram = self._seal((_PING, bytes(size_bytes - _SHORT_OVERHEAD - 1)), now, None, eliciting=False)
        self.recovery.on_sent(number, SentPacket(now, 0, None, False, True))
        return datagram

    # --- the end ------------------------------------------------------------------------------------------------------

    def close_now(self, code: int, reason: str, now: float) -> None:
        """Say CLOSE and stay a while to repeat it for a peer that missed it."""
        if self.end is not None:
            return
        self.end = End.BY_US
        self.close = frames.Close(code, reason)
        self._close_frame = frames.encode_close(code, reason)
        self._close_due = True
        self._closing_until = now + limits.CLOSING_PTOS * self.recovery.rtt.probe_timeout_s(self.recovery.peer_ack_delay_s, 0)

    def _closing_datagrams(self) -> list[Datagram]:
        if not self._close_due or self._closes_left <= 0:
            return []
        self._close_due = False
        self._closes_left -= 1
        return [(self._seal((self._close_frame,), 0.0, None, eliciting=False), self.path.address)]

    @property
    def cid(self) -> int:
        """Our connection id."""
        return self.protection.cid

    @property
    def is_over(self) -> bool:
        """Whether nothing of the connection needs to be kept."""
        return self.end is not None and self._closing_until is None

    # --- time ---------------------------------------------------------------------------------------------------------

    def next_timeout(self) -> float | None:
        """The earliest deadline of this connection."""
        if self.end is not None:
            return self._closing_until
        at = self.heard_at + self._config.idle_timeout_s
        if self._is_client:
            at = min(at, self._client_deadline())
        for other in (self.received.ack_at, self.recovery.next_timeout(), self.path.try_at, self.size.try_at):
            if other is not None and other < at:
                at = other
        return at

    def _client_deadline(self) -> float:
        """A client asks for a sign of life after a quiet spell, and gives up on a silent server."""
        if self._waiting_since is None or not self.recovery.sent:
            return self.heard_at + self._config.keepalive_s
        return self._waiting_since + self._config.silence_s

    def handle_timeout(self, now: float) -> None:
        """Do what is due."""
        if self.end is not None:
            if self._closing_until is not None and now >= self._closing_until:
                self._closing_until = None
            return
        if now >= self.heard_at + self._config.idle_timeout_s or (self._is_client and self._is_silent(now)):
            self.end = End.SILENT
            return
        if self._is_client and not self.recovery.sent and now >= self.heard_at + self._config.keepalive_s:
            self._ping = True
        if self.received.ack_at is not None and now >= self.received.ack_at:
            self.received.ack_now = True
        self.recovery.handle_timeout(now)
        if self.recovery.pto_count >= limits.PERSISTENT_CONGESTION_PTOS and self.size.bytes > self._config.datagram_bytes:
            self.size.on_black_hole(now)
            self.recovery.congestion.datagram_bytes = self.size.bytes

    def _is_silent(self, now: float) -> bool:
        return bool(self.recovery.sent) and self._waiting_since is not None and now >= self._waiting_since + self._config.silence_s
