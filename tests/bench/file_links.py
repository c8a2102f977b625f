"""Files over links that are slow or lose packets: two network namespaces, a cable, `tc` for its rate, `nft` for its losses.

Beside each, the kernel's TCP over the same cable. Needs root and Linux; says so where it cannot.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.measure import Figure
from tests.netem.namespaces import possible, run

HERE, THERE = "10.83.0.1", "10.83.0.2"
MB = 1e6
LINKS = (
    *(("no limit", 0, 0, 100, 3, "-"), ("100 Mbit/s", 100, 0, 100, 1, ">= 11.2")),
    *(("1 % lost", 0, 1, 60, 3, ">= 20"), ("10 % lost", 0, 10, 8, 3, ">= 1.3")),
)
"""Name, Mbit/s (0: no limit), percent lost each way, MB of the file, runs, target. Of 100 Mbit/s, heads leave 11.8 MB/s."""
TCP_GIVER = """
import socket, sys
with socket.create_connection((sys.argv[1], 9999)) as giver:
    for _ in range(int(sys.argv[2]) * 16):
        giver.sendall(bytes(1 << 16))
    giver.shutdown(socket.SHUT_WR)
    giver.recv(1)
"""
TCP_TAKER = """
import socket
server = socket.create_server(("0.0.0.0", 9999))
print("ready", flush=True)
while True:
    taker, _ = server.accept()
    while taker.recv(1 << 16):
        pass
    taker.close()
"""


class Rig:
    """Two computers and a cable."""

    def __init__(self, undo: contextlib.ExitStack) -> None:
        self.one, self.two = (f"udpchat-bench-{os.getpid()}-{side}" for side in "ab")
        self._undo = undo
        for name in (self.one, self.two):
            run("ip", "netns", "add", name)
            undo.callback(run, "ip", "netns", "delete", name)
        run("ip", "-n", self.one, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", self.two)
        for name, address in ((self.one, HERE), (self.two, THERE)):
            run("ip", "-n", name, "address", "add", f"{address}/24", "dev", "eth0")
            run("ip", "-n", name, "link", "set", "eth0", "up")

    def shape(self, rate: int, lost_percent: int) -> None:
        """What the cable does, both ways."""
        for name in (self.one, self.two):
            inside = ("ip", "netns", "exec", name)
            subprocess.run([*inside, "tc", "qdisc", "del", "dev", "eth0", "root"], capture_output=True, check=False)
            subprocess.run([*inside, "nft", "flush", "ruleset"], capture_output=True, check=False)
            if rate:
                run(*inside, *f"tc qdisc add dev eth0 root tbf rate {rate}mbit burst 32kb limit 128kb".split())
            if lost_percent:
                run(*inside, "nft", "add table ip t; add chain ip t c { type filter hook input priority 0; }")
                run(*inside, "nft", f"add rule ip t c numgen random mod 100 < {lost_percent} drop")

    def sent_bytes(self, where: str) -> int:
        """What has left it so far, with all heads."""
        command = ["ip", "netns", "exec", where, "cat", "/sys/class/net/eth0/statistics/tx_bytes"]
        return int(subprocess.run(command, check=True, capture_output=True).stdout)

    def start(self, where: str, *arguments: str) -> subprocess.Popen[str]:
        """A Python process there."""
        environment = {**os.environ, "UDPCHAT_INTERFACES": "none"}
        process = subprocess.Popen(
            ["ip", "netns", "exec", where, sys.executable, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip
        self._undo.callback(process.wait)
        self._undo.callback(process.kill)
        return process


def hear(process: subprocess.Popen[str]) -> str:
    """A line of a process."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "it has ended"
    return line


def ask(process: subprocess.Popen[str], *command: Any) -> Any:
    """A command to a client, and its answer."""
    assert process.stdin is not None
    process.stdin.write(json.dumps(command) + "\n")
    process.stdin.flush()
    return json.loads(hear(process))


def link_figures() -> Iterator[Figure]:
    """Up and down over each link, and TCP beside it."""
    if reason := possible():
        print(f"links: {reason}")
        return
    with tempfile.TemporaryDirectory() as place, contextlib.ExitStack() as undo:
        folder, rig = Path(place), Rig(undo)
        data = ("--data", str(folder / "data"), "--host", HERE, "--port", "11111")
        relay = rig.start(rig.one, "-m", "udpchat", "serve", "--headless", "--rate", "0", *data)
        assert "listening" in hear(relay)
        tcp = rig.start(rig.one, "-c", TCP_TAKER)
        hear(tcp)
        clients = [
            rig.start(rig.two, "-m", "tests.bench.files", f"{HERE}:11111", name, str(folder / name)) for name in ("sender", "taker")
        ]
        for client in clients:
            hear(client)
        for name, rate, lost, size, runs, target in LINKS:
            rig.shape(rate, lost)
            up, down, shares = [], [], []
            for run_number in range(runs):
                path = folder / f"{name} {run_number}.bin".replace("/", " ")
                path.write_bytes(secrets.token_bytes(size * 1_000_000))
                for client, command, place_from, rates in (
                    (clients[0], ("send", str(path)), rig.two, up), (clients[1], ("fetch", ""), rig.one, down),
                ):  # fmt: skip
                    before = rig.sent_bytes(place_from)
                    took, _ = ask(client, *command)
                    rates.append(size / took)
                    shares.append((rig.sent_bytes(place_from) - before) * 8 / 1e4 / took / rate if rate else 0.0)
            note = f"{min(shares):.0f} % of the link, with all heads" if rate else ""
            yield Figure(f"{name}: {size} MB up", tuple(up), "MB/s", target, note)
            yield Figure(f"{name}: {size} MB down", tuple(down), "MB/s", target)
            start = time.perf_counter()
            rig.start(rig.two, "-c", TCP_GIVER, HERE, str(size)).wait()
            took = time.perf_counter() - start
            yield Figure(f"{name}: TCP, {size} MiB", (size * 1.048576 / took,), "MB/s", "-", "with the start of its process")


if __name__ == "__main__":
    from tests.bench.measure import show

    show(link_figures())
