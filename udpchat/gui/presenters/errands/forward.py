"""A file that is on the server already, for other people too: to whom, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from udpchat.catalogue import text
from udpchat.client import numbers
from udpchat.client.events import Event, File, Room, RoomsChanged
from udpchat.errors import UdpchatError
from udpchat.gui.presenters import file_words
from udpchat.gui.presenters.errands.chosen_files import file_picture
from udpchat.gui.presenters.errands.crowd import Someone, rank_of
from udpchat.gui.presenters.errands.errand import Bench
from udpchat.gui.presenters.errands.people import PeopleErrand
from udpchat.gui.presenters.errands.rows import Picture, RowData, person_row, room_row, room_title, title_of
from udpchat.limits import NAMED_COUNT, SWITCHER_COUNT
from udpchat.names import fold
from udpchat.sanitize import clean_text
from udpchat.sizes import size_words


@dataclass(frozen=True, slots=True)
class ForwardData:
    """The file, and where it may go; `chosen` in words."""

    name: str
    size: str
    picture: Picture
    rows: tuple[RowData, ...]
    count: int
    chosen: str


class Forward(PeopleErrand[ForwardData]):
    """Keys of rows: numbers of conversations."""

    def __init__(self, bench: Bench, file: File) -> None:
        super().__init__(bench)
        self.file = file
        self._chosen: dict[int, None] = {}

    def take(self, event: Event) -> bool:
        return super().take(event) or isinstance(event, RoomsChanged)

    def choose(self, key: str) -> None:
        """There, too, or not."""
        place = int(key)
        self.complain("")
        if place in self._chosen:
            del self._chosen[place]
        elif len(self._chosen) >= NAMED_COUNT:
            self.complain(text("client.too_many_people", count=NAMED_COUNT))
        else:
            self._chosen[place] = None
        self.refresh()

    def send(self, said: str) -> None:
        """To all that are chosen."""
        if not self._chosen:
            self.complain(text("forward.nobody"))
            return
        try:
            words = clean_text(said) if said.strip() else ""
        except UdpchatError as error:
            self.complain(error.sentence, "text")
            return
        places = tuple(self._chosen)
        for place in places:
            if not self._try(partial(self.core.forward_file, self.file, self.bench.now, place, text=words)):
                return
        self.close()
        where = title_of(self.core, places[0])
        key = "forward.sent" if len(places) == 1 else "forward.sent.many"
        self.bench.windows.toast(text(key, place=where, count=len(places)))

    # --- what is shown ------------------------------------------------------------------------------------------------

    def data(self) -> ForwardData:
        name, size = file_words.shown_name(self.file.name), size_words(self.file.size)
        chosen = ", ".join(title_of(self.core, place) for place in self._chosen)
        return ForwardData(name, size, file_picture(self.file.name), self._rows(), len(self._chosen), chosen)

    def _rows(self) -> tuple[RowData, ...]:
        """The newest conversations, then people; the chosen ones stay in the list wherever they stand."""
        sought = fold(self.wanted.strip().removeprefix("@").removeprefix("#"))
        ranked: list[tuple[int, int, int, Callable[[], RowData]]] = []
        for at, room in enumerate(self.core.rooms):
            rank = _rank(sought, room_title(self.core, room), room.title)
            if rank is not None and self._may(room):
                ranked.append((rank, 0, at, partial(room_row, self.core, room)))
        known = {room.peer for room in self.core.rooms if room.kind == "private"}
        for at, someone in enumerate(self.bench.crowd.all()):
            rank = _rank(sought, someone.name, someone.display)
            if rank is not None and someone.user not in known and someone.user != self.core.me and not someone.blocked:
                ranked.append((rank, 1, at, partial(self._person, someone)))
        ranked.sort(key=lambda one: one[:3])
        rows = (row() for _, _, _, row in ranked[: SWITCHER_COUNT * 2])
        return tuple(replace(row, mark=int(row.key) in self._chosen, badge=0) for row in rows)

    def _may(self, room: Room) -> bool:
        """Into the announcements only who may announce."""
        rules = self.core.rules
        return room.kind != "announcements" or self.bench.moderates or rules is None or rules.announcers == "all"

    def _person(self, someone: Someone) -> RowData:
        row = person_row(someone, self.bench.around.moment, self.bench.around.wall_ms())
        return RowData(str(numbers.private_with(someone.user)), row.title, row.note, right=row.right, picture=row.picture)


def _rank(sought: str, *names: str) -> int | None:
    """How well names fit; one that is all of it before those that only begin so."""
    if not sought:
        return 0
    return -1 if any(fold(name) == sought for name in names) else rank_of(sought, *names)
