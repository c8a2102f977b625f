"""Two relay processes that are linked over loopback: how late a message is across, and a queue after an outage."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import select
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.lobby import Guest, RelayProcess
from tests.bench.measure import Figure
from udpchat import words
from udpchat.store import read_running
from udpchat.wire.channels import Channel
from udpchat.wire.events import FrameArrived

MESSAGES = 400
EVERY_S = 0.02
QUEUED = 10_000
WAIT_S = 90.0


class Relay(RelayProcess):
    """One of the two; its operator works with `admin`."""

    def __init__(self, folder: str, name: str, port: int = 0) -> None:
        self.folder, self.name = folder, name
        command = [sys.executable, "-m", "udpchat", "serve", "--headless", "--host", "127.0.0.1", "--port", str(port)]
        command += ["--rate", "0", "--name", name, "--data", folder, "--detached-log", "log.txt"]
        self._log = open(os.devnull, "wb")  # noqa: SIM115 (closed in stop)
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self._log)
        self.address = self._wait()

    def _wait(self) -> tuple[str, int]:
        """Until it runs, by what its folder says."""
        end_at = time.monotonic() + 20
        while time.monotonic() < end_at:
            running = read_running(Path(self.folder))
            if running is not None and running.pid == self._process.pid:
                return "127.0.0.1", running.port
            time.sleep(0.05)
        raise AssertionError("the relay does not start")

    def drain(self) -> None:
        """It prints nothing."""

    def realm(self, *verb: str) -> str:
        """An errand of its operator."""
        command = [sys.executable, "-m", "udpchat", "admin", "--data", self.folder, "realm", *verb]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def stored(self) -> int:
        """How many messages are on its disk."""
        with contextlib.closing(sqlite3.connect(f"file:{self.folder}/store.sqlite?mode=ro", uri=True)) as connection:
            (count,) = connection.execute("SELECT count(*) FROM message").fetchone()
            return int(count)

    def kill(self) -> None:
        """The outage."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


class Person(Guest):
    """Somebody of one of them, who hears what others write to them."""

    def __init__(self, name: str, relay: Relay) -> None:
        super().__init__(name, relay.address, time.monotonic())
        self.reached = 0
        self.late_s: list[float] = []
        self.got = 0

    def _take(self, event: object) -> None:
        if isinstance(event, FrameArrived) and event.channel is not Channel.CONTROL:
            word = words.decode(event.body)
            for one in word.events if isinstance(word, words.Events) else ():
                if isinstance(one, words.Message) and "@" in one.name:
                    self.got += 1
                    self.late_s.append(time.monotonic() - json.loads(one.text)["at"])
        super()._take(event)

    def _hear(self, word: object) -> None:
        if isinstance(word, words.Done):
            self.reached = word.id
        super()._hear(word)

    def reach(self, address: str) -> None:
        """Who is written to."""
        self._say(words.Reach(secrets.token_bytes(16), address))

    def write(self) -> None:
        """A message that says when it was typed."""
        self.posted_count += 1
        text = json.dumps({"at": time.monotonic()})
        self._say(words.Post(secrets.token_bytes(16), 0, self.reached, text), Channel.CHAT)


def run(people: list[Person], until: Callable[[], bool], limit_s: float, each: Callable[[float], None] = lambda now: None) -> None:
    """Turn until it is so."""
    end_at = time.monotonic() + limit_s
    while not until():
        now = time.monotonic()
        assert now < end_at, f"not in time: {[(one.name, one.confirmed_count, one.got) for one in people]}"
        each(now)
        for one in people:
            one.turn(now)
        select.select([one.socket for one in people], [], [], 0.001)


def figures_of_one() -> tuple[float, float, float, float]:
    """Median and 99th percentile of the way across in ms, and seconds and bytes of memory of a queue after an outage."""
    with tempfile.TemporaryDirectory() as here, tempfile.TemporaryDirectory() as there, contextlib.ExitStack() as undo:
        office, school = Relay(here, "office"), Relay(there, "school")
        undo.callback(office.stop)
        office.realm("join", school.realm("invite", "127.0.0.1"))
        ann, bob = Person("ann", office), Person("bob", school)
        run([ann, bob], lambda: bool(ann.lobby and bob.lobby), 20)
        ann.reach("bob@school")
        run([ann, bob], lambda: bool(ann.reached), 20)
        start = time.monotonic()

        def speak(now: float) -> None:
            if ann.posted_count < MESSAGES and now >= start + ann.posted_count * EVERY_S:
                ann.write()

        run([ann, bob], lambda: bob.got == MESSAGES, WAIT_S, speak)
        late = sorted(bob.late_s)
        port = school.address[1]
        school.kill()
        wanted = ann.posted_count + QUEUED

        def flood(now: float) -> None:
            while ann.posted_count < wanted and ann.posted_count - ann.confirmed_count < 64:
                ann.write()

        run([ann], lambda: ann.confirmed_count == wanted, WAIT_S, flood)
        memory = office.memory_mb()
        school = Relay(there, "school", port)
        undo.callback(school.stop)
        began_at = time.monotonic()
        office.realm("retry", "school")
        while (stored := school.stored()) < wanted:
            run([ann], lambda: True, 1)
            time.sleep(0.05)
            assert time.monotonic() < began_at + WAIT_S, stored
        took = time.monotonic() - began_at
        assert stored == wanted, stored
        return late[len(late) // 2] * 1e3, late[len(late) * 99 // 100] * 1e3, took, memory


def realm_figures(runs: int = 3) -> Iterator[Figure]:
    """Across a link."""
    median, p99, took, memory = (tuple(column) for column in zip(*[figures_of_one() for _ in range(runs)], strict=True))
    yield Figure("from one server's person to another's, 50 a second: median", median, "ms", "-")
    yield Figure("the same: 99th percentile", p99, "ms", "< 20")
    yield Figure(f"{QUEUED} messages queued during an outage: all there after", took, "s", "< 10")
    yield Figure("memory of the relay with that queue", memory, "MB", "-")
