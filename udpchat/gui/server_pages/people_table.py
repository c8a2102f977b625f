"""The table of people: columns, avatars, what stands there when it is empty, and the menu of a row."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.presenters.server_figures import Tone
from udpchat.gui.presenters.server_people import Column, People, PersonRow
from udpchat.gui.server_pages.page import Deeds
from udpchat.gui.widgets.table import Table, TableColumn, TableRow

AVATAR_PX: Final = 28
WIDTHS: Final = {  # pixels at scale 1, aligned to the right, stretching, rank to be left out
    Column.NAME: (220, False, True, 0),
    Column.ADDRESS: (180, False, True, 1),
    Column.ROUND_TRIP: (104, True, False, 0),
    Column.MESSAGES: (112, True, False, 4),
    Column.RESENT: (92, True, False, 5),
    Column.SINCE: (120, False, False, 3),
    Column.STATE: (130, False, True, 2),
}


class PeopleList(Table):
    """People in a table; what is done goes to `deeds`."""

    def __init__(self, parent: tk.Misc, kit: Kit, deeds: Deeds, lines: int) -> None:
        columns = [
            TableColumn(column.value, text(f"operator.column.{column.value}"), width, right, stretch, rank)
            for column, (width, right, stretch, rank) in WIDTHS.items()
        ]
        super().__init__(parent, kit, columns, self._avatar, self._sort, self._popped, lines)
        self._deeds = deeds
        self._row_menu = tk.Menu(self, tearoff=False)
        self.tree.bind("<<Copy>>", lambda _event: self._copy_rows())
        self.tree.bind("<Control-c>", lambda _event: self._copy_rows())

    def show_people(self, people: People, tell: str, needle: str = "") -> None:
        """The rows; `tell` is the address to tell people while nobody is online."""
        self.show([self._row(person) for person in people.rows], people.column.value, people.descending)
        if people.rows:
            self.show_empty("", "")
        elif people.online_count and needle:
            self.show_empty(text("operator.people.nobody_found", needle=needle), "")
        else:
            words = text("operator.people.empty_tell", address=tell) if tell else text("operator.people.empty")
            self.show_empty(text("operator.people.empty_title"), words)

    def _avatar(self, row: TableRow) -> tk.PhotoImage:
        return self._kit.avatar(row.name, AVATAR_PX, hue=row.hue, presence="online")

    def _sort(self, key: str) -> None:
        self._deeds.sort_people(Column(key))

    def _popped(self, key: str, x: int, y: int) -> None:
        row = self.row(key)
        if row is None:
            return
        menu = self._row_menu
        menu.delete(0, "end")
        menu.add_command(label=text("operator.people.copy_name"), command=partial(self._deeds.copy, row.name))
        menu.add_command(label=text("operator.people.copy_address"), command=partial(self._deeds.copy, row.cells[0]))
        menu.tk_popup(x, y)

    def _copy_rows(self) -> str:
        rows = [row for key in self.selected if (row := self.row(key)) is not None]
        if rows:
            self._deeds.copy("\n".join("\t".join((row.name, *row.cells)) for row in rows))
        return "break"

    def _row(self, person: PersonRow) -> TableRow:
        label = text("operator.people.guest", name=person.name) if person.guest else person.name
        hue, marked = self._kit.hue(person.user), person.tone is not Tone.PLAIN
        return TableRow(str(person.session), label, person.cells, person.name, hue, marked)
