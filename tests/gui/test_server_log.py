"""The log pane on a screen: filled, flooded, filtered, followed, copied; with real keys and a real wheel."""

from __future__ import annotations

import tkinter as tk
import unittest
from typing import cast

from tests.gui.harness import click, focus, press, pump, settle, type_text
from tests.gui.server_case import ServerCase, button, shown_words
from tests.unit.gui.presenters.server_fakes import BORN_MS
from tests.unit.gui.presenters.test_log import Line
from udpchat import limits
from udpchat.gui.presenters.server_feed import Level
from udpchat.gui.server_pages.log_page import LogPage


class LogPaneTest(ServerCase):
    def setUp(self) -> None:
        super().setUp()
        self.show()
        self.number = 0
        self.window.open_page("log")
        settle(self.root)
        self.pane = cast(LogPage, self.window.pages["log"]).pane
        self.words = self.pane.lines.text

    def log(self, count: int = 1, words: str = "line {number}", level: Level = "info", flush: bool = True) -> None:
        lines = []
        for _ in range(count):
            self.number += 1
            lines.append(Line(self.number, words.format(number=self.number), level, at=BORN_MS + self.number))
        self.presenter.log_arrived(lines)
        if flush:
            self.presenter.flush_log()
            settle(self.root)

    def lines(self) -> list[str]:
        return [line.split("\t")[-1] for line in self.words.get("1.0", "end").splitlines() if line]

    def last_is_seen(self) -> bool:
        return self.words.dlineinfo("end-2c") is not None

    def test_a_line_has_its_time_level_topic_and_words(self) -> None:
        self.log(level="warn", words="the disk is slow")
        line = self.words.get("1.0", "1.end")
        self.assertRegex(line, r"^\d\d:\d\d:\d\d\.001\tWARN\tchat\tthe disk is slow$")
        self.assertIn("band.warn", self.words.tag_names("1.0"))
        self.assertEqual(str(self.words.tag_cget("band.warn", "background")), self.kit.palette.warnsoft)

    def test_an_empty_log_says_so(self) -> None:
        self.assertIn("has written nothing yet", shown_words(self.root))
        self.log()
        self.assertNotIn("has written nothing yet", shown_words(self.root))
        self.pane.filter.set("no such thing")
        pump(self.root, lambda: "No line fits" in shown_words(self.root))

    def test_a_flood_stays_bounded_and_keeps_the_newest(self) -> None:
        for _ in range(24):
            self.log(400)
        self.assertLessEqual(self.pane.lines.count, limits.LOG_SHOWN_COUNT + limits.LOG_SLICE_COUNT)
        self.assertEqual(self.lines()[-1], f"line {self.number}")
        self.assertEqual(len(self.lines()), self.pane.lines.count)
        self.assertTrue(self.last_is_seen())

    def test_a_long_log_is_filled_bit_by_bit(self) -> None:
        self.log(limits.LOG_SHOWN_COUNT + 700, flush=False)
        self.presenter.flush_log()
        self.assertLess(self.pane.lines.count, limits.LOG_SHOWN_COUNT)
        self.assertEqual(self.lines()[-1], f"line {self.number}")
        pump(self.root, lambda: self.pane.lines.count == limits.LOG_SHOWN_COUNT)
        self.assertEqual(self.lines(), [f"line {number}" for number in range(701, limits.LOG_SHOWN_COUNT + 701)])
        self.assertTrue(self.last_is_seen())

    def test_lines_that_come_while_it_is_filled(self) -> None:
        self.log(3000, flush=False)
        self.presenter.flush_log()
        self.log(5)
        pump(self.root, lambda: self.pane.lines.count == 3005)
        self.assertEqual(self.lines(), [f"line {number}" for number in range(1, 3006)])

    def test_a_filter_typed(self) -> None:
        self.log(30, "message {number} of ann")
        self.log(30, "message {number} of bob")
        focus(self.root)
        press(self.root, "ctrl+f")
        pump(self.root, lambda: self.root.focus_get() is self.pane.filter.line)
        type_text(self.root, "BOB")
        pump(self.root, lambda: len(self.lines()) == 30)
        self.log(1, "one more of bob")
        self.log(1, "one more of ann")
        self.assertEqual(self.lines()[-1], "one more of bob")
        press(self.root, "Escape")
        pump(self.root, lambda: len(self.lines()) == 62)

    def test_a_filter_while_a_long_log_is_cleared_and_filled(self) -> None:
        self.log(4000)
        self.pane.filter.set("line 39")
        pump(self.root, lambda: len(self.lines()) == 111)
        self.pane.filter.set("line 398")
        self.pane.filter.set("line")
        pump(self.root, lambda: len(self.lines()) == 4000)
        self.assertEqual(self.lines(), [f"line {number}" for number in range(1, 4001)])

    def test_levels_by_their_chips(self) -> None:
        self.log(1, "quiet", "debug")
        self.log(1, "loud", "error")
        self.assertEqual(self.lines(), ["loud"])
        chips = {str(chip.cget("text")): chip for chip in self.chips()}
        click(chips["Debug"])
        pump(self.root, lambda: self.lines() == ["quiet", "loud"])
        click(chips["Errors"])
        pump(self.root, lambda: self.lines() == ["quiet"])

    def chips(self) -> list[tk.Misc]:
        header = self.pane.winfo_children()[0]
        return [child for child in header.winfo_children() if child.winfo_class() == "TCheckbutton"]

    def test_scrolling_up_ends_following(self) -> None:
        self.log(200)
        self.assertTrue(self.last_is_seen())
        focus(self.words)
        press(self.root, "Prior")
        pump(self.root, lambda: not self.pane.lines.follow)
        top = self.words.index("@0,0")
        self.log(17)
        self.assertEqual(self.words.index("@0,0"), top)
        click(button(self.pane, "17 newer"))
        pump(self.root, lambda: self.pane.lines.follow and self.last_is_seen())
        self.assertNotIn("newer", shown_words(self.pane))

    def test_the_wheel_ends_following_and_the_end_key_begins_it(self) -> None:
        self.log(200)
        for _ in range(3):
            click(self.words, button=4)
        pump(self.root, lambda: not self.pane.lines.follow)
        focus(self.words)
        press(self.root, "End")
        pump(self.root, lambda: self.pane.lines.follow and self.last_is_seen())

    def test_space_pauses(self) -> None:
        self.log(200)
        focus(self.words)
        press(self.root, "space")
        pump(self.root, lambda: not self.pane.lines.follow)
        self.log(10)
        self.assertFalse(self.last_is_seen())
        press(self.root, "space")
        pump(self.root, lambda: self.pane.lines.follow and self.last_is_seen())

    def test_a_window_that_shrinks_stays_at_the_newest_line(self) -> None:
        self.log(200)
        self.root.geometry("1000x500")
        pump(self.root, lambda: self.root.winfo_height() == 500)
        settle(self.root)
        self.assertTrue(self.last_is_seen())

    def test_copying_the_selection_and_all(self) -> None:
        self.log(3)
        focus(self.words)
        self.words.tag_add("sel", "2.0", "2.end")
        press(self.root, "ctrl+c")
        pump(self.root, lambda: self.copied)
        self.assertRegex(self.copied[0], r"^\S+  INFO  chat  line 2$")
        self.words.tag_remove("sel", "1.0", "end")
        copy = self.pane.winfo_children()[0].winfo_children()
        icons = [child for child in copy if child.winfo_class() == "TButton"]
        click(icons[-1])
        pump(self.root, lambda: len(self.copied) == 2)
        self.assertEqual([line.split("     ")[-1].split()[-1] for line in self.copied[1].splitlines()], ["1", "2", "3"])

    def test_both_panes_show_the_same_log(self) -> None:
        self.log(10)
        self.window.open_page("overview")
        self.log(5)
        overview = self.window.pages["overview"]._log.lines  # type: ignore[attr-defined]
        self.assertEqual(overview.count, 15)
        self.window.open_page("log")
        settle(self.root)
        self.assertEqual(self.lines()[-1], "line 15")


if __name__ == "__main__":
    unittest.main()
