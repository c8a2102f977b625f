"""People in rows, below headings: picture with presence, name, what they are here and what they say about themselves."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Final

from udpchat.gui.kit import Kit
from udpchat.gui.widgets.avatars import Avatars
from udpchat.gui.widgets.canvas_list import CanvasList
from udpchat.gui.widgets.chat_data import PersonData
from udpchat.gui.widgets.presence import TOKENS

ROW_PX: Final = 36
AVATAR_PX: Final = 28


class PeopleList(CanvasList):
    """Nobody is selected until the keyboard or the pointer asks for it. Enter or a double click writes to somebody."""

    def __init__(
        self, parent: tk.Misc, kit: Kit, popup: Callable[[int, str, int, int], None], on_open: Callable[[int], None]
    ) -> None:
        super().__init__(parent, kit, ROW_PX)
        self._on_popup = popup
        self._on_open = on_open
        self._avatars = Avatars(kit, AVATAR_PX, self.redraw)
        self._people: tuple[PersonData, ...] = ()
        canvas = self.canvas
        canvas.bind("<Button-3>", lambda event: self._popup(self.row_at(event.y), event.x_root, event.y_root))
        canvas.bind("<ButtonRelease-1>", lambda event: self._popup(self.row_at(event.y), event.x_root, event.y_root))
        for key in ("<Menu>", "<Shift-F10>"):
            canvas.bind(key, lambda _event: self._popup_selected())
        for key in ("<Return>", "<KP_Enter>"):
            canvas.bind(key, lambda _event: self._open_selected())
        canvas.bind("<FocusOut>", lambda _event: self._unselect(), add="+")

    def set_people(self, people: tuple[PersonData, ...]) -> None:
        """Show these; the chosen one stays chosen wherever it is now."""
        chosen = self._people[self.selected].user if self.selected is not None else None
        self._people = people
        at = next((at for at, each in enumerate(people) if each.user == chosen and not each.heading), None)
        self.show(len(people), at)

    def begin(self) -> None:
        """A drawing begins."""
        self._avatars.begin()

    def end(self) -> None:
        """It is done."""
        self._avatars.end()

    def has_ground(self, at: int) -> bool:
        """Headings are not chosen."""
        return not self._people[at].heading

    def draw_row(self, at: int, top: int, width: int, chosen: bool) -> None:
        """One person, or a heading."""
        kit, canvas, person = self.kit, self.canvas, self._people[at]
        middle = top + self.row_height // 2
        if person.heading:
            y = top + round(self.row_height * 0.66)
            canvas.create_text(kit.px(16), y, anchor="w", text=person.name, font="ui.tinyb", fill=kit.color("text3"))
            return
        image = self._avatars.get(person.name, person.user, TOKENS.get(person.presence, "offline"))
        canvas.create_image(kit.px(16), middle, image=image, anchor="w")
        left, right = kit.px(16 + AVATAR_PX + 9), width - kit.px(14)
        if person.note:
            canvas.create_text(right, middle, anchor="e", text=person.note, font="ui.tiny", fill=kit.color("text3"))
            right -= kit.measure(person.note, "ui.tiny") + kit.px(8)
        if person.plain:
            canvas.create_image(right, middle, anchor="e", image=kit.icon("unlock", 14, "warn"))
            right -= kit.px(20)
        self._names(person, left, right, middle, chosen)

    def _names(self, person: PersonData, left: int, right: int, middle: int, chosen: bool) -> None:
        kit, canvas = self.kit, self.canvas
        color = "seltx" if chosen else "text2" if person.presence == "offline" else "text"
        name = kit.elide(kit.shown(person.name), "ui.body", right - left - (kit.px(22) if person.realm else 0))
        if person.realm:
            y = middle - round(self.row_height * 0.22) if person.status else middle
            x = left + kit.measure(name, "ui.body") + kit.px(7)
            canvas.create_image(x, y, anchor="w", image=kit.icon("globe", 14, "text2"))
        if not person.status:
            canvas.create_text(left, middle, anchor="w", text=name, font="ui.body", fill=kit.color(color))
            return
        apart = round(self.row_height * 0.22)
        status = kit.elide(kit.shown(person.status), "ui.tiny", right - left)
        canvas.create_text(left, middle - apart, anchor="w", text=name, font="ui.body", fill=kit.color(color))
        canvas.create_text(left, middle + apart, anchor="w", text=status, font="ui.tiny", fill=kit.color("text2"))

    def _unselect(self) -> None:
        self.selected = None
        self.redraw()

    def _open_selected(self) -> None:
        if self.selected is not None:
            self._on_open(self._people[self.selected].user)

    def _popup_selected(self) -> None:
        if self.selected is not None:
            y = (self.selected + 1) * self.row_height - int(self.canvas.canvasy(0))
            self._popup(self.selected, self.canvas.winfo_rootx() + self.kit.px(16), self.canvas.winfo_rooty() + y)

    def _popup(self, at: int | None, x: int, y: int) -> None:
        if at is not None and not self._people[at].heading:
            self._on_popup(self._people[at].user, self._people[at].name, x, y)
