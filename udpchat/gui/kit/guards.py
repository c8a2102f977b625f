"""Guards of Tk's traps, each of which crashed or corrupted a window: one place, one function per trap."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Final

from udpchat import limits
from udpchat.gui.kit.text import display_text, single_line

_LAST_BMP: Final = "\uffff"


def fits_entry(text: str) -> bool:
    """Whether an entry may hold the text: Tk 8.6 loses track of its memory with characters past U+FFFF."""
    return text.isascii() or not any(char > _LAST_BMP or "\ud800" <= char <= "\udfff" for char in text)


def entry_text(raw: str) -> str:
    """The part of a text that an entry may hold, on one line; inner spaces stay as they are, as in a password."""
    text = display_text(raw[: limits.DISPLAY_TEXT_CHARS].strip("\r\n")).replace("\n", " ").replace("\t", " ")
    return "".join(char for char in text if char <= _LAST_BMP)


def window_title(raw: str) -> str:
    """A title without characters past U+FFFF: some window managers crash on them."""
    return entry_text(single_line(raw)).strip()


def typed(text: str) -> str:
    """What `Text.get` returned, without the halves of characters that it may hand out."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def clipboard(widget: tk.Misc, selection: str = "CLIPBOARD") -> str:
    """The text of the clipboard; "" when there is none or its owner does not answer."""
    for kind in ("UTF8_STRING", "STRING"):
        try:
            return str(widget.tk.call("selection", "get", "-displayof", widget, "-selection", selection, "-type", kind))
        except (tk.TclError, UnicodeError):
            continue
    return ""


def count(widget: tk.Text, start: str, end: str, what: str) -> int:
    """`Text.count`, which gives a tuple, a number or nothing, depending on the version of Python."""
    result = widget.tk.call(widget, "count", f"-{what}", start, end)
    return int(result or 0)


class After:
    """One `after` job that ends with its widget, so that none fires on what is gone."""

    def __init__(self, widget: tk.Misc) -> None:
        self._widget = widget
        self._job: str | None = None
        widget.bind("<Destroy>", self._gone, add="+")

    def start(self, delay_ms: int, function: Callable[[], None]) -> None:
        """Call the function once after the delay; a job that still waits is forgotten."""
        self.cancel()
        self._job = self._widget.after(delay_ms, self._run, function)

    def cancel(self) -> None:
        """Forget the job."""
        if self._job is not None:
            self._widget.after_cancel(self._job)
            self._job = None

    @property
    def waiting(self) -> bool:
        """Whether a job waits."""
        return self._job is not None

    def _run(self, function: Callable[[], None]) -> None:
        self._job = None
        function()

    def _gone(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self._widget:
            self.cancel()
