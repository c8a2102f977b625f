"""Who may have a connection: totals, half-open ones, and rates, for each address and for all. Loopback is exempt per address."""

from __future__ import annotations

from collections import Counter

from udpchat import limits
from udpchat.rates import Bucket
from udpchat.wire.config import EndpointLimits


class Admission:
    """Counts what is open and what is half open; refuses silently, the client asks again."""

    def __init__(self, bounds: EndpointLimits) -> None:
        self._bounds = bounds
        self._connects = Bucket(bounds.connects_per_s, bounds.connects_per_s)
        self._rates: dict[str, Bucket] = {}
        self._open: Counter[str] = Counter()
        self._half_open: Counter[str] = Counter()
        self.open_count = 0
        self.half_open_count = 0

    @property
    def half_open_is_full(self) -> bool:
        """Whether one that is half open must go before another may begin."""
        return self.half_open_count >= self._bounds.half_open

    def admits(self, host: str, now: float) -> bool:
        """Whether one more connection from this host may begin now; counts it against the rates."""
        bounds = self._bounds
        if self.open_count >= bounds.connections:
            return False
        if not host.startswith("127."):
            if self._open[host] >= bounds.connections_per_address or self._half_open[host] >= bounds.half_open_per_address:
                return False
            if not self._rate(host).allows(now):
                return False
        return self._connects.allows(now)

    def _rate(self, host: str) -> Bucket:
        bucket = self._rates.pop(host, None)
        if bucket is None:
            bucket = Bucket(self._bounds.connects_per_s_per_address, self._bounds.connect_burst_per_address)
        self._rates[host] = bucket
        if len(self._rates) > limits.ADDRESS_MEMORY_COUNT:
            del self._rates[next(iter(self._rates))]
        return bucket

    def began(self, host: str) -> None:
        """A connection exists, TLS is not done."""
        self._open[host] += 1
        self._half_open[host] += 1
        self.open_count += 1
        self.half_open_count += 1

    def established(self, host: str) -> None:
        """TLS is done."""
        self.half_open_count -= 1
        self._decrease(self._half_open, host)

    def ended(self, host: str, was_established: bool) -> None:
        """The connection is gone."""
        if not was_established:
            self.established(host)
        self.open_count -= 1
        self._decrease(self._open, host)

    @staticmethod
    def _decrease(counter: Counter[str], host: str) -> None:
        counter[host] -= 1
        if counter[host] <= 0:
            del counter[host]
