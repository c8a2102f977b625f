"""Frames inside packets: layout and bounds (PROTOCOL.md, *Frames*). STREAM is parsed in `connection`, the hot path."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from udpchat import limits
from udpchat.errors import ProtocolViolation

PADDING: Final = 0x00
PING: Final = 0x01
ACK: Final = 0x02
STREAM: Final = 0x03
PATH_CHALLENGE: Final = 0x04
PATH_RESPONSE: Final = 0x05
CLOSE: Final = 0x07

STREAM_HEADER: Final = struct.Struct(">BQH")  # type, offset, length
PATH_BYTES: Final = 8
DELAY_UNIT_S: Final = 0.0001

_ACK_HEADER = struct.Struct(">BQHBI")  # type, largest, delay, further ranges, first range
_ACK_RANGE = struct.Struct(">II")  # gap, length
_CLOSE_HEADER = struct.Struct(">BHB")  # type, code, length of the reason
ACK_BYTES: Final = _ACK_HEADER.size  # of an ACK with a single range

Range = tuple[int, int]
"""Inclusive range of packet numbers."""


@dataclass(frozen=True, slots=True)
class Close:
    """The end of a connection, as the peer says it."""

    code: int
    reason: str


def encode_ack(ranges: Sequence[Range | list[int]], delay_s: float) -> bytes:
    """ACK of the highest 33 of these ascending ranges."""
    largest_lo, largest = ranges[-1]
    further = ranges[-limits.ACK_RANGE_COUNT - 1 : -1]
    delay = min(0xFFFF, int(delay_s / DELAY_UNIT_S))
    head = _ACK_HEADER.pack(ACK, largest, delay, len(further), largest - largest_lo)
    if not further:
        return head
    parts = [head]
    floor = largest_lo
    for lo, hi in reversed(further):
        parts.append(_ACK_RANGE.pack(floor - hi - 2, hi - lo))
        floor = lo
    return b"".join(parts)


def parse_ack(data: bytes, pos: int, end: int) -> tuple[float, list[Range], int]:
    """(delay in seconds, descending ranges, position after the frame)."""
    if pos + _ACK_HEADER.size > end:
        raise ProtocolViolation("short ACK")
    _, hi, delay, count, first = _ACK_HEADER.unpack_from(data, pos)
    pos += _ACK_HEADER.size
    lo = hi - first
    if lo < 0 or count > limits.ACK_RANGE_COUNT or pos + count * _ACK_RANGE.size > end:
        raise ProtocolViolation("bad ACK")
    ranges = [(lo, hi)]
    for _ in range(count):
        gap, length = _ACK_RANGE.unpack_from(data, pos)
        pos += _ACK_RANGE.size
        hi = lo - gap - 2
        lo = hi - length
        if lo < 0:
            raise ProtocolViolation("ACK range below zero")
        ranges.append((lo, hi))
    return delay * DELAY_UNIT_S, ranges, pos


def encode_close(code: int, reason: str) -> bytes:
    """CLOSE; the reason is cut to 120 bytes at a character."""
    text = reason.encode(errors="replace")[: limits.CLOSE_REASON_BYTES].decode(errors="ignore").encode()
    return _CLOSE_HEADER.pack(CLOSE, code, len(text)) + text


def parse_close(data: bytes, pos: int, end: int) -> Close:
    """CLOSE is always the last frame that is read of a packet."""
    if pos + _CLOSE_HEADER.size > end:
        raise ProtocolViolation("short CLOSE")
    _, code, length = _CLOSE_HEADER.unpack_from(data, pos)
    pos += _CLOSE_HEADER.size
    if pos + length > end:
        raise ProtocolViolation("short CLOSE")
    return Close(code, data[pos : pos + length].decode(errors="replace"))


def parse_path_token(data: bytes, pos: int, end: int) -> bytes:
    """The 8 bytes of PATH_CHALLENGE or PATH_RESPONSE."""
    if pos + 1 + PATH_BYTES > end:
        raise ProtocolViolation("short path frame")
    return data[pos + 1 : pos + 1 + PATH_BYTES]
