"""What a typed line means: text for the lobby, or a slash command. One table of commands, which /help lists."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Command(Enum):
    """What a person can ask for besides talking."""

    WHO = "who"
    HELP = "help"
    LEAVE = "exit"


NAMES: Final[dict[str, Command]] = {
    "/who": Command.WHO,
    "/help": Command.HELP,
    "/logout": Command.LEAVE,
    "/exit": Command.LEAVE,
}
"""In the order in which /help lists them; the words for each are in the catalogue, `terminal.help.NAME`."""


@dataclass(frozen=True, slots=True)
class Say:
    """Text for everybody in the lobby."""

    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word with a slash that is no command; nothing is sent, for it may be a private thing misspelt."""

    name: str


def meaning(line: str) -> Say | Command | Unknown | None:
    """Read one line; None for an empty one. A doubled slash at the start stands for a text that begins with one."""
    if not line.strip():
        return None
    if line.startswith("//"):
        return Say(line[1:])
    if not line.startswith("/"):
        return Say(line)
    name = line.split(maxsplit=1)[0]
    return NAMES.get(name.lower(), Unknown(name))
