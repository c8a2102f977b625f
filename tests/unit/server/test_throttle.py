"""Token buckets and the waiting time after wrong passwords, on a clock of their own."""

from __future__ import annotations

import unittest

from udpchat import limits
from udpchat.rates import Bucket
from udpchat.server.throttle import Buckets, Guard, PostRate, is_loopback

LAN, LOOPBACK = "192.168.1.5", "127.0.0.1"


class BucketTest(unittest.TestCase):
    def test_a_burst_then_the_rate(self) -> None:
        bucket = Bucket(2.0, 3)
        for _ in range(3):
            self.assertEqual(bucket.wait(10.0), 0.0)
            bucket.take()
        self.assertAlmostEqual(bucket.wait(10.0), 0.5)
        self.assertEqual(bucket.wait(10.5), 0.0)

    def test_at_the_announced_time_it_may_go_on_whatever_floats_do(self) -> None:
        bucket = Bucket(0.3, 1)
        now = 12345.678
        for _ in range(200):
            now += bucket.wait(now)
            self.assertEqual(bucket.wait(now), 0.0)
            bucket.take()

    def test_no_rate_means_no_limit(self) -> None:
        bucket = Bucket(0.0, 1)
        for _ in range(1000):
            self.assertEqual(bucket.wait(0.0), 0.0)
            bucket.take()

    def test_a_clock_that_stands_or_steps_back_gives_nothing(self) -> None:
        bucket = Bucket(1.0, 1)
        bucket.wait(100.0)
        bucket.take()
        self.assertEqual(bucket.wait(50.0), 1.0)

    def test_a_cost_over_the_burst_needs_a_full_bucket(self) -> None:
        bucket = Bucket(1.0, 2)
        self.assertEqual(bucket.wait(0.0, 5.0), 0.0)
        bucket.take(5.0)
        self.assertAlmostEqual(bucket.wait(0.0, 5.0), 5.0)

    def test_memory_is_bounded_and_the_longest_unused_goes_first(self) -> None:
        buckets = Buckets(60.0, count=3)
        for key in ("a", "b", "c", "a", "d"):
            buckets.take(key, 0.0)
        self.assertEqual(len(buckets), 3)
        self.assertEqual(buckets.wait("b", 0.0), 0.0)


class PostRateTest(unittest.TestCase):
    def test_messages_and_bytes_both_count(self) -> None:
        rate = PostRate(10.0, 30, 1000.0)
        self.assertEqual(rate.take(0.0, 4000), 0.0)
        self.assertAlmostEqual(rate.take(0.0, 100), 0.1)
        self.assertEqual(rate.take(1.0, 100), 0.0)

    def test_a_refused_post_costs_nothing(self) -> None:
        rate = PostRate(1.0, 1, 1e9)
        self.assertEqual(rate.take(0.0, 1), 0.0)
        waits = [rate.take(0.5, 1) for _ in range(5)]
        self.assertEqual(waits, [0.5] * 5)


class GuardTest(unittest.TestCase):
    def test_three_failures_are_free_then_the_delay_doubles_to_a_minute(self) -> None:
        guard, now, waits = Guard(), 1000.0, []
        for _ in range(12):
            guard.wrong_password("anna", LOOPBACK, now)
            waits.append(round(guard.password_wait("anna", LOOPBACK, now)))
            now += waits[-1] + 3.0
        self.assertEqual(waits, [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60])

    def test_the_delay_is_of_the_pair_and_ends_with_the_right_password(self) -> None:
        guard = Guard()
        for _ in range(4):
            guard.wrong_password("anna", LAN, 0.0)
        self.assertGreater(guard.password_wait("anna", LAN, 0.0), 0.0)
        self.assertEqual(guard.password_wait("anna", "192.168.1.6", 0.0), 0.0)
        self.assertEqual(guard.password_wait("bob", LAN, 0.0), 0.0)
        guard.right_password("anna", LAN)
        self.assertEqual(guard.password_wait("anna", LAN, 0.0), 0.0)

    def test_it_is_forgotten_after_a_quarter_of_an_hour(self) -> None:
        guard = Guard()
        for _ in range(5):
            guard.wrong_password("anna", LAN, 0.0)
        guard.wrong_password("anna", LAN, limits.PASSWORD_MEMORY_S + 1)
        self.assertEqual(guard.password_wait("anna", LAN, limits.PASSWORD_MEMORY_S + 1), 0.0)

    def test_one_address_many_accounts(self) -> None:
        guard = Guard()
        for number in range(20):
            self.assertEqual(guard.password_wait(f"user{number}", LAN, 0.0), 0.0)
            guard.wrong_password(f"user{number}", LAN, 0.0)
        self.assertGreater(guard.password_wait("somebody", LAN, 0.0), 0.0)

    def test_this_computer_is_exempt_per_address_but_not_per_account(self) -> None:
        guard = Guard()
        for number in range(100):
            guard.wrong_password(f"user{number}", LOOPBACK, 0.0)
        self.assertEqual(guard.password_wait("somebody", LOOPBACK, 0.0), 0.0)
        for _ in range(4):
            guard.wrong_password("anna", LOOPBACK, 0.0)
        self.assertGreater(guard.password_wait("anna", LOOPBACK, 0.0), 0.0)
        self.assertTrue(is_loopback("127.0.5.1"))
        self.assertFalse(is_loopback("192.168.1.1"))

    def test_one_account_from_everywhere_is_slowed_but_never_locked(self) -> None:
        guard = Guard()
        for number in range(30):
            guard.wrong_password("anna", f"10.0.{number}.1", 0.0)
        wait = guard.password_wait("anna", "10.1.1.1", 0.0)
        self.assertTrue(0.0 < wait <= 2.0, wait)

    def test_memory_is_bounded(self) -> None:
        guard = Guard()
        for number in range(limits.PASSWORD_MEMORY_COUNT + 100):
            guard.wrong_password(f"user{number}", LAN, 0.0)
        self.assertLessEqual(len(guard._pairs), limits.PASSWORD_MEMORY_COUNT)
