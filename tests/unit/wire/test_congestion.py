"""The congestion window: growth, one reduction per round trip, undo, floor and ceiling."""

from __future__ import annotations

import unittest

from udpchat import limits
from udpchat.wire.congestion import NewReno

SIZE = 1200
START = limits.INITIAL_WINDOW_PACKETS * SIZE


def reno(max_bytes: int = 1 << 20) -> NewReno:
    window = NewReno(SIZE)
    window.max_bytes = max_bytes
    return window


class Growth(unittest.TestCase):
    def test_slow_start_doubles(self) -> None:
        window = reno()
        for _ in range(limits.INITIAL_WINDOW_PACKETS):
            window.acked(SIZE, 0.0)
        self.assertEqual(2 * START, window.window_bytes)

    def test_after_a_loss_one_packet_per_window(self) -> None:
        window = reno()
        window.lost([1], 0.5, False, False, 1.0)
        before = window.window_bytes
        for _ in range(-(-before // SIZE)):
            window.acked(SIZE, 2.0)
        self.assertEqual(before + SIZE, window.window_bytes)

    def test_no_more_than_the_path_holds(self) -> None:
        for round_trip_s, expected in ((0.0001, limits.SHORT_PATH_BYTES), (0.002, 500_000), (0.1, 1 << 20)):
            window = reno()
            window.fit(round_trip_s)
            for _ in range(2000):
                window.acked(SIZE, 0.0)
            self.assertAlmostEqual(window.window_bytes, expected, delta=SIZE)

    def test_a_path_that_turns_out_shorter(self) -> None:
        window = reno()
        for _ in range(2000):
            window.acked(SIZE, 0.0)
        window.fit(0.0001)
        self.assertEqual(window.window_bytes, limits.SHORT_PATH_BYTES)
        window.fit(0.1)
        self.assertEqual(window.window_bytes, limits.SHORT_PATH_BYTES)  # it has to grow again

    def test_ceiling(self) -> None:
        window = reno(START + SIZE)
        for _ in range(100):
            window.acked(SIZE, 0.0)
        self.assertEqual(START + SIZE, window.window_bytes)

    def test_what_was_sent_before_the_loss_does_not_count(self) -> None:
        window = reno()
        window.lost([1], 0.5, False, False, 1.0)
        before = window.window_bytes
        for _ in range(100):
            window.acked(SIZE, 0.9)
        self.assertEqual(before, window.window_bytes)


class Loss(unittest.TestCase):
    def test_beta(self) -> None:
        window = reno()
        window.lost([1], 0.5, False, False, 1.0)
        self.assertEqual(int(START * limits.CONGESTION_BETA), window.window_bytes)

    def test_once_per_round_trip(self) -> None:
        window = reno()
        window.lost([1], 0.5, False, False, 1.0)
        before = window.window_bytes
        window.lost([2, 3], 0.9, False, False, 1.1)
        self.assertEqual(before, window.window_bytes)
        window.lost([9], 1.05, False, False, 1.2)
        self.assertLess(window.window_bytes, before)

    def test_by_chance(self) -> None:
        window = reno()
        window.lost([1], 0.5, False, True, 1.0)
        self.assertEqual(int(START * limits.CHANCE_BETA), window.window_bytes)

    def test_more_than_chance_after_all(self) -> None:
        window = reno()
        window.lost([1], 0.5, False, True, 1.0)
        window.lost([2], 0.6, False, True, 1.1)
        self.assertEqual(int(START * limits.CHANCE_BETA), window.window_bytes)
        window.lost([3], 0.7, False, False, 1.1)
        window.lost([4], 0.8, False, False, 1.1)
        self.assertAlmostEqual(START * limits.CONGESTION_BETA, window.window_bytes, delta=2)

    def test_floor(self) -> None:
        window = reno()
        for turn in range(50):
            window.lost([turn], turn + 0.5, False, False, turn + 0.4)
        self.assertEqual(limits.MIN_WINDOW_PACKETS * SIZE, window.window_bytes)

    def test_persistent(self) -> None:
        window = reno()
        window.lost([1], 0.5, True, False, 1.0)
        self.assertEqual(limits.MIN_WINDOW_PACKETS * SIZE, window.window_bytes)


class Undo(unittest.TestCase):
    def test_when_all_have_arrived(self) -> None:
        window = reno()
        window.lost([1, 2], 0.5, False, False, 1.0)
        window.lost([3], 0.6, False, False, 1.1)
        for number in (1, 3):
            window.spurious(number)
            self.assertLess(window.window_bytes, START)
        window.spurious(2)
        self.assertEqual(START, window.window_bytes)
        window.acked(SIZE, 2.0)
        self.assertEqual(START + SIZE, window.window_bytes, "in slow start again")

    def test_of_nothing(self) -> None:
        window = reno()
        window.spurious(7)
        self.assertEqual(START, window.window_bytes)


class Resize(unittest.TestCase):
    def test_ten_of_the_new_size(self) -> None:
        window = reno()
        window.resize(16_384)
        self.assertEqual(10 * 16_384, window.window_bytes)
        window.resize(SIZE)
        self.assertEqual(10 * 16_384, window.window_bytes)


if __name__ == "__main__":
    unittest.main()
