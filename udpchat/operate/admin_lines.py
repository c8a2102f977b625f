"""The lines that `admin` prints: people, groups, sanctions and the audit."""

from __future__ import annotations

import time
from typing import Final

from udpchat.catalogue import text
from udpchat.limits import INTEGER_MAX
from udpchat.sanitize import one_line
from udpchat.sizes import size_words
from udpchat.words.messages import Account, AuditRow, GroupRow, SanctionRow, StoredRow, TransferRow

_LINE_CHARS: Final = 300


def person(row: Account) -> str:
    """Somebody who has an account, or is here."""
    where = text("admin.here") if row.online else _seen(row.last_seen)
    display, role = row.display if row.display != row.name else "", "guest" if row.guest else row.role
    return _line("admin.person", user=row.user, name=row.name, role=role, where=where, display=display)


def group(row: GroupRow) -> str:
    """A group."""
    owner = row.owner_name or text("admin.nobody")
    return _line("admin.group", number=row.id, title=row.title, owner=owner, members=row.members, topic=row.topic)


def sanction(row: SanctionRow) -> str:
    """A mute or a ban."""
    whom, by = row.name or row.address, row.by_name or text("admin.operator")
    return _line(
        "admin.sanction", number=row.number, kind=row.kind, whom=whom, until=until(row.until_ms), by=by, reason=row.reason
    )


def audit(row: AuditRow) -> str:
    """Who did what to whom."""
    by = row.by_name or text("admin.operator")
    return _line(
        "admin.audit", number=row.number, when=_time(row.at), by=by, what=row.what, whom=row.name, detail=row.detail
    )


def stored(row: StoredRow) -> str:
    """A file."""
    owner = row.owner_name or text("admin.nobody")
    return _line(
        "admin.stored", number=row.file, name=row.name, size=size_words(row.size), owner=owner, when=_time(row.at),
        fetched=row.fetched,
    )  # fmt: skip


def transfer(row: TransferRow) -> str:
    """A file on its way."""
    percent = 100 * row.done // row.size if row.size else 100
    key = "admin.upload" if row.up else "admin.download"
    return _line(key, user=row.name, name=row.file, percent=percent, size=size_words(row.size))


def _line(key: str, **values: object) -> str:
    return one_line(text(key, **values), _LINE_CHARS).rstrip(" :")


def _seen(at: int) -> str:
    return text("admin.seen", when=_time(at)) if at else text("admin.never")


def until(until_ms: int) -> str:
    """When a sanction ends."""
    return text("admin.for_good") if until_ms == INTEGER_MAX else text("admin.until", when=_time(until_ms))


def _time(at: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at / 1000))
