"""Figures of a whole relay process over real sockets: a flooded lobby, many idle clients.

The clients are thin (the wire and the few words that a flood needs), so that one process can play a hundred of them; the
relay is the shipped one, with a commit before every confirmation. CPU and memory come from the operating system.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from tests.bench.measure import Figure
from udpchat import words
from udpchat.driver import Address
from udpchat.wire.channels import Channel
from udpchat.wire.client_endpoint import ClientEndpoint
from udpchat.wire.events import Closed, Established, FrameArrived

IN_FLIGHT = 32
TEXT = "x" * 100
HIGHEST = re.compile(rb'"hi":(\d+)')


class RelayProcess:
    """The relay as people start it, on a free port of loopback."""

    def __init__(self, folder: str) -> None:
        command = [sys.executable, "-m", "udpchat", "serve", "--headless", "--host", "127.0.0.1", "--port", "0", "--rate", "0"]
        self._log = open(Path(folder) / "log.txt", "wb")  # noqa: SIM115 (closed in stop)
        self._process = subprocess.Popen([*command, "--data", folder], stdout=subprocess.PIPE, stderr=self._log)
        assert self._process.stdout is not None
        os.set_blocking(self._process.stdout.fileno(), True)
        line = self._process.stdout.readline().decode()
        host, port = line.split()[2].rsplit(":", 1)
        self.address: Address = (host, int(port))

    def drain(self) -> None:
        """Read the log away, so that the relay never waits for us."""
        assert self._process.stdout is not None
        os.set_blocking(self._process.stdout.fileno(), False)
        while self._process.stdout.read(1 << 16):
            pass

    def cpu_s(self) -> float:
        """User and system seconds so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        """Resident memory."""
        match = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self._process.pid}/status").read_text())
        assert match is not None
        return int(match[1]) / 1024

    def read_bytes(self) -> int:
        """What it has read from files so far, from the system's memory of them or from the disk."""
        match = re.search(r"rchar: (\d+)", Path(f"/proc/{self._process.pid}/io").read_text())
        assert match is not None
        return int(match[1])

    def stop(self) -> None:
        """A clean end."""
        self._process.send_signal(signal.SIGTERM)
        self._process.communicate(timeout=10)
        self._log.close()


class Guest:
    """One thin client."""

    def __init__(self, name: str, relay: Address, now: float) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.endpoint = ClientEndpoint(secrets.token_bytes)
        self.endpoint.connect(relay, None, now)
        self._relay = relay
        self.name = name
        self.lobby = 0
        self.highest = 0
        self.posted_count = 0
        self.confirmed_count = 0
        self.flooding = False

    def turn(self, now: float) -> None:
        """Read, act, write."""
        try:
            for _ in range(64):
                data, addr = self.socket.recvfrom(65535)
                self.endpoint.receive_datagram(data, addr, now)
        except BlockingIOError:
            pass
        due = self.endpoint.next_timeout()
        if due is not None and due <= now:
            self.endpoint.handle_timeout(now)
        while (event := self.endpoint.next_event()) is not None:
            self._take(event)
        if self.flooding:
            self._flood()
        while out := self.endpoint.datagrams_to_send(now):
            for data, addr in out:
                with contextlib.suppress(BlockingIOError):
                    self.socket.sendto(data, addr)

    def _take(self, event: object) -> None:
        if isinstance(event, Established):
            self._say(words.Hello(words.PROTOCOL_VERSION, "bench", ()))
        elif isinstance(event, Closed):
            self.endpoint.connect(self._relay, None, time.monotonic())
        elif isinstance(event, FrameArrived):
            if event.body[:8].find(b'"ev"') >= 0 or b'"hi":' in event.body[:60]:
                match = HIGHEST.search(event.body, 0, 60)
                self.highest = max(self.highest, int(match[1])) if match else self.highest
                return
            self._hear(words.decode(event.body))

    def _hear(self, word: object) -> None:
        match word:
            case words.ServerHello():
                self._say(words.JoinAsGuest(self.name, b""))
            case words.Welcome(epoch=epoch, head=head, lobby=lobby):
                self.lobby, self.highest = lobby, head
                self._say(words.Synchronise(epoch, ((1, head),) if head else ()))
            case words.Posted():
                self.confirmed_count += 1
            case _:
                pass

    def _say(self, word: words.Word, channel: Channel = Channel.CONTROL) -> None:
        self.endpoint.send(channel, words.encode(word))

    def _flood(self) -> None:
        while self.posted_count - self.confirmed_count < IN_FLIGHT:
            self.posted_count += 1
            self._say(words.Post(secrets.token_bytes(16), self.lobby, 0, TEXT), Channel.CHAT)


class Crowd:
    """Many guests of one relay on one selector."""

    def __init__(self, relay: RelayProcess, count: int, kind: type[Guest] = Guest) -> None:
        self.relay = relay
        self.guests = [kind(f"guest{number}", relay.address, time.monotonic()) for number in range(count)]
        self._selector = selectors.DefaultSelector()
        for guest in self.guests:
            self._selector.register(guest.socket, selectors.EVENT_READ, guest)

    def run(self, seconds: float, everybody: bool = True) -> None:
        """Turn for so long; timers of silent ones every 20 ms."""
        end_at = time.monotonic() + seconds
        swept_at = 0.0
        while (now := time.monotonic()) < end_at:
            for key, _ in self._selector.select(0.005):
                key.data.turn(now)
            if now - swept_at > 0.02:
                swept_at = now
                for guest in self.guests:
                    guest.turn(now)
                self.relay.drain()

    def wait(self, ready: object, limit_s: float, what: str) -> None:
        """Turn until everybody is ready."""
        assert callable(ready)
        end_at = time.monotonic() + limit_s
        while not all(ready(guest) for guest in self.guests):
            if time.monotonic() > end_at:
                raise AssertionError(f"not in time: {what}")
            self.run(0.05)

    def close(self) -> None:
        """Let go of the sockets."""
        self._selector.close()
        for guest in self.guests:
            guest.socket.close()


def flood(
    members: int,
    senders: int,
    seconds: float,
    beside: Callable[[str], AbstractContextManager[object]] = contextlib.nullcontext,
) -> tuple[float, float]:
    """One run: (microseconds of server CPU per delivery, thousand deliveries per second).

    `beside` gets the relay's data folder: what else goes on while it is flooded.
    """
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as undo:
        relay = RelayProcess(folder)
        undo.callback(relay.stop)
        crowd = Crowd(relay, members)
        undo.callback(crowd.close)
        crowd.wait(lambda guest: guest.lobby, 30, "everybody signed in")
        crowd.run(1.0)
        undo.enter_context(beside(folder))
        for guest in crowd.guests[:senders]:
            guest.flooding = True
        crowd.run(0.5)
        before, start, cpu = sum(guest.confirmed_count for guest in crowd.guests), time.monotonic(), relay.cpu_s()
        crowd.run(seconds)
        for guest in crowd.guests:
            guest.flooding = False
        posted = sum(guest.posted_count for guest in crowd.guests)
        crowd.wait(lambda guest: guest.confirmed_count == guest.posted_count, 30, "every post confirmed")
        crowd.wait(lambda guest: guest.highest >= posted, 30, "everybody has everything")
        spent, elapsed = relay.cpu_s() - cpu, time.monotonic() - start
        count = (posted - before) * members
        return spent / count * 1e6, count / elapsed / 1000


def flood_figures(members: int = 100, senders: int = 10, seconds: float = 4.0, runs: int = 3) -> Iterator[Figure]:
    """Server CPU per delivery while some of the lobby's members flood it."""
    results = [flood(members, senders, seconds) for _ in range(runs)]
    cpu_us, rates = (tuple(column) for column in zip(*results, strict=True))
    yield Figure(f"flooded lobby, {members} members: server CPU", cpu_us, "us/delivery", "<= 3")
    yield Figure("the same: deliveries", rates, "thousand/s", "-", "one process plays all clients")


def idle_figures(clients: int = 200, runs: int = 3) -> Iterator[Figure]:
    """Memory of the relay with many clients who say nothing."""
    memory = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            relay = RelayProcess(folder)
            crowd = Crowd(relay, clients)
            try:
                crowd.wait(lambda guest: guest.lobby, 60, "everybody signed in")
                crowd.run(2.0)
                memory.append(relay.memory_mb())
            finally:
                crowd.close()
                relay.stop()
    yield Figure(f"{clients} idle clients: memory of the relay", tuple(memory), "MB", "<= 40")
