"""Benches of the windows as processes: from command to visible, and what they cost while nobody does anything.

Needs a display or Xvfb, and xdotool to see windows from outside. Searches stay on this computer.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Figure

ROOT = Path(__file__).resolve().parents[2]
RUNS = 5
SETTLE_S = 4.0
IDLE_S = 10.0
VISIBLE_WAIT_S = 30.0


@contextlib.contextmanager
def display() -> Iterator[dict[str, str]]:
    """The environment of a program with a display: the one there is, or an Xvfb of our own."""
    environment = {**os.environ, "UDPCHAT_INTERFACES": "none"}
    if environment.get("DISPLAY") or shutil.which("Xvfb") is None:
        yield environment
        return
    told, tells = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tells), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=[tells],
        stderr=subprocess.DEVNULL,
    )
    os.close(tells)
    with os.fdopen(told) as pipe:
        environment["DISPLAY"] = f":{pipe.readline().strip()}"
    try:
        yield environment
    finally:
        server.terminate()
        server.wait()


def windows(environment: dict[str, str]) -> list[str]:
    """The ids of udpchat's visible windows."""
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--class", "udpchat"], env=environment, capture_output=True, text=True
    )
    return found.stdout.split()


def visible_s(command: list[str], environment: dict[str, str]) -> tuple[float, subprocess.Popen[bytes]]:
    """Start a program on an empty display; the seconds until its window is mapped."""
    began_at = time.perf_counter()
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not windows(environment):
        if time.perf_counter() - began_at > VISIBLE_WAIT_S or process.poll() is not None:
            raise RuntimeError(f"{command} showed no window")
    return time.perf_counter() - began_at, process


def cpu_s(pid: int) -> float:
    """CPU seconds of a process so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def end(process: subprocess.Popen[bytes], environment: dict[str, str]) -> None:
    """End a window, and wait until it is off the display."""
    process.terminate()
    process.wait(15)
    while windows(environment):
        time.sleep(0.01)


def relay_pid(data: Path) -> int | None:
    """The process that serves a data folder."""
    with contextlib.suppress(OSError):
        if found := re.search(r'"pid": ?(\d+)', (data / "running.json").read_text()):
            return int(found[1])
    return None


def stop_relay(data: Path) -> None:
    """End the relay that a server window started."""
    if pid := relay_pid(data):
        os.kill(pid, 15)
        while (data / "running.json").exists():
            time.sleep(0.01)


def window_figures() -> Iterator[Figure]:
    """Both windows: visible after, and share of a processor while idle."""
    if shutil.which("xdotool") is None:
        print("the benches of windows need xdotool: apt-get install xdotool")
        return
    with display() as environment, tempfile.TemporaryDirectory() as folder:
        for name, target_s in (("client_gui.py", "0.8"), ("server_gui.py", "1.0")):
            data = Path(folder) / name.removesuffix(".py")
            command = [sys.executable, str(ROOT / name), "--data", str(data)]
            if name.startswith("server"):
                command += ["--port", "0", "--host", "127.0.0.1"]
            seconds, idle = [], []
            for run in range(RUNS):
                took_s, process = visible_s(command, environment)
                seconds.append(took_s)
                if run == RUNS - 1:
                    time.sleep(SETTLE_S)
                    before = cpu_s(process.pid)
                    time.sleep(IDLE_S)
                    idle.append((cpu_s(process.pid) - before) / IDLE_S * 100)
                end(process, environment)
                stop_relay(data)
            yield Figure(f"{name}: from command to visible", tuple(seconds), "s", f"<= {target_s}")
            yield Figure(f"{name}: idle", tuple(idle), "% of a processor", "<= 2")
