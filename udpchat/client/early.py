"""Frames that come while the account's folder is being opened: kept in order, bounded."""

from __future__ import annotations

from collections import deque

from udpchat.errors import ProtocolViolation
from udpchat.limits import EARLY_FRAMES_BYTES
from udpchat.wire.events import FrameArrived


class Early:
    """What waits until it can be heard."""

    def __init__(self) -> None:
        self._frames: deque[FrameArrived] = deque()
        self._size_bytes = 0

    def keep(self, frame: FrameArrived) -> None:
        """Hear it later. ProtocolViolation: too much."""
        self._frames.append(frame)
        self._size_bytes += len(frame.body)
        if self._size_bytes > EARLY_FRAMES_BYTES:
            raise ProtocolViolation("too much before it was asked for")

    def take(self) -> deque[FrameArrived]:
        """All of it, oldest first; nothing is kept any more."""
        frames, self._frames, self._size_bytes = self._frames, deque(), 0
        return frames
