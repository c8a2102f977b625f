"""What each side declares of itself inside TLS: receive window, ACK delay, datagram size (PROTOCOL.md, *Parameters*)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from udpchat.errors import ProtocolViolation
from udpchat.wire.config import WireConfig
from udpchat.wire.keys import MASTER_BYTES

_LAYOUT = struct.Struct(">IHH")  # window in bytes, ACK delay in ms, largest datagram in bytes


@dataclass(frozen=True, slots=True)
class Parameters:
    """A side's own figures; the other side keeps within them."""

    window_bytes: int
    ack_delay_s: float
    datagram_bytes: int

    def encode(self) -> bytes:
        """8 bytes."""
        return _LAYOUT.pack(self.window_bytes, round(self.ack_delay_s * 1000), self.datagram_bytes)


def own_parameters(config: WireConfig) -> Parameters:
    """What this side declares."""
    return Parameters(config.window_bytes, config.max_ack_delay_s, config.largest_datagram_bytes)


def parse_parameters(body: bytes) -> Parameters:
    """The peer's figures. Raises ProtocolViolation."""
    if len(body) != _LAYOUT.size:
        raise ProtocolViolation("bad parameters")
    window, delay_ms, largest = _LAYOUT.unpack(body)
    return Parameters(window, delay_ms / 1000, largest)


def parse_key(body: bytes) -> tuple[bytes, Parameters]:
    """The master secret and the client's figures, from its first frame."""
    return body[:MASTER_BYTES], parse_parameters(body[MASTER_BYTES:])
