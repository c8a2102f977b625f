"""Application frames inside TLS and their strict priority: control and credit, chat, history, bulk.

A frame is type u8 | length u32 | body. Queues hold ready-made frame bytes, so that one frame for many recipients is encoded
once and shared; bytes are taken only when the transport has room, so that a late chat message waits for what is in flight
and never for what is queued behind it.
"""

from __future__ import annotations

import struct
from collections import deque
from enum import IntEnum
from typing import Final

from udpchat import limits
from udpchat.errors import ProtocolViolation

_HEADER = struct.Struct(">BI")


class Channel(IntEnum):
    """The number of a channel on the wire; its priority is in PRIORITY."""

    CONTROL = 0
    CHAT = 1
    BULK = 2
    CREDIT = 3
    HISTORY = 4


PRIORITY: Final = (Channel.CONTROL, Channel.CREDIT, Channel.CHAT, Channel.HISTORY, Channel.BULK)
KEY_FRAME: Final = 0xFF
PARAMETERS_FRAME: Final = 0xFE
_CHANNELS: Final = {int(channel): channel for channel in Channel}
_RANK: Final = {channel: rank for rank, channel in enumerate(PRIORITY)}
_BULK_RANK: Final = _RANK[Channel.BULK]
_WIRE_FRAMES: Final = (KEY_FRAME, PARAMETERS_FRAME)


def frame(channel: int, body: bytes) -> bytes:
    """Header and body."""
    return _HEADER.pack(channel, len(body)) + body


def frame_head(channel: int, count: int) -> bytes:
    """The header of a frame whose body has so many bytes."""
    return _HEADER.pack(channel, count)


class Outgoing:
    """Queues of one connection. A frame that was begun is finished before another channel gets its turn."""

    __slots__ = ("_current", "_current_is_bulk", "_queues", "_sizes", "total_bytes")

    def __init__(self) -> None:
        self._queues: tuple[deque[bytes], ...] = tuple(deque() for _ in PRIORITY)
        self._sizes = [0] * len(PRIORITY)
        self._current: memoryview | None = None
        self._current_is_bulk = False
        self.total_bytes = 0

    def put(self, channel: Channel, framed: bytes) -> None:
        """Queue one or more whole frames of a channel."""
        rank = _RANK[channel]
        self._queues[rank].append(framed)
        self._sizes[rank] += len(framed)
        self.total_bytes += len(framed)

    def queued_bytes(self, channel: Channel) -> int:
        """Bytes of a channel that wait."""
        return self._sizes[_RANK[channel]]

    def clear(self) -> None:
        """Forget everything that waits."""
        for queue in self._queues:
            queue.clear()
        self._sizes = [0] * len(PRIORITY)
        self._current = None
        self.total_bytes = 0

    def take(self, chat_bytes: int, bulk_bytes: int) -> bytes:
        """The plain bytes of the next record: `chat_bytes` at most, or `bulk_bytes` when only bulk waits."""
        parts: list[bytes | memoryview] = []
        room = bulk_bytes if self.only_bulk else chat_bytes
        if self._current is not None:
            room -= self._continue(parts, room)
        for rank, queue in enumerate(self._queues):
            while queue and room > 0:
                room -= self._begin(parts, rank, room)
            if room <= 0:
                break
        return b"".join(parts)

    @property
    def only_bulk(self) -> bool:
        """Nothing waits but bulk."""
        bulk = self._sizes[_BULK_RANK]
        if self._current is not None and self._current_is_bulk:
            bulk += len(self._current)
        return bulk == self.total_bytes

    def _begin(self, parts: list[bytes | memoryview], rank: int, room: int) -> int:
        whole = self._queues[rank].popleft()
        self._sizes[rank] -= len(whole)
        if len(whole) <= room:
            parts.append(whole)
            self.total_bytes -= len(whole)
            return len(whole)
        self._current = memoryview(whole)
        self._current_is_bulk = rank == _BULK_RANK
        return self._continue(parts, room)

    def _continue(self, parts: list[bytes | memoryview], room: int) -> int:
        current = self._current
        if current is None:
            return 0
        parts.append(current[:room])
        taken = min(room, len(current))
        self._current = current[taken:] if taken < len(current) else None
        self.total_bytes -= taken
        return taken


class FrameReader:
    """Cuts the decrypted stream into frames, within a size per frame and, before the sign-in, a size in all."""

    __slots__ = ("_buffer", "_frame_limit", "_total_left")

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._frame_limit = limits.SIGNED_OUT_FRAME_BYTES
        self._total_left: int | None = limits.SIGNED_OUT_BYTES

    def raise_limit(self) -> None:
        """The peer has signed in: frames may be as large as the protocol allows."""
        self._frame_limit = limits.FRAME_BYTES
        self._total_left = None

    def feed(self, data: bytes) -> list[tuple[int, bytes]]:
        """The frames that this data completes: (type, body). Raises ProtocolViolation."""
        if self._total_left is not None:
            self._total_left -= len(data)
            if self._total_left < 0:
                raise ProtocolViolation("too much before the sign-in")
        buffer = self._buffer
        source: bytes | bytearray = data
        if buffer:
            buffer += data
            source = buffer
        found, pos = self._cut(source)
        if source is buffer:
            del buffer[:pos]
        elif pos < len(data):
            buffer += data[pos:]
        return found

    def _cut(self, source: bytes | bytearray) -> tuple[list[tuple[int, bytes]], int]:
        found: list[tuple[int, bytes]] = []
        pos, end = 0, len(source)
        while end - pos >= _HEADER.size:
            kind, length = _HEADER.unpack_from(source, pos)
            if length > self._frame_limit:
                raise ProtocolViolation("frame too long")
            if kind not in _CHANNELS and kind not in _WIRE_FRAMES:
                raise ProtocolViolation("unknown channel")
            stop = pos + _HEADER.size + length
            if stop > end:
                break
            found.append((kind, bytes(source[pos + _HEADER.size : stop])))
            pos = stop
        return found, pos


def channel_of(kind: int) -> Channel:
    """The channel of a frame type that `FrameReader` let through."""
    return _CHANNELS[kind]
