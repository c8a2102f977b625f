"""Rows of a form in a sheet: a line, a longer text, a switch, a choice; each with its label, and what is wrong below it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from udpchat.gui.errands.flow import Flow
from udpchat.gui.errands.sheet import ErrandSheet
from udpchat.gui.kit import AutoScrollbar, Kit, LineText, bind_cluster_keys
from udpchat.gui.kit.guards import typed
from udpchat.gui.widgets.strip import WrapLabel


class FormRow(ttk.Frame):
    """A label above, a problem below."""

    def __init__(self, parent: tk.Misc, kit: Kit, label: str) -> None:
        super().__init__(parent, style="raised.TFrame", padding=(0, kit.px(4)))
        self.kit = kit
        if label:
            kit.label(self, label, "ui.smallb", "text2", "raised", padding=(kit.px(3), 0)).pack(anchor="w")
        self._problem = ttk.Frame(self, style="raised.TFrame", padding=(kit.px(3), kit.px(3), 0, 0))
        icon = ttk.Label(self._problem, image=kit.icon("alert", 14, "err"), style=kit.label_style("err", "raised"))
        icon.pack(side="left", anchor="n", padx=(0, kit.px(5)), pady=kit.px(1))
        self._words = WrapLabel(self._problem, kit, font="ui.small", fg="err", bg="raised")
        self._words.pack(side="left", fill="x", expand=True)
        self.problem = ""

    def show_problem(self, sentence: str) -> None:
        """What is wrong; "" for nothing."""
        self.problem = sentence
        self.invalid(bool(sentence))
        self._words.say(sentence)
        if sentence:
            self._problem.pack(side="bottom", fill="x")
        else:
            self._problem.pack_forget()

    def invalid(self, on: bool) -> None:
        """Mark the field."""


class LineRow(FormRow):
    """One line of any text."""

    def __init__(
        self, parent: tk.Misc, kit: Kit, label: str, *, max_chars: int, hint: str = "",
        on_change: Callable[[str], None] | None = None, on_return: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent, kit, label)
        self._frame = ttk.Frame(self, style="raised.Field.TFrame", padding=(kit.px(13), kit.px(9)))
        self._frame.pack(fill="x")
        self._on_change = on_change
        self.line = LineText(
            self._frame, kit, placeholder=hint, max_chars=max_chars, on_change=self._changed, on_return=on_return,
            frame=self._frame,
        )  # fmt: skip
        self.line.pack(fill="x", expand=True)

    @property
    def value(self) -> str:
        """What is typed."""
        return self.line.value

    def set(self, said: str) -> None:
        """Put this in."""
        self.line.set(said)

    def invalid(self, on: bool) -> None:
        self._frame.state(["invalid" if on else "!invalid"])

    def enable(self, on: bool) -> None:
        """Whether a person may type."""
        self.line.configure(state="normal" if on else "disabled")

    def _changed(self, value: str) -> None:
        if self.problem:
            self.show_problem("")
        if self._on_change is not None:
            self._on_change(value)


class TextRow(FormRow):
    """A text of several lines; Ctrl+Enter does what the sheet is for, and Enter too where nobody wants a line to `end`."""

    def __init__(
        self, parent: tk.Misc, kit: Kit, label: str, on_done: Callable[[], None], lines: int = 5, end: bool = True
    ) -> None:
        super().__init__(parent, kit, label)
        self._frame = ttk.Frame(self, style="raised.Field.TFrame", padding=(kit.px(13), kit.px(9), kit.px(6), kit.px(9)))
        self._frame.pack(fill="both", expand=True)
        self.text = tk.Text(
            self._frame, height=lines, width=12, wrap="word", borderwidth=0, highlightthickness=0, padx=0, pady=0,
            font="ui.body", undo=True, maxundo=200, spacing2=kit.px(3),
        )  # fmt: skip
        kit.paint(
            self.text, background="field", foreground="text", insertbackground="text", selectbackground="select",
            selectforeground="text",
        )  # fmt: skip
        bar = AutoScrollbar(
            self._frame, orient="vertical", command=self.text.yview, style="field.Vertical.TScrollbar", takefocus=False
        )
        self.text.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self.text.pack(side="left", fill="both", expand=True)
        bind_cluster_keys(self.text)
        self.text.bind("<FocusIn>", lambda _event: self._frame.state(["focus"]), add="+")
        self.text.bind("<FocusOut>", lambda _event: self._frame.state(["!focus"]), add="+")
        self._on_done = on_done
        for key in ("<Control-Return>", "<Control-KP_Enter>", *(() if end else ("<Return>", "<KP_Enter>"))):
            self.text.bind(key, lambda _event: self._done())

    @property
    def value(self) -> str:
        """What is typed."""
        return typed(self.text.get("1.0", "end - 1 indices"))

    def _done(self) -> str:
        self._on_done()
        return "break"

    def invalid(self, on: bool) -> None:
        self._frame.state(["invalid" if on else "!invalid"])


class SwitchRow(FormRow):
    """Words and a switch."""

    def __init__(self, parent: tk.Misc, kit: Kit, words: str, on_switch: Callable[[bool], None]) -> None:
        super().__init__(parent, kit, "")
        self._on = tk.BooleanVar(self, False)
        self.switch = ttk.Checkbutton(
            self, variable=self._on, style="raised.Switch.TCheckbutton", command=lambda: on_switch(self._on.get())
        )
        self.switch.pack(side="right")
        WrapLabel(self, kit, words, fg="text", bg="raised").pack(side="left", fill="x", expand=True, padx=(kit.px(3), kit.px(10)))

    @property
    def value(self) -> bool:
        """Whether it is on."""
        return self._on.get()

    def set(self, on: bool) -> None:
        """As it is."""
        self._on.set(on)

    def enable(self, on: bool) -> None:
        """Whether a person may switch."""
        self.switch.state(["!disabled" if on else "disabled"])


class ChoiceRow(FormRow):
    """One of a few, as chips that wrap."""

    def __init__(
        self, parent: tk.Misc, kit: Kit, label: str, choices: Sequence[tuple[str, str]], on_choose: Callable[[str], None]
    ) -> None:
        super().__init__(parent, kit, label)
        self._chosen = tk.StringVar(self)
        self._flow = Flow(self, kit)
        self._flow.pack(fill="x", pady=(kit.px(3), 0))
        self.chips: dict[str, ttk.Radiobutton] = {}
        for key, words in choices:
            chip = self.chips[key] = ttk.Radiobutton(
                self._flow, text=kit.elide(kit.shown(words), "ui.small", kit.px(220)), value=key, variable=self._chosen,
                style="raised.Chip.TRadiobutton", command=lambda: on_choose(self._chosen.get()),
            )  # fmt: skip
            self._flow.add(chip)

    @property
    def value(self) -> str:
        """The key of the choice."""
        return self._chosen.get()

    def set(self, key: str) -> None:
        """As it is."""
        self._chosen.set(key)

    def enable(self, on: bool) -> None:
        """Whether a person may choose."""
        for chip in self.chips.values():
            chip.state(["!disabled" if on else "disabled"])


def words_row(parent: tk.Misc, kit: Kit, said: str, fg: str = "text2") -> WrapLabel:
    """Some words as wide as the form."""
    label = WrapLabel(parent, kit, said, fg=fg, bg="raised")
    label.pack(fill="x", padx=kit.px(3), pady=(0, kit.px(6)))
    return label


def known(sheet: ErrandSheet, **rows: FormRow) -> None:
    """Tell the sheet where its complaints belong."""
    for key, row in rows.items():
        sheet.field(key, row.show_problem)
