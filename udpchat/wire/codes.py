"""The numbers of the protocol that appear in its interface (PROTOCOL.md, *Close codes*)."""

from __future__ import annotations

from enum import IntEnum


class CloseCode(IntEnum):
    """Why a connection ended. Codes up to REKEY travel in CLOSE; the others are said by this side alone."""

    BYE = 0
    IDLE = 1
    PROTOCOL = 2
    TLS = 3
    LOGIN_TIMEOUT = 4
    FLOOD = 5
    SHUTDOWN = 6
    REPLACED = 7
    VERSION = 8
    INTERNAL = 9
    REKEY = 10
    RESET = 11
    UNREACHABLE = 12
    PIN = 13


def close_code(number: int) -> CloseCode:
    """The code of a CLOSE frame; a number that this version does not know reads as INTERNAL."""
    return CloseCode(number) if number <= CloseCode.REKEY else CloseCode.INTERNAL
