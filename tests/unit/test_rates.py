"""The token bucket: exact against the sum of what it may have given, whatever the moments."""

from __future__ import annotations

import random
import unittest

from udpchat.rates import Bucket


class Model(unittest.TestCase):
    def test_never_more_than_burst_and_rate(self) -> None:
        for seed in range(60):
            rng = random.Random(seed)
            rate, burst = rng.choice((0.5, 5, 100)), rng.randrange(1, 30)
            bucket, taken, start = Bucket(rate, burst), 0, rng.random() * 1e6
            now = start
            for _ in range(500):
                now += rng.random() * rng.choice((0, 0.01, 1)) / rate
                taken += bucket.allows(now)
                self.assertLessEqual(taken, burst + (now - start) * rate + 0.01)

    def test_the_wait_is_exact(self) -> None:
        rng = random.Random(1)
        bucket, now = Bucket(3, 2), 1e6
        for _ in range(500):
            wait = bucket.wait(now)
            if wait > 0:
                self.assertFalse(bucket.allows(now + wait * 0.99))
                now += wait
            self.assertTrue(bucket.allows(now))
            now += rng.random() * 0.1


class Rules(unittest.TestCase):
    def test_starts_full_and_fills_up(self) -> None:
        bucket = Bucket(2, 3)
        self.assertTrue(bucket.full(0.0))
        self.assertEqual([True] * 3 + [False], [bucket.allows(10.0) for _ in range(4)])
        self.assertFalse(bucket.full(11.4))
        self.assertTrue(bucket.full(11.5))
        self.assertEqual(3, sum(bucket.allows(1000.0) for _ in range(9)))

    def test_cost_above_the_burst_is_a_debt(self) -> None:
        bucket = Bucket(1, 5)
        self.assertEqual(0.0, bucket.wait(0.0, 20))
        bucket.take(20)
        self.assertAlmostEqual(16.0, bucket.wait(0.0))

    def test_no_rate_is_no_limit(self) -> None:
        bucket = Bucket(0, 1)
        self.assertTrue(all(bucket.allows(0.0) for _ in range(1000)))

    def test_time_never_runs_back(self) -> None:
        bucket = Bucket(1, 1)
        self.assertTrue(bucket.allows(100.0))
        self.assertFalse(bucket.allows(50.0))
        self.assertFalse(bucket.allows(100.5))
        self.assertTrue(bucket.allows(101.0))


if __name__ == "__main__":
    unittest.main()
