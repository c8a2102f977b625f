"""The harness itself: real keys arrive, and nothing that goes wrong in a window is lost."""

from __future__ import annotations

import tkinter as tk
import unittest

from tests.gui import display
from tests.gui.harness import WindowCase, click, focus, press, pump, running_relay, type_text
from udpchat.gui.loop import TkLoop


class Hands(WindowCase):
    """Keys and clicks."""

    def test_typing(self) -> None:
        entries = [tk.Entry(self.root) for _ in range(2)]
        for entry in entries:
            entry.pack()
        for number in range(5):
            entry = entries[number % 2]
            entry.delete(0, "end")
            focus(entry)
            type_text(self.root, f"Hello, 192.168.1.{number} - x")
            pump(self.root, lambda entry=entry, number=number: entry.get() == f"Hello, 192.168.1.{number} - x")

    def test_keys_with_modifiers(self) -> None:
        pressed: list[str] = []
        entry = tk.Entry(self.root)
        entry.pack()
        for keys in ("<Return>", "<Control-k>", "<Shift-Return>"):
            entry.bind(keys, lambda _event, keys=keys: pressed.append(keys))
        focus(entry)
        press(self.root, "Return", "ctrl+k", "shift+Return")
        pump(self.root, lambda: len(pressed) == 3)
        self.assertEqual(pressed, ["<Return>", "<Control-k>", "<Shift-Return>"])

    def test_clicking(self) -> None:
        clicked: list[int] = []
        buttons = [tk.Button(self.root, text="press", command=lambda at=at: clicked.append(at)) for at in range(3)]
        for button in buttons:
            button.pack(pady=10)
        for at in (2, 0, 1, 1):
            count = len(clicked)
            click(buttons[at])
            pump(self.root, lambda count=count: len(clicked) > count)
        self.assertEqual(clicked, [2, 0, 1, 1])

    def test_a_relay(self) -> None:
        relay = running_relay(self, self.folder() / "relay", "--name", "Lab")
        self.assertGreater(relay.port, 0)
        self.assertRegex(relay.fingerprint, r"\A[A-Z2-7-]{19}\Z")


class Losses(unittest.TestCase):
    """A test with a fault in a window fails."""

    def outcome(self, fault: object) -> unittest.TestResult:
        class Inner(WindowCase):
            def runTest(self) -> None:
                fault(self)  # type: ignore[operator]

        result = unittest.TestResult()
        Inner().run(result)
        return result

    def assert_fails(self, fault: object, words: str) -> None:
        result = self.outcome(fault)
        self.assertEqual(len(result.failures), 1, result.errors)
        self.assertIn(words, result.failures[0][1])

    def setUp(self) -> None:
        display.require()

    def test_an_error_in_a_callback(self) -> None:
        def fault(case: WindowCase) -> None:
            done: list[int] = []
            case.root.after(1, lambda: (done.append(1), 1 // 0))
            pump(case.root, lambda: done)

        self.assert_fails(fault, "ZeroDivisionError")

    def test_an_error_in_the_loop(self) -> None:
        def fault(case: WindowCase) -> None:
            loop = TkLoop(case.root, lambda error: None)
            case.addCleanup(loop.close)
            loop.call_later(0.0, lambda: {}["on purpose"])
            pump(case.root, lambda: loop.error_count)

        self.assert_fails(fault, "on purpose")

    def test_a_call_that_outlives_its_window(self) -> None:
        self.assert_fails(lambda case: case.root.after(60_000, print), "outlived")

    def test_a_good_one(self) -> None:
        result = self.outcome(lambda case: case.root.update())
        self.assertTrue(result.wasSuccessful(), result.failures)


if __name__ == "__main__":
    unittest.main()
