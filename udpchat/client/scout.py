"""Looks for servers in earshot: what to ask, when, and what the answers say. PROTOCOL.md, *Discovery*.

A search asks in rounds, since datagrams get lost: first the group, then the directed broadcast of each network, then the
limited broadcast, and single addresses (this computer, remembered servers) in every round; each on the ports 11111 to
11118. An answer counts only if it carries the nonce of a question of this search, and even then it is a hint: whoever
connects checks the certificate. A server heard on several ways is one sighting, at the address of the fastest answer.
On request the addresses of the own networks are asked one by one besides (`sweep`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from udpchat.client.sweep import Sweep
from udpchat.driver import Address, RandBytes
from udpchat.limits import (
    DEFAULT_PORT,
    DISCOVERY_GROUP,
    DISCOVERY_ROUNDS_S,
    DISCOVERY_WAIT_S,
    PLACES_COUNT,
    PORTS_SEARCHED,
    QUESTIONS_COUNT,
    SIGHTINGS_COUNT,
)
from udpchat.sanitize import one_line
from udpchat.wire.packets import Here, encode_discover, parse_here

ROOM_PASSWORD: Final = 1
SIGNUP_OPEN: Final = 2
GUESTS: Final = 4
_NAME_CHARS: Final = 64
_LIMITED_BROADCAST: Final = "255.255.255.255"


@dataclass(frozen=True, slots=True)
class Way:
    """One socket to ask through: its own address, and what is known of its network."""

    address: str
    broadcast: str | None
    netmask: str = "255.255.255.255"

    @property
    def local(self) -> bool:
        """Whether it leads to this computer only."""
        return self.address.startswith("127.")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A server that answered. Everything in it is a stranger's word; `fingerprint` is 32 bytes."""

    address: Address
    fingerprint: bytes
    name: str
    online: int
    signup_open: bool
    room: bool
    guests: bool
    rtt_s: float


@dataclass(frozen=True, slots=True)
class _Question:
    way: int
    asked_at: float


class Scout:
    """One search after the other; sans I/O. Ways are named by their place in the list given to `search`."""

    def __init__(self, randbytes: RandBytes) -> None:
        self.sightings: dict[bytes, Sighting] = {}
        self.places: dict[bytes, list[Address]] = {}
        """Every address that each of them answered from."""
        self._randbytes = randbytes
        self._ways: tuple[Way, ...] = ()
        self._hints: tuple[Address, ...] = ()
        self._began_at: float | None = None
        self._rounds: deque[float] = deque()
        self._turn = 0
        self._questions: dict[int, _Question] = {}
        self._sweep: Sweep | None = None

    @property
    def began_at(self) -> float | None:
        """When this search began; None when it is over or there was none."""
        return self._began_at

    def search(
        self, ways: Sequence[Way], hints: Sequence[Address], now: float, rounds_s: Sequence[float] = DISCOVERY_ROUNDS_S
    ) -> None:
        """Begin anew: forget what was seen, end a sweep. `hints` are addresses where a server may be."""
        self.sightings.clear()
        self.places.clear()
        self._questions.clear()
        self._ways, self._hints = tuple(ways), tuple(hints)
        self._began_at = now
        self._rounds = deque(now + delay_s for delay_s in rounds_s)
        self._turn = 0
        self._sweep = None

    def sweep(self, ways: Sequence[Way], hints: Sequence[Address], now: float) -> None:
        """Begin anew, and ask each address of the own networks too."""
        self.search(ways, hints, now)
        networks = [(number, way.address, way.netmask) for number, way in enumerate(self._ways) if not way.local]
        self._sweep = Sweep(networks, now)

    @property
    def swept(self) -> tuple[int, int] | None:
        """How many addresses of how many the sweep has asked; None without one."""
        return (self._sweep.done_count, self._sweep.total_count) if self._sweep else None

    def blocked(self, way: int, address: Address, now: float) -> None:
        """The system could not take that question: a search asks again anyway, a sweep has to be told."""
        if self._sweep and address[0] not in (DISCOVERY_GROUP, _LIMITED_BROADCAST, self._ways[way].broadcast):
            self._sweep.blocked((way, address), now)

    def next_timeout(self) -> float | None:
        """When the next question is due, or the end of the search."""
        due = [self._rounds[0]] if self._rounds else []
        if self._sweep and (sweep_at := self._sweep.next_timeout()) is not None:
            due.append(sweep_at)
        return min(due) if due else self._ends_at()

    def _ends_at(self) -> float | None:
        last_at = self._sweep.ended_at if self._sweep else self._began_at
        return None if self._began_at is None or last_at is None else last_at + DISCOVERY_WAIT_S

    def questions(self, now: float) -> list[tuple[int, bytes, Address]]:
        """What is to be sent now: way, datagram, where to."""
        ends_at = self._ends_at()
        if ends_at is not None and now >= ends_at:
            self._began_at = None
        out: list[tuple[int, bytes, Address]] = []
        if self._sweep:
            out += [(way, self._ask(way, now), where) for way, where in self._sweep.due(now)]
        while self._rounds and self._rounds[0] <= now:
            self._rounds.popleft()
            for way in range(len(self._ways)):
                out += [(way, self._ask(way, now), where) for where in self._targets(way, self._turn)]
            self._turn += 1
        return out

    def _targets(self, number: int, turn: int) -> list[Address]:
        way = self._ways[number]
        ports = range(DEFAULT_PORT, DEFAULT_PORT + PORTS_SEARCHED)
        if way.local:
            return [(way.address, port) for port in ports] + [hint for hint in self._hints if hint[0] == way.address]
        hosts = (DISCOVERY_GROUP, way.broadcast, _LIMITED_BROADCAST)
        host = hosts[turn % len(hosts)]
        targets = [(host, port) for port in ports] if host else []
        first = next((at for at, other in enumerate(self._ways) if not other.local), None)
        if number == first:  # the system finds the way to a single address: asking once is enough
            targets += [hint for hint in self._hints if not hint[0].startswith("127.")]
        return targets

    def _ask(self, way: int, now: float) -> bytes:
        nonce = int.from_bytes(self._randbytes(8), "big")
        if len(self._questions) >= QUESTIONS_COUNT:
            del self._questions[next(iter(self._questions))]  # the oldest: who has not answered by now hardly will
        self._questions[nonce] = _Question(way, now)
        return encode_discover(nonce)

    def heard(self, data: bytes, source: Address, now: float) -> Sighting | None:
        """Take one datagram; a sighting that is new or has changed, else None."""
        parsed = parse_here(data)
        if parsed is None:
            return None
        nonce, here = parsed
        question = self._questions.get(nonce)
        if question is None:
            return None
        return self._seen(here, source, max(0.0, now - question.asked_at))

    def _seen(self, here: Here, source: Address, rtt_s: float) -> Sighting | None:
        before = self.sightings.get(here.fingerprint)
        if before is None and len(self.sightings) >= SIGHTINGS_COUNT:
            return None
        places = self.places.setdefault(here.fingerprint, [])
        if source not in places and len(places) < PLACES_COUNT:
            places.append(source)
        if before is not None and before.rtt_s <= rtt_s:
            return None
        sighting = Sighting(
            address=source,
            fingerprint=here.fingerprint,
            name=one_line(here.name, _NAME_CHARS) or source[0],
            online=here.users,
            signup_open=bool(here.flags & SIGNUP_OPEN),
            room=bool(here.flags & ROOM_PASSWORD),
            guests=bool(here.flags & GUESTS),
            rtt_s=rtt_s,
        )
        self.sightings[here.fingerprint] = sighting
        return sighting
