"""What the store answers with: frozen rows, no live objects."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from udpchat.scram import Verifier

FOREVER: Final = 2**63 - 1
"""Upper end of a membership that still lasts, and of a sanction for good: the largest integer that SQLite stores."""

REMOTE: Final = "remote"
"""The role of a stand-in: somebody of another realm, who never signs in here."""

GroupRole = Literal["owner", "admin", "member"]


class Kind(StrEnum):
    """What an event of the log says; `author` did it. `GONE` is never shown to anybody."""

    POST = "post"  # body: the text; ref: chosen by the sender
    EDIT = "edit"  # target: the seq of the post that reads like `body` now
    DELETE = "delete"  # target: the seq of the post whose text is gone
    REACT = "react"  # target: the seq of the post; body: the emoji
    UNREACT = "unreact"  # the same taken away
    JOIN = "join"  # target: the user who became a member of the scope
    LEAVE = "leave"  # target: the user who is no longer one
    TITLE = "title"  # body: see `titled`
    ROLE = "role"  # target: the user whose role in the group is `body`
    ARCHIVE = "archive"  # target: what lies before this seq is shown no more
    GONE = "gone"  # the group was deleted
    UNDELIVERED = "undelivered"  # target: the seq of the post that did not reach the author; body: the code of the refusal


TARGETED: Final = frozenset({Kind.EDIT, Kind.DELETE, Kind.REACT, Kind.UNREACT, Kind.UNDELIVERED})
"""Kinds whose target is a post: they reach only who may see that one too."""


@dataclass(frozen=True, slots=True)
class User:
    """A person, account or guest. `id` is never reused; `name` is a label that a later guest may carry again."""

    id: int
    name: str
    display: str
    country: str
    role: str
    guest: bool
    active: bool
    created_at: int
    status: str = ""
    last_seen: int = 0


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made; `name` is cleaned already."""

    name: str
    display: str
    country: str
    verifier: Verifier
    role: str = "member"


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One event of the log. `at` is wall time in ms, for display. `repeated`: it was there already.

    `name` is the author's; of a joining or leaving that of the user concerned. `hidden` is the user whom it does not
    reach, since they blocked its author, or 0.
    """

    seq: int
    kind: str
    conversation: int
    author: int
    name: str
    ref: bytes
    at: int
    body: str
    repeated: bool = False
    target: int = 0
    reply: int = 0
    bundle: bytes = b""
    hidden: int = 0
    card: str = ""  # of the file that it has: see `files.file_of`


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was posted, by `owner`."""

    id: int
    name: str
    size: int
    sha256: bytes
    mime: str
    owner: int


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file and the message that brought it."""

    seq: int
    conversation: int
    author: int
    author_name: str
    at: int
    file: StoredFile


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A file as the server keeps it: whose, since when, in how many messages, who has it, who did not want it."""

    file: StoredFile
    owner_name: str
    at: int
    messages: int
    fetched: int
    declined: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation. `archived`: what lies before that seq is not shown; `gone`: the group was deleted."""

    id: int
    kind: str
    title: str
    topic: str
    history_open: bool
    archived: int
    slow_s: int
    gone: bool


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A conversation as one of its members sees it: the fields of the word `Room`, in its order."""

    id: int
    kind: str
    title: str
    topic: str
    role: str
    peer: int
    peer_name: str
    members: int
    history_open: bool
    from_seq: int
    delivered: int
    read: int
    muted: bool
    blocked: bool
    slow_s: int


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group as whoever runs the server sees it: the fields of the word `GroupRow`, in its order. `owner` 0: nobody now."""

    id: int
    title: str
    topic: str
    owner: int
    owner_name: str
    members: int
    history_open: bool
    slow_s: int
    at: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody in a group: the fields of the word `Member`, in its order."""

    user: int
    name: str
    display: str
    role: str


@dataclass(frozen=True, slots=True)
class Post:
    """A message that somebody may see and that still has its text. `kind` is that of its conversation."""

    seq: int
    conversation: int
    kind: str
    author: int
    at: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to which seq a member has got and read a conversation."""

    user: int
    delivered: int
    read: int


@dataclass(frozen=True, slots=True)
class Readers:
    """Who has got and read a message: counts over the other members, and the marks of each where they are few."""

    conversation: int
    members: int
    delivered: int
    read: int
    rows: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class SanctionLine:
    """The fields of the word `SanctionRow`, in its order."""

    number: int
    kind: str
    user: int
    name: str
    address: str
    by: int
    by_name: str
    at: int
    until: int
    reason: str


@dataclass(frozen=True, slots=True)
class AuditLine:
    """The fields of the word `AuditRow`, in its order."""

    number: int
    at: int
    by: int
    by_name: str
    what: str
    user: int
    name: str
    conversation: int
    detail: str


def title_body(title: str, topic: str, history_open: bool) -> str:
    """The body of a TITLE event."""
    return json.dumps([title, topic, history_open], ensure_ascii=False, separators=(",", ":"))


def titled(body: str) -> tuple[str, str, bool]:
    """Title, topic and history setting from the body of a TITLE event."""
    title, topic, history_open = json.loads(body)
    return str(title), str(topic), bool(history_open)


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link to another server. `state` is one of `server.realms.states.Standing`; `last`, `epoch`, `got` as in the schema."""

    id: int
    name: str
    state: str
    host: str
    port: int
    fingerprint: bytes
    secret: bytes
    confirmed: bool
    shares: bool
    proposed_by: int
    at: int
    last: int
    epoch: str
    got: int


@dataclass(frozen=True, slots=True)
class Remote:
    """Whose stand-in a user is. `number`: the user id there, 0 while it is unknown."""

    user: int
    realm: int
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """What is to cross a link. `user`: the stand-in whom it is for; `event`: of the log, or 0; `body`: what is in no event."""

    realm: int
    number: int
    kind: str
    user: int
    event: int
    body: str
    size: int
    at: int


@dataclass(frozen=True, slots=True)
class Crossing:
    """An event that crosses a link, with what is needed to tell it there. Of a post `target_ref` is the message that it
    answers."""

    seq: int
    kind: str
    conversation: int
    author: int
    ref: bytes
    at: int
    body: str
    target_ref: bytes
    target_author: int
    card: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A post with a file whose content is on its way from another realm. `file`: its id there; `part`: the key of what has
    come."""

    author: int
    ref: bytes
    realm: int
    user: int
    at: int
    text: str
    reply: int
    part: bytes
    file: int
    name: str
    size: int
    sha256: bytes
    mime: str
