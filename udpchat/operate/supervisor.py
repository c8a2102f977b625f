"""Keeps the relay of one data folder as the person wants it: running, or not.

It asks the folder and its child again and again (`poll`), and does nothing in between; time and means are handed in. A
relay that somebody else started is as good as one of its own: it is attached to, watched and stopped in the same way.

It is ended by an operator's word. Only if that cannot be said, or is not heeded, by a signal where there is one that
asks, and in the end by force; its store is safe in every case.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol, assert_never

from udpchat import __version__, limits
from udpchat.catalogue import text
from udpchat.errors import FolderInUse, PortInUse, UdpchatError
from udpchat.operate import processes
from udpchat.operate.ending import Ending
from udpchat.operate.folder import FolderState, RunningRelay, look, settings_mark
from udpchat.operate.last_words import fault_in, words_in
from udpchat.operate.ports import next_free_port
from udpchat.operate.spawn import Launch, spawn
from udpchat.operate.states import Failure, Signal, State, Status, advance

_REFUSING: Final = (1, 2)  # exit statuses of a relay that cannot run as it is set up, and of a wrong command line
_ENDING: Final = (State.STOPPING, State.REPLACING)
_QUIET: Final = (State.STOPPED, State.RUNNING, State.FAILED)


class Born(Protocol):
    """A relay that we started: `spawn.Child`."""

    @property
    def pid(self) -> int: ...
    def status(self) -> int | None: ...
    def last_words(self) -> tuple[str, ...]: ...
    def let_go(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Means:
    """How to look, start and end; a test hands in others."""

    look: Callable[[Path], FolderState] = look
    spawn: Callable[[Launch], Born] = spawn
    words_in: Callable[[Path], tuple[str, ...]] = words_in
    settings_mark: Callable[[Path], object] = settings_mark
    ask_to_end: Callable[[int], bool] = processes.ask_to_end
    end: Callable[[int], bool] = processes.end
    next_free_port: Callable[[str], int | None] = next_free_port


class Supervisor:
    """One data folder. `say_stop` asks the relay over the operator's connection; False: there is none."""

    def __init__(self, launch: Launch, say_stop: Callable[[], bool], means: Means = Means()) -> None:
        self.status = Status(State.STOPPED)
        """The latest status; each one is also told by `next_status`."""
        self._launch = launch
        self._mark = means.settings_mark(launch.data)  # saved settings that are younger count more than `_launch`
        self._say_stop = say_stop
        self._means = means
        self._statuses: deque[Status] = deque()
        self._child: Born | None = None
        self._spawned_at = 0.0
        self._await_until: float | None = None
        self._restarts: deque[float] = deque(maxlen=limits.RELAY_RETRIES)
        self._start_again = False
        self._replaced = False
        self._ending: Ending | None = None

    # --- commands -----------------------------------------------------------------------------------------------------

    def start(self, now: float, port: int | None = None) -> None:
        """Have a relay there: attach to the one that runs, else start one, on this port if it is given."""
        if port is not None:
            self._settle()
            self._launch = replace(self._launch, port=port)
        if self.status.state in (State.STOPPED, State.FAILED, State.RESTARTING):
            self._restarts.clear()
            self._replaced = False
            self._begin(now)
        elif self.status.state is State.STOPPING:
            self._start_again = True

    def stop(self, now: float) -> None:
        """Have none there."""
        self._start_again = False
        match self.status.state:
            case State.STARTING | State.RUNNING:
                self._end(Signal.STOP, now)
            case State.REPLACING:
                self._move(Signal.STOP, relay=self.status.relay)
            case State.RESTARTING:
                self._move(Signal.GONE)
            case State.STOPPED | State.STOPPING | State.FAILED:
                pass
            case other:
                assert_never(other)

    def restart(self, now: float) -> None:
        """Stop it and start it again, or start it."""
        self.stop(now)
        self.start(now)

    def let_go(self) -> None:
        """The window closes and the relay goes on: it is nobody's child any more."""
        if self._child is not None:
            self._child.let_go()
            self._child = None

    # --- being asked --------------------------------------------------------------------------------------------------

    def next_status(self) -> Status | None:
        """The oldest status not yet pulled."""
        return self._statuses.popleft() if self._statuses else None

    def poll_again_s(self) -> float:
        """How soon `poll` should be called; more often is harmless."""
        return limits.RELAY_POLL_S if self.status.state in _QUIET else limits.RELAY_BUSY_POLL_S

    def poll(self, now: float) -> None:
        """Look, and do what follows from it."""
        state = self.status.state
        folder = self._means.look(self._launch.data)
        if folder.running is not None and state not in _ENDING:
            self._listens(folder.running, now)
        elif state is State.STARTING:
            self._starting(now)
        elif state is State.RUNNING:
            self._silent(folder, now)
        elif state in _ENDING:
            self._watch_the_end(folder, now)
        elif state is State.RESTARTING and now >= (self.status.retry_at or now):
            self._begin(now)

    # --- starting -----------------------------------------------------------------------------------------------------

    def _begin(self, now: float) -> None:
        folder = self._means.look(self._launch.data)
        if folder.running is not None:
            self._listens(folder.running, now, wanted=True)
            return
        self.let_go()
        self._await_until = None
        self._settle()
        try:
            self._child = self._means.spawn(self._launch)
        except OSError as error:
            self._fail(Failure.NOT_STARTED, text("operate.not_started", reason=error), (), None)
            return
        self._spawned_at = now
        self._move(Signal.START)

    def _settle(self) -> None:
        """A relay that saves its settings saves all of them, so what it was started with is history then."""
        mark = self._means.settings_mark(self._launch.data)
        if mark != self._mark:
            self._mark = mark
            self._launch = Launch(self._launch.data, self._launch.host, saved=True)

    def _listens(self, relay: RunningRelay, now: float, wanted: bool = False) -> None:
        """The folder names a relay that lives: ours, or one that somebody else was quicker to start."""
        if self._living_child() is None:
            self.let_go()
        wanted = wanted or self.status.state in (State.STARTING, State.RESTARTING)
        self._launch = replace(self._launch, port=relay.port, name=relay.name or None)
        if self.status.state is not State.RUNNING:
            if self._child is None:  # it may be set up otherwise than we would have done it
                self._mark = self._means.settings_mark(self._launch.data)
            self._move(Signal.UP, relay=relay)
        elif relay != self.status.relay:
            self._tell(replace(self.status, relay=relay))
        if wanted and relay.version != __version__ and not self._replaced:
            self._replaced = True
            self._end(Signal.REPLACE, now)

    def _starting(self, now: float) -> None:
        if self._child is None:
            if self._await_until is not None and now >= self._await_until:
                self._refused((), FolderInUse(detail=self._launch.data))
            return
        status = self._child.status()
        if status is None:
            return
        words = self._child.last_words()
        fault = fault_in(words)
        if status == 0:
            self._gone()
        elif isinstance(fault, FolderInUse):  # somebody else's is being started there
            self.let_go()
            self._await_until = now + limits.RELAY_AWAIT_S
        elif status in _REFUSING:
            self._refused(words, fault)
        else:
            self._died(words, now)

    # --- ending without being told ------------------------------------------------------------------------------------

    def _silent(self, folder: FolderState, now: float) -> None:
        """It was running, and the folder names nobody any more."""
        if self._child is None:
            words = self._means.words_in(self._launch.data) if folder.crashed else ()
            status = -1 if folder.crashed else 0
        else:
            ended = self._child.status()
            if ended is None:
                return  # it tidies up, or somebody takes the folder from under it
            status, words = ended, self._child.last_words()
        if status == 0:
            self._gone()
        elif status in _REFUSING and self._child is not None and now < self._spawned_at + limits.RELAY_EARLY_S:
            self._refused(words, fault_in(words))
        else:
            self._died(words, now)

    def _gone(self) -> None:
        self.let_go()
        self._move(Signal.GONE)

    def _died(self, words: tuple[str, ...], now: float) -> None:
        self.let_go()
        while self._restarts and now - self._restarts[0] >= limits.RELAY_RETRIES_S:
            self._restarts.popleft()
        if len(self._restarts) == limits.RELAY_RETRIES:
            minutes = round(limits.RELAY_RETRIES_S / 60)
            advice = text("operate.too_often", count=limits.RELAY_RETRIES + 1, minutes=minutes)
            self._fail(Failure.TOO_OFTEN, advice, words, fault_in(words))
            return
        delay_s = min(limits.RELAY_RETRY_MIN_S * 2 ** len(self._restarts), limits.RELAY_RETRY_MAX_S)
        self._restarts.append(now)
        self._move(Signal.DIED, retry_at=now + delay_s, last_words=words)

    def _refused(self, words: tuple[str, ...], fault: UdpchatError | None) -> None:
        self._fail(Failure.CONFIGURATION, text("operate.refused"), words, fault)

    def _fail(self, failure: Failure, advice: str, words: tuple[str, ...], error: UdpchatError | None) -> None:
        self.let_go()
        port = None
        if isinstance(error, PortInUse):
            port = self._means.next_free_port(self._launch.host or "")
            advice = text("operate.port", port=error.detail)
        if port is not None:
            advice = text("operate.next_port", port=error.detail if error else "", other=port)
        self._move(
            Signal.GIVE_UP, failure=failure, advice=advice, last_words=words, error=error, next_port=port
        )

    # --- ending it ----------------------------------------------------------------------------------------------------

    def _end(self, signal: Signal, now: float) -> None:
        relay = self.status.relay
        other = relay.version or "?" if relay is not None and signal is Signal.REPLACE else ""
        self._move(signal, relay=relay, other_version=other)
        self._ending = Ending(self._say_stop, self._means.ask_to_end, self._means.end, now)
        self._watch_the_end(self._means.look(self._launch.data), now)

    def _watch_the_end(self, folder: FolderState, now: float) -> None:
        pid = folder.running.pid if folder.running is not None else self._living_child()
        if pid is not None and self._ending is not None:
            self._ending.push(pid, now)
            return
        self._ending = None
        if self._start_again or self.status.state is State.REPLACING:
            self._start_again = False
            self.status = Status(State.STOPPED)  # for a moment that nobody needs to be told of
            self._begin(now)
        else:
            self._gone()

    def _living_child(self) -> int | None:
        return self._child.pid if self._child is not None and self._child.status() is None else None

    # --- state --------------------------------------------------------------------------------------------------------

    def _move(self, signal: Signal, **told: Any) -> None:
        self._tell(Status(advance(self.status.state, signal), **told))

    def _tell(self, status: Status) -> None:
        self.status = status
        self._statuses.append(status)
