"""The simulator itself: the same seed gives the same world, faults do what they say, a livelock is noticed."""

from __future__ import annotations

import unittest

from tests.sim.describe import describe
from tests.sim.host import WithoutJobs
from tests.sim.network import LinkProfile, lose
from tests.sim.world import World
from udpchat.driver import Address

A: Address = ("10.0.0.1", 1)
B: Address = ("10.0.0.2", 2)


class Pinger:
    """Sends `count` datagrams, one each 10 ms; remembers what arrived."""

    def __init__(self, target: Address, count: int) -> None:
        self.target = target
        self.left = count
        self.due_at: float | None = None
        self.got: list[bytes] = []

    def receive_datagram(self, data: bytes, addr: Address, now: float) -> None:
        self.got.append(data)

    def handle_timeout(self, now: float) -> None:
        self.due_at = None

    def next_timeout(self) -> float | None:
        return self.due_at

    def datagrams_to_send(self, now: float) -> list[tuple[bytes, Address]]:
        if self.due_at is not None or not self.left:
            return []
        self.left -= 1
        self.due_at = now + 0.01
        return [(bytes([0x80, self.left]), self.target)]

    def next_event(self) -> None:
        return None


class Stuck(Pinger):
    """Its timer is always due and it never does anything."""

    def next_timeout(self) -> float | None:
        return 0.0


def ping(seed: int, profile: LinkProfile, count: int = 200) -> tuple[World, Pinger]:
    world = World(seed, profile)
    receiver = Pinger(A, 0)
    world.host("a", A, WithoutJobs(Pinger(B, count)))
    world.host("b", B, WithoutJobs(receiver))
    world.run_for(5)
    return world, receiver


class WorldTest(unittest.TestCase):
    def test_a_seed_decides_everything(self) -> None:
        profile = LinkProfile(loss=0.2, duplicate=0.1, reorder=0.3, corrupt=0.1, jitter_s=0.05)
        first, second, other = (ping(seed, profile)[1].got for seed in (1, 1, 2))
        self.assertEqual(first, second)
        self.assertNotEqual(first, other)

    def test_a_clean_link_keeps_order_and_number(self) -> None:
        got = ping(3, LinkProfile())[1].got
        self.assertEqual([data[1] for data in got], list(range(199, -1, -1)))

    def test_loss_and_duplication_have_the_asked_rate(self) -> None:
        self.assertTrue(130 < len(ping(4, LinkProfile(loss=0.2))[1].got) < 190)
        self.assertTrue(210 < len(ping(4, LinkProfile(duplicate=0.2))[1].got) < 270)

    def test_a_limited_rate_queues_and_then_drops(self) -> None:
        world, receiver = ping(5, LinkProfile(rate=1000, queue_bytes=300))
        self.assertLess(len(receiver.got), 120)
        self.assertIn("queue full", world.network.story())

    def test_chosen_losses_and_cuts(self) -> None:
        world = World(6)
        receiver = Pinger(A, 0)
        world.host("a", A, WithoutJobs(Pinger(B, 10)))
        world.host("b", B, WithoutJobs(receiver))
        world.network.rules.append(lose("HELLO", nth=(0, 2)))
        world.network.cut(B[0], world.now + 0.085, world.now + 9)
        world.run_for(1)
        self.assertEqual([data[1] for data in receiver.got], [8, 6, 5, 4, 3, 2, 1])

    def test_a_sleeping_host_gets_nothing(self) -> None:
        world = World(7)
        receiver = Pinger(A, 0)
        world.host("a", A, WithoutJobs(Pinger(B, 10)))
        sleeper = world.host("b", B, WithoutJobs(receiver))
        world.after(0.05, lambda: sleeper.sleep(world.now + 60, True, world.now))
        world.run_for(1)
        self.assertLess(len(receiver.got), 6)

    def test_livelock_is_noticed(self) -> None:
        world = World(8)
        world.host("a", A, WithoutJobs(Stuck(B, 0)))
        with self.assertRaisesRegex(AssertionError, "livelock"):
            world.run_for(1)

    def test_descriptions(self) -> None:
        body = b"\x03" + (7).to_bytes(8, "big") + (3).to_bytes(2, "big") + b"abc" + b"\x01" + b"\0" * 5
        data = b"\x84" + bytes(8) + (9).to_bytes(8, "big") + body + bytes(16)
        self.assertEqual(str(describe(data)), "DATA pn=9 STREAM 7+3 PING")
        self.assertEqual(str(describe(b"")), "EMPTY")
