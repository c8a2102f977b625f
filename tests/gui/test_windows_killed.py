"""A folder's worth of files from window to window, while the relay and the receiver are killed in the middle."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
import time
import unittest
from pathlib import Path
from typing import Final

from tests.gui import test_windows_files
from tests.gui.harness import environment, run_while_pumping, running_relay
from tests.system.processes import ROOT, bytes_of
from udpchat.client.events import TransferState

PRESS_S: Final = 3.0  # between two tries of Enter: a second one at once would press what is to be seen meanwhile


@unittest.skipUnless(shutil.which("xdotool"), "xdotool is not here")
class Killed(test_windows_files.FilesCase):
    """The receiver is a process of its own, which can be killed. What is large is larger where somebody asks for it."""

    large_bytes = int(os.environ.get("UDPCHAT_TEST_LARGE_BYTES", 250_000_000))

    def windows(self) -> set[str]:
        """Those on the screen."""
        command = ["xdotool", "search", "--onlyvisible", "--class", "Udpchat"]
        return set(subprocess.run(command, capture_output=True, text=True, check=False).stdout.split())

    def called(self, window: str) -> str:
        """The title of a window."""
        return subprocess.run(["xdotool", "getwindowname", window], capture_output=True, text=True, check=False).stdout

    def receiver(self, data: Path) -> subprocess.Popen[bytes]:
        """Ben's window; Enter goes on as who is kept signed in."""
        before = self.windows()
        command = [sys.executable, "client_gui.py", "--data", str(data), f"127.0.0.1:{self.relay.port}"]
        variables = {"UDPCHAT_INTERFACES": "none", "DISPLAY": os.environ["DISPLAY"]}
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(self.home) | variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.until(lambda: self.windows() - before)
        (window,) = self.windows() - before

        pressed_at = -PRESS_S

        def signed_in() -> bool:
            nonlocal pressed_at
            if "ben" not in self.called(window) and time.monotonic() - pressed_at > PRESS_S:
                pressed_at = time.monotonic()
                run_while_pumping(self.all_windows, ["xdotool", "windowfocus", window, "key", "Return"])
            return "ben" in self.called(window)

        self.until(signed_in)
        return process

    def test_relay_and_receiver_in_the_middle(self) -> None:
        kinds = {"notes.txt": 3000, "empty": 0, "picture.png": 2_500_000, "archive.tar.gz": 20_000_000}
        paths = [self.file(name, size) for name, size in kinds.items()]
        large = self.sources / "film.mkv"
        block = random.Random(5).randbytes(1_000_000)
        with open(large, "wb") as written:
            for number in range(self.large_bytes // len(block)):
                written.write(number.to_bytes(8) + block[8:])
        paths.append(large)
        got, core, data = self.got[self.ben], self.ann.shell._core, self.ben.data
        self.ben.app.change(auto_file_bytes=10**12)
        self.ann.chat._actions.open_conversation(-self.user(self.ann, "ben"))
        self.ben.close()
        receiver = self.receiver(data)
        self.send(self.ann, *paths)
        part = self.large_bytes // 4
        self.until(lambda: any(one.state is TransferState.SENDING and one.done > part for one in core.transfers))
        self.relay.program.kill()
        running_relay(self, self.relay.data, "--name", "Lab", port=self.relay.port)
        self.until(lambda: self.done(self.ann, up=True) == len(paths), 300.0)
        self.until(lambda: any(bytes_of(each) > part for each in got.glob("film*")))
        receiver.kill()
        receiver.wait()
        self.assertFalse((got / "film.mkv").exists())
        receiver = self.receiver(data)
        self.until(lambda: sorted(each.name for each in got.iterdir()) == sorted(path.name for path in paths), 300.0)
        for path in paths:
            with self.subTest(path.name), open(path, "rb") as sent, open(got / path.name, "rb") as came:
                self.assertEqual(hashlib.file_digest(sent, "sha256").digest(), hashlib.file_digest(came, "sha256").digest())
        receiver.terminate()
        receiver.wait()


if __name__ == "__main__":
    unittest.main()
