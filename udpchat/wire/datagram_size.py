"""How large a datagram gets through: 1,200 bytes until a larger probe was acknowledged (RFC 8899, one step)."""

from __future__ import annotations

from udpchat import limits
from udpchat.driver import Address
from udpchat.wire.config import WireConfig


class DatagramSize:
    """The size in use and the size wished for."""

    __slots__ = ("_base", "_pause_s", "_tries_left", "_wanted", "bytes", "try_at")

    def __init__(self, base_bytes: int) -> None:
        self._base = base_bytes
        self._wanted = base_bytes
        self._tries_left = 0
        self._pause_s = limits.SIZE_PROBE_S
        self.try_at: float | None = None
        self.bytes = base_bytes

    def aim(self, address: Address, config: WireConfig, peer_bytes: int, now: float) -> None:
        """Start again for this address: as large as this kind of path and the peer allow."""
        loopback = address[0].startswith("127.")
        limit = config.loopback_datagram_bytes if loopback else config.path_datagram_bytes
        self._wanted = min(limit, peer_bytes)
        self.bytes = min(self.bytes, self._wanted) if self._wanted < self.bytes else self._base
        if self._wanted > self.bytes:
            self._tries_left, self._pause_s = limits.SIZE_PROBE_COUNT, limits.SIZE_PROBE_S
            self.try_at = now + limits.SIZE_PROBE_S  # the connect and the sign-in come first

    def probe(self, now: float) -> int | None:
        """The size of the probe that is due, if one is."""
        if self.try_at is None or now < self.try_at:
            return None
        if not self._tries_left:
            self.try_at = None
            return None
        self._tries_left -= 1
        self.try_at = now + self._pause_s
        return self._wanted

    def on_acked(self) -> None:
        """A probe arrived."""
        self.bytes = self._wanted
        self.try_at = None

    def on_black_hole(self, now: float) -> None:
        """Nothing gets through any more: go back to what every path carries. Maybe the other computer only slept for a
        moment: try again later."""
        self.bytes = self._base
        self._tries_left, self._pause_s = limits.SIZE_PROBE_COUNT, limits.SIZE_AGAIN_S
        self.try_at = now + limits.SIZE_AGAIN_S

    def next_timeout(self) -> float | None:
        """When the next probe is due."""
        return self.try_at
