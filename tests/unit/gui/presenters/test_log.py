"""The log in its ring and in a pane, without a window."""

from __future__ import annotations

import time
import unittest
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from udpchat import limits
from udpchat.gui.presenters.log import LogPresenter, file_text
from udpchat.gui.presenters.log_ring import LogEntry, LogRing, line_for_file
from udpchat.gui.presenters.server_feed import Level


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    text: str = ""
    level: Level = "info"
    topic: str = "chat"
    at: int = 1_700_000_000_123


def lines(numbers: Iterable[int]) -> list[Line]:
    return [Line(number, f"line {number}") for number in numbers]


class Pane:
    """Remembers what it was told to show."""

    def __init__(self) -> None:
        self.lines: list[LogEntry] = []
        self.follow = True
        self.waiting_count = 0
        self.filter: tuple[frozenset[Level], str] | None = None
        self.calls = 0

    def replace(self, newest_first: Iterator[LogEntry | None]) -> None:
        self.lines = [line for line in newest_first if line is not None][::-1]

    def append(self, lines: Sequence[LogEntry]) -> None:
        self.lines += lines
        self.calls += 1

    def show_follow(self, on: bool, waiting_count: int) -> None:
        self.follow, self.waiting_count = on, waiting_count

    def show_filter(self, levels: frozenset[Level], needle: str) -> None:
        self.filter = (levels, needle)

    @property
    def texts(self) -> list[str]:
        return [line.text for line in self.lines]


class RingTest(unittest.TestCase):
    def test_each_line_once(self) -> None:
        ring = LogRing()
        ring.add(lines([5, 6, 7]))
        ring.add(lines([6, 7, 8]))
        self.assertEqual([entry.text for entry in ring.snapshot()], ["line 5", "line 6", "line 7", "line 8"])

    def test_a_gap_is_said(self) -> None:
        ring = LogRing()
        ring.add(lines([1, 2]))
        ring.add(lines([6]))
        self.assertEqual([entry.text for entry in ring.snapshot()][2], "lines missing here: 3")
        self.assertEqual(len(ring), 4)

    def test_what_was_before_the_first_line_is_no_gap(self) -> None:
        ring = LogRing()
        ring.add(lines([4711]))
        self.assertEqual(len(ring), 1)

    def test_another_process_counts_from_the_beginning(self) -> None:
        ring = LogRing()
        ring.add(lines([1, 2, 3]))
        ring.new_process()
        ring.add(lines([1]))
        self.assertEqual([entry.text for entry in ring.snapshot()], ["line 1", "line 2", "line 3", "line 1"])

    def test_the_oldest_go(self) -> None:
        ring = LogRing(maximum=10)
        ring.add(lines(range(25)))
        self.assertEqual([entry.text for entry in ring.snapshot()], [f"line {number}" for number in range(15, 25)])
        self.assertEqual(ring.next_index, 25)
        self.assertEqual([entry.index for entry in ring.since(22)], [22, 23, 24])

    def test_a_line_in_a_file(self) -> None:
        ring = LogRing()
        ring.add([Line(1, "something", "warn", "wire")])
        (entry,) = ring.snapshot()
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(1_700_000_000))
        self.assertEqual(line_for_file(entry), f"{when}.123 WARN  wire     something")
        self.assertEqual(entry.time, when[11:] + ".123")
        self.assertEqual(file_text([entry, entry]).count("\n"), 2)


class PaneTest(unittest.TestCase):
    def setUp(self) -> None:
        self.ring = LogRing()
        self.pane = Pane()
        self.log = LogPresenter(self.ring, self.pane)

    def test_nothing_for_a_pane_that_nobody_sees(self) -> None:
        self.ring.add(lines([1]))
        self.log.flush()
        self.assertEqual(self.pane.calls, 0)
        self.log.activate(True)
        self.assertEqual(self.pane.texts, ["line 1"])

    def test_lines_come_in_batches(self) -> None:
        self.log.activate(True)
        for number in range(100):
            self.ring.add(lines([number]))
        calls = self.pane.calls
        self.log.flush()
        self.log.flush()
        self.assertEqual(self.pane.calls, calls + 1)
        self.assertEqual(len(self.pane.lines), 100)

    def test_debug_is_left_out_at_first(self) -> None:
        self.log.activate(True)
        self.ring.add([Line(1, "a", "debug"), Line(2, "b", "error")])
        self.log.flush()
        self.assertEqual(self.pane.texts, ["b"])
        self.log.set_levels({"debug"})
        self.assertEqual(self.pane.texts, ["a"])
        self.assertEqual(self.pane.filter, (frozenset({"debug"}), ""))

    def test_the_filter_reads_topic_and_text_in_any_case(self) -> None:
        self.log.activate(True)
        self.ring.add([Line(1, "STRASSE"), Line(2, "x", topic="Wire"), Line(3, "y")])
        self.log.set_filter(" straße ")
        self.assertEqual(self.pane.texts, ["STRASSE"])
        self.log.set_filter("wire")
        self.ring.add([Line(4, "again", topic="wire"), Line(5, "no")])
        self.log.flush()
        self.assertEqual(self.pane.texts, ["x", "again"])

    def test_a_pane_shows_the_newest_of_many(self) -> None:
        self.ring.add(lines(range(limits.LOG_SHOWN_COUNT + 10)))
        self.log.activate(True)
        self.assertEqual(len(self.pane.lines), limits.LOG_SHOWN_COUNT)
        self.assertEqual(self.pane.texts[0], "line 10")
        self.assertEqual(len(list(self.log.lines_to_save())), limits.LOG_SHOWN_COUNT + 10)

    def test_a_search_in_vain_comes_up_for_air(self) -> None:
        self.ring.add(lines(range(2000)))
        self.log.set_filter("nothing like it")
        steps: list[LogEntry | None] = []
        self.pane.replace = steps.extend  # type: ignore[method-assign]
        self.log.activate(True)
        self.assertGreater(len(steps), 5)
        self.assertEqual(set(steps), {None})

    def test_a_search_that_goes_on_keeps_its_filter(self) -> None:
        self.ring.add([Line(1, "one"), Line(2, "two")])
        saved = self.log.lines_to_save()
        self.log.set_filter("two")
        self.ring.add([Line(3, "three")])
        self.assertEqual([entry.text for entry in saved], ["one", "two"])

    def test_a_hidden_pane_catches_up(self) -> None:
        self.log.activate(True)
        self.ring.add(lines(range(10)))
        self.log.flush()
        self.log.activate(False)
        self.ring.add(lines(range(10, 12)))
        self.log.flush()
        self.assertEqual(len(self.pane.lines), 10)
        self.pane.lines.clear()
        self.log.activate(True)
        self.assertEqual(self.pane.texts, ["line 10", "line 11"])

    def test_a_filter_changed_while_hidden(self) -> None:
        self.log.activate(True)
        self.ring.add([Line(1, "one"), Line(2, "two")])
        self.log.flush()
        self.log.activate(False)
        self.log.set_filter("two")
        self.log.activate(True)
        self.assertEqual(self.pane.texts, ["two"])

    def test_a_flood_between_two_flushes_begins_anew(self) -> None:
        self.log.activate(True)
        self.log.set_follow(False)
        self.ring.add(lines(range(limits.LOG_CATCH_UP_COUNT + 1)))
        calls = self.pane.calls
        self.log.flush()
        self.assertEqual(self.pane.calls, calls)  # replaced, not appended
        self.assertEqual(len(self.pane.lines), limits.LOG_CATCH_UP_COUNT + 1)

    def test_a_pane_that_was_hidden_for_long_begins_anew(self) -> None:
        self.log.activate(True)
        self.ring.add(lines([0]))
        self.log.flush()
        self.log.activate(False)
        self.ring.add(lines(range(1, limits.LOG_CATCH_UP_COUNT + 10)))
        self.pane.lines.clear()
        self.log.activate(True)
        self.assertEqual(len(self.pane.lines), limits.LOG_CATCH_UP_COUNT + 10)

    def test_who_reads_above_is_told_how_many_came(self) -> None:
        self.log.activate(True)
        self.log.set_follow(False)
        self.ring.add(lines(range(7)))
        self.log.flush()
        self.assertEqual((self.pane.follow, self.pane.waiting_count), (False, 7))
        self.log.set_follow(True)
        self.assertEqual((self.pane.follow, self.pane.waiting_count), (True, 0))

    def test_what_is_copied(self) -> None:
        self.log.activate(True)
        self.ring.add([Line(1, "one"), Line(2, "two", "debug"), Line(3, "three")])
        self.assertEqual([line.split()[-1] for line in self.log.shown_text().splitlines()], ["one", "three"])


if __name__ == "__main__":
    unittest.main()
