"""A message as it reads now, and how later events change it. Pure: the same rules for memory, disk and shells.

Events that speak of a message may come in any order, before the message too: of several edits the one with the largest
seq holds, of several reactions of one person with one emoji the last, and what was deleted stays so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from udpchat.catalogue import text
from udpchat.words import messages as words

Change = words.Edited | words.Deleted | words.Reacted
"""An event that speaks of a message."""

NoticeEvent = words.Joined | words.Departed | words.Retitled | words.RoleGiven | words.Archived | words.Undelivered
"""An event that tells something about the conversation itself."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """What one person last said with one emoji, and by which event; `on` false: taken away again."""

    user: int
    emoji: str
    seq: int
    on: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """A text in a conversation, by the number that this client has for it (0: the lobby, -N: in private with user N).

    `reply`: the seq that it answers, or 0. `bundle`: what the messages of one sending to several people have in common.
    `edited`: the seq of its last edit, or 0. A deleted one has no text. `file` is what was sent; then the text is what was
    said about it, or its name.
    """

    seq: int
    conversation: int
    author: int
    name: str
    ref: bytes
    at: int
    text: str
    reply: int = 0
    bundle: bytes = b""
    edited: int = 0
    deleted: bool = False
    marks: tuple[Reaction, ...] = ()
    file: words.File | None = None

    @property
    def reactions(self) -> dict[str, tuple[int, ...]]:
        """Who reacted with which emoji, the one that came first in front."""
        found: dict[str, tuple[int, ...]] = {}
        for mark in sorted(self.marks, key=lambda mark: mark.seq):
            if mark.on:
                found[mark.emoji] = (*found.get(mark.emoji, ()), mark.user)
        return found


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that happened to a conversation, at its place between the messages."""

    seq: int
    conversation: int
    at: int
    event: NoticeEvent


def from_word(word: words.Message, conversation: int) -> Message:
    """The message of an event, in the conversation of that number. The server's operator is user 0, without a name."""
    name = word.name or ("" if word.author else text("message.operator"))
    about = (word.seq, conversation, word.author, name, word.ref, word.at, word.text, word.reply, word.bundle)
    return Message(*about, deleted=not word.text, file=word.file[0] if word.file else None)


def card_text(file: words.File | None) -> str:
    """The file of a message as a row keeps it."""
    if file is None:
        return ""
    return json.dumps([file.id, file.name, file.size, file.sha256.hex(), file.mime], ensure_ascii=False)


def card_from(row: str) -> words.File | None:
    """The file in a row."""
    if not row:
        return None
    id, name, size, sha256, mime = json.loads(row)
    return words.File(id, name, size, bytes.fromhex(sha256), mime)


def changed(message: Message, event: Change) -> Message:
    """The message after an event about it; the very same one if that changes nothing."""
    match event:
        case words.Deleted():
            return message if message.deleted and not message.marks else without_text(message)
        case words.Edited():
            if message.deleted or not event.text or event.seq <= message.edited:
                return message
            return replace(message, text=event.text, edited=event.seq)
        case words.Reacted():
            return message if message.deleted else _marked(message, event)


def without_text(message: Message) -> Message:
    """The message when it is deleted."""
    return replace(message, text="", edited=0, deleted=True, marks=(), file=None)


def _marked(message: Message, event: words.Reacted) -> Message:
    others = []
    for mark in message.marks:
        if (mark.user, mark.emoji) != (event.author, event.emoji):
            others.append(mark)
        elif mark.seq >= event.seq:
            return message
    return replace(message, marks=(*others, Reaction(event.author, event.emoji, event.seq, event.on)))


def renumbered(message: Message, number: int) -> Message:
    """A message of the server's number of a conversation under ours."""
    return message if message.conversation == number else replace(message, conversation=number)
