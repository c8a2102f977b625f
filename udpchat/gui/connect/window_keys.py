"""Keys of a whole window that belong to one frame in it: they end with the frame, and leave those of others alone."""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Callable, Mapping
from typing import Any


class WindowKeys:
    """Binds to the window of `owner`. (Python's own `unbind` of one handler removed all of them before 3.13.)"""

    def __init__(self, owner: tk.Misc, keys: Mapping[str, Callable[[tk.Event[Any]], object]]) -> None:
        self._owner = owner
        self._window = owner.winfo_toplevel()
        self._bound = [(sequence, self._window.bind(sequence, handler, add="+")) for sequence, handler in keys.items()]
        owner.bind("<Destroy>", self._gone, add="+")

    def _gone(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is not self._owner:
            return
        call, window = self._window.tk.call, str(self._window)
        for sequence, name in self._bound:
            with contextlib.suppress(tk.TclError):  # the window may be going as well
                lines = str(call("bind", window, sequence)).split("\n")
                call("bind", window, sequence, "\n".join(line for line in lines if line and name not in line))
                self._window.deletecommand(name)
