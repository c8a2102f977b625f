"""Tests of the sweep: whom it asks, how fast, and what it does when the system takes no more."""

from __future__ import annotations

import random
import unittest

from udpchat.client.known_servers import KnownServer
from udpchat.client.scout import Scout, Way
from udpchat.client.seeing import Acquaintance, acquaintance
from udpchat.client.sweep import Sweep, around
from udpchat.limits import (
    DEFAULT_PORT,
    DISCOVERY_WAIT_S,
    PORTS_SEARCHED,
    QUESTIONS_COUNT,
    SWEEP_BLOCKED_S,
    SWEEP_BURST_COUNT,
    SWEEP_NETWORKS_COUNT,
    SWEEP_PACE_S,
)
from udpchat.wire.packets import Here, parse_discover

LAN = (1, "192.168.1.20", "255.255.255.0")
PASSES = PORTS_SEARCHED + 1


def asked(sweep: Sweep, seconds: float = 60.0) -> list[tuple[int, tuple[str, int]]]:
    """Everything it asks, driven on time."""
    out = []
    now = 0.0
    while sweep.next_timeout() is not None and now < seconds:
        now += SWEEP_PACE_S
        out += sweep.due(now)
    return out


class SweepTest(unittest.TestCase):
    def test_everybody_but_oneself_on_every_port_the_usual_first_and_last(self) -> None:
        sweep = Sweep((LAN,), 0.0)
        places = asked(sweep)
        self.assertEqual(len(places), 253 * PASSES)
        self.assertEqual(sweep.done_count, sweep.total_count)
        hosts = {f"192.168.1.{number}" for number in range(1, 255)} - {"192.168.1.20"}
        for turn, port in enumerate([*range(DEFAULT_PORT, DEFAULT_PORT + PORTS_SEARCHED), DEFAULT_PORT]):
            self.assertEqual({place for _, place in places[253 * turn : 253 * (turn + 1)]}, {(host, port) for host in hosts})

    def test_the_pace(self) -> None:
        sweep = Sweep((LAN,), 0.0)
        self.assertEqual(len(sweep.due(0.0)), 1)
        self.assertEqual(sweep.due(SWEEP_PACE_S / 2), [])
        self.assertEqual(len(sweep.due(SWEEP_PACE_S)), 1)
        self.assertEqual(len(sweep.due(1.0)), SWEEP_BURST_COUNT, "who comes late does not make a flood")
        self.assertEqual([len(sweep.due(1.0)) for _ in range(2)], [SWEEP_BURST_COUNT, 1])
        self.assertEqual(sweep.due(1.0), [])

    def test_a_blocked_question_is_asked_again_after_a_rest(self) -> None:
        sweep = Sweep((LAN,), 0.0)
        first = sweep.due(0.0)[0]
        sweep.blocked(first, 0.0)
        self.assertEqual(sweep.done_count, 0)
        self.assertEqual(sweep.due(SWEEP_BLOCKED_S / 2), [])
        self.assertEqual(sweep.due(SWEEP_BLOCKED_S), [first])
        last = asked(sweep)[-1]
        self.assertIsNotNone(sweep.ended_at)
        sweep.blocked(last, 100.0)
        self.assertIsNone(sweep.ended_at)
        self.assertEqual(sweep.due(101.0), [last])

    def test_networks_take_turns_and_a_shared_one_is_asked_once(self) -> None:
        sweep = Sweep((LAN, (2, "10.0.0.5", "255.255.255.252"), (3, "192.168.1.21", "255.255.255.0")), 0.0)
        places = asked(sweep)
        self.assertEqual({way for way, _ in places}, {1, 2})
        self.assertEqual({host for way, (host, _) in places if way == 2}, {"10.0.0.6"})
        self.assertEqual([way for way, _ in places[:3]], [1, 2, 1])
        many = Sweep([(number, f"10.{number}.0.1", "255.255.255.0") for number in range(10)], 0.0)
        self.assertEqual(many.total_count, SWEEP_NETWORKS_COUNT * 253 * PASSES)

    def test_nobody_to_ask(self) -> None:
        for networks in ((), ((1, "10.0.0.1", "255.255.255.255"),), ((1, "nonsense", "255.0.0.0"),)):
            sweep = Sweep(networks, 5.0)
            self.assertEqual((sweep.ended_at, sweep.next_timeout(), sweep.due(6.0)), (5.0, None, []))

    def test_a_large_network_is_cut_around_the_own_address(self) -> None:
        self.assertEqual(str(around("10.7.8.9", "255.0.0.0")), "10.7.8.0/24")
        self.assertEqual(str(around("10.7.8.9", "255.255.255.128")), "10.7.8.0/25")
        self.assertIsNone(around("10.7.8.9", "255.255.255.254"))


class ScoutSweeps(unittest.TestCase):
    def setUp(self) -> None:
        self.scout = Scout(random.Random(1).randbytes)
        self.ways = (Way("127.0.0.1", None), Way("192.168.1.20", "192.168.1.255", "255.255.255.0"))

    def test_a_sweep_is_a_search_that_goes_on(self) -> None:
        self.scout.sweep(self.ways, (), 0.0)
        self.assertEqual(self.scout.swept, (0, 253 * PASSES))
        now, nonces = 0.0, []
        while self.scout.began_at is not None:
            for _, data, place in self.scout.questions(now):
                if place == ("192.168.1.9", 11113):
                    nonces.append(parse_discover(data))
            due_at = self.scout.next_timeout()
            assert due_at is None or due_at >= now
            now += SWEEP_PACE_S
            if nonces and nonces[0] is not None and not self.scout.sightings:
                here = Here(2, 11113, 4, b"s" * 32, "Swept")
                self.scout.heard(here.encode(nonces[0]), ("192.168.1.9", 11113), now + 0.002)
        self.assertAlmostEqual(now, 253 * PASSES * SWEEP_PACE_S + DISCOVERY_WAIT_S, delta=0.2)
        self.assertEqual([one.name for one in self.scout.sightings.values()], ["Swept"])
        self.assertLessEqual(len(self.scout._questions), QUESTIONS_COUNT)

    def test_only_what_the_sweep_asked_is_asked_again(self) -> None:
        self.scout.sweep(self.ways, (), 0.0)
        self.scout.questions(0.0)
        self.scout.blocked(1, ("239.255.111.11", 11111), 0.0)
        self.scout.blocked(1, ("192.168.1.255", 11111), 0.0)
        self.assertEqual(self.scout.swept, (1, 253 * PASSES))
        self.scout.blocked(1, ("192.168.1.1", 11111), 0.0)
        self.assertEqual(self.scout.swept, (0, 253 * PASSES))

    def test_another_search_ends_it(self) -> None:
        self.scout.sweep(self.ways, (), 0.0)
        self.scout.search(self.ways, (), 1.0)
        self.assertIsNone(self.scout.swept)
        self.scout.blocked(1, ("192.168.1.1", 11111), 1.0)
        self.assertEqual(self.scout.next_timeout(), 1.0)


class AcquaintanceTest(unittest.TestCase):
    def test_known_new_and_twin(self) -> None:
        known = (KnownServer(b"a" * 32, "Lab 2", ()),)
        self.assertIs(acquaintance(b"a" * 32, "Other name", known), Acquaintance.KNOWN)
        self.assertIs(acquaintance(b"b" * 32, "LAB 2", known), Acquaintance.TWIN)
        self.assertIs(acquaintance(b"b" * 32, "Lab 3", known), Acquaintance.NEW)


if __name__ == "__main__":
    unittest.main()
