"""Files through a real client window: how fast they go, and for how long the window does nothing else meanwhile.

The window is a process of its own, with a relay beside it. A third process only wakes up and notes how late: the pauses of
the machine, which no window can avoid.
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench import lobby
from tests.bench.files import MB, big_file
from tests.bench.measure import Figure
from tests.bench.windows import ROOT, display
from tests.bench.windows_flood import FloodedWindow, Seen, has_line, helper

RUNS = 3
PATIENCE_S = 300.0
BEATS_SHOWN = 5
MACHINE_S = 3.0


def transfer(window: FloodedWindow, key: bytes, size: int) -> dict[str, Any]:
    """Until it is done: how fast, and what the window did meanwhile."""
    core: Any = window.shell._core
    seen, began_at, cpu_s = Seen(), time.monotonic(), time.process_time()
    window.watch(seen)
    window.until(lambda: core.transfer(key).state.name == "DONE", PATIENCE_S)
    took_s = time.monotonic() - began_at
    window.app.root.after_cancel(window._beat)
    return {
        "per_s": size / took_s / MB,
        "pauses_ms": seen.pauses_ms[:BEATS_SHOWN],
        "stretches_ms": seen.stretches_ms[:BEATS_SHOWN],
        "cpu_ms": (time.process_time() - cpu_s) / size * 1e9,
    }


def run(size: int) -> dict[str, Any]:
    """Up and down through one window."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as place, contextlib.ExitStack() as undo:
        folder = Path(place)
        (folder / "data").mkdir()
        relay = lobby.RelayProcess(str(folder / "data"))
        undo.callback(relay.stop)
        window = FloodedWindow(relay.address[1], folder / "client")
        undo.callback(window.close)
        window.relay = relay
        core: Any = window.shell._core
        core.put_files_into(folder / "downloads")
        path = big_file(folder, size)
        for verb in ("send", "fetch"):
            machine = undo.enter_context(helper("beat", str(MACHINE_S)))
            window.until(lambda machine=machine: has_line(machine))  # type: ignore[misc]
            machine.stdout.readline()
            machine.stdin.write("go\n")
            machine.stdin.flush()
            now = time.monotonic()
            if verb == "send":
                (key,) = core.send_file([path], now)
            else:
                window.until(lambda: core.newest_messages(0, 1) and core.newest_messages(0, 1)[-1].file)
                key = core.fetch_file(core.newest_messages(0, 1)[-1].file, now)
            window.app.loop.kick()
            found[verb] = transfer(window, bytes(key), size)
            window.rest(MACHINE_S)
            found[verb]["machine_ms"] = float(machine.stdout.readline())
        assert (folder / "downloads" / path.name).stat().st_size == size
    return found


def window_file_figures(size: int = 300 * (1 << 20), runs: int = RUNS) -> Iterator[Figure]:
    """One large file up and down through a window."""
    with display() as environment:
        command = [sys.executable, "-m", "tests.bench.window_files", str(size)]
        results = []
        for _ in range(runs):
            done = subprocess.run(
                command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=True
            )
            results.append(json.loads(done.stdout.splitlines()[-1]))
    for verb in ("send", "fetch"):
        found = [result[verb] for result in results]
        cpu = f"CPU of the window {statistics.median(one['cpu_ms'] for one in found):.1f} ms/MB, hashing among it"
        yield Figure(f"window, {size >> 20} MB, {verb}", tuple(one["per_s"] for one in found), "MB/s", ">= 40", cpu)
        note = f"the machine's own: {max(one['machine_ms'] for one in found):.0f} ms"
        yield Figure("the same: longest pause", tuple(one["pauses_ms"][0] for one in found), "ms", "<= 50", note)
        stretches = tuple(one["stretches_ms"][0] for one in found)
        yield Figure("the same: longest stretch of its own work", stretches, "ms", "<= 50")


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]))))
