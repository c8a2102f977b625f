"""A network in virtual time: what one seed decides, it decides again.

Fates are drawn per direction, so that one packet more in one direction does not reshuffle the other. (OpenSSL's own
randomness cannot be seeded: an ECDSA signature differs by a byte or two in length from run to run, nothing else does.)
"""

from __future__ import annotations

import heapq
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.sim.describe import Description, describe
from udpchat.driver import Address

IP_UDP_BYTES = 28
TRACE_COUNT = 160


@dataclass(frozen=True, slots=True)
class LinkProfile:
    """One direction of a link. Probabilities 0..1, seconds, bytes."""

    loss: float = 0.0
    duplicate: float = 0.0
    reorder: float = 0.0  # such a packet is delayed by up to two more delays
    corrupt: float = 0.0  # one bit flipped
    delay_s: float = 0.005
    jitter_s: float = 0.0
    rate: float | None = None  # bytes per second; None = unlimited
    queue_bytes: int = 64 * 1024  # in front of a limited rate
    mtu_bytes: int = 65507  # UDP payload; longer datagrams vanish


@dataclass(slots=True)
class Packet:
    """One datagram on its way, kept for the trace."""

    sent_at: float
    source: Address
    target: Address
    data: bytes
    what: Description
    fate: str = ""

    def __str__(self) -> str:
        ends = f"{self.source[0]}:{self.source[1]} > {self.target[0]}:{self.target[1]}"
        return f"{self.sent_at:11.6f} {ends:38} {len(self.data):5} {self.what!s:50} {self.fate}"


PLAIN = LinkProfile()

Rule = Callable[[Packet], bool]
"""True = this packet is lost. Asked in order of sending, before chance is."""


def lose(kind: str, *, nth: tuple[int, ...] = (0,), source: Address | None = None, frame: str = "") -> Rule:
    """Lose the nth packets of a kind (of a source, holding a frame): `lose("RETRY")` loses the first RETRY."""
    seen = 0

    def rule(packet: Packet) -> bool:
        nonlocal seen
        if packet.what.kind != kind or (source and packet.source != source) or (frame and not packet.what.has(frame)):
            return False
        seen += 1
        return seen - 1 in nth

    return rule


class Link:
    """The state of one direction between two machines."""

    def __init__(self, profile: LinkProfile, rng: random.Random) -> None:
        self.profile = profile
        self.rng = rng
        self.busy_until = 0.0
        self.sent_count = 0
        self.sent_bytes = 0
        self.lost_count = 0

    def fates(self, packet: Packet, now: float) -> list[tuple[float, bytes]]:
        """When and how the datagram arrives: nothing if lost, twice if duplicated."""
        self.sent_count += 1
        self.sent_bytes += len(packet.data) + IP_UDP_BYTES
        chance, profile = self.rng.random, self.profile
        ready_at = self._through_queue(len(packet.data) + IP_UDP_BYTES, now)
        if len(packet.data) > profile.mtu_bytes:
            return self._lost(packet, "too long")
        if ready_at is None:
            return self._lost(packet, "queue full")
        if profile.loss and chance() < profile.loss:
            return self._lost(packet, "lost")
        copies = 2 if profile.duplicate and chance() < profile.duplicate else 1
        return [self._copy(packet, ready_at) for _ in range(copies)]

    def _copy(self, packet: Packet, ready_at: float) -> tuple[float, bytes]:
        chance, profile, data = self.rng.random, self.profile, packet.data
        arrives_at = ready_at + profile.delay_s + profile.jitter_s * chance()
        if profile.reorder and chance() < profile.reorder:
            arrives_at += 2 * profile.delay_s * chance()
        if data and profile.corrupt and chance() < profile.corrupt:
            changed = bytearray(data)
            changed[int(chance() * len(data))] ^= 1 << int(chance() * 8)
            data = bytes(changed)
            packet.fate += "corrupt "
        packet.fate += f"-> {arrives_at:.6f} "
        return arrives_at, data

    def _through_queue(self, size_bytes: int, now: float) -> float | None:
        rate = self.profile.rate
        if rate is None:
            return now
        start = max(now, self.busy_until)
        if (start - now) * rate > self.profile.queue_bytes:
            return None
        self.busy_until = start + size_bytes / rate
        return self.busy_until

    def _lost(self, packet: Packet, reason: str) -> list[tuple[float, bytes]]:
        packet.fate = reason
        self.lost_count += 1
        return []


class Network:
    """Carries datagrams between attached addresses; the machine of an address is its IP part."""

    def __init__(self, seed: int, profile: LinkProfile = PLAIN) -> None:
        self.seed = seed
        self.profile = profile
        self.rules: list[Rule] = []
        self.trace: deque[Packet] = deque(maxlen=TRACE_COUNT)
        self.watchers: list[Callable[[Packet], None]] = []
        self._profiles: dict[tuple[str, str], LinkProfile] = {}
        self._links: dict[tuple[str, str], Link] = {}
        self._cuts: list[tuple[str, float, float]] = []
        self._flying: list[tuple[float, int, Address, Address, bytes]] = []
        self._order = 0

    def shape(self, source_ip: str, target_ip: str, profile: LinkProfile) -> None:
        """Give one direction its own profile, from now on."""
        self._profiles[source_ip, target_ip] = profile
        if (source_ip, target_ip) in self._links:
            self._links[source_ip, target_ip].profile = profile

    def reshape(self, **changes: float) -> None:
        """Change every link, from now on."""
        self.profile = replace(self.profile, **changes)  # type: ignore[arg-type]
        for link in self._links.values():
            link.profile = replace(link.profile, **changes)  # type: ignore[arg-type]

    def cut(self, ip: str, start_at: float, end_at: float) -> None:
        """Nothing passes from or to this machine for a while: a pulled cable, a partition, a black hole."""
        self._cuts.append((ip, start_at, end_at))

    def link(self, source_ip: str, target_ip: str) -> Link:
        """The state of one direction, made when first used."""
        key = source_ip, target_ip
        if key not in self._links:
            profile = self._profiles.get(key, self.profile)
            self._links[key] = Link(profile, random.Random(f"{self.seed} {source_ip} {target_ip}"))
        return self._links[key]

    def send(self, data: bytes, source: Address, target: Address, now: float) -> None:
        """Put a datagram on the wire; the source may be spoofed."""
        packet = Packet(now, source, target, data, describe(data))
        self.trace.append(packet)
        for watch in self.watchers:
            watch(packet)
        if sum(rule(packet) for rule in self.rules):  # not any(): every rule counts every packet
            packet.fate = "lost by rule"
        elif any(ip in (source[0], target[0]) and start <= now < end for ip, start, end in self._cuts):
            packet.fate = "cut"
        else:
            for arrives_at, copy in self.link(source[0], target[0]).fates(packet, now):
                self._order += 1
                heapq.heappush(self._flying, (arrives_at, self._order, source, target, copy))

    def next_arrival(self) -> float | None:
        """When the next datagram arrives, if one is on its way."""
        return self._flying[0][0] if self._flying else None

    def arrivals(self, now: float) -> list[tuple[bytes, Address, Address]]:
        """Everything that has arrived by now: (data, source, target), in order."""
        out = []
        while self._flying and self._flying[0][0] <= now:
            _, _, source, target, data = heapq.heappop(self._flying)
            out.append((data, source, target))
        return out

    def flying_count(self) -> int:
        """Datagrams on their way."""
        return len(self._flying)

    def story(self, count: int = 60) -> str:
        """The last packets, readable."""
        return "\n".join(str(packet) for packet in list(self.trace)[-count:])
