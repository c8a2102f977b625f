"""Questions inside a window, answered with real keys and clicks."""

from __future__ import annotations

import tkinter as tk
import unittest

from tests.gui.harness import WindowCase, click, focus, press, pump, settle
from tests.gui.server_case import HOSTILE, button
from udpchat.gui.dialogs import Choice, Question, ask, confirm, open_sheet
from udpchat.gui.kit import Kit, SafeEntry

QUESTION = Question(
    "What shall it be?",
    "One or the other.",
    (Choice("back", "Back"), Choice("burn", "Burn it", "danger"), Choice("keep", "Keep it", "accent")),
    default="keep",
    cancel="back",
    icon="power",
)


class Sheets(WindowCase):
    def setUp(self) -> None:
        super().setUp()
        self.kit = Kit(self.root)
        self.field = SafeEntry(self.root)
        self.field.pack()
        self.answers: list[str] = []
        self.shortcuts = 0
        self.root.bind("<Control-Key-1>", lambda _event: self.count())
        focus(self.field)

    def count(self) -> None:
        self.shortcuts += 1

    def ask(self, question: Question = QUESTION) -> None:
        ask(self.kit, self.field, question, self.answers.append)
        settle(self.root)

    def test_enter_takes_the_default(self) -> None:
        self.ask()
        press(self.root, "Return")
        pump(self.root, lambda: self.answers == ["keep"])
        self.assertIsNone(open_sheet(self.root))

    def test_escape_takes_it_back_and_the_focus_returns(self) -> None:
        self.ask()
        press(self.root, "Escape")
        pump(self.root, lambda: self.answers == ["back"])
        pump(self.root, lambda: self.root.focus_get() is self.field)

    def test_tab_walks_through_the_answers(self) -> None:
        self.ask()
        press(self.root, "Tab", "Tab", "Return")
        pump(self.root, lambda: self.answers == ["burn"])
        self.ask()
        press(self.root, "shift+Tab", "space")
        pump(self.root, lambda: self.answers == ["burn", "burn"])

    def test_a_click(self) -> None:
        self.ask()
        click(button(self.root, "Burn it"))
        pump(self.root, lambda: self.answers == ["burn"])

    def test_keys_and_clicks_do_not_reach_what_lies_behind(self) -> None:
        self.ask()
        press(self.root, "ctrl+1", "x")
        x, y = self.field.winfo_width() // 2, self.field.winfo_height() // 2
        click(self.field, x, y)
        press(self.root, "y")
        settle(self.root)
        self.assertEqual((self.shortcuts, self.field.value), (0, ""))
        press(self.root, "Escape")
        pump(self.root, lambda: self.answers == ["back"])
        press(self.root, "ctrl+1")
        pump(self.root, lambda: self.shortcuts == 1)

    def test_a_second_question_takes_the_first_one_back(self) -> None:
        self.ask()
        self.ask()
        self.assertEqual(self.answers, ["back"])
        press(self.root, "Return")
        pump(self.root, lambda: self.answers == ["back", "keep"])

    def test_a_window_that_goes_takes_its_question_along(self) -> None:
        other = tk.Toplevel(self.root)
        ask(self.kit, other, QUESTION, self.answers.append)
        settle(self.root)
        other.destroy()
        settle(self.root)
        self.ask()
        press(self.root, "Return")
        pump(self.root, lambda: self.answers == ["keep"])

    def test_it_stands_in_the_middle_of_any_window(self) -> None:
        for size in ("720x480", "300x400", "1500x900"):
            self.root.geometry(size)
            settle(self.root)
            self.ask()
            sheet = open_sheet(self.root)
            assert sheet is not None
            self.root.geometry("640x480")
            settle(self.root)
            self.assertLessEqual(sheet.winfo_width(), self.root.winfo_width())
            self.assertGreaterEqual(sheet.winfo_x(), 0)
            for choice in QUESTION.choices:
                made = button(sheet, choice.label)
                self.assertGreaterEqual(made.winfo_width(), made.winfo_reqwidth())
            sheet.take_back()

    def test_a_narrow_window_stacks_the_answers(self) -> None:
        self.root.geometry("300x420")
        settle(self.root)
        self.ask()
        sheet = open_sheet(self.root)
        assert sheet is not None
        ys = [button(sheet, choice.label).winfo_rooty() for choice in QUESTION.choices]
        self.assertEqual(len(set(ys)), 3)
        self.assertEqual(ys, sorted(ys))

    def test_hostile_words(self) -> None:
        for words in HOSTILE:
            choices = (Choice("a", "Do it"), Choice("b", "Leave it"))
            self.ask(Question(words[:2000], words[:2000], choices, "a", "b"))
            press(self.root, "Escape")
            pump(self.root, lambda: open_sheet(self.root) is None)

    def test_a_danger_is_not_what_enter_does(self) -> None:
        done: list[str] = []

        def burn() -> None:
            done.append("burnt")

        confirm(self.kit, self.root, "Burn?", "All of it.", "Burn it", "Back", burn, danger=True)
        settle(self.root)
        press(self.root, "Return")
        pump(self.root, lambda: open_sheet(self.root) is None)
        self.assertEqual(done, [])
        confirm(self.kit, self.root, "Save?", "All of it.", "Save it", "Back", burn)
        settle(self.root)
        press(self.root, "Return")
        pump(self.root, lambda: done == ["burnt"])

    def test_light_and_dark_while_it_is_open(self) -> None:
        self.ask()
        self.kit.set_mode("dark")
        settle(self.root)
        press(self.root, "Return")
        pump(self.root, lambda: self.answers == ["keep"])


if __name__ == "__main__":
    unittest.main()
