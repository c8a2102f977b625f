"""The life of a relay as its supervisor sees it, as a table; and what a window is told of it.

A relay is STARTING until its folder says that it listens. From RUNNING it goes by the person's word (STOPPING), by
ours (REPLACING, when it is of another version of the program), by somebody else's word (back to STOPPED), or by a
fault: then it is RESTARTING until the wait is over. FAILED is left by a person only, or when somebody else starts a
relay there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from udpchat.errors import UdpchatError
from udpchat.operate.folder import RunningRelay


class State(Enum):
    """Where the relay stands."""

    STOPPED = auto()
    STARTING = auto()
    RUNNING = auto()
    STOPPING = auto()
    RESTARTING = auto()  # it ended by itself; `retry_at` says when it is started again
    REPLACING = auto()  # one of another version runs on the folder and makes room for ours
    FAILED = auto()  # it will not be started again by itself


class Signal(Enum):
    """What moves the state."""

    START = auto()  # a process is begun, or waited for
    UP = auto()  # the folder says that one listens
    STOP = auto()  # the person wants it gone
    REPLACE = auto()
    GONE = auto()  # it ended as it was told to, by us or by somebody else
    DIED = auto()
    GIVE_UP = auto()


TABLE: Final[dict[State, dict[Signal, State]]] = {
    State.STOPPED: {Signal.START: State.STARTING, Signal.UP: State.RUNNING, Signal.GIVE_UP: State.FAILED},
    State.STARTING: {
        Signal.START: State.STARTING,
        Signal.UP: State.RUNNING,
        Signal.STOP: State.STOPPING,
        Signal.GONE: State.STOPPED,
        Signal.DIED: State.RESTARTING,
        Signal.GIVE_UP: State.FAILED,
    },
    State.RUNNING: {
        Signal.STOP: State.STOPPING,
        Signal.REPLACE: State.REPLACING,
        Signal.GONE: State.STOPPED,
        Signal.DIED: State.RESTARTING,
        Signal.GIVE_UP: State.FAILED,
    },
    State.STOPPING: {Signal.GONE: State.STOPPED},
    State.RESTARTING: {
        Signal.START: State.STARTING,
        Signal.UP: State.RUNNING,
        Signal.GONE: State.STOPPED,
        Signal.GIVE_UP: State.FAILED,
    },
    State.REPLACING: {Signal.STOP: State.STOPPING, Signal.GONE: State.STOPPED},
    State.FAILED: {
        Signal.START: State.STARTING,
        Signal.UP: State.RUNNING,
        Signal.GONE: State.STOPPED,
        Signal.GIVE_UP: State.FAILED,
    },
}


def advance(state: State, signal: Signal) -> State:
    """The state after `signal`; KeyError for one that has no place there, which is a fault of this program."""
    return TABLE[state][signal]


class Failure(Enum):
    """Why it is not started again by itself."""

    CONFIGURATION = auto()  # it could not start as it is set up: starting it again would end the same way
    TOO_OFTEN = auto()  # it ended too often within a short time
    NOT_STARTED = auto()  # the system could not start a process at all


@dataclass(frozen=True, slots=True)
class Status:
    """What a window shows. `relay` is there while it runs; `last_words` are what it printed before it ended."""

    state: State
    relay: RunningRelay | None = None
    retry_at: float | None = None  # monotonic seconds, in RESTARTING
    last_words: tuple[str, ...] = ()
    failure: Failure | None = None
    error: UdpchatError | None = None  # the known fault that it complained of
    next_port: int | None = None  # a free one, when the wanted one is another program's
    advice: str = ""  # what happened and what to do next, in FAILED
    other_version: str = ""  # of the relay that makes room, in REPLACING
