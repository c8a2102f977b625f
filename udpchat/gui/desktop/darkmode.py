"""Whether the desktop is set to dark. Asked in the background while the window is being made; no answer means light."""

from __future__ import annotations

import threading
from typing import Literal

from udpchat.gui.desktop.system import Command, System

Mode = Literal["light", "dark"]

WINDOWS: Command = (
    *("reg", "query", r"HKCU\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"),
    *("/v", "AppsUseLightTheme"),
)
MAC: Command = ("defaults", "read", "-g", "AppleInterfaceStyle")
PORTAL: Command = (
    *("gdbus", "call", "--session", "--dest", "org.freedesktop.portal.Desktop"),
    *("--object-path", "/org/freedesktop/portal/desktop", "--method", "org.freedesktop.portal.Settings.Read"),
    *("org.freedesktop.appearance", "color-scheme"),
)
GNOME: Command = ("gsettings", "get", "org.gnome.desktop.interface", "color-scheme")


def desktop_mode(system: System) -> Mode:
    """Ask the system; takes as long as its program takes, bounded."""
    if system.is_windows:
        dark = system.ask(WINDOWS).endswith("0x0")
    elif system.is_mac:
        dark = system.ask(MAC).lower() == "dark"
    else:
        dark = _linux_is_dark(system)
    return "dark" if dark else "light"


def _linux_is_dark(system: System) -> bool:
    theme = system.environ.get("GTK_THEME", "").lower()
    if theme:
        return theme.endswith((":dark", "-dark"))
    if not system.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return False
    if system.find("gdbus") and (answer := system.ask(PORTAL)):
        return "uint32 1" in answer
    return bool(system.find("gsettings")) and "dark" in system.ask(GNOME)


class Asking:
    """The question under way."""

    def __init__(self, system: System) -> None:
        self._mode: Mode = "light"
        self._thread = threading.Thread(target=self._ask, args=(system,), name="udpchat dark mode", daemon=True)
        self._thread.start()

    def mode(self) -> Mode:
        """The answer; waits for it."""
        self._thread.join()
        return self._mode

    def _ask(self, system: System) -> None:
        self._mode = desktop_mode(system)
