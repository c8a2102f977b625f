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
from udpchat.gui.presenters.server_feed import Failure, Run, RunState
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

    run: Run
    online: bool = False  # signed in as operator
    ever_online: bool = False  # since this process runs
    lost_reason: str = ""
    uptime_s: float | None = None
    port: int = 0
    next_port: int | None = None  # free, while the wanted one is taken by another program
    own_version: str = ""


def state_line(now: Situation) -> tuple[Dot, str]:
    """The dot and the words beside it."""
    match now.run.state:
        case RunState.STOPPED:
            return Dot.HOLLOW, text("operator.state.stopped")
        case RunState.STARTING:
            return Dot.AMBER, text("operator.state.starting")
        case RunState.RUNNING:
            return _running(now)
        case RunState.STOPPING:
            return Dot.AMBER, text("operator.state.stopping")
        case RunState.RESTARTING:
            return Dot.RED, text("operator.state.restarting")
        case RunState.REPLACING:
            return Dot.AMBER, text("operator.state.replacing")
        case RunState.FAILED:
            return Dot.RED, text("operator.state.failed")
        case other:
            assert_never(other)


def _running(now: Situation) -> tuple[Dot, str]:
    if now.online:
        if now.uptime_s is None:
            return Dot.GREEN, text("operator.state.running")
        return Dot.GREEN, text("operator.state.running_since", time=duration(now.uptime_s))
    return Dot.AMBER, text("operator.state.reconnecting" if now.ever_online else "operator.state.starting")


def main_button(state: RunState) -> Button | None:
    """Start or stop."""
    match state:
        case RunState.STOPPED | RunState.FAILED:
            return Button(Command.START, text("operator.verb.start"), loud=True)
        case RunState.RUNNING | RunState.STARTING | RunState.RESTARTING:
            return Button(Command.STOP, text("operator.verb.stop"))
        case RunState.STOPPING | RunState.REPLACING:
            return None
        case other:
            assert_never(other)


def notice(situation: Situation, now: float) -> Notice | None:
    """The strip above the page; None when all is well."""
    run = situation.run
    match run.state:
        case RunState.FAILED:
            return _failed(situation)
        case RunState.RESTARTING:
            return _died(run, now)
        case RunState.REPLACING:
            words = text("operator.notice.replacing", other=run.other_version or "?", own=situation.own_version)
            return Notice(Tone.WARN, text("operator.notice.replacing_title"), words)
        case RunState.RUNNING if situation.ever_online and not situation.online:
            words = text("operator.notice.reconnecting", reason=situation.lost_reason).strip()
            button = Button(Command.RECONNECT, text("operator.verb.try_now"))
            return Notice(Tone.WARN, text("operator.notice.reconnecting_title"), words, buttons=(button,))
        case _:
            return None


def _died(run: Run, now: float) -> Notice:
    wait_s = 0 if run.retry_at is None else math.ceil(max(0.0, run.retry_at - now))
    words = text("operator.notice.died", seconds=wait_s) if wait_s else text("operator.notice.died_now")
    buttons = (Button(Command.START, text("operator.verb.restart_now"), loud=True), *_about(run))
    return Notice(Tone.BAD, text("operator.notice.died_title"), words, run.last_words[-LAST_WORDS_COUNT:], buttons)


def _failed(situation: Situation) -> Notice:
    run = situation.run
    last_words = run.last_words[-LAST_WORDS_COUNT:]
    again = Button(Command.START, text("operator.verb.start_again"))
    if situation.next_port is not None:
        title = text("operator.notice.port_title", port=situation.port)
        words = text("operator.notice.port", port=situation.port)
        use = text("operator.verb.next_port", port=situation.next_port)
        return Notice(Tone.BAD, title, words, (), (Button(Command.START_ON_NEXT_PORT, use, loud=True), again))
    match run.failure:
        case Failure.TOO_OFTEN:
            key = "often"
        case Failure.NOT_STARTED:
            key = "not_started"
        case Failure.CONFIGURATION | None:
            key = "failed"
        case other:
            assert_never(other)
    title, words = text(f"operator.notice.{key}_title"), text(f"operator.notice.{key}")
    return Notice(Tone.BAD, title, words, last_words, (again, *_about(run)))


def _about(run: Run) -> tuple[Button, ...]:
    folder = Button(Command.OPEN_FOLDER, text("operator.verb.open_folder"))
    if not run.last_words:
        return (folder,)
    return (Button(Command.COPY_LAST_WORDS, text("operator.verb.copy_words")), folder)
