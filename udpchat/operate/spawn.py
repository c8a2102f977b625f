"""Starts a relay as a process of its own that outlives whoever started it: no console, no shared streams, any folder.

The source root is passed on explicitly, so neither the working directory nor an installation matters. What differs from
system to system is in `System`, so that the rules of Windows are tested everywhere.

Rejected: DETACHED_PROCESS on Windows. It overrides CREATE_NO_WINDOW, and the `python.exe` of a virtual environment,
which starts the real one, would then open a console for it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PureWindowsPath
from typing import Any, Final, Protocol

import udpchat
from udpchat.operate.folder import absolute
from udpchat.operate.last_words import LOG_NAME, Output

CREATE_NO_WINDOW: Final = 0x08000000
CREATE_NEW_PROCESS_GROUP: Final = 0x00000200
ROOM_PASSWORD: Final = "UDPCHAT_ROOM_PASSWORD"


@dataclass(frozen=True, slots=True)
class Launch:
    """How to start the relay of a data folder. What is None is up to the settings in the folder.

    `saved`: all settings are in the folder by now, so a room password from the environment is an old one.
    """

    data: Path
    host: str | None = None
    port: int | None = None
    name: str | None = None
    more: tuple[str, ...] = ()
    saved: bool = False


class Process(Protocol):
    """What is used of `subprocess.Popen`."""

    pid: int
    returncode: int | None

    def poll(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class System:
    """This computer, as far as starting a process goes."""

    platform: str = sys.platform
    executable: str = sys.executable
    root: PurePath = field(default_factory=lambda: absolute(Path(udpchat.__file__)).parents[1])
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    separator: str = os.pathsep
    exists: Callable[[str], bool] = os.path.exists
    popen: Callable[..., Process] = subprocess.Popen

    @property
    def interpreter(self) -> str:
        """The Python to use: on Windows the one that has streams, which `pythonw` has not."""
        if self.platform != "win32":
            return self.executable
        path = PureWindowsPath(self.executable)
        plain = str(path.with_name("python" + path.name[len("pythonw") :]))
        return plain if path.name.lower().startswith("pythonw") and self.exists(plain) else self.executable


class Child:
    """A relay that this process started."""

    def __init__(self, process: Process, output: Output) -> None:
        self._process = process
        self._output = output

    @property
    def pid(self) -> int:
        """Its process number."""
        return self._process.pid

    def status(self) -> int | None:
        """Its exit status; None while it lives."""
        return self._process.poll()

    def last_words(self) -> tuple[str, ...]:
        """The last lines that it printed."""
        return self._output.last_words()

    def let_go(self) -> None:
        """It may outlive this process; nobody waits for it any more."""
        self._output.close()
        if self._process.poll() is None:
            self._process.returncode = 0  # else Popen would warn that its process still runs


def spawn(launch: Launch, system: System | None = None) -> Child:
    """Start it. Raises OSError if the system cannot; everything later is told by the child's status and words."""
    system = system or System()
    if not system.interpreter:
        raise FileNotFoundError("Python itself")
    output = Output(launch.data)
    try:
        process = system.popen(
            command(launch, system),
            stdin=subprocess.DEVNULL,
            stdout=output.file,
            stderr=subprocess.STDOUT,
            cwd=_working_folder(system),
            env=environment(launch, system),
            close_fds=True,
            **detached(system.platform),
        )
    except BaseException:
        output.close()
        raise
    return Child(process, output)


def command(launch: Launch, system: System) -> list[str]:
    """The command line. `-P` keeps the working directory off the module path."""
    words = [system.interpreter, *([] if _is_unlistable(system) else ["-P"]), "-X", "utf8", "-X", "faulthandler"]
    words += ["-m", "udpchat", "serve", "--headless", "--data", str(absolute(launch.data)), "--detached-log", LOG_NAME]
    for option, value in (("--host", launch.host), ("--port", launch.port), ("--name", launch.name)):
        if value is not None:
            words.append(f"{option}={value}")  # a name may begin with a dash
    return words + list(launch.more)


def environment(launch: Launch, system: System) -> dict[str, str]:
    """The variables of the relay: ours, and where the source is."""
    left_out = ROOM_PASSWORD if launch.saved else None
    return {key: value for key, value in system.environ.items() if key != left_out} | {"PYTHONPATH": str(system.root)}


def detached(platform: str) -> dict[str, Any]:
    """What makes it independent of this process, its terminal and its console."""
    if platform == "win32":
        return {"creationflags": CREATE_NO_WINDOW | CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _working_folder(system: System) -> str:
    """The root of the disk: nobody's memory stick is kept busy."""
    return str(system.root) if _is_unlistable(system) else system.root.anchor


def _is_unlistable(system: System) -> bool:
    """PYTHONPATH has no spelling for a folder with the separator in its name: then the source is the working folder."""
    return system.separator in str(system.root)
