"""What a typed line means: a text to send, a command with its arguments, or something that is neither. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from udpchat.client.commands import BY_NAME, Argument, Command, Kind

FOREVER_S: Final = -1
"""A duration without end."""

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_DURATION: Final = re.compile(r"(\d{1,6})([smhdw])", re.IGNORECASE)
_BACK: Final = re.compile(r"\^(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Say:
    """Text for the open conversation."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A command and its arguments by name; one that was left out is not there.

    PEOPLE are a tuple of names, NUMBER, DURATION (seconds) and BACK are whole numbers, the others are strings.
    """

    command: Command
    values: Mapping[str, Any] = field(default_factory=dict)

    def get(self, name: str, default: Any = "") -> Any:
        """The value of an argument."""
        return self.values.get(name, default)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A command whose arguments cannot be understood; `command.usage` says how it is typed."""

    command: Command
    argument: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word with a slash that is no command; nothing is sent, for it may be a private thing misspelt."""

    name: str


Meaning = Say | Call | Wrong | Unknown | None


def meaning(line: str) -> Meaning:
    """Read one line; None for an empty one. A doubled slash at the start stands for a text that begins with one."""
    if not line.strip():
        return None
    if line.startswith("//"):
        return Say(line[1:])
    if not line.startswith("/"):
        return Say(line)
    found = command_of(line)
    if found is None:
        return Unknown(_named(line))
    command, rest = found
    return arguments(command, rest)


def _named(line: str) -> str:
    """What was taken for a command: two words where the first alone is the beginning of some."""
    first, *more = line.split(maxsplit=2)
    several = any(name.startswith(f"{first[1:].lower()} ") for name in BY_NAME)
    return f"{first} {more[0]}" if several and more else first


def command_of(line: str) -> tuple[Command, str] | None:
    """The command that a line with a slash begins with, and what follows it."""
    first, _, rest = line[1:].partition(" ")
    second, _, rest_of_two = rest.lstrip().partition(" ")
    if command := BY_NAME.get(f"{first} {second}".lower()):
        return command, rest_of_two
    command = BY_NAME.get(first.lower())
    return (command, rest) if command else None


def arguments(command: Command, rest: str) -> Call | Wrong:
    """The arguments of a command from what follows its name."""
    reader = Reader(rest)
    values: dict[str, Any] = {}
    for argument in command.arguments:
        value = reader.read(argument)
        if value is not None:
            values[argument.name] = value
        elif argument.kind is Kind.DURATION and reader.left()[:1].isdigit():
            return Wrong(command, argument.name)  # a time misspelt must not become "for good"
        elif not argument.optional:
            return Wrong(command, argument.name)
    return Wrong(command, "") if command.arguments and reader.left() else Call(command, values)


class Reader:
    """Takes one argument after another from a line."""

    def __init__(self, line: str) -> None:
        self._line = line

    def left(self) -> str:
        """What was not taken."""
        return self._line.strip()

    def read(self, argument: Argument) -> Any:
        """The value of the next argument; None, and nothing is taken, if what stands there cannot be one."""
        if argument.kind is Kind.TEXT:
            text, self._line = self._line, ""
            return text if text.strip() else None
        if argument.kind is Kind.COMMAND:
            name, self._line = " ".join(self._line.split()).removeprefix("/"), ""
            return name or None
        word, rest = _word(self._line)
        value = _value(argument, word) if word else None
        if value is not None:
            self._line = rest
        return value


def _word(line: str) -> tuple[str, str]:
    """The first word, or what stands in quotes; and what follows the space behind it. A mark may precede the quotes."""
    line = line.lstrip()
    mark = line[:1] if line[:1] in ("@", "#") else ""
    if line[len(mark) : len(mark) + 1] == '"':
        inside, closed, rest = line[len(mark) + 1 :].partition('"')
        if closed:
            return mark + inside, rest.removeprefix(" ")
    word, _, rest = line.partition(" ")
    return word, rest


def _value(argument: Argument, word: str) -> Any:
    match argument.kind:
        case Kind.PERSON:
            return word.removeprefix("@") or None
        case Kind.GROUP | Kind.TITLE:
            return word.removeprefix("#").strip() or None
        case Kind.PEOPLE:
            return tuple(name.strip().removeprefix("@") for name in word.split(",") if name.strip(" @")) or None
        case Kind.CHOICE:
            return word.lower() if word.lower() in argument.choices else None
        case Kind.NUMBER:
            return int(word) if word.isascii() and word.isdecimal() and len(word) < 10 else None
        case Kind.DURATION:
            return duration_s(word)
        case Kind.BACK:
            found = _BACK.fullmatch(word)
            return int(found[1]) if found else None
        case _:
            return word


def duration_s(word: str) -> int | None:
    """Seconds of 30s, 10m, 2h, 7d; FOREVER_S of forever; None for anything else."""
    if word.lower() == "forever":
        return FOREVER_S
    found = _DURATION.fullmatch(word)
    return int(found[1]) * _UNITS[found[2].lower()] if found else None
