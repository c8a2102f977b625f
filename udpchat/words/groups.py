"""Words of groups: making and changing them, who is in them and who may do what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from udpchat import limits
from udpchat.words.bounds import Count, Label, Name, RawTitle, RawTopic, Ref, Title, Topic, Users
from udpchat.words.log import GroupRole


@dataclass(frozen=True, slots=True)
class CreateGroup:
    """Client: a new group of oneself (its owner) and these. `history_open`: who joins sees it from the beginning.
    Done.id: the conversation."""

    ref: Ref
    title: RawTitle
    topic: RawTopic
    history_open: bool
    members: Users


@dataclass(frozen=True, slots=True)
class AddMembers:
    """Owner or admin: let these in; who is in already stays so. Done.id: the seq of the last joining, or 0."""

    ref: Ref
    conversation: int
    users: Users


@dataclass(frozen=True, slots=True)
class RemoveMember:
    """Owner or admin: take somebody out; anybody: leave (oneself). Done.id: the seq of the departure."""

    ref: Ref
    conversation: int
    user: int


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Owner or admin: all of these as they should be. Done.id: the seq of the change."""

    ref: Ref
    conversation: int
    title: RawTitle
    topic: RawTopic
    history_open: bool


@dataclass(frozen=True, slots=True)
class GiveRole:
    """Owner: make a member admin, plain member, or owner (then one is an admin oneself). Done.id: the seq."""

    ref: Ref
    conversation: int
    user: int
    role: GroupRole


@dataclass(frozen=True, slots=True)
class DeleteGroup:
    """Owner, or a moderator: the group is gone for everybody. Done.id: the conversation."""

    ref: Ref
    conversation: int


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a group."""

    user: int
    name: Name
    display: Label
    role: GroupRole


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group as whoever runs the server sees it; `owner` 0: it has none. `at`: when it was made, in ms."""

    id: int
    title: Title
    topic: Topic
    owner: int
    owner_name: Name
    members: int
    history_open: bool
    slow_s: int
    at: int


@dataclass(frozen=True, slots=True)
class AskGroups:
    """Operator: all groups, or (not 0) those that this user is in?"""

    user: int


@dataclass(frozen=True, slots=True)
class GroupList:
    """Server: one page of them, by title; `last` ends the list."""

    rows: Annotated[tuple[GroupRow, ...], Count(limits.GROUPS_COUNT)]
    last: bool


@dataclass(frozen=True, slots=True)
class AskMembers:
    """Client: who is in the conversation?"""

    conversation: int


@dataclass(frozen=True, slots=True)
class Members:
    """Server: one page of the members, by name; `last` ends the list."""

    conversation: int
    rows: Annotated[tuple[Member, ...], Count(limits.MEMBERS_COUNT)]
    last: bool
