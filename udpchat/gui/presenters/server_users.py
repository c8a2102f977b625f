"""Everybody who has an account or is here as a guest: rows of a table, filtered and sorted, and the card of one person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from udpchat.catalogue import text
from udpchat.client.operator import Account, AuditRow, SanctionRow
from udpchat.gui.presenters.server_feed import SessionRow
from udpchat.gui.presenters.server_figures import Tone
from udpchat.gui.presenters.server_format import NOTHING, count, duration, moment, round_trip, share
from udpchat.gui.presenters.server_sanctions import audit_line, left_until, sanction_line
from udpchat.gui.presenters.server_table import Table
from udpchat.limits import DIRECTORY_TOTAL_COUNT
from udpchat.names import fold

ROWS_KEPT: Final = 2 * DIRECTORY_TOTAL_COUNT
HISTORY_COUNT: Final = 8  # lines of the audit on a person's card


class Show(Enum):
    """Whom the table shows; the value is the part of its key in the catalogue."""

    ALL = "all"
    ONLINE = "online"
    GUESTS = "guests"
    STAFF = "staff"
    MUTED = "muted"
    BANNED = "banned"


class Column(Enum):
    """The columns, in their order; the value is the part of their key in the catalogue."""

    NAME = "name"
    ROLE = "role"
    STATE = "state"
    ADDRESS = "address"
    ROUND_TRIP = "round_trip"
    MESSAGES = "messages"
    RESENT = "resent"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class UserRow:
    """One row in words. `presence` decides the dot of the avatar."""

    user: int
    name: str
    label: str
    presence: str
    cells: tuple[str, ...]
    tone: Tone


@dataclass(frozen=True, slots=True)
class Users:
    """The table: rows as they stand, how many fit each choice, the choice, and the heading they are sorted by."""

    rows: tuple[UserRow, ...] = ()
    counts: tuple[tuple[Show, int], ...] = ()
    show: Show = Show.ALL
    column: Column = Column.NAME
    descending: bool = False
    known: bool = False
    cut: bool = False
    needle: str = ""


@dataclass(frozen=True, slots=True)
class UserCard:
    """One person, in words. `muted` and `banned` are the numbers of sanctions in force; `code`: may get a one-time code."""

    user: int
    name: str
    display: str
    presence: str
    pills: tuple[tuple[str, Tone], ...]
    facts: tuple[tuple[str, str], ...]
    sessions: tuple[str, ...]
    groups: tuple[str, ...] | None
    sanctions: tuple[tuple[int, str], ...]
    history: tuple[str, ...]
    muted: tuple[int, ...] = ()
    banned: tuple[int, ...] = ()
    guest: bool = False
    role: str = "member"


@dataclass(slots=True)
class Person:
    """What is known of somebody: an account as it was told, the sessions as they are."""

    user: int
    name: str
    account: Account | None
    sessions: list[SessionRow]
    sanctions: list[SanctionRow]

    @property
    def guest(self) -> bool:
        """Without an account."""
        return self.account.guest if self.account is not None else any(row.guest for row in self.sessions)

    @property
    def role(self) -> str:
        """What they may do, by the newest of both sources: a session tells it at once."""
        if self.sessions:
            return self.sessions[-1].role
        return self.account.role if self.account is not None else "member"

    @property
    def online(self) -> bool:
        """Whether there is a session."""
        return bool(self.sessions)

    def kinds(self, now_ms: int) -> set[str]:
        """Which sanctions are in force."""
        return {row.kind for row in self.sanctions if row.until_ms > now_ms}

    @property
    def presence(self) -> str:
        """As avatars show it."""
        if not self.online:
            return "offline"
        return "away" if self.account is not None and self.account.state in ("away", "busy") else "online"


class UsersTable(Table[Column]):
    """Holds what the person chose; the rows are made from what the lists and the sessions say at that moment."""

    def __init__(self) -> None:
        super().__init__(Column.NAME, (Column.ROUND_TRIP, Column.MESSAGES, Column.RESENT))
        self._show = Show.ALL
        self._words: dict[int, tuple[object, UserRow]] = {}  # thousands of rows, of which few change in a second

    def choose(self, show: Show) -> None:
        """Only these."""
        self._show = show

    def users(self, people: Sequence[Person], now_ms: int, known: bool, cut: bool) -> Users:
        """The table at this moment of the server's clock."""
        counts = _counts(people, now_ms)
        chosen = [person for person in people if _FITS[self._show](person, now_ms) and self._found(person)]
        chosen.sort(key=lambda person: (fold(person.name), person.user))
        chosen.sort(key=lambda person: _KEYS[self._column](person, now_ms), reverse=self._descending)
        rows = tuple(self._row(person, now_ms) for person in chosen)
        return Users(rows, counts, self._show, self._column, self._descending, known, cut, self.needle)

    def _row(self, person: Person, now_ms: int) -> UserRow:
        key = (person.account, person.sessions, person.sanctions, _moves(person, now_ms))
        known = self._words.get(person.user)
        if known is not None and known[0] == key:
            return known[1]
        if len(self._words) > ROWS_KEPT:
            self._words.clear()
        row = _in_words(person, now_ms)
        self._words[person.user] = key, row
        return row

    def _found(self, person: Person) -> bool:
        display = person.account.display if person.account is not None else ""
        return self.holds(person.name, display, *(row.address for row in person.sessions))


def _counts(people: Sequence[Person], now_ms: int) -> tuple[tuple[Show, int], ...]:
    return tuple((show, sum(fits(person, now_ms) for person in people)) for show, fits in _FITS.items())


def everybody(accounts: dict[int, Account], sessions: Iterable[SessionRow], sanctions: Iterable[SanctionRow]) -> list[Person]:
    """Accounts, those of the sessions who are not among them yet, and what holds for each."""
    people = {user: Person(user, row.name, row, [], []) for user, row in accounts.items()}
    for row in sessions:
        people.setdefault(row.user, Person(row.user, row.name, None, [], [])).sessions.append(row)
    for sanction in sanctions:
        if sanction.user in people:
            people[sanction.user].sanctions.append(sanction)
    gone = [user for user, person in people.items() if person.guest and not person.online]  # told a moment ago
    for user in gone:
        del people[user]
    return list(people.values())


def card(person: Person, groups: tuple[str, ...] | None, audit: Iterable[AuditRow], now_ms: int) -> UserCard:
    """The card of one person."""
    account = person.account
    in_force = [row for row in person.sanctions if row.until_ms > now_ms]
    facts = [(text("operator.user.number"), f"#{person.user}")]
    if account is not None and account.country:
        facts.append((text("operator.user.country"), account.country))
    if account is not None and account.status:
        facts.append((text("operator.user.status"), account.status))
    facts.append((text("operator.user.online_for" if person.online else "operator.user.last_seen"), _seen(person, now_ms)))
    sessions = tuple(
        text("operator.user.session", address=row.address, trip=round_trip(row.rtt_us), posts=count(row.posts))
        for row in person.sessions
    )
    history = tuple(audit_line(row, now_ms) for row in audit if row.user == person.user)[:HISTORY_COUNT]
    return UserCard(
        person.user,
        person.name,
        account.display if account is not None and account.display else person.name,
        person.presence,
        tuple(_pills(person, now_ms)),
        tuple(facts),
        sessions,
        groups,
        tuple((row.number, sanction_line(row, now_ms)) for row in in_force),
        history,
        tuple(row.number for row in in_force if row.kind == "mute"),
        tuple(row.number for row in in_force if row.kind == "ban"),
        person.guest,
        person.role,
    )


def _pills(person: Person, now_ms: int) -> Iterable[tuple[str, Tone]]:
    yield role_words(person), Tone.GOOD if person.role in ("moderator", "operator") and not person.guest else Tone.PLAIN
    if any(row.plain for row in person.sessions):
        yield text("operator.user.plain"), Tone.WARN
    kinds = person.kinds(now_ms)
    if "mute" in kinds:
        yield text("operator.user.muted"), Tone.WARN
    if "ban" in kinds:
        yield text("operator.user.banned"), Tone.BAD


def role_words(person: Person) -> str:
    """Guest, member, moderator or operator."""
    role = person.role if person.role in ("member", "moderator", "operator") else "member"
    return text("operator.role.guest" if person.guest else f"operator.role.{role}")


def _in_words(person: Person, now_ms: int) -> UserRow:
    state, tone = _state(person, now_ms)
    sessions = person.sessions
    label = person.account.display if person.account is not None and person.account.display else person.name
    if fold(label) != fold(person.name):
        label = f"{label} · {person.name}"
    sent = sum(row.sent for row in sessions)
    cells = (
        role_words(person),
        state,
        _address(sessions),
        round_trip(min((row.rtt_us for row in sessions if row.rtt_us), default=0)),
        count(sum(row.posts for row in sessions)) if sessions else NOTHING,
        share(sum(row.lost for row in sessions), sent) if sessions else NOTHING,
        _seen(person, now_ms),
    )
    return UserRow(person.user, person.name, label, person.presence, cells, tone)


def _moves(person: Person, now_ms: int) -> int:
    """What of the time a row shows: seconds for what has just begun or ends, minutes, or days."""
    if person.sanctions:
        return now_ms // 1000
    if not person.sessions:
        return now_ms // 900_000  # a day begins at a quarter, wherever one is
    age_s = (now_ms - min(row.since for row in person.sessions)) // 1000
    return age_s if age_s < 60 else age_s // 60 * 60


def _address(sessions: Sequence[SessionRow]) -> str:
    if not sessions:
        return NOTHING
    more = len(sessions) - 1
    return text("operator.user.addresses", address=sessions[0].address, count=more) if more else sessions[0].address


def _state(person: Person, now_ms: int) -> tuple[str, Tone]:
    in_force = sorted((row for row in person.sanctions if row.until_ms > now_ms), key=lambda row: row.until_ms)
    for kind, tone in (("ban", Tone.BAD), ("mute", Tone.WARN)):
        longest = [row for row in in_force if row.kind == kind][-1:]
        if longest:
            return text(f"operator.user.{kind}_until", until=left_until(longest[0].until_ms, now_ms)), tone
    if not person.online:
        return text("operator.user.offline"), Tone.PLAIN
    state = person.account.state if person.account is not None else "online"
    return text(f"operator.user.{state}"), Tone.PLAIN


def _seen(person: Person, now_ms: int) -> str:
    if person.sessions:
        return duration((now_ms - min(row.since for row in person.sessions)) / 1000)
    seen = person.account.last_seen if person.account is not None else 0
    return moment(seen, now_ms) if seen else text("operator.user.never")


_FITS: Final[dict[Show, Callable[[Person, int], bool]]] = {
    Show.ALL: lambda person, now: True,
    Show.ONLINE: lambda person, now: person.online,
    Show.GUESTS: lambda person, now: person.guest,
    Show.STAFF: lambda person, now: not person.guest and person.role in ("moderator", "operator"),
    Show.MUTED: lambda person, now: "mute" in person.kinds(now),
    Show.BANNED: lambda person, now: "ban" in person.kinds(now),
}
_ROLES: Final = {"operator": 0, "moderator": 1, "member": 2}
_STATES: Final = {Tone.BAD: 0, Tone.WARN: 1}


def _place(person: Person) -> tuple[bool, tuple[int, ...]]:
    """Numerically, so that .9 comes before .10; who is not here comes last."""
    host = person.sessions[0].address.partition(":")[0] if person.sessions else ""
    return not person.sessions, tuple(int(part) for part in host.split(".") if part.isdecimal())


def _age(person: Person) -> tuple[bool, int]:
    """Who is here comes first, the newest first; then who left last."""
    if person.sessions:
        return False, -min(row.since for row in person.sessions)
    return True, -(person.account.last_seen if person.account is not None else 0)


_KEYS: Final[dict[Column, Callable[[Person, int], Any]]] = {
    Column.NAME: lambda person, now: fold(person.name),
    Column.ROLE: lambda person, now: (person.guest, _ROLES.get(person.role, 2)),
    Column.STATE: lambda person, now: (_STATES.get(_state(person, now)[1], 2), not person.online),
    Column.ADDRESS: lambda person, now: _place(person),
    Column.ROUND_TRIP: lambda person, now: min((row.rtt_us for row in person.sessions), default=-1),
    Column.MESSAGES: lambda person, now: sum(row.posts for row in person.sessions),
    Column.RESENT: lambda person, now: max((row.lost / row.sent for row in person.sessions if row.sent), default=-1.0),
    Column.SEEN: lambda person, now: _age(person),
}
