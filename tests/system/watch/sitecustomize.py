"""Tells what can be read in the windows of a program, which knows nothing of it: Python itself loads this at its start.

Only where a test asks for it, with UDPCHAT_TEST_WATCH naming a folder, and only into a program with windows. The words go
to the file PID.json of that folder whenever they change, with the places where they stand on the screen.
"""

from __future__ import annotations

import os
import sys

EVERY_MS = 40


def watch(folder: str) -> None:
    """Have every window of this process tell."""
    import json
    import tkinter as tk

    from reading import places  # type: ignore[import-not-found]  # it lies beside this file

    path = os.path.join(folder, f"{os.getpid()}.json")
    make = tk.Tk.__init__

    def made(root: tk.Tk, *arguments: object, **named: object) -> None:
        make(root, *arguments, **named)  # type: ignore[arg-type]
        look(root, "")

    def look(root: tk.Tk, before: str) -> None:
        try:
            seen = [(words, *middle(widget)) for words, widget in places(root)]
            focus = root.focus_displayof()
            told = json.dumps({"window": root.winfo_id(), "focus": focus is not None, "seen": seen})
            root.after(EVERY_MS, look, root, told)
        except (tk.TclError, KeyError):
            return
        if told != before:
            with open(f"{path}.new", "w", encoding="utf-8") as file:
                file.write(told)
            os.replace(f"{path}.new", path)

    tk.Tk.__init__ = made  # type: ignore[method-assign]


def middle(widget) -> tuple[int, int]:  # type: ignore[no-untyped-def]  # tkinter is not loaded into every program
    """Where to click it."""
    return widget.winfo_rootx() + widget.winfo_width() // 2, widget.winfo_rooty() + widget.winfo_height() // 2


if os.environ.get("UDPCHAT_TEST_WATCH") and any(part.endswith("_gui.py") for part in sys.orig_argv):
    watch(os.environ["UDPCHAT_TEST_WATCH"])
