"""The groups of the server: a filter, a table, and the card of the one that is chosen with its members."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from functools import partial
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.presenters.server_format import count
from udpchat.gui.presenters.server_groups import Column, GroupCard, Groups, Line
from udpchat.gui.server_pages.head import Beside
from udpchat.gui.server_pages.page import Deeds, Page
from udpchat.gui.widgets.detail_card import Detail, DetailCard, Picture, Row, Section, Verb
from udpchat.gui.widgets.find_field import FindField
from udpchat.gui.widgets.popup_menu import Item
from udpchat.gui.widgets.table import Table, TableColumn, TableRow

AVATAR_PX: Final = 28
WIDTHS: Final = {  # pixels at scale 1, aligned to the right, stretching, rank to be left out
    Column.TITLE: (220, False, True, 0),
    Column.OWNER: (140, False, False, 1),
    Column.MEMBERS: (96, True, False, 0),
    Column.HISTORY: (190, False, False, 4),
    Column.MADE: (130, False, False, 3),
    Column.TOPIC: (180, False, True, 2),
}


class GroupsPage(Page):
    """See above."""

    def __init__(self, parent: tk.Misc, kit: Kit, deeds: Deeds) -> None:
        super().__init__(parent, kit, deeds)
        self._groups = Groups()
        self._card: GroupCard | None = None
        self._online = False
        self.configure(padding=(kit.px(24), kit.px(16), kit.px(22), kit.px(16)))
        head = ttk.Frame(self)
        kit.label(head, text("operator.nav.groups"), font="ui.headb").pack(side="left")
        self._count = ttk.Label(head, style="AccPill.TLabel")
        self.find = FindField(head, kit, text("operator.groups.find"), lambda needle: deeds.office().find_groups(needle), 24)
        self.find.pack(side="right")
        head.pack(fill="x", padx=(kit.px(3), 0), pady=(0, kit.px(10)))
        self._beside = Beside(self, kit)
        self._beside.pack(fill="both", expand=True)
        self.table = self._make_table()
        self.card = DetailCard(self._beside, kit, text("operator.close_card"), self._pressed, self.table.select_none)
        self._beside.hold(self.table, self.card)
        self.table.copies(deeds.copy)

    def show_groups(self, groups: Groups) -> None:
        """The table."""
        self._groups = groups
        self._count.configure(text=count(groups.count))
        if groups.count:
            self._count.pack(side="left", padx=self.kit.px(12))
        else:
            self._count.pack_forget()
        self.table.show([self._row(line) for line in groups.rows], groups.column.value, groups.descending)
        self.table.show_empty(*self._empty())

    def show_group(self, card: GroupCard | None) -> None:
        """The card of the one that is chosen."""
        self._card = card
        if card is not None:
            self.card.show(detail(card, self.kit))
        self._beside.show_card(card is not None)

    def show_online(self, online: bool) -> None:
        """Whether anything can be done."""
        self._online = online
        self.card.enable(online)
        self.table.show_empty(*self._empty())

    def focus_find(self) -> bool:
        """Look for a group."""
        self.find.line.focus_set()
        return True

    def escape(self) -> bool:
        """The card goes."""
        if self._card is None:
            return False
        self.table.select_none()
        return True

    # --- inside -------------------------------------------------------------------------------------------------------

    def _make_table(self) -> Table:
        columns = [
            TableColumn(column.value, text(f"operator.column.{column.value}"), width, right, stretch, rank)
            for column, (width, right, stretch, rank) in WIDTHS.items()
        ]
        return Table(
            self._beside, self.kit, columns, self._avatar, lambda key: self.deeds.office().sort_groups(Column(key)),
            self._popped, 6, self._chosen, lambda _key: self.card.close_button.focus_set(),
        )  # fmt: skip

    def _pressed(self, _key: str) -> None:
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
