"""What the operator's core tells its window: frozen data, each with one line on when it occurs."""

from __future__ import annotations

from dataclasses import dataclass

from udpchat.errors import UdpchatError
from udpchat.words.messages import (
    Audit,
    Directory,
    Done,
    Figures,
    FileFigures,
    GroupList,
    Links,
    LogLine,
    Members,
    NotDone,
    NotPosted,
    OneTimeCode,
    OperatorWelcome,
    Posted,
    RealmInvite,
    RealmList,
    RealmPeople,
    Rooms,
    Rules,
    Sanctions,
    SessionRow,
    Settings,
    Slowed,
    Stored,
)

# fmt: off
Answer = (
    Done | NotDone | Posted | NotPosted | OneTimeCode | Directory | Members | GroupList | Sanctions | Audit | Slowed | Rules | Rooms
    | RealmInvite | Links | RealmList | RealmPeople
    | Stored | FileFigures
)
# fmt: on
"""What the relay says to the requests of an operator; and unasked the rules, the lobby and the announcements, and what becomes
of files."""


@dataclass(frozen=True, slots=True)
class OperatorReady:
    """Signed in, the first time or again. Another `started_at` than before is another process: counts restart."""

    welcome: OperatorWelcome


@dataclass(frozen=True, slots=True)
class OperatorLost:
    """The connection is gone, or an attempt failed, with the sentence that says why.

    The core tries again at `retry_at` (monotonic seconds). None: it has given up until the next `connect`.
    """

    reason: str
    retry_at: float | None


@dataclass(frozen=True, slots=True)
class SettingsArrived:
    """The settings in force: after each OperatorReady and after each change, whoever made it."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class SettingsRefused:
    """A change was not made; everything is as it was. After an OperatorLost the next SettingsArrived is the answer."""

    error: UdpchatError


@dataclass(frozen=True, slots=True)
class LogArrived:
    """Lines of the log that were not handed out before, ascending by number; a gap in the numbers is a real one."""

    lines: tuple[LogLine, ...]


@dataclass(frozen=True, slots=True)
class SessionsChanged:
    """The table of sessions changed: new or changed rows, numbers of those gone, and all rows in order of arrival."""

    rows: tuple[SessionRow, ...]
    gone: tuple[int, ...]
    all: tuple[SessionRow, ...]


@dataclass(frozen=True, slots=True)
class FiguresArrived:
    """The counts of the relay, once a second."""

    figures: Figures


@dataclass(frozen=True, slots=True)
class OrderAnswered:
    """The answer to a `request`, or a page of it. Rules, Rooms, FileFigures come unasked, at first and on each change."""

    word: Answer


OperatorEvent = (
    OperatorReady
    | OperatorLost
    | SettingsArrived
    | SettingsRefused
    | LogArrived
    | SessionsChanged
    | FiguresArrived
    | OrderAnswered
)
