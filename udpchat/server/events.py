"""What the relay reports: frozen log events. `str(event)` is one safe line; none ever holds a password, token or text."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from udpchat import limits
from udpchat.catalogue import text
from udpchat.driver import Address
from udpchat.sanitize import one_line

_REASON_CHARS = 200


@dataclass(frozen=True, slots=True)
class Joined:
    """A session was welcomed."""

    name: str
    addr: Address
    guest: bool

    def __str__(self) -> str:
        key = "server.log.joined_guest" if self.guest else "server.log.joined"
        return text(key, name=_line(self.name), addr=_place(self.addr))


@dataclass(frozen=True, slots=True)
class Left:
    """A welcomed session is gone; `reason` is the close code's name in small letters."""

    name: str
    reason: str

    def __str__(self) -> str:
        return text("server.log.left", name=_line(self.name), reason=_line(self.reason))


@dataclass(frozen=True, slots=True)
class Relayed:
    """A message was committed and sent on."""

    name: str
    size_bytes: int
    conversation: int

    def __str__(self) -> str:
        return text("server.log.relayed", name=_line(self.name), size=self.size_bytes)


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody was told no. `name` may be empty, or what the peer claims to be called."""

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

    addr: Address
    reason: str

    def __str__(self) -> str:
        return text("server.log.closed", addr=_place(self.addr), reason=_line(self.reason))


@dataclass(frozen=True, slots=True)
class Failed:
    """Something of our own went wrong: a commit, a read, a bug."""

    text: str

    def __str__(self) -> str:
        return text("server.log.failed", text=_line(self.text))


@dataclass(frozen=True, slots=True)
class Suppressed:
    """More events of this kind in this second are not reported."""

    kind: str

    def __str__(self) -> str:
        return text("server.log.suppressed", kind=self.kind)


LogEvent = Joined | Left | Relayed | Refused | Cut | Failed | Suppressed


def _line(raw: str) -> str:
    return one_line(raw, _REASON_CHARS)


def _place(addr: Address) -> str:
    return f"{addr[0]}:{addr[1]}"


class EventLog:
    """The events not yet pulled: bounded, and so many per second and reason. Reasons are class names and refusal codes."""

    def __init__(self) -> None:
        self._events: deque[LogEvent] = deque()
        self._seconds: dict[str, tuple[float, int]] = {}

    def add(self, event: LogEvent, now: float) -> None:
        """Queue it, unless its reason was reported too often within this second."""
        kind = event.code if isinstance(event, Refused) else type(event).__name__.lower()
        since, count = self._seconds.get(kind, (now, 0))
        if now - since >= 1.0:
            since, count = now, 0
        self._seconds[kind] = (since, count + 1)
        if count < limits.LOG_LINES_PER_S:
            self._append(event)
        elif count == limits.LOG_LINES_PER_S:
            self._append(Suppressed(kind))

    def _append(self, event: LogEvent) -> None:
        if len(self._events) < limits.LOG_EVENT_COUNT:
            self._events.append(event)

    def pull(self) -> LogEvent | None:
        """The oldest event."""
        return self._events.popleft() if self._events else None
