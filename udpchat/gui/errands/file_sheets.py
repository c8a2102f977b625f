"""Sheets about single files: those that are to be sent, one that is sent on, who has one."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from udpchat.catalogue import text
from udpchat.gui.errands.form import LineRow, TextRow, known
from udpchat.gui.errands.list_sheets import FindLine
from udpchat.gui.errands.row_list import RowList
from udpchat.gui.errands.sheet import ErrandSheet, Host
from udpchat.gui.presenters.errands.forward import Forward, ForwardData
from udpchat.gui.presenters.errands.receivers import Receivers, ReceiversData
from udpchat.gui.presenters.errands.rows import Picture, RowData
from udpchat.gui.presenters.errands.send_files import SendFiles, SendFilesData
from udpchat.gui.widgets.strip import WrapLabel
from udpchat.limits import TEXT_BYTES

LINE_PX = 58  # a file in a list


class SendFilesSheet(ErrandSheet):
    """The files, what is said about them, Send."""

    wide_px = 500

    def __init__(self, host: Host, errand: SendFiles) -> None:
        super().__init__(host, errand)
        self._send = errand
        self.list = RowList(
            self.body, self.kit, lambda _key: None, high_px=4 * LINE_PX + 20, least_px=LINE_PX, press=errand.press
        )
        self._summary = self.kit.label(self.body, "", "ui.small", "text2", "raised", padding=(self.px(3), self.px(4)))
        self.said = TextRow(self.body, self.kit, text("sending.caption"), self.enter, lines=2)
        self.said.pack(side="bottom", fill="x")  # where the window is low the list is, too, and scrolls
        self._summary.pack(side="bottom", anchor="w")
        self.list.pack(fill="both", expand=True)
        known(self, text=self.said)
        self.verb = self.button(text("sending.send"), self._go, "Accent.", default=True)
        self.button(text("errands.cancel"), errand.close)
        self.add = self.button(text("sending.add"), errand.add, left=True)
        for key in ("<Return>", "<KP_Enter>"):  # as in the composer; Shift+Enter is a new line
            self.said.text.bind(key, lambda _event: self._entered())
        for widget in (self.said.text, self.list.canvas):
            widget.bind("<<Paste>>", lambda event: "break" if host.paste(event.widget) else None)
        for key in ("<Shift-Return>", "<Shift-KP_Enter>"):
            self.said.text.bind(key, lambda _event: self._broken())

    def first(self) -> tk.Misc:
        return self.said.text

    def show(self, data: SendFilesData) -> None:
        self.set_title(text("sending.title", place=data.where))
        hint = text("sending.looking" if data.looking else "sending.none")
        self.list.set_rows(data.rows, hint)
        self._summary.configure(text=text("sending.looking") if data.looking and data.rows else data.summary)
        words = text("sending.send.one") if data.count == 1 else text("sending.send.count", count=data.count)
        self.verb.configure(text=words if data.count else text("sending.send"))
        self.verb.state(["!disabled" if data.count and not data.looking else "disabled"])
        self.refit()

    def _entered(self) -> str:
        self.enter()
        return "break"

    def _broken(self) -> str:
        self.said.text.insert("insert", "\n")
        self.said.text.see("insert")
        return "break"

    def enter(self) -> None:
        if not self.verb.instate(["disabled"]):
            self._go()

    def _go(self) -> None:
        self._send.send(self.said.value)


class FileHead(ttk.Frame):
    """A file in one line at the top of a sheet."""

    def __init__(self, sheet: ErrandSheet, parent: tk.Misc) -> None:
        super().__init__(parent, style="raised.TFrame")
        self._list = RowList(self, sheet.kit, lambda _key: None, high_px=LINE_PX, least_px=LINE_PX)
        self._list.canvas.configure(takefocus=False)
        self._list.pack(fill="x")

    def show(self, name: str, size: str, picture: Picture) -> None:
        """This file."""
        self._list.set_rows((RowData("", name, "", size, "", picture, dim=True),))


class ForwardSheet(ErrandSheet):
    """Where to, and what is said about it."""

    title_key = "forward.title"

    def __init__(self, host: Host, errand: Forward) -> None:
        super().__init__(host, errand)
        self._forward = errand
        self.file = FileHead(self, self.body)
        self.file.pack(fill="x")
        self.list = RowList(self.body, self.kit, errand.choose, high_px=270, least_px=92)
        self.find = FindLine(self, self.body, text("forward.find"), errand.look_for, self.list)
        self.find.pack(fill="x")
        self.said = LineRow(self.body, self.kit, text("forward.caption"), max_chars=TEXT_BYTES, on_return=self.enter)
        self.said.pack(side="bottom", fill="x")
        self._chosen = self.kit.label(self.body, "", "ui.small", "accenttx", "raised", padding=(self.px(3), self.px(4)))
        self._chosen.pack(side="bottom", anchor="w")
        self.list.pack(fill="both", expand=True, pady=(self.px(8), 0))
        known(self, text=self.said)
        self.verb = self.button(text("forward.verb"), self._go, "Accent.", default=True)
        self.button(text("errands.cancel"), errand.close)

    def first(self) -> tk.Misc:
        return self.find.line

    def show(self, data: ForwardData) -> None:
        self.file.show(data.name, data.size, data.picture)
        self.list.set_rows(data.rows, text("forward.none"), select_first=bool(self.find.line.value.strip()))
        chosen = text("forward.to", places=data.chosen) if data.count else ""
        self._chosen.configure(text=self.kit.elide(self.kit.shown(chosen), "ui.small", self.px(self.wide_px - 50)))
        self.verb.configure(text=text("forward.verb.count", count=data.count) if data.count > 1 else text("forward.verb"))
        self.verb.state(["!disabled" if data.count else "disabled"])
        self.refit()

    def _go(self) -> None:
        self._forward.send(self.said.value)


class ReceiversSheet(ErrandSheet):
    """Who has a file of mine."""

    title_key = "receivers.title"
    wide_px = 440

    def __init__(self, host: Host, errand: Receivers) -> None:
        super().__init__(host, errand)
        self.file = FileHead(self, self.body)
        self.file.pack(fill="x")
        self.summary = WrapLabel(self.body, self.kit, font="ui.bodyb", fg="text", bg="raised")
        self.summary.pack(fill="x", padx=self.px(3), pady=(self.px(2), self.px(6)))
        self.list = RowList(self.body, self.kit, lambda _key: None, high_px=340, least_px=60)
        self.list.pack(fill="both", expand=True)

    def first(self) -> tk.Misc:
        return self.list.canvas

    def show(self, data: ReceiversData) -> None:
        self.file.show(data.name, data.size, data.picture)
        self.summary.say(data.summary)
        self.list.set_rows(data.rows)
        self.refit()
