"""How late a message is in a class: thirty people who read and type, and one computer that takes nothing at all."""

from __future__ import annotations

import contextlib
import json
import secrets
import tempfile
import time
from collections.abc import Iterator

from tests.bench.lobby import Crowd, Guest, RelayProcess
from tests.bench.measure import Figure
from udpchat import words
from udpchat.driver import Address
from udpchat.wire.channels import Channel
from udpchat.wire.events import FrameArrived

PEOPLE = 30
PER_S = 20
SECONDS = 10.0


class Pupil(Guest):
    """Notes when each message arrives, and tells the relay once a second how far it has got."""

    def __init__(self, name: str, relay: Address, now: float) -> None:
        super().__init__(name, relay, now)
        self.late_s: list[float] = []
        self.deaf = False
        self._told_at = now

    def turn(self, now: float) -> None:
        """As any guest; a deaf one does nothing any more."""
        if self.deaf:
            return
        super().turn(now)
        if self.lobby and now >= self._told_at + 1.0:
            self._told_at = now
            self._say(words.Received(self.lobby, self.highest, self.highest))

    def speak(self) -> None:
        """A message that says when it was typed, and that it is being typed."""
        self._say(words.Typing(self.lobby))
        text = json.dumps({"at": time.monotonic()})
        self._say(words.Post(secrets.token_bytes(16), self.lobby, 0, text), Channel.CHAT)
        self.turn(time.monotonic())

    def _take(self, event: object) -> None:
        if isinstance(event, FrameArrived) and event.channel is Channel.CHAT:
            now, word = time.monotonic(), words.decode(event.body)
            if isinstance(word, words.Events):
                self.late_s += [now - json.loads(e.text)["at"] for e in word.events if isinstance(e, words.Message)]
        super()._take(event)


def lateness() -> tuple[float, float]:
    """One run: median and 99th percentile of the milliseconds from the key to each screen."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as undo:
        relay = RelayProcess(folder)
        undo.callback(relay.stop)
        crowd = Crowd(relay, PEOPLE, Pupil)
        undo.callback(crowd.close)
        crowd.wait(lambda guest: guest.lobby, 30, "everybody signed in")
        crowd.run(1.0)
        pupils = [guest for guest in crowd.guests if isinstance(guest, Pupil)]
        pupils[0].deaf = True
        start, said = time.monotonic(), 0
        while (now := time.monotonic()) < start + SECONDS:
            if now >= start + said / PER_S:
                pupils[1 + said % (PEOPLE - 1)].speak()
                said += 1
            crowd.run(0.002)
        crowd.run(0.5)
        late = sorted(value for pupil in pupils for value in pupil.late_s)
        assert len(late) == said * (PEOPLE - 1), (len(late), said)
        return late[len(late) // 2] * 1e3, late[len(late) * 99 // 100] * 1e3


def class_figures(runs: int = 3) -> Iterator[Figure]:
    """Delivery in a class that talks."""
    medians, worst = (tuple(column) for column in zip(*[lateness() for _ in range(runs)], strict=True))
    yield Figure(f"{PEOPLE} people, {PER_S} messages/s, one reads nothing: median delivery", medians, "ms", "-")
    yield Figure("the same: 99th percentile", worst, "ms", "<= 15")
