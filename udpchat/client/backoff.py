"""How long to wait before the next attempt to connect: doubling, with jitter so that a class does not return in step."""

from __future__ import annotations

from udpchat.driver import RandBytes
from udpchat.limits import RECONNECT_JITTER, RECONNECT_MAX_S, RECONNECT_MIN_S


class Backoff:
    """1, 2, 4 ... 30 s, each lengthened by a random part."""

    def __init__(self, randbytes: RandBytes) -> None:
        self._randbytes = randbytes
        self._delay_s = RECONNECT_MIN_S

    def next_delay_s(self) -> float:
        """The wait before the coming attempt; the one after it will be longer."""
        delay_s = self._delay_s
        self._delay_s = min(delay_s * 2, RECONNECT_MAX_S)
        return delay_s * (1 + RECONNECT_JITTER * int.from_bytes(self._randbytes(2), "big") / 0xFFFF)

    def reset(self) -> None:
        """The way works again, or is a new one: begin with the shortest wait."""
        self._delay_s = RECONNECT_MIN_S
