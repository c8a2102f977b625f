"""A form of the server window on the screen: a sheet over the page with fields, what is wrong, and the verb at its foot."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import font as tkfont
from tkinter import ttk
from typing import Final, Protocol

from udpchat.catalogue import text
from udpchat.gui.errands.form import ChoiceRow, FormRow, LineRow, SwitchRow, TextRow, words_row
from udpchat.gui.errands.sheet import ErrandSheet, Host
from udpchat.gui.kit import AutoScrollbar, Kit, bind_wheel, display_text
from udpchat.gui.presenters.server_forms import ON, Field, Form
from udpchat.gui.widgets.copy_button import CopyButton
from udpchat.gui.widgets.strip import WrapLabel
from udpchat.limits import DISPLAY_TEXT_CHARS

CODE_PX: Final = 30
LONG_PX: Final = 18
LINES_SHOWN: Final = 8
TEXT_LINES: Final = 5


class Ender(Protocol):
    """Hears that the person closes the sheet."""

    def close(self) -> None: ...


class FormSheet(ErrandSheet):
    """`submit` gets the values by their keys."""

    wide_px = 560

    def __init__(self, host: Host, ender: Ender, submit: Callable[[dict[str, str]], None], copy: Callable[[str], None]) -> None:
        super().__init__(host, ender)  # type: ignore[arg-type]  # only its end is told
        self._ender, self._submit, self._copy = ender, submit, copy
        self._values: dict[str, Callable[[], str]] = {}
        self._first: tk.Misc | None = None
        self._verb: ttk.Button | None = None
        self._stoppable = False

    def show(self, data: Form) -> None:
        """Its words, its fields, its verb."""
        self.set_title(data.title)
        self._stoppable = data.stoppable
        if data.words:
            words_row(self.body, self.kit, data.words)
        for field in data.fields:
            self._add(field)
        if data.verb:
            look = "Danger." if data.danger else "Accent."
            self._verb = self.button(data.verb, self._done, look, default=not data.danger or bool(data.fields))
        self._back = self.button(text("operator.form.back" if data.verb else "operator.form.close"), self._ender.close)

    def first(self) -> tk.Misc:
        """The first field; a danger without fields is not what Enter does at first."""
        return self._first or self._back

    def work(self, busy: bool, words: str = "") -> None:
        """It is being done: nothing else can be, and it can be stopped only if that makes sense."""
        self.busy = busy
        super().work(busy)
        self._busy.configure(text=words if busy else "")
        if self._stoppable:
            self._back.state(["!disabled"])

    def escape(self) -> None:
        """Close, unless something is being done."""
        if not self.busy or self._stoppable:
            self._ender.close()

    busy = False

    # --- fields -------------------------------------------------------------------------------------------------------

    def _add(self, field: Field) -> None:
        match field.kind:
            case "line":
                self._line(field)
            case "text" | "wrapped":
                row = TextRow(self.body, self.kit, field.label, self.enter, TEXT_LINES, end=field.kind == "text")
                self._put(field, row, lambda: row.value, row.text)
            case "chips":
                chips = ChoiceRow(self.body, self.kit, field.label, field.options, lambda _key: None)
                chips.set(field.value)
                self._put(field, chips, lambda: chips.value, chips.chips.get(field.value))
            case "switch":
                switch = SwitchRow(self.body, self.kit, field.label, lambda _on: None)
                switch.set(field.value == ON)
                self._put(field, switch, lambda: ON if switch.value else "", switch.switch)
            case "code":
                self._code(field)
            case "long":
                self._long(field)
            case "lines":
                self._lines(field)
            case "keys":
                self._keys(field)

    def _line(self, field: Field) -> None:
        row = LineRow(self.body, self.kit, field.label, max_chars=field.most, on_return=self.enter)
        row.set(field.value)
        self._put(field, row, lambda: row.value, row.line)

    def _put(self, field: Field, row: FormRow, value: Callable[[], str], first: tk.Misc | None) -> None:
        row.pack(fill="x", pady=(0, self.px(1)))
        self._values[field.key] = value
        self.field(field.key, row.show_problem)
        if first is not None and (self._first is None or (field.kind == "line" and isinstance(self._first, ttk.Radiobutton))):
            self._first = first
        self._hint(field)

    def _hint(self, field: Field) -> None:
        if field.hint:
            hint = WrapLabel(self.body, self.kit, field.hint, font="ui.small", fg="text2", bg="raised")
            hint.pack(fill="x", padx=self.px(3), pady=(0, self.px(6)))

    def _code(self, field: Field) -> None:
        kit = self.kit
        if field.label:
            label = WrapLabel(self.body, kit, field.label, font="ui.smallb", fg="text2", bg="raised", padding=(self.px(3), 0))
            label.pack(fill="x")
        box = ttk.Frame(self.body, style="raised.Soft.TFrame", padding=(self.px(18), self.px(14)))
        box.pack(fill="x", pady=(self.px(4), self.px(6)))
        code = kit.label(box, field.value, bg="surface")
        code.configure(font=self._mono(CODE_PX))
        code.pack(side="left", expand=True)
        button = CopyButton(box, kit, text("operator.form.copy"), self._copy, ground="surface", size=20)
        button.set_words(field.value)
        button.pack(side="right")
        self._first = self._first or button
        self._hint(field)

    def _long(self, field: Field) -> None:
        """Broken where it must be; nobody reads it aloud."""
        kit = self.kit
        box = ttk.Frame(self.body, style="raised.Soft.TFrame", padding=(self.px(18), self.px(14), self.px(14), self.px(10)))
        box.pack(fill="x", pady=(self.px(4), self.px(6)))
        words = WrapLabel(box, kit, field.value, bg="surface")
        words.configure(font=self._mono(LONG_PX))
        words.pack(fill="x")
        button = CopyButton(box, kit, "", self._copy, ground="surface", label=text("operator.form.copy"), size=18)
        button.set_words(field.value)
        button.pack(anchor="e", pady=(self.px(6), 0))
        self._first = self._first or button

    def _mono(self, size_px: int) -> tkfont.Font:
        self._font = tkfont.nametofont("ui.mono", self.kit.root).copy()
        self._font.configure(size=-self.px(size_px), weight="bold")
        return self._font

    def _lines(self, field: Field) -> None:
        kit, lines = self.kit, field.value.split("\n")
        if field.label:
            kit.label(self.body, field.label, "ui.smallb", "text2", "raised", padding=(self.px(3), 0)).pack(anchor="w")
        box = ttk.Frame(self.body, style="raised.Soft.TFrame", padding=(self.px(12), self.px(8), self.px(6), self.px(8)))
        box.pack(fill="both", expand=True, pady=(self.px(3), self.px(6)))
        shown = tk.Text(box, height=min(len(lines) + 1, LINES_SHOWN), width=12, wrap="word", borderwidth=0, highlightthickness=0)
        shown.configure(font="ui.small", cursor="arrow", spacing3=self.px(2), takefocus=False)
        kit.paint(shown, background="surface", foreground="text", selectbackground="select", selectforeground="text")
        bar = AutoScrollbar(box, orient="vertical", command=shown.yview, style="surface.Vertical.TScrollbar", takefocus=False)
        shown.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        shown.pack(side="left", fill="both", expand=True)
        shown.insert("1.0", display_text(field.value, DISPLAY_TEXT_CHARS))
        shown.configure(state="disabled")
        bind_wheel(shown, lambda step: shown.yview_scroll(step, "units"))

    def _keys(self, field: Field) -> None:
        grid = ttk.Frame(self.body, style="raised.TFrame")
        grid.columnconfigure(0, weight=1)
        grid.pack(fill="x", padx=(self.px(3), 0))
        for at, (keys, words) in enumerate(field.options):
            self.kit.label(grid, words, "ui.body", "text", "raised").grid(row=at, column=0, sticky="w", pady=self.px(4))
            ttk.Label(grid, text=keys, style="raised.Pill.TLabel").grid(row=at, column=1, sticky="e", pady=self.px(4))

    def _done(self) -> None:
        self.complain("")
        self._submit({key: value() for key, value in self._values.items()})


def host(parent: tk.Misc, kit: Kit) -> Host:
    """Sheets over the whole window."""
    return Host(parent, kit, lambda _widget: None, lambda _items, _x, _y: None)
