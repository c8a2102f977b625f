"""The page of links to other servers: asks for them, remembers what went wrong last, and has things done with them.

What has to be decided here is told on every page, so the list is asked for also while it is not seen, now and then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from udpchat.client.operator import LinkRow
from udpchat.gui.presenters.server_addresses import Places
from udpchat.gui.presenters.server_import import FormView
from udpchat.gui.presenters.server_lists import Ask
from udpchat.gui.presenters.server_realm_acts import RealmActs
from udpchat.gui.presenters.server_realms import (
    WAITING,
    Column,
    RealmCard,
    Realms,
    RealmsTable,
    Trouble,
    Waiting,
    card,
    waiting,
)
from udpchat.limits import OPERATOR_ASK_S, OPERATOR_LINKS_S, OPERATOR_LINKS_SEEN_S
from udpchat.operate import questions
from udpchat.operate.desk import Outcome
from udpchat.operate.orders import LinkDeed

T = TypeVar("T")


class RealmsView(Protocol):
    """The page. Each verb replaces what the same verb showed before."""

    def show_realms(self, realms: Realms) -> None:
        """The table, and what this server is called."""

    def show_realm(self, card: RealmCard | None) -> None:
        """The card of one link; None: none is chosen."""

    def show_realm_count(self, count: int | None, waiting: int) -> None:
        """The number in the navigation (None: not known), and of how many the operator is asked."""

    def show_waiting(self, waiting: Waiting | None) -> None:
        """The strip on the overview."""


class DeskView(RealmsView, FormView, Protocol):
    """The page, and forms over it."""


class RealmDesk:
    """Fed by the presenter of the office, which also tells it the time and whether the page is seen."""

    def __init__(self, view: DeskView, ask: Ask, done: Callable[[], None]) -> None:
        self._view, self._ask = view, ask
        self.acts = RealmActs(view, ask, done)
        self._table = RealmsTable()
        self._here = ""
        self._rows: dict[int, LinkRow] = {}
        self._troubles: dict[int, Trouble] = {}
        self._places = Places()
        self._stale = True
        self._known = self._asking = self._seen = False
        self._asked_at = float("-inf")
        self._realm = self._server_ms = 0
        self._shown: dict[str, object] = {}

    # --- what is told -------------------------------------------------------------------------------------------------

    def places(self, places: Places) -> None:
        """Where this server is, and its fingerprint."""
        self._places = places

    def spoil(self) -> None:
        """The list may be another one."""
        self._stale = True

    def silent(self) -> None:
        """Nothing is known of the present."""
        self._here, self._rows, self._known, self._asking, self._stale = "", {}, False, False, True
        self._troubles.clear()
        self._asked_at = float("-inf")
        self._draw()

    def cut_off(self) -> None:
        """An answer that was awaited does not come any more."""
        self._asking, self._stale = False, True

    # --- time ---------------------------------------------------------------------------------------------------------

    def tick(self, now: float, server_ms: int, seen: bool, online: bool) -> None:
        """Once a second, and when something happened."""
        self._server_ms, self._seen = server_ms, seen
        usual_s = OPERATOR_LINKS_SEEN_S if seen else OPERATOR_LINKS_S
        rest_s = min(OPERATOR_ASK_S, usual_s) if self._stale else usual_s
        if online and not self._asking and now >= self._asked_at + rest_s:
            self._stale, self._asking, self._asked_at = False, True, now
            self._ask(lambda office: questions.links(), self._arrived)
        self._draw()

    def _arrived(self, outcome: Outcome[tuple[str, list[LinkRow]]]) -> None:
        self._asking = False
        if outcome.value is None:
            self._stale = True
            return
        self._here, rows = outcome.value
        self._rows = {row.id: row for row in rows}
        self._known = True
        self._note_troubles()
        self._draw()

    def _note_troubles(self) -> None:
        """The relay forgets a trouble with the next success; whoever looks later still wants to know."""
        for row in self._rows.values():
            known = self._troubles.get(row.id)
            if row.trouble and (known is None or known[0] != row.trouble):
                self._troubles[row.id] = row.trouble, self._server_ms
        for realm in self._troubles.keys() - self._rows.keys():
            del self._troubles[realm]

    # --- what the person does -----------------------------------------------------------------------------------------

    def find(self, needle: str) -> None:
        """The filter."""
        self._table.find(needle)
        self._draw()

    def sort(self, column: Column) -> None:
        """A heading was clicked."""
        self._table.sort_by(column)
        self._draw()

    def choose(self, realm: int) -> None:
        """The card of this link; 0: of none."""
        self._realm = realm
        self._draw()

    def invite(self) -> None:
        """An invite for another operator."""
        places = [self._places.first, *self._places.others]
        self.acts.invite([place.address.partition(":")[0] for place in places if place is not None])

    def rename(self) -> None:
        """Another name for this server."""
        self.acts.rename(self._here)

    def do(self, deed: LinkDeed, realm: int) -> None:
        """A verb of a card or a menu."""
        row = self._rows.get(realm)
        if row is None:
            return
        acts = self.acts
        match deed:
            case "accept":
                acts.accept(row, self._places.fingerprint)
            case "share" | "hide":
                acts.share(row, deed == "share")
            case "block" | "remove" | "retry" | "unblock":
                {"block": acts.block, "remove": acts.remove, "retry": acts.retry, "unblock": acts.unblock}[deed](row)

    def card(self, realm: int) -> RealmCard | None:
        """What a menu of this link needs."""
        row = self._rows.get(realm)
        return None if row is None else card(row, self._places.fingerprint, self._troubles.get(row.id), self._server_ms)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        rows = list(self._rows.values())
        asked = sum(row.standing in WAITING for row in rows)
        counted = (len(rows) if self._known else None), asked
        self._show("count", counted, lambda both: self._view.show_realm_count(*both))
        self._show("waiting", waiting(rows), self._view.show_waiting)
        if self._seen:
            fingerprint = self._places.fingerprint
            realms = self._table.realms(self._here, fingerprint, rows, self._troubles, self._server_ms, self._known)
            self._show("realms", realms, self._view.show_realms)
            self._show("realm", self.card(self._realm), self._view.show_realm)

    def _show(self, key: str, value: T, verb: Callable[[T], Any]) -> None:
        if self._shown.get(key, RealmDesk) != value:
            self._shown[key] = value
            verb(value)
