"""Round-trip time after RFC 9002 section 5, and the probe time-out of section 6.2."""

from __future__ import annotations

from udpchat import limits


class RoundTrip:
    """Smoothed round trip. All figures in seconds."""

    __slots__ = ("_sampled", "latest_s", "minimum_s", "shown_s", "smoothed_s", "variation_s")

    def __init__(self) -> None:
        self.smoothed_s = limits.INITIAL_RTT_S
        self.variation_s = limits.INITIAL_RTT_S / 2
        self.latest_s = limits.INITIAL_RTT_S
        self.shown_s = limits.INITIAL_RTT_S  # the latest without all of the peer's delay: for people, not for timers
        self.minimum_s = limits.INITIAL_RTT_S  # the shortest so far: what the way takes when nothing waits on it
        self._sampled = False

    def sample(self, latest_s: float, ack_delay_s: float) -> None:
        """Take one measurement and the delay that the peer says it added."""
        latest_s = max(latest_s, 0.0)
        self.latest_s = latest_s
        self.shown_s = max(latest_s - ack_delay_s, 0.0)
        if not self._sampled:
            self._sampled = True
            self.minimum_s = self.smoothed_s = latest_s
            self.variation_s = latest_s / 2
            return
        self.minimum_s = min(self.minimum_s, latest_s)
        adjusted = latest_s - ack_delay_s if latest_s >= self.minimum_s + ack_delay_s else latest_s
        self.variation_s += (abs(self.smoothed_s - adjusted) - self.variation_s) / 4
        self.smoothed_s += (adjusted - self.smoothed_s) / 8

    def new_path(self) -> None:
        """The shortest one was that of another path: the next sample says what this one takes."""
        self.minimum_s = max(self.minimum_s, limits.INITIAL_RTT_S)

    @property
    def waiting_s(self) -> float:
        """How much longer than the shortest one a round trip is at present: what waits in queues on the way."""
        return self.smoothed_s - self.minimum_s

    def quick_timeout_s(self, count: int) -> float:
        """The same after `count` of them, for a sender whose window is full and who has asked for an ACK at once."""
        wait_s = self.smoothed_s + max(4 * self.variation_s, limits.GRANULARITY_S)
        return max(wait_s, limits.QUICK_PROBE_S) * (1 << count)

    def probe_timeout_s(self, peer_ack_delay_s: float, backoff: int) -> float:
        """PTO after `backoff` unanswered probes."""
        wait_s = self.smoothed_s + max(4 * self.variation_s, limits.GRANULARITY_S) + peer_ack_delay_s
        if wait_s < limits.PTO_MIN_S:
            wait_s = limits.PTO_MIN_S
        if backoff:
            wait_s *= 1 << min(backoff, 10)
        return wait_s if wait_s < limits.PTO_MAX_S else limits.PTO_MAX_S
