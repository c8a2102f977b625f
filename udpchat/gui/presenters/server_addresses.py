"""Where people find this server: its addresses with their interfaces, its fingerprint, its invite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.presenters.server_feed import Interface
from udpchat.invites import Invite, human_fingerprint
from udpchat.limits import DEFAULT_PORT

WILDCARD: Final = "0.0.0.0"
KINDS: Final = ("ethernet", "wifi", "vpn", "virtual")


@dataclass(frozen=True, slots=True)
class Place:
    """One address as people type it, and the interface that it belongs to."""

    address: str
    interface: str


@dataclass(frozen=True, slots=True)
class Places:
    """What to tell people. `first` is None on a computer without a network; `invite` then leads to this computer."""

    name: str = ""
    first: Place | None = None
    others: tuple[Place, ...] = ()
    fingerprint: str = ""
    invite: str = ""
    only_here: bool = False  # it listens for programs on this computer alone


def places(name: str, host: str, port: int, fingerprint: bytes | None, found: Sequence[Interface]) -> Places:
    """`host` is the address that the relay is bound to; bound to one address it can be reached there only."""
    if host not in ("", WILDCARD):
        found = [one for one in found if one.address == host]
    listed = tuple(Place(with_port(one.address, port), _interface(one)) for one in found)
    if not listed and host not in ("", WILDCARD):
        listed = (Place(with_port(host, port), ""),)
    first_host = found[0].address if found else host if host not in ("", WILDCARD) else "127.0.0.1"
    return Places(
        name=name,
        first=listed[0] if listed else None,
        others=listed[1:],
        fingerprint="" if fingerprint is None else human_fingerprint(fingerprint),
        invite="" if fingerprint is None else str(Invite(first_host, port, fingerprint)),
        only_here=host.startswith("127."),
    )


def with_port(address: str, port: int) -> str:
    """As people type it: the usual port is left out."""
    return address if port == DEFAULT_PORT else f"{address}:{port}"


def _interface(one: Interface) -> str:
    if one.kind not in KINDS:
        return one.name
    return text("operator.place.interface", kind=text(f"operator.place.{one.kind}"), name=one.name)
