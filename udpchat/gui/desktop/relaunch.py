"""Gets rid of the console on Windows: the same program once more under `pythonw`, and this one ends.

A double-clicked file runs under `python`, which the system gives a black window; it would stay as long as ours, and
closing it would end us. `pythonw` has none, and then `sys.stdout` and `sys.stderr` are None.
"""

from __future__ import annotations

import ntpath
import os
import sys
from collections.abc import Callable, Sequence
from typing import Final

from udpchat.gui.desktop.system import System

MARK: Final = "UDPCHAT_RELAUNCHED"
"""Set for the second process: it starts nothing once more. A person may set it to keep the console."""


def without_console(
    system: System,
    executable: str = sys.executable,
    arguments: Sequence[str] = tuple(sys.orig_argv[1:]),
    exists: Callable[[str], bool] = os.path.isfile,
) -> bool:
    """Start the same program without a console. True: it runs, and the caller ends at once."""
    if not system.is_windows or system.environ.get(MARK):
        return False
    folder, name = ntpath.split(executable)
    silent = ntpath.join(folder, "pythonw.exe")
    if name.lower() != "python.exe" or not exists(silent):
        return False
    try:
        system.leave((silent, *arguments), {MARK: "1"})
    except OSError:
        return False
    return True
