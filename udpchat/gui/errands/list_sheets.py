"""Sheets that are a list: the quick switcher, everybody to write to, the inbox, who has read a message."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from udpchat.catalogue import text
from udpchat.gui.errands.row_list import RowList
from udpchat.gui.errands.sheet import ErrandSheet, Host
from udpchat.gui.kit import LineText
from udpchat.gui.presenters.errands.inbox import Inbox, InboxData
from udpchat.gui.presenters.errands.new_message import NewMessage, PeopleListData
from udpchat.gui.presenters.errands.receipts import Receipts, ReceiptsData
from udpchat.gui.presenters.errands.switcher import Switcher, SwitcherData
from udpchat.gui.widgets.strip import WrapLabel
from udpchat.limits import SEARCH_CHARS


class FindLine(ttk.Frame):
    """A field with a magnifier above a list; arrows and Enter go to the list while one types."""

    def __init__(self, sheet: ErrandSheet, parent: tk.Misc, hint: str, look_for: object, rows: RowList) -> None:
        assert callable(look_for)
        px, kit = sheet.px, sheet.kit
        super().__init__(parent, style="raised.Field.TFrame", padding=(px(13), px(9)))
        icon = ttk.Label(self, image=kit.icon("search", 16), style=kit.label_style("text2", "field"))
        icon.pack(side="left", padx=(0, px(9)))
        self.line = LineText(
            self, kit, placeholder=hint, max_chars=SEARCH_CHARS, on_change=look_for, on_return=self._choose, frame=self
        )
        self.line.pack(side="left", fill="x", expand=True)
        self._rows = rows
        for key, step in (("<Up>", -1), ("<Down>", 1), ("<Prior>", -7), ("<Next>", 7)):
            self.line.bind(key, lambda _event, step=step: rows.step(step))  # type: ignore[misc]

    def _choose(self) -> None:
        self._rows.choose()


class SwitcherSheet(ErrandSheet):
    """No title, no buttons: a line and a list."""

    wide_px = 520
    top_share = 0.11
    light = True

    def __init__(self, host: Host, errand: Switcher) -> None:
        super().__init__(host, errand)
        self.head.pack_forget()
        self.body.configure(padding=(self.px(6), self.px(6), self.px(6), self.px(6)))
        self.list = RowList(self.body, self.kit, errand.choose, high_px=340, least_px=46, enter=text("errands.switcher.enter"))
        self.find = FindLine(self, self.body, text("errands.switcher.find"), errand.look_for, self.list)
        self.find.pack(fill="x")
        self.list.pack(fill="both", expand=True, pady=(self.px(8), 0))

    def first(self) -> tk.Misc:
        return self.find.line

    def show(self, data: SwitcherData) -> None:
        self.list.set_rows(data.rows, select_first=True)
        self.refit()


class NewMessageSheet(ErrandSheet):
    """Everybody on this server."""

    title_key = "errands.message"

    def __init__(self, host: Host, errand: NewMessage) -> None:
        super().__init__(host, errand)
        self.list = RowList(self.body, self.kit, errand.choose, high_px=360)
        self.find = FindLine(self, self.body, text("errands.people.find"), errand.look_for, self.list)
        self.find.pack(fill="x")
        self.list.pack(fill="both", expand=True, pady=(self.px(8), 0))
        self.button(text("errands.message.several"), errand.several)
        self.button(text("errands.message.group"), errand.group)
        self.realms = self.button(text("realms.menu"), errand.realms, left=True)
        self.realms.pack_forget()

    def first(self) -> tk.Misc:
        return self.find.line

    def show(self, data: PeopleListData) -> None:
        self.list.set_rows(data.rows, data.hint, select_first=bool(self.find.line.value.strip()))
        if data.realms and not self.realms.winfo_manager():
            self.realms.pack(side="left")


class InboxSheet(ErrandSheet):
    """What is unread."""

    title_key = "errands.inbox"
    wide_px = 560

    def __init__(self, host: Host, errand: Inbox) -> None:
        super().__init__(host, errand)
        self._unread = self.kit.label(self.head, "", "ui.small", "text2", "raised", padding=(self.px(10), self.px(4), 0, 0))
        self._unread.pack(side="left")
        self.list = RowList(self.body, self.kit, errand.choose, high_px=420, least_px=170)
        self.list.pack(fill="both", expand=True)
        self.read_all = self.button(text("errands.inbox.read_all"), errand.read_all)

    def first(self) -> tk.Misc:
        return self.list.canvas

    def show(self, data: InboxData) -> None:
        self._unread.configure(text=data.summary if data.rows else "")
        hint = f"{text('errands.inbox.none')}\n{text('errands.inbox.none.words')}"
        self.list.set_rows(data.rows, hint)
        self.refit()
        self.read_all.state(["!disabled" if data.rows else "disabled"])


class ReceiptsSheet(ErrandSheet):
    """Who has read it."""

    title_key = "errands.receipts"
    wide_px = 440

    def __init__(self, host: Host, errand: Receipts) -> None:
        super().__init__(host, errand)
        px = self.px
        quote = ttk.Frame(self.body, style="raised.TFrame")
        quote.pack(fill="x", padx=px(3), pady=(0, px(8)))
        bar = tk.Frame(quote, width=px(3), borderwidth=0)
        self.kit.paint(bar, background="accent")
        bar.pack(side="left", fill="y", padx=(0, px(10)))
        self._quoted = self.kit.label(quote, "", "ui.small", "text2", "raised")
        self._quoted.pack(side="left")
        self.summary = WrapLabel(self.body, self.kit, font="ui.body", fg="text", bg="raised")
        self.summary.pack(fill="x", padx=px(3), pady=(0, px(6)))
        self.list = RowList(self.body, self.kit, lambda _key: None, high_px=320, least_px=90)
        self.list.pack(fill="both", expand=True)

    def first(self) -> tk.Misc:
        return self.list.canvas

    def show(self, data: ReceiptsData) -> None:
        self._quoted.configure(text=self.kit.elide(self.kit.shown(data.said), "ui.small", self.px(self.wide_px - 70)))
        self.summary.say(data.summary)
        self.list.set_rows(data.rows)
        self.refit()
