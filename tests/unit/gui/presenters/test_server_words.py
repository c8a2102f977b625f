"""Figures, people and numbers of the server window in words; and every key of the catalogue in use."""

from __future__ import annotations

import re
import unittest
from pathlib import Path

from tests.unit.gui.presenters.server_fakes import BORN_MS, Figures, Row
from udpchat.catalogue.en import file_keeping, office, operator
from udpchat.gui.presenters import server_format as words
from udpchat.gui.presenters.server_figures import FigureCards, Tone
from udpchat.gui.presenters.server_people import Column, PeopleTable
from udpchat.limits import FIGURE_SAMPLES_COUNT

GUI = Path(__file__).resolve().parents[4] / "udpchat" / "gui"


class FormatTest(unittest.TestCase):
    def test_durations(self) -> None:
        for seconds, said in (
            *((-5, "0 s"), (0, "0 s"), (59.9, "59 s"), (60, "1 min"), (3599, "59 min")),
            *((3600, "1 h 0 min"), (11_520, "3 h 12 min"), (90_000, "1 d 1 h")),
        ):
            self.assertEqual(words.duration(seconds), said)

    def test_shares(self) -> None:
        for part, whole, said in ((0, 0, "–"), (0, 9, "0.0 %"), (2, 1000, "0.2 %"), (99, 1000, "9.9 %"), (5, 3, "100 %")):
            self.assertEqual(words.share(part, whole), said)

    def test_round_trips(self) -> None:
        for microseconds, said in ((0, "–"), (400, "<1 ms"), (3400, "3 ms"), (1_500_000, "1500 ms")):
            self.assertEqual(words.round_trip(microseconds), said)

    def test_counts(self) -> None:
        self.assertEqual(words.count(20412), "20\u2009412")


class FiguresTest(unittest.TestCase):
    def setUp(self) -> None:
        self.cards = FigureCards()

    def take(self, second: int, **more: int) -> None:
        self.cards.take(Figures(BORN_MS + 1000 * second, **more))

    def values(self) -> list[str]:
        return [card.value for card in self.cards.cards()]

    def test_nothing_is_known_at_first(self) -> None:
        self.assertEqual(self.values(), ["–"] * 4)
        self.assertIsNone(self.cards.outside_count)

    def test_rates_are_of_the_last_minute(self) -> None:
        for second in range(200):
            sent, lost = 100 * second, 10 * min(second, 100)
            self.take(second, posts=2 * second, online=7, datagrams_out=sent, lost=lost, bytes_out=5000 * second)
        self.assertEqual(self.values(), ["7", "120", "0.0 %", "5 kB/s"])
        self.assertEqual(self.cards.cards()[1].pill, "peak 120")
        self.assertEqual(self.cards.cards()[2].under, "1\u2009000 of 19\u2009900 since the start")

    def test_an_average_when_the_window_heard_nothing_for_long(self) -> None:
        self.take(0)
        self.take(600, posts=100)
        self.assertEqual(self.values()[1], "10")

    def test_the_judgement_of_the_network(self) -> None:
        for lost, tone in ((0, Tone.GOOD), (9, Tone.GOOD), (10, Tone.WARN), (49, Tone.WARN), (50, Tone.BAD)):
            cards = FigureCards()
            cards.take(Figures(BORN_MS))
            cards.take(Figures(BORN_MS + 1000, datagrams_out=1000, lost=lost))
            self.assertIs(cards.cards()[2].tone, tone)

    def test_a_new_relay_begins_at_zero(self) -> None:
        self.take(0, posts=50)
        self.take(10, posts=60)
        self.take(20, posts=1)
        self.assertEqual(self.values()[1], "0")
        self.assertEqual(len(self.cards.cards()[0].course), 1)

    def test_the_curve_is_bounded(self) -> None:
        for second in range(0, 100 * FIGURE_SAMPLES_COUNT, 5):
            self.take(second, online=second)
        self.assertEqual(len(self.cards.cards()[0].course), FIGURE_SAMPLES_COUNT)


class PeopleTest(unittest.TestCase):
    def setUp(self) -> None:
        self.table = PeopleTable()
        self.table.change(
            [
                Row(1, "Zoe", address="10.0.0.9:1", rtt_us=2000, posts=5, since=BORN_MS - 60_000),
                Row(2, "ann", address="10.0.0.10:1", rtt_us=200_000, posts=9, since=BORN_MS - 10_000),
                Row(3, "Bob", address="9.0.0.1:1", rtt_us=0, sent=100, lost=5, since=BORN_MS, guest=True),
            ],
            [],
        )

    def names(self) -> list[str]:
        return [row.name for row in self.table.people(BORN_MS).rows]

    def test_sorted_by_each_heading(self) -> None:
        self.assertEqual(self.names(), ["ann", "Bob", "Zoe"])
        for column, names in (
            (Column.NAME, "Zoe Bob ann"),
            (Column.ADDRESS, "Bob Zoe ann"),
            (Column.ROUND_TRIP, "ann Zoe Bob"),
            (Column.ROUND_TRIP, "Bob Zoe ann"),
            (Column.MESSAGES, "ann Zoe Bob"),
            (Column.RESENT, "Bob ann Zoe"),
            (Column.SINCE, "Bob ann Zoe"),
            (Column.SINCE, "Zoe ann Bob"),
            (Column.STATE, "Zoe ann Bob"),
        ):
            self.table.sort_by(column)
            self.assertEqual(self.names(), names.split(), column)

    def test_in_words(self) -> None:
        ann, bob, zoe = self.table.people(BORN_MS).rows
        self.assertEqual(zoe.cells, ("10.0.0.9:1", "2 ms", "5", "–", "1 min", "online"))
        self.assertEqual((ann.cells[-1], ann.tone), ("slow network", Tone.WARN))
        self.assertEqual((bob.cells[1], bob.cells[3], bob.cells[-1]), ("–", "5.0 %", "losing packets"))
        self.assertTrue(bob.guest)

    def test_latest_values_and_gone(self) -> None:
        self.table.change([Row(1, "Zoe", posts=6)], [2, 99])
        self.assertEqual(self.names(), ["Bob", "Zoe"])
        self.assertEqual(len(self.table), 2)
        self.table.clear()
        self.assertEqual(self.names(), [])


class CatalogueTest(unittest.TestCase):
    """A key that is missing is a KeyError in a window; one that nobody uses is a sentence that nobody reads."""

    def test_every_key_of_the_window_is_there_and_used(self) -> None:
        source = "\n".join(path.read_text(encoding="utf-8") for path in sorted(GUI.rglob("*.py")))
        named = set(re.findall(r"[\"'](operator\.[a-z_.{}]+)[\"']", source))
        patterns = [re.compile(re.sub(r"\\{[^}]*\\}|{[^}]*}", "[a-z_0-9]+", re.escape(name))) for name in named]
        strings = {**operator.STRINGS, **office.STRINGS, **file_keeping.STRINGS}
        for key in strings:
            if key.startswith("operator."):
                with self.subTest(key=key):
                    self.assertTrue(any(pattern.fullmatch(key) for pattern in patterns))
        for name in named:
            if "{" not in name:
                with self.subTest(name=name):
                    self.assertTrue(name in strings)


if __name__ == "__main__":
    unittest.main()
