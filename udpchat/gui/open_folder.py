"""Shows a folder in the file manager of the system, opens a file with the program that the system has for it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

from udpchat.gui.desktop.system import System, here

LINUX: Final = ("xdg-open", "gio", "kde-open")


def open_folder(path: Path, system: System | None = None) -> bool:
    """Show it; False where the system has nothing to show it with. May block for a moment: not for the window's thread."""
    system = system or here()
    return _start(_command(system), path, system)


def open_file(path: Path, system: System | None = None) -> bool:
    """Open it; False where there is nothing to open it with. May block for a moment, too."""
    system = system or here()
    if system.is_windows:  # the shell is not asked: Explorer does what a double click does
        return _start(["explorer"], path, system)
    return _start(_command(system), path, system)


def _start(command: list[str] | None, path: Path, system: System) -> bool:
    if command is None:
        return False
    with contextlib.suppress(OSError):
        system.leave([*command, str(path)], {})
        return True
    return False


def _command(system: System) -> list[str] | None:
    if system.is_windows:
        return ["explorer"]
    if system.is_mac:
        return ["open"]
    for name in LINUX:
        found = system.find(name)
        if found:
            return [found, "open"] if name == "gio" else [found]
    return None
