"""Go anywhere by a few letters: conversations, people, and a search for the words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from udpchat.catalogue import text
from udpchat.client import numbers
from udpchat.client.events import Event, Room, RoomsChanged
from udpchat.gui.presenters.elsewhere import apart
from udpchat.gui.presenters.errands.crowd import Someone, rank_of
from udpchat.gui.presenters.errands.people import PeopleErrand
from udpchat.gui.presenters.errands.rows import Picture, RowData, person_row, room_row, room_title, state_words
from udpchat.limits import SWITCHER_COUNT
from udpchat.names import fold

SEARCH: Final = "search"


@dataclass(frozen=True, slots=True)
class SwitcherData:
    """What fits; the first one is what Enter opens."""

    rows: tuple[RowData, ...]


class Switcher(PeopleErrand[SwitcherData]):
    """Keys of rows: numbers of conversations."""

    def take(self, event: Event) -> bool:
        return super().take(event) or isinstance(event, RoomsChanged)

    def data(self) -> SwitcherData:
        sought = fold(self.wanted.strip().removeprefix("@").removeprefix("#"))
        rows = self._best(sought) if sought else self._recent()
        if sought:
            words = text("errands.switcher.search", words=self.wanted.strip())
            rows.append(RowData(SEARCH, words, picture=Picture("", 0, glyph="search", tile=True)))
        return SwitcherData(tuple(rows))

    def choose(self, key: str) -> None:
        """Go there."""
        if key == SEARCH:
            words = self.wanted.strip()
            self.leave_for(lambda: self.bench.errands.search(None, words))
        elif apart(key)[1]:
            self.reach(key, lambda user: self.go(numbers.private_with(user)))
        else:
            self.go(int(key))

    # --- what fits ----------------------------------------------------------------------------------------------------

    def _recent(self) -> list[RowData]:
        """Without a word: what is unread, then what is newest."""
        rooms = sorted(self.core.rooms, key=lambda room: not room.unread)
        return [self._room(room) for room in rooms[:SWITCHER_COUNT]]

    def _best(self, sought: str) -> list[RowData]:
        ranked: list[tuple[int, int, Callable[[], RowData]]] = []  # rows are made of the best only
        for room in self.core.rooms:
            rank = rank_of(sought, room_title(self.core, room), room.title)
            if rank is not None:
                ranked.append((rank, 0, partial(self._room, room)))
        known = {room.peer for room in self.core.rooms if room.kind == "private"}
        for someone in self.bench.crowd.all():
            rank = rank_of(sought, someone.name, someone.display) if someone.user not in known else None
            if rank is not None:
                ranked.append((rank, 1 if someone.presence != "offline" else 2, partial(self._person, someone)))
        for someone in self.bench.crowd.elsewhere(self.wanted):
            ranked.append((rank_of(sought, someone.name, someone.display) or 0, 3, partial(self._person, someone)))
        ranked.sort(key=lambda one: one[:2])
        return [row() for _, _, row in ranked[:SWITCHER_COUNT]]

    def _room(self, room: Room) -> RowData:
        if room.kind == "private":
            someone = self.bench.crowd.get(room.peer)
            row = room_row(self.core, room, someone.presence)
            state = self._state(someone)
            note = f"@{row.realm} \u00b7 {state}" if row.realm and state else f"@{row.realm}" if row.realm else state
            return RowData(row.key, row.title, note, picture=row.picture, badge=room.unread, realm=row.realm)
        return room_row(self.core, room)

    def _person(self, someone: Someone) -> RowData:
        row = person_row(someone, self.bench.around.moment, self.bench.around.wall_ms())
        note = " · ".join(part for part in (row.note, row.right) if part)
        key = str(numbers.private_with(someone.user)) if someone.user else someone.name
        return RowData(key, row.title, note, picture=row.picture, realm=row.realm)

    def _state(self, someone: Someone) -> str:
        return state_words(someone, self.bench.around.moment, self.bench.around.wall_ms())
