"""The commands of a datagram: a verb and its arguments, by place or in urlencoded form.

By place, arguments are parted by exactly one space, and the last of an open command is all that follows, spaces and line
ends included: so the text of a message is what was typed, whatever it looks like.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from udpchat.errors import LocalError

_FIELDS_COUNT: Final = 16  # of an urlencoded command; no command has so many

_SPELLINGS: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("token", "tokenid", "session"), ("token",)),
    **dict.fromkeys(("username", "user"), ("user", "to")),
    **dict.fromkeys(("destination", "to", "users"), ("to",)),
    **dict.fromkeys(("message", "msg", "text"), ("text",)),
    **dict.fromkeys(("nationality", "country"), ("country",)),
    "password": ("password",),
    "name": ("display", "group", "file"),
    **dict.fromkeys(("file", "filename"), ("file",)),
    **dict.fromkeys(("payload", "data", "content"), ("data",)),
    **dict.fromkeys(("group", "groupname"), ("group",)),
    **dict.fromkeys(("realm", "realmname"), ("realm",)),
    **dict.fromkeys(("ip", "host"), ("host",)),
    "port": ("port",),
}
"""How a field may be called in the urlencoded form, and which arguments it can mean."""


class Misuse(LocalError):
    """A command is written another way. detail: how."""

    code = "PLAIN_USAGE"


class NotBase64(LocalError):
    """A file did not come whole."""

    code = "PLAIN_BASE64"


class NoDatagram(LocalError):
    """A file is larger than an answer. detail: its size."""

    code = "PLAIN_FILE_LARGE"


@dataclass(frozen=True, slots=True)
class Form:
    """The arguments of a command in their order. `least`: so many must be there. `open`: the last one is all the rest."""

    names: tuple[str, ...]
    least: int
    open: bool = True


_SHOWN: Final = {"display": "name", "to": "user", "file": "name", "data": "base64"}
"""Arguments that people know by another name."""


def split(line: str) -> tuple[str, str]:
    """The verb, and all that follows its space."""
    verb, _, rest = line.partition(" ")
    return verb, rest


def arguments(verb: str, form: Form, rest: str) -> dict[str, str]:
    """The arguments by name; those that are left out are empty. Raises Misuse with the usage."""
    found = _by_name(form, rest) if rest.partition("=")[0] in _SPELLINGS else _by_place(form, rest)
    if any(not found.get(name) for name in form.names[: form.least]):
        raise Misuse(usage(verb, form))
    return {name: found.get(name, "") for name in form.names}


def usage(verb: str, form: Form) -> str:
    """How the command is written."""
    shown = [_SHOWN.get(name, name).upper() for name in form.names]
    return " ".join([verb, *shown[: form.least], *(f"[{name}]" for name in shown[form.least :])])


def _by_place(form: Form, rest: str) -> dict[str, str]:
    parts = rest.split(" ", len(form.names) - 1) if form.open else rest.split()
    return dict(zip(form.names, parts, strict=False))


def _by_name(form: Form, rest: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(rest, keep_blank_values=True, errors="replace", max_num_fields=_FIELDS_COUNT)
    except ValueError:
        return {}
    found: dict[str, str] = {}
    for field, value in pairs:
        meant = next((name for name in _SPELLINGS.get(field, ()) if name in form.names), None)
        if meant is not None:
            found.setdefault(meant, value)
    return found
