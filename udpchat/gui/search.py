"""The search for servers as the connect window wants it: on the interfaces that this computer has at that moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from udpchat import limits
from udpchat.client.scout import Sighting
from udpchat.driver import Address
from udpchat.net.finder import Finder
from udpchat.net.interfaces import Interface, interfaces


class NetworkSearch:
    """A `Finder` that asks for the interfaces anew with every search."""

    def __init__(self, interfaces: Callable[[], Sequence[Interface]] = interfaces) -> None:
        self._interfaces = interfaces
        self._finder = Finder()
        self._found: tuple[Interface, ...] = ()
        self._look_at = 0.0

    @property
    def searching(self) -> bool:
        """Whether answers are still waited for."""
        return self._finder.searching

    @property
    def networks(self) -> tuple[str, ...]:
        """Names of the interfaces that the search goes out on."""
        return tuple(dict.fromkeys(one.name for one in self._found))

    @property
    def swept(self) -> tuple[int, int] | None:
        """How many addresses of how many a sweep has asked; None without one."""
        return self._finder.swept

    def search(self, hints: Sequence[Address], now: float) -> None:
        """Begin anew; `hints` are addresses where a server may be."""
        self._look(now)
        self._finder.search(self._found, hints, now)

    def sweep(self, hints: Sequence[Address], now: float) -> None:
        """Begin anew, and ask each address of the own networks too."""
        self._look(now)
        self._finder.sweep(self._found, hints, now)

    def changed(self, now: float) -> bool:
        """Whether this computer is on other networks than at the last search: a cable was plugged in, a Wi-Fi joined."""
        if now < self._look_at:
            return False
        self._look_at = now + limits.NETWORK_LOOK_S
        return _known(self._interfaces()) != _known(self._found)

    def _look(self, now: float) -> None:
        self._found, self._look_at = tuple(self._interfaces()), now + limits.NETWORK_LOOK_S

    def poll(self, now: float) -> Sequence[Sighting]:
        """Send what is due; sightings that are new or have changed."""
        return self._finder.poll(now)

    def close(self) -> None:
        """Free the sockets."""
        self._finder.close()


def _known(found: Sequence[Interface]) -> frozenset[tuple[str, str]]:
    """Names and addresses; their order may change by itself."""
    return frozenset((one.name, one.address) for one in found)
