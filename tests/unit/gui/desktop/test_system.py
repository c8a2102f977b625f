"""The real system underneath: programs that hang, fail, or are not there; and the log of a window."""

from __future__ import annotations

import logging
import os
import stat
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path
from unittest import mock

from udpchat.gui.desktop import diary, system
from udpchat.limits import DIARY_BYTES, DIARY_REPEATS_COUNT

DEADLINE_S = 20.0


class Programs(unittest.TestCase):
    def test_answers(self) -> None:
        with mock.patch.object(system, "DESKTOP_ANSWER_S", DEADLINE_S):
            self.assertEqual(system.ask([sys.executable, "-c", "print('é')"]), "é")
            self.assertEqual(system.ask([sys.executable, "-c", "print(1); raise SystemExit(1)"]), "")
        self.assertEqual(system.ask(["there-is-no-such-program"]), "")
        self.assertEqual(system.ask(["nul\0"]), "")

    def test_what_hangs_is_ended(self) -> None:
        began_at = time.monotonic()
        self.assertEqual(system.ask([sys.executable, "-c", "import time; time.sleep(60)"]), "")
        self.assertLess(time.monotonic() - began_at, 10.0)

    def test_started_and_forgotten(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "made"
            source = "import os, pathlib; pathlib.Path(os.environ['WHERE']).write_text('x')"
            system.Starter().start([sys.executable, "-c", source], {"WHERE": str(path)})
            end_at = time.monotonic() + DEADLINE_S
            while not (path.exists() and path.read_text()) and time.monotonic() < end_at:
                time.sleep(0.01)
            self.assertEqual(path.read_text(), "x")

    def test_not_many_at_once(self) -> None:
        gate, running = threading.Event(), []

        def run(*_arguments: object, **_named: object) -> None:
            running.append(1)
            gate.wait(DEADLINE_S)

        starter = system.Starter()
        with mock.patch.object(system.subprocess, "run", run):
            before = threading.active_count()
            for _ in range(50):
                starter.start(["x"], {})
            self.assertLessEqual(threading.active_count() - before, 4)
            gate.set()
            end_at = time.monotonic() + DEADLINE_S
            while threading.active_count() > before and time.monotonic() < end_at:
                time.sleep(0.01)
        self.assertEqual(len(running), 4)

    def test_left_alone(self) -> None:
        system.leave([sys.executable, "-c", ""], {})
        self.assertRaises(OSError, system.leave, ["there-is-no-such-program"], {})

    def test_here(self) -> None:
        here = system.here()
        self.assertEqual(here.platform, sys.platform)
        self.assertRaises(OSError, here.library, "there-is-no-such-library")


class Diary(unittest.TestCase):
    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name) / "new"
        self.log = logging.getLogger("udpchat.test")

    def fail(self, count: int = 1) -> None:  # type: ignore[override]
        for _ in range(count):
            try:
                raise ValueError("on purpose \udcff")
            except ValueError:
                self.log.exception("it failed")

    def test_errors_are_written_privately(self) -> None:
        with diary.kept(self.folder):
            self.fail()
        path = self.folder / "window.log"
        self.assertIn("ValueError: on purpose", path.read_text(encoding="utf-8"))
        if os.name == "posix":
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)

    def test_the_same_error_is_written_a_few_times(self) -> None:
        with diary.kept(self.folder):
            self.fail(100)
            self.log.error("another")
        lines = (self.folder / "window.log").read_text(encoding="utf-8")
        self.assertEqual(lines.count("it failed"), DIARY_REPEATS_COUNT)
        self.assertEqual(lines.count("another"), 1)

    def test_a_thread_that_fails_is_written_too(self) -> None:
        hook = threading.excepthook
        with diary.kept(self.folder):
            thread = threading.Thread(target=lambda: 1 // 0)
            thread.start()
            thread.join()
        self.assertIn("ZeroDivisionError", (self.folder / "window.log").read_text(encoding="utf-8"))
        self.assertIs(threading.excepthook, hook)

    def test_a_long_one_is_put_aside(self) -> None:
        self.folder.mkdir()
        (self.folder / "window.log").write_bytes(b"x" * (DIARY_BYTES + 1))
        with diary.kept(self.folder):
            pass
        self.assertEqual((self.folder / "window.log").stat().st_size, 0)
        self.assertTrue((self.folder / "window.log.1").exists())

    def test_where_it_cannot_be_written_there_is_none(self) -> None:
        self.folder.write_text("in the way")
        with diary.kept(self.folder), self.assertLogs("udpchat.test"):
            self.fail()

    def test_nothing_is_left_behind(self) -> None:
        before = list(logging.getLogger("udpchat").handlers)
        with diary.kept(self.folder):
            self.assertEqual(len(logging.getLogger("udpchat").handlers), len(before) + 1)
        self.assertEqual(logging.getLogger("udpchat").handlers, before)


if __name__ == "__main__":
    unittest.main()
