"""What all errands have in common: a sheet that is told what has changed, requests with their outcome, and an end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from udpchat.catalogue import text
from udpchat.client.core import ClientCore
from udpchat.client.events import (
    Event,
    MessageRefused,
    MessageStored,
    RequestDone,
    RequestRefused,
    StateChanged,
)
from udpchat.client.obeying import Steps, Tasks
from udpchat.client.phases import Phase
from udpchat.errors import UdpchatError
from udpchat.gui.presenters.chat_ports import Around, Errands
from udpchat.gui.presenters.chat_timers import Timers
from udpchat.gui.presenters.errands.crowd import Crowd
from udpchat.gui.presenters.errands.ports import Confirmation, Shown, Windows
from udpchat.gui.presenters.file_deeds import FileTarget
from udpchat.gui.widgets.file_data import FileVerb

D = TypeVar("D")

MODERATORS = frozenset({"moderator", "operator"})


class Opener(Protocol):
    """Opens a conversation, at a message if one is named."""

    def __call__(self, conversation: int, /, seq: int = 0) -> None: ...


class FileDoer(Protocol):
    """Carries out the verbs of files: `FileDeeds`."""

    def do(self, verb: FileVerb, target: FileTarget) -> None: ...


class NoFileDoer:
    """Files are only looked at."""

    def do(self, verb: FileVerb, target: FileTarget) -> None: ...


class AllErrands(Errands, Protocol):
    """Also those that only other errands open."""

    def search(self, conversation: int | None = None, words: str = "") -> None: ...
    def several(self) -> None: ...


@dataclass(slots=True)
class Bench:
    """What errands work on, the same for all. `errands` opens others of them."""

    core: ClientCore
    windows: Windows
    around: Around
    open_conversation: Opener
    crowd: Crowd
    files: FileDoer = field(default_factory=NoFileDoer)
    posted: Callable[[int], None] = lambda _conversation: None  # something of mine was sent there
    take_reply: Callable[[int], int] = lambda _conversation: 0  # which message it answers there; asked for once
    tasks: Tasks = field(default_factory=Tasks)
    _errands: list[AllErrands] = field(default_factory=list)

    @property
    def errands(self) -> AllErrands:
        """All of them."""
        return self._errands[0]

    def serve(self, errands: AllErrands) -> None:
        """Once, at the start."""
        self._errands.append(errands)

    @property
    def now(self) -> float:
        """Of the core."""
        return self.around.now()

    @property
    def online(self) -> bool:
        """Whether the server hears."""
        return self.core.state is Phase.ONLINE

    @property
    def moderates(self) -> bool:
        """Whether I may keep order here."""
        return self.core.my_role in MODERATORS

    @property
    def operates(self) -> bool:
        """Whether I may do everything here."""
        return self.core.my_role == "operator"


class Errand(Generic[D]):
    """One sheet. Subclasses say what it shows in `data`, and what they hear in `take`."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.core = bench.core
        self.timers = Timers(bench.around.later)
        self.over = False
        self._sheet: Shown | None = None
        self._told: D | None = None
        self._works = 0

    def data(self) -> D:
        """What the sheet shows now."""
        raise NotImplementedError

    def begin(self) -> None:
        """It is on the screen: ask what is to be asked."""

    def take(self, event: Event) -> bool:
        """An event of the core; whether it may have changed what is shown."""
        return False

    # --- the sheet ----------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Show it."""
        self._told = self.data()
        self._sheet = self.bench.windows.open(self, self._told)
        self._try(self.begin)

    def on_event(self, event: Event) -> None:
        """An event of the core."""
        if not self.over and self.take(event):
            self.refresh()

    def refresh(self) -> None:
        """Tell the sheet what is so now, if that is news."""
        if self.over or self._sheet is None:
            return
        data = self.data()
        if data != self._told:
            self._told = data
            self._sheet.show(data)

    def complain(self, sentence: str, field: str = "") -> None:
        """Say on the sheet what is wrong; as a passing word when it is gone."""
        if self._sheet is not None and not self.over:
            self._sheet.complain(sentence, field)
        elif sentence:
            self.bench.windows.toast(sentence)

    def close(self) -> None:
        """The sheet goes. What is under way goes on; only what fails is told."""
        if self.over:
            return
        self.over = True
        self.timers.close()
        if self._sheet is not None:
            self._sheet.close()

    def leave_for(self, go: Callable[[], None]) -> None:
        """Close and do something else."""
        self.close()
        go()

    def go(self, conversation: int, seq: int = 0) -> None:
        """Close and open a conversation: to write there, or to look at one message."""
        self.leave_for(lambda: self.bench.open_conversation(conversation, seq))
        if not seq:
            self.bench.windows.write()

    # --- requests -----------------------------------------------------------------------------------------------------

    def _try(self, act: Callable[[], object], field: str = "") -> bool:
        """Do what may be refused at once."""
        try:
            act()
        except UdpchatError as error:
            self.complain(error.sentence, field)
            return False
        self.bench.around.kick()
        return True

    def ask(self, act: Callable[[], object]) -> bool:
        """Ask the server for something that comes as an event."""
        return self._try(act)

    def order(
        self, give: Callable[[], bytes], done: Callable[[int], object] | None = None, field: str = "", kept: bool = True
    ) -> None:
        """Have something done and wait for it. `kept`: it waits in the outbox while there is no connection; then `done`
        hears -1."""
        self.run(lambda: self._outcome(give, kept), done, field)

    def run(self, steps: Callable[[], Steps[Any]], done: Callable[[Any], object] | None = None, field: str = "") -> None:
        """Go through steps; the sheet is busy meanwhile."""

        def ended(value: Any, error: UdpchatError | None) -> None:
            self._work(-1)
            if error is not None:
                self.complain(error.sentence, field)
            elif done is not None and not self.over:
                done(value)

        self.complain("")
        self._work(1)
        self.bench.tasks.begin(steps, ended)
        self.bench.around.kick()

    def _work(self, step: int) -> None:
        before, self._works = self._works, self._works + step
        if (before > 0) != (self._works > 0) and self._sheet is not None and not self.over:
            self._sheet.work(self._works > 0)

    def _outcome(self, give: Callable[[], bytes], kept: bool) -> Steps[int]:
        ref = give()
        if kept and not self.bench.online:
            return -1
        event = yield lambda event: _about(event, ref) or (kept and _offline(event))
        match event:
            case RequestDone(id=id):
                return id
            case MessageStored(seq=seq):
                return seq
            case MessageRefused(refusal=why) | RequestRefused(refusal=why):
                raise why
        return -1

    def later(self, value: int) -> bool:
        """Whether that outcome means: not yet. It is told."""
        if value >= 0:
            return False
        self.bench.windows.toast(text("errands.later"))
        return True

    def confirm(self, asked: Confirmation, on_yes: Callable[[], None]) -> None:
        """Ask before it is done."""
        self.bench.windows.confirm(asked, on_yes)


def _about(event: object, ref: bytes) -> bool:
    return isinstance(event, MessageStored | MessageRefused | RequestDone | RequestRefused) and event.ref == ref


def _offline(event: object) -> bool:
    return isinstance(event, StateChanged) and event.phase is not Phase.ONLINE


AnyErrand = Errand[Any]
"""One of whatever kind."""
