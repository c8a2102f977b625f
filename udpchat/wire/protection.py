"""Numbers and keys of one connection's packets: opens what arrives, seals what leaves.

Two keys, two rules that attacks and deadlocks forced (PROTOCOL.md, *Keys*): a server that has key1 never parses a packet
under key0 again (such a packet only provokes an ACK); a client takes packets under key0 until its first one under key1.
One packet-number space for all packet types; now and then a number is left out, and who acknowledges it lies.
"""

from __future__ import annotations

from collections.abc import Sequence

from udpchat import limits
from udpchat.driver import RandBytes
from udpchat.wire import packets
from udpchat.wire.keys import TAG_BYTES, PacketKey, initial_secret

_LONG_OVERHEAD = packets.LONG_HEADER.size + TAG_BYTES
_SHORT_OVERHEAD = packets.SHORT_OVERHEAD_BYTES

Opened = tuple[int, int]
"""Packet number, position of the frames."""


class Protection:
    """Both directions; `cid` is our id, `peer_cid` the peer's."""

    __slots__ = (
        "_cookie",
        "_initial_bytes",
        "_is_client",
        "_key0",
        "_key1_heard",
        "_peer_known",
        "_randbytes",
        "_rx_key",
        "_tx_key",
        "cid",
        "has_keys",
        "next_number",
        "old_key_packets",
        "peer_cid",
        "skip_at",
        "uses_key1",
    )

    def __init__(self, is_client: bool, cid: int, peer_cid: int, cookie: bytes, initial_bytes: int, randbytes: RandBytes) -> None:
        self._is_client = is_client
        self.cid = cid
        self.peer_cid = peer_cid
        self._peer_known = not is_client  # a client learns the server's id from its first HANDSHAKE
        self._cookie = cookie
        self._initial_bytes = initial_bytes
        self._key0 = PacketKey(initial_secret(cookie, cid if is_client else peer_cid))
        self._rx_key = self._key0
        self._tx_key = self._key0
        self._key1_heard = False
        self._randbytes = randbytes
        self.skip_at = self._skip_after(0)
        self.has_keys = False
        self.uses_key1 = False
        self.next_number = 0
        self.old_key_packets = 0  # genuine ones that a server with key1 did not parse

    @property
    def awaits_key1(self) -> bool:
        """A client has told key1 and has not heard it used yet: what it sends now still goes under key0."""
        return self.has_keys and not self.uses_key1

    def set_keys(self, receive: bytes, send: bytes) -> None:
        """key1 of both directions; a server seals with it at once, a client after it has heard it."""
        self._rx_key = PacketKey(receive)
        self._tx_key = PacketKey(send)
        self.has_keys = True
        self.uses_key1 = not self._is_client

    # --- opening ------------------------------------------------------------------------------------------------------

    def is_genuine(self, datagram: bytes) -> bool:
        """Whether a packet carries a right tag under key0. Changes nothing."""
        return len(datagram) >= _LONG_OVERHEAD and self._key0.verifies(datagram)

    def open(self, data: bytes) -> Opened | None:
        """Number and start of the frames of a genuine packet; None for any other."""
        if data[0] != packets.DATA:
            return self._open_long(data)
        if not self.has_keys or len(data) < _SHORT_OVERHEAD or not self._rx_key.verifies(data):
            return None
        self._key1_heard = self.uses_key1 = True
        return int.from_bytes(data[9:17], "big"), 17

    def _open_long(self, data: bytes) -> Opened | None:
        if self._key1_heard or not self.is_genuine(data):
            return None
        pos = packets.LONG_HEADER.size
        if data[0] == packets.INITIAL:
            pos += 1 + data[pos]
        if len(data) < pos + TAG_BYTES:
            return None
        if self.has_keys and not self._is_client:
            self.old_key_packets += 1
            return None
        if self._is_client and not self._peer_known:
            self.peer_cid = int.from_bytes(data[9:17], "big")
            self._peer_known = True
        return int.from_bytes(data[17:25], "big"), pos

    # --- sealing ------------------------------------------------------------------------------------------------------

    @property
    def overhead_bytes(self) -> int:
        """What header and tag of the next packet take."""
        if self.uses_key1:
            return _SHORT_OVERHEAD
        return _LONG_OVERHEAD + (0 if self._peer_known else 1 + len(self._cookie))

    def seal(self, body: Sequence[bytes], eliciting: bool) -> bytes:
        """The next packet; its number was `next_number`."""
        number = self.next_number
        self.next_number = number + 1
        if not self.uses_key1:
            plain = self._long_packet(number, body, eliciting)
            return plain + self._key0.tag(plain)
        plain = b"".join((packets.SHORT_HEADER.pack(packets.DATA, self.peer_cid, number), *body))
        return plain + self._tx_key.tag(plain)

    def _long_packet(self, number: int, body: Sequence[bytes], eliciting: bool) -> bytes:
        if self._peer_known:
            head = packets.LONG_HEADER.pack(packets.HANDSHAKE, self.peer_cid, self.cid, number)
            return b"".join((head, *body))
        head = packets.LONG_HEADER.pack(packets.INITIAL, 0, self.cid, number)
        plain = b"".join((head, bytes([len(self._cookie)]), self._cookie, *body))
        return plain.ljust(self._initial_bytes - TAG_BYTES, b"\0") if eliciting else plain

    def skip_due(self) -> int | None:
        """Leave a number out now and then: which one, for the record of numbers never sent."""
        if self.next_number < self.skip_at or not self.uses_key1:
            return None
        skipped = self.next_number
        self.next_number += 1
        self.skip_at = self._skip_after(self.next_number)
        return skipped

    def _skip_after(self, number: int) -> int:
        return number + limits.SKIP_PACKET_MIN + int.from_bytes(self._randbytes(2), "big") % limits.SKIP_PACKET_SPAN
