"""One row of the outbox: a message, or any other request that may wait for the server."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from udpchat.client import numbers
from udpchat.words import messages as words

Request = (
    words.PostMany
    | words.Edit
    | words.Delete
    | words.React
    | words.CreateGroup
    | words.AddMembers
    | words.RemoveMember
    | words.ChangeGroup
    | words.GiveRole
    | words.DeleteGroup
    | words.MuteConversation
    | words.Block
    | words.ChangeProfile
)
"""What waits in the outbox besides plain messages; also usable with isinstance."""

Placed = (
    words.AddMembers
    | words.RemoveMember
    | words.ChangeGroup
    | words.GiveRole
    | words.DeleteGroup
    | words.MuteConversation
)
"""Requests that name a conversation; which one that is on the server is looked up when they are sent."""

Aimed = words.Edit | words.Delete | words.React
"""Requests about one message."""


class Stage(Enum):
    """What an entry waits for."""

    SAVING = auto()  # the commit of its row
    READY = auto()  # its turn
    FLYING = auto()  # the server's answer
    CONFIRMED = auto()  # its own event, so that the row can go


@dataclass(slots=True)
class Entry:
    """One request; `at` is the wall time of typing in milliseconds, `position` its place in the order of typing.

    Without `word` it is a message of `text` for the conversation. `about` is the ref of the message that the word's
    `target` stands for: seqs mean nothing any more when the server's log is another one, and a message that is still in
    the outbox has none yet.
    """

    ref: bytes
    conversation: int
    text: str
    at: int
    position: int
    reply: int = 0
    word: Request | None = None
    about: bytes = b""
    stage: Stage = Stage.SAVING
    sent: bool = False  # in this run or, for all we know, in an earlier one

    @property
    def lanes(self) -> tuple[int, ...]:
        """The conversations in whose order it stands."""
        if isinstance(self.word, words.PostMany):
            return tuple(numbers.private_with(user) for user in self.word.to)
        return (self.conversation,)

    @property
    def streams(self) -> bool:
        """Whether others of the same conversation may be on their way at the same time: texts keep their order, but a
        request of another kind travels on another channel."""
        return self.word is None or isinstance(self.word, words.PostMany)

    @property
    def aimless(self) -> bool:
        """It speaks of a message whose seq is not known."""
        return isinstance(self.word, Aimed) and not self.word.target

    @property
    def size_bytes(self) -> int:
        """What it counts for in the bound of the outbox."""
        return len(self.text.encode())

    def aim(self, seq: int) -> None:
        """The message that it is about has this seq; 0: it is not known any more."""
        if isinstance(self.word, Aimed):
            self.word = replace(self.word, target=seq)


def said_by(word: Request) -> str:
    """The text that a person typed for a request."""
    return word.text if isinstance(word, words.PostMany | words.Edit) else ""
