"""Sheets of one decision: saving a conversation as a file, keeping order."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from udpchat.catalogue import text
from udpchat.gui.errands.form import ChoiceRow, LineRow, known, words_row
from udpchat.gui.errands.row_paint import picture_image
from udpchat.gui.errands.sheet import ErrandSheet, Host
from udpchat.gui.presenters.errands.export import Export, ExportData
from udpchat.gui.presenters.errands.moderate import DURATIONS, ROLES, Moderate, ModerateData
from udpchat.limits import ADDRESS_CHARS, DETAIL_CHARS


class ExportSheet(ErrandSheet):
    """Which kind of file, and where."""

    def __init__(self, host: Host, errand: Export) -> None:
        super().__init__(host, errand)
        self._export = errand
        words_row(self.body, self.kit, text("errands.export.words"))
        choices = [(key, text(f"errands.export.{key}")) for key in ("html", "text", "json")]
        self.kind = ChoiceRow(self.body, self.kit, "", choices, lambda _key: None)
        self.kind.set("html")
        self.kind.pack(fill="x")
        self.save = self.button(text("errands.export.save"), self._save, "Accent.", default=True)
        self.where = self.button(text("errands.export.show"), errand.show_file)
        self.where.pack_forget()

    def first(self) -> tk.Misc:
        return self.save

    def show(self, data: ExportData) -> None:
        self.set_title(text("errands.export", title=data.title))
        if data.done:
            self.note(data.done)
            self.where.pack(side="right", padx=(self.px(4), 0))
        self.refit()

    def _save(self) -> None:
        self._export.save(self.kind.value)


class ModerateSheet(ErrandSheet):
    """Mute, throw out, ban, or give a role."""

    wide_px = 470

    def __init__(self, host: Host, errand: Moderate) -> None:
        super().__init__(host, errand)
        self._moderate = errand
        self._picture = ttk.Label(self.head, style=self.kit.label_style("text", "raised"))
        self._picture.pack(side="left", before=self._title, padx=(0, self.px(10)))
        self._rows = self.form()
        words_row(self._rows, self.kit, text(f"errands.moderate.{errand.verb}.words"))
        self.time = self.what = self.address = self.role = None
        if errand.verb == "ban":
            self._what_row()
        if errand.verb in ("mute", "ban"):
            self._time_row()
        if errand.verb == "role":
            self._role_row()
        else:
            self._reason_row()
        look = "Accent." if errand.verb == "role" else "Danger."
        self.verb = self.button("", self._act, look, default=True)
        self.button(text("errands.cancel"), errand.close)
        if errand.verb == "mute":
            self.button(text("errands.moderate.unmute"), errand.unmute, left=True)
        self._name_verb()

    time: ChoiceRow | None
    what: ChoiceRow | None
    address: LineRow | None
    role: ChoiceRow | None

    def _what_row(self) -> None:
        choices = [(key, text(f"errands.moderate.{key}")) for key in ("account", "address")]
        self.what = ChoiceRow(self._rows, self.kit, text("errands.moderate.what"), choices, lambda key: self._chose(key))
        self.what.set("account")
        self.what.pack(fill="x")
        self.address = LineRow(
            self._rows, self.kit, text("errands.moderate.address.label"), max_chars=ADDRESS_CHARS,
            hint=text("errands.moderate.address.hint"), on_return=self.enter,
        )  # fmt: skip
        known(self, address=self.address)

    def _time_row(self) -> None:
        choices = [(key, text(f"errands.time.{key}")) for key in DURATIONS]
        self.time = ChoiceRow(self._rows, self.kit, text("errands.moderate.time"), choices, lambda _key: self._name_verb())
        self.time.set("1h")
        self.time.pack(fill="x")

    def _reason_row(self) -> None:
        hint = text("errands.moderate.reason.hint")
        self.reason = LineRow(
            self._rows, self.kit, text("errands.moderate.reason"), max_chars=DETAIL_CHARS, hint=hint, on_return=self.enter
        )
        self.reason.pack(fill="x")

    def _role_row(self) -> None:
        choices = [(key, text(f"errands.role.{key}")) for key in ROLES]
        self.role = ChoiceRow(self._rows, self.kit, "", choices, lambda _key: None)
        self.role.pack(fill="x")

    def first(self) -> tk.Misc:
        return self.role.chips["member"] if self.role is not None else self.reason.line

    def show(self, data: ModerateData) -> None:
        self.set_title(text(f"errands.moderate.{data.verb}", name=data.display))
        self._picture.configure(image=picture_image(self.kit, data.picture, 32))
        if self.role is not None and not self.role.value:
            self.role.set(data.role)
        self.refit()

    def _chose(self, key: str) -> None:
        assert self.what is not None and self.address is not None
        if key == "address":
            self.address.pack(fill="x", after=self.what)
            self.address.line.focus_set()
        else:
            self.address.pack_forget()
        self.refit()

    def _name_verb(self) -> None:
        time = text(f"errands.for.{self.time.value}") if self.time is not None else ""
        self.verb.configure(text=text(f"errands.moderate.{self._moderate.verb}.verb", time=time))

    def _act(self) -> None:
        time = self.time.value if self.time is not None else ""
        match self._moderate.verb:
            case "mute":
                self._moderate.mute(time, self.reason.value)
            case "kick":
                self._moderate.kick(self.reason.value)
            case "ban":
                by_address = self.what is not None and self.what.value == "address"
                address = self.address.value if by_address and self.address is not None else None
                self._moderate.ban(time, self.reason.value, address)
            case "role":
                self._moderate.give_role(self.role.value if self.role is not None else "member")
