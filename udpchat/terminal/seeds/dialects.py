"""Which typed line belongs to which of the older systems, and their commands one after another.

Words in hashes (#MASUK#) belong to TCurah and mean so at any time. Bare words (auth, send, inbox) belong to the other
three; they count from the prompt on for as long as the sign-in lasts that one of them made, since in an ordinary chat
"list" or "exit" is something that people say. Whoever came in by a bare word gets no messages on the screen: they ask for
their inbox.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from udpchat.client import events
from udpchat.client.obeying import Lines, Task, Tasks, Workbench
from udpchat.client.target import Credentials
from udpchat.errors import UdpchatError
from udpchat.terminal.seeds import tcurah, verbs
from udpchat.terminal.seeds.bench import Bench, Typed


class Dialect(Enum):
    """How somebody came in."""

    NONE = auto()
    HASHES = auto()
    VERBS = auto()


@dataclass(slots=True)
class _State:
    dialect: Dialect = Dialect.NONE


class Dialects:
    """One command at a time. `leave` ends the program once everything is done."""

    def __init__(
        self,
        work: Workbench,
        print_line: Callable[[str], None],
        sign_in: Callable[[Credentials, float], None] | None,
        leave: Callable[[float], None],
    ) -> None:
        self._bench = Bench(work, print_line, sign_in, leave)
        self._print = print_line
        self._tasks = Tasks()
        self._dialect = Dialect.NONE
        self._can_sign_in = sign_in is not None

    @property
    def waits(self) -> bool:
        """A command is under way and asks for no line: the next one has to wait."""
        return self._tasks.busy and not self._bench.asking

    @property
    def asks(self) -> bool:
        """A command waits for a line."""
        return self._tasks.busy and self._bench.asking

    @property
    def speaks(self) -> bool:
        """A command is under way that tells its outcome itself."""
        return self._tasks.busy

    @property
    def quiet(self) -> bool:
        """Nothing is shown but answers."""
        return self._dialect is Dialect.VERBS

    def take(self, line: str, signed_in: bool, now: float) -> bool:
        """A typed line; whether it belongs here."""
        self._bench.work.now = now
        if self.asks:
            self._bench.asking = False
            self._tasks.on_event(Typed(line))
            return True
        if start := tcurah.command(line, self._bench, signed_in):
            if not signed_in:
                self._dialect = Dialect.HASHES
            self._begin(start, tcurah.explained)
            return True
        if signed_in and self._dialect is not Dialect.VERBS:
            return False
        if not self._can_sign_in or line.startswith("/") or not line.strip():
            return False
        start = verbs.command(line, self._bench, signed_in)
        if start is None and not signed_in:
            return False
        self._dialect = Dialect.VERBS
        self._begin(start or verbs.unknown, verbs.explained(line))
        return True

    def _begin(self, start: Callable[[], Task | Lines], explained: Callable[[UdpchatError], Lines]) -> None:
        def done(lines: Lines, error: UdpchatError | None) -> None:
            for line in explained(error) if error is not None else lines:
                self._print(line)

        self._tasks.begin(start, done)

    def on_event(self, event: object, now: float) -> None:
        """An event of the core, or a turn."""
        self._bench.work.now = now
        self._tasks.on_event(event)
        if isinstance(event, events.LoggedOut) and not self._tasks.busy:
            self._dialect = Dialect.NONE

    def give_up(self) -> None:
        """The person wants to leave: no question is asked any more."""
        self._bench.asking = False
        self._tasks = Tasks()
