"""Where the peer is: nothing but a challenge goes to an unproven address."""

from __future__ import annotations

import random
import unittest

from tests.unit.wire.support import CLIENT, OTHER
from udpchat import limits
from udpchat.wire import frames
from udpchat.wire.path import CHALLENGE_BYTES, Path


def path() -> Path:
    return Path(CLIENT, random.Random(1).randbytes)


def challenge(moving: Path, now: float) -> bytes:
    ((frame, address),) = moving.frames_to_send(now)
    assert frame[0] == frames.PATH_CHALLENGE and address == OTHER, (frame, address)
    return frame[1:]


class Moving(unittest.TestCase):
    def test_same_address(self) -> None:
        resting = path()
        resting.on_newest_packet(CLIENT, 100, 0.0)
        self.assertEqual([], resting.frames_to_send(0.0))
        self.assertIsNone(resting.next_timeout())

    def test_answered(self) -> None:
        moving = path()
        moving.on_newest_packet(OTHER, 100, 0.0)
        self.assertTrue(moving.on_response(challenge(moving, 0.0)))
        self.assertEqual(OTHER, moving.address)
        self.assertIsNone(moving.next_timeout())
        self.assertEqual([], moving.frames_to_send(9.0))

    def test_wrong_or_late_answers(self) -> None:
        moving = path()
        self.assertFalse(moving.on_response(bytes(8)))
        moving.on_newest_packet(OTHER, 100, 0.0)
        token = challenge(moving, 0.0)
        self.assertFalse(moving.on_response(bytes(8)))
        self.assertEqual(CLIENT, moving.address)
        self.assertTrue(moving.on_response(token))
        self.assertFalse(moving.on_response(token))

    def test_three_small_challenges(self) -> None:
        moving = path()
        moving.on_newest_packet(OTHER, 100, 0.0)
        sent = []
        while (at := moving.next_timeout()) is not None:
            moving.on_newest_packet(OTHER, 100, at)
            sent += moving.frames_to_send(at)
        self.assertEqual(limits.PATH_TRY_COUNT, len(sent))
        self.assertEqual(1, len(set(sent)))
        self.assertEqual(CLIENT, moving.address)

    def test_pace(self) -> None:
        moving = path()
        moving.on_newest_packet(OTHER, 100, 0.0)
        challenge(moving, 0.0)
        self.assertEqual([], moving.frames_to_send(limits.PATH_TRY_S * 0.9))
        challenge(moving, limits.PATH_TRY_S)

    def test_never_more_than_three_times_what_came(self) -> None:
        for size_bytes in range(34, 200):
            moving = path()
            moving.on_newest_packet(OTHER, size_bytes, 0.0)
            sent_count = 0
            while (at := moving.next_timeout()) is not None:
                sent_count += len(moving.frames_to_send(at))
            self.assertLessEqual(sent_count * CHALLENGE_BYTES, 3 * size_bytes)
            self.assertGreater(sent_count, 0)

    def test_a_newer_address_takes_over(self) -> None:
        moving = path()
        moving.on_newest_packet(("10.0.0.7", 7), 100, 0.0)
        ((first, _),) = moving.frames_to_send(0.0)
        moving.on_newest_packet(OTHER, 100, 0.1)
        token = challenge(moving, 0.1)
        self.assertFalse(moving.on_response(first[1:]))
        self.assertTrue(moving.on_response(token))


class Answering(unittest.TestCase):
    def test_goes_to_where_the_question_came_from(self) -> None:
        asked = path()
        asked.on_challenge(b"12345678", OTHER)
        self.assertEqual([(bytes([frames.PATH_RESPONSE]) + b"12345678", OTHER)], asked.frames_to_send(0.0))
        self.assertEqual([], asked.frames_to_send(0.0))

    def test_bounded(self) -> None:
        asked = path()
        for number in range(100):
            asked.on_challenge(number.to_bytes(8, "big"), OTHER)
        self.assertEqual(limits.PATH_RESPONSE_COUNT, len(asked.frames_to_send(0.0)))


if __name__ == "__main__":
    unittest.main()
