"""Which datagrams are text, from where they are taken, and how their bytes become a string."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from typing import Final

from udpchat import limits
from udpchat.driver import Address
from udpchat.server.throttle import is_loopback
from udpchat.words import Plain

MARK: Final = b"*udpchat*"
"""What a refusal begins with; never answered, so that two relays cannot go on refusing each other."""

_BEGINS_TEXT: Final = frozenset({0x09, 0x0A, 0x0D, *range(0x20, 0x7F), *range(0xC2, 0xF5)})
_OURS: Final = (MARK, b"{", b"Login berhasil!", b"USERNAME_TAKEN", b"Password salah!")


def is_text(data: bytes) -> bool:
    """Whether the first byte begins a text; a packet of the encrypted protocol begins with one that never does."""
    return bool(data) and data[0] in _BEGINS_TEXT


def is_answer(data: bytes) -> bool:
    """Whether it is what a relay says: from a stranger it gets no answer, or two relays would talk for ever."""
    return data.startswith(_OURS)


def decoded(data: bytes) -> str:
    """The text of a datagram, without its line end; bytes that are no UTF-8 become U+FFFD."""
    return data.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")


def is_taken(plain: Plain, ip: str) -> bool:
    """Whether the setting lets text from there in."""
    match plain:
        case "off":
            return False
        case "local":
            return is_loopback(ip)
        case "lan":
            return is_near(ip)


def may_be_answered(addr: Address) -> bool:
    """Whether anything at all is said to there: never to other networks, nor to the ports of old services."""
    return addr[1] >= limits.PRIVILEGED_PORT and is_near(addr[0])


@lru_cache(maxsize=1024)
def is_near(ip: str) -> bool:
    """An address of this computer or of a local network."""
    try:
        found = ipaddress.IPv4Address(ip)
    except ValueError:
        return False
    return (found.is_private or found.is_link_local) and not (found.is_multicast or found.is_unspecified or found.is_reserved)
