"""What an account's folder held when it was opened, told once: drafts, conversations, messages, and what was not sent."""

from __future__ import annotations

from collections.abc import Callable

from udpchat.client import numbers
from udpchat.client.desk import Desk
from udpchat.client.entry import Entry
from udpchat.client.events import Event, MessagePending, MessagesAdded, NoticesAdded, RequestPending
from udpchat.client.message import Notice, NoticeEvent
from udpchat.client.rooms import Rooms
from udpchat.words import messages as words


def tell_found(desk: Desk, welcome: words.Welcome | None, emit: Callable[[Event], None]) -> None:
    """After SignedIn; what belongs to another log than the server has now is left out. None: the server does not answer."""
    found = desk.take_found()
    if found is None:
        return
    same_log = welcome is None or welcome.epoch == desk.cache.epoch
    for event in desk.notes.found(same_log):
        emit(event)
    if same_log:
        if lobby := welcome.lobby if welcome else int(found.meta.get("lobby", b"0")):
            desk.rooms.lobby_is(lobby)
        messages = tuple(desk.message(message) for message in found.newest.messages)
        desk.rooms.found(messages)
        if (changes := desk.rooms.changes()) is not None:
            emit(changes)
        if messages:
            emit(MessagesAdded(messages, live=False))
        if notices := notices_of(desk.rooms, found.newest.notices):
            emit(NoticesAdded(notices, live=False))
    for room in found.rooms:
        desk.book.met(room)
    for entry in found.outbox:
        emit(pending(entry))


def notices_of(rooms: Rooms, events: tuple[words.Event, ...]) -> tuple[Notice, ...]:
    """What happened, by our numbers."""
    return tuple(
        Notice(event.seq, rooms.number(event.conversation), event.at, event)
        for event in events
        if isinstance(event, NoticeEvent)
    )


def pending(entry: Entry) -> Event:
    """That something waits for the server."""
    if entry.word is None:
        return MessagePending(entry.ref, entry.text, entry.conversation, entry.reply)
    if isinstance(entry.word, words.PostMany):
        return MessagePending(entry.ref, entry.text, numbers.NOWHERE, people=entry.word.to)
    return RequestPending(entry.ref, entry.word, entry.conversation, entry.about)
