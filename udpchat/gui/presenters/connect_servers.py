"""The list of servers: what discovery sees and what this computer remembers, as one row for each certificate.

Rows keep their places: remembered servers first, the one used last on top, then strangers as they appear. A row that
jumped away under the mouse would make people connect to the wrong server.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from udpchat import limits
from udpchat.catalogue import text
from udpchat.client.known_servers import KnownServer
from udpchat.client.scout import Sighting
from udpchat.client.seeing import kind_of
from udpchat.driver import Address
from udpchat.gui.presenters.connect_address import Wanted
from udpchat.gui.presenters.connect_pages import Mark, ServerRow
from udpchat.names import fold
from udpchat.sanitize import one_line


class ServerBook:
    """Everything that can be chosen from. Keys of rows are fingerprints in hex."""

    def __init__(self) -> None:
        self._known: dict[bytes, KnownServer] = {}
        self._last: bytes | None = None
        self._invited: set[bytes] = set()
        self._seen: dict[bytes, tuple[Sighting, float]] = {}

    def remember(self, known: Sequence[KnownServer], last: bytes | None) -> None:
        """The pins, the one met last at the end; `last` is the server to begin with."""
        self._known = {server.fingerprint: server for server in known}
        newest = next(reversed(self._known), None)
        self._last = last if last in self._known else newest

    def met(self, server: KnownServer) -> None:
        """The client has pinned a server meanwhile; its address belongs to nobody else any more."""
        address = server.addresses[0]
        for other in tuple(self._known.values()):
            if address in other.addresses and other.fingerprint != server.fingerprint:
                left = tuple(one for one in other.addresses if one != address)
                self._known[other.fingerprint] = replace(other, addresses=left)
        self._known.setdefault(server.fingerprint, server)

    def invited(self, fingerprint: bytes) -> None:
        """The certificate of an invite: wherever that server is found, it must show it."""
        self._invited.add(fingerprint)

    def saw(self, sightings: Sequence[Sighting], now: float) -> bool:
        """Take what discovery found; whether anything is to be shown anew."""
        for sighting in sightings:
            self._seen[sighting.fingerprint] = (sighting, now)
        return bool(sightings)

    def forget_silent(self, now: float, keep: str | None) -> bool:
        """Drop who has not answered for some searches, except the chosen one; whether anything went."""
        silent = [
            fingerprint
            for fingerprint, (_, seen_at) in self._seen.items()
            if now - seen_at > limits.SIGHTING_LIFE_S and (fingerprint in self._known or fingerprint.hex() != keep)
        ]
        for fingerprint in silent:
            del self._seen[fingerprint]
        return bool(silent)

    @property
    def remembered(self) -> tuple[KnownServer, ...]:
        """Every pinned server."""
        return tuple(self._known.values())

    @property
    def last_key(self) -> str | None:
        """The row of the server used last."""
        return self._last.hex() if self._last else None

    @property
    def hints(self) -> tuple[Address, ...]:
        """Where remembered servers were met, and where others answered: asked even where no broadcast goes."""
        met = [address for server in self._remembered() for address in server.addresses]
        return tuple(dict.fromkeys([*met, *(seen.address for seen, _ in self._seen.values())]))

    @property
    def near_count(self) -> int:
        """How many servers answer."""
        return len(self._seen)

    def rows(self) -> tuple[ServerRow, ...]:
        """The cards in their order."""
        remembered = self._remembered()
        listed = {server.fingerprint for server in remembered}
        rows = [self._remembered_row(server) for server in remembered]
        return (*rows, *(self._row(one) for key, (one, _) in self._seen.items() if key not in listed))

    def wanted(self, key: str) -> Wanted | None:
        """What choosing that row means: known servers must show their certificate."""
        fingerprint = bytes.fromhex(key)
        seen, known = self._seen.get(fingerprint), self._known.get(fingerprint)
        if seen:
            host, port = seen[0].address
        elif known and known.addresses:
            host, port = known.addresses[0]
        else:
            return None
        name = known.name if known else seen[0].name if seen else host
        pinned = known is not None or fingerprint in self._invited
        return Wanted(host, port, one_line(name, limits.DISPLAY_CHARS), fingerprint if pinned else None)

    def sees(self, fingerprint: bytes) -> bool:
        """Whether that server answers just now."""
        return fingerprint in self._seen

    def place_of(self, fingerprint: bytes) -> Address | None:
        """Where that server answered last."""
        seen = self._seen.get(fingerprint)
        return seen[0].address if seen else None

    def known(self, fingerprint: bytes) -> KnownServer | None:
        """The pinned server of that certificate."""
        return self._known.get(fingerprint)

    def known_at(self, address: Address) -> KnownServer | None:
        """The pinned server that was last met there."""
        return next((server for server in self._known.values() if address in server.addresses), None)

    def twin(self, fingerprint: bytes, name: str) -> KnownServer | None:
        """A known server of the same name that a stranger could be taken for."""
        if fingerprint in self._known:
            return None
        return next((server for server in self._known.values() if fold(server.name) == fold(name)), None)

    def _remembered(self) -> list[KnownServer]:
        """The newest, the last used one first."""
        newest = [server for server in reversed(self._known.values()) if server.addresses]
        newest.sort(key=lambda server: server.fingerprint != self._last)
        return newest[: limits.REMEMBERED_SHOWN_COUNT]

    def _remembered_row(self, server: KnownServer) -> ServerRow:
        seen = self._seen.get(server.fingerprint)
        if seen:
            return self._row(seen[0])
        return ServerRow(
            key=server.fingerprint.hex(),
            name=one_line(server.name, limits.DISPLAY_CHARS),
            address=_place(server.addresses[0]),
            online="",
            detail=text("connect.row.silent"),
            mark=Mark.KNOWN,
            last_used=server.fingerprint == self._last,
            answering=False,
        )

    def _row(self, seen: Sighting) -> ServerRow:
        known = self._known.get(seen.fingerprint)
        rtt_ms = max(1, round(seen.rtt_s * 1000))
        return ServerRow(
            key=seen.fingerprint.hex(),
            name=one_line(known.name if known else seen.name, limits.DISPLAY_CHARS),
            address=_place(seen.address),
            online=text("connect.row.online", count=seen.online),
            detail=text("connect.row.detail", count=rtt_ms, kind=text(f"connect.row.{kind_of(seen)}")),
            mark=self._mark(seen),
            last_used=seen.fingerprint == self._last,
        )

    def _mark(self, seen: Sighting) -> Mark:
        if seen.fingerprint in self._known:
            return Mark.KNOWN
        return Mark.TWIN if self.twin(seen.fingerprint, seen.name) else Mark.NEW


def _place(address: Address) -> str:
    return f"{address[0]}:{address[1]}"
