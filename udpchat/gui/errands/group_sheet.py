"""The sheet of a group."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.errands.form import LineRow, SwitchRow, known
from udpchat.gui.errands.row_list import RowList
from udpchat.gui.errands.row_paint import picture_image
from udpchat.gui.errands.sheet import ErrandSheet, Host
from udpchat.gui.presenters.errands.group import Group, GroupData
from udpchat.gui.widgets.popup_menu import Item
from udpchat.gui.widgets.strip import WrapLabel
from udpchat.limits import GROUP_NAME_CHARS, TOPIC_CHARS

AVATAR_PX: Final = 52


class GroupSheet(ErrandSheet):
    """Who is in it, what it is about, and the ways out."""

    title_key = "errands.group"
    wide_px = 520

    def __init__(self, host: Host, errand: Group) -> None:
        super().__init__(host, errand)
        self._group = errand
        self._data: GroupData | None = None
        self._card()
        self._edit_rows()
        self.history = SwitchRow(self.body, self.kit, text("errands.group.history"), errand.open_history)
        self.mute = SwitchRow(self.body, self.kit, text("errands.group.mute"), errand.mute)
        self.list = RowList(self.body, self.kit, lambda _key: self.list.open_menu(), high_px=280, least_px=138, menu=self._menu)
        self.list.pack(fill="both", expand=True, pady=(self.px(6), self.px(4)))
        self.add = self.button(text("errands.group.add"), errand.add_people, "Accent.")
        self.leave = self.button(text("errands.group.leave"), errand.leave, left=True)
        self.delete = self.button(text("errands.group.delete"), errand.delete, "Danger.", left=True)

    def _card(self) -> None:
        px, kit = self.px, self.kit
        card = self._head_row = ttk.Frame(self.body, style="raised.TFrame")
        card.pack(fill="x", padx=px(3), pady=(0, px(4)))
        self._picture = ttk.Label(card, style=kit.label_style("text", "raised"))
        self._picture.pack(side="left", padx=(0, px(14)))
        self.edit = kit.icon_button(card, "edit", text("errands.group.name"), self._edit, bg="raised", size=17)
        self.edit.pack(side="right")
        words = ttk.Frame(card, style="raised.TFrame")
        words.pack(side="left", fill="x", expand=True)
        self._name = WrapLabel(words, kit, font="ui.titleb", fg="text", bg="raised")
        self._topic = WrapLabel(words, kit, font="ui.body", fg="text2", bg="raised")
        self._subtitle = WrapLabel(words, kit, font="ui.small", fg="text3", bg="raised")
        for label in (self._name, self._topic, self._subtitle):
            label.pack(fill="x")

    def _edit_rows(self) -> None:
        kit = self.kit
        self._editing = ttk.Frame(self.body, style="raised.TFrame")
        self.name = LineRow(
            self._editing, kit, text("errands.group.name"), max_chars=GROUP_NAME_CHARS, on_return=self._save
        )
        self.topic = LineRow(self._editing, kit, text("errands.group.topic"), max_chars=TOPIC_CHARS, on_return=self._save)
        save = ttk.Button(self._editing, text=text("errands.save"), style="raised.TButton", command=self._save)
        self.name.pack(fill="x")
        self.topic.pack(fill="x")
        save.pack(anchor="e")
        known(self, title=self.name, topic=self.topic)

    # --- data ---------------------------------------------------------------------------------------------------------

    def show(self, data: GroupData) -> None:
        before, self._data = self._data, data
        self._picture.configure(image=picture_image(self.kit, data.picture, AVATAR_PX))
        self._name.say(self.kit.shown(data.title))
        self._topic.say(self.kit.shown(data.topic) or text("errands.group.topic.none"))
        self._subtitle.say(data.subtitle)
        if before is None or (before.title, before.topic) != (data.title, data.topic):
            self.name.set(data.title)
            self.topic.set(data.topic)
            self._close_edit()
        self.list.set_rows(data.rows, data.hint)
        self.history.set(data.history_open)
        self.history.enable(data.may_change)
        self.mute.set(data.muted)
        self._allow(data)
        self.refit()

    def _allow(self, data: GroupData) -> None:
        if not data.may_change:
            self.add.pack_forget()
            self.edit.pack_forget()
        if not data.may_delete:
            self.delete.pack_forget()

    # --- what the person does -----------------------------------------------------------------------------------------

    def first(self) -> tk.Misc:
        return self.list.canvas

    def _edit(self) -> None:
        if self._editing.winfo_manager():
            self._close_edit()
        else:
            self._editing.pack(fill="x", after=self._head_row)
            self.mute.pack_forget()  # a low window has no room for everything
            self.history.pack_forget()
            self.name.line.focus_set()
            self.name.line.select_all()
        self.refit()

    def _close_edit(self) -> None:
        self._editing.pack_forget()
        self.mute.pack(side="bottom", fill="x", before=self.list)
        self.history.pack(side="bottom", fill="x", before=self.list)

    def _save(self) -> None:
        self._group.change(self.name.value, self.topic.value)

    def _menu(self, key: str, x: int, y: int) -> None:
        items = [Item(act.words, partial(self._group.act, key, act.key)) for act in self._group.acts(key)]
        if items:
            self.host.popup(items, x, y)
