"""`install-shortcuts`: icons for both windows, where a person of each system looks for programs, and away again.

Linux: entries of the menu. Windows: links in the start menu and on the desktop, or batch files where links cannot be made.
macOS: files on the desktop that a double-click runs.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import udpchat
from udpchat.catalogue import text
from udpchat.gui.desktop.shortcut_files import Icon, batch_file, command_file, desktop_entry, link_script
from udpchat.gui.desktop.system import System, here
from udpchat.output import complain

FAILED: Final = 1


@dataclass(frozen=True, slots=True)
class Program:
    """One of the two windows."""

    name: str
    window_class: str
    script: str
    takes_invites: bool

    @property
    def title(self) -> str:
        """What the icon says."""
        return text(f"desktop.shortcut.{self.name}")

    @property
    def comment(self) -> str:
        """What it is."""
        return text(f"desktop.shortcut.{self.name}_comment")


PROGRAMS: Final = (
    Program("client", "Udpchat", "client_gui.py", True),
    Program("server", "UdpchatServer", "server_gui.py", False),
)


@dataclass(frozen=True, slots=True)
class Installer:
    """Makes and removes the shortcuts of one person."""

    system: System
    python: str = sys.executable
    root: Path = field(default_factory=lambda: Path(os.path.abspath(udpchat.__file__)).parents[1])
    icon: Callable[[], Icon] = Icon.drawn

    def install(self) -> list[Path]:
        """Make them; what was made. Raises OSError."""
        if self.system.is_windows:
            return self._install_on_windows()
        made: list[Path] = []
        icon_path = self._icon_path()
        if not self.system.is_mac:
            write(icon_path, self.icon().png, made)
        for program in PROGRAMS:
            path = self._paths(program)[0]
            if self.system.is_mac:
                write(path, command_file(self._command(program)).encode(), made)
                path.chmod(0o755)
            else:
                write(path, desktop_entry(program, self._command(program), icon_path).encode(), made)
        self._tell_menu()
        return made

    def remove(self) -> list[Path]:
        """Remove what `install` makes; what was there. Raises OSError."""
        removed = []
        paths = [path for program in PROGRAMS for path in self._paths(program)]
        for path in [*paths, *(path.with_suffix(".bat") for path in paths if path.suffix == ".lnk"), self._icon_path()]:
            if path.exists():
                path.unlink()
                removed.append(path)
        self._tell_menu()
        return removed

    def _command(self, program: Program) -> list[str]:
        """How the program is started: from its source if that is here, else as installed."""
        python = Path(self.python)
        silent = python.with_name("pythonw.exe")
        if self.system.is_windows and silent.exists():
            python = silent
        script = self.root / program.script
        return [str(python), str(script)] if script.is_file() else [str(python), "-m", "udpchat", program.name]

    def _install_on_windows(self) -> list[Path]:
        made: list[Path] = []
        icon_path = self._icon_path()
        write(icon_path, self.icon().ico(), made)
        for program in PROGRAMS:
            for path in self._paths(program):
                path.parent.mkdir(parents=True, exist_ok=True)
                self.system.run(link_script(path, self._command(program), icon_path, program.comment))
                if path.exists():
                    made.append(path)
                else:
                    write(path.with_suffix(".bat"), batch_file(self._command(program)).encode(), made)
        return made

    def _paths(self, program: Program) -> list[Path]:
        home = Path(self.system.environ.get("USERPROFILE" if self.system.is_windows else "HOME") or Path.home())
        if self.system.is_windows:
            roaming = Path(self.system.environ.get("APPDATA") or home / "AppData" / "Roaming")
            folders = [roaming / "Microsoft" / "Windows" / "Start Menu" / "Programs", home / "Desktop"]
            return [folder / f"{program.title}.lnk" for folder in folders if folder == folders[0] or folder.is_dir()]
        if self.system.is_mac:
            return [home / "Desktop" / f"{program.title}.command"]
        return [self._data_home() / "applications" / f"udpchat-{program.name}.desktop"]

    def _icon_path(self) -> Path:
        if self.system.is_windows:
            return self._data_home() / "udpchat" / "udpchat.ico"
        return self._data_home() / "icons" / "hicolor" / "128x128" / "apps" / "udpchat.png"

    def _data_home(self) -> Path:
        environ = self.system.environ
        if self.system.is_windows:
            home = Path(environ.get("USERPROFILE") or Path.home())
            return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
        chosen = environ.get("XDG_DATA_HOME", "")
        return Path(chosen) if os.path.isabs(chosen) else Path(environ.get("HOME") or Path.home()) / ".local" / "share"

    def _tell_menu(self) -> None:
        """Have the desktop read its menu anew, so that links to udpchat:// find us."""
        if not (self.system.is_windows or self.system.is_mac) and self.system.find("update-desktop-database"):
            self.system.run(("update-desktop-database", str(self._data_home() / "applications")))


def write(path: Path, content: bytes, made: list[Path]) -> None:
    """Write a file with the folders that it needs, and note it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    made.append(path)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `install-shortcuts`."""
    parser.add_argument("--remove", action="store_true", help="take them away again")


def run(options: argparse.Namespace, system: System | None = None) -> int:
    """Do it and say what was done; the exit status."""
    system = system or here()
    installer = Installer(system)
    try:
        paths = installer.remove() if options.remove else installer.install()
    except OSError as error:
        complain(text("desktop.shortcuts.failed", path=error.filename or error))
        return FAILED
    key = "desktop.shortcuts.removed" if options.remove else "desktop.shortcuts.made"
    print("\n".join(text(key, path=path) for path in paths) or text("desktop.shortcuts.none"))
    return 0
