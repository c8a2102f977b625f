"""The search for servers as the connect window wants it: on the interfaces that this computer has at that moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from udpchat.client.scout import Sighting
from udpchat.driver import Address
from udpchat.net.finder import Finder
from udpchat.net.interfaces import Interface, interfaces


class NetworkSearch:
    """A `Finder` that asks for the interfaces anew with every search."""

    def __init__(self, interfaces: Callable[[], Sequence[Interface]] = interfaces) -> None:
        self._interfaces = interfaces
        self._finder = Finder()
        self._networks: tuple[str, ...] = ()

    @property
    def searching(self) -> bool:
        """Whether answers are still waited for."""
        return self._finder.searching

    @property
    def networks(self) -> tuple[str, ...]:
        """Names of the interfaces that the search goes out on."""
        return self._networks

    def search(self, hints: Sequence[Address], now: float) -> None:
        """Begin anew; `hints` are addresses where a server may be."""
        found = self._interfaces()
        self._networks = tuple(dict.fromkeys(one.name for one in found))
        self._finder.search(found, hints, now)

    def poll(self, now: float) -> Sequence[Sighting]:
        """Send what is due; sightings that are new or have changed."""
        return self._finder.poll(now)

    def close(self) -> None:
        """Free the sockets."""
        self._finder.close()
