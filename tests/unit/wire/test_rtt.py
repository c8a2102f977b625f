"""Round-trip estimate: figures worked out by hand from RFC 9002, section 5."""

from __future__ import annotations

import random
import unittest

from udpchat import limits
from udpchat.wire.rtt import RoundTrip


class Samples(unittest.TestCase):
    def test_what_people_see_has_no_delay_of_the_peer_in_it(self) -> None:
        rtt = RoundTrip()
        rtt.sample(0.021, 0.020)
        self.assertAlmostEqual(rtt.shown_s, 0.001)
        rtt.sample(0.003, 0.020)
        self.assertEqual(rtt.shown_s, 0.0)
        rtt.sample(0.080, 0.0)
        self.assertEqual(rtt.shown_s, 0.080)

    def test_the_shortest_is_that_of_the_present_path(self) -> None:
        rtt = RoundTrip()
        for latest_s in (0.002, 0.001, 0.003):
            rtt.sample(latest_s, 0.0)
        self.assertEqual(rtt.minimum_s, 0.001)
        rtt.new_path()
        rtt.sample(0.009, 0.0)
        rtt.sample(0.012, 0.0)
        self.assertEqual(rtt.minimum_s, 0.009)

    def test_before_the_first(self) -> None:
        rtt = RoundTrip()
        self.assertEqual((limits.INITIAL_RTT_S, limits.INITIAL_RTT_S / 2), (rtt.smoothed_s, rtt.variation_s))

    def test_first_replaces_the_guess(self) -> None:
        rtt = RoundTrip()
        rtt.sample(0.1, 0.05)
        self.assertEqual((0.1, 0.05, 0.1), (rtt.smoothed_s, rtt.variation_s, rtt.latest_s))

    def test_second(self) -> None:
        rtt = RoundTrip()
        rtt.sample(0.100, 0.0)
        rtt.sample(0.200, 0.020)
        self.assertAlmostEqual(7 / 8 * 0.1 + 0.18 / 8, rtt.smoothed_s)
        self.assertAlmostEqual(3 / 4 * 0.05 + 0.08 / 4, rtt.variation_s)

    def test_delay_never_brings_a_sample_below_the_minimum(self) -> None:
        rtt = RoundTrip()
        rtt.sample(0.100, 0.0)
        rtt.sample(0.110, 0.050)
        self.assertAlmostEqual(7 / 8 * 0.1 + 0.11 / 8, rtt.smoothed_s)

    def test_negative_time_is_none(self) -> None:
        rtt = RoundTrip()
        rtt.sample(-1.0, 0.0)
        self.assertEqual(0.0, rtt.latest_s)


class ProbeTimeout(unittest.TestCase):
    def test_formula(self) -> None:
        rtt = RoundTrip()
        rtt.sample(0.1, 0.0)
        self.assertAlmostEqual(0.1 + 4 * 0.05 + 0.02, rtt.probe_timeout_s(0.02, 0))

    def test_bounds(self) -> None:
        rtt = RoundTrip()
        rtt.sample(0.0, 0.0)
        self.assertEqual(limits.PTO_MIN_S, rtt.probe_timeout_s(0.0, 0))
        self.assertEqual(limits.PTO_MAX_S, rtt.probe_timeout_s(0.0, 10**6))

    def test_never_shrinks_with_the_backoff(self) -> None:
        rng = random.Random(1)
        rtt = RoundTrip()
        for _ in range(200):
            rtt.sample(rng.random() * rng.choice((0.001, 0.1, 2)), rng.random() / 50)
            found = [rtt.probe_timeout_s(0.02, backoff) for backoff in range(14)]
            self.assertEqual(sorted(found), found)
            self.assertGreaterEqual(found[0], limits.PTO_MIN_S)


if __name__ == "__main__":
    unittest.main()
