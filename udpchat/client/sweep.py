"""A sweep: every address of the own networks asked one by one, for networks and firewalls that let nothing else through.

A firewall on the asking computer drops answers to a broadcast, for it saw no question go to that address; an answer to a
single question passes. Sans I/O. The usual port of all addresses comes first, then the other ports, then the usual port
again: the first question to an address may get lost while the network finds out who has it. At most one network of 254
addresses for each way, the part around the own address of a larger one.
"""

from __future__ import annotations

import ipaddress
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final

from udpchat.driver import Address
from udpchat.limits import DEFAULT_PORT, PORTS_SEARCHED, SWEEP_BLOCKED_S, SWEEP_BURST_COUNT, SWEEP_NETWORKS_COUNT, SWEEP_PACE_S

_PREFIX: Final = 24
_PORTS: Final = (DEFAULT_PORT, *range(DEFAULT_PORT + 1, DEFAULT_PORT + PORTS_SEARCHED), DEFAULT_PORT)

Place = tuple[int, Address]
"""The number of a way, and an address to be asked through it."""


class Sweep:
    """What is to be asked when. `networks`: number of the way, own address and netmask, likeliest first."""

    def __init__(self, networks: Sequence[tuple[int, str, str]], now: float) -> None:
        hosts = _interleaved(networks)
        self.total_count = len(hosts) * len(_PORTS)
        self.done_count = 0
        self._places: Iterator[Place] = ((way, (host, port)) for port in _PORTS for way, host in hosts)
        self._again: deque[Place] = deque()
        self._next_at = now
        self.ended_at: float | None = None if hosts else now

    def next_timeout(self) -> float | None:
        """When the next address is due; None when all were asked."""
        return None if self.ended_at is not None else self._next_at

    def due(self, now: float) -> list[Place]:
        """Whom to ask now. Who comes late catches up, but in small steps: a burst is what networks drop."""
        out: list[Place] = []
        while self.ended_at is None and self._next_at <= now and len(out) < SWEEP_BURST_COUNT:
            place = self._again.popleft() if self._again else next(self._places, None)
            if place is None:
                self.ended_at = now
                break
            out.append(place)
            self.done_count += 1
            self._next_at += SWEEP_PACE_S
        self._next_at = max(self._next_at, now - SWEEP_BURST_COUNT * SWEEP_PACE_S)
        return out

    def blocked(self, place: Place, now: float) -> None:
        """The system takes nothing just now: too many addresses are being looked for that nobody has."""
        self._again.append(place)
        self.done_count -= 1
        self.ended_at = None
        self._next_at = max(self._next_at, now + SWEEP_BLOCKED_S)


def _interleaved(networks: Sequence[tuple[int, str, str]]) -> list[tuple[int, str]]:
    """The addresses of all networks, in turn; a network that two interfaces share is asked through the first."""
    seen: set[ipaddress.IPv4Network] = set()
    columns: list[list[tuple[int, str]]] = []
    for way, address, netmask in networks:
        network = around(address, netmask)
        if network is None or network in seen or len(columns) >= SWEEP_NETWORKS_COUNT:
            continue
        seen.add(network)
        columns.append([(way, str(host)) for host in network.hosts() if str(host) != address])
    length = max((len(column) for column in columns), default=0)
    return [column[at] for at in range(length) for column in columns if at < len(column)]


def around(address: str, netmask: str) -> ipaddress.IPv4Network | None:
    """The network of that address, cut to the 254 around it. None: there is nobody else in it."""
    try:
        network = ipaddress.IPv4Network(f"{address}/{netmask}", strict=False)
        if network.prefixlen < _PREFIX:
            network = ipaddress.IPv4Network(f"{address}/{_PREFIX}", strict=False)
    except ValueError:
        return None
    return network if network.prefixlen < 31 else None
