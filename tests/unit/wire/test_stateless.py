"""Answers to strangers: what is answered, how much of it, and what never."""

from __future__ import annotations

import random
import unittest

from tests.unit.wire.support import CLIENT, RESET_KEY
from udpchat.wire import packets
from udpchat.wire.config import EndpointLimits
from udpchat.wire.keys import reset_token
from udpchat.wire.stateless import Stateless

NOW = 100.0
HELLO = packets.Hello(1, 1, 0, 7).encode()
DATA = packets.SHORT_HEADER.pack(packets.DATA, 99, 0) + bytes(16)
HERE = packets.Here(1, 11111, 3, bytes(32), "lab")


def stateless(**limits: float) -> Stateless:
    made = Stateless(RESET_KEY, random.Random(1).randbytes, EndpointLimits(**limits))  # type: ignore[arg-type]
    made.here = HERE
    return made


class Answers(unittest.TestCase):
    def test_hello(self) -> None:
        answerer = stateless()
        retry = packets.parse_retry(answerer.answer(HELLO, CLIENT, NOW) or b"")
        assert retry is not None
        self.assertEqual((7, 1), retry[:2])
        self.assertIsNotNone(answerer.cookies.check(retry[2], CLIENT, 7, NOW))

    def test_other_versions(self) -> None:
        for highest, lowest in ((9, 2), (0, 0)):
            answer = stateless().answer(packets.Hello(highest, lowest, 0, 7).encode(), CLIENT, NOW)
            self.assertEqual((7, (1,)), packets.parse_verneg(answer or b""))
        newer = stateless().answer(packets.Hello(9, 1, 0, 7).encode(), CLIENT, NOW)
        self.assertIsNotNone(packets.parse_retry(newer or b""))

    def test_reset_is_the_same_after_a_restart(self) -> None:
        expected = packets.encode_reset(99, reset_token(RESET_KEY, 99))
        self.assertEqual([expected] * 2, [stateless().answer(DATA, CLIENT, NOW) for _ in range(2)])
        self.assertIsNone(stateless().answer(DATA[:-1], CLIENT, NOW))

    def test_discover(self) -> None:
        answerer = stateless()
        self.assertEqual((5, HERE), packets.parse_here(answerer.answer(packets.encode_discover(5), CLIENT, NOW) or b""))
        answerer.here = None
        self.assertIsNone(answerer.answer(packets.encode_discover(5), CLIENT, NOW))


class Silence(unittest.TestCase):
    def test_every_answer_is_met_with_silence(self) -> None:
        answerer = stateless()
        answers = [
            answerer.answer(question, CLIENT, NOW)
            for question in (HELLO, DATA, packets.encode_discover(5), packets.Hello(9, 2, 0, 7).encode())
        ]
        for answer in answers:
            assert answer is not None
            self.assertIsNone(answerer.answer(answer, CLIENT, NOW))

    def test_ports_below_1024(self) -> None:
        for question in (HELLO, DATA, packets.encode_discover(5)):
            self.assertIsNone(stateless().answer(question, ("10.0.0.5", 1023), NOW))

    def test_rubbish(self) -> None:
        rng, answerer = random.Random(1), stateless()
        for _ in range(3000):
            data = rng.randbytes(rng.randrange(1, 300))
            answer = answerer.answer(data, CLIENT, NOW)
            self.assertTrue(answer is None or len(answer) < len(data))


class Caps(unittest.TestCase):
    def test_each_kind_has_its_own(self) -> None:
        answerer = stateless(stateless_per_s=3, resets_per_s=4, answers_per_s=5)
        for question, cap in ((HELLO, 3), (DATA, 4), (packets.encode_discover(5), 5)):
            found = [answerer.answer(question, CLIENT, NOW) for _ in range(20)]
            self.assertEqual(cap, sum(answer is not None for answer in found))
            self.assertIsNotNone(answerer.answer(question, CLIENT, NOW + 1))


if __name__ == "__main__":
    unittest.main()
