"""What is asked of an account's file: pages of conversations, what is unread, and the rows that come in one piece."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any, Final

from udpchat.client import numbers
from udpchat.client.batch import Page
from udpchat.client.message import Message, Reaction, card_from
from udpchat.errors import ProtocolViolation
from udpchat.limits import CACHE_SHOWN_COUNT, KNOWN_ACCOUNTS_COUNT, ORPHANS_COUNT, ROOM_TAIL_COUNT, TAILS_COUNT, UNREAD_COUNT
from udpchat.words import messages as words
from udpchat.words.codec import decode, decode_event

MESSAGE: Final = "seq, conversation, author, name, ref, at, text, reply, bundle, edited, deleted, card"
"""The columns of a message, in the order in which `messages_of` takes them."""


END: Final = 2**63 - 1
"""A seq after all others."""


class Reader:
    """The questions, on an open connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._run = connection.execute

    def newest(self, rooms: Iterable[words.Room]) -> Page:
        """The newest messages of all, and the last few of each conversation, so that none of them opens empty."""
        page = self.earlier(None, END, CACHE_SHOWN_COUNT)
        messages = {message.seq: message for message in page.messages}
        notices = {notice.seq: notice for notice in page.notices}
        for room in list(rooms)[:TAILS_COUNT]:
            tail = self.earlier(room.id, END, ROOM_TAIL_COUNT)
            messages.update((message.seq, message) for message in tail.messages)
            notices.update((notice.seq, notice) for notice in tail.notices)
        return Page(tuple(messages[seq] for seq in sorted(messages)), tuple(notices[seq] for seq in sorted(notices)))

    def earlier(self, conversation: int | None, before_seq: int, count: int) -> Page:
        """The last messages before that seq, and what happened between them; after the last one too."""
        where, which = ("", ()) if conversation is None else ("conversation=? AND", (conversation,))
        query = f"SELECT {MESSAGE} FROM message WHERE {where} seq<? ORDER BY seq DESC LIMIT ?"
        rows = self._run(query, (*which, before_seq, count)).fetchall()
        lo = rows[-1][0] if len(rows) == count else 0
        query = f"SELECT body FROM notice WHERE {where} seq>=? AND seq<? ORDER BY seq DESC LIMIT ?"
        bodies = self._run(query, (*which, lo, before_seq, count)).fetchall()
        return Page(messages_of(self._connection, reversed(rows)), tuple(_events(reversed(bodies))))

    def notices(self, conversation: int | None, after_seq: int, upto_seq: int) -> tuple[words.Event, ...]:
        """What happened between two seqs, the last included."""
        where, which = ("", ()) if conversation is None else ("conversation=? AND", (conversation,))
        query = f"SELECT body FROM notice WHERE {where} seq>? AND seq<=? ORDER BY seq"
        return tuple(_events(self._run(query, (*which, after_seq, upto_seq)).fetchall()))

    def unread(
        self, rooms: Iterable[words.Room], marks: dict[int, int], me: int
    ) -> dict[int, tuple[int, ...]]:
        """Of each conversation the seqs that others wrote after what was read, the newest ones, ascending."""
        found = {}
        query = "SELECT seq FROM message WHERE conversation=? AND seq>? AND author<>? AND NOT deleted ORDER BY seq DESC LIMIT ?"
        for room in rooms:
            read = max(marks.get(numbers.of_room(room.kind, room.id, room.peer), 0), room.read)
            rows = self._run(query, (room.id, read, me, UNREAD_COUNT)).fetchall()
            if rows:
                found[room.id] = tuple(seq for (seq,) in reversed(rows))
        return found

    def rooms(self) -> tuple[words.Room, ...]:
        """The conversations as they were last told, those with the newest messages first."""
        newest = "(SELECT max(seq) FROM message WHERE conversation=room.id)"
        found = self._words(f"SELECT body FROM room ORDER BY {newest} DESC, id")
        return tuple(word.room for word in found if isinstance(word, words.RoomChanged))

    def accounts(self) -> tuple[words.Account, ...]:
        """People that were asked about."""
        found = self._words(f"SELECT body FROM account LIMIT {KNOWN_ACCOUNTS_COUNT}")
        return tuple(row for word in found if isinstance(word, words.Directory) for row in word.rows)

    def orphans(self) -> tuple[words.Event, ...]:
        """Edits and deletions of messages that are not here."""
        return tuple(_events(self._run(f"SELECT body FROM waiting ORDER BY seq DESC LIMIT {ORPHANS_COUNT}").fetchall()))

    def _words(self, query: str) -> list[words.Word]:
        found = []
        for (body,) in self._run(query).fetchall():
            try:
                found.append(decode(body))
            except ProtocolViolation:  # of another version; it comes again from the server
                continue
        return found


def messages_of(connection: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> tuple[Message, ...]:
    """Messages from rows of `MESSAGE`, with their reactions."""
    listed = list(rows)
    marks: dict[int, list[Reaction]] = {}
    if listed:
        seqs = ",".join(str(row[0]) for row in listed)
        query = f"SELECT target, user, emoji, seq, is_on FROM reaction WHERE target IN ({seqs}) ORDER BY seq"
        for target, user, emoji, seq, on in connection.execute(query).fetchall():
            marks.setdefault(target, []).append(Reaction(user, emoji, seq, bool(on)))
    return tuple(_message(row, marks.get(row[0], ())) for row in listed)


def _message(row: tuple[Any, ...], marks: Iterable[Reaction]) -> Message:
    seq, conversation, author, name, ref, at, text, reply, bundle, edited, deleted, card = row
    about = (seq, conversation, author, name, ref, at, text, reply, bundle, edited)
    return Message(*about, bool(deleted), () if deleted else tuple(marks), card_from(card))


def _events(rows: Iterable[tuple[bytes]]) -> list[words.Event]:
    found = []
    for (body,) in rows:
        try:
            found.append(decode_event(body))
        except ProtocolViolation:
            continue
    return found
