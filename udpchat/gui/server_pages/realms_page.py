"""The links to other servers: what this one is called there, a filter, a table, and the card of the one that is chosen."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from functools import partial
from typing import Final, cast

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.presenters.server_figures import Tone
from udpchat.gui.presenters.server_realms import Column, Line, RealmCard, Realms
from udpchat.gui.server_pages.card_page import CardPage
from udpchat.gui.server_pages.head import Width
from udpchat.gui.server_pages.page import Deeds
from udpchat.gui.server_pages.realm_home import RealmHome
from udpchat.gui.widgets.detail_card import Detail, Picture, Row, Section, Verb
from udpchat.gui.widgets.find_field import FindField
from udpchat.gui.widgets.popup_menu import Item
from udpchat.gui.widgets.table import TableRow
from udpchat.operate.orders import LinkDeed

TILE_PX: Final = 28
WIDTHS: Final[dict[str, Width]] = {
    Column.NAME.value: (190, False, True, 0),
    Column.STATE.value: (176, False, False, 0),
    Column.ADDRESS.value: (170, False, False, 3),
    Column.ROUND_TRIP.value: (98, True, False, 2),
    Column.WAITING.value: (86, True, False, 1),
    Column.SINCE.value: (120, False, False, 4),
    Column.TROUBLE.value: (200, False, True, 5),
}
ICONS: Final[dict[str, str]] = {
    "accept": "check",
    "retry": "refresh",
    "share": "eye",
    "hide": "eyeoff",
    "block": "ban",
    "unblock": "unlock",
    "remove": "trash",
}
DANGERS: Final = ("block", "remove")
PILLS: Final = {Tone.PLAIN: "Pill", Tone.GOOD: "OkPill", Tone.WARN: "WarnPill", Tone.BAD: "ErrPill"}


class RealmsPage(CardPage):
    """See above."""

    def __init__(self, parent: tk.Misc, kit: Kit, deeds: Deeds) -> None:
        super().__init__(parent, kit, deeds)
        self._realms = Realms()
        self._card: RealmCard | None = None
        self._wanted = 0
        head = self._make_head(text("operator.nav.realms"))
        self.find = FindField(head, kit, text("operator.realms.find"), lambda needle: deeds.office().realms.find(needle), 24)
        self.find.pack(side="right")
        head.pack(fill="x", padx=(kit.px(3), 0), pady=(0, kit.px(10)))
        self.home = RealmHome(self, kit, deeds.copy, self._begun)
        self.home.pack(fill="x", pady=(0, kit.px(6)))
        self._make_body(WIDTHS)

    def show_realms(self, realms: Realms) -> None:
        """The table, and what this server is called."""
        self._realms = realms
        self.home.show(realms.here, realms.fingerprint, realms.free)
        self._show_count(realms.count)
        self.table.show([self._row(line) for line in realms.rows], realms.column.value, realms.descending)
        self.table.show_empty(*self._empty())
        if self._wanted:
            self.choose(self._wanted)

    def show_realm(self, card: RealmCard | None) -> None:
        """The card of the one that is chosen."""
        self._card = card
        self._show_card(detail(card, self.kit) if card is not None else None)

    def show_online(self, online: bool) -> None:
        """Whether anything can be done."""
        super().show_online(online)
        self.home.enable(online)

    def choose(self, realm: int) -> None:
        """One was chosen elsewhere; it may not be shown yet."""
        key = str(realm)
        if self.table.row(key) is None:
            self._wanted = realm
            return
        self._wanted = 0
        self.table.tree.selection_set(key)
        self.table.tree.see(key)
        self.table.tree.focus(key)
        self.table.tree.focus_set()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _begun(self, key: str) -> None:
        realms = self.deeds.office().realms
        {"add": realms.acts.add, "invite": realms.invite, "join": realms.acts.join, "rename": realms.rename}[key]()

    def _sorted(self, column: str) -> None:
        self.deeds.office().realms.sort(Column(column))

    def _pressed(self, verb: str) -> None:
        if self._card is not None:
            self.deeds.office().realms.do(cast(LinkDeed, verb), self._card.realm)

    def _popped(self, key: str, x: int, y: int) -> None:
        card = self.deeds.office().realms.card(int(key))
        if card is None:
            return
        items = [Item(text(f"operator.realms.deed.{deed}"), partial(self._do, deed, card.realm)) for deed in card.deeds]
        if not self._online:
            items = []
        if card.named:
            items.append(Item(text("operator.realms.copy_name"), partial(self.deeds.copy, card.name)))
        for label in (text("operator.column.address"), text("operator.place.fingerprint")):
            words = dict(card.facts).get(label, "")
            if words:
                items.append(Item(text("operator.realms.copy_fact", what=label), partial(self.deeds.copy, words)))
        self.deeds.popup(items, x, y)

    def _do(self, deed: LinkDeed, realm: int) -> None:
        self.deeds.office().realms.do(deed, realm)

    def _chosen(self, keys: Sequence[str]) -> None:
        self.deeds.office().realms.choose(int(keys[0]) if len(keys) == 1 else 0)

    def _empty(self) -> tuple[str, str]:
        realms = self._realms
        if realms.rows:
            return "", ""
        if not realms.known:
            return text("operator.users.loading" if self._online else "operator.realms.unknown"), ""
        if realms.needle:
            return text("operator.realms.none_fits"), ""
        return text("operator.realms.none_title"), text("operator.realms.none")

    def _avatar(self, row: TableRow) -> tk.PhotoImage:
        return self.kit.avatar(row.name, TILE_PX, hue=row.hue, presence=row.presence, tile=True, glyph="globe", ring="raised")

    def _row(self, line: Line) -> TableRow:
        marked, bad = line.tone is Tone.WARN, line.tone is Tone.BAD
        return TableRow(str(line.realm), line.name, line.cells, line.name, self.kit.hue(line.name), marked, line.presence, bad)


def detail(card: RealmCard, kit: Kit) -> Detail:
    """A link as a card."""
    verbs = tuple(Verb(deed, text(f"operator.realms.deed.{deed}"), ICONS[deed], deed in DANGERS) for deed in card.deeds)
    facts = Section(text("operator.realms.facts"), tuple(Row(value, label) for label, value in card.facts))
    picture = Picture(card.name, kit.hue(card.name), card.presence, tile=True, glyph="globe")
    pills = ((card.state, PILLS[card.tone]),)
    return Detail(picture, card.name, "", pills, verbs, (Section("", (Row(card.words),)), facts))
