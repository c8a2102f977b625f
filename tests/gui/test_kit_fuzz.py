"""Random keys, clicks and pastes full of emoji: no field may crash the process or hold what it must not.

Runs in processes of their own, for what is looked for ends the process.
"""

from __future__ import annotations

import faulthandler
import os
import random
import subprocess
import sys
import tkinter as tk
import unittest
from typing import Final

from tests.gui import display
from tests.system.processes import ROOT
from udpchat.gui.kit import Kit, LineText, SafeEntry, bind_cluster_keys
from udpchat.gui.kit.guards import fits_entry

STEPS: Final = 400
SEEDS: Final = 6
TIMEOUT_S: Final = 120.0

PIECES: Final = (
    *("a", "word ", "é", "e\u0301", "中", "\u0e01\u0e34", "\u05d0", "\n", "\t"),
    *("\U0001f600", "\U0001f44d\U0001f3fd", "\U0001f468\u200d\U0001f469", "\U0001f1e7\U0001f1ea", "\u2764\ufe0f"),
)
KEYS: Final = (
    *("BackSpace", "BackSpace", "Delete", "Left", "Right", "Home", "End", "Shift-Left", "Shift-Right", "Shift-Home"),
    *("Control-Left", "Control-Right", "Control-Shift-Left", "Control-Shift-Right", "Control-BackSpace", "Up", "Down"),
)
EVENTS: Final = ("<<Cut>>", "<<Copy>>", "<<Paste>>", "<<PasteSelection>>", "<<Undo>>", "<<Redo>>", "<<SelectAll>>", "<<Clear>>")
CLICKS: Final = ("<Button-1>", "<B1-Motion>", "<ButtonRelease-1>", "<Button-1>", "<ButtonRelease-1>", "<Shift-Button-1>")


def make(root: tk.Tk, kind: str) -> tk.Misc:
    """A field of this kind, shown."""
    kit = Kit(root)
    field: tk.Misc
    if kind == "entry":
        field = SafeEntry(root, max_chars=40)
    elif kind == "password":
        field = SafeEntry(root, show="•")
    elif kind == "line":
        field = LineText(root, kit, max_chars=40)
    else:
        field = tk.Text(root, height=3, undo=True)
        bind_cluster_keys(field)
    field.pack()  # type: ignore[attr-defined]
    root.update()
    field.focus_force()
    root.update()
    root._kit = kit  # type: ignore[attr-defined]
    return field


def step(root: tk.Tk, field: tk.Misc, choice: random.Random) -> None:
    """Something that a person, or an input method, might do."""
    match choice.randrange(6):
        case 0:
            procedure = "ttk::entry::Insert" if isinstance(field, SafeEntry) else "tk::TextInsert"
            root.tk.call(procedure, field, choice.choice(PIECES))
        case 1 | 2:
            field.event_generate(f"<{choice.choice(KEYS)}>")
        case 3:
            field.event_generate(choice.choice(CLICKS), x=choice.randrange(120), y=choice.randrange(20))
        case 4:
            field.event_generate(choice.choice(EVENTS), x=choice.randrange(120), y=5)
        case _:
            root.clipboard_clear()
            root.clipboard_append("".join(choice.choices(PIECES, k=choice.randrange(8))))


def fuzz(kind: str, first: int, seeds: int) -> None:
    """Torment one kind of field."""
    for seed in range(first, first + seeds):
        root = tk.Tk()
        root.report_callback_exception = lambda *error: sys.excepthook(*error) or os._exit(3)  # type: ignore[method-assign]
        field = make(root, kind)
        choice = random.Random(seed)
        for _ in range(STEPS):
            step(root, field, choice)
            root.update()
            if isinstance(field, SafeEntry):
                assert fits_entry(field.value), (seed, ascii(field.value))
            elif isinstance(field, LineText):
                assert "\n" not in field.value, (seed, ascii(field.value))
                field.value.encode()
        root.destroy()


class Fuzz(unittest.TestCase):
    """Each kind in a process."""

    def run_kind(self, kind: str) -> None:
        display.require()
        code = f"from tests.gui import test_kit_fuzz as t; t.faulthandler.enable(); t.fuzz({kind!r}, 0, {SEEDS})"
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=TIMEOUT_S, check=False, text=True
        )
        self.assertEqual(done.returncode, 0, done.stderr[-3000:])

    def test_entry(self) -> None:
        self.run_kind("entry")

    def test_password(self) -> None:
        self.run_kind("password")

    def test_line(self) -> None:
        self.run_kind("line")

    def test_text(self) -> None:
        self.run_kind("text")


assert faulthandler  # for the child, which names it

if __name__ == "__main__":
    unittest.main()
