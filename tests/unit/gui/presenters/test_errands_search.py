"""Searching messages, and the days that a person types."""

from __future__ import annotations

import datetime
import time
import unittest

from tests.unit.gui.presenters.chat_making import MAYA, NOON, SARI
from tests.unit.gui.presenters.errands_lab import GROUP, Lab, account, said
from udpchat.catalogue import text
from udpchat.client import events
from udpchat.errors import LocalError, SlowDown
from udpchat.gui.presenters.errands.search import Sought
from udpchat.gui.presenters.errands.when import DAY_MS, day_end, day_start, full_time
from udpchat.limits import INTEGER_MAX


class Searching(unittest.TestCase):
    def setUp(self) -> None:
        self.lab = Lab()
        self.lab.furnish()
        self.core, self.windows, self.errands = self.lab.core, self.lab.windows, self.lab.errands

    def asked(self) -> list[tuple[object, ...]]:
        return [call[1:] for call in self.core.asked if call[0] == "search"]

    def look_for(self, **sought: str) -> None:
        self.windows.sheet.errand.look_for(Sought(**sought))
        self.lab.time.pass_s(1.0)

    def test_it_is_searched_when_the_typing_rests(self) -> None:
        self.errands.search()
        self.windows.sheet.errand.look_for(Sought("dis"))
        self.windows.sheet.errand.look_for(Sought("discovery"))
        self.assertEqual(self.asked(), [])
        self.lab.time.pass_s(1.0)
        self.assertEqual([(call[0], call[2]) for call in self.asked()], [("discovery", None)])
        self.assertEqual(self.windows.sheet.data.status, "Searching")

    def test_what_is_found_opens_at_its_place(self) -> None:
        self.errands.search(GROUP, "capture")
        self.assertEqual(self.asked()[0][2], GROUP)
        self.lab.tell(events.SearchFound(self.core.ref, (self.core.messages[4],), 0))
        data = self.windows.sheet.data
        self.assertEqual((data.status, data.place, data.here), ("1 found", "Network lab", True))
        self.assertEqual((data.rows[0].title, data.rows[0].note), ("sari", ""))
        self.windows.sheet.errand.choose(data.rows[0].key)
        self.assertEqual(self.lab.opened, [(GROUP, 4)])

    def test_everywhere_names_the_conversations(self) -> None:
        self.errands.search(GROUP, "the")
        self.windows.sheet.errand.narrow(False)
        self.assertIsNone(self.asked()[-1][2])
        self.lab.tell(events.SearchFound(self.core.ref, tuple(self.core.messages.values())[:2], 0))
        self.assertEqual([row.note for row in self.windows.sheet.data.rows], ["Lobby", "maya"])

    def test_a_wrong_day_says_how_to_write_one(self) -> None:
        self.errands.search()
        self.look_for(words="x", until="soon")
        self.assertEqual(self.windows.sheet.problems["until"], text("errands.search.date"))

    def test_only_what_has_a_file_is_enough_to_search_for(self) -> None:
        self.errands.search()
        self.windows.sheet.errand.look_for(Sought(files=True))
        self.lab.time.pass_s(1.0)
        self.assertEqual(self.asked()[-1][-1], True)

    def test_older_hits_follow(self) -> None:
        self.errands.search(None, "the")
        self.lab.tell(events.SearchFound(self.core.ref, (self.core.messages[4],), 4))
        self.assertEqual(self.windows.sheet.data.rows[-1].key, "more")
        self.windows.sheet.errand.choose("more")
        self.assertEqual(self.asked()[-1][-2], 4)
        self.lab.tell(events.SearchFound(self.core.ref, (self.core.messages[2],), 0))
        self.assertEqual([row.key for row in self.windows.sheet.data.rows], [f"{GROUP} 4", f"{-MAYA} 2"])

    def test_a_search_that_took_too_long_goes_on_by_itself(self) -> None:
        self.errands.search(None, "the")
        self.lab.tell(events.SearchFound(self.core.ref, (), 500))
        self.assertEqual(self.asked()[-1][-2], 500)

    def test_an_answer_that_came_too_late_is_dropped(self) -> None:
        self.errands.search(None, "the")
        before = self.core.ref
        self.look_for(words="printer")
        self.lab.tell(events.SearchFound(before, (self.core.messages[4],), 0))
        self.assertEqual(self.windows.sheet.data.rows, ())

    def test_by_sender_whom_the_server_may_have_to_name(self) -> None:
        self.errands.search()
        self.look_for(sender="@sari")
        self.assertEqual(self.asked()[-1][3], SARI)
        self.look_for(sender="nobody")
        self.assertEqual(len(self.asked()), 1)
        self.lab.meet(prefix="nobody")
        self.assertIn("nobody", self.windows.sheet.problems["sender"])
        self.look_for(sender="sari", words="x")
        self.assertNotIn("sender", self.windows.sheet.problems)

    def test_by_day(self) -> None:
        self.errands.search()
        self.look_for(since="1970-01-01", until="1970-01-02")
        since, until = self.asked()[-1][4:6]
        self.assertEqual((since, until), (day_start("1970-01-01", NOON), day_end("1970-01-02", NOON)))
        self.look_for(since="tomorrow")
        self.assertIn("since", self.windows.sheet.problems)
        self.look_for(until="31.31.")
        self.assertIn("until", self.windows.sheet.problems)

    def test_without_a_connection_it_says_what_was_searched(self) -> None:
        self.errands.search(None, "the")
        self.lab.tell(events.SearchFound(self.core.ref, (), 0, offline=True))
        self.assertIn("only what is on this computer", self.windows.sheet.data.status)
        self.assertTrue(self.windows.sheet.data.offline)

    def test_a_refusal_is_told(self) -> None:
        self.errands.search(None, "the")
        self.lab.refused(SlowDown())
        self.assertEqual(self.windows.sheet.problems[""], SlowDown().sentence)

    def test_a_long_message_is_one_line(self) -> None:
        self.errands.search(None, "x")
        self.lab.tell(events.SearchFound(self.core.ref, (said(9, 0, SARI, "x\ny" * 9000),), 0))
        self.assertNotIn("\n", self.windows.sheet.data.rows[0].under)
        self.assertEqual(account(SARI).name, "sari")


class Days(unittest.TestCase):
    NOW = round(time.mktime((2026, 11, 21, 14, 30, 0, 0, 0, -1)) * 1000)

    def test_how_a_day_may_be_written(self) -> None:
        for typed, day in (
            ("2026-11-20", (2026, 11, 20)),
            ("20.11.2026", (2026, 11, 20)),
            ("20.11.", (2026, 11, 20)),
            ("20.11.26", (2026, 11, 20)),
            ("today", (2026, 11, 21)),
            (" Yesterday ", (2026, 11, 20)),
            ("7d", (2026, 11, 14)),
            ("2w", (2026, 11, 7)),
        ):
            with self.subTest(typed=typed):
                begins = day_start(typed, self.NOW)
                self.assertEqual(datetime.datetime.fromtimestamp(begins / 1000), datetime.datetime(*day))
                self.assertEqual(day_end(typed, self.NOW) + 1 - begins, DAY_MS)

    def test_nothing_is_no_day(self) -> None:
        self.assertEqual((day_start("  ", self.NOW), day_end("", self.NOW)), (0, 0))

    def test_what_is_no_day_is_refused(self) -> None:
        for typed in ("tomorrow", "2026-13-01", "0.0.", ".", "d", "99999999999d", "999999w", "1.2.3.4", "-1d", "9999-99-99"):
            with self.subTest(typed=typed), self.assertRaises(LocalError):
                day_start(typed, self.NOW)
                self.fail(typed)

    def test_times_in_full(self) -> None:
        self.assertEqual(full_time(INTEGER_MAX), "for good")
        self.assertEqual(full_time(self.NOW), "2026-11-21 14:30")


if __name__ == "__main__":
    unittest.main()
