"""What the panes around a chat view show, as plain data. No widget in here, so anyone may make it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What sort of conversation it is; the value names its glyph, "" for initials."""

    LOBBY = "hash"
    ANNOUNCEMENTS = "announce"
    GROUP = ""
    PRIVATE = "user"


class Show(Enum):
    """Which conversations the list shows."""

    ALL = "all"
    UNREAD = "unread"
    GROUPS = "groups"
    PEOPLE = "people"


class Offer(Enum):
    """What one may do with a conversation or a person; the value names its words."""

    OPEN = "open"
    READ = "read"
    PROFILE = "profile"
    MENTION = "mention"
    ADD_TO_GROUP = "add_to_group"
    ADD_PEOPLE = "add_people"
    GROUP = "group"
    SEARCH = "search"
    FILES = "files"
    MUTE = "mute"
    UNMUTE = "unmute"
    EXPORT = "export"
    ANNOUNCE = "announce"
    RULES = "rules"
    BLOCK = "block"
    UNBLOCK = "unblock"
    LEAVE = "leave"
    DELETE = "delete"
    KICK = "kick"
    SILENCE = "silence"
    BAN = "ban"
    ROLE = "role"
    COPY_NAME = "copy_name"
    REMOVE = "remove"
    APART = ""  # a line between others


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
    presence: str  # online, away, busy, offline
    chosen: str = ""  # the state that the person chose, "" while they cannot: online, away, busy


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
    tick: str = ""  # how far mine has come: stored, delivered, read, failed
    typing: bool = False  # the preview says who types
    presence: str = ""  # of the other, in a private one
    hue: int | str = 0  # what its colour is made from
    muted: bool = False


@dataclass(frozen=True, slots=True)
class ListData:
    """The side list. `hint` stands in an empty one; `inbox_count`: all that is unread and not muted."""

    lines: tuple[ConversationData, ...]
    open_id: int
    show: Show = Show.ALL
    hint: str = ""
    inbox_count: int = 0


@dataclass(frozen=True, slots=True)
class HeaderData:
    """The conversation that is open. `offers`: its menu, in order."""

    id: int
    kind: Kind
    title: str
    subtitle: str
    presence: str = ""
    hue: int | str = 0
    muted: bool = False
    can_mute: bool = False
    offers: tuple[Offer, ...] = ()
    add: Offer | None = None  # what the button with the plus does


@dataclass(frozen=True, slots=True)
class ComposerData:
    """Whether one may write there, and what stands in the empty field."""

    id: int
    is_open: bool
    hint: str


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
class MovingData:
    """Files on their way: how far they are together, and in words how many, how much, how fast."""

    fraction: float
    count: str
    words: str
    tip: str
    up: bool  # something is being sent


@dataclass(frozen=True, slots=True)
class PersonData:
    """One line of the people pane; `heading` begins a part of the list instead."""

    user: int
    name: str
    note: str = ""  # guest, operator, you
    guest: bool = False
    presence: str = "online"
    status: str = ""  # what they say about themselves, below the name
    plain: bool = False  # at least one of their connections is not encrypted
    heading: bool = False


@dataclass(frozen=True, slots=True)
class CardData:
    """Somebody, in the pane beside a private conversation: what is known, as pairs of a label and its words."""

    user: int
    name: str
    presence: str
    state: str
    facts: tuple[tuple[str, str], ...] = ()
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleData:
    """The people pane: who is online, or the members, after the filter; or one person's card."""

    title: str
    count: int
    people: tuple[PersonData, ...]
    filterable: bool
    hint: str = ""  # stands in an empty list
    known: bool = True  # False while nothing is known: offline, or the list has not come yet
    card: CardData | None = None


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
