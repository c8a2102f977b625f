"""Words of the conversation list: what a person is a member of, after the welcome and whenever it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from udpchat import limits
from udpchat.words.bounds import Count, Name, Ref, Title, Topic
from udpchat.words.log import GroupRole

RoomKind = Literal["lobby", "announcements", "private", "group"]
"""Kinds of conversations. The lobby and the announcements are everybody's."""


@dataclass(frozen=True, slots=True)
class Room:
    """One conversation as its member sees it.

    `peer`: in a private one the other (oneself, in a conversation with oneself), else 0. `blocked`: I have blocked them.
    `members`: how many, 0 where everybody is one. `from_seq`: the first seq that I may see. `delivered`, `read`: my marks.
    `slow_s`: seconds between two posts of one person, 0 if any.
    """

    id: int
    kind: RoomKind
    title: Title
    topic: Topic
    role: GroupRole
    peer: int
    peer_name: Name
    members: int
    history_open: bool
    from_seq: int
    delivered: int
    read: int
    muted: bool
    blocked: bool
    slow_s: int


@dataclass(frozen=True, slots=True)
class Rooms:
    """Server, after the welcome: one page of the conversations; `last` ends the list."""

    rooms: Annotated[tuple[Room, ...], Count(limits.ROOMS_COUNT)]
    last: bool


@dataclass(frozen=True, slots=True)
class RoomChanged:
    """Server: a conversation that is new or looks different now, to each session of the member."""

    room: Room


@dataclass(frozen=True, slots=True)
class RoomGone:
    """Server: you are no longer a member of it, or it was deleted."""

    conversation: int


@dataclass(frozen=True, slots=True)
class MuteConversation:
    """Client: no sounds and notices from there, on any device of this person. Not for announcements. Done.id: 0."""

    ref: Ref
    conversation: int
    on: bool
