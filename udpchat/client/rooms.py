"""The conversations of one person: what the server says about them, what is unread, what came last; one list for shells.

The server tells all of them after the welcome and each change afterwards; they are kept on disk, so that the list is there
without a connection. Unread is what others wrote after the mark, counted here and not asked for. Changes are gathered and
told together at the end of a turn.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace

from udpchat.client import numbers
from udpchat.client.batch import Snapshot
from udpchat.client.events import RoomsChanged
from udpchat.client.message import Message, Notice
from udpchat.client.room import Room
from udpchat.limits import ROOMS_KNOWN_COUNT, UNREAD_COUNT
from udpchat.words import messages as words


class Rooms:
    """By number. `me` are this person's own user ids."""

    def __init__(self, snapshot: Snapshot, me: set[int]) -> None:
        self._me = me
        self._rooms: dict[int, words.Room] = {}
        self._numbers: dict[int, int] = {}  # of the server -> ours
        self._read: dict[int, int] = {}
        self._unread: dict[int, list[int]] = {}
        self._newest: dict[int, Message] = {}
        self._listing: dict[int, words.Room] | None = None
        self._changed: set[int] = set()
        self._gone: set[int] = set()
        self.complete = False
        """The server has listed all of them on the connection that stands."""
        for word in snapshot.rooms:
            self._put(word)
        for number, seq in snapshot.marks.items():
            self._read[number] = seq
        for id, seqs in snapshot.unread.items():
            self._unread[self.number(id)] = list(seqs)

    # --- questions ----------------------------------------------------------------------------------------------------

    def number(self, id: int) -> int:
        """Our number of a conversation of the server."""
        return self._numbers.get(id, id)

    def knows(self, id: int) -> bool:
        """Whether it is known what kind of conversation this is."""
        return id in self._numbers

    def id_of(self, number: int) -> int:
        """The server's id; 0 if there is none yet, or none any more."""
        found = self._rooms.get(number)
        return found.id if found else 0

    def word(self, number: int) -> words.Room | None:
        """What the server says about it."""
        return self._rooms.get(number)

    def ids(self) -> list[int]:
        """The server's ids of all of them."""
        return [word.id for word in self._rooms.values()]

    def all(self) -> tuple[Room, ...]:
        """All of them, the one with the newest message first."""
        found = [self._shown(number) for number in self._rooms]
        return tuple(sorted(found, key=lambda room: (-(room.newest.seq if room.newest else 0), room.id)))

    def get(self, number: int) -> Room | None:
        """The conversation of that number."""
        return self._shown(number) if number in self._rooms else None

    def read_to(self, number: int) -> int:
        """Up to which seq it was read, here or on another device."""
        word = self._rooms.get(number)
        return max(self._read.get(number, 0), word.read if word else 0)

    def unread_seqs(self, number: int) -> tuple[int, ...]:
        """What is unread, ascending; of many the newest."""
        return tuple(self._unread.get(number, ()))

    def _shown(self, number: int) -> Room:
        word = self._rooms[number]
        title = word.peer_name if word.kind == "private" else word.title
        return Room(
            id=number,
            kind=word.kind,
            title=title,
            topic=word.topic,
            role=word.role,
            peer=word.peer,
            peer_name=word.peer_name,
            members=word.members,
            history_open=word.history_open,
            muted=word.muted,
            blocked=word.blocked,
            slow_s=word.slow_s,
            read=self.read_to(number),
            unread=len(self._unread.get(number, ())),
            newest=self._newest.get(number),
        )

    # --- from the server ----------------------------------------------------------------------------------------------

    def lobby_is(self, id: int) -> None:
        """The welcome says which one the lobby is."""
        self._numbers[id] = numbers.LOBBY

    def assume(self, id: int) -> None:
        """It is none of the private ones: a group, or one that the server does not list (any more)."""
        self._numbers.setdefault(id, id)

    def begin(self) -> None:
        """A connection begins: its list comes in full."""
        self._listing, self.complete = {}, False

    def page(self, word: words.Rooms) -> list[int]:
        """One page of the list; with the last one, the ids of those that are gone."""
        if self._listing is None:
            self._listing = {}
        for room in word.rooms:
            self._listing[room.id] = room
            self._put(room)
        if not word.last:
            return []
        listed, self._listing = self._listing, None
        self.complete = True
        gone = [room.id for room in self._rooms.values() if room.id not in listed]
        for id in gone:
            self.leave(id)
        return gone

    def put(self, room: words.Room) -> None:
        """One that is new, or looks different."""
        if self._listing is not None:
            self._listing[room.id] = room
        self._put(room)

    def _put(self, room: words.Room) -> None:
        number = numbers.of_room(room.kind, room.id, room.peer)
        if number not in self._rooms and len(self._rooms) >= ROOMS_KNOWN_COUNT:
            return
        self._numbers[room.id] = number
        if self._rooms.get(number) != room:
            self._rooms[number] = room
            self._gone.discard(number)
            self._changed.add(number)
            self._count(number)

    def leave(self, id: int) -> None:
        """It is gone for this person."""
        if self._listing is not None:
            self._listing.pop(id, None)
        number = self.number(id)
        if self._rooms.pop(number, None) is not None:
            self._unread.pop(number, None)
            self._changed.discard(number)
            self._gone.add(number)

    def retitled(self, event: words.Retitled) -> None:
        """A group has another title."""
        word = self._rooms.get(self.number(event.conversation))
        if word and word.kind == "group":
            self._put(replace(word, title=event.title, topic=event.topic, history_open=event.history_open))

    def forget(self) -> None:
        """The log is another one: marks and what is unread are void; the list comes again."""
        self._read.clear()
        self._unread.clear()
        self._newest.clear()
        for number, word in list(self._rooms.items()):
            self._rooms[number] = replace(word, read=0, delivered=0)
            self._changed.add(number)

    # --- messages and marks -------------------------------------------------------------------------------------------

    def found(self, messages: Iterable[Message]) -> None:
        """Messages from the disk: what is unread was counted there."""
        for message in messages:
            self._came_last(message)

    def came(self, messages: Iterable[Message]) -> None:
        """Messages that were not known before."""
        for message in messages:
            number = message.conversation
            self._came_last(message)
            self._changed.add(number)
            if message.author in self._me or message.deleted or message.seq <= self.read_to(number):
                continue
            seqs = self._unread.setdefault(number, [])
            at = bisect_left(seqs, message.seq)
            if seqs[at : at + 1] != [message.seq]:
                seqs.insert(at, message.seq)
            del seqs[:-UNREAD_COUNT]

    def _came_last(self, message: Message) -> None:
        newest = self._newest.get(message.conversation)
        if newest is None or newest.seq <= message.seq:
            self._newest[message.conversation] = message

    def altered(self, message: Message) -> None:
        """A message reads differently."""
        number = message.conversation
        newest = self._newest.get(number)
        if newest is not None and newest.seq == message.seq:
            self._newest[number] = message
            self._changed.add(number)
        if message.deleted and message.seq in self._unread.get(number, ()):
            self._unread[number].remove(message.seq)
            self._changed.add(number)

    def archived(self, notice: Notice, before_seq: int) -> None:
        """What came before that seq is void."""
        number = notice.conversation
        self._unread[number] = [seq for seq in self._unread.get(number, ()) if seq >= before_seq]
        newest = self._newest.get(number)
        if newest is not None and newest.seq < before_seq:
            del self._newest[number]
        self._changed.add(number)

    def mark(self, number: int, seq: int) -> bool:
        """It was read up to there; whether that is news."""
        if seq <= self.read_to(number):
            return False
        self._read[number] = seq
        self._changed.add(number)
        self._count(number)
        return True

    def _count(self, number: int) -> None:
        seqs = self._unread.get(number)
        if seqs:
            del seqs[: bisect_right(seqs, self.read_to(number))]

    # --- telling ------------------------------------------------------------------------------------------------------

    def changes(self) -> RoomsChanged | None:
        """What has changed since the last call."""
        if not self._changed and not self._gone:
            return None
        changed = tuple(self._shown(number) for number in sorted(self._changed) if number in self._rooms)
        gone, self._gone, self._changed = tuple(sorted(self._gone)), set(), set()
        return RoomsChanged(changed, gone) if changed or gone else None
