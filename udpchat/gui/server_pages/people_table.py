"""The table of people: columns, avatars, what stands there when it is empty, and the menu of a row."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.presenters.server_acts import Whom
from udpchat.gui.presenters.server_figures import Tone
from udpchat.gui.presenters.server_people import Column, People, PersonRow
from udpchat.gui.server_pages.head import Width, columns_of
from udpchat.gui.server_pages.page import Deeds
from udpchat.gui.widgets.popup_menu import Item
from udpchat.gui.widgets.table import Table, TableRow

AVATAR_PX: Final = 28
WIDTHS: Final[dict[str, Width]] = {
    Column.NAME.value: (220, False, True, 0),
    Column.ADDRESS.value: (180, False, True, 1),
    Column.ROUND_TRIP.value: (104, True, False, 0),
    Column.MESSAGES.value: (112, True, False, 4),
    Column.RESENT.value: (92, True, False, 5),
    Column.SINCE.value: (120, False, False, 3),
    Column.STATE.value: (130, False, True, 2),
}


class PeopleList(Table):
    """People in a table; what is done goes to `deeds`."""

    def __init__(self, parent: tk.Misc, kit: Kit, deeds: Deeds, lines: int) -> None:
        super().__init__(parent, kit, columns_of(WIDTHS), self._avatar, self._sort, self._popped, lines, self._picked, self._opened)
        self._deeds = deeds
        self.on_choose: Callable[[], None] = lambda: None
        self._users: dict[str, int] = {}
        self._online = False
        self.copies(deeds.copy)

    def show_online(self, online: bool) -> None:
        """Whether anything can be done to people."""
        self._online = online

    def show_people(self, people: People, tell: str) -> None:
        """The rows; `tell` is the address to tell people while nobody is online."""
        self._users = {str(person.session): person.user for person in people.rows}
        self.show([self._row(person) for person in people.rows], people.column.value, people.descending)
        if people.rows:
            self.show_empty("", "")
        else:
            words = text("operator.people.empty_tell", address=tell) if tell else text("operator.people.empty")
            self.show_empty(text("operator.people.empty_title"), words)

    def _avatar(self, row: TableRow) -> tk.PhotoImage:
        return self._kit.avatar(row.name, AVATAR_PX, hue=row.hue, presence="online")

    def _sort(self, key: str) -> None:
        self._deeds.sort_people(Column(key))

    @property
    def people(self) -> list[Whom]:
        """Who is chosen."""
        return self._deeds.office().whom([self._users[key] for key in self.selected if key in self._users])

    def _picked(self, _keys: tuple[str, ...]) -> None:
        self.on_choose()

    def _opened(self, key: str) -> None:
        if key in self._users:
            self._deeds.show_user(self._users[key])

    def _popped(self, key: str, x: int, y: int) -> None:
        row = self.row(key)
        if row is None:
            return
        people, acts, address = self.people, self._deeds.office().acts, row.cells[0]
        items = [
            Item(text("operator.users.mute"), partial(acts.mute, people)),
            Item(text("operator.users.kick"), partial(acts.kick, people)),
            Item(text("operator.users.ban"), partial(acts.ban, people)),
            Item(text("operator.users.ban_address"), partial(acts.ban_address, address.partition(":")[0])),
            Item(),
            Item(text("operator.people.copy_name"), partial(self._deeds.copy, row.name)),
            Item(text("operator.people.copy_address"), partial(self._deeds.copy, address)),
        ]
        self._deeds.popup(items if self._online and people else items[5:], x, y)

    def _row(self, person: PersonRow) -> TableRow:
        label = text("operator.people.guest", name=person.name) if person.guest else person.name
        hue, marked = self._kit.hue(person.user), person.tone is not Tone.PLAIN
        return TableRow(str(person.session), label, person.cells, person.name, hue, marked)
