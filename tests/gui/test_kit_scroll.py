"""Scrolling: the bar that hides, the frame, the wheel."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from tests.gui.harness import WindowCase, focus, pump, settle
from udpchat.gui.kit import AutoScrollbar, Kit, ScrollFrame, bind_wheel
from udpchat.gui.kit.palette import DARK


class Scrolling(WindowCase):
    """A frame with more in it than fits."""

    def setUp(self) -> None:
        super().setUp()
        self.kit = Kit(self.root)
        self.frame = ScrollFrame(self.root, self.kit, "side", height=200)
        self.frame.place(x=0, y=0, width=300, height=200)
        settle(self.root)

    def fill(self, count: int) -> list[ttk.Button]:
        """Buttons below each other."""
        buttons = [ttk.Button(self.frame.body, text=str(at)) for at in range(count)]
        for button in buttons:
            button.pack(fill="x")
        settle(self.root)
        return buttons

    def wheel(self, widget: tk.Misc, down: bool) -> None:
        """One notch over a widget."""
        if self.root.tk.call("tk", "windowingsystem") == "x11":
            widget.event_generate("<Button-5>" if down else "<Button-4>")
        else:
            widget.event_generate("<MouseWheel>", delta=-120 if down else 120)

    def test_bar_only_when_needed(self) -> None:
        self.assertTrue(self.frame.bar.instate(["disabled"]))
        self.fill(20)
        self.assertFalse(self.frame.bar.instate(["disabled"]))
        self.assertEqual(self.frame.body.winfo_width(), self.frame.canvas.winfo_width())

    def test_wheel_over_anything_in_it(self) -> None:
        buttons = self.fill(20)
        self.wheel(buttons[3], down=True)
        pump(self.root, lambda: self.frame.canvas.yview()[0] > 0)
        self.wheel(self.frame.canvas, down=False)
        pump(self.root, lambda: self.frame.canvas.yview()[0] == 0)
        added = ttk.Label(self.frame.body, text="later")
        added.pack()
        settle(self.root)
        self.wheel(added, down=True)
        pump(self.root, lambda: self.frame.canvas.yview()[0] > 0)
        self.frame.to_top()
        self.assertEqual(self.frame.canvas.yview()[0], 0)

    def test_nothing_moves_when_all_fits(self) -> None:
        buttons = self.fill(2)
        self.wheel(buttons[0], down=True)
        settle(self.root)
        self.assertEqual(buttons[0].winfo_y(), 0)
        self.assertEqual(self.frame.body.winfo_rooty(), self.frame.winfo_rooty())

    def test_wheel_elsewhere(self) -> None:
        self.fill(20)
        outside = ttk.Label(self.root, text="outside")
        outside.place(x=320, y=0)
        text = tk.Text(self.frame.body, height=2)
        text.pack()
        settle(self.root)
        for widget in (outside, text, self.root):
            self.wheel(widget, down=True)
        settle(self.root)
        self.assertEqual(self.frame.canvas.yview()[0], 0)

    def test_focus_is_brought_into_sight(self) -> None:
        buttons = self.fill(20)
        focus(self.root)
        buttons[-1].focus_force()
        pump(self.root, lambda: self.frame.canvas.yview()[1] == 1)
        buttons[0].focus_force()
        pump(self.root, lambda: self.frame.canvas.yview()[0] == 0)

    def test_colour_follows(self) -> None:
        self.kit.set_mode("dark")
        settle(self.root)
        self.assertEqual(str(self.frame.canvas["background"]), DARK.side)

    def test_bar_of_a_text(self) -> None:
        text = tk.Text(self.root, height=3)
        bar = AutoScrollbar(self.root, command=text.yview)
        text.configure(yscrollcommand=bar.set)
        text.place(x=400, y=0)
        settle(self.root)
        self.assertTrue(bar.instate(["disabled"]))
        text.insert("1.0", "x\n" * 50)
        pump(self.root, lambda: bar.instate(["!disabled"]))

    def test_own_wheel(self) -> None:
        canvas = tk.Canvas(self.frame.body, height=400)
        canvas.pack()
        settle(self.root)
        steps: list[int] = []
        bind_wheel(canvas, steps.append)
        self.wheel(canvas, down=True)
        self.wheel(canvas, down=False)
        settle(self.root)
        self.assertEqual(steps, [1, -1])
        self.assertEqual(self.frame.canvas.yview()[0], 0)


if __name__ == "__main__":
    import unittest

    unittest.main()
