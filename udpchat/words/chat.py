"""Words of talking: posts and what becomes of them, reactions, receipts, typing, and the answers to all requests.

A request carries a `ref` that its client made up. The same ref may be sent again, after a lost connection too: what it
asks for happens once, and the repeat gets the first answer. Post and PostMany are answered by Posted or NotPosted, every
other request by Done or NotDone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from udpchat import limits
from udpchat.words.bounds import Code, Count, Detail, Emoji, Ref, Text, Users


@dataclass(frozen=True, slots=True)
class Post:
    """Client, on CHAT: a text for a conversation, or (`to`) for the private one with that user, made where there is none.

    `reply` is the seq of the message that it answers, or 0.
    """

    ref: Ref
    conversation: int
    to: int
    text: Text
    reply: int = 0

    def consistent(self) -> bool:
        """Is it for exactly one of the two?"""
        return (self.conversation == 0) != (self.to == 0)


@dataclass(frozen=True, slots=True)
class PostMany:
    """Client, on CHAT: the same text for each of these users, privately; to all or to nobody."""

    ref: Ref
    to: Users
    text: Text


@dataclass(frozen=True, slots=True)
class Posted:
    """Server: the post is on disk under `seq` (of a PostMany the last one), at `at` ms of the server's clock."""

    ref: Ref
    seq: int
    at: int


@dataclass(frozen=True, slots=True)
class NotPosted:
    """Server: the post was not taken. With a code of `errors.RETRIABLE` the same ref may come again."""

    ref: Ref
    code: Code
    retry_after_s: int
    detail: Detail


@dataclass(frozen=True, slots=True)
class Edit:
    """Client: another text for a message of its own."""

    ref: Ref
    target: int
    text: Text


@dataclass(frozen=True, slots=True)
class Delete:
    """Client: take the text of a message away for good. One's own, or as a moderator or admin of the group any."""

    ref: Ref
    target: int


@dataclass(frozen=True, slots=True)
class React:
    """Client: put an emoji to a message, or take one's own away."""

    ref: Ref
    target: int
    emoji: Emoji
    on: bool


@dataclass(frozen=True, slots=True)
class Done:
    """Server: the request is on disk. `id`: of a new conversation its id, of an event its seq, else as each word says."""

    ref: Ref
    id: int


@dataclass(frozen=True, slots=True)
class NotDone:
    """Server: the request was refused. With a code of `errors.RETRIABLE` the same ref may come again."""

    ref: Ref
    code: Code
    retry_after_s: int
    detail: Detail


@dataclass(frozen=True, slots=True)
class Slowed:
    """Server: for so many seconds you are read more slowly; nothing is lost."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Received:
    """Client, unanswered: up to which seq this person has got, and has read, the conversation. Never goes back."""

    conversation: int
    delivered: int
    read: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """Up to which seq one member has got and read a conversation; read <= delivered."""

    user: int
    delivered: int
    read: int


@dataclass(frozen=True, slots=True)
class Receipts:
    """Server, at most once a second, to those who wrote there: marks that moved. Not in conversations of more than
    `limits.RECEIPTS_COUNT` members."""

    conversation: int
    rows: Annotated[tuple[Receipt, ...], Count(limits.RECEIPTS_COUNT)]


@dataclass(frozen=True, slots=True)
class AskReceipts:
    """Client: who has got and read this message of its own?"""

    target: int


@dataclass(frozen=True, slots=True)
class ReceiptsOf:
    """Server: of `members` others so many have got and read it; the marks of each, where they are not too many."""

    target: int
    members: int
    delivered: int
    read: int
    rows: Annotated[tuple[Receipt, ...], Count(limits.RECEIPTS_COUNT)]


@dataclass(frozen=True, slots=True)
class Typing:
    """Client, unanswered, every few seconds while it is true: this person types there."""

    conversation: int


@dataclass(frozen=True, slots=True)
class TypingNow:
    """Server: who types there now; the latest word replaces the one before. It is void after some seconds of silence."""

    conversation: int
    users: Annotated[tuple[int, ...], Count(limits.TYPING_COUNT)]
