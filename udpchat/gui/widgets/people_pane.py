"""The pane beside the chat: who is online, the members of a group, or the card of the other one."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.chat_data import Offer, PeopleData
from udpchat.gui.widgets.people_list import PeopleList
from udpchat.gui.widgets.person_card import PersonCard
from udpchat.gui.widgets.search_field import SearchField
from udpchat.limits import NAME_CHARS

WIDTH_PX: Final = 248


@dataclass(frozen=True, slots=True)
class PeopleCalls:
    """What the pane asks for."""

    filter: Callable[[str], None]
    close: Callable[[], None]
    popup: Callable[[int, str, int, int], None]  # the menu of somebody, by id and name, at a point of the screen
    open: Callable[[int], None]  # write to somebody
    offer: Callable[[Offer, int], None]


class PeoplePane(ttk.Frame):
    """Data in; the filter and what one wants of somebody out."""

    def __init__(self, parent: tk.Misc, kit: Kit, calls: PeopleCalls) -> None:
        super().__init__(parent, style="side.TFrame", width=kit.px(WIDTH_PX))
        self.pack_propagate(False)
        self._kit = kit
        kit.line(self, vertical=True).pack(side="left", fill="y")
        self._head(calls.close)
        self._field = SearchField(self, kit, text("chat.people.filter"), NAME_CHARS, calls.filter)
        self.filter = self._field.line
        px = kit.px
        self._hint = kit.label(self, "", "ui.small", "text2", "side", padding=(px(15), px(8), px(12), 0))
        self._hint.configure(wraplength=px(WIDTH_PX - 30), justify="left")
        self.people = PeopleList(self, kit, calls.popup, calls.open)
        self.card = PersonCard(self, kit, calls.offer)
        self.people.pack(fill="both", expand=True)

    def _head(self, on_close: Callable[[], None]) -> None:
        kit, px = self._kit, self._kit.px
        head = ttk.Frame(self, style="side.TFrame", padding=(px(15), px(10), px(8), px(2)))
        head.pack(fill="x")
        self._title = kit.label(head, text("chat.people"), "ui.bodyb", "text", "side")
        self._title.pack(side="left")
        self._count = kit.label(head, "", "ui.small", "text2", "side", padding=(px(6), 0))
        self._count.pack(side="left")
        kit.icon_button(head, "close", text("chat.people.toggle"), on_close, bg="side", size=16).pack(side="right")

    def set_people(self, data: PeopleData) -> None:
        """Show these, or this one."""
        self._title.configure(text=data.title)
        self._count.configure(text=str(data.count) if data.known and data.card is None else "")
        self._show_filter(data.filterable)
        self._hint.configure(text=data.hint)
        if data.hint and not self._hint.winfo_manager():
            self._hint.pack(fill="x", before=self.people if self.people.winfo_manager() else self.card)
        elif not data.hint:
            self._hint.pack_forget()
        self.people.set_people(data.people)
        if data.card is None:
            self.card.pack_forget()
            self.people.pack(fill="both", expand=True)
        else:
            self.people.pack_forget()
            self.card.set_card(data.card)
            self.card.pack(fill="both", expand=True)

    def _show_filter(self, filterable: bool) -> None:
        if filterable and not self._field.winfo_manager():
            px = self._kit.px
            self._field.pack(fill="x", padx=px(12), pady=(px(4), px(2)), before=self.people)
        elif not filterable and self._field.winfo_manager():
            self._field.pack_forget()
            self.filter.set("")
