"""Scripts over an operator's connection, one after another: each asks the relay and gets the answers. Sans I/O.

A script is a generator: it yields a word and is sent the answer (for a list all its pages); what it returns is its outcome.
A refusal is raised inside it, and ends the script if it does not care. Nothing is said before the relay has told what holds.
When the connection is lost, whatever was asked or waits ends with the reason: whether it was done is for a person to see.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Protocol, TypeVar

from udpchat import limits
from udpchat.catalogue import text
from udpchat.client.operator import FiguresArrived, OperatorLost, OperatorReady, OrderAnswered, SettingsArrived, SettingsRefused
from udpchat.client.operator_events import Answer
from udpchat.errors import NoAnswer, UdpchatError, refusal
from udpchat.words import messages as words
from udpchat.words.messages import Figures, FileFigures, FromClient, OperatorWelcome, Room, Rules, Settings

T = TypeVar("T")
Asking = Generator[FromClient, list[Any], T]
"""Yields requests, is sent the words of each answer, returns what came of it."""

_LISTS: Final[dict[type, type]] = {
    words.AskLinks: words.Links,
    words.AskPeople: words.Directory,
    words.AskMembers: words.Members,
    words.AskGroups: words.GroupList,
    words.AskSanctions: words.Sanctions,
    words.AskAudit: words.Audit,
    words.AskStored: words.Stored,
}
"""What answers a question without a ref: they come in the order of the questions, and there is one at a time."""
_PAGED: Final = (words.Directory, words.Members, words.GroupList)
"""Lists that come whole, page by page; of the others one asks for each page."""


class Clerk(Protocol):
    """The connection: the operator's core."""

    def request(self, word: FromClient) -> bool:
        """Say it; False without a connection."""


@dataclass(slots=True)
class Office:
    """What the relay tells an operator unasked; complete when a script begins."""

    welcome: OperatorWelcome | None = None
    settings: Settings | None = None
    figures: Figures | None = None
    rules: Rules | None = None
    files: FileFigures | None = None
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


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """How a script ended: with a value, a refusal, or trouble on the way."""

    value: T | None = None
    error: UdpchatError | None = None
    trouble: str = ""

    @property
    def problem(self) -> str:
        """The sentence for a person; empty when all went well."""
        return self.error.sentence if self.error is not None else self.trouble


@dataclass(slots=True)
class _Task:
    make: Callable[[Office], Asking[Any]]
    then: Callable[[Outcome[Any]], None]
    script: Asking[Any] | None = None
    asked: FromClient | None = None


class Desk:
    """Feed it the core's events; `then` of a script is called once, whatever happens."""

    def __init__(self, core: Clerk) -> None:
        self._core = core
        self._waiting: deque[_Task] = deque()
        self._pages: list[Any] = []
        self._due_at = 0.0
        self.office = Office()

    def run(self, make: Callable[[Office], Asking[T]], then: Callable[[Outcome[T]], None], now: float) -> None:
        """Run a script when those before it have ended."""
        self._waiting.append(_Task(make, then))
        if len(self._waiting) == 1:
            self._due_at = now + limits.ERRAND_S
            self._begin(now)

    def handle(self, event: object, now: float) -> None:
        """An event of the core."""
        office = self.office
        match event:
            case OperatorReady(welcome):
                self.office = Office(welcome)
            case SettingsArrived(settings):
                office.settings = settings
                if self._asked_for(settings):
                    self._pages = [settings]
                    self._go_on(None, now)
            case SettingsRefused(error) if self._waiting and isinstance(self._waiting[0].asked, words.ChangeSettings):
                self._go_on(error, now)
            case FiguresArrived(figures):
                office.figures = figures
            case OrderAnswered(word):
                self._hear(word, now)
            case OperatorLost(reason):
                self._lost(reason, now)
            case _:
                return
        self._begin(now)

    def check(self, now: float) -> None:
        """Give up what has waited too long."""
        if self._waiting and now >= self._due_at:
            self._end(Outcome(trouble=text("admin.silent")), now)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _begin(self, now: float) -> None:
        if self._waiting and self._waiting[0].script is None and self.office.complete:
            task = self._waiting[0]
            task.script = task.make(self.office)
            self._go_on(None, now)

    def _hear(self, word: Answer, now: float) -> None:
        match word:
            case words.Rules():
                self.office.rules = word
            case words.Rooms(rooms):
                self.office.rooms = {room.kind: room for room in rooms}
            case words.FileFigures():
                self.office.files = word
            case words.Slowed():
                pass
            case _ if not self._is_answer(word):
                pass
            case words.NotDone(_, code, retry_after_s, detail) | words.NotPosted(_, code, retry_after_s, detail):
                self._go_on(refusal(code, retry_after_s, detail), now)
            case _:
                self._pages.append(word)
                if not isinstance(word, _PAGED) or word.last:
                    self._go_on(None, now)

    def _is_answer(self, word: Any) -> bool:
        asked = self._waiting[0].asked if self._waiting else None
        if asked is None:
            return False
        kind = _LISTS.get(type(asked))
        return isinstance(word, kind) if kind is not None else getattr(word, "ref", None) == getattr(asked, "ref", None)

    def _asked_for(self, settings: Settings) -> bool:
        """Whether they are what a change under way wants; another operator's change may come before the answer to ours."""
        asked = self._waiting[0].asked if self._waiting else None
        if not isinstance(asked, words.ChangeSettings):
            return False
        same = (asked.name, asked.port, asked.signup, asked.guests, asked.files or settings.files)
        return same == (settings.name, settings.port, settings.signup, settings.guests, settings.files)

    def _go_on(self, error: UdpchatError | None, now: float) -> None:
        task, pages = self._waiting[0], self._pages
        assert task.script is not None
        self._pages, self._due_at = [], now + limits.ERRAND_S
        try:
            if error is not None:
                task.asked = task.script.throw(error)
            else:
                task.asked = next(task.script) if task.asked is None else task.script.send(pages)
        except StopIteration as end:
            self._end(Outcome(end.value), now)
        except UdpchatError as refused:
            self._end(Outcome(error=refused), now)
        else:
            if not self._core.request(task.asked):
                self._end(Outcome(error=NoAnswer()), now)

    def _lost(self, reason: str, now: float) -> None:
        self.office = Office()
        if self._waiting and isinstance(self._waiting[0].asked, words.StopServer):
            self._go_on(None, now)  # its goodbye is the answer
        for _ in range(len(self._waiting)):
            self._end(Outcome(trouble=text("admin.lost", reason=reason)), now)

    def _end(self, outcome: Outcome[Any], now: float) -> None:
        task = self._waiting.popleft()
        self._pages, self._due_at = [], now + limits.ERRAND_S
        task.then(outcome)
        self._begin(now)


def one(word: FromClient) -> Callable[[Office], Asking[list[Any]]]:
    """The script of one request; its outcome are the words of the answer."""

    def asking(_office: Office) -> Asking[list[Any]]:
        return (yield word)

    return asking
