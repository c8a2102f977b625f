"""Files through a whole relay over loopback: a sender and receivers as programs of their own, chat beside them.

Beside it, in the same run, what this machine does without any of it: a bare `sendto` loop and a TCP copy in Python.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import select
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import udpchat
from tests.bench.lobby import Crowd, Guest, RelayProcess
from tests.bench.measure import Figure
from udpchat import limits, words
from udpchat.wire.channels import Channel
from udpchat.wire.events import FrameArrived
from udpchat.words.files import BULK_HEAD, encode_credit

PASSWORD = "correct horse"
MB = 1e6


class Program:
    """A client in a process of its own: it reads one JSON command a line and answers each with one."""

    def __init__(self, address: tuple[str, int], name: str, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.bench.files", f"{address[0]}:{address[1]}", name, str(folder)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.hear()

    def say(self, *command: Any) -> None:
        """Give a command."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()

    def hear(self) -> Any:
        """Its answer."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "a client has ended"
        return json.loads(line)

    @property
    def has_answered(self) -> bool:
        """Whether `hear` would not wait."""
        assert self._process.stdout is not None
        return bool(select.select([self._process.stdout], [], [], 0)[0])

    def do(self, *command: Any) -> Any:
        """Both."""
        self.say(*command)
        return self.hear()

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()


def serve_commands(server: str, name: str, folder: str) -> None:
    """The process of a `Program`."""
    with udpchat.connect(server, name, PASSWORD, register=True) as chat:
        print("true", flush=True)
        for line in sys.stdin:
            verb, *rest = json.loads(line)
            start, cpu = time.perf_counter(), time.process_time()
            if verb == "send":
                chat.send_file("lobby", rest[0])
            elif verb == "fetch":
                message = next(message for message in chat.events() if message.file is not None and not message.own)
                assert message.file is not None
                start, cpu = time.perf_counter(), time.process_time()
                chat.fetch(message.file, folder)
            print(json.dumps([time.perf_counter() - start, time.process_time() - cpu]), flush=True)


class Chatter(Guest):
    """Says something now and then, and notes how long it takes until that is confirmed; its own disk is not in the way."""

    def __init__(self, relay: tuple[str, int]) -> None:
        super().__init__("chatter", relay, time.monotonic())
        self.took_ms: list[float] = []
        self._said_at = 0.0

    def _hear(self, word: object) -> None:
        if isinstance(word, words.Posted):
            self.took_ms.append((time.monotonic() - self._said_at) * 1000)
            self._said_at = 0.0
        super()._hear(word)

    def chat(self, until: Callable[[], bool]) -> list[float]:
        """Until then; the milliseconds."""
        self.took_ms, say_at, over = [], 0.0, False
        while not over or self._said_at:
            now = time.monotonic()
            over = over or until()
            if not over and self.lobby and not self._said_at and now >= say_at:
                self._said_at, say_at = now, now + 0.05
                self._say(words.Post(secrets.token_bytes(16), self.lobby, 0, "x"), Channel.CHAT)
            self.turn(now)
            select.select([self.socket], [], [], 0.005)
        return self.took_ms


def delay(name: str, *runs_ms: list[float]) -> Figure:
    """How long messages took."""
    p99 = tuple(sorted(took_ms)[int(len(took_ms) * 0.99)] for took_ms in runs_ms)
    every = [each for took_ms in runs_ms for each in took_ms]
    return Figure(f"{name}, p99", p99, "ms", "<= 10", f"median of all {statistics.median(every):.2f}")


def big_file(folder: Path, size: int, name: str = "big.bin") -> Path:
    """Random bytes, for nothing on the way may guess them."""
    path = folder / name
    with open(path, "wb") as file:
        for _ in range(size // (1 << 20)):
            file.write(secrets.token_bytes(1 << 20))
    return path


def bare_udp(seconds: float = 1.0) -> float:
    """MB/s of a loop of `sendto` with nobody who answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taker, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as giver:
        taker.bind(("127.0.0.1", 0))
        data, count, end_at = bytes(1452), 0, time.perf_counter() + seconds
        while time.perf_counter() < end_at:
            giver.sendto(data, taker.getsockname())
            count += 1
        return count * len(data) / seconds / MB


def tcp_copy(path: Path) -> float:
    """MB/s of a file through a TCP socket into another file, both in Python."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        def give() -> None:
            with socket.create_connection(server.getsockname()) as giver, open(path, "rb") as file:
                while block := file.read(1 << 16):
                    giver.sendall(block)

        thread = threading.Thread(target=give)
        start = time.perf_counter()
        thread.start()
        taker, _ = server.accept()
        with taker, open(path.with_suffix(".copy"), "wb") as copy:
            while block := taker.recv(1 << 16):
                copy.write(block)
        thread.join()
        return path.stat().st_size / (time.perf_counter() - start) / MB


@dataclass
class Way:
    """One direction: what was measured in each run."""

    per_s: list[float] = field(default_factory=list)
    delays_ms: list[list[float]] = field(default_factory=list)
    relay_ms: list[float] = field(default_factory=list)  # of CPU per MB
    client_ms: list[float] = field(default_factory=list)

    def figures(self, name: str) -> Iterator[Figure]:
        """Speed, and chat beside it."""
        note = f"CPU ms/MB: relay {statistics.median(self.relay_ms):.1f}, client {statistics.median(self.client_ms):.1f}"
        yield Figure(name, tuple(self.per_s), "MB/s", ">= 60", note)
        yield delay("chat beside it", *self.delays_ms)


def file_figures(size: int = 500 * (1 << 20), runs: int = 3) -> Iterator[Figure]:
    """A large file up and down, chat beside it, and a class that fetches a small one."""
    with tempfile.TemporaryDirectory() as place, contextlib.ExitStack() as undo:
        folder = Path(place)
        (folder / "data").mkdir()
        relay = RelayProcess(str(folder / "data"))
        undo.callback(relay.stop)
        people = {}
        for name in ("sender", "taker"):
            people[name] = Program(relay.address, name, folder / name)
            undo.callback(people[name].close)
        yield Figure("bare sendto loop, 1452 bytes", (bare_udp(),), "MB/s", "-", "the same run")
        yield Figure("TCP copy in Python", (tcp_copy(big_file(folder, size)),), "MB/s", "-", "the same run")
        chatter, end_at = Chatter(relay.address), time.monotonic() + 4
        yield delay("chat alone", chatter.chat(lambda: time.monotonic() > end_at))
        ways = {"send": Way(), "fetch": Way()}
        for run in range(runs):
            path = big_file(folder, size, f"{run}.bin")
            os.sync()
            for verb, who, argument in (("send", "sender", str(path)), ("fetch", "taker", "")):
                way, cpu = ways[verb], relay.cpu_s()
                people[who].say(verb, argument)
                way.delays_ms.append(chatter.chat(lambda who=who: people[who].has_answered))  # type: ignore[misc]
                took, client_cpu = people[who].hear()
                way.per_s.append(size / took / MB)
                way.relay_ms.append((relay.cpu_s() - cpu) / size * 1e9)
                way.client_ms.append(client_cpu / size * 1e9)
                relay.drain()
            fetched = folder / "taker" / path.name
            assert fetched.stat().st_size == size
            fetched.unlink()
        for verb, way in ways.items():
            yield from way.figures(f"{size >> 20} MB, {verb}")
    yield from class_figures()


class Pupil(Guest):
    """Fetches the first file that it hears of."""

    def __init__(self, name: str, relay: tuple[str, int], now: float) -> None:
        super().__init__(name, relay, now)
        self.file = self.transfer = self.got = self.size = self.credit = 0
        self.fetching = False

    def _take(self, event: object) -> None:
        if isinstance(event, FrameArrived) and event.channel is Channel.BULK:
            self.got += len(event.body) - BULK_HEAD.size
            if self.got + limits.FILE_AHEAD_BYTES - self.credit > limits.FILE_BLOCK_BYTES:
                self.credit = self.got + limits.FILE_AHEAD_BYTES
                self.endpoint.send(Channel.CREDIT, encode_credit(self.transfer, self.credit))
        elif isinstance(event, FrameArrived) and b'"file":[{' in event.body:
            found = [one.file[0] for one in words.decode(event.body).events if getattr(one, "file", ())]  # type: ignore[union-attr]
            self.file = found[-1].id
        else:
            super()._take(event)

    def _hear(self, word: object) -> None:
        if isinstance(word, words.Download):
            self.transfer, self.size = word.transfer, word.size
        super()._hear(word)

    def fetch(self) -> None:
        """Now."""
        self.credit = limits.FILE_AHEAD_BYTES
        self._say(words.Fetch(self.file, 0, self.credit))


def class_figures(size: int = 20 * (1 << 20), pupils: int = 30) -> Iterator[Figure]:
    """A class that fetches one file at once: what the relay reads for it, and how much memory that takes."""
    with tempfile.TemporaryDirectory() as place, contextlib.ExitStack() as undo:
        folder = Path(place)
        (folder / "data").mkdir()
        relay = RelayProcess(str(folder / "data"))
        undo.callback(relay.stop)
        crowd = Crowd(relay, pupils, Pupil)
        undo.callback(crowd.close)
        crowd.wait(lambda guest: guest.lobby, 30, "everybody signed in")
        sender = Program(relay.address, "sender", folder / "sender")
        undo.callback(sender.close)
        sender.do("send", str(big_file(folder, size)))
        crowd.wait(lambda guest: guest.file, 30, "everybody knows of it")
        before, read, start, cpu = relay.memory_mb(), relay.read_bytes(), time.monotonic(), relay.cpu_s()
        peak = before
        for guest in crowd.guests:
            guest.fetch()
        while not all(guest.size and guest.got == guest.size for guest in crowd.guests):
            crowd.run(0.02)
            peak = max(peak, relay.memory_mb())
            assert time.monotonic() < start + 120, [guest.got for guest in crowd.guests]
        took = time.monotonic() - start
        name = f"{pupils} fetch {size >> 20} MB"
        note = f"CPU ms/MB {(relay.cpu_s() - cpu) / pupils / size * 1e9:.1f}; one process plays all clients"
        yield Figure(f"{name}: together", (pupils * size / took / MB,), "MB/s", "-", note)
        yield Figure(f"{name}: read from the disk", ((relay.read_bytes() - read) / size,), "times", "1")
        yield Figure(f"{name}: memory", (peak - before,), "MB", "<= 30", f"from {before:.0f} MB")


if __name__ == "__main__":
    os.environ["UDPCHAT_INTERFACES"] = "none"
    serve_commands(*sys.argv[1:4])
