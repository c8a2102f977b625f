"""What the panes around a chat view show, as plain data. No widget in here, so anyone may make it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What sort of conversation it is; the value names its glyph."""

    LOBBY = "hash"


class Mood(Enum):
    """How serious a banner is; the value is the stem of its colours."""

    WARN = "warn"
    ERROR = "err"


class Act(Enum):
    """What a banner offers to do about it."""

    TRY_NOW = "try_now"
    SIGN_IN = "sign_in"
    LEAVE_NOW = "leave_now"
    COMPARE = "compare"
    DISMISS = "dismiss"


@dataclass(frozen=True, slots=True)
class MeData:
    """Who sits at this window."""

    name: str
    user: int
    state: str  # in words
    presence: str  # online, away, offline


@dataclass(frozen=True, slots=True)
class ConversationData:
    """One line of the side list."""

    id: int
    kind: Kind
    title: str
    preview: str
    time: str
    unread: int = 0
    mention: bool = False
    draft: bool = False  # the preview is what was typed and not sent
    pending: bool = False  # the preview is mine and waits for the server


@dataclass(frozen=True, slots=True)
class HeaderData:
    """The conversation that is open."""

    id: int
    kind: Kind
    title: str
    subtitle: str


@dataclass(frozen=True, slots=True)
class BannerData:
    """A strip above the chat: what is wrong in two words, then the rest, then what one can do."""

    mood: Mood
    icon: str
    title: str
    text: str
    act: Act | None = None
    act_text: str = ""


@dataclass(frozen=True, slots=True)
class FooterData:
    """The connection: `dot` is online, away or offline."""

    dot: str
    text: str
    right: str
    tip: str


@dataclass(frozen=True, slots=True)
class PersonData:
    """One line of the people pane."""

    user: int
    name: str
    note: str = ""  # guest, operator, you
    guest: bool = False


@dataclass(frozen=True, slots=True)
class PeopleData:
    """The people pane: who is online, after the filter."""

    count: int
    people: tuple[PersonData, ...]
    filterable: bool
    known: bool  # False while nothing is known: offline, or the list has not come yet


@dataclass(frozen=True, slots=True)
class FindData:
    """What is looked for and how it stands: hit `at` of `count`, the newest is 1."""

    text: str
    at: int = 0
    count: int = 0
    busy: bool = False  # older messages are still being searched


@dataclass(frozen=True, slots=True)
class ContextData:
    """What the text in the composer will be: an answer to somebody, or another text for a message of mine."""

    icon: str  # reply, edit
    title: str
    text: str = ""  # of the message that it is about, in one line


@dataclass(frozen=True, slots=True)
class AnnouncementData:
    """Something for everybody, for whoever looks elsewhere."""

    conversation: int
    seq: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class QuestionData:
    """Whether to do something. `danger`: it cannot be taken back."""

    title: str
    text: str
    verb: str
    back: str
    danger: bool = False
    icon: str = ""
