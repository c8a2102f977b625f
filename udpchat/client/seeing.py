"""What a sighting means to this computer: a server it knows, a new one, or one that goes by the name of a known one."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto

from udpchat.client.known_servers import KnownServer
from udpchat.client.scout import Sighting
from udpchat.names import fold


class Acquaintance(Enum):
    """What this computer knows of a server that answered."""

    KNOWN = auto()  # pinned
    NEW = auto()
    TWIN = auto()  # the name of a known one, but another certificate


def acquaintance(fingerprint: bytes, name: str, known: Iterable[KnownServer]) -> Acquaintance:
    """How a server stands to the pinned ones."""
    servers = list(known)
    if any(server.fingerprint == fingerprint for server in servers):
        return Acquaintance.KNOWN
    return Acquaintance.TWIN if any(fold(server.name) == fold(name) for server in servers) else Acquaintance.NEW


def kind_of(seen: Sighting) -> str:
    """Who may come: room (with the password of the room), open (everybody makes an account), guests, accounts."""
    if seen.room:
        return "room"
    if seen.signup_open:
        return "open"
    return "guests" if seen.guests else "accounts"
