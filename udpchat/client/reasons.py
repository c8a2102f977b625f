"""Why a connection ended, as a sentence."""

from __future__ import annotations

from typing import Final

from udpchat.catalogue import text
from udpchat.wire.codes import CloseCode

_WORDS: Final = {
    CloseCode.BYE: "bye",
    CloseCode.IDLE: "idle",
    CloseCode.PROTOCOL: "protocol",
    CloseCode.TLS: "tls",
    CloseCode.LOGIN_TIMEOUT: "sign_in",
    CloseCode.FLOOD: "flood",
    CloseCode.SHUTDOWN: "shutdown",
    CloseCode.INTERNAL: "internal",
    CloseCode.RESET: "reset",
    CloseCode.UNREACHABLE: "unreachable",
}


def key_of(code: CloseCode) -> str:
    """The last part of the catalogue's key, `client.lost.KEY`."""
    return _WORDS.get(code, "bye")


def lost(key: str, server: str) -> str:
    """What happened to the connection to that server, as the person named it."""
    return text(f"client.lost.{key}", server=server)
