"""What the tests of the wire share: the golden vectors, an identity, and two endpoints joined by hand in virtual time."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from udpchat.driver import Address
from udpchat.wire.client_endpoint import ClientEndpoint
from udpchat.wire.config import EndpointLimits, WireConfig
from udpchat.wire.identity import Identity, generate
from udpchat.wire.server_endpoint import ServerEndpoint

SERVER: Address = ("10.0.0.1", 11111)
CLIENT: Address = ("10.0.1.2", 40000)
OTHER: Address = ("10.0.9.9", 50000)
RESET_KEY = bytes(range(32))
STEP_S = 0.001
Datagrams = list[tuple[bytes, Address]]


@cache
def vectors() -> Any:
    """The golden vectors."""
    return json.loads((Path(__file__).parent / "golden" / "vectors.json").read_text(encoding="utf-8"))


@cache
def identity(seed: int = 2) -> Identity:
    """One server's identity."""
    return generate(random.Random(seed).randbytes)


def drain(endpoint: Any, now: float) -> Datagrams:
    """Everything that may leave now."""
    out: Datagrams = []
    while batch := endpoint.datagrams_to_send(now):
        out += batch
    return out


class Pair:
    """A server and a client; each `step` is a millisecond in which what one says reaches the other."""

    def __init__(
        self,
        config: WireConfig | None = None,
        limits: EndpointLimits | None = None,
        server: Address = SERVER,
        client: Address = CLIENT,
    ) -> None:
        self.config = config or WireConfig()
        self.now = 1000.0
        self.server_address, self.client_address = server, client
        self.server = ServerEndpoint(identity(), RESET_KEY, random.Random(3).randbytes, limits or EndpointLimits(), self.config)
        self.client = ClientEndpoint(random.Random(4).randbytes, self.config)
        self.server_events: list[Any] = []
        self.client_events: list[Any] = []
        self.up: list[bytes] = []
        self.down: list[bytes] = []
        self.passes_up: Callable[[bytes], bool] = lambda data: True
        self.passes_down: Callable[[bytes], bool] = lambda data: True

    def step(self, duration_s: float = STEP_S) -> None:
        """Time passes, timers fire, datagrams travel once each way."""
        self.now += duration_s
        for endpoint in (self.client, self.server):
            due_at = endpoint.next_timeout()
            if due_at is not None and due_at <= self.now:
                endpoint.handle_timeout(self.now)
        for data, _ in drain(self.client, self.now):
            self.up.append(data)
            if self.passes_up(data):
                self.server.receive_datagram(data, self.client_address, self.now)
        for data, target in drain(self.server, self.now):
            self.down.append(data)
            if target == self.client_address and self.passes_down(data):
                self.client.receive_datagram(data, self.server_address, self.now)
        for endpoint, events in ((self.server, self.server_events), (self.client, self.client_events)):
            while (event := endpoint.next_event()) is not None:
                events.append(event)

    def run(self, until: Callable[[], Any], limit_s: float = 5.0, step_s: float = STEP_S) -> None:
        """Step until something is so."""
        end_at = self.now + limit_s
        while not until():
            assert self.now < end_at, "it never came"
            self.step(step_s)

    def idle(self, duration_s: float, step_s: float = 0.05) -> None:
        """Let time pass."""
        end_at = self.now + duration_s
        while self.now < end_at:
            self.step(step_s)

    def connect(self, accept: frozenset[bytes] | None = None) -> tuple[int, int]:
        """Both ends established: (the client's id, the server's id)."""
        cid = self.client.connect(self.server_address, accept, self.now)
        self.run(lambda: self.of(self.server_events, "Established"))
        self.idle(0.02, STEP_S)
        return cid, self.of(self.server_events, "Established")[-1].cid

    @staticmethod
    def of(events: list[Any], name: str) -> list[Any]:
        """The events of one kind."""
        return [event for event in events if type(event).__name__ == name]
