"""Sheets about other servers: those that are linked, with their people; and the proposal of another."""

from __future__ import annotations

import tkinter as tk

from udpchat.catalogue import text
from udpchat.gui.errands.form import LineRow, known, words_row
from udpchat.gui.errands.list_sheets import FindLine
from udpchat.gui.errands.row_list import RowList
from udpchat.gui.errands.sheet import ErrandSheet, Host
from udpchat.gui.presenters.errands.realms import ProposeData, ProposeRealm, RealmDirectory, RealmsData
from udpchat.limits import ADDRESS_CHARS, DEFAULT_PORT, REALM_CHARS


class RealmsSheet(ErrandSheet):
    """Servers, and who is there."""

    title_key = "realms.title"
    wide_px = 540

    def __init__(self, host: Host, errand: RealmDirectory) -> None:
        super().__init__(host, errand)
        self.list = RowList(self.body, self.kit, errand.choose, high_px=380, least_px=120)
        self.find = FindLine(self, self.body, text("realms.find"), errand.look_for, self.list)
        self.here = words_row(self.body, self.kit, "")
        self.find.pack(fill="x", before=self.here, pady=(0, self.px(8)))
        self.list.pack(fill="both", expand=True, pady=(self.px(6), 0))
        self.propose = self.button(text("realms.propose"), errand.propose, left=True)
        if errand.wanted:
            self.find.line.set(errand.wanted)

    def first(self) -> tk.Misc:
        return self.find.line

    def show(self, data: RealmsData) -> None:
        self.here.say(data.here)
        self.list.set_rows(data.rows, data.hint, select_first=bool(data.wanted))
        self.propose.configure(text=text("realms.add" if data.operates else "realms.propose"))
        self.refit()


class ProposeSheet(ErrandSheet):
    """Its name and where it is."""

    wide_px = 460

    def __init__(self, host: Host, errand: ProposeRealm) -> None:
        super().__init__(host, errand)
        self._propose = errand
        kit, form = self.kit, self.form()
        self._words = words_row(form, kit, "")
        hint = text("realms.propose.name.hint")
        self.name = LineRow(form, kit, text("realms.propose.name"), max_chars=REALM_CHARS, hint=hint, on_return=self.enter)
        hint = text("realms.propose.host.hint")
        self.address = LineRow(form, kit, text("realms.propose.host"), max_chars=ADDRESS_CHARS, hint=hint, on_return=self.enter)
        self.port = LineRow(form, kit, text("realms.propose.port"), max_chars=5, on_return=self.enter)
        for row in (self.name, self.address, self.port):
            row.pack(fill="x")
        self.port.set(str(DEFAULT_PORT))
        known(self, name=self.name, host=self.address, port=self.port)
        self.verb = self.button("", self._send, "Accent.", default=True)
        self.button(text("errands.cancel"), errand.close)

    def first(self) -> tk.Misc:
        return self.name.line

    def show(self, data: ProposeData) -> None:
        stem = "realms.add" if data.operates else "realms.propose"
        self.set_title(text(f"{stem}.title"))
        self._words.say(text(f"{stem}.words"))
        self.verb.configure(text=text(f"{stem}.verb"))
        self.refit()

    def _send(self) -> None:
        self._propose.propose(self.name.value, self.address.value, self.port.value)
