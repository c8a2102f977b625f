"""What the server window says about the process that serves: one line beside a dot, one button, and a notice if need be.

The notice stands above every page. It names what happened, quotes the last words of the process where it had any, and
offers what can be done next.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, assert_never

from udpchat.catalogue import text
from udpchat.errors import PortInUse
from udpchat.gui.presenters.server_feed import Failure, State, Status
from udpchat.gui.presenters.server_figures import Tone
from udpchat.gui.presenters.server_format import duration

LAST_WORDS_COUNT: Final = 6  # lines quoted in a notice: what fits above a page


class Command(Enum):
    """What a button of the state or of a notice does."""

    START = auto()
    STOP = auto()
    START_ON_NEXT_PORT = auto()
    RECONNECT = auto()
    COPY_LAST_WORDS = auto()
    OPEN_FOLDER = auto()


class Dot(Enum):
    """The dot beside the state."""

    GREEN = auto()
    AMBER = auto()
    RED = auto()
    HOLLOW = auto()


@dataclass(frozen=True, slots=True)
class Button:
    """A verb. `loud`: the one to press."""

    command: Command
    label: str
    loud: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The foot of the navigation. `button` is None while there is nothing to press."""

    name: str
    address: str
    dot: Dot
    state: str
    button: Button | None


@dataclass(frozen=True, slots=True)
class Notice:
    """A strip above the page."""

    tone: Tone
    title: str
    words: str
    last_words: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that state and notice depend on. Times in monotonic seconds."""

    run: Status
    online: bool = False  # signed in as operator
    ever_online: bool = False  # since this process runs
    lost_reason: str = ""
    retry_at: float | None = None  # of the connection to the process
    uptime_s: float | None = None
    own_version: str = ""
    faulty: bool = False  # the relay said a moment ago that something of its own goes wrong


def state_line(now: Situation) -> tuple[Dot, str]:
    """The dot and the words beside it."""
    match now.run.state:
        case State.STOPPED:
            return Dot.HOLLOW, text("operator.state.stopped")
        case State.STARTING:
            return Dot.AMBER, text("operator.state.starting")
        case State.RUNNING:
            return _running(now)
        case State.STOPPING:
            return Dot.AMBER, text("operator.state.stopping")
        case State.RESTARTING:
            return Dot.RED, text("operator.state.restarting")
        case State.REPLACING:
            return Dot.AMBER, text("operator.state.replacing")
        case State.FAILED:
            return Dot.RED, text("operator.state.failed")
        case other:
            assert_never(other)


def _running(now: Situation) -> tuple[Dot, str]:
    if now.online:
        if now.uptime_s is None:
            return Dot.GREEN, text("operator.state.running")
        return Dot.GREEN, text("operator.state.running_since", time=duration(now.uptime_s))
    return Dot.AMBER, text("operator.state.reconnecting" if now.ever_online else "operator.state.starting")


def main_button(state: State) -> Button | None:
    """Start or stop."""
    match state:
        case State.STOPPED | State.FAILED:
            return Button(Command.START, text("operator.verb.start"), loud=True)
        case State.RUNNING | State.STARTING | State.RESTARTING:
            return Button(Command.STOP, text("operator.verb.stop"))
        case State.STOPPING | State.REPLACING:
            return None
        case other:
            assert_never(other)


def notice(situation: Situation, now: float) -> Notice | None:
    """The strip above the page; None when all is well."""
    run = situation.run
    match run.state:
        case State.FAILED:
            return _failed(situation.run)
        case State.RESTARTING:
            return _died(run, now)
        case State.REPLACING:
            words = text("operator.notice.replacing", other=run.other_version or "?", own=situation.own_version)
            return Notice(Tone.WARN, text("operator.notice.replacing_title"), words)
        case State.RUNNING if not situation.online and (situation.ever_online or situation.lost_reason):
            return _cut_off(situation, now)
        case State.RUNNING if situation.faulty:
            return Notice(Tone.BAD, text("operator.notice.fault_title"), text("operator.notice.fault"))
        case _:
            return None


def _died(run: Status, now: float) -> Notice:
    wait_s = _seconds(run.retry_at, now)
    words = text("operator.notice.died", seconds=wait_s) if wait_s else text("operator.notice.died_now")
    buttons = (Button(Command.START, text("operator.verb.restart_now"), loud=True), *_about(run))
    return Notice(Tone.BAD, text("operator.notice.died_title"), words, run.last_words[-LAST_WORDS_COUNT:], buttons)


def _cut_off(situation: Situation, now: float) -> Notice:
    """The process lives, but this window has no connection to it."""
    title = text("operator.notice.reconnecting_title")
    wait_s = _seconds(situation.retry_at, now)
    again = text("operator.notice.again", seconds=wait_s) if wait_s else text("operator.notice.again_now")
    words = f"{situation.lost_reason} {again}".strip()
    return Notice(Tone.WARN, title, words, buttons=(Button(Command.RECONNECT, text("operator.verb.try_now")),))


def _failed(run: Status) -> Notice:
    again = Button(Command.START, text("operator.verb.start_again"), loud=run.next_port is None)
    if isinstance(run.error, PortInUse):
        title, words = text("operator.notice.port_title", port=run.error.detail), text("operator.notice.port")
        if run.next_port is None:
            return Notice(Tone.BAD, title, words, (), (again,))
        use = Button(Command.START_ON_NEXT_PORT, text("operator.verb.next_port", port=run.next_port), loud=True)
        return Notice(Tone.BAD, title, words, (), (use, again))
    match run.failure:
        case Failure.TOO_OFTEN:
            title = text("operator.notice.often_title")
        case Failure.CONFIGURATION:
            title = text("operator.notice.refused_title")
        case Failure.NOT_STARTED | None:
            title = text("operator.notice.failed_title")
        case other:
            assert_never(other)
    return Notice(Tone.BAD, title, run.advice, run.last_words[-LAST_WORDS_COUNT:], (again, *_about(run)))


def _seconds(until: float | None, now: float) -> int:
    return 0 if until is None else math.ceil(max(0.0, until - now))


def _about(run: Status) -> tuple[Button, ...]:
    folder = Button(Command.OPEN_FOLDER, text("operator.verb.open_folder"))
    if not run.last_words:
        return (folder,)
    return (Button(Command.COPY_LAST_WORDS, text("operator.verb.copy_words")), folder)
