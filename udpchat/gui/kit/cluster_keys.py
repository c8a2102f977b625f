"""BackSpace, Delete and the arrows by what looks like one character: Tk would cut a flag or a skin tone in half."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from weakref import WeakKeyDictionary

from udpchat.gui.kit.clusters import first_cluster, last_cluster

_units: WeakKeyDictionary[tk.Misc, bool] = WeakKeyDictionary()


def bind_cluster_keys(text: tk.Text) -> None:
    """Let the text delete and step by clusters."""
    _bind(text, "<BackSpace>", partial(_delete, text, -1))
    _bind(text, "<Delete>", partial(_delete, text, 1))
    for side, steps in (("Left", -1), ("Right", 1)):
        _bind(text, f"<{side}>", partial(_step, text, steps, False))
        _bind(text, f"<Shift-{side}>", partial(_step, text, steps, True))


def index_units(text: tk.Text, string: str) -> int:
    """How many of this Tk's index positions the string takes: some count characters, some count UTF-16 units."""
    return len(string) + sum(char > "\uffff" for char in string) if _counts_utf16(text) else len(string)


def back(text: tk.Text, index: str = "insert") -> str:
    """The index of the cluster before this index."""
    before = text.get(f"{index} linestart", index)
    line, column = _place(text, index)
    if not before or index_units(text, before) != column:  # a line break, or an image among the letters
        return str(text.index(f"{index} - 1 indices"))
    return f"{line}.{column - index_units(text, last_cluster(before))}"


def forth(text: tk.Text, index: str = "insert") -> str:
    """The index after the cluster at this index."""
    after = text.get(index, f"{index} lineend")
    line, column = _place(text, index)
    if not after or column + index_units(text, after) != _place(text, f"{index} lineend")[1]:
        return str(text.index(f"{index} + 1 indices"))
    return f"{line}.{column + index_units(text, first_cluster(after))}"


def _place(text: tk.Text, index: str) -> tuple[int, int]:
    # Steps of "- 1 indices" are not always of the same unit as columns: only columns are trusted.
    line, _, column = str(text.index(index)).partition(".")
    return int(line), int(column)


def _counts_utf16(text: tk.Text) -> bool:
    """Found out once per interpreter, in a text that nobody sees; versions of Tk are not to be compared."""
    root = text.nametowidget(".")
    known = _units.get(root)
    if known is None:
        probe = tk.Text(root)
        probe.insert("1.0", "\U0001f600")
        known = _units[root] = str(probe.index("1.end")) == "1.2"
        probe.destroy()
    return known


def _bind(text: tk.Text, event: str, action: Callable[[], None]) -> None:
    def run(_event: tk.Event[tk.Misc]) -> str:
        action()
        return "break"

    text.bind(event, run)


def _delete(text: tk.Text, steps: int) -> None:
    if str(text.cget("state")) == "disabled":
        return
    if text.tag_ranges("sel"):
        text.delete("sel.first", "sel.last")
    elif steps < 0:
        text.delete(back(text), "insert")
    elif text.compare("insert", "<", "end - 1 indices"):
        text.delete("insert", forth(text))
    text.see("insert")


def _step(text: tk.Text, steps: int, select: bool) -> None:
    if not select and text.tag_ranges("sel"):
        target = text.index("sel.first" if steps < 0 else "sel.last")
    else:
        target = back(text) if steps < 0 else forth(text)
    # Tk's own procedures keep the anchor of the selection.
    text.tk.call("tk::TextKeySelect" if select else "tk::TextSetCursor", text, target)
