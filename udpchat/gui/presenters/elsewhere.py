"""People of other servers: how their names are read, and what is known of the servers and of who is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from udpchat.catalogue import text
from udpchat.client.events import RealmPeopleFound, RealmPerson, RealmRow, RealmsFound
from udpchat.errors import UdpchatError
from udpchat.limits import REALM_ASKED_S, REALM_PEOPLE_COUNT, SUGGESTIONS_COUNT
from udpchat.names import fold

REACHED: Final = frozenset({"linked", "down"})
"""Where a link stands while people may write across it."""


def apart(name: str) -> tuple[str, str]:
    """Name and realm of `budi@lab`; the realm is "" for somebody of this server: their names hold no @."""
    bare, at, realm = name.rpartition("@")
    return (bare, realm) if at and bare and realm else (name, "")


class RealmCore(Protocol):
    """The part of `ClientCore` that asks."""

    def ask_realms(self, now: float) -> None: ...
    def ask_realm_people(self, realm: str, prefix: str, now: float) -> None: ...


class Realms:
    """Of one signed-in person. Feed it RealmsFound and RealmPeopleFound; the same twice is no matter."""

    def __init__(self, core: RealmCore, now: Callable[[], float], kick: Callable[[], None]) -> None:
        self._core, self._now, self._kick = core, now, kick
        self.name = ""
        """What this server is called by others; "" before it has said."""
        self.rows: tuple[RealmRow, ...] = ()
        self.heard = False
        self.version = 0  # counts the news
        self._people: dict[str, dict[str, RealmPerson]] = {}  # by realm, then by name; all folded
        self._told: dict[str, bool] = {}
        self._asked: dict[tuple[str, str], float] = {}

    def took(self, event: object) -> bool:
        """An event of the core; whether it is about this."""
        match event:
            case RealmsFound(name, rows):
                self.name, self.rows, self.heard = name, rows, True
            case RealmPeopleFound(realm, prefix, told, people):
                self._told[fold(realm)] = told
                self._learn(self._people.setdefault(fold(realm), {}), fold(prefix), people)
            case _:
                return False
        self.version += 1
        return True

    def _learn(self, known: dict[str, RealmPerson], prefix: str, people: tuple[RealmPerson, ...]) -> None:
        """An answer that is not full names all who begin so: others are gone."""
        if len(people) < REALM_PEOPLE_COUNT:
            for name in [name for name in known if name.startswith(prefix)]:
                del known[name]
        known.update((fold(person.name), person) for person in people)

    # --- asking -------------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Which servers are linked? News of that come unasked from then on."""
        self._try(lambda: self._core.ask_realms(self._now()))

    def seek(self, realm: str, prefix: str = "") -> None:
        """Who is there? Not again for a while."""
        row, key, now = self.row(realm), (fold(realm), fold(prefix)), self._now()
        if row is None or row.standing != "linked" or now - self._asked.get(key, float("-inf")) < REALM_ASKED_S:
            return
        if len(self._asked) > REALM_PEOPLE_COUNT:
            self._asked.clear()
        self._asked[key] = now
        self._try(lambda: self._core.ask_realm_people(row.name, prefix, now))

    def _try(self, ask: Callable[[], None]) -> None:
        """Not signed in (yet, or any more): then there is nothing to know."""
        try:
            ask()
        except UdpchatError:
            return
        self._kick()

    # --- servers ------------------------------------------------------------------------------------------------------

    @property
    def linked(self) -> tuple[RealmRow, ...]:
        """Those that one can write to, now or later."""
        return tuple(row for row in self.rows if row.standing in REACHED)

    def row(self, realm: str) -> RealmRow | None:
        """One of them by its name."""
        return next((row for row in self.rows if fold(row.name) == fold(realm)), None)

    def told(self, realm: str) -> bool | None:
        """Whether it says who is there; None: it was not asked yet."""
        return self._told.get(fold(realm))

    # --- people -------------------------------------------------------------------------------------------------------

    def people(self, realm: str) -> tuple[RealmPerson, ...]:
        """Who is there as far as told, who is online first."""
        found = self._people.get(fold(realm), {}).values()
        return tuple(sorted(found, key=lambda person: (not person.online, fold(person.display or person.name))))

    def person(self, address: str) -> RealmPerson | None:
        """Somebody by `name@realm`."""
        name, realm = apart(address)
        return self._people.get(fold(realm), {}).get(fold(name))

    def presence(self, address: str) -> str:
        """online or offline of somebody elsewhere, as far as known; "" for people of this server."""
        realm = apart(address)[1]
        if not realm:
            return ""
        row, person = self.row(realm), self.person(address)
        return "online" if row is not None and row.standing == "linked" and person is not None and person.online else "offline"

    def state_of(self, address: str) -> str:
        """The same in words, and whether what is sent arrives now."""
        realm = apart(address)[1]
        row = self.row(realm)
        if row is not None and row.standing == "down":
            return text("realms.state.down", realm=realm)
        if row is None or row.standing != "linked":
            return text("realms.state.cut" if self.heard else "realms.state", realm=realm)
        return text("realms.state.online" if self.presence(address) == "online" else "realms.state", realm=realm)

    def stored(self, realm: str) -> str:
        """What is said of a message for somebody there that has not arrived."""
        row = self.row(realm)
        return text("realms.stored" if row is None or row.standing == "linked" else "realms.waits", realm=realm)

    def addresses(self, begun: str) -> list[str]:
        """Ways to go on with `budi@`, `@budi@la`: addresses there, those of people that are known in front."""
        name, at, realm = begun.removeprefix("@").rpartition("@")
        if not at or not name:
            return []
        rows = [row for row in self.linked if fold(row.name).startswith(fold(realm))]
        found: list[str] = []
        for row in rows:
            self.seek(row.name, name)
            known = self._people.get(fold(row.name), {})
            if fold(name) in known:
                found.insert(0, f"{known[fold(name)].name}@{row.name}")
            else:
                found.append(f"{name}@{row.name}")
        return found[:SUGGESTIONS_COUNT]

    def beginning_with(self, begun: str) -> list[str]:
        """Addresses of people elsewhere whose name, or the name they chose, begins like this."""
        sought = fold(begun.removeprefix("@"))
        found = []
        for row in self.linked:
            for person in self.people(row.name):
                if sought and (fold(person.name).startswith(sought) or fold(person.display).startswith(sought)):
                    found.append(f"{person.name}@{row.name}")
        return found
