"""What the doctor finds: one sentence for each thing that was looked at, and what to do where it is not as it should be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from udpchat.catalogue import text
from udpchat.client.scout import Sighting


class Grade(Enum):
    """How it is."""

    GOOD = auto()
    NOTE = auto()  # worth knowing; nothing is wrong
    WARNING = auto()  # it may be the cause
    FAULT = auto()  # this is why


@dataclass(frozen=True, slots=True)
class Finding:
    """`key` names it for programs. `commands`: a system's name and a line to be run there as administrator. `elsewhere`: a
    server that may be the one looked for."""

    key: str
    grade: Grade
    sentence: str
    advice: str = ""
    commands: tuple[tuple[str, str], ...] = ()
    elsewhere: Sighting | None = None


def good(key: str, **values: object) -> Finding:
    """As it should be."""
    return Finding(key, Grade.GOOD, text(f"doctor.{key}", **values))


def note(key: str, elsewhere: Sighting | None = None, **values: object) -> Finding:
    """Worth knowing. The key has an advice too."""
    return replace(_with_advice(key, Grade.NOTE, values), elsewhere=elsewhere)


def warning(key: str, **values: object) -> Finding:
    """A possible cause."""
    return _with_advice(key, Grade.WARNING, values)


def fault(key: str, commands: tuple[tuple[str, str], ...] = (), **values: object) -> Finding:
    """The cause."""
    return _with_advice(key, Grade.FAULT, values, commands)


def _with_advice(
    key: str, grade: Grade, values: dict[str, object], commands: tuple[tuple[str, str], ...] = ()
) -> Finding:
    return Finding(key, grade, text(f"doctor.{key}", **values), text(f"doctor.{key}.advice", **values), commands)
