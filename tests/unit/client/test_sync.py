"""Interval arithmetic against plain sets."""

from __future__ import annotations

import itertools
import random
import unittest

from udpchat.client.sync import Intervals


class IntervalsTest(unittest.TestCase):
    def test_against_sets(self) -> None:
        for seed in range(300):
            rng = random.Random(seed)
            held, plain = Intervals(), set[int]()
            for _ in range(rng.randrange(1, 25)):
                lo = rng.randrange(1, 60)
                hi = lo + rng.randrange(-1, 12)
                held.add(lo, hi)
                plain |= set(range(lo, hi + 1))
            with self.subTest(seed):
                self.assertEqual({seq for lo, hi in held for seq in range(lo, hi + 1)}, plain)
                self.assertEqual([seq in held for seq in range(80)], [seq in plain for seq in range(80)])
                pairs = list(held)
                self.assertTrue(all(a[1] + 1 < b[0] for a, b in itertools.pairwise(pairs)))
                gaps = {seq for lo, hi in held.missing(5, 70) for seq in range(lo, hi + 1)}
                self.assertEqual(gaps, set(range(5, 71)) - plain)
                first_gap = next(seq for seq in range(1, 100) if seq not in plain)
                self.assertEqual(held.contiguous_to, first_gap - 1)

    def test_widest_names_a_subset_in_order(self) -> None:
        held = Intervals([(1, 2), (5, 50), (60, 60), (70, 90)])
        self.assertEqual(held.widest(2), ((5, 50), (70, 90)))
        self.assertEqual(held.widest(9), tuple(held))

    def test_copy_is_independent(self) -> None:
        held = Intervals([(1, 2)])
        held.copy().add(3, 9)
        self.assertEqual(list(held), [(1, 2)])
