"""Tests of windows: one Tk at a time, real keys, real relay, and nothing that goes wrong unheard.

    class MyTest(WindowCase):
        def test_it(self):
            field = SafeEntry(self.root); field.pack()
            focus(field); type_text(self.root, "hello")
            pump(self.root, lambda: field.value == "hello")
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import shutil
import subprocess
import tempfile
import time
import tkinter as tk
import traceback
import unittest
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from unittest import mock

from tests.gui import display
from tests.gui.xfocus import give_keyboard
from tests.system.processes import ROOT, Program

DEADLINE_S: Final = 45.0
KEY_GAP_MS: Final = 4  # between two keys typed by xdotool
KEYSYMS: Final = {" ": "space", "\n": "Return", "\t": "Tab", "-": "minus", ".": "period", ",": "comma", "/": "slash"}


class WindowCase(unittest.TestCase):
    """A test with windows. It fails on any error in a callback and on any `after` that outlives its window."""

    def setUp(self) -> None:
        display.require()
        self.callback_errors: list[str] = []
        """What went wrong in callbacks; a test that provokes it clears the list."""
        self.roots: list[tk.Tk] = []
        self._root: tk.Tk | None = None
        self._watch_roots()
        self._watch_log()

    @property
    def root(self) -> tk.Tk:
        """The one window of the test, made when first asked for; a visible one with a size."""
        if self._root is None:
            self._root = tk.Tk(className="Udpchat")
            self._root.geometry("900x600+20+20")
        return self._root

    def folder(self) -> Path:
        """A new folder that goes away with the test; its name has a space and a letter that is not ASCII."""
        held = tempfile.TemporaryDirectory(prefix="udpchat test é ", ignore_cleanup_errors=True)
        self.addCleanup(held.cleanup)
        return Path(held.name)

    def _watch_roots(self) -> None:
        make = tk.Tk.__init__
        roots, errors = self.roots, self.callback_errors

        def made(root: tk.Tk, *arguments: Any, **named: Any) -> None:
            make(root, *arguments, **named)
            roots.append(root)

        def failed(_root: tk.Misc, kind: Any, error: Any, trace: Any) -> None:
            errors.append("".join(traceback.format_exception(kind, error, trace)))

        for name, function in (("__init__", made), ("report_callback_exception", failed)):
            patch = mock.patch.object(tk.Tk, name, function)
            patch.start()
            self.addCleanup(patch.stop)
        self.addCleanup(self._close)

    def _watch_log(self) -> None:
        errors = self.callback_errors

        class Ear(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                errors.append(self.format(record))

        ear, log = Ear(logging.ERROR), logging.getLogger("udpchat")
        log.addHandler(ear)
        self.addCleanup(log.removeHandler, ear)

    def _close(self) -> None:
        left: list[str] = []
        for root in self.roots:
            with contextlib.suppress(tk.TclError):
                root.update_idletasks()  # what ttk still has to do would complain about a window that is gone
                root.destroy()
            left += leftovers(root)
        self.roots.clear()
        self._root = None
        gc.collect()  # here and now: what belongs to Tk must not die on another thread
        self.assertEqual(self.callback_errors, [], "errors in callbacks")
        self.assertEqual(left, [], "`after` calls that outlived their window")


def leftovers(root: tk.Misc) -> list[str]:
    """The `after` calls that wait in a Tk, as readable words; those of Tk's own bindings do not count."""
    found = []
    for timer in root.tk.splitlist(root.tk.call("after", "info")):
        with contextlib.suppress(tk.TclError):  # it ran meanwhile
            words = " ".join(str(word) for word in root.tk.splitlist(root.tk.call("after", "info", timer)))
            if not words.startswith(("tk::", "::tk::", "ttk::", "::ttk::")):
                found.append(words)
    return found


def pump(root: tk.Misc, until: Callable[[], object], timeout_s: float = DEADLINE_S) -> None:
    """Let the windows live until something is so; fails after `timeout_s`."""
    end_at = time.monotonic() + timeout_s
    while not until():
        if time.monotonic() > end_at:
            raise AssertionError(f"not within {timeout_s:g} s: {getattr(until, '__qualname__', until)}")
        with contextlib.suppress(tk.TclError):  # the window may go while we wait
            root.update()
        if not until():
            time.sleep(0.001)


def settle(root: tk.Misc) -> None:
    """Let everything that is due now happen."""
    for _ in range(3):
        root.update_idletasks()
        root.update()


def focus(widget: tk.Misc) -> None:
    """Give a widget the keyboard, really: mapped, and the display agrees."""
    pump(widget, widget.winfo_viewable)
    top = widget.winfo_toplevel()
    top.lift()  # type: ignore[attr-defined]
    widget.focus_set()
    if not give_keyboard(top):
        widget.focus_force()
    pump(widget, lambda: widget.focus_displayof() is widget)


def run_while_pumping(root: tk.Misc, arguments: list[str]) -> None:
    """Run a program of the display while the windows live."""
    with subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        pump(root, lambda: process.poll() is not None)
        complaint = process.stderr.read() if process.stderr else b""
        if process.returncode:
            raise AssertionError(f"{arguments[0]}: {complaint!r}")


def type_text(root: tk.Misc, text: str) -> None:
    """Type with real key events into whatever has the focus. The caller waits for the effect."""
    if shutil.which("xdotool"):
        run_while_pumping(root, ["xdotool", "type", "--clearmodifiers", "--delay", str(KEY_GAP_MS), "--", text])
        return
    for char in text:
        press(root, KEYSYMS.get(char, char))


def press(root: tk.Misc, *keys: str) -> None:
    """Press keys by keysym, with modifiers as in `ctrl+shift+Tab`. The caller waits for the effect."""
    if shutil.which("xdotool"):
        run_while_pumping(root, ["xdotool", "key", "--clearmodifiers", "--delay", str(KEY_GAP_MS), *keys])
        return
    names = {"ctrl": "Control", "shift": "Shift", "alt": "Alt"}
    for key in keys:
        *modifiers, symbol = key.split("+") if len(key) > 1 else [key]
        widget = root.focus_get() or root
        widget.event_generate("<" + "".join(f"{names[m]}-" for m in modifiers) + f"KeyPress-{symbol}>")
        root.update()


def click(widget: tk.Misc, x: int | None = None, y: int | None = None, button: int = 1, times: int = 1) -> None:
    """Click a widget, by default in its middle, with a real pointer where xdotool is. The caller waits for the effect.

    `times` 2: a double click, however slow the machine is.
    """
    pump(widget, widget.winfo_viewable)
    settle(widget)
    x = widget.winfo_width() // 2 if x is None else x
    y = widget.winfo_height() // 2 if y is None else y
    if shutil.which("xdotool"):
        at = [str(widget.winfo_rootx() + x), str(widget.winfo_rooty() + y)]
        run_while_pumping(widget, ["xdotool", "mousemove", *at, "click", "--repeat", str(times), "--delay", "60", str(button)])
        return
    for event in ("<Enter>", "<Motion>", *[f"<ButtonPress-{button}>", f"<ButtonRelease-{button}>"] * times):
        widget.event_generate(event, x=x, y=y)
        widget.update()


def shot(path: Path | str) -> bool:
    """A picture of the whole display, if ImageMagick is here. It is for eyes: no test judges pixels of it."""
    if not shutil.which("import"):
        return False
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    return subprocess.run(["import", "-silent", "-window", "root", str(path)], check=False).returncode == 0


@dataclass(frozen=True, slots=True)
class RunningRelay:
    """A real relay on loopback."""

    program: Program
    port: int
    fingerprint: str
    data: Path


def running_relay(case: unittest.TestCase, data: Path, *arguments: str, port: int = 0) -> RunningRelay:
    """Start a real relay on a folder and wait until it listens; it ends with the test."""
    program = Program(
        [
            *("-m", "udpchat", "serve", "--headless", "--host", "127.0.0.1", "--port", str(port)),
            *("--data", str(data), *arguments),
        ],
        environment(data),
    )
    case.addCleanup(program.close)
    words = program.wait_for("listening on").split()
    return RunningRelay(program, int(words[2].rpartition(":")[2]), words[4], data)


def environment(home: Path) -> dict[str, str]:
    """The environment of a program under test: our source, no settings of the person who runs the tests."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("UDPCHAT_", "XDG_", "DESKTOP_"))}
    return kept | {"PYTHONPATH": str(ROOT), "HOME": str(home), "PYTHONWARNINGS": "error"}
