"""Words between a relay and those who run it: settings, people, figures, the log, and the end of the process.

An operator signs in with the token of the data folder instead of an account, from this computer only, and is nobody
online. After the welcome the relay streams, unasked: the settings, the last lines of the log and each new one, the table
of sessions as changes of latest values, and figures once a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from udpchat import limits
from udpchat.quotas import FileRules
from udpchat.words.bounds import (
    AddressText,
    App,
    Code,
    Count,
    Detail,
    Key,
    LogText,
    Name,
    PathText,
    Salt,
    ServerName,
    Token,
)
from udpchat.words.signin import Signup

Plain = Literal["off", "local", "lan"]
"""Whose plain-text datagrams are taken: nobody's, those of this computer, those of the local network."""

Level = Literal["debug", "info", "warn", "error"]
"""How much a line of the log matters."""


@dataclass(frozen=True, slots=True)
class OperatorSignIn:
    """Client, after ServerHello: the operator's token of the data folder. Refused from any other computer."""

    token: Token


@dataclass(frozen=True, slots=True)
class OperatorWelcome:
    """Server: signed in as operator. Where it listens, since when (ms of its clock), its clock now, its data folder."""

    app: App
    host: AddressText
    port: int
    started_at: int
    at: int
    folder: PathText


@dataclass(frozen=True, slots=True)
class RoomVerifier:
    """The room password as its SCRAM verifier; the password itself never leaves the operator's window."""

    salt: Salt
    n: int
    r: int
    p: int
    stored_key: Key
    server_key: Key


@dataclass(frozen=True, slots=True)
class Settings:
    """Server: the settings in force, after the welcome and after every change. `room`: there is a room password.

    `files` is left out by servers that take none.
    """

    name: ServerName
    port: int
    signup: Signup
    guests: bool
    room: bool
    plain: Plain = "local"
    files: Annotated[tuple[FileRules, ...], Count(1)] = ()


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """Operator: all settings as they should be. `room_password` says what becomes of it; `room` holds it for "set".

    Without `files` those stay as they are.
    """

    name: ServerName
    port: int
    signup: Signup
    guests: bool
    room_password: Literal["keep", "none", "set"]
    room: Annotated[tuple[RoomVerifier, ...], Count(1)]
    plain: Literal["keep", "off", "local", "lan"] = "keep"
    files: Annotated[tuple[FileRules, ...], Count(1)] = ()

    def consistent(self) -> bool:
        """Is there a verifier exactly when one is to be set?"""
        return (self.room_password == "set") == bool(self.room)


@dataclass(frozen=True, slots=True)
class SettingsRefused:
    """Server: the settings stay as they were, with the code and detail of an error (a port in use, a bad name)."""

    code: Code
    detail: Detail


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log; `number` counts from the start of the process, so that gaps show. `at` in ms."""

    number: int
    at: int
    level: Level
    topic: Code
    text: LogText


@dataclass(frozen=True, slots=True)
class LogLines:
    """Server: lines of the log, ascending."""

    lines: Annotated[tuple[LogLine, ...], Count(limits.LOG_PAGE_COUNT)]


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One signed-in connection. Round trip in microseconds (0: not known yet), `since` in ms of the server's clock.

    `plain`: it is of plain text, which everybody on the way can read.
    """

    session: int
    user: int
    name: Name
    guest: bool
    role: Code
    address: AddressText
    rtt_us: int
    since: int
    posts: int
    sent: int
    lost: int
    plain: bool = False


@dataclass(frozen=True, slots=True)
class SessionRows:
    """Server: sessions that are new or have changed, and the numbers of those that are gone."""

    rows: Annotated[tuple[SessionRow, ...], Count(limits.SESSION_ROWS_COUNT)]
    gone: Annotated[tuple[int, ...], Count(limits.SESSION_ROWS_COUNT)]


@dataclass(frozen=True, slots=True)
class Figures:
    """Server, once a second: counts since the start of the process. `outside`: other computers that ever reached it."""

    at: int
    online: int
    accounts: int
    posts: int
    datagrams_in: int
    datagrams_out: int
    bytes_in: int
    bytes_out: int
    lost: int
    outside: int


@dataclass(frozen=True, slots=True)
class StopServer:
    """Operator: say goodbye to everybody and end the process; the reason goes into the log."""

    reason: Detail


@dataclass(frozen=True, slots=True)
class Moved:
    """Server, to everybody: from now on it listens on this port; connect there at once."""

    port: int
