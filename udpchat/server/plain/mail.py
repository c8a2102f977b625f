"""What a client of commands has not fetched yet: unread messages by sender, oldest first, as much as one answer carries."""

from __future__ import annotations

import json

from udpchat import limits
from udpchat.server.parts import Parts
from udpchat.server.plain.formatting import ok, said
from udpchat.store import RoomRow, StoredEvent, User
from udpchat.store.files import file_of

Letter = dict[str, str]


class Mail:
    """Reads; the lobby is not mail."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def unread(self, user: User, fetched: dict[int, int]) -> tuple[bytes, dict[int, int]]:
        """The answer, and up to where it holds everything, for each conversation concerned. `fetched`: up to where it is known
        already, though the disk may not say so yet. Raises Storage."""
        store = self._parts.store
        found: dict[str, list[Letter]] = {}
        marks: dict[int, int] = {}
        room_bytes = limits.PLAIN_REPLY_BYTES
        rooms = [row for row in store.rooms(user.id) if row.kind != "lobby"]
        fresh = [event for row in rooms for event in self._new(user, row, fetched.get(row.id, 0))]
        for event in sorted(fresh, key=lambda event: event.seq):
            letter = self._letter(event, user)
            room_bytes -= len(json.dumps(letter))
            if room_bytes <= 0 and found:
                break
            found.setdefault(event.name, []).append(letter)
            marks[event.conversation] = event.seq
        return ok(messages=found), marks

    def _new(self, user: User, row: RoomRow, fetched: int) -> list[StoredEvent]:
        store = self._parts.store
        lo, hi = max(row.read + 1, fetched + 1, row.from_seq), self._parts.delivery.told
        events = store.later(user.id, row.id, lo, hi, limits.PLAIN_MAIL_COUNT, limits.PLAIN_REPLY_BYTES)
        return [event for event in events if event.kind == "post" and event.author != user.id and event.body]

    def _letter(self, event: StoredEvent, user: User) -> Letter:
        author = self._parts.store.user(event.author) if event.author else None
        sender = (author.display if author is not None else "") or event.name
        words = event.body
        if event.card:
            file = file_of(event.card)
            words = said(words, file.name, file.size)
        return {"msg_from": sender, "msg_to": user.display or user.name, "msg": words}
