"""The contents of shortcuts: entries, links, batch files and icons, each with the quoting that its reader wants."""

from __future__ import annotations

import base64
import shlex
import struct
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from udpchat.gui.desktop.system import Command

ICON_PX: Final = 128
ICO_PX: Final = (16, 32, 48, 128)


class Entry(Protocol):
    """What an entry of a menu says of a program."""

    @property
    def title(self) -> str: ...
    @property
    def comment(self) -> str: ...
    @property
    def window_class(self) -> str: ...
    @property
    def takes_invites(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Icon:
    """The program's icon in the sizes that systems want, as PNG."""

    png: bytes
    sizes: tuple[tuple[int, bytes], ...]

    @classmethod
    def drawn(cls) -> Icon:
        """Drawn now."""
        from udpchat.gui.kit.app_icon import app_icon_png  # the kit wants Tk, which other commands must not need

        return cls(app_icon_png(ICON_PX), tuple((size, app_icon_png(size)) for size in ICO_PX))

    def ico(self) -> bytes:
        """As an .ico file: a directory and the PNG files as they are."""
        offset = 6 + 16 * len(self.sizes)
        directory, images = struct.pack("<HHH", 0, 1, len(self.sizes)), b""
        for size, png in self.sizes:
            directory += struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(png), offset + len(images))
            images += png
        return directory + images


def desktop_entry(program: Entry, command: Sequence[str], icon: Path) -> str:
    """A .desktop file (freedesktop.org, Desktop Entry Specification)."""
    words = [entry_word(word) for word in command]
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        f"Name={program.title}",
        f"Comment={program.comment}",
        f"Exec={' '.join([*words, '%u'] if program.takes_invites else words)}",
        f"Icon={entry_value(str(icon))}",
        "Terminal=false",
        "Categories=Network;Chat;InstantMessaging;",
        f"StartupWMClass={program.window_class}",
    ]
    if program.takes_invites:
        lines.append("MimeType=x-scheme-handler/udpchat;")
    return "\n".join(lines) + "\n"


def entry_word(word: str) -> str:
    """A word of Exec: quoted, then escaped as every value is; % is doubled, or it would mean a file."""
    for char in '\\"`$':
        word = word.replace(char, "\\" + char)
    return entry_value(f'"{word}"').replace("%", "%%")


def entry_value(text: str) -> str:
    """A value of an entry."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def command_file(command: Sequence[str]) -> str:
    """A file that macOS runs in its terminal when it is double-clicked."""
    return f"#!/bin/sh\nexec {shlex.join(command)}\n"


def batch_file(command: Sequence[str]) -> str:
    """The same for Windows; its console closes at once."""
    line = subprocess.list2cmdline(command).replace("%", "%%")
    return f'@chcp 65001 >nul\r\n@start "" {line}\r\n'


def link_script(path: Path, command: Sequence[str], icon: Path, comment: str) -> Command:
    """The PowerShell command that makes a .lnk. Strings are literals in which only the apostrophe means something."""
    source = (
        f"$link = (New-Object -ComObject WScript.Shell).CreateShortcut({literal(str(path))})\n"
        f"$link.TargetPath = {literal(command[0])}\n"
        f"$link.Arguments = {literal(subprocess.list2cmdline(command[1:]))}\n"
        f"$link.IconLocation = {literal(str(icon))}\n"
        f"$link.Description = {literal(comment)}\n"
        "$link.Save()\n"
    )
    encoded = base64.b64encode(source.encode("utf-16-le")).decode("ascii")
    return ("powershell.exe", "-NoProfile", "-NonInteractive", "-EncodedCommand", encoded)


def literal(text: str) -> str:
    """A string of PowerShell. It takes several marks for an apostrophe."""
    for mark in "'\u2018\u2019\u201a\u201b":
        text = text.replace(mark, mark * 2)
    return f"'{text}'"
