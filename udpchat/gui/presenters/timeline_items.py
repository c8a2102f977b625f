"""What stands in a timeline: messages, comings and goings, notices; each with its place in the one order."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from udpchat.catalogue import text
from udpchat.client.events import File, NoticeEvent
from udpchat.gui.presenters.file_words import caption, file_line
from udpchat.gui.widgets.chat_rows import Chip, Quote, Tick
from udpchat.gui.widgets.file_data import CardData
from udpchat.limits import INTEGER_MAX, NOTICE_NAMES_COUNT

Place = tuple[int, int]
"""The order: the seq of the server, and within one seq the order of coming here. A message with a seq is (seq, 0)."""

UNSTORED: Final = INTEGER_MAX + 1
"""Stands for a seq in the place of what has none yet: after everything that has one."""

User = tuple[int, str]
"""Id and name."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as it is shown here: the number of its day (proleptic Gregorian, local time), and hour and minute."""

    day: int
    clock: str


MomentOf = Callable[[int], Moment]
"""From wall time in milliseconds."""


def local_moment(at: int) -> Moment:
    """The moment in this computer's time zone; day 0 for a time that no calendar has."""
    try:
        local = time.localtime(at / 1000)
        return Moment(datetime.date(*local[:3]).toordinal(), f"{local.tm_hour:02}:{local.tm_min:02}")
    except (OverflowError, OSError, ValueError):
        return Moment(0, "--:--")


@dataclass(frozen=True, slots=True)
class Said:
    """A message. `tick` only for mine."""

    place: Place
    key: str
    author: int
    name: str
    ref: bytes
    at: int
    moment: Moment
    text: str
    own: bool
    mention: bool = False
    tick: Tick | None = None
    error: str = ""
    state: str = ""  # of mine, in words
    reply: int = 0  # the seq that it answers
    quote: Quote | None = None
    edited: bool = False
    deleted: bool = False
    reactions: tuple[Chip, ...] = ()
    bundle: bytes = b""  # what the messages of one sending to several people have in common
    people: tuple[int, ...] = ()  # whom it went to, each in private
    file: File | None = None  # as the server has it
    card: CardData | None = None  # of that file, or of one that is not there yet

    @property
    def caption(self) -> str:
        """The text without the name that stands in its place when nothing was said about a file."""
        if self.card is None or self.deleted:
            return self.text
        return caption(self.card_name, self.text)

    @property
    def card_name(self) -> str:
        """The name of the file, as it was sent."""
        return self.file.name if self.file is not None else self.card.name if self.card is not None else ""

    @property
    def line(self) -> str:
        """What a list or a notice shows of it."""
        return self.text if self.card is None or self.deleted else file_line(self.card_name, self.text)

    @property
    def seq(self) -> int | None:
        """The number of the server, None as long as it has none."""
        return self.place[0] if self.place[0] != UNSTORED else None


@dataclass(frozen=True, slots=True)
class Moved:
    """People who came, people who went, and people who did both, told in one line. At most some are named."""

    place: Place
    key: str
    at: int
    moment: Moment
    came: tuple[User, ...] = ()
    went: tuple[User, ...] = ()
    passed: tuple[User, ...] = ()  # came and went

    def __bool__(self) -> bool:
        """Whether there is anything left to tell."""
        return bool(self.came or self.went or self.passed)

    def and_then(self, came: tuple[User, ...], went: tuple[User, ...], at: int) -> Moved:
        """The same line after more of it. Who went and is back again is not worth a word."""
        here, gone, passed = dict(self.came), dict(self.went), dict(self.passed)
        for user, name in came:
            if gone.pop(user, None) is None:
                passed.pop(user, None)
                here[user] = name
        for user, name in went:
            if here.pop(user, None) is not None:
                passed[user] = name
            else:
                gone[user] = name
        return replace(self, came=tuple(here.items()), went=tuple(gone.items()), passed=tuple(passed.items()), at=at)

    @property
    def text(self) -> str:
        """The line."""
        groups = (("chat.notice.came", self.came), ("chat.notice.went", self.went), ("chat.notice.passed", self.passed))
        return " · ".join(text(key, names=listed(users)) for key, users in groups if users)


@dataclass(frozen=True, slots=True)
class Told:
    """A line about the conversation itself."""

    place: Place
    key: str
    at: int
    moment: Moment
    text: str


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to the conversation, by the log: who did it, and to whom. An empty name is this person."""

    place: Place
    key: str
    at: int
    moment: Moment
    event: NoticeEvent
    by: str
    who: str
    before: NoticeEvent | None = None  # the title and topic that were, if known


Item = Said | Moved | Told | Happened
"""Anything in a timeline."""


def listed(users: Sequence[User], most: int = NOTICE_NAMES_COUNT) -> str:
    """`Sari, Budi and 3 others`; so many are named in full."""
    names = [name for _, name in users]
    if len(names) <= 1:
        return names[0] if names else ""
    if len(names) <= most:
        return text("chat.names.2", a=", ".join(names[:-1]), b=names[-1])
    return text("chat.names.many", a=", ".join(names[: most - 2]), b=names[most - 2], count=len(names) - most + 1)
