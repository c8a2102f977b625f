"""An attacker's bench: endpoints joined by hand, every datagram in reach, no network in between."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.sim.talk import identity
from udpchat.driver import Address
from udpchat.wire import packets
from udpchat.wire.client_endpoint import ClientEndpoint
from udpchat.wire.config import EndpointLimits, WireConfig
from udpchat.wire.events import Established
from udpchat.wire.server_endpoint import ServerEndpoint

SERVER: Address = ("192.168.1.1", 11111)
ALICE: Address = ("192.168.1.2", 5000)
EVIL: Address = ("192.168.1.66", 6666)
VICTIM: Address = ("192.168.1.99", 9999)
Datagrams = list[tuple[bytes, Address]]


class Lab:
    """One relay endpoint under attack, its clock, and everything it said."""

    def __init__(self, limits: EndpointLimits | None = None, config: WireConfig | None = None, seed: int = 1) -> None:
        self.rng = random.Random(seed)
        self.now = 500.0
        self.config = config or WireConfig()
        reset_key = self.rng.randbytes(32)
        self.server = ServerEndpoint(identity(), reset_key, self.rng.randbytes, limits or EndpointLimits(), self.config)
        self.events: list[Any] = []

    def give(self, data: bytes, source: Address) -> Datagrams:
        """One datagram to the server; what it answers at once."""
        self.server.receive_datagram(data, source, self.now)
        return self.flush()

    def flush(self) -> Datagrams:
        """Everything that the server sends now."""
        due_at = self.server.next_timeout()
        if due_at is not None and due_at <= self.now:
            self.server.handle_timeout(self.now)
        out = drain(self.server, self.now)
        while (event := self.server.next_event()) is not None:
            self.events.append(event)
        return out + drain(self.server, self.now)

    def pass_time(self, duration_s: float, step_s: float = 0.05) -> Datagrams:
        """Let time pass; what the server sends meanwhile."""
        out: Datagrams = []
        end_at = self.now + duration_s
        while self.now < end_at:
            self.now = min(end_at, self.now + step_s)
            out += self.flush()
        return out

    def cookie(self, ccid: int, source: Address) -> bytes:
        """A genuine cookie for this address."""
        hello = packets.Hello(1, 1, 0, ccid).encode()
        answers = self.give(hello, source)
        assert len(answers) == 1, answers
        parsed = packets.parse_retry(answers[0][0])
        assert parsed is not None
        return parsed[2]

    def established(self) -> list[Established]:
        """Connections that came to stand."""
        return [event for event in self.events if isinstance(event, Established)]


class Victim:
    """A genuine client, joined to the lab by hand."""

    def __init__(self, lab: Lab, address: Address = ALICE, seed: int = 7) -> None:
        self.lab = lab
        self.address = address
        self.endpoint = ClientEndpoint(random.Random(seed).randbytes, lab.config)
        self.events: list[Any] = []
        self.sent: list[bytes] = []
        self.cid = self.endpoint.connect(SERVER, None, lab.now)

    def flush(self) -> list[bytes]:
        """What the client sends now."""
        due_at = self.endpoint.next_timeout()
        if due_at is not None and due_at <= self.lab.now:
            self.endpoint.handle_timeout(self.lab.now)
        out = [data for data, _ in drain(self.endpoint, self.lab.now)]
        while (event := self.endpoint.next_event()) is not None:
            self.events.append(event)
        self.sent += out
        return out

    def take(self, datagrams: Datagrams) -> None:
        """Receive what the server sent to this address."""
        for data, target in datagrams:
            if target == self.address:
                self.endpoint.receive_datagram(data, SERVER, self.lab.now)

    def exchange(self, rounds: int = 8, spy: Callable[[bytes], None] | None = None) -> None:
        """Some round trips of 2 ms; `spy` sees each datagram of the client before the server does."""
        for _ in range(rounds):
            self.lab.now += 0.001
            for data in self.flush():
                if spy is not None:
                    spy(data)
                self.take(self.lab.give(data, self.address))
            self.lab.now += 0.001
            self.take(self.lab.flush())


def drain(endpoint: Any, now: float) -> Datagrams:
    """All datagrams to send."""
    out: Datagrams = []
    while batch := endpoint.datagrams_to_send(now):
        out += batch
    return out


def size(datagrams: Datagrams) -> int:
    """Their bytes."""
    return sum(len(data) for data, _ in datagrams)


def joined(lab: Lab, address: Address = ALICE) -> tuple[Victim, int]:
    """An established client and the server's id of it."""
    victim = Victim(lab, address)
    victim.exchange(12)
    cid = next(event.cid for event in lab.established() if event.addr == address)
    assert victim.endpoint.established
    return victim, cid
