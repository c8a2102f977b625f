"""What has passed the socket since the start, and how many other computers have ever reached it.

The question that the second answers is the one of a firewall: whoever asks for servers or for a connection got through.
Source addresses can be forged, so it is a hint for the operator and nothing is decided by it; the memory is bounded.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from udpchat import limits
from udpchat.server.throttle import is_loopback
from udpchat.wire import packets

_ASKING: Final = frozenset({packets.HELLO, packets.DISCOVER})


class Traffic:
    """Counters; the core adds to them for each datagram, hence plain attributes."""

    __slots__ = ("_own", "bytes_in", "bytes_out", "callers", "datagrams_in", "datagrams_out", "lost")

    def __init__(self) -> None:
        self.datagrams_in = self.datagrams_out = self.bytes_in = self.bytes_out = 0
        self.lost = 0
        """Packets lost on connections that are gone."""
        self.callers: set[str] = set()
        """Every address that asked something, this computer's own ones too."""
        self._own: frozenset[str] = frozenset()

    def own_addresses(self, addresses: Iterable[str]) -> None:
        """The addresses of this computer now; one that it had before still counts as its own."""
        self._own |= frozenset(addresses)

    def meet(self, data: bytes, ip: str) -> None:
        """A datagram from an address that is not among the callers."""
        if data and data[0] in _ASKING and len(self.callers) < limits.CALLERS_COUNT:
            self.callers.add(ip)

    @property
    def outside(self) -> int:
        """How many other computers have asked."""
        return sum(not is_loopback(ip) for ip in self.callers - self._own)
