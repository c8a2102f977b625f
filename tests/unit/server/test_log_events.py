"""The log: one safe line per event, so many per second, bounded."""

from __future__ import annotations

import unittest

from udpchat import limits
from udpchat.server.events import Cut, Failed, Joined, Left, Refused, Relayed, Suppressed
from udpchat.server.log import EventLog

ADDR = ("192.168.1.9", 4000)


class LineTest(unittest.TestCase):
    def test_each_event_reads_as_one_line(self) -> None:
        events = [
            Joined("anna", ADDR, False),
            Joined("gast", ADDR, True),
            Left("anna", "idle"),
            Relayed("anna", 120, 1),
            Refused(ADDR, "", "AUTH_FAILED", ""),
            Cut(ADDR, "protocol"),
            Failed("OSError: x"),
            Suppressed("relayed"),
        ]
        for event in events:
            line = str(event)
            self.assertTrue(line and line == line.strip() and "{" not in line, line)
        self.assertIn("somebody", str(events[4]))

    def test_no_name_can_forge_a_line_or_reach_the_terminal(self) -> None:
        evil = "anna\nlistening on 1.2.3.4 \x1b[31m\u202e\x9b"
        for event in (Joined(evil, ADDR, False), Left(evil, evil), Refused(ADDR, evil, "X", evil), Cut(ADDR, evil)):
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
                         [Suppressed("relayed"), Suppressed("AUTH_FAILED")])  # fmt: skip
        self.assertIn(Refused(ADDR, "a", "FULL", ""), events)
        log.add(Relayed("a", 1, 1), 6.0)
        self.assertEqual(len(self.pull(log)), 1)

    def test_a_reader_who_does_not_read_costs_bounded_memory(self) -> None:
        log = EventLog(lambda: 0)
        for second in range(limits.LOG_EVENT_COUNT):
            for _ in range(2):
                log.add(Relayed("a", 1, 1), float(second))
        self.assertEqual(len(self.pull(log)), limits.LOG_EVENT_COUNT)
