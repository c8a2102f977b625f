"""Benches of the windows under load: a flooded chat window, and a relay whose window is open and scrolling.

The chat window runs in this process, where its pauses can be measured; relay, flood and keyboard are processes of their own.
Keys are those of the X server (its XTEST extension), so that a figure spans the whole way from the key to the picture.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import gc
import json
import os
import select
import selectors
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

from tests.bench import lobby
from tests.bench.measure import Figure
from tests.bench.windows import ROOT, cpu_s, display, end, visible_s
from udpchat import words
from udpchat.driver import Address
from udpchat.wire.channels import Channel

RATE_PER_S = 1000
SECONDS = 10.0
RUNS = 3
SENDERS = 10
BEAT_MS = 5
KEY_EVERY_S = 0.15
WAIT_S = 60.0
SETTLE_S = 2.0
PASSWORD = "correct horse battery"


# --- the flood --------------------------------------------------------------------------------------------------------


class PacedGuest(lobby.Guest):
    """Posts at a rate rather than as fast as it can."""

    def __init__(self, name: str, relay: Address, rate_per_s: float) -> None:
        super().__init__(name, relay, time.monotonic())
        self._rate_per_s = rate_per_s
        self._began_at = 0.0

    def begin(self) -> None:
        """From now on."""
        self.flooding, self._began_at = True, time.monotonic()

    def _flood(self) -> None:
        due = int((time.monotonic() - self._began_at) * self._rate_per_s)
        while self.posted_count < due and self.posted_count - self.confirmed_count < lobby.IN_FLIGHT:
            self.posted_count += 1
            said = f"{self.name} {self.posted_count} {lobby.TEXT}"
            self._say(words.Post(os.urandom(16), self.lobby, 0, said), Channel.CHAT)


def send(port: int, rate_per_s: float, seconds: float) -> None:
    """The process that floods: waits for a line, floods, prints how many messages were confirmed."""
    guests = [PacedGuest(f"sender{number}", ("127.0.0.1", port), rate_per_s / SENDERS) for number in range(SENDERS)]
    selector = selectors.DefaultSelector()
    for guest in guests:
        selector.register(guest.socket, selectors.EVENT_READ)

    def run(until: Callable[[], bool]) -> None:
        while not until():
            selector.select(0.002)
            for guest in guests:
                guest.turn(time.monotonic())

    run(lambda: all(guest.lobby for guest in guests))
    wait_for_word()
    for guest in guests:
        guest.begin()
    end_at = time.monotonic() + seconds
    run(lambda: time.monotonic() > end_at)
    for guest in guests:
        guest.flooding = False
    run(lambda: all(guest.confirmed_count == guest.posted_count for guest in guests))
    print(sum(guest.confirmed_count for guest in guests), flush=True)
    sys.stdin.readline()


# --- the keyboard -----------------------------------------------------------------------------------------------------


def type_keys(seconds: float) -> None:
    """The process that types: one letter each time, and prints when, in seconds of the clock that all processes share."""
    x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
    xtst = ctypes.CDLL(ctypes.util.find_library("Xtst"))
    x11.XOpenDisplay.restype = ctypes.c_void_p
    shown = ctypes.c_void_p(x11.XOpenDisplay(None))
    x11.XStringToKeysym.restype = ctypes.c_ulong
    code = x11.XKeysymToKeycode(shown, ctypes.c_ulong(x11.XStringToKeysym(b"a")))
    wait_for_word()
    end_at = time.monotonic() + seconds
    while time.monotonic() < end_at:
        at = time.monotonic()
        for down in (1, 0):
            xtst.XTestFakeKeyEvent(shown, code, down, 0)
        x11.XFlush(shown)
        print(at, flush=True)
        time.sleep(KEY_EVERY_S)


def beat(seconds: float) -> None:
    """The process that does nothing but wake up, and prints how late it was at worst, in ms: the machine's own pause."""
    wait_for_word()
    worst_ms, before = 0.0, time.monotonic()
    end_at = before + seconds
    while before < end_at:
        time.sleep(BEAT_MS / 1000)
        now = time.monotonic()
        worst_ms, before = max(worst_ms, (now - before) * 1000 - BEAT_MS), now
    print(worst_ms, flush=True)


def wait_for_word() -> None:
    """A helper is ready, and begins when it is told to: starting it costs the machine more than what is measured."""
    print("ready", flush=True)
    sys.stdin.readline()


def can_type() -> bool:
    """Whether the library for keys is here."""
    return bool(ctypes.util.find_library("X11") and ctypes.util.find_library("Xtst"))


# --- the window -------------------------------------------------------------------------------------------------------


@dataclass
class Seen:
    """What was measured in one run."""

    beats_s: list[float] = field(default_factory=list)
    work_s: list[float] = field(default_factory=list)
    drawn_at: list[float] = field(default_factory=list)
    keys_at: list[float] = field(default_factory=list)
    sent_count: int = 0
    cpu_share: float = 0.0
    machine_ms: float = 0.0

    @property
    def pauses_ms(self) -> list[float]:
        """How much later than promised each beat came, the longest first."""
        return sorted(((later - earlier) * 1000 - BEAT_MS for earlier, later in pairwise(self.beats_s)), reverse=True)

    @property
    def stretches_ms(self) -> list[float]:
        """How much the window worked between two beats, the most first: pauses on a machine that has nothing else to do."""
        return sorted(((later - earlier) * 1000 for earlier, later in pairwise(self.work_s)), reverse=True)

    @property
    def echoes_ms(self) -> list[float]:
        """From each key to its picture, the longest first."""
        return sorted(((drawn - key) * 1000 for key, drawn in zip(self.keys_at, self.drawn_at, strict=False)), reverse=True)


class FloodedWindow:
    """A client window of this process, signed in as a guest."""

    def __init__(self, port: int, data: Path) -> None:
        from udpchat.client.profiles import Profiles
        from udpchat.gui.app import open_app
        from udpchat.gui.client_shell import ClientShell

        profiles = Profiles(data)
        self.app = open_app("Udpchat", profiles.preferences())
        gc.freeze()  # as the program does
        self.shell = ClientShell(self.app, profiles, f"127.0.0.1:{port}")
        self._beat = ""
        self.relay: lobby.RelayProcess | None = None
        """Whose log is read away meanwhile."""
        self.shell.start()
        self._come_in()

    def until(self, condition: Any, limit_s: float = WAIT_S) -> None:
        """Let the window live as its main loop does, until something is so; a tick of the loop comes soon in any case."""
        end_at = time.monotonic() + limit_s
        while not condition():
            if time.monotonic() > end_at:
                raise AssertionError("the window never came so far")
            self.app.root.tk.dooneevent(0)
            if self.relay is not None:
                self.relay.drain()

    def _come_in(self) -> None:
        from udpchat.gui.client_window import ClientWindow
        from udpchat.gui.presenters.connect_pages import Field, Way

        connect: Any = self.shell._page._frame  # type: ignore[union-attr]
        self.until(lambda: connect.page is connect.form)
        connect.presenter.choose_way(Way.GUEST)
        connect.form.fields[Field.NAME].set("reader")
        connect.form.submit()
        self.until(lambda: connect.page is connect.question)
        connect.question.match.invoke()
        self.until(lambda: any(isinstance(child, ClientWindow) for child in self.app.root.winfo_children()))
        self.chat: Any = next(child for child in self.app.root.winfo_children() if isinstance(child, ClientWindow))
        self.until(self.chat.winfo_viewable)
        composer = self.chat.composer.text
        composer.focus_force()
        self.until(lambda: composer.focus_displayof() is composer)
        self.until(lambda: self.chat.composer.value == "")

    def rest(self, seconds: float) -> None:
        """Let the window live so long."""
        end_at = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end_at)

    def watch(self, seen: Seen) -> None:
        """Beat, and tell when a letter has been drawn, for as long as the window lives."""
        root = self.app.root

        def beat() -> None:
            seen.beats_s.append(time.monotonic())
            seen.work_s.append(time.thread_time())
            self._beat = root.after(BEAT_MS, beat)

        def drawn() -> None:
            root.winfo_pointerxy()  # the display has done everything before it answers
            seen.drawn_at.append(time.monotonic())

        composer = self.chat.composer.text
        composer.bindtags((*composer.bindtags(), "Drawn"))  # last: the letter stands in the text by then, to be drawn when idle
        root.bind_class("Drawn", "<KeyPress>", lambda _event: root.after_idle(drawn))
        beat()

    def close(self) -> None:
        """End it."""
        if self._beat:
            self.app.root.after_cancel(self._beat)
        self.app.on_end()
        self.app.on_end()


def flooded(rate_per_s: float, seconds: float) -> Seen:
    """One flood into a window. `rate_per_s` 0: a window in peace, to compare with."""
    seen = Seen()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as undo:
        relay = lobby.RelayProcess(folder)
        undo.callback(relay.stop)
        window = FloodedWindow(relay.address[1], Path(folder) / "client")
        undo.callback(window.close)
        sender = undo.enter_context(helper("send", str(relay.address[1]), str(rate_per_s), str(seconds)))
        window.relay = relay
        window.until(lambda: window.chat.people.people.count > SENDERS)
        keys = undo.enter_context(helper("type", str(seconds))) if can_type() else None
        machine = undo.enter_context(helper("beat", str(seconds)))
        helpers = [each for each in (sender, keys, machine) if each is not None]
        for each in helpers:
            window.until(lambda each=each: has_line(each))
            each.stdout.readline()
        window.watch(seen)
        began_at, before_s = time.monotonic(), time.process_time()
        for each in helpers:
            each.stdin.write("go\n")
            each.stdin.flush()
        window.until(lambda: time.monotonic() > began_at + seconds)
        seen.cpu_share = (time.process_time() - before_s) / (time.monotonic() - began_at) * 100
        beats = len(seen.beats_s)
        window.until(lambda: has_line(sender))
        seen.sent_count = int(sender.stdout.readline())
        if keys is not None:
            window.until(lambda: keys.poll() is not None)
            seen.keys_at = [float(line) for line in keys.stdout]
            window.until(lambda: len(seen.drawn_at) >= len(seen.keys_at))
        del seen.beats_s[beats:], seen.work_s[beats:]
        seen.machine_ms = float(machine.stdout.readline())
        last = f"{seen.sent_count // SENDERS} "
        window.until(lambda: not rate_per_s or last in window.chat.chat.text.get("end - 20 lines", "end"))
    return seen


def idle_share(seconds: float) -> float:
    """Share of a processor, in percent, that a window takes in which nobody writes."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as undo:
        relay = lobby.RelayProcess(folder)
        undo.callback(relay.stop)
        window = FloodedWindow(relay.address[1], Path(folder) / "client")
        undo.callback(window.close)
        window.rest(SETTLE_S)
        before_s, began_at = time.process_time(), time.monotonic()
        window.rest(seconds)
        return (time.process_time() - before_s) / (time.monotonic() - began_at) * 100


def flooded_alone(rate_per_s: float, seconds: float) -> Seen:
    """The same in a process of its own, as a window is: what earlier runs have left would have to be looked after."""
    command = [sys.executable, "-m", "tests.bench.windows_flood", "window", str(rate_per_s), str(seconds)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return Seen(**json.loads(done.stdout.splitlines()[-1]))


def has_line(process: Any) -> bool:
    """Whether a helper has said something."""
    return bool(select.select([process.stdout], [], [], 0)[0])


@contextlib.contextmanager
def helper(*arguments: str) -> Iterator[Any]:
    """Another process of this bench."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.windows_flood", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def window_flood_figures(seconds: float = SECONDS, runs: int = RUNS) -> Iterator[Figure]:
    """Pauses and key echo of a chat window, in peace and flooded."""
    with display() as environment, mock.patch.dict(os.environ, environment):
        yield Figure("chat window: idle", (idle_share(seconds),), "% of a processor", "<= 2")
        for name, rate_per_s in (("in peace", 0.0), (f"{RATE_PER_S} messages/s for {seconds:g} s", RATE_PER_S)):
            results = [flooded_alone(rate_per_s, seconds) for _ in range(runs)]
            worst = tuple(seen.pauses_ms[0] for seen in results)
            often = ", ".join(str(sum(pause > 50 for pause in seen.pauses_ms)) for seen in results)
            machine = f"the machine's own: {max(seen.machine_ms for seen in results):.0f} ms"
            yield Figure(f"chat window, {name}: longest pause", worst, "ms", "<= 50", f"pauses over 50 ms: {often}; {machine}")
            stretches = tuple(seen.stretches_ms[0] for seen in results)
            yield Figure("the same: longest stretch of its own work", stretches, "ms", "<= 50")
            tail = tuple(seen.pauses_ms[len(seen.pauses_ms) // 100] for seen in results)
            yield Figure("the same: pause that 1 % exceed", tail, "ms", "-")
            if echoes := tuple(seen.echoes_ms[0] for seen in results if seen.echoes_ms):
                middle = statistics.median(echo for seen in results for echo in seen.echoes_ms)
                yield Figure("the same: longest key echo", echoes, "ms", "<= 50", f"median {middle:.1f} ms")
            yield Figure("the same: processor of the window", tuple(seen.cpu_share for seen in results), "%", "-")
            counts = tuple(seen.sent_count / seconds for seen in results)
            yield Figure("the same: messages confirmed", counts, "/s", f"{rate_per_s:g}")


# --- the server window ------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def scrolling(folder: str) -> Iterator[None]:
    """The server window beside a relay, its log open and following."""
    with display() as environment:
        environment = {**os.environ, **environment}
        command = [sys.executable, str(ROOT / "server_gui.py"), "--data", folder]
        _, window = visible_s(command, environment)
        try:
            time.sleep(SETTLE_S)  # a bench may: it is signed in by then
            subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--class", "udpchat", "windowfocus", "key", "--delay", "20", "ctrl+3"],
                env=environment,
                check=True,
                capture_output=True,
            )
            time.sleep(SETTLE_S)
            before_s, began_at = cpu_s(window.pid), time.monotonic()
            yield
            share = (cpu_s(window.pid) - before_s) / (time.monotonic() - began_at) * 100
            print(f"    the server window took {share:.0f} % of a processor", flush=True)
        finally:
            end(window, environment)


def scrolling_figures(members: int = 100, senders: int = 10, seconds: float = 4.0, runs: int = 5) -> Iterator[Figure]:
    """A flooded relay alone, and with its window open; in turn, so that both see the same machine."""
    alone, beside = [], []
    for _ in range(runs):
        alone.append(lobby.flood(members, senders, seconds))
        beside.append(lobby.flood(members, senders, seconds, scrolling))
    for name, results in (("headless", alone), ("window open and scrolling", beside)):
        yield Figure(f"flooded relay, {name}: server CPU", tuple(cpu for cpu, _ in results), "us/delivery", "-")
        yield Figure("the same: deliveries", tuple(rate for _, rate in results), "thousand/s", "-")
    cpu = tuple(with_window[0] / without[0] for without, with_window in zip(alone, beside, strict=True))
    rates = tuple(with_window[1] / without[1] for without, with_window in zip(alone, beside, strict=True))
    yield Figure("window against headless: server CPU per delivery", cpu, "times", "<= 1.05")
    note = f"{os.cpu_count()} processors for all"
    yield Figure("window against headless: deliveries per second", rates, "times", ">= 0.95", note)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["send", port, rate, seconds]:
            send(int(port), float(rate), float(seconds))
        case ["type", seconds]:
            type_keys(float(seconds))
        case ["window", rate, seconds]:
            print(json.dumps(asdict(flooded(float(rate), float(seconds)))))
        case ["beat", seconds]:
            beat(float(seconds))
