"""The groups of the server: rows of a table, filtered and sorted, and the card of one with its members."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from udpchat.catalogue import text
from udpchat.client.operator import GroupRow, Member
from udpchat.gui.presenters.server_format import NOTHING, count, duration, moment
from udpchat.gui.presenters.server_table import Table
from udpchat.names import fold

_RANKS: Final = {"owner": 0, "admin": 1, "member": 2}


class Column(Enum):
    """The columns, in their order; the value is the part of their key in the catalogue."""

    TITLE = "title"
    OWNER = "owner"
    MEMBERS = "members"
    HISTORY = "history"
    MADE = "made"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Line:
    """One row in words."""

    id: int
    title: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """The table."""

    rows: tuple[Line, ...] = ()
    count: int = 0
    column: Column = Column.TITLE
    descending: bool = False
    known: bool = False
    needle: str = ""


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody in a group: user, name, and the role there in words (nothing for a plain member)."""

    user: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class GroupCard:
    """One group, in words. `members` is None until the relay has told them."""

    id: int
    title: str
    topic: str
    facts: tuple[tuple[str, str], ...]
    members: tuple[MemberLine, ...] | None


class GroupsTable(Table[Column]):
    """Holds what the person chose."""

    def __init__(self) -> None:
        super().__init__(Column.TITLE, (Column.MEMBERS,))

    def groups(self, rows: Iterable[GroupRow], now_ms: int, known: bool) -> Groups:
        """The table at this moment."""
        every = list(rows)
        chosen = [row for row in every if self._fits(row)]
        chosen.sort(key=lambda row: (fold(row.title), row.id))
        chosen.sort(key=_KEYS[self._column], reverse=self._descending)
        lines = tuple(_in_words(row, now_ms) for row in chosen)
        return Groups(lines, len(every), self._column, self._descending, known, self.needle)

    def _fits(self, row: GroupRow) -> bool:
        return self.holds(row.title, row.topic, row.owner_name)


def card(row: GroupRow, members: Iterable[Member] | None, now_ms: int) -> GroupCard:
    """The card of one group."""
    facts = [
        (text("operator.column.owner"), row.owner_name or NOTHING),
        (text("operator.column.members"), count(row.members)),
        (text("operator.groups.history"), _history(row)),
        (text("operator.column.made"), moment(row.at, now_ms)),
        (text("operator.user.number"), f"#{row.id}"),
    ]
    if row.slow_s:
        facts.append((text("operator.order.slow"), duration(row.slow_s)))
    lines = None
    if members is not None:
        ordered = sorted(members, key=lambda member: (_RANKS.get(member.role, 2), fold(member.name)))
        lines = tuple(MemberLine(one.user, one.display or one.name, _role(one.role)) for one in ordered)
    return GroupCard(row.id, row.title, row.topic, tuple(facts), lines)


def _role(role: str) -> str:
    return text(f"operator.groups.{role}") if role in ("owner", "admin") else ""


def _history(row: GroupRow) -> str:
    return text("operator.groups.open" if row.history_open else "operator.groups.joining")


def _in_words(row: GroupRow, now_ms: int) -> Line:
    cells = (row.owner_name or NOTHING, count(row.members), _history(row), moment(row.at, now_ms), row.topic or NOTHING)
    return Line(row.id, row.title, cells)


_KEYS: Final[dict[Column, Callable[[GroupRow], Any]]] = {
    Column.TITLE: lambda row: fold(row.title),
    Column.OWNER: lambda row: fold(row.owner_name),
    Column.MEMBERS: lambda row: row.members,
    Column.HISTORY: lambda row: row.history_open,
    Column.MADE: lambda row: -row.at,
    Column.TOPIC: lambda row: fold(row.topic),
}
