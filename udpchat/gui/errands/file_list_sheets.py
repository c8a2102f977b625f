"""Sheets with many files: everything that is sent and fetched, the files of a conversation."""

from __future__ import annotations

import tkinter as tk
from functools import partial

from udpchat.catalogue import text
from udpchat.gui.errands.form import ChoiceRow
from udpchat.gui.errands.list_sheets import FindLine
from udpchat.gui.errands.row_list import RowList
from udpchat.gui.errands.sheet import ErrandSheet, Host
from udpchat.gui.presenters.errands.files import FileList, FilesData
from udpchat.gui.presenters.errands.transfers import TransferList, TransfersData
from udpchat.gui.widgets.file_data import FileVerb
from udpchat.gui.widgets.popup_menu import Item


def verb_items(errand: TransferList | FileList, key: str) -> list[Item]:
    """The menu of a line: all verbs of its file."""
    return [Item(text(f"files.verb.{verb.value}"), partial(_do, errand, key, verb)) for verb in errand.verbs(key)]


def _do(errand: TransferList | FileList, key: str, verb: FileVerb) -> None:
    if not errand.over:
        errand.do(key, verb)


class TransfersSheet(ErrandSheet):
    """What moves, waits, rests and is over."""

    title_key = "transfers.title"
    wide_px = 600

    def __init__(self, host: Host, errand: TransferList) -> None:
        super().__init__(host, errand)
        self._transfers = errand
        self._summary = self.kit.label(self.head, "", "ui.small", "text2", "raised", padding=(self.px(10), self.px(4), 0, 0))
        self._summary.pack(side="left")
        self.list = RowList(
            self.body, self.kit, errand.choose, high_px=430, least_px=150, menu=self._popup, press=errand.press
        )
        self.list.pack(fill="both", expand=True)
        self.clear = self.button(text("transfers.clear"), errand.clear)
        self.resume = self.button(text("transfers.resume_all"), errand.resume_all)
        self.pause = self.button(text("transfers.pause_all"), errand.pause_all)

    def first(self) -> tk.Misc:
        return self.list.canvas

    def show(self, data: TransfersData) -> None:
        self._summary.configure(text=data.summary)
        grown = len(data.rows) != len(self.list.rows)
        self.list.set_rows(data.rows, text("transfers.none"))
        for button, on in ((self.pause, data.can_pause), (self.resume, data.can_resume), (self.clear, data.can_clear)):
            button.state(["!disabled" if on else "disabled"])
        if grown:  # a bar that moves changes no place
            self.refit()

    def _popup(self, key: str, x_root: int, y_root: int) -> None:
        items = verb_items(self._transfers, key)
        items += [Item()] if items else []
        self.host.popup([*items, Item(text("transfers.go"), lambda: self._transfers.go_to(key))], x_root, y_root)


class FilesSheet(ErrandSheet):
    """The files of a conversation, or of all."""

    title_key = "conversation_files.title"
    wide_px = 620

    def __init__(self, host: Host, errand: FileList) -> None:
        super().__init__(host, errand)
        self._files = errand
        self._place: ChoiceRow | None = None
        self.list = RowList(
            self.body, self.kit, errand.choose, high_px=400, least_px=170, menu=self._popup, press=errand.press
        )
        self.find = FindLine(self, self.body, text("conversation_files.find"), errand.look_for, self.list)
        self.find.pack(fill="x")
        self._status = self.kit.label(self.body, "", "ui.small", "text2", "raised", padding=(self.px(3), self.px(4)))
        self._status.pack(anchor="w")
        self.list.pack(fill="both", expand=True)

    def first(self) -> tk.Misc:
        return self.find.line

    def show(self, data: FilesData) -> None:
        if data.place and self._place is None:
            self._offer_place(data)
        self._status.configure(text=data.status, style=self.kit.label_style("warn" if data.offline else "text2", "raised"))
        grown = len(data.rows) != len(self.list.rows)
        self.list.set_rows(data.rows, data.hint)
        if grown:
            self.refit()

    def _offer_place(self, data: FilesData) -> None:
        here = text("conversation_files.here", place=data.place)
        choices = (("here", here), ("all", text("conversation_files.everywhere")))
        self._place = ChoiceRow(self.body, self.kit, "", choices, lambda key: self._files.narrow(key == "here"))
        self._place.set("here" if data.here else "all")
        self._place.pack(fill="x", after=self.find)
        self.adopt(self._place)

    def _popup(self, key: str, x_root: int, y_root: int) -> None:
        items = verb_items(self._files, key)
        items += [Item()] if items else []
        go = Item(text("conversation_files.go"), lambda: self._files.choose(key))
        self.host.popup([*items, go], x_root, y_root)
