"""Choosing several people: chips of the chosen ones, a line to type a name, and the list that it filters."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from tkinter import ttk
from typing import Final
from weakref import WeakKeyDictionary, WeakSet

from udpchat.catalogue import text
from udpchat.gui.errands.flow import Flow
from udpchat.gui.errands.form import FormRow
from udpchat.gui.errands.row_list import RowList
from udpchat.gui.kit import Kit, LineText
from udpchat.gui.presenters.errands.picking import ChipData, PickData
from udpchat.limits import NAME_CHARS, REALM_CHARS

BACK: Final = "UdpchatPickerBack"  # before the bindings of the line, which have a use of their own for the key
_heeded: WeakSet[tk.Misc] = WeakSet()
_pickers: WeakKeyDictionary[tk.Misc, PeoplePicker] = WeakKeyDictionary()


class PeoplePicker(FormRow):
    """Data in; what is typed, who is chosen, and that the last one is taken back, out."""

    def __init__(
        self,
        parent: tk.Misc,
        kit: Kit,
        label: str,
        look_for: Callable[[str], None],
        toggle: Callable[[int | str], None],
        drop_last: Callable[[], None],
        done: Callable[[], object],
        *,
        adopt: Callable[[tk.Misc], None],
        high_px: int = 230,
    ) -> None:
        super().__init__(parent, kit, label)
        self._look_for, self._toggle, self._drop_last, self._adopt = look_for, toggle, drop_last, adopt
        self._done = done
        self._chips: tuple[ChipData, ...] = ()
        self._frame = ttk.Frame(self, style="raised.Field.TFrame", padding=(kit.px(13), kit.px(9)))
        self._frame.pack(fill="x")
        self._flow = Flow(self._frame, kit, "field.TFrame")
        self.line = LineText(
            self._frame, kit, placeholder=text("errands.people.find"), max_chars=NAME_CHARS + 1 + REALM_CHARS, on_change=look_for,
            on_return=self.choose, frame=self._frame,
        )  # fmt: skip
        self.line.pack(side="bottom", fill="x")
        self.list = RowList(self, kit, self._toggled, high_px=high_px)
        self.list.pack(fill="both", expand=True, pady=(kit.px(6), 0))
        for key, step in (("<Up>", -1), ("<Down>", 1), ("<Prior>", -7), ("<Next>", 7)):
            self.line.bind(key, lambda _event, step=step: self.list.step(step))  # type: ignore[misc]
        _heed_back(self.line, self)

    def set_data(self, data: PickData) -> None:
        """Show this."""
        if data.chips != self._chips:
            self._chips = data.chips
            self._show_chips()
        self.list.set_rows(data.rows, data.hint, select_first=bool(self.line.value.strip()))

    def choose(self) -> None:
        """The row that is chosen in the list; with none, and nothing typed, all are named and the sheet may go on."""
        if self.list.selected_key:
            self._toggled(self.list.selected_key)
        elif not self.line.value.strip():
            self._done()

    def invalid(self, on: bool) -> None:
        self._frame.state(["invalid" if on else "!invalid"])

    def _toggled(self, user: int | str) -> None:
        self._toggle(user)
        if self.line.value:
            self.list.unselect()  # or Enter once more would take back whoever was found a moment ago
            self.line.set("")
        self.line.focus_set()

    def drop_last(self) -> None:
        """Backspace, with nothing typed."""
        self._drop_last()

    def _show_chips(self) -> None:
        kit = self.kit
        self._flow.clear()
        if not self._chips:
            self._flow.pack_forget()
            return
        for chip in self._chips:
            words = kit.elide(kit.shown(chip.name), "ui.small", kit.px(180))
            button = ttk.Button(self._flow, text=words, style="field.Soft.TButton", compound="right", takefocus=False)
            button.configure(image=kit.icon("close", 12, "accenttx"), command=partial(self._toggled, chip.user))
            button.configure(padding=(kit.px(10), kit.px(4)))
            self._flow.add(button)
        self._flow.pack(side="top", fill="x", pady=(0, kit.px(6)))
        self._adopt(self._flow)


def _heed_back(line: LineText, picker: PeoplePicker) -> None:
    _pickers[line] = picker
    line.bindtags((BACK, *line.bindtags()))
    root = line.nametowidget(".")
    if root not in _heeded:
        _heeded.add(root)
        root.bind_class(BACK, "<BackSpace>", _back)


def _back(event: tk.Event[LineText]) -> str | None:
    if event.widget.value or event.widget not in _pickers:
        return None
    _pickers[event.widget].drop_last()
    return "break"
