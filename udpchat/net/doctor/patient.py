"""What the doctor is asked to look at."""

from __future__ import annotations

from dataclasses import dataclass, field

from udpchat.client.target import AccountSignIn


@dataclass(frozen=True, slots=True)
class Patient:
    """The server that a person names. `pin`: the certificate it must show; `credentials`: a sign-in to be tried."""

    host: str
    port: int
    pin: bytes | None = None
    credentials: AccountSignIn | None = field(default=None, repr=False)

    @property
    def label(self) -> str:
        """As people write it."""
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class LocalServer:
    """The server of a data folder on this computer, if one runs. `host`: what it is bound to."""

    host: str
    port: int
    fingerprint: bytes
    name: str


def nobody() -> LocalServer | None:
    """For those who know of no data folder."""
    return None
