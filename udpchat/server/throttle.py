"""Rates and delays: token buckets, the waiting time after wrong passwords. Bounded memory, monotonic seconds."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from udpchat import limits
from udpchat.rates import Bucket


class Buckets:
    """One bucket per key, the longest unused forgotten first."""

    def __init__(self, per_minute: float, count: int = limits.PASSWORD_MEMORY_COUNT) -> None:
        self._per_minute, self._count = per_minute, count
        self._buckets: dict[Hashable, Bucket] = {}

    def wait(self, key: Hashable, now: float) -> float:
        """Seconds until the key may go on."""
        bucket = self._buckets.get(key)
        return bucket.wait(now) if bucket else 0.0

    def take(self, key: Hashable, now: float) -> None:
        """Count one; below zero it goes no further than one burst."""
        bucket = self._buckets.pop(key, None) or Bucket(self._per_minute / 60.0, self._per_minute)
        if bucket.wait(now) == 0.0:
            bucket.take()
        self._buckets[key] = bucket
        if len(self._buckets) > self._count:
            del self._buckets[next(iter(self._buckets))]

    def __len__(self) -> int:
        return len(self._buckets)


class PostRate:
    """How fast one session may post: messages and bytes."""

    __slots__ = ("_bytes", "_count")

    def __init__(self, rate_per_s: float, burst: float, bytes_per_s: float) -> None:
        self._count = Bucket(rate_per_s, burst)
        self._bytes = Bucket(bytes_per_s if rate_per_s else 0.0, bytes_per_s * limits.POST_BURST_S)

    def take(self, now: float, size_bytes: int) -> float:
        """0 when the post may be handled now (and is counted), else the seconds to wait."""
        wait = max(self._count.wait(now), self._bytes.wait(now, size_bytes))
        if wait == 0.0:
            self._count.take()
            self._bytes.take(size_bytes)
        return wait


@dataclass(slots=True)
class _Failures:
    count: int
    free_at: float
    last_at: float


class Guard:
    """Who has to wait before another password, registration or guest name is looked at.

    Per account and address: nothing for three failures, then 1, 2, 4 to 60 s. Per account over all addresses and per
    address over all accounts: so many a minute. This very computer is exempt from the limits per address only.
    """

    def __init__(self) -> None:
        self._pairs: dict[tuple[str, str], _Failures] = {}
        self._accounts = Buckets(limits.ACCOUNT_FAILURES_PER_MIN)
        self._addresses = Buckets(limits.ADDRESS_FAILURES_PER_MIN)
        self._signups = Buckets(limits.ADDRESS_SIGNUPS_PER_MIN)

    def password_wait(self, account: str, ip: str, now: float) -> float:
        """Seconds before a password of this account (folded name) may be tried from there."""
        known = self._pairs.get((account, ip))
        pair = max(0.0, known.free_at - now) if known else 0.0
        return max(pair, self._accounts.wait(account, now), self.address_wait(ip, now))

    def address_wait(self, ip: str, now: float) -> float:
        """Seconds before anything may be tried from there."""
        return 0.0 if is_loopback(ip) else self._addresses.wait(ip, now)

    def signup_wait(self, ip: str, now: float) -> float:
        """Seconds before another account or guest may be made from there."""
        return 0.0 if is_loopback(ip) else max(self._signups.wait(ip, now), self._addresses.wait(ip, now))

    def signed_up(self, ip: str, now: float) -> None:
        """An account or guest is being made."""
        if not is_loopback(ip):
            self._signups.take(ip, now)

    def refused(self, ip: str, now: float) -> None:
        """Something was refused that an attacker would repeat: a taken name, an unknown one."""
        if not is_loopback(ip):
            self._addresses.take(ip, now)

    def wrong_password(self, account: str, ip: str, now: float) -> None:
        """Count it, and lengthen the wait."""
        known = self._pairs.pop((account, ip), None)
        if known is None or now - known.last_at > limits.PASSWORD_MEMORY_S:
            known = _Failures(0, 0.0, now)
        known.count += 1
        known.last_at = now
        if known.count >= limits.PASSWORD_FREE_FAILURES:
            doublings = min(known.count - limits.PASSWORD_FREE_FAILURES, 16)
            known.free_at = now + min(2.0**doublings, limits.PASSWORD_DELAY_MAX_S)
        self._pairs[account, ip] = known
        if len(self._pairs) > limits.PASSWORD_MEMORY_COUNT:
            del self._pairs[next(iter(self._pairs))]
        self._accounts.take(account, now)
        self.refused(ip, now)

    def right_password(self, account: str, ip: str) -> None:
        """The owner is back: the pair starts afresh."""
        self._pairs.pop((account, ip), None)


def is_loopback(ip: str) -> bool:
    """Whether the address is this very computer."""
    return ip.startswith("127.")
