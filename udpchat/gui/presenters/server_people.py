"""Who is online, as rows of a table: put into words, sorted by the heading that was clicked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from udpchat.catalogue import text
from udpchat.gui.presenters.server_feed import SessionRow
from udpchat.gui.presenters.server_figures import POOR_SHARE, Tone
from udpchat.gui.presenters.server_format import count, duration, round_trip, share
from udpchat.gui.presenters.server_table import Table

SLOW_US: Final = 150_000  # a round trip that a person feels when typing
FEW_PACKETS: Final = 50  # fewer sent say nothing about a share


class Column(Enum):
    """The columns, in their order; the value is the part of their key in the catalogue."""

    NAME = "name"
    ADDRESS = "address"
    ROUND_TRIP = "round_trip"
    MESSAGES = "messages"
    RESENT = "resent"
    SINCE = "since"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row in words. `user` decides the colour of the avatar."""

    session: int
    user: int
    name: str
    guest: bool
    cells: tuple[str, ...]
    tone: Tone


@dataclass(frozen=True, slots=True)
class People:
    """The table: rows as they stand, how many there are without the filter, and the heading they are sorted by."""

    rows: tuple[PersonRow, ...] = ()
    online_count: int = 0
    column: Column = Column.NAME
    descending: bool = False


class PeopleTable(Table[Column]):
    """Holds the latest values of every session."""

    def __init__(self) -> None:
        super().__init__(Column.NAME, (Column.ROUND_TRIP, Column.MESSAGES, Column.RESENT))
        self._sessions: dict[int, SessionRow] = {}

    def __len__(self) -> int:
        return len(self._sessions)

    def clear(self) -> None:
        """Nobody is known: the relay ended or is out of reach."""
        self._sessions.clear()

    def change(self, rows: Iterable[SessionRow], gone: Iterable[int]) -> None:
        """Sessions that are new or changed, and the numbers of those that are gone."""
        self._sessions.update((row.session, row) for row in rows)
        for session in gone:
            self._sessions.pop(session, None)

    def people(self, server_ms: int) -> People:
        """The table at this moment of the server's clock."""
        chosen = list(self._sessions.values())
        chosen.sort(key=lambda row: (row.name.casefold(), row.session))
        chosen.sort(key=_KEYS[self._column], reverse=self._descending)  # stable: equals stay in the order of names
        rows = tuple(_in_words(row, server_ms) for row in chosen)
        return People(rows, len(self._sessions), self._column, self._descending)


def _in_words(row: SessionRow, server_ms: int) -> PersonRow:
    state, tone = _state(row)
    cells = (
        row.address,
        round_trip(row.rtt_us),
        count(row.posts),
        share(row.lost, row.sent),
        duration((server_ms - row.since) / 1000),
        state,
    )
    return PersonRow(row.session, row.user, row.name, row.guest, cells, tone)


def _state(row: SessionRow) -> tuple[str, Tone]:
    if row.sent >= FEW_PACKETS and row.lost >= POOR_SHARE * row.sent:
        return text("operator.people.losing"), Tone.WARN
    if row.rtt_us >= SLOW_US:
        return text("operator.people.slow"), Tone.WARN
    return text("operator.people.online"), Tone.PLAIN


def _place(row: SessionRow) -> tuple[tuple[int, ...], str]:
    """Numerically, so that .9 comes before .10."""
    host = row.address.partition(":")[0]
    numbers = tuple(int(part) for part in host.split(".") if part.isdecimal())
    return numbers, row.address


_KEYS: Final[dict[Column, Callable[[SessionRow], Any]]] = {
    Column.NAME: lambda row: row.name.casefold(),
    Column.ADDRESS: _place,
    Column.ROUND_TRIP: lambda row: row.rtt_us,
    Column.MESSAGES: lambda row: row.posts,
    Column.RESENT: lambda row: row.lost / row.sent if row.sent else 0.0,
    Column.SINCE: lambda row: -row.since,
    Column.STATE: lambda row: _state(row)[1].value,
}
