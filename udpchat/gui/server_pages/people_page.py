"""Everybody who is online, in a table as large as the page."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.presenters.server_addresses import Places
from udpchat.gui.presenters.server_format import count
from udpchat.gui.presenters.server_people import People
from udpchat.gui.presenters.server_view import Rest
from udpchat.gui.server_pages.page import Deeds, Page
from udpchat.gui.server_pages.people_table import PeopleList
from udpchat.gui.widgets.find_field import FindField


class PeoplePage(Page):
    """A filter and the table."""

    def __init__(self, parent: tk.Misc, kit: Kit, deeds: Deeds) -> None:
        super().__init__(parent, kit, deeds)
        self._tell = ""
        self._shown_people = People()
        self.configure(padding=(kit.px(24), kit.px(16), kit.px(22), kit.px(16)))
        head = ttk.Frame(self)
        kit.label(head, text("operator.nav.people"), font="ui.headb").pack(side="left")
        self._count = ttk.Label(head, style="AccPill.TLabel")
        self._find = FindField(head, kit, text("operator.people.find"), self._typed, chars=24)
        self._find.pack(side="right")
        head.pack(fill="x", padx=(kit.px(3), 0), pady=(0, kit.px(10)))
        self._table = PeopleList(self, kit, deeds, lines=6)
        self._table.pack(fill="both", expand=True)

    def show_places(self, places: Places, rest: Rest | None) -> None:
        """What to tell people, as long as nobody is here."""
        self._tell = places.first.address if places.first and rest is None else ""
        self.show_people(self._shown_people)

    def show_people(self, people: People) -> None:
        """The table."""
        self._shown_people = people
        self._count.configure(text=count(people.online_count))
        if people.online_count:
            self._count.pack(side="left", padx=self.kit.px(12))
        else:
            self._count.pack_forget()
        self._table.show_people(people, self._tell, self._find.value.strip())

    def focus_find(self) -> bool:
        """Look for somebody."""
        self._find.line.focus_set()
        return True

    def _typed(self, needle: str) -> None:
        self.deeds.find_people(needle)
