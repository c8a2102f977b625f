"""Back-off, phases, people and cache: the small parts."""

from __future__ import annotations

import random
import unittest

from udpchat.client.backoff import Backoff
from udpchat.client.batch import Snapshot
from udpchat.client.cache import Cache
from udpchat.client.events import PeopleChanged
from udpchat.client.people import Directory
from udpchat.client.phases import TABLE, Phase, Signal, advance
from udpchat.errors import ProtocolViolation
from udpchat.limits import CACHE_BACKLOG_BYTES, KNOWN_PEOPLE_COUNT, TEXT_BYTES
from udpchat.words.messages import Events, Message, People, Person, Presence


def message(seq: int, text: str = "x") -> Message:
    return Message(seq, 7, 2, "budi", seq.to_bytes(16, "big"), 1, text)


def person(user: int) -> Person:
    return Person(user, f"p{user}", "user", False)


class BackoffTest(unittest.TestCase):
    def test_doubles_to_thirty_with_jitter_and_resets(self) -> None:
        for seed in range(20):
            backoff = Backoff(random.Random(seed).randbytes)
            for base in (1, 2, 4, 8, 16, 30, 30):
                self.assertTrue(base <= backoff.next_delay_s() <= base * 1.5)
            backoff.reset()
            self.assertLessEqual(backoff.next_delay_s(), 1.5)


class PhasesTest(unittest.TestCase):
    def test_every_phase_can_be_stopped_and_reached(self) -> None:
        self.assertEqual(set(TABLE), set(Phase))
        reached = {after for row in TABLE.values() for after in row.values()}
        self.assertEqual(reached, set(Phase))
        for phase in Phase:
            self.assertIs(advance(phase, Signal.STOP), Phase.IDLE)

    def test_nothing_out_of_place(self) -> None:
        with self.assertRaises(KeyError):
            advance(Phase.IDLE, Signal.WELCOME)


class PeopleTest(unittest.TestCase):
    def test_first_list_has_no_notices_later_ones_the_difference(self) -> None:
        people = Directory()
        people.begin()
        self.assertIsNone(people.page(People((person(1),), False)))
        self.assertIsNone(people.delta(Presence((person(3),), ())))
        first = people.page(People((person(2),), True))
        self.assertEqual(first, PeopleChanged((), (), (person(1), person(3), person(2))))
        changed = people.delta(Presence((person(4), person(1)), (person(2), person(9))))
        assert changed is not None
        self.assertEqual((changed.joined, changed.left), ((person(4),), (person(2),)))
        self.assertIsNone(people.delta(Presence((person(1),), (person(9),))))
        people.begin()
        again = people.page(People((person(1), person(5)), True))
        assert again is not None
        self.assertEqual((again.joined, again.left), ((person(5),), (person(3), person(4))))
        people.begin()
        self.assertIsNone(people.page(People((person(1), person(5)), True)))

    def test_bounded(self) -> None:
        people = Directory()
        for n in range(0, KNOWN_PEOPLE_COUNT + 500, 100):
            people.page(People(tuple(person(user) for user in range(n, n + 100)), False))
        told = people.page(People((), True))
        assert told is not None
        self.assertEqual(len(told.online), KNOWN_PEOPLE_COUNT)


class CacheTest(unittest.TestCase):
    def setUp(self) -> None:
        self.cache = Cache(Snapshot({}, (), (), ()))

    def test_only_what_was_not_seen(self) -> None:
        self.assertEqual(self.cache.add(Events(4, 5, (message(5),))), [message(5)])
        self.assertEqual(self.cache.add(Events(1, 6, (message(2), message(5), message(6)))), [message(2), message(6)])
        self.assertEqual(self.cache.add(Events(1, 6, (message(4),))), [])
        batch = self.cache.take_batch()
        self.assertEqual((batch.intervals, set(batch.events)), (((1, 6),), {2, 5, 6}))

    def test_failed_batch_comes_back_with_the_newer_intervals(self) -> None:
        self.cache.add(Events(1, 1, (message(1),)))
        failed = self.cache.take_batch()
        self.cache.add(Events(2, 2, (message(2),)))
        self.cache.put_back(failed)
        batch = self.cache.take_batch()
        self.assertEqual((batch.intervals, set(batch.events)), (((1, 2),), {1, 2}))
        self.assertFalse(self.cache.take_batch())

    def test_slow_disk_bounds_memory_and_leaves_a_gap(self) -> None:
        count = CACHE_BACKLOG_BYTES // TEXT_BYTES
        for seq in range(1, count + 1):
            self.assertEqual(len(self.cache.add(Events(seq, seq, (message(seq, "x" * TEXT_BYTES),)))), 1)
        batch = self.cache.take_batch()
        self.assertLess(len(batch.events), count)
        assert batch.intervals is not None
        self.assertEqual(batch.intervals, ((1, len(batch.events)),))
        self.assertEqual(self.cache.seen.contiguous_to, count)

    def test_contradictions(self) -> None:
        for word in (
            Events(1, 2, (message(3),)),
            Events(2, 3, (message(1),)),
            Events(1, 3, (message(2), message(2))),
            Events(1, 3, (message(3), message(2))),
        ):
            with self.assertRaises(ProtocolViolation):
                self.cache.add(word)
        self.assertEqual(len(self.cache.seen), 0)
