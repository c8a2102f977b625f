"""Each person's list of conversations: pages after the welcome, then what looks different, as latest values.

A change names a conversation and who sees it; the room is read from the store when it is told, so ten changes are one word.
What is urgent (a new group, a removal) goes out at once, the rest once a second, so much per turn. A session that does not
take its control frames is told when it does.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from typing import Any, cast

from udpchat import limits
from udpchat.errors import Storage
from udpchat.server.sessions import Session, Sessions
from udpchat.server.states import State
from udpchat.store import RoomRow, Store
from udpchat.wire.channels import Channel
from udpchat.words import Room, RoomChanged, RoomGone, Rooms

Place = tuple[int, int]
"""Conversation and user."""


class RoomList:
    """What is to be told to whom. `on_fault` hears of rooms that could not be read."""

    def __init__(self, store: Store, sessions: Sessions, on_fault: Callable[[Exception, float], None]) -> None:
        self._store, self._sessions, self._on_fault = store, sessions, on_fault
        self._soon: dict[Place, None] = {}
        self._later: dict[Place, None] = {}
        self._behind: dict[int, dict[int, None]] = {}  # cid -> conversations that it was not told of
        self._told_at = float("-inf")

    def greet(self, session: Session) -> None:
        """All of them, to a session that was just welcomed. Raises Storage."""
        assert session.user is not None
        rooms = [_word(row) for row in self._store.rooms(session.user.id)]
        size = limits.ROOMS_COUNT
        for start in range(0, len(rooms), size):
            self._sessions.tell(session, Rooms(tuple(rooms[start : start + size]), start + size >= len(rooms)))
        if not rooms:
            self._sessions.tell(session, Rooms((), True))

    def changed(self, conversation: int, users: Iterable[int], soon: bool = False) -> None:
        """For these users it is new, gone or different now."""
        slot = self._soon if soon else self._later
        for user in users:
            if self._sessions.is_here(user):
                slot[conversation, user] = None

    def changed_for_all(self, conversation: int) -> None:
        """The same for all who are here: the lobby, the announcements."""
        self.changed(conversation, self._sessions.users())

    def renew(self, session: Session) -> None:
        """It may have missed changes: tell it each of its conversations again."""
        if session.user is not None:
            with contextlib.suppress(Storage):
                for row in self._store.rooms(session.user.id):
                    self._later[row.id, session.user.id] = None

    def drop(self, session: Session) -> None:
        """It is gone."""
        self._behind.pop(session.cid, None)

    def next_timeout(self) -> float | None:
        """When something is to be told."""
        if self._soon:
            return float("-inf")
        return self._told_at + limits.PRESENCE_TICK_S if self._later or self._behind else None

    def handle_timeout(self, now: float) -> None:
        """Tell what is urgent, and once a second the rest."""
        due = self.next_timeout()
        if due is None or now < due:
            return
        room = limits.ROOMS_PER_TURN
        room -= self._tell_some(self._soon, room, now)
        if now >= self._told_at + limits.PRESENCE_TICK_S and room > 0:
            self._tell_some(self._later, room, now)
            if not self._later:
                self._told_at = now
                self._catch_up(now)

    def _tell_some(self, slot: dict[Place, None], count: int, now: float) -> int:
        places = list(slot)[:count]
        for place in places:
            del slot[place]
            self._later.pop(place, None)
            self._tell(*place, self._sessions.of_user(place[1]), now)
        return len(places)

    def _tell(self, conversation: int, user: int, sessions: list[Session], now: float) -> None:
        try:
            row = self._store.room(user, conversation)
        except Storage as error:
            self._on_fault(error, now)
            for session in sessions:
                self._put_off(session, conversation)
            return
        word = RoomGone(conversation) if row is None else RoomChanged(_word(row))
        for session in sessions:
            if self._sessions.line.queued_bytes(session.cid, Channel.CONTROL) > limits.CONTROL_QUEUE_BYTES:
                self._put_off(session, conversation)
            else:
                self._sessions.tell(session, word)

    def _put_off(self, session: Session, conversation: int) -> None:
        self._behind.setdefault(session.cid, {})[conversation] = None

    def _catch_up(self, now: float) -> None:
        for cid, conversations in list(self._behind.items()):
            session = self._sessions.get(cid)
            if session is None or session.user is None or session.state is State.CLOSING:
                del self._behind[cid]
            elif not self._sessions.line.queued_bytes(cid, Channel.CONTROL):
                del self._behind[cid]
                for conversation in conversations:
                    self._tell(conversation, session.user.id, [session], now)


def _word(row: RoomRow) -> Room:
    return Room(
        row.id,
        cast(Any, row.kind),
        row.title,
        row.topic,
        cast(Any, row.role),
        row.peer,
        row.peer_name,
        row.members,
        row.history_open,
        row.from_seq,
        row.delivered,
        row.read,
        row.muted,
        row.blocked,
        row.slow_s,
    )
