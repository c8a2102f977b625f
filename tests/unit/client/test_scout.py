"""Tests of the search for servers: rounds, nonces, bounds, and what strangers may say."""

from __future__ import annotations

import random
import unittest

from udpchat.client.scout import Scout, Sighting, Way
from udpchat.limits import (
    DEFAULT_PORT,
    DISCOVERY_GROUP,
    DISCOVERY_ROUNDS_S,
    DISCOVERY_WAIT_S,
    QUESTIONS_COUNT,
    SIGHTINGS_COUNT,
)
from udpchat.wire.packets import Here, parse_discover

HOME = Way("127.0.0.1", None)
LAN = Way("192.168.1.20", "192.168.1.255")
RADIO = Way("10.0.0.5", "10.255.255.255")
LAB = Here(3, 11111, 12, b"L" * 32, "Lab 2")
LAB_AT = ("192.168.1.9", 11111)


class ScoutTest(unittest.TestCase):
    def setUp(self) -> None:
        self.scout = Scout(random.Random(1).randbytes)

    def hosts(self, now: float, way: int) -> set[str]:
        return {address[0] for number, _, address in self.scout.questions(now) if number == way}

    def nonce(self, now: float) -> int:
        nonce = parse_discover(self.scout.questions(now)[0][1])
        assert nonce is not None
        return nonce

    def answer(self, here: Here, now: float, source: tuple[str, int] = LAB_AT, nonce: int | None = None) -> Sighting | None:
        return self.scout.heard(here.encode(self.nonce(0.0) if nonce is None else nonce), source, now)

    def test_each_round_asks_another_way_on_every_interface(self) -> None:
        self.scout.search((HOME, LAN, RADIO), (), 0.0)
        rounds = [DISCOVERY_ROUNDS_S[turn] for turn in range(3)]
        asked = []
        for at in rounds:
            sent = self.scout.questions(at)
            asked.append([{to[0] for way, _, to in sent if way == number} for number in range(3)])
            self.assertEqual({to[1] for _, _, to in sent}, set(range(DEFAULT_PORT, DEFAULT_PORT + 8)))
        self.assertEqual([one[0] for one in asked], [{"127.0.0.1"}] * 3)
        self.assertEqual([one[1] for one in asked], [{DISCOVERY_GROUP}, {"192.168.1.255"}, {"255.255.255.255"}])
        self.assertEqual([one[2] for one in asked], [{DISCOVERY_GROUP}, {"10.255.255.255"}, {"255.255.255.255"}])

    def test_hints_are_asked_once_a_round(self) -> None:
        self.scout.search((HOME, LAN, RADIO), (("192.168.7.7", 5000), ("127.0.0.1", 6000)), 0.0)
        sent = [(way, to) for way, _, to in self.scout.questions(0.0) if to[1] in (5000, 6000)]
        self.assertEqual(sent, [(0, ("127.0.0.1", 6000)), (1, ("192.168.7.7", 5000))])

    def test_time(self) -> None:
        self.assertIsNone(self.scout.next_timeout())
        self.scout.search((LAN,), (), 10.0)
        for delay_s in DISCOVERY_ROUNDS_S:
            self.assertEqual(self.scout.next_timeout(), 10.0 + delay_s)
            self.assertTrue(self.scout.questions(10.0 + delay_s))
        self.assertEqual(self.scout.next_timeout(), 10.0 + DISCOVERY_WAIT_S)
        self.assertIsNotNone(self.scout.began_at)
        self.assertEqual(self.scout.questions(10.0 + DISCOVERY_WAIT_S), [])
        self.assertIsNone(self.scout.began_at)
        self.assertIsNone(self.scout.next_timeout())

    def test_a_sighting(self) -> None:
        self.scout.search((LAN,), (), 0.0)
        seen = self.answer(LAB, 0.004)
        self.assertEqual(seen, Sighting(LAB_AT, b"L" * 32, "Lab 2", 12, True, True, False, 0.004))
        self.assertEqual(list(self.scout.sightings.values()), [seen])

    def test_the_fastest_way_to_a_server_counts(self) -> None:
        self.scout.search((LAN,), (), 0.0)
        nonce = self.nonce(0.0)
        self.assertIsNotNone(self.answer(LAB, 0.010, nonce=nonce))
        self.assertIsNone(self.answer(LAB, 0.020, ("10.0.0.9", 11111), nonce))
        faster = self.answer(LAB, 0.001, ("127.0.0.1", 11111), nonce)
        assert faster is not None
        self.assertEqual(faster.address, ("127.0.0.1", 11111))
        self.assertEqual(len(self.scout.sightings), 1)

    def test_only_answers_to_questions_of_this_search(self) -> None:
        self.scout.search((LAN,), (), 0.0)
        nonce = self.nonce(0.0)
        self.assertIsNone(self.answer(LAB, 0.1, nonce=nonce ^ 1))
        self.scout.search((LAN,), (), 1.0)
        self.assertIsNone(self.answer(LAB, 1.1, nonce=nonce))
        self.assertIsNone(self.scout.heard(b"\x87 what is this", LAB_AT, 1.2))

    def test_a_name_is_a_strangers_text(self) -> None:
        self.scout.search((LAN,), (), 0.0)
        nonce = self.nonce(0.0)
        evil = self.answer(Here(0, 11111, 1, b"e" * 32, "\x1b[2J\u202eLab\n"), 0.1, nonce=nonce)
        nameless = self.answer(Here(0, 11111, 1, b"n" * 32, "\u200e"), 0.1, nonce=nonce)
        assert evil is not None and nameless is not None
        self.assertEqual((evil.name, nameless.name), ("[2JLab", "192.168.1.9"))

    def test_bounds(self) -> None:
        self.scout.search((LAN,), (), 0.0)
        nonce = self.nonce(0.0)
        for number in range(SIGHTINGS_COUNT + 10):
            self.answer(Here(0, 11111, 1, number.to_bytes(32, "big"), "x"), 0.1, nonce=nonce)
        self.assertEqual(len(self.scout.sightings), SIGHTINGS_COUNT)
        many = tuple((f"10.1.{number // 250}.{number % 250}", 11111) for number in range(QUESTIONS_COUNT + 500))
        self.scout.search((LAN,), many, 1.0)
        self.assertGreater(len(self.scout.questions(1.0)), QUESTIONS_COUNT)
        self.assertEqual(len(self.scout._questions), QUESTIONS_COUNT)


if __name__ == "__main__":
    unittest.main()
