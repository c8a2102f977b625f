"""A list of people from a CSV file: name, password, display name, country; the last two may be missing.

A first line whose first cell reads `name` or `username` is a heading. Passwords become verifiers here, before anything is
asked: the server never sees them, and a third of a second for each is nothing that a connection should wait for.
"""

from __future__ import annotations

import csv
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from udpchat.catalogue import text
from udpchat.errors import LocalError, UsernameTaken
from udpchat.limits import IMPORT_COUNT, REF_BYTES
from udpchat.names import fold
from udpchat.operate.admin_script import Script
from udpchat.scram import SALT_BYTES, make_verifier
from udpchat.words.messages import ImportUsers, NewAccount

_HEADINGS: Final = frozenset({"name", "username", "user"})


def read(path: Path) -> list[NewAccount]:
    """The rows of a file. Raises LocalError that names the file and the line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [(number, [cell.strip() for cell in row]) for number, row in enumerate(csv.reader(file), 1)]
    except (OSError, UnicodeError, csv.Error) as error:
        raise LocalError(text("admin.file", path=path, reason=getattr(error, "strerror", None) or error)) from error
    rows = [(number, cells) for number, cells in lines if any(cells)]
    if rows and rows[0][1][0].casefold() in _HEADINGS:
        del rows[0]
    for number, cells in rows:
        if len(cells) < 2 or not cells[0] or not cells[1]:
            reason = text("admin.row_columns")
            raise LocalError(text("admin.row", number=number, path=path, reason=reason))
    return [_account(*[*cells, "", ""][:4]) for _, cells in rows]


def script(rows: Sequence[NewAccount], skip_existing: bool) -> Script:
    """Make them, so many at once; each piece all or none."""
    made, skipped = 0, list[str]()
    for start in range(0, len(rows), IMPORT_COUNT):
        piece = list(rows[start : start + IMPORT_COUNT])
        while piece:
            try:
                (answer,) = yield ImportUsers(secrets.token_bytes(REF_BYTES), tuple(piece))
            except UsernameTaken as taken:
                there = _named(taken.detail, piece) if skip_existing else []
                if not there:
                    raise
                skipped += there
                piece = [row for row in piece if row.name not in there]
            else:
                made += answer.id
                break
    lines = [text("admin.imported", count=made)]
    if skipped:
        lines.append(text("admin.skipped", names=", ".join(skipped)))
    return lines


def _named(detail: str, piece: Sequence[NewAccount]) -> list[str]:
    """Who of them is named as there already; a long list is cut, and the next refusal names the others."""
    names = {fold(name.strip()) for name in detail.split(",")}
    return [row.name for row in piece if fold(row.name) in names]


def _account(name: str, password: str, display: str, country: str) -> NewAccount:
    made = make_verifier(password, secrets.token_bytes(SALT_BYTES))
    return NewAccount(
        name, display or name, country, made.salt, made.n, made.r, made.p, made.stored_key, made.server_key
    )
