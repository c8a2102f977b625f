"""Carries commands out: names become people and groups, requests are made, outcomes become lines for the person.

Each command runs as a generator that yields what it waits for (a test on events of the core) and is resumed with the event
that passes; so a command that has to ask the server who somebody is reads like one that need not. What it raises as an
UdpchatError is told in place of its lines. Any number may be under way; a shell that wants them one after another asks
`busy`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from udpchat.catalogue import text
from udpchat.client import numbers
from udpchat.client.core import ClientCore
from udpchat.client.events import (
    EarlierLoaded,
    Event,
    Message,
    MessageRefused,
    MessageStored,
    PeopleFound,
    RequestDone,
    RequestRefused,
    Room,
)
from udpchat.client.parsing import Call
from udpchat.errors import ManyGroups, NoGroupHere, NoSuchGroup, NoSuchUser, UdpchatError
from udpchat.names import fold

Test = Callable[[Any], bool]
"""On what happens: an event of the core, a Turn, or what else a shell hands in (a typed line)."""

Lines = tuple[str, ...]
T = TypeVar("T")
Steps = Generator[Test, Any, T]
"""Yields tests, is sent the event that passed, returns a value."""

Task = Steps[Lines]
"""A whole command: returns what there is to say."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a command: lines for the person; `error` if it failed."""

    call: Call
    lines: Lines
    error: UdpchatError | None = None


@dataclass(frozen=True, slots=True)
class Go:
    """The shell is to open this conversation."""

    conversation: int


@dataclass(frozen=True, slots=True)
class Turn:
    """The loop's turn is over: for what waits for a state of the core rather than for an event."""


Done = Callable[[Any, UdpchatError | None], None]
"""Hears what a generator returned, or what it raised (then the value is ())."""


@dataclass(slots=True, eq=False)
class _Running:
    task: Steps[Any]
    test: Test
    done: Done


@dataclass(slots=True)
class Workbench:
    """What commands work on. `here` is the conversation that is open; `now` the time of the event or key at hand."""

    core: ClientCore
    go: Callable[[Go], None]
    here: int = numbers.LOBBY
    now: float = 0.0
    wall_ms: Callable[[], int] = field(default=lambda: 0)

    # --- who and what is meant ----------------------------------------------------------------------------------------

    def person(self, name: str) -> Steps[int]:
        """The user id of a name, or of `name@realm`; asks the server if it is not known here. NoSuchUser, NoSuchRealm, BadName."""
        user = self.core.find_user(name)
        if user:
            return user
        if "@" in name:
            user = yield from self.outcome(self.core.reach(name, self.now))
            return user
        self.core.ask_people(name, self.now)
        yield lambda event: isinstance(event, PeopleFound) and event.prefix == name
        user = self.core.find_user(name)
        if not user:
            raise NoSuchUser(name)
        return user

    def people(self, names: tuple[str, ...]) -> Steps[tuple[int, ...]]:
        """The user ids of all of them. NoSuchUser names every one that is unknown."""
        found, unknown = [], []
        for name in names:
            try:
                found.append((yield from self.person(name)))
            except NoSuchUser:
                unknown.append(name)
        if unknown:
            raise NoSuchUser(", ".join(unknown))
        return tuple(dict.fromkeys(found))

    def group(self, title: str) -> Room:
        """One of my groups by its title, or by its number where titles are alike. NoSuchGroup, ManyGroups."""
        groups = [room for room in self.core.rooms if room.kind == "group"]
        found = [room for room in groups if fold(room.title) == fold(title)]
        if not found and title.isdecimal():
            found = [room for room in groups if str(room.id) == title]
        if len(found) > 1:
            found = [room for room in found if room.title == title] or found
        if len(found) > 1:
            raise ManyGroups(", ".join(f"#{room.id}" for room in sorted(found, key=lambda room: room.id)))
        if not found:
            raise NoSuchGroup(title)
        return found[0]

    def group_here(self) -> Room:
        """The group that is open. NoGroupHere: something else is."""
        room = self.core.room(self.here)
        if room is None or room.kind != "group":
            raise NoGroupHere
        return room

    def place(self, name: str) -> Steps[int]:
        """The conversation of a place: @person, #group, or either without its mark. NoSuchUser, NoSuchGroup."""
        if name.startswith("#"):
            return self.group(name[1:]).id
        if fold(name) in (fold(text("command.lobby.word")), "lobby"):
            return numbers.LOBBY
        if fold(name) in (fold(text("command.announcements.word")), "announcements"):
            return self.core.announcements.id
        if not name.startswith("@"):
            try:
                return self.group(name).id
            except NoSuchGroup:
                pass
        return numbers.private_with((yield from self.person(name.removeprefix("@"))))

    def title_of(self, conversation: int) -> str:
        """A conversation as a person calls it: `@name`, `#group`, the lobby."""
        if conversation == numbers.LOBBY:
            return text("command.lobby.word")
        peer = numbers.peer_of(conversation)
        if peer:
            return f"@{self.core.name_of(peer) or peer}"
        room = self.core.room(conversation)
        if room is not None and room.kind == "announcements":
            return text("command.announcements.word")
        return f"#{room.title}" if room else f"#{conversation}"

    def unread(self, conversation: int) -> Steps[list[Message]]:
        """What is unread in a conversation, ascending; what is not in memory is read from the disk."""
        seqs = self.core.unread(conversation)
        missing = [seq for seq in seqs if self.core.message(seq) is None]
        while missing:
            self.core.load_earlier(missing[-1] + 1, self.now, conversation)
            yield lambda event: isinstance(event, EarlierLoaded) and event.conversation == conversation
            before, missing = missing, [seq for seq in missing if self.core.message(seq) is None]
            if missing == before:
                break  # it is nowhere any more
        found = [self.core.message(seq) for seq in seqs]
        return [message for message in found if message is not None]

    # --- outcomes -----------------------------------------------------------------------------------------------------

    def outcome(self, ref: bytes) -> Steps[int]:
        """Wait for a request; what the server says about it (the id of RequestDone, the seq of a message). Refusals."""
        event = yield lambda event: _about(event, ref)
        match event:
            case MessageStored(seq=seq):
                return seq
            case RequestDone(id=id):
                return id
            case MessageRefused(refusal=why) | RequestRefused(refusal=why):
                raise why
        return 0


def _about(event: Event, ref: bytes) -> bool:
    outcomes = MessageStored | MessageRefused | RequestDone | RequestRefused
    return isinstance(event, outcomes) and event.ref == ref


class Tasks:
    """Those under way. Feed it every event of the core."""

    def __init__(self) -> None:
        self._running: list[_Running] = []

    @property
    def busy(self) -> bool:
        """Whether one waits for something."""
        return bool(self._running)

    def begin(self, start: Callable[[], Steps[Any] | Lines], done: Done) -> None:
        """Start one; `done` hears its end, maybe at once."""
        try:
            task = start()
        except UdpchatError as error:
            done((), error)
            return
        if isinstance(task, tuple):
            done(task, None)
        else:
            self._step(_Running(task, lambda event: True, done), None)

    def on_event(self, event: object) -> None:
        """Something happened."""
        for running in [one for one in self._running if one.test(event)]:
            self._running.remove(running)
            self._step(running, event)

    def give_up(self, error: UdpchatError) -> None:
        """End them all."""
        running, self._running = self._running, []
        for one in running:
            one.task.close()
            one.done((), error)

    def _step(self, running: _Running, event: object) -> None:
        try:
            running.test = running.task.send(event)
        except StopIteration as end:
            running.done(() if end.value is None else end.value, None)
        except UdpchatError as error:
            running.done((), error)
        else:
            self._running.append(running)


Handler = Callable[[Workbench, Call], Task | Lines]
"""A generator, or the lines at once for what waits for nothing."""


class Obeying:
    """Commands of one shell. `tell` hears what came of each; `go` is told when another conversation is to be opened."""

    def __init__(
        self,
        core: ClientCore,
        tell: Callable[[Reply], None],
        go: Callable[[Go], None],
        wall_ms: Callable[[], int],
        handlers: Mapping[str, Handler],
    ) -> None:
        """`handlers` by the names of the commands; `obedience.HANDLERS` are those of this module's kind."""
        self._handlers = handlers
        self.bench = Workbench(core, go, wall_ms=wall_ms)
        self.tasks = Tasks()
        self._tell = tell

    @property
    def busy(self) -> bool:
        """Whether a command is not done yet."""
        return self.tasks.busy

    def obey(self, call: Call, here: int, now: float) -> None:
        """Carry out a command, typed while that conversation is open."""
        self.bench.here, self.bench.now = here, now
        handler = self._handlers.get(call.command.name)
        if handler is not None:
            self.begin(call, lambda: handler(self.bench, call))

    def begin(self, call: Call, start: Callable[[], Task | Lines]) -> None:
        """Carry out something else in the same way."""
        self.tasks.begin(start, lambda lines, error: self._tell(Reply(call, lines, error)))

    def on_event(self, event: object, now: float) -> None:
        """An event of the core, or a Turn."""
        self.bench.now = now
        self.tasks.on_event(event)
