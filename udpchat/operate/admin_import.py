"""A list of people from a CSV file: name, password, display name, country; the last two may be missing.

A first line whose first cell reads `name` or `username` is a heading; cells may also stand between semicolons or tabs, as
spreadsheets write them. Passwords become verifiers here, before anything is asked: the server never sees them, and a third
of a second for each is nothing that a connection should wait for.
"""

from __future__ import annotations

import csv
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from udpchat import names
from udpchat.catalogue import text
from udpchat.errors import LocalError, UdpchatError, UsernameTaken
from udpchat.limits import IMPORT_COUNT, IMPORT_FILE_COUNT, PASSWORD_CHARS
from udpchat.operate.admin_script import Script
from udpchat.operate.desk import Asking
from udpchat.operate.orders import fresh_ref
from udpchat.scram import SALT_BYTES, make_verifier
from udpchat.words.messages import ImportUsers, NewAccount

_HEADINGS: Final = frozenset({"name", "username", "user"})


@dataclass(frozen=True, slots=True)
class Pupil:
    """A line of the file that an account can be made of."""

    line: int
    name: str
    password: str = field(repr=False)
    display: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that no account can be made of, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class File:
    """What a file holds."""

    pupils: tuple[Pupil, ...]
    bad: tuple[Bad, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many accounts were made, and who was left out, for they have one already."""

    count: int
    skipped: tuple[str, ...]


def parse(path: Path) -> File:
    """The lines of a file. Raises LocalError that names the file, when it cannot be read at all."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            table = csv.reader(file, delimiter=_delimiter(first))
            lines = [(number, [cell.strip() for cell in row]) for number, row in enumerate(table, 1)]
    except (OSError, UnicodeError, csv.Error) as error:
        raise LocalError(text("admin.file", path=path, reason=getattr(error, "strerror", None) or error)) from error
    rows = [(number, cells) for number, cells in lines if any(cells)]
    if rows and rows[0][1][0].casefold() in _HEADINGS:
        del rows[0]
    if len(rows) > IMPORT_FILE_COUNT:
        raise LocalError(text("admin.file_long", path=path, maximum=IMPORT_FILE_COUNT))
    pupils, bad, seen = list[Pupil](), list[Bad](), dict[str, int]()
    for number, cells in rows:
        try:
            pupil = _pupil(number, cells, seen)
        except LocalError as error:
            bad.append(Bad(number, str(error.detail)))
        else:
            pupils.append(pupil)
            seen.update(dict.fromkeys(_alike(pupil.name), number))
    return File(tuple(pupils), tuple(bad))


def read(path: Path) -> list[NewAccount]:
    """The accounts of a file. Raises LocalError that names the file and the first line that is wrong."""
    file = parse(path)
    for line in file.bad:
        raise LocalError(text("admin.row", number=line.line, path=path, reason=line.reason))
    return [account(pupil) for pupil in file.pupils]


def account(pupil: Pupil) -> NewAccount:
    """The account to be made; it takes a third of a second."""
    made = make_verifier(pupil.password, secrets.token_bytes(SALT_BYTES))
    display = pupil.display or pupil.name
    return NewAccount(pupil.name, display, pupil.country, made.salt, made.n, made.r, made.p, made.stored_key, made.server_key)


def make(rows: Sequence[NewAccount], skip_existing: bool) -> Asking[Imported]:
    """Make them, so many at once; each piece all or none."""
    made, skipped = 0, list[str]()
    for start in range(0, len(rows), IMPORT_COUNT):
        piece = list(rows[start : start + IMPORT_COUNT])
        while piece:
            try:
                (answer,) = yield ImportUsers(fresh_ref(), tuple(piece))
            except UsernameTaken as taken:
                there = _named(taken.detail, piece) if skip_existing else []
                if not there:
                    raise
                skipped += there
                piece = [row for row in piece if row.name not in there]
            else:
                made += answer.id
                break
    return Imported(made, tuple(skipped))


def script(rows: Sequence[NewAccount], skip_existing: bool) -> Script:
    """The same, for the command line."""
    imported = yield from make(rows, skip_existing)
    lines = [text("admin.imported", count=imported.count)]
    if imported.skipped:
        lines.append(text("admin.skipped", names=", ".join(imported.skipped)))
    return lines


def _named(detail: str, piece: Sequence[NewAccount]) -> list[str]:
    """Who of them is named as there already; a long list is cut, and the next refusal names the others."""
    taken = {names.fold(name.strip()) for name in detail.split(",")}
    return [row.name for row in piece if names.fold(row.name) in taken]


def _delimiter(first: str) -> str:
    """What stands between the cells of the first line."""
    return max(",;\t", key=first.count)


def _alike(name: str) -> tuple[str, str]:
    """What a name shares with those that nobody else may have beside it."""
    return names.fold(name), f"like {names.likeness(name)}"  # a username has no space


def _pupil(number: int, cells: Sequence[str], seen: dict[str, int]) -> Pupil:
    """Raises LocalError with the reason."""
    name, password, display, country = [*cells, "", "", "", ""][:4]
    if not name or not password:
        raise LocalError(text("admin.row_columns"))
    try:
        name = names.clean_username(name)
        display, country = names.clean_label(display), names.clean_label(country)
    except UdpchatError as error:
        raise LocalError(f"{name}: {error.sentence}") from error
    if len(password) > PASSWORD_CHARS:
        raise LocalError(text("admin.row_password", name=name, maximum=PASSWORD_CHARS))
    for before in filter(None, map(seen.get, _alike(name))):
        raise LocalError(text("admin.row_twice", name=name, line=before))
    return Pupil(number, name, password, display, country)
