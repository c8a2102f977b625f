"""The files of the server: how full it is, what is on its way, a filter, a table, and the card of the one that is chosen."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from functools import partial
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.presenters.server_files import Column, FileCard, Files, Line, Moving
from udpchat.gui.server_pages.card_page import CardPage
from udpchat.gui.server_pages.head import Width
from udpchat.gui.server_pages.page import Deeds
from udpchat.gui.widgets.detail_card import Detail, Picture, Row, Section, Verb
from udpchat.gui.widgets.find_field import FindField
from udpchat.gui.widgets.moving_card import MovingCard, MovingRow
from udpchat.gui.widgets.popup_menu import Item
from udpchat.gui.widgets.table import TableRow

TILE_PX: Final = 28
WIDTHS: Final[dict[str, Width]] = {
    Column.NAME.value: (260, False, True, 0),
    Column.SIZE.value: (96, True, False, 0),
    Column.OWNER.value: (150, False, False, 1),
    Column.FETCHED.value: (110, True, False, 3),
    Column.SENT.value: (140, False, False, 2),
}


class FilesPage(CardPage):
    """See above."""

    def __init__(self, parent: tk.Misc, kit: Kit, deeds: Deeds) -> None:
        super().__init__(parent, kit, deeds)
        self._files = Files()
        self._card: FileCard | None = None
        head = self._make_head(text("operator.nav.files"))
        self.find = FindField(head, kit, text("operator.files.find"), lambda needle: deeds.office().files.find(needle), 24)
        self.find.pack(side="right")
        head.pack(fill="x", padx=(kit.px(3), 0), pady=(0, kit.px(10)))
        self.moving = MovingCard(self, kit)
        self.moving.pack(fill="x", pady=(0, kit.px(6)))
        self._make_body(WIDTHS)

    def show_files(self, files: Files) -> None:
        """The table."""
        self._files = files
        self._show_count(files.count)
        self.table.show([self._row(line) for line in files.rows], files.column.value, files.descending)
        self.table.show_empty(*self._empty())

    def show_file(self, card: FileCard | None) -> None:
        """The card of the one that is chosen."""
        self._card = card
        self._show_card(detail(card, self.kit) if card is not None else None)

    def show_moving(self, moving: Moving) -> None:
        """What is stored and on its way."""
        rows = [MovingRow(line.up, f"{line.who} · {line.name}", line.words, line.fraction) for line in moving.lines]
        more = text("operator.files.more", count=moving.more) if moving.more else ""
        self.moving.show(moving.stored, moving.free, moving.fraction, moving.title, rows, more)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _sorted(self, column: str) -> None:
        self.deeds.office().files.sort(Column(column))

    def _pressed(self, verb: str) -> None:
        if self._card is None:
            return
        if verb == "remove":
            self.deeds.office().files.remove(self._card.file)
        else:
            self.deeds.show_user(self._card.owner)

    def _popped(self, key: str, x: int, y: int) -> None:
        row = self.table.row(key)
        if row is None:
            return
        items = [Item(text("operator.files.copy_name"), partial(self.deeds.copy, row.name))]
        if self._online:
            items.append(Item(text("operator.files.remove"), partial(self.deeds.office().files.remove, int(key))))
        self.deeds.popup(items, x, y)

    def _chosen(self, keys: Sequence[str]) -> None:
        self.deeds.office().files.choose(int(keys[0]) if len(keys) == 1 else 0)

    def _empty(self) -> tuple[str, str]:
        files = self._files
        if files.rows:
            return "", ""
        if not files.known:
            return text("operator.users.loading" if self._online else "operator.files.unknown"), ""
        if files.needle:
            return text("operator.files.none_fits"), ""
        return text("operator.files.none_title"), text("operator.files.none")

    def _avatar(self, row: TableRow) -> tk.PhotoImage:
        return self.kit.avatar(row.name, TILE_PX, hue=row.hue, tile=True, glyph="file")

    def _row(self, line: Line) -> TableRow:
        return TableRow(str(line.file), line.name, line.cells, line.name, self.kit.hue(_ending(line.name)), presence=None)


def detail(card: FileCard, kit: Kit) -> Detail:
    """A file as a card."""
    sections = (Section("", tuple(Row(value, label) for label, value in card.facts)),)
    verbs = [Verb("remove", text("operator.files.remove"), "trash", danger=True)]
    if card.owner:
        verbs.append(Verb("owner", text("operator.files.show_owner"), "user"))
    picture = Picture(card.name, kit.hue(_ending(card.name)), tile=True, glyph="file")
    return Detail(picture, card.name, card.under, (), tuple(verbs), sections)


def _ending(name: str) -> str:
    """Files of a kind share a colour."""
    return name.rpartition(".")[2].casefold()
