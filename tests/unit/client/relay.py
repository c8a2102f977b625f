"""Drivers of the client's side joined to the shipped relay core, in memory, on a clock that is moved by hand."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from tests.sim.talk import identity
from tests.unit.server.lab import RELAY as RELAY
from tests.unit.server.lab import Lab, ServerTest
from udpchat.client.core import ClientCore
from udpchat.client.inquiry import Inquiry
from udpchat.client.profiles import Profiles
from udpchat.client.target import Credentials, Target
from udpchat.driver import Address, Driver, Job

FINGERPRINT = identity().fingerprint


class Seat:
    """One driver as one of the lab's clients: runs its jobs, keeps its events."""

    mute = False
    cut = False  # from the network

    def __init__(self, lab: Lab, driver: Any, addr: Address) -> None:
        self.lab, self.driver, self.addr = lab, driver, addr
        self.endpoint: Driver = self  # what the lab drives
        self.events: list[Any] = []
        self.handle_timeout = driver.handle_timeout
        self.next_timeout = driver.next_timeout
        lab.clients[addr] = self  # type: ignore[assignment]

    def receive_datagram(self, data: bytes, addr: Address, now: float) -> None:
        """One arrives."""
        if not self.cut:
            self.driver.receive_datagram(data, addr, now)

    def datagrams_to_send(self, now: float) -> list[tuple[bytes, Address]]:
        """What leaves, to the relay or into the void; jobs are done before."""
        while (job := self.driver.next_job()) is not None:
            self.run(job)
        return [(data, to) for data, to in self.driver.datagrams_to_send(now) if to == RELAY and not self.cut]

    def run(self, job: Job) -> None:
        """One job and its outcome."""
        value, error = None, None
        try:
            value = job.run()
        except Exception as caught:
            error = caught
        self.driver.finish_job(job, value, error, self.lab.now)

    def next_event(self) -> None:
        """The lab sees none of them."""
        while (event := self.driver.next_event()) is not None:
            self.events.append(event)

    def next_job(self) -> None:
        """Done already."""

    def finish_job(self, job: Job, value: Any, error: Exception | None, now: float) -> None:
        """Done already."""

    def of(self, kind: type) -> list[Any]:
        """The events of one kind."""
        return [event for event in self.events if isinstance(event, kind)]


class RelayTest(ServerTest):
    """Base: a relay, a profile folder, seats for inquiries and clients."""

    def setUp(self) -> None:
        super().setUp()
        self.data = self.folder / "client"
        self.profiles = Profiles(self.data)
        self._seats = 0

    def seat(self, driver: Any, ip: str = "192.168.1.2") -> Seat:
        """A place for a driver."""
        self._seats += 1
        return Seat(self.lab, driver, (ip, 30000 + self._seats))

    def inquire(self, address: Address = RELAY, label: str = "lab", **target: Any) -> Seat:
        """Ask who is there."""
        inquiry = Inquiry(self.profiles, random.Random(self._seats).randbytes)
        seat = self.seat(inquiry)
        inquiry.ask(Target(address, label, **target), self.lab.now)
        self.lab.turn()
        return seat

    def connect(self, credentials: Credentials, data: Path | None = None, **target: Any) -> Seat:
        """A client core signs in."""
        profiles = Profiles(data) if data else self.profiles
        core = ClientCore(profiles, random.Random(self._seats).randbytes, lambda: self.lab.wall)
        self.addCleanup(core.close)
        seat = self.seat(core)
        core.connect(Target(RELAY, "lab", **target), credentials, self.lab.now)
        self.lab.turn()
        return seat
