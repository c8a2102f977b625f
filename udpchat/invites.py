"""How a server is named to people: its address, an invite that pins its certificate, its fingerprint to read aloud.

    udpchat://192.168.1.10:11111/#<52 characters of base32>     an invite: address and the whole SHA-256 fingerprint
    udpchat-realm://lab@192.168.1.10:11111/#<52>.<52>           an invite to link two servers: name, fingerprint, secret
    K7QF-2M5X-T4PD-6WHJ                                         the first 80 bits of it, for comparing by eye

An invite may be copied carelessly: other case, line breaks inside, the scheme or the port left out. None of this can
send anybody to the wrong server, because the fingerprint decides. An address has no such check, so it is read strictly;
and what looks like an invite is never taken for an address, or a cut-off invite would silently lose its pin.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from typing import Final

from udpchat import limits
from udpchat.catalogue import text as say
from udpchat.errors import BadAddress, BadInvite, BadName
from udpchat.names import clean_realm_name

FINGERPRINT_BYTES: Final = 32
FINGERPRINT_CHARS: Final = 52
SCHEME: Final = "udpchat://"
REALM_SCHEME: Final = "udpchat-realm://"

_HUMAN_BYTES: Final = 10  # 80 bits: another key with the same 16 characters takes 2^80 tries
_BASE32: Final = re.compile(r"[A-Z2-7]{52}")
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMERIC: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")  # a last label that resolvers read as part of an IPv4 address
_OCTET: Final = re.compile(r"0|[1-9][0-9]{0,2}")
_PORT: Final = re.compile(r"[1-9][0-9]{0,4}")


@dataclass(frozen=True, slots=True)
class RealmInvite:
    """What an operator needs to link a server with this one. Whoever has it can do it once: the secret is in it."""

    name: str
    host: str
    port: int
    fingerprint: bytes
    secret: bytes = field(repr=False)

    def __str__(self) -> str:
        """The text that `parse_realm_invite` reads."""
        print, secret = _to_base32(self.fingerprint), _to_base32(self.secret)
        return f"{REALM_SCHEME}{self.name}@{self.host}:{self.port}/#{print}.{secret}"


@dataclass(frozen=True, slots=True)
class Invite:
    """Where a server is, and the SHA-256 of its certificate: whoever starts from one needs no trust at first sight."""

    host: str
    port: int
    fingerprint: bytes

    def __str__(self) -> str:
        """The text that `parse_invite` reads."""
        return f"{SCHEME}{self.host}:{self.port}/#{_to_base32(self.fingerprint)}"


def human_fingerprint(fingerprint: bytes) -> str:
    """The first 80 bits in four groups of base32 (RFC 4648: A-Z and 2-7, so no 0, 1, 8, 9 to mistake)."""
    text = _to_base32(fingerprint[:_HUMAN_BYTES])
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def parse_invite(text: str) -> Invite:
    """An invite as a person pasted it; the port is 11111 if it is left out.

    Raises:
        BadInvite: if the fingerprint or the address is missing, cut off or mistyped.
    """
    compact = _compact(text)
    if compact is None:
        raise BadInvite(say("invite.characters"))
    address, mark, fragment = compact.partition("#")
    if not mark:
        raise BadInvite(say("invite.no_fingerprint"))
    scheme, separator, rest = address.rpartition("://")
    if separator and f"{scheme}://".lower() == REALM_SCHEME:
        raise BadInvite(say("invite.for_servers"))
    if separator and f"{scheme}://".lower() != SCHEME:
        raise BadInvite(say("invite.scheme"))
    try:
        host, port = _address(rest.removesuffix("/"))
    except BadAddress as error:
        raise BadInvite(error.detail) from None
    return Invite(host, port, _fingerprint(fragment.upper()))


def parse_realm_invite(text: str) -> RealmInvite:
    """An invite to link two servers, as an operator pasted it.

    Raises:
        BadInvite: if anything is missing, cut off or mistyped.
    """
    wrong = BadInvite(say("realm.invite_bad"))
    compact = "".join(text.split())
    if len(compact) > 2 * limits.INVITE_CHARS or not compact.lower().startswith(REALM_SCHEME):
        raise wrong
    address, _, fragment = compact[len(REALM_SCHEME) :].partition("#")
    name, at, place = address.removesuffix("/").rpartition("@")
    print, dot, secret = fragment.upper().partition(".")
    if not at or not dot:
        raise wrong
    try:
        host, port = _address(place)
        return RealmInvite(clean_realm_name(name), _ipv4(host), port, _fingerprint(print), _fingerprint(secret))
    except (BadAddress, BadName) as error:
        raise BadInvite(error.detail) from None


def parse_address(text: str) -> tuple[str, int]:
    """`HOST` or `HOST:PORT`, the host an IPv4 address or a name in ASCII; the port is 11111 if it is left out.

    Space around it and the case of a name do not matter. Numbers that only look like IPv4 addresses are refused
    (`192.168.1`, `010.0.0.1`: resolvers disagree about them), and so are addresses that no single server can have.

    Raises:
        BadAddress: with the reason as its detail.
    """
    stripped = text.strip()
    if "/" in stripped or "#" in stripped:
        raise BadAddress(say("address.invite"))
    return _address(stripped)


def _compact(text: str) -> str | None:
    """Without any white space; None if no invite can look so. Checked before case is changed: ſ would become S."""
    if len(text) > limits.INVITE_CHARS:
        return None
    compact = "".join(text.split())
    return compact if compact.isascii() and compact.isprintable() else None


def _address(text: str) -> tuple[str, int]:
    if not text.isascii() or len(text) > limits.INVITE_CHARS:
        raise BadAddress(say("address.characters"))
    host, colon, port = text.partition(":")
    return _host(host.lower()), _port(port) if colon else limits.DEFAULT_PORT


def _port(text: str) -> int:
    if not _PORT.fullmatch(text) or int(text) > 65535:
        raise BadAddress(say("address.port"))
    return int(text)


def _host(host: str) -> str:
    labels = host.split(".")
    if _NUMERIC.fullmatch(labels[-1]):
        return _ipv4(host)
    if len(host) > limits.HOST_CHARS or not all(_LABEL.fullmatch(label) for label in labels):
        raise BadAddress(say("address.host"))
    return host


def _ipv4(host: str) -> str:
    octets = host.split(".")
    if len(octets) != 4 or not all(_OCTET.fullmatch(octet) and int(octet) <= 255 for octet in octets):
        raise BadAddress(say("address.numbers"))
    if not 1 <= int(octets[0]) <= 223:  # 0.x is "this network", 224 and up are groups and broadcast
        raise BadAddress(say("address.nobody"))
    return host


def _fingerprint(text: str) -> bytes:
    if len(text) != FINGERPRINT_CHARS:
        raise BadInvite(say("invite.length", count=FINGERPRINT_CHARS, found=len(text)))
    if not _BASE32.fullmatch(text):
        raise BadInvite(say("invite.letters"))
    try:
        fingerprint = base64.b32decode(text + "====")
    except binascii.Error:  # cannot happen to what matched, but the library decides
        raise BadInvite(say("invite.mistyped")) from None
    if _to_base32(fingerprint) != text:  # the last character carries one bit: only A and Q can stand there
        raise BadInvite(say("invite.last"))
    return fingerprint


def _to_base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=")
