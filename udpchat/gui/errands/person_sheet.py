"""The card of a person."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.errands.flow import Flow
from udpchat.gui.errands.row_paint import picture_image
from udpchat.gui.errands.sheet import ErrandSheet, Host
from udpchat.gui.presenters.errands.person import PersonCard, PersonCardData
from udpchat.gui.widgets.chat_view_copy import to_clipboard
from udpchat.gui.widgets.popup_menu import Item
from udpchat.gui.widgets.strip import WrapLabel

AVATAR_PX: Final = 72
ICONS: Final = {"mute": "mute", "kick": "kick", "ban": "ban", "role": "shield"}


class PersonSheet(ErrandSheet):
    """Who it is, and what one can do."""

    title_key = "errands.person"
    wide_px = 480

    def __init__(self, host: Host, errand: PersonCard) -> None:
        super().__init__(host, errand)
        self._person = errand
        self._data: PersonCardData | None = None
        self._form = self.form()
        self._card()
        self._lines = ttk.Frame(self._form, style="raised.TFrame")
        self._lines.pack(fill="x", padx=self.px(3), pady=(self.px(10), 0))
        self._lines.columnconfigure(1, weight=1)
        self._orders()
        self._code()
        self.message = self.button(text("errands.person.message"), errand.message, "Accent.", default=True)
        self.add = self.button(text("errands.person.add"), self._groups)
        self.block = self.button(text("errands.person.block"), errand.block, left=True)

    def _card(self) -> None:
        px, kit = self.px, self.kit
        card = ttk.Frame(self._form, style="raised.TFrame")
        card.pack(fill="x", padx=px(3))
        self._picture = ttk.Label(card, style=kit.label_style("text", "raised"))
        self._picture.pack(side="left", padx=(0, px(16)))
        words = ttk.Frame(card, style="raised.TFrame")
        words.pack(side="left", fill="x", expand=True)
        self._name = WrapLabel(words, kit, font="ui.headb", fg="text", bg="raised")
        self._state = WrapLabel(words, kit, font="ui.body", fg="text2", bg="raised")
        self._pills = Flow(words, kit)
        self._name.pack(fill="x")
        self._state.pack(fill="x")
        self._pills.pack(fill="x", pady=(px(4), 0))

    def _orders(self) -> None:
        px, kit = self.px, self.kit
        self._order_frame = ttk.Frame(self._form, style="raised.TFrame")
        kit.line(self._order_frame).pack(fill="x", pady=(px(12), px(8)))
        words = text("errands.person.order")
        kit.label(self._order_frame, words, "ui.smallb", "text2", "raised", padding=(px(3), 0)).pack(anchor="w")
        self._order_row = Flow(self._order_frame, kit)
        self._order_row.pack(fill="x", pady=(px(2), 0))

    def _code(self) -> None:
        px, kit = self.px, self.kit
        self._code_frame = ttk.Frame(self._form, style="raised.Tint.TFrame", padding=px(14))
        self._code_said = kit.label(self._code_frame, "", "ui.display", "accenttx", "accentsoft")
        copy = ttk.Button(self._code_frame, text=text("errands.code.copy"), style="accentsoft.TButton", command=self._copy)
        self._code_note = WrapLabel(self._code_frame, kit, font="ui.small", fg="text", bg="accentsoft")
        self._code_note.pack(side="bottom", fill="x", pady=(px(6), 0))
        self._code_said.pack(side="left")
        copy.pack(side="right")

    # --- data ---------------------------------------------------------------------------------------------------------

    def show(self, data: PersonCardData) -> None:
        before, self._data = self._data, data
        self._picture.configure(image=picture_image(self.kit, data.picture, AVATAR_PX))
        self._name.say(self.kit.shown(data.display))
        self._state.say(data.state)
        if before is None or (before.pills, before.realm) != (data.pills, data.realm):
            self._show_pills(data)
        if before is None or before.lines != data.lines:
            self._show_lines(data)
        if before is None or (before.verbs, before.may_reset) != (data.verbs, data.may_reset):
            self._show_orders(data)
        self.block.configure(text=text("errands.person.unblock" if data.blocked else "errands.person.block"))
        if data.me:
            self.message.configure(text=text("errands.person.account"), command=self._person.account)
            self._default = self._person.account
            self.add.pack_forget()
            self.block.pack_forget()
        if data.realm:
            self.add.pack_forget()
        if data.code:
            self._code_said.configure(text=data.code)
            self._code_note.say(data.code_note)
            self._code_frame.pack(fill="x", pady=(self.px(12), 0))
        self.refit()

    def _show_pills(self, data: PersonCardData) -> None:
        self._pills.clear()
        if data.realm:
            about = {"text": f" {self.kit.shown(data.realm)}", "image": self.kit.icon("globe", 13, "text2")}
            self._pills.add(ttk.Label(self._pills, **about, compound="left", style="raised.Pill.TLabel"))  # type: ignore[arg-type]
        for words in data.pills:
            pill = ttk.Label(self._pills, text=words, style="raised.Pill.TLabel")
            self._pills.add(pill)
        if data.pills or data.realm:
            self._pills.pack(fill="x", pady=(self.px(4), 0))
        else:
            self._pills.pack_forget()

    def _show_lines(self, data: PersonCardData) -> None:
        for child in self._lines.winfo_children():
            child.destroy()
        for at, (key, said) in enumerate(data.lines):
            label = self.kit.label(self._lines, key, "ui.body", "text2", "raised")
            label.grid(row=at, column=0, sticky="nw", padx=(0, self.px(18)), pady=self.px(3))
            words = WrapLabel(self._lines, self.kit, self.kit.shown(said), fg="text", bg="raised")
            words.grid(row=at, column=1, sticky="we", pady=self.px(3))

    def _show_orders(self, data: PersonCardData) -> None:
        self._order_row.clear()
        for verb in data.verbs:
            look = "Danger.TButton" if verb == "ban" else "TButton"
            words = text(f"errands.person.{verb}")
            button = ttk.Button(self._order_row, text=words, style=f"raised.{look}", command=partial(self._person.moderate, verb))
            self._order_row.add(button)
        if data.may_reset:
            words = text("errands.person.code")
            self._order_row.add(ttk.Button(self._order_row, text=words, style="raised.TButton", command=self._person.reset_code))
        if data.verbs or data.may_reset:
            self._order_frame.pack(fill="x", after=self._lines)
            self.adopt(self._order_row)

    # --- what the person does -----------------------------------------------------------------------------------------

    def first(self) -> tk.Misc:
        return self.message

    def _groups(self) -> None:
        groups = self._data.groups if self._data else ()
        items = [Item(self.kit.shown(title), partial(self._person.add_to, id)) for id, title in groups]
        items = [*items, Item()] if items else []
        self.menu([*items, Item(text("errands.person.add.new"), partial(self._person.add_to, 0))], self.add)

    def _copy(self) -> None:
        if self._data is not None:
            to_clipboard(self, self._data.code)
