"""A field for one line that survives emoji: Tk 8.6 corrupts memory when an entry holds characters past U+FFFF."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Any

from udpchat.gui.kit.guards import clipboard, entry_text, fits_entry


class SafeEntry(ttk.Entry):
    """An entry for text of the basic plane; other characters are left out of what is pasted and not taken when typed."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        max_chars: int = 0,
        on_change: Callable[[str], None] | None = None,
        on_return: Callable[[], None] | None = None,
        on_refused: Callable[[], None] | None = None,
        read_only: bool = False,
        font: str = "ui.body",
        **options: Any,
    ) -> None:
        if "textvariable" in options:  # it would put text into the entry past the guard
            raise ValueError("a SafeEntry takes no textvariable: use .value, .set and on_change")
        self._variable = tk.StringVar(parent)
        super().__init__(parent, font=font, textvariable=self._variable, **options)
        self.max_chars = max_chars
        self.on_change = on_change
        self.on_return = on_return
        self.on_refused = on_refused  # characters were left out that an entry may not hold
        self._variable.trace_add("write", self._changed)
        self.configure(validate="key", validatecommand=(self.register(self._allows), "%P"))
        for event, selection in (("<<Paste>>", "CLIPBOARD"), ("<<PasteSelection>>", "PRIMARY")):
            self.bind(event, self._paster(selection))
        for key in ("<Return>", "<KP_Enter>"):
            self.bind(key, self._returned)
        if read_only:
            self.read_only(True)

    @property
    def value(self) -> str:
        """What stands in the field."""
        return self.get()

    def set(self, text: str) -> None:
        """Put the text in, as far as it fits; works on a read-only field too."""
        locked = [state for state in ("disabled", "readonly") if self.instate([state])]
        self.state(["!disabled", "!readonly"])
        self.delete(0, tk.END)
        self.insert(0, text)
        self.state(locked)

    def insert(self, index: str | int, string: str) -> None:
        """Insert what fits of the string."""
        room = max(self.max_chars - len(self.get()), 0) if self.max_chars else None
        super().insert(index, entry_text(string)[:room])
        if not fits_entry(string):
            self._refuse()

    def set_invalid(self, invalid: bool) -> None:
        """Mark the field as wrong, or no longer."""
        self.state(["invalid" if invalid else "!invalid"])

    def read_only(self, on: bool) -> None:
        """Let people select and copy, but not change."""
        self.state(["readonly" if on else "!readonly"])

    def _allows(self, after: str) -> bool:
        if not fits_entry(after):
            self._refuse()
            return False
        return not self.max_chars or len(after) <= self.max_chars or len(after) < len(self.get())

    def _refuse(self) -> None:
        if self.on_refused is not None:
            self.on_refused()

    def _changed(self, *_: str) -> None:
        if self.on_change is not None:
            self.on_change(self.get())

    def _paster(self, selection: str) -> Callable[[tk.Event[tk.Misc]], str]:
        def paste(event: tk.Event[tk.Misc]) -> str:
            if self.instate(["!disabled", "!readonly"]):
                if selection == "PRIMARY":
                    self.icursor(f"@{event.x}")
                elif self.selection_present():
                    self.delete(tk.SEL_FIRST, tk.SEL_LAST)
                self.insert(tk.INSERT, clipboard(self, selection))
            return "break"  # Tk's own paste is not guarded

        return paste

    def _returned(self, _event: tk.Event[tk.Misc]) -> str | None:
        if self.on_return is None:
            return None
        self.on_return()
        return "break"
