"""Where to connect, and as whom: the two values that a shell hands to the client core."""

from __future__ import annotations

from dataclasses import dataclass, field

from udpchat.driver import Address


@dataclass(frozen=True, slots=True)
class Target:
    """A server as the person named it: its address now, the words they typed, and what is known of its certificate.

    Fingerprints are the SHA-256 of the certificate, 32 bytes. An unknown certificate that none of them names becomes a
    question.
    """

    address: Address
    label: str
    pin: bytes | None = None  # from an invite, or of the remembered server that was chosen: no other may answer
    trust: bool = False  # pin an unknown certificate without asking; a changed one is still asked about
    prove: bytes | None = None  # may answer a sign-in by password, since SCRAM proves the server; pinned once it did
    local_pin: bytes | None = None  # of a data folder on this very computer: may answer without a question


@dataclass(frozen=True, slots=True)
class AccountSignIn:
    """The password of an account. Unless `keep`, nothing of it stays on this computer after signing out."""

    name: str
    password: str = field(repr=False)
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Registration:
    """A new account; the room password matters only where the server asks for it."""

    name: str
    password: str = field(repr=False)
    display: str = ""
    country: str = ""
    room_password: str = field(default="", repr=False)
    keep: bool = False


@dataclass(frozen=True, slots=True)
class GuestSignIn:
    """A name for one session, and the room password where the server has one."""

    name: str
    room_password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class KeptSignIn:
    """An account that was signed in with `keep`: only its stored token is used, so this needs no password."""

    name: str


@dataclass(frozen=True, slots=True)
class Recovery:
    """An account whose password was forgotten: the one-time code of the operator, and the password from now on."""

    name: str
    code: str = field(repr=False)
    password: str = field(repr=False)
    keep: bool = False


Credentials = AccountSignIn | Registration | GuestSignIn | KeptSignIn | Recovery


def keeps(credentials: Credentials) -> bool:
    """Whether the token and the cache may outlive the sign-out."""
    match credentials:
        case AccountSignIn(keep=keep) | Registration(keep=keep) | Recovery(keep=keep):
            return keep
        case GuestSignIn():
            return False
        case KeptSignIn():
            return True
