"""Seeker: finds the server of a run again when it no longer answers where it was.

While a client is without its server, the network is searched for the known fingerprint, at intervals that double and
are stretched at random, so that a class whose server stopped does not shout in step. An answer is a hint: the client
goes there and checks the certificate as ever.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from udpchat.client.phases import Phase
from udpchat.driver import Address
from udpchat.limits import SEEK_FIRST_S, SEEK_MAX_S, SEEK_ROUNDS_S
from udpchat.net.finder import Finder
from udpchat.net.interfaces import Interface, interfaces

LOST = (Phase.WAITING, Phase.NO_ANSWER, Phase.CONNECTING, Phase.QUESTION)


class Seeker:
    """Ask `watch` some times a second; it says where to go: to each place that answers once per search, and to the next one
    only after the one before was of no use."""

    def __init__(
        self,
        finder: Finder,
        interfaces: Callable[[], Sequence[Interface]] = interfaces,
        stretch: Callable[[], float] = lambda: 1.0 + secrets.randbelow(1000) / 1000.0,
    ) -> None:
        self._finder = finder
        self._interfaces = interfaces
        self._stretch = stretch
        self._search_at: float | None = None
        self._wait_s = SEEK_FIRST_S
        self._told: set[Address] = set()

    def watch(
        self, phase: Phase, fingerprint: bytes | None, now: float, hints: Sequence[Address] = ()
    ) -> Address | None:
        """The address at which the server of that fingerprint answers, when `phase` says that it is lost. `hints`: where it
        was before."""
        if fingerprint is None or phase not in LOST:
            self._rest()
            return None
        if self._search_at is None:
            self._plan(now)
        elif now >= self._search_at:
            self._finder.search(self._interfaces(), hints, now, SEEK_ROUNDS_S)
            self._told.clear()
            self._plan(now)
        self._finder.poll(now)
        return None if self._told and phase is Phase.CONNECTING else self._answer(fingerprint)

    def hurry(self, now: float) -> None:
        """Another server answers in its place: it has moved, so look for it at once."""
        self._search_at, self._wait_s = now, SEEK_FIRST_S

    def close(self) -> None:
        """Free the sockets."""
        self._rest()

    def _answer(self, fingerprint: bytes) -> Address | None:
        """The fastest way first, then others."""
        for sighting in self._finder.sightings:
            if sighting.fingerprint == fingerprint:
                for place in (sighting.address, *self._finder.places(fingerprint)):
                    if place not in self._told:
                        self._told.add(place)
                        return place
        return None

    def _plan(self, now: float) -> None:
        self._search_at = now + self._wait_s * self._stretch()
        self._wait_s = min(self._wait_s * 2.0, SEEK_MAX_S)

    def _rest(self) -> None:
        if self._search_at is not None:
            self._finder.close()
            self._search_at, self._wait_s = None, SEEK_FIRST_S
            self._told.clear()
