"""What a person has set for all windows: looks, sounds, where windows stood. Nothing here names a person.

Values are checked one by one when they are read: a strange one counts as the default. What a newer version wrote stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from udpchat.client.shared import Json
from udpchat.limits import (
    AUTO_FILE_BYTES,
    GEOMETRY_CHARS,
    INTEGER_MAX,
    OPEN_ROOMS_COUNT,
    PATH_BYTES,
    SCALE_PERCENT_MAX,
    SCALE_PERCENT_MIN,
    WINDOW_KINDS_COUNT,
    ZOOM_MAX_PERCENT,
    ZOOM_MIN_PERCENT,
)

MODES: Final = ("system", "light", "dark")
_LANGUAGE_CHARS: Final = 32
_FINGERPRINT_CHARS: Final = 64
_ACCOUNT_CHARS: Final = 96


@dataclass(frozen=True, slots=True)
class Preferences:
    """Settings of one user of the operating system, shared by all their windows."""

    mode: str = "system"  # one of MODES
    scale_percent: int = 0  # of everything; 0: as the screen says
    zoom: int = 100  # percent, of texts
    sound: bool = True
    notify: bool = True
    geometry: Mapping[str, str] = field(default_factory=dict)  # kind of window: its geometry, as Tk writes it
    open_rooms: Mapping[str, int] = field(default_factory=dict)  # account: the conversation that was open last
    last_server: str = ""  # fingerprint in hex of the server last signed in to
    language: str = ""  # "": as the system says
    downloads: str = ""  # the folder for files that come; "": the usual one
    auto_file_bytes: int = AUTO_FILE_BYTES  # files up to this size, sent to me in private, come unasked; 0: none do


def understand(content: Json) -> Preferences:
    """The settings in a file, or those it should have had."""
    return Preferences(**{name: content[name] for name, fits in _CHECKS.items() if name in content and fits(content[name])})


def merged(content: Json, changes: Mapping[str, object]) -> Json:
    """The file with some settings changed; of `geometry` and `open_rooms` only those that are named.

    ValueError for a setting that does not exist or a value that it cannot have: a fault of this program.
    """
    after = dict(content)
    for name, value in changes.items():
        if name not in _CHECKS or not _CHECKS[name](value):
            raise ValueError(f"{name}={value!r}")
        if name == "geometry" and isinstance(value, Mapping):
            kinds = {**understand(content).geometry, **value}
            value = dict(list(kinds.items())[-WINDOW_KINDS_COUNT:])
        if name == "open_rooms" and isinstance(value, Mapping):
            others = {key: room for key, room in understand(content).open_rooms.items() if key not in value}
            value = dict(list({**others, **value}.items())[-OPEN_ROOMS_COUNT:])
        after[name] = value
    return {"version": 1, **after}


def _is_geometry(value: object) -> bool:
    if not isinstance(value, Mapping) or len(value) > WINDOW_KINDS_COUNT:
        return False
    return all(isinstance(part, str) and len(part) <= GEOMETRY_CHARS for item in value.items() for part in item)


def _are_rooms(value: object) -> bool:
    if not isinstance(value, Mapping) or len(value) > OPEN_ROOMS_COUNT:
        return False
    return all(isinstance(key, str) and len(key) <= _ACCOUNT_CHARS and type(room) is int for key, room in value.items())


def _is_percent(minimum: int, maximum: int) -> Callable[[object], bool]:
    return lambda value: type(value) is int and minimum <= value <= maximum


def _is_text(chars: int) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and len(value) <= chars


def _is_truth(value: object) -> bool:
    return isinstance(value, bool)


_CHECKS: Final[dict[str, Callable[[object], bool]]] = {
    "mode": lambda value: value in MODES,
    "scale_percent": lambda value: value == 0 or _is_percent(SCALE_PERCENT_MIN, SCALE_PERCENT_MAX)(value),
    "zoom": _is_percent(ZOOM_MIN_PERCENT, ZOOM_MAX_PERCENT),
    "sound": _is_truth,
    "notify": _is_truth,
    "geometry": _is_geometry,
    "open_rooms": _are_rooms,
    "last_server": _is_text(_FINGERPRINT_CHARS),
    "language": _is_text(_LANGUAGE_CHARS),
    "downloads": _is_text(PATH_BYTES),
    "auto_file_bytes": lambda value: type(value) is int and 0 <= value <= INTEGER_MAX,
}
