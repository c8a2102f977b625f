"""How long a client takes to catch up with 10,000 missed messages, and the longest turn of its loop meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.bench.measure import Figure
from tests.unit.client import relay
from tests.unit.client.talkers import TalkTest
from udpchat.client import events
from udpchat.driver import Address

COUNT = 10_000
RUNS = 3


class _Room(TalkTest):
    """A relay and its people, without being a test."""

    def runTest(self) -> None:
        """Nothing by itself."""


class _Timed(relay.Seat):
    """Notes the longest turn of its driver."""

    longest_s = 0.0

    def receive_datagram(self, data: bytes, addr: Address, now: float) -> None:
        began_at = time.perf_counter()
        super().receive_datagram(data, addr, now)
        type(self).longest_s = max(self.longest_s, time.perf_counter() - began_at)


def catch_up(count: int = COUNT) -> tuple[float, float]:
    """Seconds until all of them are shown and on disk, relay and client in one thread; the longest turn in ms."""
    room = _Room()
    room.setUp()
    try:
        ann = room.person("ann")
        store = room.lab.store
        for number in range(count):
            text = f"message {number} " + "word " * 10
            store.append_post(store.lobby, ann.me, number.to_bytes(16, "big"), 1, text, name="ann")
            if number % 500 == 499:
                store.commit()
        room.lab.restart()
        _Timed.longest_s = 0.0
        seat_kind, relay.Seat = relay.Seat, _Timed  # type: ignore[misc]
        began_at = time.perf_counter()
        try:
            ben = room.person("ben")
        finally:
            relay.Seat = seat_kind  # type: ignore[misc]
        while sum(len(event.messages) for event in ben.of(events.MessagesAdded)) < count:
            room.lab.turn(100_000)
        return time.perf_counter() - began_at, _Timed.longest_s * 1000
    finally:
        room.doCleanups()


def catch_up_figures() -> Iterator[Figure]:
    """For the table of benches."""
    runs = [catch_up() for _ in range(RUNS)]
    yield Figure("10,000 missed messages into a client", tuple(seconds for seconds, _ in runs), "s", "under 2 s")
    yield Figure("the longest turn of that client meanwhile", tuple(longest for _, longest in runs), "ms", "under 50 ms")
