"""What a data folder says, true or stale."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

from udpchat.locks import FileLock
from udpchat.operate.folder import FolderState, absolute, is_locked, look, prepare, settings_mark
from udpchat.operate.processes import ask_to_end, end, is_alive, windows_is_alive
from udpchat.store.folder import DataFolder
from udpchat.store.settings import SavedSettings, save_settings

NOBODY = FolderState()
CRASHED = FolderState(crashed=True)


class FolderCase(unittest.TestCase):
    """A folder that goes away with the test."""

    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory(prefix="udpchat ü ")
        self.addCleanup(held.cleanup)
        self.path = Path(held.name) / "data"

    def owned(self) -> DataFolder:
        folder = DataFolder.open(self.path, random.Random(1).randbytes)
        self.addCleanup(folder.close)
        return folder


class Looking(FolderCase):
    """Only a living owner counts."""

    def test_nothing_there(self) -> None:
        self.assertEqual(look(self.path), NOBODY)
        self.assertFalse(self.path.exists())

    def test_running(self) -> None:
        folder = self.owned()
        self.assertEqual(look(self.path), NOBODY)
        folder.write_running(os.getpid(), "0.0.0.0", 11111, "0.1.0", "Lab 2")
        running = look(self.path).running
        assert running is not None
        self.assertEqual(running.address, ("127.0.0.1", 11111))
        self.assertEqual((running.version, running.name, running.pid), ("0.1.0", "Lab 2", os.getpid()))
        self.assertEqual(running.fingerprint, folder.identity.fingerprint)
        self.assertEqual(running.token, folder.operator_token)
        self.assertNotIn(folder.operator_token.hex(), repr(running))
        self.assertNotIn(repr(folder.operator_token), repr(running))
        folder.write_running(os.getpid(), "192.168.1.20", 11112)
        changed = look(self.path).running
        assert changed is not None
        self.assertEqual(changed.address, ("192.168.1.20", 11112))
        folder.close()
        self.assertEqual(look(self.path), NOBODY)

    def test_left_by_a_crash(self) -> None:
        folder = self.owned()
        folder.write_running(os.getpid(), "127.0.0.1", 11111)
        note = (self.path / "running.json").read_bytes()
        folder.close()
        (self.path / "running.json").write_bytes(note)
        self.assertEqual(look(self.path), CRASHED, "the number lives, but it does not hold the lock")
        FileLock(self.path / "lock").release()

    def test_number_of_a_dead_process(self) -> None:
        self.owned().write_running(os.getpid(), "127.0.0.1", 11111)
        self.assertEqual(look(self.path, alive=lambda pid: False), CRASHED)

    def test_note_of_an_earlier_owner(self) -> None:
        self.owned().write_running(1, "127.0.0.1", 11111)
        self.assertEqual(look(self.path), CRASHED)

    def test_unreadable_notes(self) -> None:
        folder = self.owned()
        good = {"pid": os.getpid(), "host": "127.0.0.1", "port": 11111, "fingerprint": "ab" * 32}
        for values in ({"port": 0}, {"port": 70000}, {"fingerprint": "xy"}, {"fingerprint": "ab"}):
            (self.path / "running.json").write_text(json.dumps({**good, **values}))
            self.assertEqual(look(self.path), CRASHED, values)
        for text in ("", "[]", "{}", "\0", '{"pid": "x"}'):
            (self.path / "running.json").write_text(text)
            self.assertEqual(look(self.path), NOBODY, text)
        folder.close()

    def test_looking_takes_nothing_away(self) -> None:
        folder = self.owned()
        folder.write_running(os.getpid(), "127.0.0.1", 11111)
        before = sorted(path.name for path in self.path.iterdir())
        for _ in range(3):
            self.assertIsNotNone(look(self.path).running)
        self.assertEqual(sorted(path.name for path in self.path.iterdir()), before)
        self.assertTrue(is_locked(self.path / "lock"))

    def test_saved_settings(self) -> None:
        marks = [settings_mark(self.path)]
        self.owned()
        for name in ("Lab 2", "Lab 3", "Lab 2"):
            save_settings(self.path, SavedSettings(name))
            marks.append(settings_mark(self.path))
            self.assertEqual(settings_mark(self.path), marks[-1])
        self.assertTrue(all(one != other for one, other in itertools.pairwise(marks)))

    def test_lock_file_that_is_not_there(self) -> None:
        self.assertFalse(is_locked(self.path / "lock"))
        self.assertFalse((self.path / "lock").exists())


@unittest.skipIf(os.name == "nt", "POSIX modes")
class Preparing(FolderCase):
    """As private as the relay would make it."""

    def mode(self) -> int:
        return stat.S_IMODE(self.path.stat().st_mode)

    def test_new(self) -> None:
        prepare(self.path)
        self.assertEqual(self.mode(), 0o700)

    def test_empty(self) -> None:
        self.path.mkdir(mode=0o755)
        prepare(self.path)
        self.assertEqual(self.mode(), 0o700)

    def test_somebody_elses(self) -> None:
        self.path.mkdir(mode=0o755)
        self.path.chmod(0o755)
        (self.path / "precious").touch()
        prepare(self.path)
        self.assertEqual(self.mode(), 0o755)

    def test_a_file(self) -> None:
        self.path.touch()
        self.assertRaises(OSError, prepare, self.path)

    def test_absolute(self) -> None:
        self.assertEqual(absolute(Path("a/../b")), Path.cwd() / "b")


class Kernel:
    """Windows' answers about processes."""

    def __init__(self, handle: int, waited: int = 0) -> None:
        self.handle, self.waited = handle, waited
        self.closed: list[int] = []

    def OpenProcess(self, access: int, inherit: bool, pid: int) -> int:
        return self.handle

    def WaitForSingleObject(self, handle: int, wait_ms: int) -> int:
        assert wait_ms == 0
        return self.waited

    def CloseHandle(self, handle: int) -> None:
        self.closed.append(handle)


class Processes(unittest.TestCase):
    """Who lives."""

    def test_here(self) -> None:
        self.assertTrue(is_alive(os.getpid()))
        self.assertTrue(is_alive(1), "another person's")
        for pid in (0, -1, 2**22 + 1, 2**80):
            self.assertFalse(is_alive(pid), pid)

    @unittest.skipIf(os.name == "nt", "signals of POSIX")
    def test_ending(self) -> None:
        for ending, number in (
            (lambda pid: ask_to_end(pid, "linux"), signal.SIGTERM),
            (lambda pid: end(pid, "linux"), signal.SIGKILL),
            (lambda pid: end(pid, "win32"), signal.SIGTERM),
        ):
            process = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
            with process:
                self.assertFalse(ask_to_end(process.pid, "win32"), "nothing there asks, so nothing is sent")
                self.assertIsNone(process.poll())
                self.assertTrue(ending(process.pid))
                self.assertEqual(process.wait(), -number)
            self.assertFalse(ending(process.pid))
        self.assertFalse(end(0, "linux"), "never a whole group")

    def test_windows(self) -> None:
        def alive(kernel: Kernel, error: int = 0) -> Any:
            return windows_is_alive(7, kernel, lambda: error)

        living, ended = Kernel(5, 0x102), Kernel(5, 0)
        self.assertTrue(alive(living))
        self.assertFalse(alive(ended))
        self.assertEqual((living.closed, ended.closed), ([5], [5]))
        self.assertFalse(alive(Kernel(0), error=87))
        self.assertTrue(alive(Kernel(0), error=5), "another person's")


if __name__ == "__main__":
    unittest.main()
