"""The log: one safe line per event, so many per second, bounded."""

from __future__ import annotations

import unittest
from typing import get_args

from udpchat import limits
from udpchat.server.events import (
    Cut,
    Did,
    Failed,
    Joined,
    Left,
    LogEvent,
    Moving,
    OperatorCame,
    OperatorLeft,
    RealmTold,
    RealmTrouble,
    Refused,
    Relayed,
    SettingsChanged,
    SettingsKept,
    Started,
    Stopping,
    Suppressed,
    Warned,
)
from udpchat.server.log import EventLog
from udpchat.words import Level, LogLines, decode, encode

ADDR = ("192.168.1.9", 4000)


class LineTest(unittest.TestCase):
    def test_each_event_reads_as_one_line(self) -> None:
        events: list[LogEvent] = [
            Joined("anna", ADDR, False),
            Joined("gast", ADDR, True),
            Left("anna", "idle"),
            Relayed("anna", 120, 1),
            Did("", "Pause", "1"),
            Refused(ADDR, "", "AUTH_FAILED", ""),
            Cut(ADDR, "protocol"),
            Failed("OSError: x"),
            Suppressed("relayed"),
            Started(ADDR),
            Stopping(""),
            Moving(7),
            Warned("take care"),
            OperatorCame(ADDR),
            OperatorLeft("idle"),
            SettingsChanged("name x"),
            SettingsKept("BAD_NAME", ""),
            RealmTold("linked"),
            RealmTrouble("not linked"),
        ]
        self.assertEqual({type(event) for event in events}, set(get_args(LogEvent)))
        for event in events:
            self.assertIn(event.level, get_args(Level))
            self.assertLessEqual(len(event.topic), 8)
            line = str(event)
            self.assertTrue(line and line == line.strip() and "{" not in line, line)
        self.assertIn("somebody", str(events[5]))

    def test_no_name_can_forge_a_line_or_reach_the_terminal(self) -> None:
        evil = "anna\nlistening on 1.2.3.4 \x1b[31m\u202e\x9b"
        events: tuple[LogEvent, ...] = (
            Joined(evil, ADDR, False), Left(evil, evil), Refused(ADDR, evil, "X", evil), Cut(ADDR, evil), Stopping(evil),
            Did(evil, "CreateGroup", evil), Warned(evil),
            SettingsChanged(evil), SettingsKept("X", evil), OperatorLeft(evil), Failed(evil),
        )  # fmt: skip
        for event in events:
            line = str(event)
            for char in "\n\r\x1b\x9b\u202e":
                self.assertNotIn(char, line)


class EventLogTest(unittest.TestCase):
    def pull(self, log: EventLog) -> list[object]:
        events: list[object] = []
        while (event := log.pull()) is not None:
            events.append(event)
        return events

    def test_so_many_per_second_and_reason_and_it_says_so(self) -> None:
        log = EventLog(lambda: 0)
        for _ in range(200):
            log.add(Relayed("a", 1, 1), 5.0)
            log.add(Refused(ADDR, "a", "AUTH_FAILED", ""), 5.0)
        log.add(Refused(ADDR, "a", "FULL", ""), 5.0)
        events = self.pull(log)
        self.assertEqual(sum(isinstance(event, Relayed) for event in events), limits.LOG_LINES_PER_S)
        self.assertEqual([event for event in events if isinstance(event, Suppressed)],
                         [Suppressed("message"), Suppressed("AUTH_FAILED")])  # fmt: skip
        self.assertIn(Refused(ADDR, "a", "FULL", ""), events)
        log.add(Relayed("a", 1, 1), 6.0)
        self.assertEqual(len(self.pull(log)), 1)

    def test_a_reader_who_does_not_read_costs_bounded_memory(self) -> None:
        log = EventLog(lambda: 0)
        for second in range(limits.LOG_EVENT_COUNT):
            for _ in range(2):
                log.add(Relayed("a", 1, 1), float(second))
        self.assertEqual(len(self.pull(log)), limits.LOG_EVENT_COUNT)


class RingTest(unittest.TestCase):
    """The last lines for operators."""

    def setUp(self) -> None:
        self.wall = 1000
        self.log = EventLog(lambda: self.wall)

    def test_lines_have_number_time_level_and_topic(self) -> None:
        self.log.add(Failed("disk"), 1.0)
        self.wall = 2000
        self.log.note(Started(ADDR))
        first, second = self.log.page(0)
        self.assertEqual((first.number, first.at, first.level, first.topic), (1, 1000, "error", "fault"))
        self.assertEqual(first.text, "failed: disk")
        self.assertEqual((second.number, second.at, second.topic), (2, 2000, "server"))
        self.assertEqual((self.log.begin, self.log.end), (1, 3))

    def test_a_note_is_not_printed(self) -> None:
        self.log.note(Started(ADDR))
        self.assertIsNone(self.log.pull())

    def test_what_is_left_out_of_the_log_is_in_no_line(self) -> None:
        for _ in range(200):
            self.log.add(Relayed("a", 1, 1), 5.0)
        self.assertEqual(self.log.end - 1, limits.LOG_LINES_PER_S + 1)

    def test_it_keeps_so_many_and_numbers_go_on(self) -> None:
        for number in range(limits.LOG_LINES_KEPT + 10):
            self.log.note(Warned(str(number)))
        self.assertEqual((self.log.begin, self.log.end), (11, limits.LOG_LINES_KEPT + 11))
        page = self.log.page(0)
        self.assertEqual((page[0].number, page[0].text, len(page)), (11, "10", limits.LOG_PAGE_COUNT))
        self.assertEqual([line.number for line in page], list(range(11, 11 + limits.LOG_PAGE_COUNT)))
        self.assertEqual(self.log.page(self.log.end - 1)[0].text, str(limits.LOG_LINES_KEPT + 9))
        self.assertEqual(self.log.page(self.log.end), ())
        self.assertEqual(self.log.page(self.log.end + 7), ())

    def test_the_longest_lines_fit_a_frame_and_their_word(self) -> None:
        for _ in range(100):
            self.log.note(Refused(ADDR, "\U0001f600" * 5000, "X" * 32, '"\\' * 5000))
        page = self.log.page(1)
        self.assertGreater(len(page), 10)
        self.assertLessEqual(max(len(line.text) for line in page), limits.LOG_TEXT_CHARS)
        body = encode(LogLines(page))
        self.assertLess(len(body), limits.FRAME_BYTES)
        self.assertEqual(decode(body), LogLines(page))
