"""How long a client's window takes to catch up with 10,000 missed messages, and how long it stands still meanwhile.

Relay and window are processes of their own, as they are on a computer; the time runs from the sign-in to the last message.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from unittest import mock

from tests.bench import lobby
from tests.bench.measure import Figure
from tests.bench.windows import ROOT, display
from tests.bench.windows_flood import BEAT_MS, FloodedWindow
from udpchat.scram import Verifier
from udpchat.store import Store
from udpchat.store.folder import STORE_NAME

COUNT = 10_000
RUNS = 3
COMMIT_EVERY = 500
LAST = "the very last one"


def fill(path: Path, count: int) -> None:
    """Put so many messages into the lobby of a store."""
    store = Store.open(path, random.Random(7).randbytes)
    verifier = Verifier(b"s" * 16, 2**15, 8, 3, b"k" * 32, b"l" * 32)
    author = store.create_account("ann", "", "", verifier, "member", 1).id
    for number in range(count):
        said = LAST if number == count - 1 else f"message {number} " + "word " * 10
        store.append_post(store.lobby, author, number.to_bytes(16, "big"), number * 1000, said, "ann")
        if number % COMMIT_EVERY == 0:
            store.commit()
    store.commit()
    store.close()


class LateWindow(FloodedWindow):
    """One whose person comes when all was said."""

    signed_in_at = 0.0
    done_at = 0.0

    def _come_in(self) -> None:
        self.beats_s: list[float] = []
        self._beat_on()
        super()._come_in()
        self.until(lambda: LAST in self.chat.chat.text.get("end - 20 lines", "end"))
        self.until(lambda: self.done_at)

    def _beat_on(self) -> None:
        now, core = time.monotonic(), self.shell._core
        self.beats_s.append(now)
        self.signed_in_at = self.signed_in_at or (now if core.me else 0.0)
        whole = core.me and core.head and core.contiguous_to >= core.head
        self.done_at = self.done_at or (now if whole else 0.0)
        self._beat = self.app.root.after(BEAT_MS, self._beat_on)

    @property
    def pause_ms(self) -> float:
        """The longest, from the sign-in to the last message."""
        beats = [at for at in self.beats_s if self.signed_in_at <= at <= self.done_at]
        return max((later - earlier) * 1000 - BEAT_MS for earlier, later in pairwise(beats))


def caught_up(count: int) -> tuple[float, float]:
    """Seconds from the sign-in to the last message, and the longest pause in ms."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as undo:
        lobby.RelayProcess(folder).stop()  # makes the folder
        fill(Path(folder) / STORE_NAME, count)
        relay = lobby.RelayProcess(folder)
        undo.callback(relay.stop)
        window = LateWindow(relay.address[1], Path(folder) / "client")
        undo.callback(window.close)
        return window.done_at - window.signed_in_at, window.pause_ms


def window_catch_up_figures(count: int = COUNT, runs: int = RUNS) -> Iterator[Figure]:
    """For the table of benches; each run in a process of its own, as a window is."""
    results = []
    with display() as environment, mock.patch.dict(os.environ, environment):
        for _ in range(runs):
            command = [sys.executable, "-m", "tests.bench.windows_catch_up", str(count)]
            done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
            results.append(json.loads(done.stdout.splitlines()[-1]))
    yield Figure(f"{count} missed messages into a window", tuple(run[0] for run in results), "s", "under 2 s")
    yield Figure("the longest pause of that window meanwhile", tuple(run[1] for run in results), "ms", "under 50 ms")


if __name__ == "__main__":
    print(json.dumps(caught_up(int(sys.argv[1]))))
