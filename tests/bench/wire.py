"""Figures of the wire alone: datagrams and CPU per connect, goodput over a bad link."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.bench.measure import Figure
from tests.sim.network import LinkProfile, Packet
from tests.sim.talk import SERVER, Client, Relay
from tests.sim.world import World
from udpchat.wire.channels import Channel

BAD_LINK = LinkProfile(loss=0.10, duplicate=0.05, reorder=0.10, delay_s=0.0005, jitter_s=0.0002)
FRAME_BYTES = 8192


class Stopwatch:
    """CPU time spent inside one endpoint's calls."""

    def __init__(self, driver: Any) -> None:
        self.spent_s = 0.0
        for name in ("receive_datagram", "handle_timeout", "datagrams_to_send", "next_event", "finish_job"):
            if hasattr(driver, name):
                setattr(driver, name, self._timed(getattr(driver, name)))

    def _timed(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any) -> Any:
            start = time.perf_counter()
            try:
                return call(*args)
            finally:
                self.spent_s += time.perf_counter() - start

        return timed


def connect_figures(runs: int = 200) -> Iterator[Figure]:
    """Datagrams each way until the client's first under the new key, and the server's CPU up to an answered greeting."""
    ups, downs, cpu = [], [], []
    for seed in range(runs):
        world = World(seed, LinkProfile(delay_s=0.0005))
        relay = Relay(world)
        watch = Stopwatch(relay.host.driver)
        client = Client(world, relay)
        sent: list[Packet] = []
        world.network.watchers.append(sent.append)
        client.connect()
        world.run(client.complete, 5, "greeted")
        cpu.append(watch.spent_s * 1e6)
        first = next(at for at, packet in enumerate(sent) if packet.source != SERVER and packet.what.kind == "DATA")
        ups.append(sum(packet.source != SERVER for packet in sent[:first]))
        downs.append(sum(packet.source == SERVER for packet in sent[:first]))
    yield Figure("connect: datagrams from the client before the sign-in", tuple(ups), "datagrams", "<= 3")
    yield Figure("connect: datagrams from the server before the sign-in", tuple(downs), "datagrams", "<= 3")
    yield Figure("connect: server CPU, with the greeting answered", tuple(cpu), "us", "<= 1000")


def transfer(seed: int, total_bytes: int, profile: LinkProfile = BAD_LINK) -> tuple[float, float, World]:
    """One download over a link: (virtual seconds, CPU seconds of everything, world)."""
    world = World(seed, profile)
    relay = Relay(world)
    payload = world.rng.randbytes(FRAME_BYTES)
    to_get = [(Channel.BULK, payload)] * (total_bytes // FRAME_BYTES)
    client = Client(world, relay, to_get=to_get, again=False)
    client.connect()
    world.run(lambda: client.talk is not None, 60, "established")
    start_at, cpu = world.now, time.process_time()
    world.run(client.complete, 600, "the whole transfer")
    return world.now - start_at, time.process_time() - cpu, world


def transfer_figures(runs: int = 7, total_bytes: int = 5_000_000) -> Iterator[Figure]:
    """Goodput in virtual time over 10 % loss, 5 % duplicates, 10 % reordering, round trip 1 ms."""
    results = [transfer(seed, total_bytes)[:2] for seed in range(runs)]
    goodput = tuple(total_bytes / seconds / 1e6 for seconds, _ in results)
    cpu = tuple(cpu / total_bytes * 1e9 for _, cpu in results)
    yield Figure("5 MB, 10 % loss, 5 % duplicates, 10 % reordered, 1 ms", goodput, "MB/s virtual", ">= 3")
    yield Figure("the same: CPU of both ends and of the simulator", cpu, "ms/MB", "-")
