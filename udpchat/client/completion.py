"""What may come next in a line that begins with a slash: commands, people, groups. Pure, for a composer or a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from udpchat.catalogue import text
from udpchat.client.commands import Argument, Command, Kind, available
from udpchat.client.parsing import Reader, command_of
from udpchat.limits import SUGGESTIONS_COUNT
from udpchat.names import fold


@dataclass(frozen=True, slots=True)
class Names:
    """What a person may mean: names of people, titles of groups, servers; their role; "window" or "terminal"."""

    people: Sequence[str] = ()
    groups: Sequence[str] = ()
    role: str = "member"
    where: str = "window"
    realms: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way to go on: the whole line as it would be, and what to show for it."""

    line: str
    shown: str
    hint: str = ""


def complete(line: str, names: Names) -> tuple[Suggestion, ...]:
    """Ways to go on with a line whose end is being typed; () for a text."""
    if not line.startswith("/") or line.startswith("//"):
        return _mentions(line, names)
    found = command_of(line)
    if found is None or (" " not in line and not found[1]):
        return _commands(line[1:], names)
    command, rest = found
    if not rest and not line.endswith(" "):
        return _commands(line[1:], names)
    return _arguments(line, command.arguments, rest, names)


def argument_at(line: str) -> tuple[Command, int] | None:
    """The command of a line and the number of the argument that its end belongs to, as many as there are if to none.

    None while the name of the command is still being typed.
    """
    found = command_of(line) if line.startswith("/") and not line.startswith("//") else None
    if found is None or (not found[1] and not line.endswith(" ")):
        return None
    command, rest = found
    reader = Reader(rest)
    for at, argument in enumerate(command.arguments):
        left = reader.left()
        begun = _begun(left, rest)
        fits = not left or not argument.optional or Reader(left).read(argument) is not None
        if fits and (begun is not None or argument.kind in (Kind.TEXT, Kind.COMMAND)):
            return command, at
        if reader.read(argument) is None and not argument.optional:
            return command, at
    return command, len(command.arguments)


def _commands(begun: str, names: Names) -> tuple[Suggestion, ...]:
    wanted = begun.lower()
    found = [command for command in available(names.role, names.where) if command.name.startswith(wanted)]
    return tuple(
        Suggestion(f"/{command.name} " if command.arguments else f"/{command.name}", command.usage, text(command.key))
        for command in found[:SUGGESTIONS_COUNT]
    )


def _arguments(line: str, arguments: Sequence[Argument], rest: str, names: Names) -> tuple[Suggestion, ...]:
    """Of the argument that the end of the line belongs to."""
    reader = Reader(rest)
    for argument in arguments:
        left = reader.left()
        begun = _begun(left, rest)
        if begun is not None and (found := _choices(argument, begun, names)):
            return _finish(line, begun, found)
        if reader.read(argument) is None and not argument.optional:
            return ()
    return ()


def _begun(left: str, rest: str) -> str | None:
    """The word being typed, if it is the last one of the line."""
    if not left:
        return "" if not rest or rest.endswith(" ") else None
    if left.lstrip("@#").startswith('"'):
        return left if left.count('"') == 1 else None
    return left if " " not in left and not rest.endswith(" ") else None


def _choices(argument: Argument, begun: str, names: Names) -> list[str]:
    match argument.kind:
        case Kind.PERSON:
            return _matching(names.people, begun.removeprefix("@"))
        case Kind.PEOPLE:
            done, comma, last = begun.rpartition(",")
            return [f"{done}{comma}{name}" for name in _matching(names.people, last.removeprefix("@"))]
        case Kind.GROUP:
            return [_quoted(name) for name in _matching(names.groups, begun.removeprefix("#").strip('"'))]
        case Kind.PLACE:
            return _places(begun, names)
        case Kind.REALM:
            return _matching(names.realms, begun)
        case Kind.CHOICE:
            return _matching(argument.choices, begun)
        case _:
            return []


def _places(begun: str, names: Names) -> list[str]:
    bare = begun.lstrip("@#").strip('"')
    people = [f"@{name}" for name in _matching(names.people, bare)] if not begun.startswith("#") else []
    groups = [f"#{_quoted(name)}" for name in _matching(names.groups, bare)] if not begun.startswith("@") else []
    return people + groups


def _matching(candidates: Sequence[str], begun: str) -> list[str]:
    wanted = fold(begun)
    return [name for name in candidates if fold(name).startswith(wanted)]


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _finish(line: str, begun: str, found: list[str]) -> tuple[Suggestion, ...]:
    head = line[: len(line) - len(begun)]
    return tuple(Suggestion(f"{head}{choice} ", choice) for choice in found[:SUGGESTIONS_COUNT])


def _mentions(line: str, names: Names) -> tuple[Suggestion, ...]:
    """A name after @ at the end of a text."""
    before, at, begun = line.rpartition("@")
    if not at or not begun or " " in begun or (before and not before[-1].isspace()):
        return ()
    return tuple(
        Suggestion(f"{before}@{name} ", f"@{name}") for name in _matching(names.people, begun)[:SUGGESTIONS_COUNT]
    )
