"""How a stored event is told: as a word, encoded once."""

from __future__ import annotations

from typing import Any, cast

from udpchat.server.delivery import Encoded, News
from udpchat.store import TARGETED, Kind, StoredEvent, StoredFile, titled
from udpchat.store.files import file_of
from udpchat.words import (
    Archived,
    Deleted,
    Departed,
    Edited,
    Event,
    File,
    Joined,
    Message,
    Reacted,
    Retitled,
    RoleGiven,
    Undelivered,
    encode_event,
)


def word_of(event: StoredEvent) -> Event:
    """The word of an event. KeyError for a kind that nobody is told."""
    if event.kind == "post":  # nearly all of them
        return message_of(event)
    seq, conversation, target, author, at = event.seq, event.conversation, event.target, event.author, event.at
    match Kind(event.kind):
        case Kind.EDIT:
            return Edited(seq, conversation, target, author, at, event.body)
        case Kind.DELETE:
            return Deleted(seq, conversation, target, author, at)
        case Kind.REACT | Kind.UNREACT:
            return Reacted(seq, conversation, target, author, at, event.body, event.kind == Kind.REACT)
        case Kind.JOIN:
            return Joined(seq, conversation, target, event.name, author, at)
        case Kind.LEAVE:
            return Departed(seq, conversation, target, event.name, author, at)
        case Kind.TITLE:
            return Retitled(seq, conversation, author, at, *titled(event.body))
        case Kind.ROLE:
            return RoleGiven(seq, conversation, target, author, at, cast(Any, event.body))
        case Kind.ARCHIVE:
            return Archived(seq, conversation, author, at, target)
        case Kind.UNDELIVERED:
            return Undelivered(seq, conversation, target, author, event.name, at, event.body)
        case _:
            raise KeyError(event.kind)


def message_of(event: StoredEvent) -> Message:
    """The word of a post."""
    return Message(
        event.seq,
        event.conversation,
        event.author,
        event.name,
        event.ref,
        event.at,
        event.body,
        event.reply,
        event.bundle,
        (file_word(file_of(event.card)),) if event.card else (),
    )


def file_word(file: StoredFile) -> File:
    """The card of a file."""
    return File(file.id, file.name, file.size, file.sha256, file.mime)


def encoded(event: StoredEvent) -> Encoded:
    """An event as it travels, with its seq."""
    return event.seq, encode_event(word_of(event))


def news_of(event: StoredEvent) -> News:
    """An event for the fan-out."""
    if event.kind == "post":
        return News(event.seq, event.conversation, 0, event.hidden, encode_event(message_of(event)))
    target = event.target if event.kind in TARGETED else 0
    return News(event.seq, event.conversation, target, event.hidden, encode_event(word_of(event)))
