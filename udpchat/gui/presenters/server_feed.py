"""What the presenter of the server window is fed with: the status of the process, and what its operator hears from it.

The protocols name only what is read, so that words off the wire and rows made by a test fit alike.
"""

from __future__ import annotations

from typing import Literal, Protocol

from udpchat.operate.states import Failure, State, Status
from udpchat.quotas import FileRules

__all__ = [
    "Failure",
    "Figures",
    "Interface",
    "Level",
    "LogLine",
    "Plain",
    "SessionRow",
    "Settings",
    "Signup",
    "State",
    "Status",
    "Welcome",
]

Level = Literal["debug", "info", "warn", "error"]
Signup = Literal["open", "room", "closed"]
Plain = Literal["off", "local", "lan"]


class Welcome(Protocol):
    """Signed in as operator. Times in ms of the server's clock."""

    @property
    def app(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def started_at(self) -> int: ...
    @property
    def at(self) -> int: ...
    @property
    def folder(self) -> str: ...


class Settings(Protocol):
    """The settings in force. `room`: there is a room password."""

    @property
    def name(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def signup(self) -> Signup: ...
    @property
    def guests(self) -> bool: ...
    @property
    def room(self) -> bool: ...
    @property
    def plain(self) -> Plain: ...
    @property
    def files(self) -> tuple[FileRules, ...]: ...


class LogLine(Protocol):
    """One line of the log; `at` in ms."""

    @property
    def number(self) -> int: ...
    @property
    def at(self) -> int: ...
    @property
    def level(self) -> Level: ...
    @property
    def topic(self) -> str: ...
    @property
    def text(self) -> str: ...


class SessionRow(Protocol):
    """One signed-in connection. Round trip in microseconds (0: not known yet), `since` in ms of the server's clock."""

    @property
    def session(self) -> int: ...
    @property
    def user(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def guest(self) -> bool: ...
    @property
    def role(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def rtt_us(self) -> int: ...
    @property
    def since(self) -> int: ...
    @property
    def posts(self) -> int: ...
    @property
    def sent(self) -> int: ...
    @property
    def lost(self) -> int: ...
    @property
    def plain(self) -> bool: ...


class Figures(Protocol):
    """Counts since the start of the process; `at` in ms. `outside`: other computers that ever reached it."""

    @property
    def at(self) -> int: ...
    @property
    def online(self) -> int: ...
    @property
    def accounts(self) -> int: ...
    @property
    def posts(self) -> int: ...
    @property
    def datagrams_out(self) -> int: ...
    @property
    def bytes_in(self) -> int: ...
    @property
    def bytes_out(self) -> int: ...
    @property
    def lost(self) -> int: ...
    @property
    def outside(self) -> int: ...


class Interface(Protocol):
    """One IPv4 address of this computer; the likeliest comes first."""

    @property
    def name(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def kind(self) -> str: ...
