"""What the person who runs a server can choose, and the settings in force, which may change while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from udpchat import limits
from udpchat.catalogue import text
from udpchat.errors import BadAddress, BadPassword
from udpchat.names import clean_server_name
from udpchat.quotas import FileRules
from udpchat.scram import Verifier
from udpchat.sizes import size_words
from udpchat.words import ChangeSettings, Plain, RoomVerifier, Settings, Signup


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Settings of one relay. Rates of 0 mean no limit. Banned names are folded (`names.fold`), addresses are IPs.
    `plain_list`: plain-text clients may ask who is here without signing in.

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
    plain: Plain = "local"
    plain_idle_s: float = limits.PLAIN_IDLE_S
    plain_list: bool = False
    files: FileRules = FileRules()  # noqa: RUF009  (frozen)

    def __post_init__(self) -> None:
        if self.signup not in ("open", "room", "closed"):
            raise ValueError(f"signup must be open, room or closed, not {self.signup!r}")
        if self.signup == "room" and self.room_verifier is None:
            raise ValueError("sign-up with the room password needs a room password")


class InForce:
    """The settings as they are now; every service holds this object, so a change is in force with the next request."""

    __slots__ = ("settings", "version")

    def __init__(self, settings: ServerSettings) -> None:
        self.settings = settings
        self.version = 0
        """How often they were changed."""

    def change(self, settings: ServerSettings) -> None:
        """Put others in force."""
        self.settings = settings
        self.version += 1


def as_word(settings: ServerSettings) -> Settings:
    """What operators are told."""
    room = settings.room_verifier is not None
    return Settings(settings.name, settings.port, settings.signup, settings.guests, room, settings.plain, (settings.files,))


def changed(settings: ServerSettings, word: ChangeSettings) -> ServerSettings:
    """The settings after a change. Raises BadName, BadAddress (the port), BadPassword (of the room), BadRequest (files),
    ProtocolViolation."""
    if not 1 <= word.port <= limits.PORT_MAX:
        raise BadAddress(text("server.change.port_range", maximum=limits.PORT_MAX))
    room = settings.room_verifier if word.room_password == "keep" else None
    for given in word.room:
        room = _verifier(given)
    if word.signup == "room" and room is None:
        raise BadPassword(text("server.change.room_needed"))
    name = clean_server_name(word.name)
    plain = settings.plain if word.plain == "keep" else word.plain
    files = settings.files
    for wanted in word.files:
        files = wanted.checked()
    return replace(
        settings, name=name, port=word.port, signup=word.signup, guests=word.guests, room_verifier=room, plain=plain,
        files=files,
    )  # fmt: skip


def _verifier(given: RoomVerifier) -> Verifier:
    verifier = Verifier(given.salt, given.n, given.r, given.p, given.stored_key, given.server_key)
    verifier.check()
    return verifier


def difference(old: ServerSettings, new: ServerSettings) -> str:
    """What differs, for the log."""
    return ", ".join(_differences(old, new)) or text("server.change.nothing")


def _differences(old: ServerSettings, new: ServerSettings) -> Iterator[str]:
    if new.name != old.name:
        yield text("server.change.name", value=new.name)
    if new.port != old.port:
        yield text("server.change.port", value=new.port)
    if new.signup != old.signup:
        yield text("server.change.signup", value=new.signup)
    if new.guests != old.guests:
        yield text("server.change.guests_on" if new.guests else "server.change.guests_off")
    if new.room_verifier != old.room_verifier:
        yield text("server.change.room_set" if new.room_verifier else "server.change.room_none")
    if new.plain != old.plain:
        yield text(f"server.change.plain_{new.plain}")
    yield from _file_differences(old.files, new.files)


def _file_differences(old: FileRules, new: FileRules) -> Iterator[str]:
    for field in fields(FileRules):
        value = getattr(new, field.name)
        if value != getattr(old, field.name):
            shown = value if field.name == "days" else size_words(value)
            yield text(f"server.change.files_{field.name}", value=shown)
