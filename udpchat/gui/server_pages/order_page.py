"""Moderation: what holds for everybody, mutes and bans in force, and what was done by whom."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from tkinter import ttk
from typing import Final, cast

from udpchat.catalogue import text
from udpchat.client.operator import AnnouncedBy
from udpchat.gui.kit import Kit
from udpchat.gui.presenters.server_order import (
    ANNOUNCERS,
    PAUSED,
    PRIVATE_OFF,
    RETENTION,
    SLOW,
    OrderForm,
    day_choices,
    slow_choices,
)
from udpchat.gui.presenters.server_sanctions import Listed
from udpchat.gui.server_pages.head import Width, act_button, columns_of
from udpchat.gui.server_pages.page import Deeds, Page
from udpchat.gui.widgets.flow_chips import FlowChips
from udpchat.gui.widgets.page_frame import PageFrame
from udpchat.gui.widgets.popup_menu import Item
from udpchat.gui.widgets.setting_rows import SettingCard, SettingRow
from udpchat.gui.widgets.table import Table, TableRow

AVATAR_PX: Final = 28
OPERATOR_HUE: Final = 4  # as the tile of the window
BAN_HUE: Final = 0
TWO_COLUMNS_PX: Final = 1000  # of the page
RULES_PX: Final = 430
LOW_PX: Final = 210  # of a table
SANCTION_COLUMNS: Final[dict[str, Width]] = {
    "who": (150, False, True, 0),
    "kind": (86, False, False, 1),
    "until": (140, False, False, 0),
    "reason": (150, False, True, 2),
    "by": (110, False, False, 3),
    "at": (104, False, False, 4),
}
AUDIT_COLUMNS: Final[dict[str, Width]] = {
    "by": (150, False, True, 0),
    "kind": (184, False, False, 0),
    "whom": (110, False, True, 1),
    "detail": (150, False, True, 2),
    "at": (104, False, False, 0),
}


class OrderPage(Page):
    """See above; scrolls where the window is too low for it."""

    def __init__(self, parent: tk.Misc, kit: Kit, deeds: Deeds) -> None:
        super().__init__(parent, kit, deeds)
        self._form = OrderForm()
        self._online = False
        self._wide: bool | None = None
        self._frame = PageFrame(self, kit, padding=(kit.px(24), kit.px(16), kit.px(14), kit.px(16)))
        self._frame.pack(fill="both", expand=True)
        body = self._body = self._frame.page
        head = ttk.Frame(body)
        kit.label(head, text("operator.nav.order"), font="ui.headb").pack(side="left")
        self._note = ttk.Label(head, style="WarnPill.TLabel", text=text("operator.order.unknown"))
        head.grid(row=0, column=0, columnspan=2, sticky="we", padx=(kit.px(3), 0), pady=(0, kit.px(8)))
        self.rows: dict[str, SettingRow] = {}
        self._rules = self._rules_card()
        self._lists = ttk.Frame(body)
        self._make_sanctions()
        self._make_audit()
        body.bind("<Configure>", lambda event: self._lay_out(event.width))

    # --- the view -----------------------------------------------------------------------------------------------------

    def show_order(self, form: OrderForm) -> None:
        """What holds."""
        self._form = form
        self._paused.set(form.paused)
        self._private.set(not form.private_off)
        self.slow.show(slow_choices(form.slow), form.slow)
        self.announcers.show(self._who(), form.announcers)
        self.days.show(day_choices(form.retention), form.retention)
        for key, row in self.rows.items():
            row.say(form.problem(key))
        self._enable()

    def show_sanctions(self, entries: tuple[Listed, ...] | None) -> None:
        """Mutes and bans in force."""
        kit = self.kit
        rows = [
            TableRow(
                str(entry.number), entry.label, entry.cells, entry.name or "#", kit.hue(entry.user), not entry.ban, None, entry.ban
            )
            for entry in entries or ()
        ]
        self.sanctions.show(rows, "", False)
        self.sanctions.show_empty(*self._empty("sanctions", entries))
        self._enable()

    def show_audit(self, entries: tuple[Listed, ...] | None, more: bool) -> None:
        """Who did what."""
        rows = [
            TableRow(str(entry.number), entry.label, entry.cells, entry.name or "#", self.kit.hue(entry.user), presence=None)
            for entry in entries or ()
        ]
        self.audit.show(rows, "", False)
        self.audit.show_empty(*self._empty("audit", entries))
        if more:
            self.older.pack(side="right")
        else:
            self.older.pack_forget()

    def show_online(self, online: bool) -> None:
        """Whether anything can be done."""
        self._online = online
        if online:
            self._note.pack_forget()
        else:
            self._note.pack(side="left", padx=self.kit.px(12))
        self._enable()

    # --- parts --------------------------------------------------------------------------------------------------------

    def _rules_card(self) -> SettingCard:
        kit, deeds = self.kit, self.deeds
        card = SettingCard(self._body, kit, text("operator.order.rules"))
        self._paused = tk.BooleanVar(self, False)
        self._private = tk.BooleanVar(self, True)
        pause: Callable[[], None] = lambda: deeds.office().rules.pause(self._paused.get())  # noqa: E731
        private: Callable[[], None] = lambda: deeds.office().rules.private(not self._private.get())  # noqa: E731
        self.switches = [
            self._switch(card, PAUSED, "paused", self._paused, pause),
            self._switch(card, PRIVATE_OFF, "private", self._private, private),
        ]
        self.slow = FlowChips(self._row(card, SLOW, "slow").control, kit, lambda key: deeds.office().rules.slow(int(key)))
        who: Callable[[str], None] = lambda key: deeds.office().rules.announce_by(cast(AnnouncedBy, key))  # noqa: E731
        self.announcers = FlowChips(self._row(card, ANNOUNCERS, "announcers").control, kit, who)
        self.days = FlowChips(self._row(card, RETENTION, "retention").control, kit, lambda key: deeds.office().keep(int(key)))
        for chips in (self.slow, self.announcers, self.days):
            chips.pack(fill="x")
        lesson = SettingRow(card, kit, text("operator.order.lesson"), text("operator.order.lesson_hint"), small=True)
        self.lesson = ttk.Button(lesson.control, text=text("operator.order.lesson_verb"), style="raised.TButton")
        self.lesson.configure(command=lambda: deeds.office().acts.new_lesson(), padding=(kit.px(12), kit.px(8)))
        self.lesson.pack(anchor="w")
        lesson.pack(fill="x")
        return card

    def _row(self, card: SettingCard, key: str, words: str, small: bool = False) -> SettingRow:
        title, hint = text(f"operator.order.{words}"), text(f"operator.order.{words}_hint")
        row = self.rows[key] = SettingRow(card, self.kit, title, hint, small=small)
        row.pack(fill="x")
        return row

    def _switch(
        self, card: SettingCard, key: str, words: str, value: tk.BooleanVar, command: Callable[[], None]
    ) -> ttk.Checkbutton:
        row = self._row(card, key, words, small=True)
        switch = ttk.Checkbutton(row.control, variable=value, style="raised.Switch.TCheckbutton", command=command)
        switch.pack(anchor="w")
        return switch

    def _make_sanctions(self) -> None:
        kit = self.kit
        head = ttk.Frame(self._lists)
        kit.label(head, text("operator.order.sanctions"), font="ui.titleb").pack(side="left")
        self.ban_address = act_button(
            head, kit, text("operator.order.ban_address"), "ban", lambda: self.deeds.office().acts.ban_address()
        )
        self.ban_address.pack(side="right")
        self.undo = act_button(head, kit, text("operator.undo"), "unlock", self._undo_chosen)
        self.undo.pack(side="right", padx=(0, kit.px(2)))
        head.pack(fill="x", padx=(kit.px(3), 0), pady=(0, kit.px(2)))
        self.sanctions = Table(
            self._lists, kit, columns_of(SANCTION_COLUMNS), self._avatar, lambda _key: None, self._popped, 3,
            lambda _keys: self._enable(),
        )  # fmt: skip
        self.sanctions.pack(fill="both", expand=True)

    def _make_audit(self) -> None:
        kit = self.kit
        head = ttk.Frame(self._lists)
        kit.label(head, text("operator.order.audit"), font="ui.titleb").pack(side="left")
        self.older = ttk.Button(head, text=text("operator.order.older"), style="Link.TButton")
        self.older.configure(command=lambda: self.deeds.office().older_audit())
        head.pack(fill="x", padx=(kit.px(3), 0), pady=(kit.px(14), kit.px(2)))
        self.audit = Table(self._lists, kit, columns_of(AUDIT_COLUMNS), self._avatar, lambda _key: None, None, 4)
        self.audit.pack(fill="both", expand=True)
        for table in (self.sanctions, self.audit):
            table.copies(self.deeds.copy)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _who(self) -> tuple[tuple[str, str], ...]:
        return ("all", text("operator.order.all")), ("moderators", text("operator.order.moderators"))

    def _empty(self, which: str, entries: tuple[Listed, ...] | None) -> tuple[str, str]:
        if entries:
            return "", ""
        if entries is None:
            return text("operator.users.loading" if self._online else "operator.order.silent"), ""
        return text(f"operator.order.{which}_none"), text(f"operator.order.{which}_hint")

    def _undo_chosen(self) -> None:
        rows = [row for key in self.sanctions.selected if (row := self.sanctions.row(key)) is not None]
        if rows:
            self.deeds.office().acts.undo([int(row.key) for row in rows], [row.label for row in rows])

    def _popped(self, key: str, x: int, y: int) -> None:
        row = self.sanctions.row(key)
        if row is None:
            return
        items = [Item(text("operator.people.copy_name"), partial(self.deeds.copy, row.label))]
        if self._online:
            items.insert(0, Item(text("operator.undo"), self._undo_chosen))
        self.deeds.popup(items, x, y)

    def _enable(self) -> None:
        form, online = self._form, self._online
        ready = online and form.ready
        for key, switch in zip((PAUSED, PRIVATE_OFF), self.switches, strict=True):
            switch.state(["!disabled" if ready and key not in form.waiting else "disabled"])
        for key, chips in ((SLOW, self.slow), (ANNOUNCERS, self.announcers), (RETENTION, self.days)):
            chips.enable(ready and key not in form.waiting)
        for button in (self.lesson, self.ban_address, self.older):
            button.state(["!disabled" if online else "disabled"])
        self.undo.state(["!disabled" if online and self.sanctions.selected else "disabled"])

    def _avatar(self, row: TableRow) -> tk.PhotoImage:
        if row.name == "#":
            glyph = "ban" if row.bad else "shield"
            return self.kit.avatar("#", AVATAR_PX, hue=BAN_HUE if row.bad else OPERATOR_HUE, glyph=glyph, tile=True)
        return self.kit.avatar(row.name, AVATAR_PX, hue=row.hue)

    def _lay_out(self, width: int) -> None:
        kit, body = self.kit, self._body
        wide = width >= kit.px(TWO_COLUMNS_PX)
        if wide == self._wide:
            return
        self._wide = wide
        self._rules.grid(row=1, column=0, sticky="nwe", padx=(0, kit.px(8) if wide else 0))
        at = (1, 1) if wide else (2, 0)
        self._lists.grid(row=at[0], column=at[1], sticky="nswe", pady=0 if wide else (kit.px(12), 0))
        body.columnconfigure(0, minsize=kit.px(RULES_PX) if wide else 0, weight=0 if wide else 1)
        body.columnconfigure(1, weight=int(wide))
        body.rowconfigure(1, weight=int(wide), minsize=kit.px(2 * LOW_PX) if wide else 0)
        body.rowconfigure(2, weight=int(not wide), minsize=0 if wide else kit.px(2 * LOW_PX))
