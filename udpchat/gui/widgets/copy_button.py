"""A button that copies something, and shows for a moment that it did."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.kit.guards import After

DONE_MS: Final = 1600


class CopyButton(ttk.Button):
    """An icon alone, or with a label; `copy` gets what `set_words` told last."""

    def __init__(
        self,
        parent: tk.Misc,
        kit: Kit,
        tip: str,
        copy: Callable[[str], None],
        *,
        ground: str = "raised",
        label: str = "",
        size: int = 15,
    ) -> None:
        prefix = "" if ground == "bg" else f"{ground}."
        super().__init__(parent, style=f"{prefix}{'Link' if label else 'Icon'}.TButton", command=self._press)
        self._kit = kit
        self._copy = copy
        self._label = label
        self._size = size
        self._words = ""
        self._after = After(self)
        self._rest()
        if tip:
            kit.tip(self, tip)

    def set_words(self, words: str, tip: str = "") -> None:
        """What is copied from now on."""
        self._words = words
        if tip:
            self._kit.tip(self, tip)

    def _press(self) -> None:
        self._copy(self._words)
        self.configure(image=self._kit.icon("check", self._size, "ok"), text=text("operator.copy.done") if self._label else "")
        self._after.start(DONE_MS, self._rest)

    def _rest(self) -> None:
        color = "accenttx" if self._label else "text2"
        self.configure(image=self._kit.icon("copy", self._size, color), text=self._label)
        self.configure(compound="left" if self._label else "image")
