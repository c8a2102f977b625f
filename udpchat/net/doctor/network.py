"""The first steps: this computer's clock, its networks, and whether one of them leads to the server."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Iterator, Sequence

from udpchat.driver import Address
from udpchat.limits import CLOCK_APART_S, CLOCK_FIRST_YEAR, CLOCK_LAST_YEAR
from udpchat.net.doctor.findings import Finding, fault, good, note, warning
from udpchat.net.interfaces import Interface


def clock_finding(wall_ms: int) -> Finding:
    """Nothing depends on the clock but what people read."""
    date = time.strftime("%Y-%m-%d %H:%M", time.localtime(wall_ms / 1000))
    year = time.gmtime(wall_ms / 1000).tm_year
    right = CLOCK_FIRST_YEAR <= year < CLOCK_LAST_YEAR
    return good("clock.good", date=date) if right else warning("clock.wrong", date=date)


def clocks_apart(own_ms: int, server_ms: int) -> Finding | None:
    """Of two clocks, once the server's is known."""
    apart_s = (own_ms - server_ms) / 1000
    if abs(apart_s) <= CLOCK_APART_S:
        return None
    return note("clock.ahead" if apart_s > 0 else "clock.behind", apart=_span(abs(apart_s)))


def _span(seconds: float) -> str:
    """Roughly, for people."""
    for name, length_s in (("years", 365 * 86400), ("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length_s:
            return f"{seconds / length_s:.0f} {name}"
    return f"{seconds:.0f} seconds"


def network_finding(found: Sequence[Interface]) -> Finding:
    """What this computer is connected to."""
    if not found:
        return fault("network.none")
    names = ", ".join(f"{one.name} {one.address}".strip() for one in found)
    if all(ipaddress.IPv4Address(one.address).is_link_local for one in found):
        return warning("network.no_address", networks=names)
    return good("network.good", networks=names)


def way_findings(address: Address, source: str | None, found: Sequence[Interface]) -> Iterator[Finding]:
    """Whether the address can be a server's, and how it is reached. A fault is the last."""
    host = ipaddress.IPv4Address(address[0])
    everybody = host == ipaddress.IPv4Address("255.255.255.255") or any(
        address[0] == one.broadcast or (one.broadcast and host == _network(one).network_address) for one in found
    )
    if everybody:
        yield fault("way.everybody", host=host)
    elif host.is_loopback:
        yield good("way.here", host=host)
    elif source is None:
        yield fault("way.none", host=host)
    elif source == address[0]:
        yield good("way.here", host=host)
    elif mine := next((one for one in found if host in _network(one)), None):
        yield good("way.same", host=host, network=mine.name)
    elif host.is_private:
        yield warning("way.elsewhere", host=host, source=source)
    else:
        yield note("way.outside", host=host)


def _network(one: Interface) -> ipaddress.IPv4Network:
    return ipaddress.IPv4Interface(f"{one.address}/{one.netmask}").network
