"""From items to rows, and from rows to the fewest steps: groups, days, the line of the new."""

from __future__ import annotations

import random
import unittest
from collections.abc import Sequence

from tests.unit.gui.presenters.chat_making import BUDI, DAY, FIRST_DAY, ME, MINUTE, NAMES, NOON, SARI, message, timeline
from udpchat.gui.presenters.timeline import Timeline
from udpchat.gui.presenters.timeline_diff import changes
from udpchat.gui.presenters.timeline_items import Moment, Place
from udpchat.gui.presenters.timeline_rows import Lines, day_name, rows, short_time
from udpchat.gui.widgets.chat_rows import Change, DayRow, MessageRow, NewRow, NoticeRow, Row, Splice, Tick, Ticked

USER = (ME, NAMES[ME])


def shown(line: Timeline, new_at: Place | None = None) -> list[str]:
    """One word per row: `sari:` begins a group."""
    words = []
    for row in rows(line.items, Lines(FIRST_DAY, new_at)):
        match row:
            case MessageRow():
                words.append(f"{row.name}: {row.text}" if row.head else row.text)
            case DayRow() | NewRow() | NoticeRow():
                words.append(f"[{row.text}]")
            case _:
                words.append("?")
    return words


def applied(old: Sequence[Row], steps: list[Change]) -> list[Row]:
    """What a view shows after the steps."""
    now = list(old)
    for step in steps:
        match step:
            case Splice(index, count, news):
                now[index : index + count] = news
            case Ticked(index, row):
                now[index] = row
    return now


class Rows(unittest.TestCase):
    """What is shown of a run of items."""

    def test_one_head_for_a_group(self) -> None:
        line = timeline()
        line.add([message(1), message(2), message(3, BUDI), message(4)])
        self.assertEqual(shown(line), ["[Today]", "sari: text 1", "text 2", "budi: text 3", "sari: text 4"])

    def test_a_pause_ends_a_group(self) -> None:
        line = timeline()
        line.add([message(1, at=NOON), message(2, at=NOON + 5 * MINUTE), message(3, at=NOON + 11 * MINUTE)])
        self.assertEqual(shown(line), ["[Today]", "sari: text 1", "text 2", "sari: text 3"])

    def test_so_does_a_notice_and_a_day(self) -> None:
        line = timeline()
        line.add([message(1, at=NOON)])
        line.people(((BUDI, "budi"),), (), NOON)
        line.add([message(2, at=NOON), message(3, at=DAY - 1), message(4, at=DAY)])
        self.assertEqual(
            shown(line)[2:],
            ["[budi joined]", "sari: text 2", "sari: text 3", "[Friday, 30 July]", "sari: text 4"],
        )

    def test_another_name_of_the_same_person_begins_a_group(self) -> None:
        line = timeline()
        line.add([message(1)])
        line.wait(b"a", "x", (SARI, "other"), NOON)
        self.assertEqual(shown(line)[-1], "other: x")

    def test_the_line_of_the_new(self) -> None:
        line = timeline()
        line.add([message(1), message(2)])
        self.assertEqual(shown(line, (2, 0)), ["[Today]", "sari: text 1", "[New messages]", "sari: text 2"])

    def test_a_time_without_a_day(self) -> None:
        line = timeline()
        line.dress.moment = lambda at: Moment(0, "--:--")
        line.add([message(1), message(2)])
        self.assertEqual(shown(line), ["sari: text 1", "text 2"])

    def test_a_row_says_all_of_a_message(self) -> None:
        line = timeline()
        line.wait(b"a", "hello", USER, NOON)
        line.fail(b"a", "Why.")
        self.assertEqual(
            rows(line.items, Lines(0))[1],
            MessageRow("i2", ME, "me", "12:00", "hello", True, True, False, Tick.FAILED, "Why."),
        )


class Names(unittest.TestCase):
    """Days in words."""

    def test_days(self) -> None:
        today = 738_000  # 29 July 2021
        self.assertEqual(day_name(today, today), "Today")
        self.assertEqual(day_name(today - 1, today), "Yesterday")
        self.assertRegex(day_name(today - 2, today), r"^\w+day, \d+ July$")
        self.assertRegex(day_name(today - 400, today), r"^\w+day, \d+ \w+ 2020$")

    def test_short(self) -> None:
        today = 738_000
        self.assertEqual(short_time(Moment(today, "14:02"), today), "14:02")
        self.assertEqual(short_time(Moment(0, "--:--"), today), "--:--")
        self.assertEqual(short_time(Moment(today - 1, "14:02"), today), "Yesterday")
        self.assertRegex(short_time(Moment(today - 3, "14:02"), today), r"^\w{3}$")
        self.assertRegex(short_time(Moment(today - 30, "14:02"), today), r"^\d+ \w{3}$")


class Steps(unittest.TestCase):
    """The way from old to new rows."""

    def row(self, key: str, text: str = "", tick: Tick | None = None) -> MessageRow:
        return MessageRow(key, 1, "n", "12:00", text, True, tick=tick)

    def test_any_two_lists(self) -> None:
        chance = random.Random(3)
        for _ in range(3000):
            old = [self.row(str(k), chance.choice("ab")) for k in sorted(chance.sample(range(14), chance.randrange(12)))]
            new = [self.row(str(k), chance.choice("ab")) for k in sorted(chance.sample(range(14), chance.randrange(12)))]
            self.assertEqual(applied(old, changes(old, new)), new)

    def test_in_any_order(self) -> None:
        chance = random.Random(4)
        for _ in range(1000):
            old = [self.row(str(k)) for k in chance.sample(range(10), chance.randrange(10))]
            new = [self.row(str(k)) for k in chance.sample(range(10), chance.randrange(10))]
            self.assertEqual(applied(old, changes(old, new)), new)

    def test_nothing(self) -> None:
        self.assertEqual(changes([self.row("a")], [self.row("a")]), [])
        self.assertEqual(changes([], []), [])

    def test_at_the_end(self) -> None:
        old = [self.row(k) for k in "abc"]
        self.assertEqual(changes(old, [*old, self.row("d")]), [Splice(3, 0, (self.row("d"),))])

    def test_a_sliding_window_is_two_steps(self) -> None:
        old = [self.row(k) for k in "abcd"]
        new = [self.row(k) for k in "cdef"]
        self.assertEqual(changes(old, new), [Splice(0, 2, ()), Splice(2, 0, (self.row("e"), self.row("f")))])

    def test_more_above_and_less_below(self) -> None:
        old = [self.row(k) for k in "cdef"]
        new = [self.row(k) for k in "abcd"]
        self.assertEqual(changes(old, new), [Splice(2, 2, ()), Splice(0, 0, (self.row("a"), self.row("b")))])

    def test_a_tick_changes_in_place(self) -> None:
        old = [self.row("a", tick=Tick.PENDING), self.row("b", tick=Tick.PENDING), self.row("c", tick=Tick.PENDING)]
        new = [self.row("a", tick=Tick.STORED), self.row("b", tick=Tick.PENDING), self.row("c", tick=Tick.STORED)]
        self.assertEqual(changes(old, new), [Ticked(2, new[2]), Ticked(0, new[0])])

    def test_a_tick_and_a_newcomer(self) -> None:
        old = [self.row("a", tick=Tick.PENDING)]
        new = [self.row("a", tick=Tick.STORED), self.row("b")]
        self.assertEqual(changes(old, new), [Splice(1, 0, (new[1],)), Ticked(0, new[0])])

    def test_a_sliding_window_below_rows_that_stay(self) -> None:
        old = [self.row(k) for k in "tabcd"]
        new = [self.row(k) for k in "tcde"]
        self.assertEqual(changes(old, new), [Splice(1, 2, ()), Splice(3, 0, (self.row("e"),))])

    def test_a_failure_is_drawn_anew(self) -> None:
        old = [MessageRow("a", 1, "n", "12:00", "x", True, True, False, Tick.PENDING)]
        new = [MessageRow("a", 1, "n", "12:00", "x", True, True, False, Tick.FAILED, "Why.")]
        self.assertEqual(changes(old, new), [Splice(0, 1, (new[0],))])

    def test_everything_else(self) -> None:
        old, new = [self.row("a")], [self.row("b")]
        self.assertEqual(changes(old, new), [Splice(0, 1, (new[0],))])
        self.assertEqual(changes(old, []), [Splice(0, 1, ())])


if __name__ == "__main__":
    unittest.main()
