"""The people who are online: name, picture, what they are here, and a filter when they are many."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.avatars import Avatars
from udpchat.gui.widgets.canvas_list import CanvasList
from udpchat.gui.widgets.chat_data import PeopleData, PersonData
from udpchat.gui.widgets.chat_view_copy import to_clipboard
from udpchat.gui.widgets.popup_menu import Item
from udpchat.gui.widgets.search_field import SearchField
from udpchat.limits import NAME_CHARS

ROW_PX: Final = 36
AVATAR_PX: Final = 28
WIDTH_PX: Final = 248


Popup = Callable[[Sequence[Item], int, int], None]
"""Opens a menu at a point of the screen."""


class PeoplePane(ttk.Frame):
    """Data in; the filter and the wish to close it out."""

    def __init__(
        self, parent: tk.Misc, kit: Kit, on_filter: Callable[[str], None], on_close: Callable[[], None], popup: Popup
    ) -> None:
        super().__init__(parent, style="side.TFrame", width=kit.px(WIDTH_PX))
        self.pack_propagate(False)
        self._kit = kit
        kit.line(self, vertical=True).pack(side="left", fill="y")
        self._head(on_close)
        self._field = SearchField(self, kit, text("chat.people.filter"), NAME_CHARS, on_filter)
        self.filter = self._field.line
        px = kit.px
        self._online = kit.label(
            self, text("chat.people.online"), "ui.tinyb", "text3", "side", padding=(px(15), px(8), 0, px(4))
        )
        self._hint = kit.label(self, "", "ui.small", "text2", "side", padding=(px(15), px(8), px(12), 0))
        self._hint.configure(wraplength=px(WIDTH_PX - 30), justify="left")
        self.people = PeopleList(self, kit, popup)
        self._online.pack(fill="x")
        self.people.pack(fill="both", expand=True)

    def _head(self, on_close: Callable[[], None]) -> None:
        kit, px = self._kit, self._kit.px
        head = ttk.Frame(self, style="side.TFrame", padding=(px(15), px(10), px(8), px(2)))
        head.pack(fill="x")
        kit.label(head, text("chat.people"), "ui.bodyb", "text", "side").pack(side="left")
        self._count = kit.label(head, "", "ui.small", "text2", "side", padding=(px(6), 0))
        self._count.pack(side="left")
        kit.icon_button(head, "close", text("chat.people.toggle"), on_close, bg="side", size=16).pack(side="right")

    def set_people(self, data: PeopleData) -> None:
        """Show these."""
        self._count.configure(text=str(data.count) if data.known else "")
        if data.filterable and not self._field.winfo_manager():
            px = self._kit.px
            self._field.pack(fill="x", padx=px(12), pady=(px(4), px(2)), before=self._online)
        elif not data.filterable and self._field.winfo_manager():
            self._field.pack_forget()
            self.filter.set("")
        hint = "" if data.people else text("chat.people.nobody" if data.known else "chat.people.unknown")
        self._hint.configure(text=hint)
        if hint and not self._hint.winfo_manager():
            self._hint.pack(fill="x", after=self._online)
        elif not hint:
            self._hint.pack_forget()
        self.people.set_people(data.people)


class PeopleList(CanvasList):
    """The list itself. Nobody is selected until the keyboard or the pointer asks for it."""

    def __init__(self, parent: tk.Misc, kit: Kit, popup: Popup) -> None:
        super().__init__(parent, kit, ROW_PX)
        self._open_popup = popup
        self._avatars = Avatars(kit, AVATAR_PX, self.redraw, "online")
        self._people: tuple[PersonData, ...] = ()
        self.canvas.bind("<Button-3>", lambda event: self._popup(self.row_at(event.y), event.x_root, event.y_root))
        for key in ("<Menu>", "<Shift-F10>"):
            self.canvas.bind(key, lambda _event: self._popup_selected())
        self.canvas.bind("<FocusOut>", lambda _event: self._unselect(), add="+")

    def set_people(self, people: tuple[PersonData, ...]) -> None:
        """Show these; the chosen one stays chosen wherever it is now."""
        chosen = self._people[self.selected].user if self.selected is not None else None
        self._people = people
        self.show(len(people), next((at for at, each in enumerate(people) if each.user == chosen), None))

    def begin(self) -> None:
        """A drawing begins."""
        self._avatars.begin()

    def end(self) -> None:
        """It is done."""
        self._avatars.end()

    def draw_row(self, at: int, top: int, width: int, chosen: bool) -> None:
        """One person."""
        kit, canvas, person = self.kit, self.canvas, self._people[at]
        middle = top + self.row_height // 2
        picture = self._avatars.get(person.name, person.user)
        canvas.create_image(kit.px(16), middle, image=picture, anchor="w")
        left, right = kit.px(16 + AVATAR_PX + 9), width - kit.px(14)
        if person.note:
            canvas.create_text(right, middle, anchor="e", text=person.note, font="ui.tiny", fill=kit.color("text3"))
            right -= kit.measure(person.note, "ui.tiny") + kit.px(8)
        name = kit.elide(kit.shown(person.name), "ui.body", right - left)
        color = kit.color("seltx" if chosen else "text")
        canvas.create_text(left, middle, anchor="w", text=name, font="ui.body", fill=color)

    def _unselect(self) -> None:
        self.selected = None
        self.redraw()

    def _popup_selected(self) -> None:
        if self.selected is not None:
            y = (self.selected + 1) * self.row_height - int(self.canvas.canvasy(0))
            self._popup(self.selected, self.canvas.winfo_rootx() + self.kit.px(16), self.canvas.winfo_rooty() + y)

    def _popup(self, at: int | None, x: int, y: int) -> None:
        if at is None:
            return
        name = self._people[at].name
        self._open_popup([Item(text("chat.copy.name"), lambda: to_clipboard(self, name))], x, y)
