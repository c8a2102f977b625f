"""What a chat view shows, as plain data: one row per message, notice, day. No widget in here, so anyone may make rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, Flag, auto

from udpchat.gui.widgets.file_data import CardData


class Tick(Enum):
    """How far a message of mine has come; the value is the name of its mark."""

    PENDING = "pending"
    STORED = "stored"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


class May(Flag):
    """What this person may do with a message."""

    NOTHING = 0
    REPLY = auto()
    REACT = auto()
    EDIT = auto()
    DELETE = auto()
    INFO = auto()  # who has read it
    WRITE = auto()  # to its author, in private


@dataclass(frozen=True, slots=True)
class Quote:
    """The message that another one answers, on one line. `seq` leads there."""

    seq: int
    author: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A reaction below a message: who gave it, in words; `mine`: I am one of them."""

    emoji: str
    count: int
    mine: bool
    names: str


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message. `key` stays the same as long as the message is shown, whatever else changes."""

    key: str
    author: int
    name: str
    clock: str
    text: str
    head: bool  # begins a group: shows name, time and avatar
    own: bool = False
    mention: bool = False  # names me
    tick: Tick | None = None
    error: str = ""  # why it was not sent
    edited: bool = False
    deleted: bool = False  # then there is no text
    quote: Quote | None = None
    reactions: tuple[Chip, ...] = ()
    state: str = ""  # of mine, in words: "Read by 27 of 30"
    to: str = ""  # to whom, when it went to several people in private
    note: str = ""  # about the author, small: guest
    card: CardData | None = None  # of the file that was sent; the text is what was said about it


@dataclass(frozen=True, slots=True)
class DayRow:
    """The day that begins here."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class NewRow:
    """The line above the first unread message."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """Somebody came or went, or something happened to the conversation."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """The top of what is shown: a button for more, or the word that there is no more."""

    key: str
    text: str
    more: bool


@dataclass(frozen=True, slots=True)
class EmptyRow:
    """A conversation in which nothing was said yet."""

    key: str
    title: str
    text: str


Row = MessageRow | DayRow | NewRow | NoticeRow | EarlierRow | EmptyRow
"""Any row."""


@dataclass(frozen=True, slots=True)
class Splice:
    """Take `count` rows away at `index` and put `rows` there."""

    index: int
    count: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Ticked:
    """The row at `index` is now `row`, which differs in its tick and what that means, or in its card, only."""

    index: int
    row: MessageRow


Change = Splice | Ticked
"""One step from what is shown to what shall be shown. Steps apply one after the other."""
