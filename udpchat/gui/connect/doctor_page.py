"""The doctor's page: what was looked at, one line after the other, and what to do where something is not as it should be."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.connect.page import Page
from udpchat.gui.kit import Kit, SafeEntry, single_line
from udpchat.gui.presenters.connect import ConnectPresenter
from udpchat.gui.presenters.connect_pages import DoctorPage as Words
from udpchat.gui.presenters.connect_pages import DoctorRow
from udpchat.gui.widgets.strip import WrapLabel

_LOOKS: Final = {
    "good": ("check", "ok"),
    "note": ("info", "accenttx"),
    "warning": ("help", "warn"),
    "fault": ("alert", "err"),
}
_BAR_STEPS: Final = 30  # of the bar while nobody knows how long it takes


class DoctorPage(Page):
    """Rows are added as they come; they never change."""

    def __init__(self, parent: tk.Misc, kit: Kit, presenter: ConnectPresenter) -> None:
        super().__init__(parent, kit)
        self._presenter = presenter
        self._words = Words("", (), busy=False)
        self._bar_at = 0
        self.rows: list[_Row] = []
        self.title.pack(anchor="w")
        self.verdict = WrapLabel(self.head, kit, fg="text2")
        self.verdict.pack(fill="x", pady=(kit.px(2), kit.px(6)))
        self.bar = ttk.Progressbar(self.head, maximum=_BAR_STEPS)
        self.proceed = self.button(self.foot, "", "Accent.TButton", presenter.connect_after_all)
        self.again = self.button(self.foot, text("connect.doctor.again"), "TButton", presenter.examine_again)
        self.back = self.button(self.foot, text("connect.doctor.back"), "TButton", presenter.back)
        self.copy = self.button(self.foot, text("connect.doctor.copy"), "Link.TButton", self._copy, "left")
        self.default = self._enter

    def show(self, words: Words) -> None:
        """More, or the end of it."""
        before, self._words = self._words, words
        self.set_title(words.title)
        if words.rows[: len(before.rows)] != before.rows or words.title != before.title:
            self._clear()
        for row in words.rows[len(self.rows) :]:
            self._add(row)
        self.verdict.say(text("connect.doctor.busy") if words.busy else words.verdict)
        fault = not words.busy and any(row.look == "fault" for row in words.rows)
        self.verdict.configure(style=self.kit.label_style("err" if fault else "text2"))
        self._show_buttons()
        if before.busy and not words.busy and self.focus_displayof() is self.back:
            (self.proceed if words.proceed else self.again).focus_set()

    def shown(self) -> None:
        """Enter stops it while it runs; then it does what is most likely wanted."""
        self.back.focus_set()

    def tick(self) -> None:
        """Time passes for the bar."""
        if self._words.busy:
            self._bar_at = (self._bar_at + 1) % (_BAR_STEPS + 1)
            self.bar.configure(value=self._bar_at)

    def _show_buttons(self) -> None:
        words = self._words
        if words.busy:
            self.bar.pack(fill="x", pady=(0, self.kit.px(6)))
        else:
            self.bar.pack_forget()
        for button in (self.again, self.copy):
            button.state(["disabled" if words.busy else "!disabled"])
        self.copy.configure(text=text("connect.doctor.copy"))
        if words.proceed:
            self.proceed.configure(text=self.kit.elide(single_line(words.proceed), "ui.bodyb", self.kit.px(260)))
            self.proceed.pack(side="right", padx=(self.kit.px(2), 0), before=self.again)
        else:
            self.proceed.pack_forget()

    def _add(self, row: DoctorRow) -> None:
        made = _Row(self.body, self.kit, row)
        made.pack(fill="x", pady=self.kit.px(1))
        self.rows.append(made)

    def _clear(self) -> None:
        for row in self.rows:
            row.destroy()
        self.rows.clear()
        if self.scroll:
            self.scroll.to_top()

    def _enter(self) -> None:
        if self._words.proceed:
            self._presenter.connect_after_all()
        elif not self._words.busy:
            self._presenter.examine_again()

    def _copy(self) -> None:
        self.clipboard_clear()
        self.clipboard_append(self._presenter.report)
        self.copy.configure(text=text("connect.doctor.copied"))


class _Row(ttk.Frame):
    """A sentence with its sign, and below it what to do."""

    def __init__(self, parent: tk.Misc, kit: Kit, row: DoctorRow) -> None:
        super().__init__(parent, style="Soft.TFrame", padding=(kit.px(14), kit.px(9)))
        self._kit = kit
        self.row = row
        icon, color = _LOOKS[row.look]
        sign = ttk.Label(self, image=kit.icon(icon, 18, color), style=kit.label_style("text", "surface"))
        sign.pack(side="left", anchor="n", padx=(kit.px(2), kit.px(12)))
        words = ttk.Frame(self, style="surface.TFrame")
        words.pack(side="left", fill="x", expand=True)
        font = "ui.bodyb" if row.look == "fault" else "ui.body"
        self.sentence = WrapLabel(words, kit, row.sentence, font, bg="surface")
        self.sentence.pack(fill="x")
        if row.advice:
            WrapLabel(words, kit, row.advice, fg="text2", bg="surface").pack(fill="x", pady=(kit.px(2), 0))
        self.commands = [self._command(words, *command) for command in row.commands]

    def _command(self, parent: ttk.Frame, system: str, command: str) -> SafeEntry:
        kit = self._kit
        kit.label(parent, text("connect.doctor.command", system=system), "ui.small", "text2", "surface").pack(
            anchor="w", pady=(kit.px(5), 0)
        )
        line = ttk.Frame(parent, style="surface.TFrame")
        line.pack(fill="x")
        entry = SafeEntry(line, read_only=True, font="ui.mono", style="Surface.TEntry")
        entry.set(command)
        entry.pack(side="left", fill="x", expand=True)
        copy = kit.icon_button(line, "copy", text("connect.doctor.command.copy"), bg="surface", size=17)

        def take() -> None:
            self.clipboard_clear()
            self.clipboard_append(command)
            kit.set_icon(copy, "check", "ok", 17)

        copy.configure(command=take)
        copy.pack(side="left")
        return entry
