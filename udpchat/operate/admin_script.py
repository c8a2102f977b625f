"""One errand at a relay: signs in as its operator, asks what a script asks, and remembers what came of it. Sans I/O.

A script is a generator: it yields a word and is sent the answer (for a list all its pages), and returns the lines to print.
A refusal is raised inside it, and ends the errand if the script does not care.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from udpchat import limits
from udpchat.catalogue import text
from udpchat.client.operator import (
    FiguresArrived,
    OperatorCore,
    OperatorLost,
    OperatorReady,
    OrderAnswered,
    SettingsArrived,
)
from udpchat.client.operator_events import Answer
from udpchat.errors import NoAnswer, UdpchatError, refusal
from udpchat.words.messages import (
    Directory,
    Figures,
    FromClient,
    Members,
    NotDone,
    NotPosted,
    OperatorWelcome,
    Room,
    Rooms,
    Rules,
    Settings,
    Slowed,
    StopServer,
)

Script = Generator[FromClient, list[Any], list[str]]
"""Yields requests, is sent the words of each answer, returns lines."""


@dataclass(slots=True)
class Office:
    """What the relay tells an operator unasked; complete when a script begins."""

    welcome: OperatorWelcome | None = None
    settings: Settings | None = None
    figures: Figures | None = None
    rules: Rules | None = None
    rooms: dict[str, Room] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether all of it has come."""
        return None not in (self.welcome, self.settings, self.figures, self.rules) and bool(self.rooms)

    @property
    def at(self) -> int:
        """The relay's clock, in ms."""
        assert self.figures is not None
        return self.figures.at


class Errand:
    """From the first connection to the end; `lines` and `error` say what came of it."""

    def __init__(self, core: OperatorCore, make: Callable[[Office], Script]) -> None:
        self._core, self._make = core, make
        self._office = Office()
        self._script: Script | None = None
        self._asked: FromClient | None = None
        self._pages: list[Any] = []
        self._due_at: float | None = None
        self.lines: list[str] = []
        self.error: UdpchatError | None = None
        self.trouble = ""
        """Why there was no answer at all."""
        self.over = False

    def begin(self, now: float) -> None:
        """The core connects."""
        self._due_at = now + limits.ERRAND_S

    def handle(self, event: object, now: float) -> None:
        """An event of the core."""
        office = self._office
        match event:
            case OperatorReady(welcome):
                office.welcome = welcome
            case SettingsArrived(settings):
                office.settings = settings
            case FiguresArrived(figures):
                office.figures = figures
            case OrderAnswered(word):
                self._hear(word, now)
            case OperatorLost() if isinstance(self._asked, StopServer):
                self._go_on(None, now)  # its goodbye is the answer
            case OperatorLost(reason):
                self._end(text("admin.lost", reason=reason))
            case _:
                return
        if self._script is None and office.complete and not self.over:
            self._script = self._make(office)
            self._go_on(None, now)

    def is_over(self, now: float) -> bool:
        """Whether there is nothing to wait for any more."""
        if not self.over and self._due_at is not None and now >= self._due_at:
            self._end(text("admin.silent"))
        return self.over

    def _hear(self, word: Answer, now: float) -> None:
        match word:
            case Rules():
                self._office.rules = word
            case Rooms(rooms):
                self._office.rooms = {room.kind: room for room in rooms}
            case Slowed():
                pass
            case NotDone(_, code, retry_after_s, detail) | NotPosted(_, code, retry_after_s, detail):
                if self._is_answer(word):
                    self._go_on(refusal(code, retry_after_s, detail), now)
            case Directory() | Members():
                self._pages.append(word)
                if word.last:
                    self._go_on(None, now)
            case _:
                if self._is_answer(word):
                    self._pages.append(word)
                    self._go_on(None, now)

    def _is_answer(self, word: Any) -> bool:
        """Lists without a ref come in the order of the questions, and there is one at a time."""
        return self._asked is not None and getattr(word, "ref", None) == getattr(self._asked, "ref", None)

    def _go_on(self, error: UdpchatError | None, now: float) -> None:
        script, pages = self._script, self._pages
        assert script is not None
        self._pages, self._due_at = [], now + limits.ERRAND_S
        try:
            if error is not None:
                self._asked = script.throw(error)
            else:
                self._asked = next(script) if self._asked is None else script.send(pages)
        except StopIteration as end:
            self.lines = end.value
            self._end("")
        except UdpchatError as refused:
            self.error = refused
            self._end("")
        else:
            if not self._core.request(self._asked):
                self.error = NoAnswer()
                self._end("")

    def _end(self, trouble: str) -> None:
        if not self.over:
            self.over, self.trouble = True, trouble
