"""Lists of people, page by page as they are read: the members of a conversation, everybody with an account.

A session has one list of each kind under way, a new question replaces the former one. The next page is read when the last
ones have left, so a long list costs a name to go on from and no queue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import astuple
from typing import Any, cast

from udpchat import limits
from udpchat.errors import Storage
from udpchat.server.presence import Presence
from udpchat.server.sessions import Line, Session
from udpchat.store import RoomRow, Store, User
from udpchat.wire.channels import Channel
from udpchat.words import Account, AskGroups, AskMembers, AskPeople, GroupList, GroupRow, Member, Members, Word, encode
from udpchat.words import Directory as Page


class Directory:
    """The lists under way. `on_failure` hears of a session whose page could not be read."""

    def __init__(
        self, store: Store, line: Line, presence: Presence, on_failure: Callable[[Session, Storage, float], None]
    ) -> None:
        self._store, self._line, self._presence, self._on_failure = store, line, presence, on_failure
        self._lists: dict[tuple[int, type], tuple[Session, Iterator[Word]]] = {}

    def ask_members(self, session: Session, word: AskMembers, size_bytes: int, now: float) -> None:
        """Of a conversation of one's own; of another one an empty list."""
        self._lists[session.cid, AskMembers] = session, self._members(session, word.conversation)

    def ask_people(self, session: Session, word: AskPeople, size_bytes: int, now: float) -> None:
        """Whose name begins so."""
        self._lists[session.cid, AskPeople] = session, self._people(session, word.prefix)

    def ask_groups(self, session: Session, word: AskGroups, size_bytes: int, now: float) -> None:
        """All, or those that somebody is in; for whoever runs the server."""
        self._lists[session.cid, AskGroups] = session, self._groups(word.user)

    def drop(self, session: Session) -> None:
        """It is gone."""
        for kind in (AskMembers, AskPeople, AskGroups):
            self._lists.pop((session.cid, kind), None)

    def serve(self, now: float) -> bool:
        """Queue a page for every session that has room; whether there was any."""
        served = False
        for key, (session, pages) in list(self._lists.items()):
            if self._line.queued_bytes(session.cid, Channel.CONTROL) > limits.LOW_WATER_BYTES:
                continue
            served = True
            try:
                word = next(pages, None)
            except Storage as error:
                self.drop(session)
                self._on_failure(session, error, now)
                continue
            if word is None:
                self._lists.pop(key, None)
            else:
                self._line.send(session.cid, Channel.CONTROL, encode(word))
        return served

    # --- pages --------------------------------------------------------------------------------------------------------

    def _members(self, session: Session, conversation: int) -> Iterator[Word]:
        user = session.user
        room = self._store.room(user.id, conversation) if user is not None else None
        if user is not None and (room is None or room.kind == "private"):
            yield Members(conversation, _pair(user, room), True)
            return
        after, count = "", limits.MEMBERS_COUNT
        while True:
            rows = self._store.members(conversation, after, count + 1)
            page = tuple([Member(row.user, row.name, row.display, cast(Any, row.role)) for row in rows[:count]])
            yield Members(conversation, page, len(rows) <= count)
            if len(rows) <= count:
                return
            after = page[-1].name

    def _groups(self, user: int) -> Iterator[Word]:
        after, count = ("", 0), limits.GROUPS_COUNT
        while True:
            rows = self._store.groups(user, after, count + 1)
            page = tuple([GroupRow(*astuple(row)) for row in rows[:count]])
            yield GroupList(page, len(rows) <= count)
            if len(rows) <= count:
                return
            after = (page[-1].title, page[-1].id)

    def _people(self, session: Session, prefix: str) -> Iterator[Word]:
        user = session.user
        blocked = self._store.blocked_by(user.id) if user is not None else frozenset[int]()
        after, count = "", limits.DIRECTORY_COUNT
        for start in range(0, limits.DIRECTORY_TOTAL_COUNT, count):
            rows = self._store.directory(prefix, after, count + 1)
            last = len(rows) <= count or start + count >= limits.DIRECTORY_TOTAL_COUNT
            yield Page(tuple([self._account(row, row.id in blocked) for row in rows[:count]]), last)
            if last:
                return
            after = rows[count - 1].name

    def _account(self, user: User, blocked: bool) -> Account:
        person = self._presence.person(user.id)
        state = person.state if person is not None else "online"
        status = person.status if person is not None else user.status
        return Account(
            user.id,
            user.name,
            user.display,
            user.country,
            user.role,
            user.guest,
            person is not None,
            user.last_seen,
            state,
            status,
            blocked,
        )


def _pair(user: User, room: RoomRow | None) -> tuple[Member, ...]:
    """The two of a private conversation, also if one of them is no member of it: who was blocked cannot tell."""
    if room is None:
        return ()
    pair = {user.id: user.name, room.peer: room.peer_name}
    return tuple([Member(member, name, name, "member") for member, name in sorted(pair.items(), key=lambda item: item[1])])
