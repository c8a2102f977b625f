"""What the relay reports: frozen log events. `str(event)` is one safe line; none ever holds a password, token or text.

Each kind has a `level` (how much it matters) and a `topic` (what it is about), for whoever filters the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from udpchat import limits
from udpchat.catalogue import text
from udpchat.driver import Address
from udpchat.sanitize import one_line
from udpchat.words import Level

_REASON_CHARS = 200


@dataclass(frozen=True, slots=True)
class Joined:
    """A session was welcomed."""

    level: ClassVar[Level] = "info"
    topic: ClassVar[str] = "people"
    name: str
    addr: Address
    guest: bool
    plain: bool = False

    def __str__(self) -> str:
        key = "server.log.joined_guest" if self.guest else "server.log.joined"
        line = text(key, name=_line(self.name), addr=_place(self.addr))
        return text("plain.log.joined", line=line) if self.plain else line


@dataclass(frozen=True, slots=True)
class Left:
    """A welcomed session is gone; `reason` is the close code's name in small letters."""

    level: ClassVar[Level] = "info"
    topic: ClassVar[str] = "people"
    name: str
    reason: str

    def __str__(self) -> str:
        return text("server.log.left", name=_line(self.name), reason=_line(self.reason))


@dataclass(frozen=True, slots=True)
class Relayed:
    """A message was committed and sent on."""

    level: ClassVar[Level] = "info"
    topic: ClassVar[str] = "message"
    name: str
    size_bytes: int
    conversation: int

    def __str__(self) -> str:
        name = _line(self.name) or text("server.log.operator")
        return text("server.log.relayed", name=name, size=self.size_bytes)


@dataclass(frozen=True, slots=True)
class Did:
    """Somebody (the operator has no name) made, changed or ended something that others notice. `what`: the word's name."""

    level: ClassVar[Level] = "info"
    topic: ClassVar[str] = "order"
    name: str
    what: str
    detail: str

    def __str__(self) -> str:
        name = _line(self.name) or text("server.log.operator")
        return text(f"server.did.{self.what}", name=name, detail=_line(self.detail)).rstrip(" :")


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody was told no. `name` may be empty, or what the peer claims to be called."""

    level: ClassVar[Level] = "warn"
    topic: ClassVar[str] = "refused"
    addr: Address
    name: str
    code: str
    detail: str

    def __str__(self) -> str:
        name = _line(self.name) or text("server.log.nobody")
        values = {"name": name, "addr": _place(self.addr), "code": self.code, "detail": _line(self.detail)}
        return text("server.log.refused", **values).rstrip()


@dataclass(frozen=True, slots=True)
class Cut:
    """The relay closed a connection because of what its peer did: a broken protocol, a flood."""

    level: ClassVar[Level] = "warn"
    topic: ClassVar[str] = "closed"
    addr: Address
    reason: str

    def __str__(self) -> str:
        return text("server.log.closed", addr=_place(self.addr), reason=_line(self.reason))


@dataclass(frozen=True, slots=True)
class Failed:
    """Something of our own went wrong: a commit, a read, a bug."""

    level: ClassVar[Level] = "error"
    topic: ClassVar[str] = "fault"
    text: str

    def __str__(self) -> str:
        return text("server.log.failed", text=_line(self.text))


@dataclass(frozen=True, slots=True)
class Suppressed:
    """More events of this kind in this second are not reported."""

    level: ClassVar[Level] = "info"
    topic: ClassVar[str] = "log"
    kind: str

    def __str__(self) -> str:
        return text("server.log.suppressed", kind=self.kind)


@dataclass(frozen=True, slots=True)
class Started:
    """The relay listens."""

    level: ClassVar[Level] = "info"
    topic: ClassVar[str] = "server"
    addr: Address

    def __str__(self) -> str:
        return text("server.log.started", addr=_place(self.addr))


@dataclass(frozen=True, slots=True)
class Stopping:
    """An operator ends the relay."""

    level: ClassVar[Level] = "info"
    topic: ClassVar[str] = "server"
    reason: str

    def __str__(self) -> str:
        return text("server.log.stopping", reason=_line(self.reason)).rstrip(" :")


@dataclass(frozen=True, slots=True)
class Moving:
    """The relay goes to another port."""

    level: ClassVar[Level] = "info"
    topic: ClassVar[str] = "server"
    port: int

    def __str__(self) -> str:
        return text("server.log.moving", port=self.port)


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that the person who runs the relay should know, in a sentence."""

    level: ClassVar[Level] = "warn"
    topic: ClassVar[str] = "server"
    sentence: str

    def __str__(self) -> str:
        return one_line(self.sentence, limits.LOG_TEXT_CHARS)


@dataclass(frozen=True, slots=True)
class OperatorCame:
    """An operator signed in."""

    level: ClassVar[Level] = "info"
    topic: ClassVar[str] = "operator"
    addr: Address

    def __str__(self) -> str:
        return text("server.log.operator_came", addr=_place(self.addr))


@dataclass(frozen=True, slots=True)
class OperatorLeft:
    """An operator is gone; `reason` as in `Left`."""

    level: ClassVar[Level] = "info"
    topic: ClassVar[str] = "operator"
    reason: str

    def __str__(self) -> str:
        return text("server.log.operator_left", reason=_line(self.reason))


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """The settings in force are others; `what` names each that differs, with its new value."""

    level: ClassVar[Level] = "info"
    topic: ClassVar[str] = "settings"
    what: str

    def __str__(self) -> str:
        return text("server.log.settings", what=_line(self.what))


@dataclass(frozen=True, slots=True)
class SettingsKept:
    """A change of settings was refused."""

    level: ClassVar[Level] = "warn"
    topic: ClassVar[str] = "settings"
    code: str
    detail: str

    def __str__(self) -> str:
        return text("server.log.settings_kept", code=self.code, detail=_line(self.detail)).rstrip()


@dataclass(frozen=True, slots=True)
class RealmTold:
    """Something about a link to another server, in a sentence."""

    level: ClassVar[Level] = "info"
    topic: ClassVar[str] = "realm"
    sentence: str

    def __str__(self) -> str:
        return one_line(self.sentence, limits.LOG_TEXT_CHARS)


@dataclass(frozen=True, slots=True)
class RealmTrouble:
    """The same, where the operator may have to do something."""

    level: ClassVar[Level] = "warn"
    topic: ClassVar[str] = "realm"
    sentence: str

    def __str__(self) -> str:
        return one_line(self.sentence, limits.LOG_TEXT_CHARS)


LogEvent = (
    Joined
    | Left
    | Relayed
    | Did
    | Refused
    | Cut
    | Failed
    | Suppressed
    | Started
    | Stopping
    | Moving
    | Warned
    | OperatorCame
    | OperatorLeft
    | SettingsChanged
    | SettingsKept
    | RealmTold
    | RealmTrouble
)


def _line(raw: str) -> str:
    return one_line(raw, _REASON_CHARS)


def _place(addr: Address) -> str:
    return f"{addr[0]}:{addr[1]}"
