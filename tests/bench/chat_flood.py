"""A chat window in a flooded lobby: `python3 -m tests.bench.chat_flood [messages/s] [seconds] [scale %]`, on some display.

A real relay, four guests in a process of their own that post together at the given rate, and the shipped window with its
core and its loop. Three things are measured while that goes on: how long the window did not come back to its timers (a
2 ms timer keeps the time), how much processor one event took at most, and how long a key takes to stand in the composer.
On a machine with other work the first says more about that work; the second does not.
"""

from __future__ import annotations

import random
import secrets
import subprocess
import sys
import tempfile
import time
import tkinter as tk
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.lobby import Guest, RelayProcess
from tests.bench.measure import Figure, show
from udpchat import words
from udpchat.client import events
from udpchat.client.core import ClientCore
from udpchat.client.preferences import Preferences
from udpchat.client.profiles import Profiles
from udpchat.client.target import GuestSignIn, Target
from udpchat.driver import Address
from udpchat.gui.app import App, open_app
from udpchat.gui.chat_page import ChatPage
from udpchat.net import clock, open_socket
from udpchat.wire.channels import Channel

SENDERS = 4
BEAT_MS = 2
KEY_MS = 97
SETTLE_S = 1.5
VOCABULARY = ("alpha", "beta", "http://a.b/c", "gamma", "delta", "@maya", "epsilon", "zeta", "😀")


def send(relay: Address, rate: int, seconds: float) -> None:
    """The other process: sign in, wait for a line, then post at the rate."""
    guests = [Guest(f"flood{number}", relay, time.monotonic()) for number in range(SENDERS)]

    def turn() -> None:
        for guest in guests:
            guest.turn(time.monotonic())
        time.sleep(0.001)

    while not all(guest.lobby for guest in guests):
        turn()
    print("ready", flush=True)
    sys.stdin.readline()
    chance = random.Random(2)
    texts = [" ".join(chance.choices(VOCABULARY, k=chance.randrange(1, 25))) for _ in range(500)]
    began_at, sent = time.monotonic(), 0
    while (passed := time.monotonic() - began_at) < seconds + 1:
        while sent < min(passed, seconds) * rate:
            guest = guests[sent % SENDERS]
            post = words.Post(secrets.token_bytes(16), guest.lobby, texts[sent % 500])
            guest._say(post, Channel.CHAT)
            sent += 1
        turn()
    print(sent, flush=True)


class Meter:
    """Turns the loop of a window by itself, and measures."""

    def __init__(self, root: tk.Tk) -> None:
        self.root = root
        self.pauses_ms: list[float] = []
        self.echoes_ms: list[float] = []
        self.longest_cpu_ms = 0.0
        self._beat_at = time.perf_counter()

    def live(self, until: Callable[[], object]) -> None:
        """Handle events until something is so."""
        self.root.after(BEAT_MS, self._nothing)
        while not until():
            self.root.tk.dooneevent(0)

    def measure(self, seconds: float, field: tk.Text) -> None:
        """Handle events for some seconds, and type meanwhile."""
        self._beat_at = time.perf_counter()
        end_at = self._beat_at + seconds
        self._beat()
        self._key(field)
        while time.perf_counter() < end_at:
            began = time.thread_time()
            self.root.tk.dooneevent(0)
            self.longest_cpu_ms = max(self.longest_cpu_ms, (time.thread_time() - began) * 1000)

    def _nothing(self) -> None:
        self.root.after(BEAT_MS, self._nothing)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.pauses_ms.append((now - self._beat_at) * 1000)
        self._beat_at = now
        self.root.after(BEAT_MS, self._beat)

    def _key(self, field: tk.Text) -> None:
        """A key by way of Tk's queue; it stands in the field when the index behind it has moved."""
        began_at, before = time.perf_counter(), field.index("end")
        field.event_generate("<KeyPress>", keysym="Return", state=1, when="tail")

        def look() -> None:
            if field.index("end") != before:
                self.echoes_ms.append((time.perf_counter() - began_at) * 1000)
            else:
                self.root.after(1, look)

        self.root.after(0, look)
        self.root.after(KEY_MS, self._key, field)


def open_chat(app: App, core: ClientCore, relay: Address, meter: Meter) -> ChatPage:
    """Sign in as a guest and show the chat."""
    pages: list[ChatPage] = []

    def wall_ms() -> int:
        return time.time_ns() // 1_000_000

    def on_event(event: object) -> None:
        if isinstance(event, events.SignedIn) and not pages:
            pages.append(ChatPage(app, core, wall_ms, lambda: None))
            app.place("chat", pages[0].size, pages[0].least_size)
            pages[0].show()
        for page in pages:
            page.on_event(event)

    app.loop.attach(core, open_socket("0.0.0.0", 0), on_event)
    core.connect(Target(relay, "lab", trust=True), GuestSignIn("sari"), clock())
    app.loop.kick()
    meter.live(lambda: pages and pages[0]._frame.winfo_viewable())
    return pages[0]


def flood(rate: int, seconds: float, scale_percent: int) -> Iterator[Figure]:
    """The figures of one flood."""
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as profile:
        relay = RelayProcess(data)
        app = open_app("Udpchat", Preferences(notify=False, sound=False, scale_percent=scale_percent))
        core = ClientCore(Profiles(Path(profile)), secrets.token_bytes, lambda: time.time_ns() // 1_000_000)
        meter = Meter(app.root)
        page = open_chat(app, core, relay.address, meter)
        command = [sys.executable, "-m", "tests.bench.chat_flood", "send", *map(str, (*relay.address, rate, seconds))]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as sender:
            assert sender.stdin and sender.stdout
            sender.stdout.readline()
            settled_at = time.monotonic() + SETTLE_S
            meter.live(lambda: time.monotonic() > settled_at)
            field = page._frame.composer.text
            field.focus_force()
            sender.stdin.write("\n")
            sender.stdin.flush()
            cpu_before = time.process_time()
            meter.measure(seconds, field)
            cpu = (time.process_time() - cpu_before) / seconds
            settled_at = time.monotonic() + SETTLE_S
            meter.live(lambda: time.monotonic() > settled_at)
            sent = int(sender.stdout.readline())
        shown = len(page._presenter._open.timeline)
        relay.stop()
        app.quit()
        core.close()
    yield Figure("window in a flood: longest pause", (max(meter.pauses_ms),), "ms", "< 50")
    yield Figure("window in a flood: longest event, processor", (meter.longest_cpu_ms,), "ms", "< 50")
    yield Figure("window in a flood: a key until it stands there", (max(meter.echoes_ms),), "ms at most", "< 50")
    yield Figure("window in a flood: processor", (cpu * 100,), "%", "", f"{sent} sent, {shown} rows held")


def main() -> int:
    """Measure, or be the sender."""
    if sys.argv[1:2] == ["send"]:
        host, port, rate, seconds = sys.argv[2:]
        send((host, int(port)), int(rate), float(seconds))
        return 0
    numbers = [float(argument) for argument in sys.argv[1:]]
    rate, seconds, scale = [*numbers, *(1000, 10, 100)[len(numbers) :]]
    show(flood(int(rate), seconds, int(scale)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
