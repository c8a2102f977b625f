"""The receiving half of the stream: puts pieces in order, within a window and a number of pieces."""

from __future__ import annotations

from heapq import heappop, heappush

from udpchat import limits
from udpchat.errors import ProtocolViolation

_SLACK_BYTES = 64 * 1024  # overlapping pieces may be buffered beyond the window by this much


class ReceiveStream:
    """Contiguous bytes wait in `ready` until the reader takes them; pieces beyond a gap wait in a table by offset.

    A heap of the offsets finds the next piece: a search among 4,096 for every byte that arrives would be an attack.
    """

    __slots__ = ("_offsets", "_pieces", "_pieces_bytes", "next", "ready", "window_bytes")

    def __init__(self) -> None:
        self.next = 0
        self.ready = bytearray()
        self.window_bytes = limits.HANDSHAKE_WINDOW_BYTES
        self._pieces: dict[int, bytes] = {}
        self._offsets: list[int] = []  # a heap of the keys of `_pieces`
        self._pieces_bytes = 0

    @property
    def piece_count(self) -> int:
        """Pieces that wait for a gap to be filled."""
        return len(self._pieces)

    @property
    def buffered_bytes(self) -> int:
        """Bytes of those pieces."""
        return self._pieces_bytes

    def take(self) -> bytearray:
        """Everything contiguous that has arrived since the last call."""
        ready = self.ready
        self.ready = bytearray()
        return ready

    def receive(self, offset: int, data: bytes) -> None:
        """Place one piece; duplicates and overlaps are harmless."""
        end = offset + len(data)
        if end > self.next + self.window_bytes:
            raise ProtocolViolation("beyond the flow window")
        if end <= self.next:
            return
        if offset > self.next:
            self._keep(offset, data)
            return
        self.ready += data[self.next - offset :] if offset < self.next else data
        self.next = end
        if self._offsets and self._offsets[0] <= end:
            self._join()

    def _keep(self, offset: int, data: bytes) -> None:
        old = self._pieces.get(offset)
        if old is not None and len(old) >= len(data):
            return
        if old is None and len(self._pieces) >= limits.REASSEMBLY_SEGMENT_COUNT:
            raise ProtocolViolation("too many pieces")
        grown = self._pieces_bytes + len(data) - (len(old) if old is not None else 0)
        if grown > self.window_bytes + _SLACK_BYTES:
            raise ProtocolViolation("too much out of order")
        if old is None:
            heappush(self._offsets, offset)
        self._pieces[offset] = data
        self._pieces_bytes = grown

    def _join(self) -> None:
        """Append the pieces that have become contiguous, and drop those that were passed."""
        offsets = self._offsets
        while offsets and offsets[0] <= self.next:
            start = heappop(offsets)
            data = self._pieces.pop(start)
            self._pieces_bytes -= len(data)
            if start + len(data) > self.next:
                self.ready += data[self.next - start :] if start < self.next else data
                self.next = start + len(data)
