"""Packet numbers received: against a set, and when an ACK is due."""

from __future__ import annotations

import random
import unittest

from udpchat import limits
from udpchat.wire import frames
from udpchat.wire.received import ReceivedPackets

DELAY_S = 0.02


def numbers(ack: bytes) -> set[int]:
    return {number for lo, hi in frames.parse_ack(ack, 0, len(ack))[1] for number in range(lo, hi + 1)}


class Model(unittest.TestCase):
    def test_against_a_set(self) -> None:
        for seed in range(60):
            rng = random.Random(seed)
            received, noted = ReceivedPackets(DELAY_S), set[int]()
            newest = 0
            for turn in range(300):
                newest += rng.choice((0, 1, 1, 1, 2, 9))
                number = max(0, newest - rng.choice((0, 0, 0, 1, 3, 40)))
                known = received.is_known(number)
                self.assertTrue(known or number not in noted, "a number taken twice")
                if not known:
                    received.note(number, True, turn * 0.001)
                    noted.add(number)
                self.assertTrue(received.is_known(number))
                self.assertEqual(max(noted), received.largest)
                self.assertLessEqual(received.range_count, limits.ACK_RANGE_COUNT)
                if received.ack_now:
                    acked = numbers(received.ack_frame(turn * 0.001))
                    self.assertLessEqual(acked, noted)
                    self.assertIn(max(noted), acked)

    def test_without_holes_everything_is_acknowledged_whatever_the_order(self) -> None:
        for seed in range(40):
            rng = random.Random(seed)
            order = list(range(60))
            rng.shuffle(order)
            received = ReceivedPackets(DELAY_S)
            for number in order:
                if not received.is_known(number):
                    received.note(number, True, 0.0)
            self.assertEqual(1, received.range_count)
            self.assertEqual(set(range(60)), numbers(received.ack_frame(0.0)))


class WhenDue(unittest.TestCase):
    def test_after_four(self) -> None:
        received = ReceivedPackets(DELAY_S)
        due = []
        for number in range(limits.ACK_EVERY_COUNT):
            received.note(number, True, 1.0)
            due.append(received.ack_now)
        self.assertEqual([False] * (limits.ACK_EVERY_COUNT - 1) + [True], due)

    def test_after_the_delay(self) -> None:
        received = ReceivedPackets(DELAY_S)
        received.note(0, True, 1.0)
        received.note(1, True, 1.01)
        self.assertEqual(1.0 + DELAY_S, received.ack_at)
        received.ack_frame(1.02)
        self.assertIsNone(received.ack_at)
        self.assertFalse(received.ack_now)

    def test_at_once_out_of_order(self) -> None:
        received = ReceivedPackets(DELAY_S)
        received.note(0, True, 1.0)
        received.note(2, True, 1.0)
        self.assertTrue(received.ack_now)
        received.ack_frame(1.0)
        received.note(1, True, 1.0)
        self.assertTrue(received.ack_now)

    def test_never_for_acks_alone(self) -> None:
        received = ReceivedPackets(DELAY_S)
        for number in (0, 2, 1, 9):
            received.note(number, False, 1.0)
        self.assertFalse(received.ack_now)
        self.assertIsNone(received.ack_at)

    def test_delay_is_that_of_the_largest(self) -> None:
        received = ReceivedPackets(DELAY_S)
        received.note(5, True, 1.0)
        received.note(3, True, 1.5)
        delay_s, _, _ = frames.parse_ack(ack := received.ack_frame(2.0), 0, len(ack))
        self.assertAlmostEqual(1.0, delay_s)


class Forgetting(unittest.TestCase):
    def test_holes_are_forgotten_after_eight_reports(self) -> None:
        received = ReceivedPackets(DELAY_S)
        received.note(0, True, 0.0)
        counts = []
        for number in range(2, 2 + limits.ACK_REPORT_COUNT + 2):
            received.note(number, True, 0.0)
            counts.append(len(frames.parse_ack(ack := received.ack_frame(0.0), 0, len(ack))[1]))
        self.assertEqual([2] * limits.ACK_REPORT_COUNT, counts[: limits.ACK_REPORT_COUNT])
        self.assertEqual(1, counts[-1])
        self.assertTrue(received.is_known(0), "what is forgotten counts as known")
        self.assertFalse(received.is_known(1), "the hole itself may still be filled")

    def test_a_big_batch_is_reported_as_a_whole(self) -> None:
        received = ReceivedPackets(DELAY_S)
        batch = [number for number in range(200) if number % 25]
        for number in batch:
            received.note(number, True, 0.0)
        self.assertEqual(set(batch), numbers(received.ack_frame(0.0)))

    def test_too_many_holes(self) -> None:
        received = ReceivedPackets(DELAY_S)
        for number in range(0, 200, 2):
            received.note(number, True, 0.0)
        self.assertEqual(limits.ACK_RANGE_COUNT, received.range_count)
        self.assertTrue(received.is_known(0))
        self.assertTrue(received.is_known(101), "below the floor")


if __name__ == "__main__":
    unittest.main()
