"""The conversations of one person in a window, by the core's numbers. One is made when it is first spoken of or opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from udpchat.client import events, numbers
from udpchat.gui.presenters.chat_ports import LOBBY, Core
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.timeline_items import MomentOf


class RoomBook:
    """Every one that is in the list, or open. `stale`: those whose line in the list may read differently by now."""

    def __init__(self, core: Core, moment: MomentOf, note_of: Callable[[int], str]) -> None:
        """`note_of`: what is told about an author beside the name."""
        self._core = core
        self._moment = moment
        self._note_of = note_of
        self._my_ids: set[int] = set()
        self._my_name = ""
        self._rooms: dict[int, Room] = {}
        self.stale: set[int] = set()
        self._adornments: list[Callable[[Room], None]] = []
        self.lobby = self.get(LOBBY)

    def __iter__(self) -> Iterator[Room]:
        return iter(self._rooms.values())

    def find(self, id: int) -> Room | None:
        """The conversation of that number, if it is here."""
        return self._rooms.get(id)

    def get(self, id: int) -> Room:
        """The conversation of that number."""
        self.stale.add(id)
        if id not in self._rooms:
            peer_name = self._core.name_of(numbers.peer_of(id)) if id < 0 else ""
            room = self._rooms[id] = Room(id, self._moment, self._core.room(id), peer_name)
            room.name_of, room.note_of = self._core.name_of, self._note_of
            room.timeline.name_of, room.timeline.lookup = self._core.name_of, self._core.message
            room.timeline.ticks(lambda seq: self._core.ticks(id, seq))
            room.timeline.many.ticks_of = self._core.ticks
            room.reading.count(self._core.unread(id))
            self._introduce(room)
            for adorn in self._adornments:
                adorn(room)
        return self._rooms[id]

    def adorn(self, adornment: Callable[[Room], None]) -> None:
        """Do this with every conversation, also with those to come."""
        self._adornments.append(adornment)
        for room in self:
            adornment(room)

    def signed_in(self, user: int, name: str) -> None:
        """Who I am here; a guest may become somebody new."""
        self._my_ids.add(user)
        self._my_name = name
        for room in self:
            self._introduce(room)
        self.update(self._core.rooms)

    def update(self, rooms: Iterable[events.Room]) -> None:
        """These are new, or look different."""
        for info in rooms:
            room = self.get(info.id)
            room.info = info
            room.reading.count(self._core.unread(info.id))

    def remove(self, id: int) -> Room | None:
        """It is gone for this person; the lobby cannot go."""
        if id == LOBBY:
            return None
        self.stale.add(id)
        return self._rooms.pop(id, None)

    def is_mine(self, user: int) -> bool:
        """Whether that is me, or the guest that I was before."""
        return user in self._my_ids

    def _introduce(self, room: Room) -> None:
        room.timeline.my_ids |= self._my_ids
        room.timeline.my_name = self._my_name
