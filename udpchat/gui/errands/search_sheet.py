"""The sheet that searches messages."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.errands.form import ChoiceRow, LineRow, SwitchRow, known
from udpchat.gui.errands.list_sheets import FindLine
from udpchat.gui.errands.row_list import RowList
from udpchat.gui.errands.sheet import ErrandSheet, Host
from udpchat.gui.presenters.errands.search import Search, SearchData, Sought
from udpchat.limits import NAME_CHARS

DAY_CHARS: Final = 16


class SearchSheet(ErrandSheet):
    """Words, sender, days, place; and what was found."""

    title_key = "errands.search"
    wide_px = 640

    def __init__(self, host: Host, errand: Search) -> None:
        super().__init__(host, errand)
        self._search = errand
        self._place: ChoiceRow | None = None
        self.list = RowList(self.body, self.kit, errand.choose, high_px=300)
        self.find = FindLine(self, self.body, text("errands.search.words"), lambda _said: self._changed(), self.list)
        self.find.line.on_return = self._enter_words
        self._narrow = ttk.Frame(self.body, style="raised.TFrame")
        self.find.pack(fill="x")
        self._narrow.pack(fill="x")
        self._narrow_rows()
        self.files = SwitchRow(self.body, self.kit, text("search.files"), lambda _on: self._changed())
        self.files.pack(fill="x")
        self._status = self.kit.label(self.body, "", "ui.small", "text2", "raised", padding=(self.px(3), self.px(4)))
        self._status.pack(anchor="w")
        self.list.pack(fill="both", expand=True)

    def _narrow_rows(self) -> None:
        kit, px = self.kit, self.px
        hint = text("errands.search.day.hint")
        rows: list[LineRow] = []
        name_hint = text("errands.search.sender.hint")
        for key, most, said in (("sender", NAME_CHARS, name_hint), ("since", DAY_CHARS, hint), ("until", DAY_CHARS, hint)):
            label = text(f"errands.search.{key}")
            row = LineRow(
                self._narrow, kit, label, max_chars=most, hint=said, on_change=lambda _said: self._changed(),
                on_return=self._search.now,
            )  # fmt: skip
            row.grid(row=0, column=len(rows), sticky="new", padx=(0 if not rows else px(6), 0))
            self._narrow.columnconfigure(len(rows), weight=1, uniform="field")
            rows.append(row)
        self.sender, self.since, self.until = rows
        known(self, sender=self.sender, since=self.since, until=self.until)

    def first(self) -> tk.Misc:
        return self.find.line

    def show(self, data: SearchData) -> None:
        if data.place and self._place is None:
            self._offer_place(data)
        if data.words and not self.find.line.value and not data.rows:
            self.find.line.set(data.words)
        self._status.configure(text=data.status, style=self.kit.label_style("warn" if data.offline else "text2", "raised"))
        self.list.set_rows(data.rows)
        self.refit()

    def _offer_place(self, data: SearchData) -> None:
        choices = (("here", text("errands.search.here", place=data.place)), ("all", text("errands.search.everywhere")))
        self._place = ChoiceRow(self.body, self.kit, "", choices, lambda key: self._search.narrow(key == "here"))
        self._place.set("here" if data.here else "all")
        self._place.pack(fill="x", after=self._narrow)
        self.adopt(self._place)

    def _changed(self) -> None:
        values = self.find.line.value, self.sender.value, self.since.value, self.until.value, self.files.value
        self._search.look_for(Sought(*values))

    def _enter_words(self) -> None:
        """The chosen hit; without one, search at once."""
        if self.list.selected_key:
            self.list.choose()
        else:
            self._search.now()
