"""What an operator is told of the table: only what it lacks, so much at once, and nothing is forgotten."""

from __future__ import annotations

import random
import unittest
from unittest import mock

from udpchat import limits
from udpchat.server.table import Rows, changes
from udpchat.words import SessionRow, encode


def row(session: int, posts: int = 0, name: str = "anna") -> SessionRow:
    """A row; another object each time."""
    return SessionRow(session, 7, name, False, "member", "192.168.1.2:5000", 100, 1, posts, 3, 0)


def take(known: Rows, shown: Rows, latest: Rows) -> int:
    """One tick for an operator who knows `known`; how many rows it took."""
    words = changes(shown, latest)
    for word in words:
        for number in word.gone:
            del known[number]
        known.update((each.session, each) for each in word.rows)
    return sum(len(word.rows) for word in words)


class ChangesTest(unittest.TestCase):
    def test_nothing_new_is_no_word(self) -> None:
        rows = {1: row(1)}
        shown: Rows = {}
        self.assertEqual(len(changes(shown, rows)), 1)
        self.assertEqual(changes(shown, rows), [])
        self.assertEqual(changes({}, {}), [])

    def test_new_changed_and_gone_in_one_word(self) -> None:
        first, second, third = row(1), row(2), row(3)
        shown: Rows = {1: first, 2: second}
        (word,) = changes(shown, {1: row(1, 5), 3: third})
        self.assertEqual((word.gone, [each.session for each in word.rows]), ((2,), [3, 1]))
        self.assertEqual(list(shown), [3, 1])

    def test_many_take_several_words_that_fit_a_frame(self) -> None:
        name, place, huge = "\U0001f600" * 32, "255.255.255.255:65535", 2**62
        words = changes({}, {
            number: SessionRow(huge + number, huge, name, False, "x" * 32, place, huge, huge, huge, huge, huge)
            for number in range(300)
        })  # fmt: skip
        self.assertEqual([len(word.rows) for word in words], [128, 128, 44])
        for word in words:
            self.assertLess(len(encode(word)), limits.FRAME_BYTES)

    def test_what_changes_faster_than_it_is_told_goes_round(self) -> None:
        known: Rows = {}
        shown: Rows = {}
        with mock.patch.object(limits, "SESSION_ROWS_PER_TICK", 10):
            for tick in range(12):
                latest = {number: row(number, tick) for number in range(40)}
                self.assertLessEqual(take(known, shown, latest), 10)
        self.assertEqual(len(known), 40)
        self.assertLessEqual({each.posts for each in known.values()}, {8, 9, 10, 11})

    def test_new_ones_come_before_changed_ones(self) -> None:
        shown: Rows = {number: row(number) for number in range(20)}
        latest = {number: row(number, 1) for number in range(20)} | {77: row(77)}
        with mock.patch.object(limits, "SESSION_ROWS_PER_TICK", 3):
            (word,) = changes(shown, latest)
        self.assertIn(77, [each.session for each in word.rows])

    def test_random_histories_converge(self) -> None:
        for seed in range(30):
            rng = random.Random(seed)
            latest: Rows = {}
            known: Rows = {}
            shown: Rows = {}
            with self.subTest(seed=seed), mock.patch.object(limits, "SESSION_ROWS_PER_TICK", 4):
                for _ in range(60):
                    for _ in range(rng.randrange(5)):
                        number = rng.randrange(15)
                        if rng.random() < 0.3:
                            latest = {key: each for key, each in latest.items() if key != number}
                        else:
                            latest = {**latest, number: row(number, rng.randrange(100))}
                    if rng.random() < 0.7:
                        take(known, shown, latest)
                    self.assertEqual(known, shown)
                for _ in range(10):
                    take(known, shown, latest)
                self.assertEqual(known, latest)
