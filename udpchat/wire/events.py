"""What an endpoint tells its core. Each event is pulled once, in order."""

from __future__ import annotations

from dataclasses import dataclass

from udpchat.driver import Address
from udpchat.wire.channels import Channel
from udpchat.wire.codes import CloseCode


@dataclass(frozen=True, slots=True)
class Established:
    """TLS stands and both sides have the packet keys. `certificate` is the server's (DER), empty on the server's side."""

    cid: int
    addr: Address
    certificate: bytes


@dataclass(frozen=True, slots=True)
class FrameArrived:
    """One whole application frame."""

    cid: int
    channel: Channel
    body: bytes


@dataclass(frozen=True, slots=True)
class AddressChanged:
    """The peer has moved and proven its new address."""

    cid: int
    addr: Address


@dataclass(frozen=True, slots=True)
class CertificateRefused:
    """A client met a certificate that it does not accept; nothing was sent to it. Closed(PIN) follows."""

    cid: int
    certificate: bytes


@dataclass(frozen=True, slots=True)
class Closed:
    """The last event of a connection."""

    cid: int
    code: CloseCode
    reason: str
    by_peer: bool


WireEvent = Established | FrameArrived | AddressChanged | CertificateRefused | Closed


@dataclass(frozen=True, slots=True)
class ConnectionStats:
    """Figures of one connection for people who look after it."""

    address: Address
    round_trip_s: float  # the latest one, without the delay that the peer added
    sent_count: int
    received_count: int
    lost_count: int
