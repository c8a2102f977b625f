"""Step 1 without a window: the search, the chosen card, the typed address.

What is chosen is always one thing: choosing a card fills in its address, typing an address gives the card up. While
nothing was chosen or typed, a server that is alone in answering counts as chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from udpchat import limits
from udpchat.catalogue import text
from udpchat.client.known_servers import KnownServer
from udpchat.client.scout import Sighting
from udpchat.driver import Address
from udpchat.gui.presenters.connect_address import Flaw, Wanted, read_address, recognise
from udpchat.gui.presenters.connect_pages import ConnectView, Field, Mark, Problem, Strip, Tone
from udpchat.gui.presenters.connect_servers import ServerBook


class Finding(Protocol):
    """A search for servers, such as a `net.finder.Finder` that knows this computer's interfaces. Nothing blocks."""

    @property
    def searching(self) -> bool:
        """Whether answers are still waited for."""

    @property
    def networks(self) -> tuple[str, ...]:
        """Names of the interfaces that the search goes out on; empty when this computer is on no network."""

    def search(self, hints: Sequence[Address], now: float) -> None:
        """Begin anew; `hints` are addresses where a server may be."""

    def poll(self, now: float) -> Sequence[Sighting]:
        """Send what is due; sightings that are new or have changed."""

    def sweep(self, hints: Sequence[Address], now: float) -> None:
        """Begin anew, and ask each address of the own networks too: for 15 s or longer."""

    @property
    def swept(self) -> tuple[int, int] | None:
        """How many addresses of how many a sweep has asked; None without one."""

    def changed(self, now: float) -> bool:
        """Whether this computer is on other networks than at the last search."""


@dataclass(frozen=True, slots=True)
class _Lookout:
    """A known server that is being looked for."""

    fingerprint: bytes
    name: str


class FindStep:
    """Drives the first page. `go` is told what the person wants to connect to."""

    def __init__(
        self, view: ConnectView, finding: Finding, clock: Callable[[], float], go: Callable[[Wanted], None]
    ) -> None:
        self.book = ServerBook()
        self._view = view
        self._finding = finding
        self._clock = clock
        self._go = go
        self._chosen: str | None = None
        self._lookout: _Lookout | None = None
        self._search_again_at: float | None = None
        self._was_searching = False
        self._typed = False
        self._swept_percent = -1

    @property
    def searching(self) -> bool:
        """Whether answers may come at any moment: their round trips are measured by the ticks."""
        return self._search_again_at is not None and self._finding.searching

    # --- coming and going ---------------------------------------------------------------------------------------------

    def begin(self, known: Sequence[KnownServer], last: bytes | None) -> None:
        """Show the page with what this computer knows; the server used last is chosen."""
        self.book.remember(known, last)
        self._chosen, self._typed = None, False
        if self.book.last_key:
            self._choose(self.book.last_key)
        self.open()

    def open(self, strip: Strip | None = None) -> None:
        """Show the page with what was chosen before, and search."""
        self._lookout = None
        self._show_rows()
        self._view.show_find()
        self._view.show_strip(strip)
        self.search()

    def close(self) -> None:
        """Another page has come up."""
        self._search_again_at = None

    def prefill(self, typed: str) -> None:
        """An address or invite from elsewhere stands in the host field, as if it was typed."""
        self._chosen = None
        self._view.fill_address(typed, str(limits.DEFAULT_PORT))
        self.host_typed(typed)

    def look_for(self, fingerprint: bytes, name: str) -> None:
        """Search for one server by its certificate, and choose it as soon as it answers."""
        self._chosen = None
        self.book.invited(fingerprint)
        self.open()
        self._lookout = _Lookout(fingerprint, name)
        if not self._found_wanted():
            self._say_search()

    # --- the search ---------------------------------------------------------------------------------------------------

    def search(self) -> None:
        """Begin a search."""
        now = self._clock()
        self._finding.search(self.book.hints, now)
        self._was_searching = True
        self._search_again_at = now + limits.SEARCH_AGAIN_S
        self._say_search()

    def sweep(self) -> None:
        """Ask each address of the own networks; again: stop that."""
        if self._sweeping:
            self.search()
            return
        now = self._clock()
        self._finding.sweep(self.book.hints, now)
        self._was_searching, self._search_again_at = True, now + limits.SEARCH_AGAIN_S
        self._say_search()

    def search_for_others(self) -> None:
        """While another page is up: where else a server may be."""
        self._finding.search(self.book.hints, self._clock())

    def meant(self, host: str, port: str) -> Wanted | None:
        """What the page is about: the chosen card, else a usable address in the fields, else nothing."""
        wanted = self.book.wanted(self._chosen) if self._chosen else None
        read = wanted or read_address(host, port)
        return None if isinstance(read, tuple) else read

    @property
    def _sweeping(self) -> bool:
        return self._finding.searching and bool(self._finding.swept and self._finding.swept[1] and self._finding.networks)

    def look(self) -> Sequence[Sighting]:
        """Take what the search brought, on whatever page."""
        now = self._clock()
        found = self._finding.poll(now)
        self.book.saw(found, now)
        return found

    def tick(self) -> None:
        """Take what the search brought. To be called several times a second while the page is open."""
        if self._search_again_at is None:
            return
        now = self._clock()
        saw = self.look()
        if self.book.forget_silent(now, self._chosen) or saw:
            if not self._found_wanted():
                self._choose_the_only_one()
            self._show_rows()
        if self._was_searching and not self._finding.searching:
            self._was_searching = False
            self._say_search()
        elif self._sweeping:
            self._say_sweep()
        if self._finding.changed(now):
            self.search()
        elif now >= self._search_again_at and not self._sweeping:
            self._search_quietly(now)

    def _search_quietly(self, now: float) -> None:
        """A server may be started while people look at this page; no bar runs for that."""
        self._finding.search(self.book.hints, now)
        self._search_again_at = now + limits.SEARCH_AGAIN_S

    def _say_sweep(self) -> None:
        done, total = self._finding.swept or (0, 0)
        percent = 100 * done // max(1, total)
        if percent != self._swept_percent:
            self._swept_percent = percent
            message = text("connect.search.sweep", networks=_listed(self._finding.networks), percent=percent)
            self._view.show_sweep(message, percent / 100)

    def _say_search(self) -> None:
        if self._sweeping:
            self._swept_percent = -1
            self._say_sweep()
            return
        networks = self._finding.networks
        if self._was_searching and self._lookout:
            message = text("connect.search.for", server=self._lookout.name)
        elif not networks:
            message = text("connect.search.no_network")
        elif self._was_searching:
            message = text("connect.search.running", networks=_listed(networks))
        elif self._lookout:
            message = text("connect.search.missed", server=self._lookout.name)
        else:
            message = _result(self.book.near_count)
        self._view.show_search(message, self._was_searching)

    def _found_wanted(self) -> bool:
        wanted = self._lookout
        if wanted is None or not self.book.sees(wanted.fingerprint):
            return False
        self._lookout = None
        self._choose(wanted.fingerprint.hex())
        self._show_rows()
        self._view.show_strip(Strip(Tone.GOOD, text("connect.search.found", server=wanted.name)))
        return True

    def _choose_the_only_one(self) -> None:
        """Its address is not filled in: somebody may be about to type one."""
        rows = self.book.rows()
        if not (self._chosen or self._typed or self._lookout) and len(rows) == 1 and rows[0].mark is not Mark.TWIN:
            self._chosen = rows[0].key

    # --- choosing -----------------------------------------------------------------------------------------------------

    def choose(self, key: str) -> None:
        """A card."""
        self._lookout = None
        self._choose(key)
        self._show_rows()

    def _choose(self, key: str) -> None:
        wanted = self.book.wanted(key)
        if wanted is None:
            return
        self._chosen = key
        self._view.fill_address(wanted.host, str(wanted.port))
        self._view.show_address_note("", None)
        self._no_problems()

    def host_typed(self, host: str) -> None:
        """The host field was edited."""
        self._give_up_card()
        self._typed = bool(host)
        recognised = recognise(host)
        if recognised is None:
            self._view.show_address_note("", None)
        else:
            self._view.show_address_note(*recognised)
        self._view.show_problem(Field.HOST, None)

    def port_typed(self) -> None:
        """The port field was edited."""
        self._give_up_card()
        self._view.show_problem(Field.PORT, None)

    def left(self, host: str, port: str) -> None:
        """The cursor left the address fields: say what is wrong, but not that they are empty."""
        read = read_address(host, port) if host.strip() else ()
        if isinstance(read, tuple):
            for flaw in read:
                self._view.show_problem(flaw.field, Problem(flaw.message))

    def proceed(self, host: str, port: str) -> None:
        """Continue with the chosen card, or with the typed address."""
        wanted = self.book.wanted(self._chosen) if self._chosen else None
        read = wanted or read_address(host, port)
        if isinstance(read, tuple):
            self._refuse(read)
            return
        self._no_problems()
        self._view.show_strip(None)
        self._go(read)

    def complain(self, where: Field, message: str) -> None:
        """Something came out about the address later: a name that does not resolve."""
        self._view.show_problem(where, Problem(message))
        self._view.put_cursor(where, select=True)

    def _refuse(self, flaws: tuple[Flaw, ...]) -> None:
        for flaw in flaws:
            self._view.show_problem(flaw.field, Problem(flaw.message))
        self._view.put_cursor(flaws[0].field, select=True)

    def _give_up_card(self) -> None:
        self._lookout = None
        if self._chosen is not None:
            self._chosen = None
            self._show_rows()

    def _no_problems(self) -> None:
        self._view.show_problem(Field.HOST, None)
        self._view.show_problem(Field.PORT, None)

    def _show_rows(self) -> None:
        self._view.show_servers(self.book.rows(), self._chosen)


def _result(near_count: int) -> str:
    if near_count == 0:
        return text("connect.search.none")
    return text("connect.search.one") if near_count == 1 else text("connect.search.done", count=near_count)


def _listed(names: tuple[str, ...]) -> str:
    """`eth0 and wlan0`; more than three are counted."""
    if len(names) > 3:
        return text("connect.search.networks", count=len(names))
    if len(names) == 1:
        return names[0]
    return text("connect.search.and", first=", ".join(names[:-1]), last=names[-1])
