"""Looking for people while somebody types: from what is known here at once, from the server a moment later."""

from __future__ import annotations

from typing import Generic, TypeVar

from udpchat.client.events import Event, PeopleChanged, PeopleFound, RealmPeopleFound, RealmsFound
from udpchat.gui.presenters.elsewhere import apart
from udpchat.gui.presenters.errands.crowd import Someone, matching
from udpchat.gui.presenters.errands.errand import Bench, Errand
from udpchat.limits import ASK_REST_S, NAME_CHARS, PICKED_SHOWN_COUNT, REALMS_SOUGHT_COUNT

D = TypeVar("D")


class PeopleErrand(Errand[D], Generic[D]):
    """An errand with a list of people and a line that filters it."""

    abroad = True
    """Whether people of other servers are meant, too; without, they are shown only to whoever types their address."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.wanted = ""
        self.heard = bench.crowd.fresh(bench.now)  # the server, or the disk, has answered

    def begin(self) -> None:
        if not self.heard:
            self.core.ask_people("", self.bench.now)

    def take(self, event: Event) -> bool:
        match event:
            case PeopleFound():
                self.heard = True
                return True
            case PeopleChanged() | RealmsFound() | RealmPeopleFound():
                return True
        return False

    def look_for(self, wanted: str) -> None:
        """The person types a name."""
        self.wanted = wanted
        realms = self.abroad and self.bench.crowd.realms.linked
        if wanted.strip() and (self.bench.crowd.many or realms or not self.found()):
            self.heard = self.heard and bool(self.found())  # who came a moment ago is known to the server alone
            self.timers.later(ASK_REST_S, self._ask_server)
        self.refresh()

    def _ask_server(self) -> None:
        self.timers.forget(self._ask_server)
        prefix = self.wanted.strip().removeprefix("@")[:NAME_CHARS]
        for row in self.bench.crowd.realms.linked[:REALMS_SOUGHT_COUNT] if self.abroad and "@" not in prefix else ():
            self.bench.crowd.realms.seek(row.name, prefix)
        self.ask(lambda: self.core.ask_people(prefix, self.bench.now))

    def found(self) -> list[Someone]:
        """Whom to show."""
        crowd, at = self.bench.crowd, "@" in self.wanted.strip().removeprefix("@")
        found = [one for one in matching(crowd.all(), self.wanted) if self.abroad or at or not apart(one.name)[1]]
        if self.wanted.strip() and (self.abroad or at):
            found += crowd.elsewhere(self.wanted)
        return found[:PICKED_SHOWN_COUNT]
