"""Sheets in which several people are chosen or a text is written to many."""

from __future__ import annotations

import tkinter as tk

from udpchat.catalogue import text
from udpchat.gui.errands.form import LineRow, SwitchRow, TextRow, known, words_row
from udpchat.gui.errands.picker import PeoplePicker
from udpchat.gui.errands.row_list import RowList
from udpchat.gui.errands.sheet import ErrandSheet, Host
from udpchat.gui.presenters.errands.add_people import AddPeople, AddPeopleData
from udpchat.gui.presenters.errands.errand import AnyErrand
from udpchat.gui.presenters.errands.new_group import NewGroup, NewGroupData
from udpchat.gui.presenters.errands.picking import Picking
from udpchat.gui.presenters.errands.several import Announce, AnnounceData, Several, SeveralData
from udpchat.limits import GROUP_NAME_CHARS, TOPIC_CHARS


def _picker(sheet: ErrandSheet, parent: tk.Misc, errand: Picking[NewGroupData] | AddPeople | Several, high_px: int) -> PeoplePicker:
    label = text("errands.people.label")
    calls = errand.look_for, errand.toggle, errand.drop_last, sheet.enter
    return PeoplePicker(parent, sheet.kit, label, *calls, adopt=sheet.adopt, high_px=high_px)


class NewGroupSheet(ErrandSheet):
    """Name, topic, members, history."""

    title_key = "errands.group.new"
    wide_px = 500

    def __init__(self, host: Host, errand: NewGroup) -> None:
        super().__init__(host, errand)
        self._group = errand
        kit, form = self.kit, self.form()
        hint = text("errands.group.new.name.hint")
        self.name = LineRow(
            form, kit, text("errands.group.new.name"), max_chars=GROUP_NAME_CHARS, hint=hint, on_return=self.enter
        )
        self.topic = LineRow(
            form, kit, text("errands.group.new.topic"), max_chars=TOPIC_CHARS,
            hint=text("errands.group.new.topic.hint"), on_return=self.enter,
        )  # fmt: skip
        self.picker = _picker(self, form, errand, 138)
        self.history = SwitchRow(form, kit, text("errands.group.new.history"), lambda _on: None)
        self.name.pack(fill="x")
        self.topic.pack(fill="x")
        self.picker.pack(fill="both", expand=True)
        self.history.pack(fill="x")
        known(self, title=self.name, topic=self.topic, people=self.picker)
        self.button(text("errands.group.new.create"), self._create, "Accent.", default=True)
        self.button(text("errands.cancel"), errand.close)

    def first(self) -> tk.Misc:
        return self.name.line

    def show(self, data: NewGroupData) -> None:
        self.picker.set_data(data.people)
        self.refit()

    def _create(self) -> None:
        self._group.create(self.name.value, self.topic.value, self.history.value)


class AddPeopleSheet(ErrandSheet):
    """Into a group."""

    def __init__(self, host: Host, errand: AddPeople) -> None:
        super().__init__(host, errand)
        self.picker = _picker(self, self.body, errand, 260)
        self._words = words_row(self.body, self.kit, "")
        self._words.pack(side="bottom")
        self.picker.pack(fill="both", expand=True)
        known(self, people=self.picker)
        self.add = self.button(text("errands.add.verb"), errand.add, "Accent.", default=True)
        self.button(text("errands.cancel"), errand.close)

    def first(self) -> tk.Misc:
        return self.picker.line

    def show(self, data: AddPeopleData) -> None:
        self.set_title(text("errands.add", title=data.title))
        self.picker.set_data(data.people)
        count = len(data.people.chips)
        self.add.configure(text=text("errands.add.count", count=count) if count else text("errands.add.verb"))
        self._words.say(text("errands.add.history.open" if data.history_open else "errands.add.history.joined"))
        self.refit()


class SeveralSheet(ErrandSheet):
    """One text to several people."""

    title_key = "errands.several"
    wide_px = 520

    def __init__(self, host: Host, errand: Several) -> None:
        super().__init__(host, errand)
        self._several = errand
        form = self.form()
        self.picker = _picker(self, form, errand, 92)
        self.said = TextRow(form, self.kit, text("errands.several.text"), self.enter, lines=4)
        self.files = RowList(form, self.kit, lambda _key: None, high_px=176, least_px=58, press=errand.press)
        words_row(form, self.kit, text("errands.several.hint"))
        self.picker.pack(fill="both", expand=True)
        self.said.pack(fill="x")
        known(self, people=self.picker, text=self.said)
        self.verb = self.button(text("errands.several.send"), self._send, "Accent.", default=True)
        self.button(text("errands.cancel"), errand.close)
        self.attach = self.button(text("several.attach"), errand.attach, left=True)

    def first(self) -> tk.Misc:
        return self.picker.line

    def show(self, data: SeveralData) -> None:
        self.picker.set_data(data.people)
        self.files.set_rows(data.files, text("sending.looking"))
        if (data.files or data.looking) and not self.files.winfo_manager():
            self.files.pack(fill="x", after=self.said, pady=(self.px(4), self.px(2)))
        elif not (data.files or data.looking):
            self.files.pack_forget()
        count = len(data.people.chips)
        words = text("errands.several.send.count", count=count) if count else text("errands.several.send")
        self.verb.configure(text=words)
        self.refit()

    def _send(self) -> None:
        self._several.send(self.said.value)


class AnnounceSheet(ErrandSheet):
    """One text to everybody."""

    title_key = "errands.announce"
    wide_px = 500

    def __init__(self, host: Host, errand: AnyErrand) -> None:
        super().__init__(host, errand)
        assert isinstance(errand, Announce)
        self._announce = errand
        self._hint = words_row(self.body, self.kit, "")
        self.said = TextRow(self.body, self.kit, "", self.enter, lines=6)
        self.said.pack(fill="both", expand=True)
        known(self, text=self.said)
        self.verb = self.button(text("errands.announce.send"), self._send, "Accent.", default=True)
        self.button(text("errands.cancel"), errand.close)

    def first(self) -> tk.Misc:
        return self.said.text

    def show(self, data: AnnounceData) -> None:
        self._hint.say(data.hint)
        self.said.text.configure(state="normal" if data.allowed else "disabled")
        self.verb.state(["!disabled" if data.allowed else "disabled"])
        self.refit()

    def _send(self) -> None:
        self._announce.send(self.said.value)
