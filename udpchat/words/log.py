"""Words of the event log: the events, the frames that carry them, and what a client says that it holds.

An event that speaks of another one (`target`) reaches only who may see that one too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from udpchat import limits
from udpchat.words.bounds import Code, Count, Emoji, Epoch, Name, OptionalRef, Ref, Text, Title, Topic
from udpchat.words.files import File

GroupRole = Literal["owner", "admin", "member"]
"""What somebody may do in a group. There is one owner."""


class Logged:
    """Base of every event of the log. Events are encoded once, with their tag, and joined into frames as they are."""

    __slots__ = ()
    seq: int
    conversation: int


@dataclass(frozen=True, slots=True)
class Message(Logged):
    """A text in a conversation. `name` is the author's at that time, `at` the server's clock in ms.

    Out of the past it comes with the text that it has now; an empty text means: it was deleted. `reply` is the seq that it
    answers, or 0. `bundle`, where there is one, is the ref of the PostMany that put the same text into several private
    conversations; `ref` is then the server's own. `file` is what was sent: then the text is what was said about it, or
    its name.
    """

    seq: int
    conversation: int
    author: int
    name: Name
    ref: Ref
    at: int
    text: Text
    reply: int = 0
    bundle: OptionalRef = b""
    file: Annotated[tuple[File, ...], Count(1)] = ()


@dataclass(frozen=True, slots=True)
class Edited(Logged):
    """The message `target` reads differently. Of several the one with the largest seq holds, in whatever order they
    come. An empty text: the message was deleted later."""

    seq: int
    conversation: int
    target: int
    author: int
    at: int
    text: Text


@dataclass(frozen=True, slots=True)
class Deleted(Logged):
    """The text of the message `target` is gone for good, by its author or a moderator."""

    seq: int
    conversation: int
    target: int
    author: int
    at: int


@dataclass(frozen=True, slots=True)
class Reacted(Logged):
    """Somebody put an emoji to the message `target`, or (`on` false) took it away."""

    seq: int
    conversation: int
    target: int
    author: int
    at: int
    emoji: Emoji
    on: bool


@dataclass(frozen=True, slots=True)
class Joined(Logged):
    """`user` is a member of the group from here on; `by` let them in. Who joins the lobby is not told in the log."""

    seq: int
    conversation: int
    user: int
    name: Name
    by: int
    at: int


@dataclass(frozen=True, slots=True)
class Departed(Logged):
    """`user` is no longer a member of the group: left, or was removed by another."""

    seq: int
    conversation: int
    user: int
    name: Name
    by: int
    at: int


@dataclass(frozen=True, slots=True)
class Retitled(Logged):
    """The group's title, topic and history setting are these from here on."""

    seq: int
    conversation: int
    by: int
    at: int
    title: Title
    topic: Topic
    history_open: bool


@dataclass(frozen=True, slots=True)
class RoleGiven(Logged):
    """`user` is owner, admin or plain member of the group from here on."""

    seq: int
    conversation: int
    user: int
    by: int
    at: int
    role: GroupRole


@dataclass(frozen=True, slots=True)
class Archived(Logged):
    """New lesson: what the conversation holds before the seq `before` is no longer shown, here and everywhere."""

    seq: int
    conversation: int
    by: int
    at: int
    before: int


@dataclass(frozen=True, slots=True)
class Undelivered(Logged):
    """The message `target` has not reached `user` of another server, whose name was `name`; `code` says why, as a refusal
    does. `FATE_UNKNOWN`: it may have."""

    seq: int
    conversation: int
    target: int
    user: int
    name: Name
    at: int
    code: Code


Event = Message | Edited | Deleted | Reacted | Joined | Departed | Retitled | RoleGiven | Archived | Undelivered
"""Any event of the log."""


@dataclass(frozen=True, slots=True)
class Events:
    """Server: everything that the receiver may see with lo <= seq <= hi, ascending.

    On CHAT live, on HISTORY catching up. The receiver stores the events and the interval together: what lo..hi lacks is
    not for its eyes.
    """

    lo: int
    hi: int
    events: Annotated[tuple[Event, ...], Count(limits.EVENTS_COUNT)]

    def consistent(self) -> bool:
        """Is the order strictly ascending within lo..hi? (An interval that is empty has hi = lo - 1.)"""
        return _ascending(self.events, self.lo, self.hi)


@dataclass(frozen=True, slots=True)
class Synchronise:
    """Client, after Welcome: the closed intervals of seq that it holds of this epoch. Another epoch means: nothing."""

    epoch: Epoch
    have: Annotated[tuple[tuple[int, int], ...], Count(limits.INTERVALS_COUNT)]

    def consistent(self) -> bool:
        """Are the intervals non-empty, ascending and apart?"""
        last = -1
        for lo, hi in self.have:
            if lo <= last or hi < lo:
                return False
            last = hi
        return True


@dataclass(frozen=True, slots=True)
class Fill:
    """Client: what one conversation holds with lo <= seq <= hi. For the past that a new member of an open group may see,
    though the seqs were passed without it."""

    conversation: int
    lo: int
    hi: int

    def consistent(self) -> bool:
        """Is there anything between the ends?"""
        return self.lo <= self.hi


@dataclass(frozen=True, slots=True)
class Filled:
    """Server, on HISTORY: everything of the conversation with lo <= seq <= hi that the receiver may see, ascending.

    `hi` is that of the Fill; `lo` may be above what was asked for: ask for the rest up to lo - 1.
    """

    conversation: int
    lo: int
    hi: int
    events: Annotated[tuple[Event, ...], Count(limits.EVENTS_COUNT)]

    def consistent(self) -> bool:
        """Is the order strictly ascending within lo..hi, and everything of that conversation?"""
        here = all(event.conversation == self.conversation for event in self.events)
        return here and _ascending(self.events, self.lo, self.hi)


def _ascending(events: tuple[Event, ...], lo: int, hi: int) -> bool:
    last = lo - 1
    for event in events:
        if event.seq <= last:
            return False
        last = event.seq
    return last <= hi
