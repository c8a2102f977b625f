"""The sending half of the stream: bytes wait until acknowledged; what is lost is scheduled again under a new packet.

A packet is never sent again, its bytes are. Offsets count from the first byte of the stream.
"""

from __future__ import annotations

from bisect import insort
from collections import deque

from udpchat import limits

Span = tuple[int, int]
"""Half-open range of stream offsets."""


class SendStream:
    """Unacknowledged bytes from `base` on; `next` is the first byte never sent, `end` the end of what was written."""

    __slots__ = ("_acked", "_buffer", "_lost", "base", "end", "next", "window_bytes")

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._acked: list[Span] = []
        self._lost: deque[Span] = deque()
        self.base = 0
        self.next = 0
        self.end = 0
        self.window_bytes = limits.HANDSHAKE_WINDOW_BYTES

    def write(self, data: bytes) -> None:
        """Append to the stream."""
        self._buffer += data
        self.end += len(data)

    @property
    def unsent_bytes(self) -> int:
        """Bytes written and never sent."""
        return self.end - self.next

    @property
    def is_done(self) -> bool:
        """Whether every byte written has been acknowledged."""
        return self.base == self.end

    @property
    def has_data(self) -> bool:
        """Whether something may be sent, congestion aside."""
        return self.end > self.next < self.base + self.window_bytes or bool(self._lost)

    def is_partial(self, full_bytes: int) -> bool:
        """Whether what waits, none of it lost, is less than that."""
        return self.end - self.next < full_bytes and not self._lost

    def take(self, room_bytes: int) -> tuple[int, bytes] | None:
        """(offset, up to `room_bytes` bytes): first what was lost, then what is new."""
        base = self.base
        while self._lost:
            start, stop = self._lost.popleft()
            start = max(start, base)
            if start >= stop:
                continue
            if stop - start > room_bytes:
                self._lost.appendleft((start + room_bytes, stop))
                stop = start + room_bytes
            return start, bytes(self._buffer[start - base : stop - base])
        start = self.next
        stop = min(self.end, base + self.window_bytes, start + room_bytes)
        if start >= stop:
            return None
        self.next = stop
        return start, bytes(self._buffer[start - base : stop - base])

    def take_oldest(self, room_bytes: int) -> tuple[int, bytes] | None:
        """The first unacknowledged bytes again, for a probe: repeating a packet could repeat what was acknowledged."""
        stop = min(self.next, self.base + room_bytes)
        if self._acked:
            stop = min(stop, self._acked[0][0])
        if stop <= self.base:
            return None
        return self.base, bytes(self._buffer[: stop - self.base])

    def acked(self, span: Span) -> None:
        """These bytes have arrived."""
        start, stop = span
        if stop <= self.base:
            return
        if start > self.base:
            insort(self._acked, span)
            return
        while self._acked and self._acked[0][0] <= stop:
            stop = max(stop, self._acked.pop(0)[1])
        del self._buffer[: stop - self.base]
        self.base = stop

    def lost(self, span: Span) -> None:
        """These bytes must go out again."""
        self._lost.append(span)
