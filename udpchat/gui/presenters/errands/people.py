"""Looking for people while somebody types: from what is known here at once, from the server a moment later."""

from __future__ import annotations

from typing import Generic, TypeVar

from udpchat.client.events import Event, PeopleChanged, PeopleFound
from udpchat.gui.presenters.errands.crowd import Someone, matching
from udpchat.gui.presenters.errands.errand import Bench, Errand
from udpchat.limits import ASK_REST_S, NAME_CHARS, PICKED_SHOWN_COUNT

D = TypeVar("D")


class PeopleErrand(Errand[D], Generic[D]):
    """An errand with a list of people and a line that filters it."""

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
            case PeopleChanged():
                return True
        return False

    def look_for(self, wanted: str) -> None:
        """The person types a name."""
        self.wanted = wanted
        if wanted.strip() and (self.bench.crowd.many or not self.found()):
            self.heard = self.heard and bool(self.found())  # who came a moment ago is known to the server alone
            self.timers.later(ASK_REST_S, self._ask_server)
        self.refresh()

    def _ask_server(self) -> None:
        self.timers.forget(self._ask_server)
        prefix = self.wanted.strip().removeprefix("@")[:NAME_CHARS]
        self.ask(lambda: self.core.ask_people(prefix, self.bench.now))

    def found(self) -> list[Someone]:
        """Whom to show."""
        return matching(self.bench.crowd.all(), self.wanted)[:PICKED_SHOWN_COUNT]
