"""Mutes, bans and the audit in words: rows of two tables, and the same as lines on a person's card."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from udpchat.catalogue import text
from udpchat.client.operator import AuditRow, SanctionRow
from udpchat.gui.presenters.server_format import NOTHING, duration, moment
from udpchat.limits import INTEGER_MAX

YES: Final = "1"
KNOWN_DEEDS: Final = frozenset(
    {
        *("kick", "silence", "unsilence", "ban", "unban", "slow_mode", "pause", "private_off", "announcers", "retention"),
        *("new_lesson", "set_role", "reset_code", "import_users", "delete", "delete_group"),
        *("realm_add", "realm_invite", "realm_accept", "realm_block", "realm_unblock", "realm_remove", "realm_retry"),
        *("realm_share", "realm_hide", "realm_name"),
    }
)
"""What the audit names, as far as this version has words for it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of one of the tables: its number, whom its picture shows (0: nobody, or an address), its label and its cells."""

    number: int
    user: int
    name: str
    label: str
    cells: tuple[str, ...]
    ban: bool = False


def sanction_entries(rows: Iterable[SanctionRow], now_ms: int) -> tuple[Listed, ...]:
    """Those that hold at this moment, the newest first."""
    in_force = sorted((row for row in rows if row.until_ms > now_ms), key=lambda row: -row.number)
    return tuple(
        Listed(
            row.number,
            row.user,
            row.name,
            row.name or row.address,
            (
                text(f"operator.sanction.{row.kind}"),
                left_until(row.until_ms, now_ms),
                row.reason or NOTHING,
                by_words(row.by_name),
                moment(row.at, now_ms),
            ),
            row.kind == "ban",
        )
        for row in in_force
    )


def audit_entries(rows: Iterable[AuditRow], now_ms: int) -> tuple[Listed, ...]:
    """The newest first."""
    return tuple(
        Listed(
            row.number,
            row.by,
            row.by_name,
            by_words(row.by_name),
            (deed_words(row), row.name or NOTHING, _detail(row) or NOTHING, moment(row.at, now_ms)),
        )
        for row in rows
    )


def sanction_line(row: SanctionRow, now_ms: int) -> str:
    """On a person's card."""
    key = "operator.sanction.line_reason" if row.reason else "operator.sanction.line"
    kind, until = text(f"operator.sanction.{row.kind}"), left_until(row.until_ms, now_ms)
    return text(key, kind=kind, until=until, by=by_words(row.by_name), reason=row.reason)


def audit_line(row: AuditRow, now_ms: int) -> str:
    """On a person's card."""
    detail = _detail(row)
    key = "operator.audit.line_detail" if detail else "operator.audit.line"
    return text(key, when=moment(row.at, now_ms), what=deed_words(row), by=by_words(row.by_name), detail=detail)


def left_until(until_ms: int, now_ms: int) -> str:
    """`8 min left`, `for good`."""
    if until_ms >= INTEGER_MAX:
        return text("operator.form.for_good")
    return text("operator.sanction.left", time=duration((until_ms - now_ms + 999) / 1000))


def by_words(name: str) -> str:
    """Who did it; this window has no name."""
    return name or text("operator.by.operator")


def deed_words(row: AuditRow) -> str:
    """What was done. A newer relay may do what this window has no words for: its own word then."""
    if row.what in ("pause", "private_off"):
        return text(f"operator.audit.{row.what}_{'on' if row.detail == YES else 'off'}")
    return text(f"operator.audit.{row.what}") if row.what in KNOWN_DEEDS else row.what


def _detail(row: AuditRow) -> str:
    match row.what:
        case "pause" | "private_off":
            return ""
        case "slow_mode":
            return duration(int(row.detail)) if row.detail.isdecimal() and row.detail != "0" else text("operator.order.off")
        case "retention":
            days = int(row.detail) if row.detail.isdecimal() else 0
            return text("operator.order.days", count=days) if days else text("operator.form.for_good")
        case "announcers":
            return text("operator.order.all" if row.detail == "all" else "operator.order.moderators")
        case _:
            return row.detail
