"""Forged packets: from strangers who know ids but no key, and from a peer who knows every key."""

from __future__ import annotations

import struct

from tests.attack.lab import SERVER, Datagrams, Lab, Victim
from tests.sim.internals import connections
from udpchat.wire import frames, packets
from udpchat.wire.connection import Connection
from udpchat.wire.keys import PacketKey, initial_secret

FRAMES_OF_AN_ENEMY = {
    "CLOSE": frames.encode_close(0, "go away"),
    "ACK": frames.encode_ack([(0, 1)], 0),
    "STREAM": frames.STREAM_HEADER.pack(frames.STREAM, 0, 3) + b"xyz",
    "STREAM next": frames.STREAM_HEADER.pack(frames.STREAM, 10_000, 3) + b"xyz",
    "PING": bytes([frames.PING]),
    "CHALLENGE": bytes([frames.PATH_CHALLENGE]) + b"12345678",
    "RESPONSE": bytes([frames.PATH_RESPONSE]) + b"12345678",
}


def server_connection(lab: Lab, cid: int) -> Connection:
    """The server's side of a connection."""
    return next(c for c in connections(lab.server) if c.protection.cid == cid)


def client_connection(victim: Victim) -> Connection:
    """The client's side."""
    return connections(victim.endpoint)[0]


def state(connection: Connection) -> tuple[object, ...]:
    """Everything that an attack must not change."""
    recovery, sending, receiving = connection.recovery, connection.sending, connection.receiving
    return (
        sending.base,
        sending.next,
        sending.end,
        receiving.next,
        receiving.piece_count,
        recovery.in_flight_bytes,
        recovery.congestion.window_bytes,
        recovery.lost_count,
        connection.received.largest,
        connection.received.range_count,
        connection.received.ack_at,
        connection.path.address,
        connection.path.next_timeout(),
        connection.heard_at,
        connection.end,
        connection.next_timeout(),
    )


def unkeyed(cid: int, number: int, body: bytes, tail: bytes) -> bytes:
    """A DATA packet by somebody who knows the id but not the key."""
    return packets.SHORT_HEADER.pack(packets.DATA, cid, number) + body + tail


def under_key0(cookie: bytes, ccid: int, dcid: int, number: int, body: bytes) -> bytes:
    """A HANDSHAKE packet by somebody who saw the cookie."""
    plain = packets.LONG_HEADER.pack(packets.HANDSHAKE, dcid, ccid, number) + body
    return plain + PacketKey(initial_secret(cookie, ccid)).tag(plain)


def initial(cookie: bytes, ccid: int, body: bytes, size_bytes: int = 1200, number: int = 0) -> bytes:
    """An INITIAL with a right tag for this cookie."""
    plain = packets.LONG_HEADER.pack(packets.INITIAL, 0, ccid, number) + bytes([len(cookie)]) + cookie + body
    plain = plain.ljust(size_bytes - 16, b"\0")
    return plain + PacketKey(initial_secret(cookie, ccid)).tag(plain)


class Insider:
    """An authenticated client gone bad: packets with any frames under its genuine key."""

    def __init__(self, lab: Lab, victim: Victim) -> None:
        self.lab = lab
        self.victim = victim
        self.protection = client_connection(victim).protection

    def packet(self, body: bytes, number: int | None = None) -> bytes:
        """Any frames under the genuine key, under the next number or this one."""
        if number is None:
            return self.protection.seal([body], True)
        plain = packets.SHORT_HEADER.pack(packets.DATA, self.protection.peer_cid, number) + body
        return plain + self.protection._tx_key.tag(plain)

    def send(self, body: bytes) -> Datagrams:
        """Send it; what the server answers."""
        return self.lab.give(self.packet(body), self.victim.address)


def stream(offset: int, data: bytes) -> bytes:
    """A STREAM frame."""
    return frames.STREAM_HEADER.pack(frames.STREAM, offset, len(data)) + data


def ack(largest: int, first: int = 0, ranges: tuple[tuple[int, int], ...] = (), count: int | None = None) -> bytes:
    """An ACK frame, sane or not."""
    head = struct.pack(">BQHBI", frames.ACK, largest, 0, len(ranges) if count is None else count, first)
    return head + b"".join(struct.pack(">II", gap, length) for gap, length in ranges)


__all__ = ["SERVER"]
