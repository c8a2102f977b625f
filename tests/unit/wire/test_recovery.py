"""Packets in flight: what is lost, when, and what a late ACK undoes."""

from __future__ import annotations

import random
import unittest

from udpchat import limits
from udpchat.errors import ProtocolViolation
from udpchat.wire.recovery import Recovery, SentPacket
from udpchat.wire.sending import SendStream

SIZE = 1200


class Base(unittest.TestCase):
    def setUp(self) -> None:
        self.stream = SendStream()
        self.recovery = Recovery(self.stream, SIZE)
        self.recovery.rtt.sample(0.1, 0.0)

    def send(self, count: int, now: float = 1.0, first: int | None = None) -> None:
        start = first if first is not None else max(self.recovery.sent, default=-1) + 1
        for number in range(start, start + count):
            self.stream.write(bytes(100))
            taken = self.stream.take(100)
            assert taken is not None
            span = (taken[0], taken[0] + len(taken[1]))
            self.recovery.on_sent(number, SentPacket(now, SIZE, span, True, False))

    def check(self) -> None:
        self.assertEqual(sum(packet.size_bytes for packet in self.recovery.sent.values()), self.recovery.in_flight_bytes)


class Acks(Base):
    def test_all(self) -> None:
        self.send(5)
        self.recovery.on_ack(0.0, [(0, 4)], 1.1)
        self.assertFalse(self.recovery.sent)
        self.assertTrue(self.stream.is_done)
        self.assertIsNone(self.recovery.next_timeout())
        self.check()

    def test_delay_beyond_the_declared_one_does_not_count(self) -> None:
        self.send(1)
        self.recovery.on_ack(9.0, [(0, 0)], 1.3)
        self.assertAlmostEqual(7 / 8 * 0.1 + (0.3 - limits.MAX_ACK_DELAY_S) / 8, self.recovery.rtt.smoothed_s)

    def test_the_window_fits_the_path(self) -> None:
        self.recovery.congestion.window_bytes = 1 << 20
        self.send(1)
        self.recovery.on_ack(0.0, [(0, 0)], 1.0001)
        self.assertEqual(limits.SHORT_PATH_BYTES, self.recovery.congestion.window_bytes)

    def test_repeated_ack_changes_nothing(self) -> None:
        self.send(3)
        self.recovery.on_ack(0.0, [(0, 1)], 1.1)
        before = (self.recovery.in_flight_bytes, self.recovery.rtt.smoothed_s, self.recovery.congestion.window_bytes)
        self.recovery.on_ack(0.0, [(0, 1)], 2.0)
        after = (self.recovery.in_flight_bytes, self.recovery.rtt.smoothed_s, self.recovery.congestion.window_bytes)
        self.assertEqual(before, after)


class Losses(Base):
    def test_by_count(self) -> None:
        self.send(4)
        self.recovery.on_ack(0.0, [(3, 3)], 1.01)
        self.assertEqual([1, 2], list(self.recovery.sent))
        self.assertEqual(1, self.recovery.lost_count)
        self.assertEqual((0, bytes(100)), self.stream.take(500))
        self.check()

    def test_by_time(self) -> None:
        self.send(2)
        self.recovery.on_ack(0.0, [(1, 1)], 1.1)
        self.assertEqual([0], list(self.recovery.sent))
        at = self.recovery.next_timeout()
        assert at is not None
        self.assertAlmostEqual(1.0 + 0.1 * limits.TIME_THRESHOLD, at)
        self.recovery.handle_timeout(at - 1e-9)
        self.assertTrue(self.recovery.sent)
        self.recovery.handle_timeout(at)
        self.assertFalse(self.recovery.sent)
        self.assertIsNone(self.recovery.next_timeout())

    def test_lost_probe_of_the_size_is_no_congestion(self) -> None:
        window = self.recovery.congestion.window_bytes
        self.recovery.on_sent(0, SentPacket(1.0, 0, None, False, True))
        self.send(4, first=1)
        self.recovery.on_ack(0.0, [(1, 4)], 1.2)
        self.assertTrue(self.recovery.lost_size_probe)
        self.assertEqual(0, self.recovery.lost_count)
        self.assertGreaterEqual(self.recovery.congestion.window_bytes, window)

    def test_persistent_congestion(self) -> None:
        for number in range(5):
            self.send(1, now=1.0 + number, first=number)
        self.send(1, now=5.5, first=5)
        self.recovery.on_ack(0.0, [(5, 5)], 5.6)
        self.assertEqual(limits.MIN_WINDOW_PACKETS * SIZE, self.recovery.congestion.window_bytes)


class Chance(Base):
    """A loss in a hundred on a link without a queue is no congestion."""

    def lose(self, every: int, count: int, rtt_s: float) -> float:
        """Lose one packet of so many, so often; what is left of the window after the last one."""
        self.stream.window_bytes, number, now = 10**9, 0, 1.0
        window = self.recovery.congestion
        for _ in range(count):
            now += 0.001
            self.send(every, now, number)
            window.window_bytes = before = 100 * SIZE
            now += rtt_s
            self.recovery.on_ack(0.0, [(number + 1, number + every - 1)], now)
            number += every
            self.stream.take(1000)
        return window.window_bytes / before

    def test_rare_ones(self) -> None:
        self.assertAlmostEqual(limits.CHANCE_BETA, self.lose(100, 30, 0.1), delta=0.02)

    def test_many(self) -> None:
        self.assertAlmostEqual(limits.CONGESTION_BETA, self.lose(20, 30, 0.1), delta=0.02)

    def test_a_queue_that_fills(self) -> None:
        self.assertAlmostEqual(limits.CONGESTION_BETA, self.lose(100, 30, 0.1 + 2 * limits.CHANCE_QUEUE_S), delta=0.02)


class Undo(Base):
    def test_late_arrival(self) -> None:
        self.send(8)
        window = self.recovery.congestion.window_bytes
        self.recovery.on_ack(0.0, [(6, 6)], 1.01)
        self.assertEqual([4, 5, 7], list(self.recovery.sent))
        self.assertLess(self.recovery.congestion.window_bytes, window)
        self.recovery.on_ack(0.0, [(0, 7)], 1.02)
        self.assertEqual(4, self.recovery.spurious_count)
        self.assertGreaterEqual(self.recovery.congestion.window_bytes, window)
        self.assertTrue(self.stream.is_done)

    def test_thresholds_widen_within_bounds(self) -> None:
        first = 0
        for _ in range(30):
            self.send(100, first=first)
            self.recovery.on_ack(0.0, [(first + 99, first + 99)], 1.01)
            self.recovery.on_ack(0.0, [(first, first + 99)], 1.02)
            first += 100
        self.assertEqual(limits.MAX_PACKET_THRESHOLD, self.recovery._packet_threshold)
        self.assertEqual(limits.MAX_TIME_THRESHOLD, self.recovery._time_threshold)

    def test_memory_is_bounded(self) -> None:
        self.stream.window_bytes = 10**6
        self.send(2000)
        self.recovery.on_ack(0.0, [(1999, 1999)], 1.01)
        self.assertLessEqual(len(self.recovery._disproved), limits.LOST_MEMORY_COUNT)


class Probes(Base):
    def test_two_packets_and_a_longer_wait_each_time(self) -> None:
        self.send(1)
        waits, now = [], 1.0
        for _ in range(8):
            at = self.recovery.next_timeout()
            assert at is not None
            self.assertGreater(at, now)
            waits.append(at - now)
            now = at
            self.recovery.handle_timeout(at)
            self.assertEqual(limits.PTO_PROBE_COUNT, self.recovery.probe_count)
            self.recovery.congestion.window_bytes = 0
            self.assertTrue(self.recovery.may_send(SIZE))
            self.send(2, now=at)
            self.assertFalse(self.recovery.may_send(SIZE))
        self.assertEqual(sorted(waits), waits)
        self.assertAlmostEqual(limits.PTO_MAX_S, waits[-1])
        self.recovery.on_ack(0.0, [(16, 16)], now + 0.1)
        self.assertEqual(0, self.recovery.pto_count)

    def test_sooner_while_the_window_is_full(self) -> None:
        """An ACK that was asked for at once does not wait for company: a lost one may not cost 50 ms each time."""
        for _ in range(40):
            self.recovery.rtt.sample(0.001, 0.0)
        self.send(limits.INITIAL_WINDOW_PACKETS)
        waits, now = [], 1.0
        for _ in range(4):
            at = self.recovery.next_timeout()
            assert at is not None
            waits.append(round(at - now, 3))
            now = at
            self.recovery.handle_timeout(at)
            self.assertEqual(limits.PTO_PROBE_COUNT, self.recovery.probe_count)
            self.send(2, now=at)
        quick_s = [limits.QUICK_PROBE_S, 2 * limits.QUICK_PROBE_S]
        self.assertEqual([*quick_s, limits.PTO_MIN_S, 2 * limits.PTO_MIN_S], waits)
        self.assertEqual(2, self.recovery.pto_count, "the quick ones say nothing of the path")

    def test_not_sooner_with_room_in_the_window(self) -> None:
        for _ in range(40):
            self.recovery.rtt.sample(0.001, 0.0)
        self.send(limits.INITIAL_WINDOW_PACKETS - 1)
        self.assertEqual(1.0 + limits.PTO_MIN_S, self.recovery.next_timeout())

    def test_not_too_early(self) -> None:
        self.send(1)
        self.recovery.handle_timeout((self.recovery.next_timeout() or 0) - 1e-6)
        self.assertEqual(0, self.recovery.probe_count)


class Liars(Base):
    def test_skipped_number(self) -> None:
        self.send(2)
        self.recovery.skip(2)
        self.send(2, first=3)
        self.recovery.on_ack(0.0, [(3, 4), (0, 1)], 1.1)
        self.send(1, first=5)
        self.recovery.skip(6)
        self.send(1, first=7)
        with self.assertRaises(ProtocolViolation):
            self.recovery.on_ack(0.0, [(5, 7)], 1.2)

    def test_memory_is_bounded(self) -> None:
        for number in range(1000):
            self.recovery.skip(number)
        self.assertEqual(limits.SKIPPED_MEMORY_COUNT, len(self.recovery.skipped))

    def test_huge_ranges_cost_what_is_in_flight(self) -> None:
        self.send(3, first=10**15)
        self.recovery.on_ack(0.0, [(10**15, 10**15 + 2), (0, 10**15 - 5)], 1.1)
        self.assertFalse(self.recovery.sent)


class Worlds(Base):
    """Random losses and ACKs in any order: the sums agree, every deadline lies ahead, everything arrives."""

    def world(self, seed: int) -> None:
        self.setUp()
        rng, now, number = random.Random(seed), 1.0, 0
        arrived: list[int] = []
        self.stream.write(bytes(30_000))
        while not self.stream.is_done and now < 1000.0:
            while self.recovery.may_send(SIZE):
                taken = self.stream.take(1000) or (self.stream.take_oldest(1000) if self.recovery.probe_count else None)
                if taken is None:
                    break
                span = (taken[0], taken[0] + len(taken[1]))
                self.recovery.on_sent(number, SentPacket(now, SIZE, span, True, False))
                if rng.random() < 0.7:
                    arrived.append(number)
                number += 1
            self.check()
            now += rng.random() * 0.2
            if arrived and rng.random() < 0.6:
                some = sorted(rng.sample(arrived, min(len(arrived), 20)), reverse=True)
                self.recovery.on_ack(0.0, [(n, n) for n in some], now)
            at = self.recovery.next_timeout()
            if at is not None and at <= now:
                self.recovery.handle_timeout(now)  # a loss by time may leave a probe that is due already
                self.recovery.handle_timeout(now)
                after = self.recovery.next_timeout()
                self.assertTrue(after is None or after > now or self.recovery.probe_count, f"seed {seed}: no progress")
            self.check()
        self.assertTrue(self.stream.is_done, f"seed {seed}")

    def test_many(self) -> None:
        for seed in range(40):
            self.world(seed)


if __name__ == "__main__":
    unittest.main()
