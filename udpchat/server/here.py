"""What a relay says of itself to whoever looks for servers."""

from __future__ import annotations

from typing import Final

from udpchat.server.settings import ServerSettings
from udpchat.wire.packets import Here

ROOM_PASSWORD: Final = 1
SIGNUP_OPEN: Final = 2
GUESTS: Final = 4
TEXT: Final = 8
"""Flags of the answer."""


def here_of(chosen: ServerSettings, users: int, fingerprint: bytes) -> Here:
    """The answer with these settings."""
    flags = ROOM_PASSWORD if chosen.room_verifier is not None else 0
    flags |= SIGNUP_OPEN if chosen.signup != "closed" else 0
    flags |= GUESTS if chosen.guests else 0
    flags |= TEXT if chosen.plain == "lan" else 0
    return Here(flags, chosen.port, users, fingerprint, chosen.name)
