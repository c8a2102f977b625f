"""Text to the clipboard. On X11 what was copied is gone when the program ends: the desktop keeps it or nobody."""

from __future__ import annotations

import contextlib
import tkinter as tk


def copy_text(widget: tk.Misc, text: str) -> None:
    """Put a text on the clipboard, without what Tk cannot carry: NUL and halves of characters."""
    clean = text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
    with contextlib.suppress(tk.TclError):
        widget.clipboard_clear()
        widget.clipboard_append(clean)
