"""What is missing from intervals, compared with sets."""

from __future__ import annotations

import random
import unittest

from udpchat.server.intervals import missing


class MissingTest(unittest.TestCase):
    def test_examples(self) -> None:
        self.assertEqual(missing((), 0), [])
        self.assertEqual(missing((), 3), [(1, 3)])
        self.assertEqual(missing(((1, 3),), 3), [])
        self.assertEqual(missing(((2, 2), (5, 9)), 7), [(1, 1), (3, 4)])
        self.assertEqual(missing(((0, 1), (9, 12)), 4), [(2, 4)])

    def test_it_is_the_complement(self) -> None:
        rng = random.Random(3)
        for _ in range(300):
            points = sorted(rng.sample(range(60), 2 * rng.randrange(0, 8)))
            have = list(zip(points[::2], points[1::2], strict=True))
            head = rng.randrange(0, 50)
            held = {seq for lo, hi in have for seq in range(lo, hi + 1)}
            found = missing(have, head)
            self.assertEqual(
                [seq for lo, hi in found for seq in range(lo, hi + 1)],
                [seq for seq in range(1, head + 1) if seq not in held],
            )
