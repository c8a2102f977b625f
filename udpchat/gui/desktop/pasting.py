"""Ctrl+V for what is no text: copied files, a copied picture, and a text that is too long for a message.

What is on the clipboard is asked at once where Tk can ask; what takes programs or a disk goes on beside the window.
"""

from __future__ import annotations

import os
import subprocess
import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol, TypeVar

from udpchat.catalogue import text
from udpchat.gui.desktop import clipboard_files, clipboard_scripts
from udpchat.gui.desktop.clipboard_files import PICTURES
from udpchat.gui.desktop.pasted import Pasted
from udpchat.gui.desktop.system import NO_CONSOLE, System
from udpchat.gui.kit.guards import clipboard
from udpchat.limits import CLIPBOARD_ANSWER_S, CLIPBOARD_PICTURE_BYTES

T = TypeVar("T")


class Beside(Protocol):
    """Runs a function on the thread of a lane, and `then` with what came of it here."""

    def __call__(self, lane: str, function: Callable[[], T], then: Callable[[T | None, Exception | None], None], /) -> None: ...


class Pasting:
    """Of one window. `send_files` gets the paths, `tell` what went wrong."""

    def __init__(
        self,
        system: System,
        pasted: Pasted,
        beside: Beside,
        send_files: Callable[[Sequence[str]], None],
        tell: Callable[[str], None],
    ) -> None:
        self._system, self._pasted, self._beside = system, pasted, beside
        self._send_files, self._tell = send_files, tell
        self._busy = False

    def take(self, widget: tk.Misc) -> bool:
        """Whether there are files or a picture, which then come; a text beside a picture is what the person means."""
        if str(widget.tk.call("tk", "windowingsystem")) != "x11":
            return self._ask_system(widget)
        found = clipboard_files.offered(widget)
        if found.files:
            self._send_files(found.files)
            return True
        if found.picture and not found.text:
            self._picture(widget, found.picture)
            return True
        return False

    def keep(self, said: str) -> None:
        """A text as a file."""
        data = said.encode("utf-8", "replace")
        self._beside("pasting", lambda: [str(self._pasted.keep(data, text("pasting.text"), ".txt"))], self._came)

    # --- X11 ----------------------------------------------------------------------------------------------------------

    def _picture(self, widget: tk.Misc, kind: str) -> None:
        """By a program where there is one, for Tk cannot take large ones; else by Tk."""
        names = ["wl-paste"] if self._system.environ.get("WAYLAND_DISPLAY") else []
        commands = clipboard_files.readers([name for name in [*names, "xclip"] if self._system.find(name)], kind)
        if not commands:
            self._keep_picture(clipboard_files.picture_bytes(widget, kind), kind)
            return
        if self._busy:
            return
        self._busy = True
        self._tell(text("pasting.busy"))

        def read(found: list[str] | None, error: Exception | None) -> None:
            self._busy = False
            if found or error is not None or not widget.winfo_exists():
                self._came(found, error)
            else:
                self._keep_picture(clipboard_files.picture_bytes(widget, kind), kind)

        self._beside("pasting", partial(self._read, commands, kind), read)

    def _read(self, commands: Sequence[Sequence[str]], kind: str) -> list[str]:
        """Blocking: the first program that has it."""
        for command in commands:
            path, opened = self._pasted.new(text("pasting.picture"), PICTURES[kind])
            with opened:
                done = run(command, {}, opened)
            with open(path, "rb") as kept:
                good = clipboard_files.is_picture(kept.read(16), kind)
            if done and good and path.stat().st_size <= CLIPBOARD_PICTURE_BYTES:
                return [str(path)]
            self._pasted.drop(path)
        return []

    def _keep_picture(self, data: bytes, kind: str) -> None:
        if not data:
            self._tell(text("pasting.failed"))
            return
        keep = partial(self._pasted.keep, data, text("pasting.picture"), PICTURES[kind])
        self._beside("pasting", lambda: [str(keep())], self._came)

    # --- Windows and macOS --------------------------------------------------------------------------------------------

    def _ask_system(self, widget: tk.Misc) -> bool:
        if self._busy or clipboard(widget):
            return False
        if clipboard_scripts.command(self._system, "") is None:
            return False
        self._busy = True
        self._beside("pasting", self._ask, self._answered)
        return True

    def _ask(self) -> list[str]:
        """Blocking: paths, or that of a picture that was written."""
        path, opened = self._pasted.new(text("pasting.picture"), ".png")
        opened.close()
        asked = clipboard_scripts.command(self._system, str(path))
        said = answer(*asked) if asked is not None else ""
        found = [line for line in said.splitlines() if line.strip()]
        if str(path) not in found or not path.stat().st_size:
            self._pasted.drop(path)
        return [line for line in found if os.path.exists(line)]

    def _answered(self, found: list[str] | None, error: Exception | None) -> None:
        self._busy = False
        if found or error is not None:
            self._came(found, error)

    # --- what came ----------------------------------------------------------------------------------------------------

    def _came(self, found: list[str] | None, error: Exception | None) -> None:
        if error is not None:
            self._tell(text("pasting.not_written", reason=getattr(error, "strerror", "") or str(error)))
        elif found:
            self._send_files(found)
        else:
            self._tell(text("pasting.failed"))


def run(command: Sequence[str], variables: Mapping[str, str], out: object) -> bool:
    """Run a program with its output in a file; whether it ended well and in time."""
    try:
        done = subprocess.run(
            list(command), stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL,  # type: ignore[call-overload]
            env={**os.environ, **variables}, timeout=CLIPBOARD_ANSWER_S, creationflags=NO_CONSOLE, check=False,
        )  # fmt: skip
    except (OSError, ValueError, subprocess.SubprocessError):
        return False
    return bool(done.returncode == 0)


def answer(command: Sequence[str], variables: Mapping[str, str]) -> str:
    """What a program prints; "" if it fails."""
    try:
        done = subprocess.run(
            list(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, **variables}, timeout=CLIPBOARD_ANSWER_S, creationflags=NO_CONSOLE, check=False,
        )  # fmt: skip
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")
