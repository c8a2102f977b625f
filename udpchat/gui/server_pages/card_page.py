"""A page with a table of what there is, and beside it the card of the row that is chosen."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Mapping, Sequence
from tkinter import ttk

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.presenters.server_format import count
from udpchat.gui.server_pages.head import Beside, Width, columns_of
from udpchat.gui.server_pages.page import Deeds, Page
from udpchat.gui.widgets.detail_card import Detail, DetailCard
from udpchat.gui.widgets.find_field import FindField
from udpchat.gui.widgets.table import Table, TableRow


class CardPage(Page):
    """A subclass makes the head and what is above the table, then calls `_make_body`; it says what its rows and verbs do."""

    find: FindField

    def __init__(self, parent: tk.Misc, kit: Kit, deeds: Deeds) -> None:
        super().__init__(parent, kit, deeds)
        self._online = False
        self._has_card = False
        self.configure(padding=(kit.px(24), kit.px(16), kit.px(22), kit.px(16)))

    def _make_head(self, title: str) -> ttk.Frame:
        head = ttk.Frame(self)
        self.kit.label(head, title, font="ui.headb").pack(side="left")
        self._count = ttk.Label(head, style="AccPill.TLabel")
        return head

    def _make_body(self, widths: Mapping[str, Width]) -> None:
        beside = self._beside = Beside(self, self.kit)
        beside.pack(fill="both", expand=True)
        self.table = Table(
            beside, self.kit, columns_of(widths), self._avatar, self._sorted, self._popped, 6, self._chosen,
            lambda _key: self.card.close_button.focus_set(),
        )  # fmt: skip
        self.card = DetailCard(beside, self.kit, text("operator.close_card"), self._pressed, self.table.select_none)
        beside.hold(self.table, self.card)
        self.table.copies(self.deeds.copy)

    # --- the view -----------------------------------------------------------------------------------------------------

    def _show_count(self, number: int) -> None:
        self._count.configure(text=count(number))
        if number:
            self._count.pack(side="left", padx=self.kit.px(12))
        else:
            self._count.pack_forget()

    def _show_card(self, detail: Detail | None) -> None:
        self._has_card = detail is not None
        if detail is not None:
            self.card.show(detail)
        self._beside.show_card(self._has_card)

    def show_online(self, online: bool) -> None:
        """Whether anything can be done."""
        self._online = online
        self.card.enable(online)
        self.table.show_empty(*self._empty())

    def focus_find(self) -> bool:
        """Look for somebody or something."""
        self.find.line.focus_set()
        return True

    def escape(self) -> bool:
        """The card goes."""
        if not self._has_card:
            return False
        self.table.select_none()
        return True

    # --- for a subclass -----------------------------------------------------------------------------------------------

    def _avatar(self, row: TableRow) -> tk.PhotoImage:
        """The picture of a row."""
        raise NotImplementedError

    def _empty(self) -> tuple[str, str]:
        """What an empty table says, and the words below; "" and "" while it has rows."""
        raise NotImplementedError

    def _sorted(self, column: str) -> None:
        """A heading was pressed."""
        raise NotImplementedError

    def _chosen(self, keys: Sequence[str]) -> None:
        """Other rows are chosen."""
        raise NotImplementedError

    def _popped(self, key: str, x: int, y: int) -> None:
        """The menu of a row is wanted."""
        raise NotImplementedError

    def _pressed(self, verb: str) -> None:
        """A button of the card."""
        raise NotImplementedError
