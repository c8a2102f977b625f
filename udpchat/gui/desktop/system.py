"""The operating system as the other files of this folder see it: its name, its variables, its programs and libraries."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from udpchat.limits import DESKTOP_ANSWER_S, DESKTOP_COMMAND_COUNT, DESKTOP_COMMAND_S

NO_CONSOLE: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)

Command = Sequence[str]
"""A program and its arguments; nothing ever passes through a shell."""


@dataclass(frozen=True, slots=True)
class System:
    """What a desktop offers; `here()` is the real one."""

    platform: str
    environ: MutableMapping[str, str]
    find: Callable[[str], str | None]
    """Where a program is, None if it is not here."""
    start: Callable[[Command, Mapping[str, str]], None]
    """Start a program with additional variables and forget about it; a failure is silent."""
    leave: Callable[[Command, Mapping[str, str]], None]
    """Start a program that outlives this one; raises OSError."""
    run: Callable[[Command], None]
    """Run a program and wait for it, long enough for a slow one; a failure is silent."""
    ask: Callable[[Command], str]
    """Run a short program and wait for what it prints; "" if it fails or takes long."""
    library: Callable[[str], Any]
    """A library of the system; raises OSError if it is not here."""

    @property
    def is_windows(self) -> bool:
        """Windows."""
        return self.platform == "win32"

    @property
    def is_mac(self) -> bool:
        """macOS."""
        return self.platform == "darwin"


def here() -> System:
    """The system that this program runs on."""
    return System(sys.platform, os.environ, shutil.which, Starter().start, leave, run, ask, load)


def load(name: str) -> Any:
    """A shared library by its name; on Windows with the calling convention of its own libraries."""
    loader = getattr(ctypes, "WinDLL", ctypes.CDLL)
    return loader(name)


def run(command: Command) -> None:
    """Run a program to its end."""
    waited(command, DESKTOP_COMMAND_S)


def ask(command: Command) -> str:
    """What a program prints within a short time."""
    return waited(command, DESKTOP_ANSWER_S)


def waited(command: Command, wait_s: float) -> str:
    """Run a program; what it printed, "" if it failed or took longer."""
    try:
        done = subprocess.run(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=wait_s,
            creationflags=NO_CONSOLE,
            check=True,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace").strip()


def leave(command: Command, variables: Mapping[str, str]) -> None:
    """Start a program and never look back: it has no streams of ours, and nobody waits for it."""
    process = subprocess.Popen(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **variables},
        creationflags=NO_CONSOLE,
        start_new_session=True,
    )
    process.returncode = 0  # else Popen would warn that it still runs


class Starter:
    """Starts programs that nobody waits for; not many at once, and none for ever."""

    def __init__(self) -> None:
        self._free = threading.Semaphore(DESKTOP_COMMAND_COUNT)

    def start(self, command: Command, variables: Mapping[str, str]) -> None:
        """Start it on a thread of its own; dropped when too many run."""
        if self._free.acquire(blocking=False):
            threading.Thread(target=self._run, args=(command, variables), name="udpchat desktop", daemon=True).start()

    def _run(self, command: Command, variables: Mapping[str, str]) -> None:
        try:
            with contextlib.suppress(OSError, ValueError, subprocess.SubprocessError):
                subprocess.run(
                    list(command),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env={**os.environ, **variables},
                    timeout=DESKTOP_COMMAND_S,
                    creationflags=NO_CONSOLE,
                    check=False,
                )
        finally:
            self._free.release()
