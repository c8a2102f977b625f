"""What the operator of a server chose, in `settings.json` of its data folder: written whole, read with distrust.

A file that cannot be read is put aside as `settings.json.damaged` and the server starts with its defaults: a server that
does not start would help nobody. Each value may be missing (an older version did not have it). Bytes are hexadecimal.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final, Literal, TypeVar, cast

from udpchat import limits
from udpchat.errors import FolderNotWritable, UdpchatError
from udpchat.files import write_whole
from udpchat.names import clean_server_name
from udpchat.quotas import FileRules
from udpchat.scram import Verifier

SETTINGS_NAME: Final = "settings.json"

T = TypeVar("T")

Policy = Literal["open", "room", "closed"]
"""Who may register."""

PlainReach = Literal["off", "local", "lan"]
"""Whose plain-text datagrams are taken."""


@dataclass(frozen=True, slots=True)
class SavedSettings:
    """None where nothing is saved. `room` verifies the room password; None also if there shall be none."""

    name: str | None = None
    port: int | None = None
    signup: Policy | None = None
    guests: bool | None = None
    room: Verifier | None = None
    plain: PlainReach | None = None
    files: FileRules | None = None


def save_settings(folder: Path, settings: SavedSettings) -> None:
    """Write them. Blocks until they are on disk: run it in a job. Raises FolderNotWritable."""
    room = settings.room
    values = {
        "name": settings.name,
        "port": settings.port,
        "signup": settings.signup,
        "guests": settings.guests,
        "room": None if room is None else _as_json(room),
        "plain": settings.plain,
        "files": None if settings.files is None else asdict(settings.files),
    }
    try:
        write_whole(folder / SETTINGS_NAME, json.dumps(values, indent=1, ensure_ascii=False).encode())
    except OSError as error:
        raise FolderNotWritable(folder) from error


def load_settings(folder: Path) -> tuple[SavedSettings, Path | None]:
    """What is saved, and where a file that could not be read is now. Raises FolderNotWritable if it cannot be moved."""
    file = folder / SETTINGS_NAME
    try:
        return _parse(json.loads(file.read_bytes())), None
    except FileNotFoundError:
        return SavedSettings(), None
    except (OSError, ValueError, KeyError, TypeError, RecursionError, UdpchatError):
        aside = file.with_name(file.name + ".damaged")
    try:
        os.replace(file, aside)
    except OSError as error:
        raise FolderNotWritable(folder) from error
    return SavedSettings(), aside


def _as_json(verifier: Verifier) -> dict[str, object]:
    return {
        "salt": verifier.salt.hex(),
        "n": verifier.n,
        "r": verifier.r,
        "p": verifier.p,
        "stored_key": verifier.stored_key.hex(),
        "server_key": verifier.server_key.hex(),
    }


def _parse(values: Any) -> SavedSettings:
    """Raises ValueError, KeyError, TypeError or an UdpchatError for what we would not have written."""
    if type(values) is not dict:
        raise TypeError("not an object")
    room = values.get("room")
    saved = SavedSettings(
        _checked(values.get("name"), str),
        _checked(values.get("port"), int),
        cast(Policy | None, _checked(values.get("signup"), str)),
        _checked(values.get("guests"), bool),
        None if room is None else _verifier(room),
        cast(PlainReach | None, _checked(values.get("plain"), str)),
        None if values.get("files") is None else _files(values["files"]),
    )
    if saved.name is not None and clean_server_name(saved.name) != saved.name:
        raise ValueError("name")
    if saved.port is not None and not 1 <= saved.port <= limits.PORT_MAX:
        raise ValueError("port")
    if saved.signup not in (None, "open", "room", "closed") or (saved.signup == "room" and saved.room is None):
        raise ValueError("signup")
    if saved.plain not in (None, "off", "local", "lan"):
        raise ValueError("plain")
    return saved


def _files(values: Any) -> FileRules:
    """Those that a later version knows besides are left out."""
    if type(values) is not dict:
        raise TypeError("files")
    known = {field.name: _checked(values.get(field.name), int) for field in fields(FileRules)}
    return FileRules(**{name: value for name, value in known.items() if value is not None}).checked()


def _checked(value: object, kind: type[T]) -> T | None:
    if value is not None and type(value) is not kind:
        raise TypeError(kind.__name__)
    return value


def _verifier(values: Any) -> Verifier:
    n, r, p = (_checked(values[key], int) for key in ("n", "r", "p"))
    if n is None or r is None or p is None:
        raise ValueError("room")
    verifier = Verifier(
        bytes.fromhex(values["salt"]), n, r, p, bytes.fromhex(values["stored_key"]), bytes.fromhex(values["server_key"])
    )
    verifier.check()
    return verifier
