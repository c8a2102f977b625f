"""The groups of the server: a filter, a table, and the card of the one that is chosen with its members."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from functools import partial
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.presenters.server_groups import Column, GroupCard, Groups, Line
from udpchat.gui.server_pages.card_page import CardPage
from udpchat.gui.server_pages.head import Width
from udpchat.gui.server_pages.page import Deeds
from udpchat.gui.widgets.detail_card import Detail, Picture, Row, Section, Verb
from udpchat.gui.widgets.find_field import FindField
from udpchat.gui.widgets.popup_menu import Item
from udpchat.gui.widgets.table import TableRow

AVATAR_PX: Final = 28
WIDTHS: Final[dict[str, Width]] = {
    Column.TITLE.value: (220, False, True, 0),
    Column.OWNER.value: (140, False, False, 1),
    Column.MEMBERS.value: (96, True, False, 0),
    Column.HISTORY.value: (190, False, False, 4),
    Column.MADE.value: (130, False, False, 3),
    Column.TOPIC.value: (180, False, True, 2),
}


class GroupsPage(CardPage):
    """See above."""

    def __init__(self, parent: tk.Misc, kit: Kit, deeds: Deeds) -> None:
        super().__init__(parent, kit, deeds)
        self._groups = Groups()
        self._card: GroupCard | None = None
        head = self._make_head(text("operator.nav.groups"))
        self.find = FindField(head, kit, text("operator.groups.find"), lambda needle: deeds.office().find_groups(needle), 24)
        self.find.pack(side="right")
        head.pack(fill="x", padx=(kit.px(3), 0), pady=(0, kit.px(10)))
        self._make_body(WIDTHS)

    def show_groups(self, groups: Groups) -> None:
        """The table."""
        self._groups = groups
        self._show_count(groups.count)
        self.table.show([self._row(line) for line in groups.rows], groups.column.value, groups.descending)
        self.table.show_empty(*self._empty())

    def show_group(self, card: GroupCard | None) -> None:
        """The card of the one that is chosen."""
        self._card = card
        self._show_card(detail(card, self.kit) if card is not None else None)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _sorted(self, column: str) -> None:
        self.deeds.office().sort_groups(Column(column))

    def _pressed(self, verb: str) -> None:
        if self._card is not None:
            self.deeds.office().delete_group(self._card.id)

    def _popped(self, key: str, x: int, y: int) -> None:
        row = self.table.row(key)
        if row is None:
            return
        items = [Item(text("operator.people.copy_name"), partial(self.deeds.copy, row.name))]
        if self._online:
            items.append(Item(text("operator.groups.delete"), partial(self.deeds.office().delete_group, int(key))))
        self.deeds.popup(items, x, y)

    def _chosen(self, keys: Sequence[str]) -> None:
        self.deeds.office().choose_group(int(keys[0]) if len(keys) == 1 else 0)

    def _empty(self) -> tuple[str, str]:
        groups = self._groups
        if groups.rows:
            return "", ""
        if not groups.known:
            return text("operator.users.loading" if self._online else "operator.groups.unknown"), ""
        if groups.needle:
            return text("operator.groups.none_fits"), ""
        return text("operator.groups.none_title"), text("operator.groups.none")

    def _avatar(self, row: TableRow) -> tk.PhotoImage:
        return self.kit.avatar(row.name, AVATAR_PX, hue=row.hue, tile=True)

    def _row(self, line: Line) -> TableRow:
        return TableRow(str(line.id), line.title, line.cells, line.title, self.kit.hue(line.id), presence=None)


def detail(card: GroupCard, kit: Kit) -> Detail:
    """A group as a card."""
    sections = [Section("", tuple(Row(value, label) for label, value in card.facts))]
    if card.members is not None:
        rows = tuple(Row(f"{one.name} · {one.role}" if one.role else one.name) for one in card.members)
        sections.append(Section(text("operator.groups.members"), rows))
    verbs = (Verb("delete", text("operator.groups.delete"), "trash", danger=True),)
    return Detail(Picture(card.title, kit.hue(card.id), None, True), card.title, card.topic, (), verbs, tuple(sections))
