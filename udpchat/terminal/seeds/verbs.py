"""Bare words of the three systems with a command line: which of their files a line belongs to, and what an error says.

A line is a verb and what follows it: words apart by spaces, or `key=value&key=value` as web forms write it. The form
decides whose answer is printed: `auth izza surabaya` is answered as Tugas 5 and Kelompok 3 do, `auth username=izza&...` as
FinalProjectProgjar does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final
from urllib.parse import parse_qsl

from udpchat.client.obeying import Lines, Task
from udpchat.errors import AuthFailed, BadRequest, NoSuchUser, UdpchatError
from udpchat.terminal.seeds import finalproject, kelompok3, tugas5
from udpchat.terminal.seeds.bench import Bench

_FORM: Final = re.compile(r"\w+=[^ ]*")
_NEEDS_NOBODY: Final = frozenset({"auth", "register", "create_user", "exit"})


def command(line: str, bench: Bench, signed_in: bool) -> Callable[[], Task | Lines] | None:
    """What the line asks for; None if its first word is none of theirs. What follows it stays as it was typed: a text may end
    with a space."""
    verb, _, rest = line.lstrip().partition(" ")
    verb = verb.strip().lower()
    if is_form(line):
        forms = finalproject.FORMS.get(verb)
        if forms is not None:
            return _checked(verb, signed_in, partial(forms, bench, dict(parse_qsl(rest.strip(), keep_blank_values=True))))
    for table in (tugas5.COMMANDS, kelompok3.COMMANDS, finalproject.COMMANDS):
        if verb in table:
            return _checked(verb, signed_in, partial(table[verb], bench, rest))
    return None


def is_form(line: str) -> bool:
    """Whether what follows the verb is written as a web form."""
    return _FORM.fullmatch(line.strip().partition(" ")[2]) is not None


def _checked(verb: str, signed_in: bool, start: Callable[[], Task | Lines]) -> Callable[[], Task | Lines]:
    if signed_in or verb in _NEEDS_NOBODY:
        return start

    def refuse() -> Lines:
        raise BadRequest("not authorized")

    return refuse


def unknown() -> Lines:
    """For a word that is none of theirs."""
    raise BadRequest("Unknown command")


def explained(line: str) -> Callable[[UdpchatError], Lines]:
    """How an error is printed: in the form of the system that the line belongs to."""
    verb = line.strip().partition(" ")[0].lower()
    if is_form(line) or verb in ("create_user", "file_list", "list_file"):
        return lambda error: finalproject.status("ERROR", reason(error))
    return lambda error: (f"Error, {reason(error)}",)


def reason(error: UdpchatError) -> str:
    """Their words where they have some, ours elsewhere."""
    match error:
        case NoSuchUser(detail=detail) if "," in detail:
            return f"User is not found: {detail}"
        case NoSuchUser():
            return "User is not found"
        case AuthFailed():
            return "Wrong password"
        case BadRequest(detail=("not authorized" | "Unknown command") as detail):
            return detail
        case _:
            return error.code if error.code == "USERNAME_TAKEN" else error.sentence
