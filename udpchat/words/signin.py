"""Words of signing in, on the CONTROL channel, from the first frame to the welcome and the goodbye."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from udpchat import limits
from udpchat.words.bounds import (
    App,
    Code,
    Count,
    Detail,
    Epoch,
    Key,
    Name,
    OptionalToken,
    RawName,
    ResetToken,
    Salt,
    ScramText,
    ServerName,
    Token,
)

Who = Literal["account", "room"]
"""Whose password a SCRAM exchange proves."""

Signup = Literal["open", "room", "closed"]
"""Who may register: anybody, whoever knows the room password, nobody."""


@dataclass(frozen=True, slots=True)
class Hello:
    """Client: the first frame of every connection."""

    version: int
    app: App
    features: Annotated[tuple[Code, ...], Count(limits.FEATURES_COUNT)]


@dataclass(frozen=True, slots=True)
class ServerHello:
    """Server: the answer to Hello. `room`: there is a room password. `password_chars`: the least it needs."""

    version: int
    app: App
    name: ServerName
    epoch: Epoch
    signup: Signup
    guests: bool
    room: bool
    reset_token: ResetToken
    text_bytes: int
    password_chars: int


@dataclass(frozen=True, slots=True)
class ScramFirst:
    """Client: client-first-message of RFC 5802."""

    who: Who
    text: ScramText


@dataclass(frozen=True, slots=True)
class ScramChallenge:
    """Server: server-first-message."""

    who: Who
    text: ScramText


@dataclass(frozen=True, slots=True)
class ScramFinal:
    """Client: client-final-message."""

    who: Who
    text: ScramText


@dataclass(frozen=True, slots=True)
class ScramDone:
    """Server: server-final-message, its signature. For "account" a Welcome follows."""

    who: Who
    text: ScramText


@dataclass(frozen=True, slots=True)
class Register:
    """Client: a new account, as its SCRAM verifier. After a "room" exchange where the server asks for one."""

    name: RawName
    display: RawName
    country: RawName
    salt: Salt
    n: int
    r: int
    p: int
    stored_key: Key
    server_key: Key


@dataclass(frozen=True, slots=True)
class Recover:
    """Client: a new password, as its SCRAM verifier, for an account whose one-time code it was told."""

    name: RawName
    code: Code
    salt: Salt
    n: int
    r: int
    p: int
    stored_key: Key
    server_key: Key


@dataclass(frozen=True, slots=True)
class Recovered:
    """Server: the new password holds from now on, every session of the account has ended; sign in with it."""

    user: int


@dataclass(frozen=True, slots=True)
class JoinAsGuest:
    """Client: sign in without an account. An empty token asks for a new guest, another takes that guest over."""

    name: RawName
    token: OptionalToken


@dataclass(frozen=True, slots=True)
class TokenSignIn:
    """Client: sign in again with the login token of the last Welcome."""

    user: int
    token: Token


@dataclass(frozen=True, slots=True)
class Welcome:
    """Server: signed in. `token` replaces the former one, `head` is the newest seq, `at` the server's clock in ms."""

    user: int
    name: Name
    role: Code
    guest: bool
    session: int
    token: Token
    epoch: Epoch
    head: int
    lobby: int
    at: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Server: no to a request of signing in. The connection stays open for another try unless a close follows."""

    code: Code
    retry_after_s: int
    detail: Detail


@dataclass(frozen=True, slots=True)
class Bye:
    """Both: nothing more comes from here, the close that follows is meant. Server: `shutdown`, `replaced`, ..."""

    reason: Detail
