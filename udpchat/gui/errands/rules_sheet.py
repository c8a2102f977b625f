"""The sheet of what holds for everybody, the sanctions in force, and who did what."""

from __future__ import annotations

import tkinter as tk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.errands.form import ChoiceRow, LineRow, SwitchRow, known
from udpchat.gui.errands.row_list import RowList
from udpchat.gui.errands.sheet import ErrandSheet, Host
from udpchat.gui.presenters.errands.rules import SLOW, Rules, RulesData

PAGES: Final = ("rules", "sanctions", "audit")
DAYS_CHARS: Final = 5


class RulesSheet(ErrandSheet):
    """Each choice holds at once."""

    title_key = "errands.rules"
    wide_px = 560

    def __init__(self, host: Host, errand: Rules) -> None:
        super().__init__(host, errand)
        self._rules = errand
        self._days_told = -1
        self._tabs = ChoiceRow(
            self.body, self.kit, "", [(page, text(f"errands.rules.page.{page}")) for page in PAGES], self.turn_to
        )
        self._tabs.pack(fill="x")
        scroll = self.scroller()
        self._pages: dict[str, tk.Widget] = {"rules": scroll}
        self._rules_page(scroll.body)
        self.sanctions = RowList(self.body, self.kit, errand.choose_sanction, high_px=300)
        self.audit = RowList(self.body, self.kit, errand.choose_line, high_px=300)
        self._pages |= {"sanctions": self.sanctions, "audit": self.audit}
        self.button(text("errands.rules.announce"), errand.announce)
        self.button(text("errands.rules.lesson"), errand.new_lesson, left=True)
        self.turn_to("rules")

    def _rules_page(self, page: tk.Misc) -> None:
        kit, rules = self.kit, self._rules
        self.pause = SwitchRow(page, kit, text("errands.rules.pause"), rules.pause)
        self.private = SwitchRow(page, kit, text("errands.rules.private"), rules.private_off)
        seconds = [
            (str(count), text("errands.rules.slow.s", count=count) if count else text("errands.rules.slow.0")) for count in SLOW
        ]
        self.slow = ChoiceRow(page, kit, text("errands.rules.slow"), seconds, lambda key: rules.slow(int(key)))
        who = [(key, text(f"errands.rules.announcers.{key}")) for key in ("all", "moderators")]
        self.announcers = ChoiceRow(page, kit, text("errands.rules.announcers"), who, rules.announcers)
        self.days = LineRow(
            page, kit, text("errands.rules.days"), max_chars=DAYS_CHARS, hint=text("errands.rules.days.hint"),
            on_return=lambda: rules.retain(self.days.value),
        )  # fmt: skip
        for row in (self.pause, self.private, self.slow, self.announcers, self.days):
            row.pack(fill="x")
        known(self, days=self.days)

    def first(self) -> tk.Misc:
        return self.pause.switch

    def turn_to(self, page: str) -> None:
        """Another page."""
        self._tabs.set(page)
        for key, frame in self._pages.items():
            if key == page:
                frame.pack(fill="both", expand=True)
            else:
                frame.pack_forget()
        self.refit()

    def show(self, data: RulesData) -> None:
        self.pause.set(data.paused)
        self.private.set(data.private_off)
        self.slow.set(str(data.slow_s))
        self.announcers.set(data.announcers)
        if data.retention_days != self._days_told:
            self._days_told = data.retention_days
            self.days.set(str(data.retention_days))
        for row in (self.announcers, self.days):
            if not data.operates:
                row.pack_forget()
        self.sanctions.set_rows(data.sanctions, data.sanctions_hint)
        self.audit.set_rows(data.audit, data.audit_hint)
        self.refit()
