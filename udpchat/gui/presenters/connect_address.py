"""What a person typed or pasted as the address of a server: read strictly, and told kindly what is wrong with it.

An invite or `HOST:PORT` in the host field is taken as a whole: its port counts, and an invite also pins the certificate.
What looks like an invite is never read as an address, since a cut-off invite would silently lose its pin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from udpchat import limits
from udpchat.catalogue import text
from udpchat.errors import BadAddress, BadInvite
from udpchat.gui.presenters.connect_pages import Field
from udpchat.invites import REALM_SCHEME, human_fingerprint, parse_address, parse_invite

_NUMBERS: Final = re.compile(r"[0-9.]+")
_DIGITS: Final = re.compile(r"[0-9]{1,5}")
_PORT_MAX: Final = 65535


@dataclass(frozen=True, slots=True)
class Wanted:
    """The server that a person asks for: where, what it is called here, and the certificate it must show if known."""

    host: str
    port: int
    label: str
    pin: bytes | None = None
    invited: bool = False

    @property
    def numeric(self) -> bool:
        """Whether `host` is an IPv4 address already."""
        return bool(_NUMBERS.fullmatch(self.host))

    @property
    def place(self) -> str:
        """Host and port as people write them."""
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong, and at which field."""

    field: Field
    message: str


def recognise(host: str) -> tuple[str, str] | None:
    """A note about what stands in the host field, and the port that is part of it; None for a plain host."""
    if _looks_like_invite(host):
        try:
            invite = parse_invite(host)
        except BadInvite:
            return None
        shown = human_fingerprint(invite.fingerprint)
        return text("connect.invite.note", place=f"{invite.host}:{invite.port}", fingerprint=shown), str(invite.port)
    if ":" in host:
        try:
            name, port = parse_address(host)
        except BadAddress:
            return None
        return text("connect.address.note", host=name, port=port), str(port)
    return None


def read_address(host: str, port: str) -> Wanted | tuple[Flaw, ...]:
    """Both fields together; every flaw of them at once."""
    if _looks_like_invite(host):
        return _read_invite(host)
    flaws = [Flaw(Field.HOST, message)] if (message := _host_flaw(host.strip())) else []
    if ":" not in host and (message := _port_flaw(port.strip())):
        flaws.append(Flaw(Field.PORT, message))
    if flaws:
        return tuple(flaws)
    whole = host if ":" in host else f"{host.strip()}:{port.strip() or limits.DEFAULT_PORT}"
    try:
        name, number = parse_address(whole)
    except BadAddress:
        return (Flaw(Field.HOST, text("connect.host.bad")),)
    return Wanted(name, number, name)


def _looks_like_invite(host: str) -> bool:
    return "#" in host or "/" in host


def _read_invite(raw: str) -> Wanted | tuple[Flaw, ...]:
    try:
        invite = parse_invite(raw)
    except BadInvite:
        links_servers = raw.strip().lower().startswith(REALM_SCHEME)
        return (Flaw(Field.HOST, text("connect.invite.for_servers" if links_servers else "connect.invite.bad")),)
    return Wanted(invite.host, invite.port, invite.host, invite.fingerprint, invited=True)


def _host_flaw(host: str) -> str:
    """The sentence for the common slips; "" leaves the rest to `parse_address`."""
    if not host:
        return text("connect.host.empty")
    if host.count(":") > 1:
        return text("connect.host.ipv6")
    name, colon, port = host.partition(":")
    if colon and (flaw := _port_flaw(port) or ("" if port else text("connect.port.bad"))):
        return flaw
    return _numeric_flaw(name) if _NUMBERS.fullmatch(name) else ""


def _numeric_flaw(host: str) -> str:
    parts = host.split(".")
    if len(parts) != 4 or not all(parts):
        return text("connect.host.parts")
    if any(len(part) > 3 or int(part) > 255 for part in parts):
        return text("connect.host.range")
    if any(len(part) > 1 and part.startswith("0") for part in parts):
        return text("connect.host.zeros")
    if not 1 <= int(parts[0]) <= 223:
        return text("connect.host.nobody")
    return ""


def _port_flaw(port: str) -> str:
    """An empty port means the usual one."""
    if not port or (_DIGITS.fullmatch(port) and port[0] != "0" and int(port) <= _PORT_MAX):
        return ""
    return text("connect.port.bad")
