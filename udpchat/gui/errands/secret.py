"""A field for a password in a sheet, with an eye that shows it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.errands.form import FormRow
from udpchat.gui.kit import Kit, SafeEntry
from udpchat.limits import PASSWORD_CHARS

DOT: Final = "•"


class SecretRow(FormRow):
    """One line that is hidden until the eye is pressed."""

    def __init__(self, parent: tk.Misc, kit: Kit, label: str, on_return: Callable[[], None] | None = None) -> None:
        super().__init__(parent, kit, label)
        self._shown = False
        row = ttk.Frame(self, style="raised.TFrame")
        row.pack(fill="x")
        self.entry = SafeEntry(
            row, max_chars=PASSWORD_CHARS, show=DOT, style="raised.TEntry", on_return=on_return, on_change=self._changed
        )
        self._eye = kit.icon_button(row, "eye", text("errands.password.show"), self._turn, bg="raised", size=17)
        self._eye.pack(side="right")
        self.entry.pack(side="left", fill="x", expand=True)

    @property
    def value(self) -> str:
        """What is typed."""
        return self.entry.value

    def clear(self) -> None:
        """Forget it."""
        self.entry.set("")

    def invalid(self, on: bool) -> None:
        self.entry.set_invalid(on)

    def _changed(self, _value: str) -> None:
        if self.problem:
            self.show_problem("")

    def _turn(self) -> None:
        self._shown = not self._shown
        self.entry.configure(show="" if self._shown else DOT)
        self.kit.set_icon(self._eye, "eyeoff" if self._shown else "eye", size=17)
        self.kit.tip(self._eye, text("errands.password.hide" if self._shown else "errands.password.show"))
