"""What the person who runs a server can choose."""

from __future__ import annotations

from dataclasses import dataclass

from udpchat import limits
from udpchat.scram import Verifier
from udpchat.words import Signup


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Settings of one relay. Rates of 0 mean no limit. Banned names are folded (`names.fold`), addresses are IPs.

    Raises ValueError when sign-up with the room password is chosen but there is none.
    """

    name: str
    signup: Signup = "open"
    guests: bool = True
    room_verifier: Verifier | None = None
    rate_per_s: float = 10.0
    burst: int = 30
    bytes_per_s: float = 64 * 1024.0
    max_sessions: int = 2000
    password_chars: int = 6
    banned_users: frozenset[str] = frozenset()
    banned_addresses: frozenset[str] = frozenset()
    port: int = limits.DEFAULT_PORT

    def __post_init__(self) -> None:
        if self.signup not in ("open", "room", "closed"):
            raise ValueError(f"signup must be open, room or closed, not {self.signup!r}")
        if self.signup == "room" and self.room_verifier is None:
            raise ValueError("sign-up with the room password needs a room password")
