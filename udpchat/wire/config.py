"""The tunable figures of one endpoint; the defaults are the limits of the protocol."""

from __future__ import annotations

from dataclasses import dataclass

from udpchat import limits


@dataclass(frozen=True, slots=True)
class WireConfig:
    """Figures of a connection. Tests lower some of them; programs use the defaults."""

    datagram_bytes: int = limits.DATAGRAM_BYTES
    path_datagram_bytes: int = limits.PATH_DATAGRAM_BYTES
    loopback_datagram_bytes: int = limits.LOOPBACK_DATAGRAM_BYTES
    window_bytes: int = limits.WINDOW_BYTES
    max_ack_delay_s: float = limits.MAX_ACK_DELAY_S
    idle_timeout_s: float = limits.IDLE_TIMEOUT_S
    keepalive_s: float = limits.KEEPALIVE_S
    silence_s: float = limits.SILENCE_S
    record_limit: int = limits.RECORD_LIMIT
    connection_age_s: float = limits.CONNECTION_AGE_S

    @property
    def largest_datagram_bytes(self) -> int:
        """What this side takes and declares; a longer datagram is dropped unread."""
        return max(self.datagram_bytes, self.path_datagram_bytes, self.loopback_datagram_bytes)


@dataclass(frozen=True, slots=True)
class EndpointLimits:
    """How much a server gives to strangers and in all. Loopback is exempt from the limits per address."""

    connections: int = limits.CONNECTIONS
    connections_per_address: int = limits.CONNECTIONS_PER_ADDRESS
    half_open: int = limits.HALF_OPEN
    half_open_per_address: int = limits.HALF_OPEN_PER_ADDRESS
    connects_per_s: float = limits.CONNECTS_PER_S
    connects_per_s_per_address: float = limits.CONNECTS_PER_S_PER_ADDRESS
    connect_burst_per_address: int = limits.CONNECT_BURST_PER_ADDRESS
    stateless_per_s: float = limits.STATELESS_PER_S
    resets_per_s: float = limits.RESETS_PER_S
    answers_per_s: float = limits.ANSWERS_PER_S
