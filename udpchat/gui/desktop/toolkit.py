"""Whether windows can be made here at all, and in one line what to do if not. Imports no tkinter."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Any, Final

from udpchat.catalogue import text
from udpchat.errors import LocalError
from udpchat.gui.desktop.system import System

OLDEST_TK: Final = 8.6
NO_WINDOWS_STATUS: Final = 3  # the exit status of a program that can do nothing without a window


class NoWindows(LocalError):
    """No window can be made: no Tk, an old Tk, or no display. detail: what is missing; `advice`: what to do about it."""

    code = "NO_WINDOWS"

    def __init__(self, detail: object = "", advice: str = "") -> None:
        super().__init__(detail)
        self.advice = advice

    def values(self) -> dict[str, object]:
        return {**super().values(), "advice": self.advice or text("desktop.advice.terminal")}


def require(system: System, load: Callable[[str], Any] = importlib.import_module) -> None:
    """Raise NoWindows if tkinter cannot be imported or is too old."""
    try:
        tkinter = load("tkinter")
    except ImportError as error:
        raise NoWindows(text("desktop.missing.tk"), text(advice_key(system), version=version())) from error
    if float(tkinter.TkVersion) < OLDEST_TK:
        missing = text("desktop.missing.new_tk", version=tkinter.TkVersion)
        raise NoWindows(missing, text("desktop.advice.new_tk"))


def no_display(reason: str) -> NoWindows:
    """The error of a Tk that finds no screen, or cannot start for another reason."""
    if "display" in reason:
        return NoWindows(text("desktop.missing.display"), text("desktop.advice.display"))
    return NoWindows(reason)


def advice_key(system: System) -> str:
    """How Tk is installed here."""
    if system.is_windows:
        return "desktop.advice.windows"
    if system.is_mac:
        return "desktop.advice.mac"
    for program, key in (("apt-get", "debian"), ("dnf", "fedora"), ("pacman", "arch"), ("zypper", "suse"), ("apk", "alpine")):
        if system.find(program):
            return f"desktop.advice.{key}"
    return "desktop.advice.linux"


def version() -> str:
    """3.12, as packages name it."""
    return f"{sys.version_info[0]}.{sys.version_info[1]}"
