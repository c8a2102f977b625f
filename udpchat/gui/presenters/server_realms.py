"""Links to other servers in words: rows of a table, filtered and sorted, the card of one, and what waits for an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from udpchat.catalogue import text
from udpchat.client.operator import LinkRow
from udpchat.errors import refusal
from udpchat.errors.refusals import REFUSALS
from udpchat.gui.presenters.server_figures import Tone
from udpchat.gui.presenters.server_format import NOTHING, count, moment, round_trip
from udpchat.gui.presenters.server_table import Table
from udpchat.invites import human_fingerprint
from udpchat.names import fold
from udpchat.operate.orders import LinkDeed

WAITING: Final = ("asked", "proposed")
"""Standings that the operator here has to decide about."""
ORDER: Final = (*WAITING, "down", "requested", "linked", "invited", "blocked")
DEEDS: Final[dict[str, tuple[LinkDeed, ...]]] = {
    "proposed": ("accept", "block", "remove"),
    "requested": ("retry", "share", "hide", "block", "remove"),
    "asked": ("accept", "block", "remove"),
    "invited": ("remove",),
    "linked": ("share", "hide", "block", "remove"),
    "down": ("retry", "share", "hide", "block", "remove"),
    "blocked": ("unblock", "remove"),
}
"""What an operator can do with a link that stands there; of `share` and `hide` the one that changes something."""
PRESENCES: Final[dict[str, str]] = {"linked": "online", "down": "away", "blocked": "offline"}
TONES: Final[dict[str, Tone]] = {
    "proposed": Tone.WARN,
    "asked": Tone.WARN,
    "down": Tone.WARN,
    "linked": Tone.GOOD,
    "blocked": Tone.BAD,
}
OWN_WORDS: Final = frozenset(
    {
        *("NO_ANSWER", "UNREACHABLE", "IDLE", "SHUTDOWN", "BYE", "RESET", "REPLACED", "REKEY", "VERSION", "TLS", "FLOOD"),
        *("INTERNAL", "STORAGE", "PROTOCOL", "PROTOCOL_VIOLATION", "LOGIN_TIMEOUT", "PIN"),
    }
)
"""Troubles that are no refusals, or mean something else between servers than for a person."""

Trouble = tuple[str, int]
"""The code of what went wrong last, and when this window heard of it."""


class Column(Enum):
    """The columns, in their order; the value is the part of their key in the catalogue."""

    NAME = "realm"
    STATE = "state"
    ADDRESS = "address"
    ROUND_TRIP = "round_trip"
    WAITING = "waiting"
    SINCE = "linked_since"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Line:
    """One row in words."""

    realm: int
    name: str
    cells: tuple[str, ...]
    presence: str | None
    tone: Tone


@dataclass(frozen=True, slots=True)
class Realms:
    """The table, and what this server is called. `free`: it has no links yet that would know it by its name."""

    rows: tuple[Line, ...] = ()
    count: int = 0
    column: Column = Column.STATE
    descending: bool = False
    known: bool = False
    needle: str = ""
    here: str = ""
    fingerprint: str = ""
    free: bool = False


@dataclass(frozen=True, slots=True)
class RealmCard:
    """One link, in words. `named`: it is not just an invite."""

    realm: int
    name: str
    named: bool
    state: str
    tone: Tone
    presence: str | None
    words: str
    facts: tuple[tuple[str, str], ...]
    deeds: tuple[LinkDeed, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Says on the overview that the operator is asked; `realm` is the first to look at."""

    title: str
    words: str
    realm: int


class RealmsTable(Table[Column]):
    """Holds what the person chose."""

    def __init__(self) -> None:
        super().__init__(Column.STATE, (Column.WAITING,))

    def realms(
        self, here: str, fingerprint: str, rows: Sequence[LinkRow], troubles: Mapping[int, Trouble], now_ms: int, known: bool
    ) -> Realms:
        """The table at this moment."""
        chosen = [row for row in rows if self._fits(row)]
        chosen.sort(key=lambda row: (fold(row.name), row.id))
        chosen.sort(key=_KEYS[self._column], reverse=self._descending)
        lines = tuple(_in_words(row, troubles.get(row.id), now_ms) for row in chosen)
        free = known and all(row.standing == "proposed" for row in rows)
        return Realms(lines, len(rows), self._column, self._descending, known, self.needle, here, fingerprint, free)

    def _fits(self, row: LinkRow) -> bool:
        return self.holds(called(row), address(row), state_words(row), print_of(row), row.by)


def card(row: LinkRow, fingerprint: str, trouble: Trouble | None, now_ms: int) -> RealmCard:
    """The card of one link; `fingerprint`: of this server."""
    words = text(f"operator.realms.words.{row.standing}", name=row.name, by=row.by or text("operator.realms.somebody"))
    facts = [(text("operator.column.address"), address(row)), (text("operator.place.fingerprint"), print_of(row))]
    if row.standing == "invited":
        facts = []
    if row.standing in ("asked", "requested") and fingerprint:
        facts.append((text("operator.realms.print_here"), fingerprint))
    if row.standing in ("linked", "down"):
        facts.append((text("operator.column.round_trip"), round_trip(row.rtt_us)))
        facts.append((text("operator.column.waiting"), _waiting(row)))
        facts.append((text("operator.realms.passed"), text("operator.realms.sent_got", sent=count(row.sent), got=count(row.got))))
    if row.standing in ("linked", "down", "requested"):
        facts.append((text("operator.realms.people"), text(f"operator.realms.people_{'shared' if row.shares else 'hidden'}")))
    if row.by:
        facts.append((text("operator.realms.by"), row.by))
    facts += [(text("operator.column.linked_since"), moment(row.at, now_ms)), (text("operator.user.number"), f"#{row.id}")]
    if trouble is not None:
        said = text("operator.realms.trouble_at", when=moment(trouble[1], now_ms), words=trouble_words(trouble[0]))
        facts.append((text("operator.column.trouble"), said))
    dull = "share" if row.shares else "hide"
    deeds = tuple(deed for deed in DEEDS.get(row.standing, ("remove",)) if deed != dull)
    return RealmCard(
        row.id, called(row), bool(row.name), state_words(row), TONES.get(row.standing, Tone.PLAIN), PRESENCES.get(row.standing),
        words, tuple(facts), deeds,
    )  # fmt: skip


def waiting(rows: Sequence[LinkRow]) -> Waiting | None:
    """What the operator is asked; None: nothing."""
    asking = sorted((row for row in rows if row.standing in WAITING), key=lambda row: (ORDER.index(row.standing), row.id))
    if not asking:
        return None
    first = asking[0]
    if len(asking) > 1:
        names = ", ".join(row.name for row in asking)
        return Waiting(text("operator.realms.many_wait", count=len(asking)), names, first.id)
    where = address(first)
    if first.standing == "asked":
        words = text("operator.realms.asked_words", addr=where, print=print_of(first))
        return Waiting(text("operator.realms.asked", name=first.name), words, first.id)
    by = first.by or text("operator.realms.somebody")
    title = text("operator.realms.proposed", name=first.name, by=by)
    return Waiting(title, text("operator.realms.proposed_words", addr=where), first.id)


def called(row: LinkRow) -> str:
    """What it is called; an invite has no name until somebody takes it."""
    return row.name or text("operator.realms.invite_number", number=row.id)


def address(row: LinkRow) -> str:
    """Where it is."""
    return f"{row.host}:{row.port}" if row.port else NOTHING


def print_of(row: LinkRow) -> str:
    """Its fingerprint as people compare it."""
    return human_fingerprint(row.fingerprint) if row.fingerprint else text("operator.realms.print_unknown")


def state_words(row: LinkRow) -> str:
    """Where it stands, in a word or two."""
    return text(f"operator.realms.state.{row.standing}")


def trouble_words(code: str) -> str:
    """What went wrong, as a sentence; a newer server may say what this window has no words for."""
    if code in OWN_WORDS:
        key = code.lower()
        return text(f"operator.realms.trouble.{key}")
    return refusal(code).sentence if code in REFUSALS else text("operator.realms.trouble.other", code=code)


def _waiting(row: LinkRow) -> str:
    return text("operator.realms.queued", count=count(row.queued)) if row.queued else text("operator.realms.nothing_queued")


def _in_words(row: LinkRow, trouble: Trouble | None, now_ms: int) -> Line:
    linked = row.standing in ("linked", "down")
    cells = (
        state_words(row), address(row), round_trip(row.rtt_us), count(row.queued) if linked else NOTHING, moment(row.at, now_ms),
        _first_sentence(trouble_words(trouble[0])) if trouble is not None and row.standing != "linked" else "",
    )  # fmt: skip
    return Line(row.id, called(row), cells, PRESENCES.get(row.standing), TONES.get(row.standing, Tone.PLAIN))


def _first_sentence(words: str) -> str:
    """As much as a table has room for; the card has all of it."""
    return words.partition(". ")[0].removesuffix(".")


_KEYS: Final[dict[Column, Callable[[LinkRow], Any]]] = {
    Column.NAME: lambda row: fold(row.name),
    Column.STATE: lambda row: ORDER.index(row.standing) if row.standing in ORDER else len(ORDER),
    Column.ADDRESS: lambda row: [int(part) for part in row.host.split(".") if part.isdecimal()],
    Column.ROUND_TRIP: lambda row: row.rtt_us or 1 << 62,
    Column.WAITING: lambda row: row.queued,
    Column.SINCE: lambda row: -row.at,
    Column.TROUBLE: lambda row: row.trouble or "~",
}
