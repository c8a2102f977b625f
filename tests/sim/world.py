"""Machines, their network and one virtual clock; runs until a condition holds and explains itself when it does not."""

from __future__ import annotations

import heapq
import os
import random
from collections.abc import Callable, Iterable

from tests.sim.host import Host
from tests.sim.network import PLAIN, LinkProfile, Network
from udpchat.driver import Address, Driver

STEPS_AT_ONE_INSTANT = 20_000


def seeds(default_count: int) -> range:
    """Which worlds to run: UDPCHAT_SEEDS = "N" for the first N, "A-B" for a range, "=S" for one."""
    wish = os.environ.get("UDPCHAT_SEEDS") or os.environ.get("UDPCHAT_TEST_SEEDS", "")
    if wish.startswith("="):
        return range(int(wish[1:]), int(wish[1:]) + 1)
    if "-" in wish:
        first, last = wish.split("-")
        return range(int(first), int(last) + 1)
    return range(int(wish) if wish else default_count)


class World:
    """Hosts on a network. Time starts at 1000 s, so that nothing mistakes zero for "never"."""

    def __init__(self, seed: int, profile: LinkProfile = PLAIN) -> None:
        self.seed = seed
        self.rng = random.Random(seed)
        self.network = Network(seed, profile)
        self.now = 1000.0
        self.hosts: dict[str, Host] = {}
        self.checks: list[Callable[[], None]] = []
        self.notes: list[str] = []
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._order = 0
        self._instant = (self.now, 0)

    def host(self, name: str, address: Address, driver: Driver | None = None) -> Host:
        """A new machine; its clock is ahead of the world's by a random hour or so."""
        host = Host(name, address, random.Random(f"{self.seed} {name}"), self.rng.uniform(0, 5000))
        self.hosts[name] = host
        if driver is not None:
            host.start(driver)
        return host

    def after(self, delay_s: float, action: Callable[[], None]) -> None:
        """Do something later."""
        self._order += 1
        heapq.heappush(self._agenda, (self.now + delay_s, self._order, action))

    def note(self, text: str) -> None:
        """A line for the story of a failure."""
        self.notes.append(f"{self.now:11.6f} {text}")

    def randbytes(self, name: str) -> Callable[[int], bytes]:
        """A seeded source of random bytes."""
        return random.Random(f"{self.seed} bytes {name}").randbytes

    def step(self) -> bool:
        """Go to the next instant at which anything happens; False if nothing ever will."""
        times = [host.next_wake() for host in self.hosts.values()]
        times.append(self.network.next_arrival())
        times.append(self._agenda[0][0] if self._agenda else None)
        due = [at for at in times if at is not None]
        if not due:
            return False
        self._advance(max(self.now, min(due)))
        while self._agenda and self._agenda[0][0] <= self.now:
            heapq.heappop(self._agenda)[2]()
        for data, source, target in self.network.arrivals(self.now):
            for host in self.hosts.values():
                if host.address == target:
                    host.deliver(data, source)
        for host in self.hosts.values():
            wake = host.next_wake()
            if wake is not None and wake <= self.now:
                self._turn(host)
        for check in self.checks:
            check()
        return True

    def _turn(self, host: Host) -> None:
        for data, target in host.turn(self.now):
            self.network.send(data, host.address, target, self.now)

    def _advance(self, at: float) -> None:
        before, count = self._instant
        self._instant = (at, count + 1 if at == before else 0)
        assert self._instant[1] < STEPS_AT_ONE_INSTANT, f"time stands still: {self.wakes()}"
        self.now = at

    def wakes(self) -> str:
        """Who wants to wake when, for messages."""
        return ", ".join(f"{host.name} {host.next_wake()}" for host in self.hosts.values())

    def run(self, until: Callable[[], bool], limit_s: float, what: str = "the end") -> None:
        """Run until a condition holds; AssertionError with the story if it does not within this virtual time."""
        end_at = self.now + limit_s
        try:
            while not until():
                assert self.step(), f"nothing left to happen before {what}"
                assert self.now <= end_at, f"not within {limit_s} s: {what}"
        except Exception as error:
            raise AssertionError(f"{error!r}\n{self.story()}") from error

    def run_for(self, duration_s: float) -> None:
        """Let time pass."""
        end_at = self.now + duration_s
        self.after(duration_s, lambda: None)
        self.run(lambda: self.now >= end_at, duration_s + 1, "passing time")

    def story(self) -> str:
        """Seed, notes and packet trace."""
        lines: Iterable[str] = (f"seed {self.seed}", *self.notes[-40:], self.network.story(), self.wakes())
        return "\n".join(lines)
