"""Lists that an operator asks for, as scripts for a desk: their outcome are the rows."""

from __future__ import annotations

from typing import Any

from udpchat.limits import SANCTIONS_SHOWN_COUNT, STORED_SHOWN_COUNT
from udpchat.operate import orders
from udpchat.operate.desk import Asking
from udpchat.words.messages import Account, AuditRow, Directory, GroupList, GroupRow, Member, Members, SanctionRow, StoredRow


def people(prefix: str = "") -> Asking[list[Account]]:
    """Accounts and guests whose name begins so; the relay cuts a long list."""
    pages: list[Directory] = yield orders.people(prefix)
    return [row for page in pages for row in page.rows]


def groups(user: int = 0) -> Asking[list[GroupRow]]:
    """All groups, or those of one person."""
    pages: list[GroupList] = yield orders.groups(user)
    return [row for page in pages for row in page.rows]


def members(group: int) -> Asking[list[Member]]:
    """Who is in a group."""
    pages: list[Members] = yield orders.members(group)
    return [row for page in pages for row in page.rows]


def sanctions() -> Asking[list[SanctionRow]]:
    """Mutes and bans in force, the newest first."""
    rows: list[SanctionRow] = []
    last = False
    while not last and len(rows) < SANCTIONS_SHOWN_COUNT:
        answer: list[Any] = yield orders.sanctions(rows[-1].number if rows else 0)
        rows += answer[0].rows
        last = answer[0].last
    return rows


def files(owner: int = 0) -> Asking[tuple[list[StoredRow], bool]]:
    """Files that can be fetched, the newest first, and whether these are all."""
    rows: list[StoredRow] = []
    last = False
    while not last and len(rows) < STORED_SHOWN_COUNT:
        answer: list[Any] = yield orders.stored(rows[-1].file if rows else 0, owner)
        rows += answer[0].rows
        last = answer[0].last
    return rows, last


def audit(before: int = 0) -> Asking[tuple[list[AuditRow], bool]]:
    """A page of the audit, the newest first, and whether it is the last one."""
    answer: list[Any] = yield orders.audit(before)
    return list(answer[0].rows), answer[0].last
