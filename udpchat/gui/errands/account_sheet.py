"""The sheet of one's own account: four pages, one at a time."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.errands.form import ChoiceRow, LineRow, known, words_row
from udpchat.gui.errands.row_list import RowList
from udpchat.gui.errands.row_paint import picture_image
from udpchat.gui.errands.secret import SecretRow
from udpchat.gui.errands.sheet import ErrandSheet, Host
from udpchat.gui.kit import display_text
from udpchat.gui.presenters.errands.account import Account, AccountData
from udpchat.limits import DISPLAY_CHARS, NAME_CHARS, STATUS_BYTES

PAGES: Final = ("profile", "password", "blocked", "delete")
AVATAR_PX: Final = 48


class AccountSheet(ErrandSheet):
    """Profile, password, blocked people, the end."""

    title_key = "errands.account"
    wide_px = 480

    def __init__(self, host: Host, errand: Account) -> None:
        super().__init__(host, errand)
        self._account = errand
        self._data: AccountData | None = None
        self._tabs = ChoiceRow(
            self.body, self.kit, "", [(page, text(f"errands.account.{page}")) for page in PAGES], self.turn_to
        )
        self._tabs.pack(fill="x")
        self._pages: dict[str, ttk.Frame] = {}
        for page, build in (("profile", self._profile), ("password", self._password), ("delete", self._delete)):
            scroll = self._pages[page] = self.scroller()
            build(scroll.body)
        self._pages["blocked"] = ttk.Frame(self.body, style="raised.TFrame")
        self._blocked(self._pages["blocked"])
        self.verb = self.button("", self._act, "Accent.", default=True)
        self.danger = self.button(text("errands.delete.verb"), self._act, "Danger.")
        self.turn_to("profile")

    def _profile(self, page: ttk.Frame) -> None:
        kit, px = self.kit, self.px
        head = ttk.Frame(page, style="raised.TFrame")
        head.pack(fill="x", padx=px(3), pady=(px(4), px(6)))
        self._picture = ttk.Label(head, style=kit.label_style("text", "raised"))
        self._picture.pack(side="left", padx=(0, px(12)))
        self._name = kit.label(head, "", "ui.titleb", "text", "raised")
        self._name.pack(side="left")
        self._guest = words_row(page, kit, "")
        self.display = LineRow(page, kit, text("errands.account.display"), max_chars=DISPLAY_CHARS, on_return=self._act)
        self.country = LineRow(page, kit, text("errands.account.country"), max_chars=DISPLAY_CHARS, on_return=self._act)
        hint = text("errands.account.status.hint")
        self.status = LineRow(
            page, kit, text("errands.account.status"), max_chars=STATUS_BYTES, hint=hint, on_return=self._act
        )
        for row in (self.display, self.country, self.status):
            row.pack(fill="x")
        known(self, display=self.display, country=self.country, status=self.status)

    def _password(self, page: ttk.Frame) -> None:
        self.present = SecretRow(page, self.kit, text("errands.password.present"), self._act)
        self.password = SecretRow(page, self.kit, text("errands.password.new"), self._act)
        self.again = SecretRow(page, self.kit, text("errands.password.again"), self._act)
        self.present.pack(fill="x")
        self.password.pack(fill="x")
        self.again.pack(fill="x")
        words_row(page, self.kit, text("errands.password.hint"))
        known(self, present=self.present, password=self.password, again=self.again)

    def _blocked(self, page: ttk.Frame) -> None:
        words_row(page, self.kit, text("errands.account.blocked.hint"))
        self.list = RowList(page, self.kit, self._account.unblock, high_px=220)
        self.list.pack(fill="both", expand=True)

    def _delete(self, page: ttk.Frame) -> None:
        self._warning = words_row(page, self.kit, "", "text")
        self.typed = LineRow(page, self.kit, text("errands.delete.label"), max_chars=NAME_CHARS, on_return=lambda: None)
        self.proof = SecretRow(page, self.kit, text("errands.password.present"))
        self.typed.pack(fill="x")
        self.proof.pack(fill="x")
        known(self, name=self.typed, proof=self.proof)

    # --- data ---------------------------------------------------------------------------------------------------------

    def show(self, data: AccountData) -> None:
        before, self._data = self._data, data
        self._picture.configure(image=picture_image(self.kit, data.picture, AVATAR_PX))
        self._name.configure(text=self.kit.elide(self.kit.shown(f"@{data.name}"), "ui.titleb", self.px(320)))
        for row, now, was in (
            (self.display, data.display, before.display if before else None),
            (self.country, data.country, before.country if before else None),
            (self.status, data.status, before.status if before else None),
        ):
            if now != was and (was is None or row.value == was):  # what was typed meanwhile stays
                row.set(now)
            row.enable(not data.guest)
        self._guest.say(text("errands.account.guest") if data.guest else "")
        if not data.guest:
            self._guest.pack_forget()
        self.list.set_rows(data.blocked, text("errands.account.blocked.none"))
        self._warning.say(text("errands.delete.words", name=display_text(data.name)))
        for page in ("password", "delete"):
            self._tabs.chips[page].state(["disabled" if data.guest else "!disabled"])
        self._allow()
        self.refit()

    def turn_to(self, page: str) -> None:
        """Another page."""
        self._tabs.set(page)
        for key, frame in self._pages.items():
            if key == page:
                frame.pack(fill="both", expand=True)
            else:
                frame.pack_forget()
        self.complain("")
        self._allow()
        if self.winfo_ismapped():
            self._first_of(page).focus_set()
        self.refit()

    def _allow(self) -> None:
        page, guest = self._tabs.value, bool(self._data and self._data.guest)
        self.verb.pack_forget()
        self.danger.pack_forget()
        if page == "delete":
            self.danger.pack(side="right")
        elif page != "blocked" and not guest:
            self.verb.configure(text=text("errands.password.change" if page == "password" else "errands.save"))
            self.verb.pack(side="right")

    # --- what the person does -----------------------------------------------------------------------------------------

    def first(self) -> tk.Misc:
        return self.display.line

    def _first_of(self, page: str) -> tk.Misc:
        firsts: dict[str, tk.Misc] = {
            "profile": self.display.line, "password": self.present.entry, "blocked": self.list.canvas,
            "delete": self.typed.line,
        }  # fmt: skip
        return firsts[page]

    def _act(self) -> None:
        match self._tabs.value:
            case "profile" if self._data is not None and not self._data.guest:
                self._account.save(self.display.value, self.country.value, self.status.value)
            case "password":
                self._account.change_password(self.present.value, self.password.value, self.again.value)
            case "delete":
                self._account.delete(self.typed.value, self.proof.value)
