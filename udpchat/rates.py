"""Token bucket: how often something may happen. Monotonic seconds; the one implementation for wire and server."""

from __future__ import annotations

_EPSILON = 1e-6  # what floating point may lack at the very moment for which a wait was announced


class Bucket:
    """Refilled at `rate` per second up to `burst`; starts full. A rate of 0 means no limit."""

    __slots__ = ("_at", "_level", "burst", "rate")

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst = rate, burst
        self._level, self._at = burst, 0.0

    def wait(self, now: float, cost: float = 1.0) -> float:
        """Seconds until `cost` can be taken; 0 means now. A cost over the burst can be taken from a full bucket."""
        if not self.rate:
            return 0.0
        if now > self._at:
            self._level = min(self.burst, self._level + (now - self._at) * self.rate)
            self._at = now
        lacking = min(cost, self.burst) - self._level
        return lacking / self.rate if lacking > _EPSILON else 0.0

    def take(self, cost: float = 1.0) -> None:
        """Take it, after `wait` said 0."""
        if self.rate:
            self._level -= cost

    def allows(self, now: float) -> bool:
        """Take one if there is one."""
        if self.wait(now) > 0.0:
            return False
        self.take()
        return True

    def full(self, now: float) -> bool:
        """Whether forgetting this bucket would change nothing."""
        return self.wait(now, self.burst) == 0.0
