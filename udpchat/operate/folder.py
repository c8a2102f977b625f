"""What a window may know of a data folder without asking its relay: is it run, where, by which program, as whom.

Cheap enough to ask every second. The note `running.json` is believed only while the process that wrote it lives and
holds the lock: a crash leaves the note behind, and its process number may be anybody's by now. The lock is tried only
after the number was found alive, so that trying does not get in the way of a relay that just starts.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from udpchat.driver import Address
from udpchat.files import PRIVATE_FOLDER
from udpchat.locks import FileLock, owner_of
from udpchat.operate.processes import is_alive
from udpchat.store.folder import Running, read_operator_token, read_running
from udpchat.store.settings import SETTINGS_NAME

WILDCARDS: Final = frozenset({"", "0.0.0.0"})
LOOPBACK: Final = "127.0.0.1"
_FINGERPRINT_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class RunningRelay:
    """A relay that lives and listens. `host` is what it is bound to; `token` is None where it cannot be read."""

    pid: int
    host: str
    port: int
    fingerprint: bytes
    version: str
    name: str
    token: bytes | None = field(repr=False)

    @property
    def address(self) -> Address:
        """Where this computer reaches it."""
        return (LOOPBACK if self.host in WILDCARDS else self.host, self.port)


@dataclass(frozen=True, slots=True)
class FolderState:
    """What was found. `crashed`: nobody runs it, and the last one that did had no time to tidy up."""

    running: RunningRelay | None = None
    crashed: bool = False


def look(path: Path, alive: Callable[[int], bool] = is_alive) -> FolderState:
    """Ask the folder. Changes nothing, raises nothing."""
    note = read_running(path)
    if note is None:
        return FolderState()
    relay = _relay(path, note)
    if relay is None or owner_of(path / "lock") != note.pid or not alive(note.pid) or not is_locked(path / "lock"):
        return FolderState(crashed=True)
    return FolderState(relay)


def is_locked(path: Path) -> bool:
    """Whether somebody holds a lock file. One that cannot be tried counts as held."""
    if not path.exists():
        return False
    try:
        FileLock(path).release()
    except OSError:
        return True
    return False


def settings_mark(path: Path) -> object:
    """Something that is another thing after the relay has saved its settings."""
    try:
        found = (path / SETTINGS_NAME).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def prepare(path: Path) -> None:
    """Make the folder as the relay itself would: private. Raises OSError."""
    path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if not any(path.iterdir()):
        with contextlib.suppress(PermissionError):
            path.chmod(PRIVATE_FOLDER)


def absolute(path: Path) -> Path:
    """The same folder for a process that works elsewhere. Links stay links."""
    return Path(os.path.abspath(path))


def _relay(path: Path, note: Running) -> RunningRelay | None:
    try:
        fingerprint = bytes.fromhex(note.fingerprint)
    except ValueError:
        return None
    if len(fingerprint) != _FINGERPRINT_BYTES or not 0 < note.port < 65536:
        return None
    return RunningRelay(
        note.pid, note.host, note.port, fingerprint, note.version, note.name, read_operator_token(path)
    )
