"""Servers that this one is linked with: how each link stands and who is there, to write to; and the proposal of another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from udpchat.catalogue import text
from udpchat.client import numbers
from udpchat.client.events import Event, PeopleFound, RealmPeopleFound, RealmRow, RealmsFound, StateChanged
from udpchat.gui.presenters.elsewhere import REACHED, apart
from udpchat.gui.presenters.errands.crowd import REMOTE, Someone, rank_of
from udpchat.gui.presenters.errands.errand import Bench, Errand
from udpchat.gui.presenters.errands.rows import Picture, RowData, person_row
from udpchat.limits import ASK_REST_S, DEFAULT_PORT, NAME_CHARS, PICKED_SHOWN_COUNT, PORT_MAX, REALM_LOOKED_S
from udpchat.names import clean_realm_name, fold

SERVER: Final = "server "
"""Before the name of a server in the key of its row."""


@dataclass(frozen=True, slots=True)
class RealmsData:
    """The servers with their people; what this one is called; why there are none."""

    rows: tuple[RowData, ...]
    here: str = ""
    hint: str = ""
    operates: bool = False
    wanted: str = ""  # what is looked for


class RealmDirectory(Errand[RealmsData]):
    """Keys of rows: `server NAME`, or the address of a person."""

    def __init__(self, bench: Bench, wanted: str = "") -> None:
        super().__init__(bench)
        self.realms = bench.crowd.realms
        self.wanted = wanted

    def begin(self) -> None:
        self.realms.ask()
        self._look()

    def _look(self) -> None:
        """People come and go while the sheet is open; what becomes of links is told unasked."""
        self.timers.forget(self._look)
        self._seek()
        self.timers.later(REALM_LOOKED_S, self._look)

    def _seek(self) -> None:
        self.timers.forget(self._seek)
        name, _ = self._sought()
        for row in self._rows():
            self.realms.seek(row.name, name)

    def take(self, event: Event) -> bool:
        if isinstance(event, RealmsFound):
            self._seek()
        return isinstance(event, RealmsFound | RealmPeopleFound | PeopleFound | StateChanged)

    def look_for(self, wanted: str) -> None:
        """The person types a name, or `name@realm`."""
        self.wanted = wanted
        if wanted.strip():
            self.timers.later(ASK_REST_S, self._seek)
        self.refresh()

    # --- what is shown ------------------------------------------------------------------------------------------------

    def _sought(self) -> tuple[str, str]:
        """What the name and the server are to begin with; of `@lab` the name is empty."""
        name, at, realm = self.wanted.strip()[: 2 * NAME_CHARS].rpartition("@")
        return (name.removeprefix("@"), realm) if at else (realm, "")

    def _rows(self) -> list[RealmRow]:
        """Servers that fit; the linked ones first."""
        realm = fold(self._sought()[1])
        fit = [row for row in self.realms.rows if fold(row.name).startswith(realm)]
        return sorted(fit, key=lambda row: (row.standing != "linked", row.standing not in REACHED, fold(row.name)))

    def data(self) -> RealmsData:
        realms, operates = self.realms, self.bench.operates
        if not realms.heard:
            return RealmsData((), hint=text("realms.loading"), operates=operates)
        rows = [line for row in self._rows() for line in self._server(row)]
        here = text("realms.here", name=realms.name, you=self.core.my_name)
        none = "realms.nobody" if realms.rows else "realms.none.operator" if operates else "realms.none"
        return RealmsData(tuple(rows), here, "" if rows else text(none), operates, self.wanted.strip())

    def _server(self, row: RealmRow) -> list[RowData]:
        """One of them and its people. While one looks for somebody, only where there is such a one."""
        name = self._sought()[0]
        people = self._people(row, name) if row.standing in REACHED else []
        if name and not people:
            return []
        standing = text(f"realms.standing.{row.standing}")
        under = f"{standing} \u00b7 {note}" if (note := self._note(row)) else standing
        picture = Picture(row.name, row.name, "", tile=True, glyph="globe")
        return [RowData(f"{SERVER}{row.name}", row.name, under=under, picture=picture, dim=True, above=True), *people]

    def _people(self, row: RealmRow, name: str) -> list[RowData]:
        sought, around, found = fold(name), self.bench.around, []
        for person in self.realms.people(row.name):
            if not sought or rank_of(sought, person.name, person.display) is not None:
                address = f"{person.name}@{row.name}"
                presence = self.realms.presence(address)
                someone = Someone(0, address, person.display or person.name, presence, REMOTE)
                found.append(person_row(someone, around.moment, around.wall_ms()))
        exact = any(fold(person.name) == sought for person in self.realms.people(row.name))
        if name and "@" in self.wanted and not exact:
            address = f"{name}@{row.name}"
            found.append(RowData(address, text("realms.write", name=address), picture=Picture(name, address)))
        return found[:PICKED_SHOWN_COUNT]

    def _note(self, row: RealmRow) -> str:
        told = self.realms.told(row.name)
        if row.standing != "linked" or self.realms.people(row.name):
            return ""
        if told is None:
            return text("realms.asking")
        return text("realms.empty" if told else "realms.hidden")

    # --- what to do ---------------------------------------------------------------------------------------------------

    def choose(self, key: str) -> None:
        """Write to that person."""
        if not key.startswith(SERVER) and apart(key)[1]:
            self.reach(key, lambda user: self.go(numbers.private_with(user)))

    def propose(self) -> None:
        """Another server."""
        self.leave_for(self.bench.errands.propose_realm)


@dataclass(frozen=True, slots=True)
class ProposeData:
    """Whether I am an operator: then it is more than a proposal."""

    operates: bool


class ProposeRealm(Errand[ProposeData]):
    """Another server to be linked with."""

    def data(self) -> ProposeData:
        return ProposeData(self.bench.operates)

    def propose(self, name: str, host: str, port: str) -> None:
        """Tell the server; what is wrong is told at the field."""
        self.complain("")
        if not self._try(lambda: clean_realm_name(name), "name"):
            return
        if not host.strip():
            self.complain(text("realms.propose.no_host"), "host")
            return
        typed = port.strip() or str(DEFAULT_PORT)
        number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= len(str(PORT_MAX)) else 0
        if not 0 < number <= PORT_MAX:
            self.complain(text("realms.propose.no_port"), "port")
            return
        self.order(lambda: self.core.add_realm(name, host.strip(), number, self.bench.now), self._done, kept=False)

    def _done(self, _id: int) -> None:
        key = "realms.add.done" if self.bench.operates else "realms.propose.done"
        self.leave_for(self.bench.errands.realms)
        self.bench.windows.toast(text(key))
