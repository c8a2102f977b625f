"""Changes of the settings, one after another: checked, saved, and only then in force.

    asked -> (another port: the shell opens it) -> saved by a job -> in force, logged, told -> (moved to the other port)

Whatever fails on the way leaves the settings, the file and the port as they were, and the operator who asked reads why.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import Final

from udpchat import limits
from udpchat.driver import Job
from udpchat.errors import SlowDown, Storage, UdpchatError
from udpchat.server.events import SettingsChanged, SettingsKept
from udpchat.server.log import EventLog
from udpchat.server.moving import Moving
from udpchat.server.orders import NameChanged, Order, PortUnwanted, PortWanted
from udpchat.server.sessions import Flood, Session, Sessions
from udpchat.server.settings import InForce, ServerSettings, changed, difference
from udpchat.wire.channels import Channel
from udpchat.words import ChangeSettings, SettingsRefused

LANE: Final = "settings"

Keep = Callable[[ServerSettings], None]
"""Saves settings; blocks, so it runs in a job. Raises UdpchatError."""


class _Stage(Enum):
    OPENING = auto()
    READY = auto()
    SAVING = auto()


@dataclass(slots=True)
class _Change:
    session: Session
    settings: ServerSettings
    stage: _Stage
    opened: bool = False


class Changes:
    """The change under way and those that wait. `on_change` hears when others are in force."""

    def __init__(
        self,
        in_force: InForce,
        keep: Keep,
        sessions: Sessions,
        moving: Moving,
        log: EventLog,
        order: Callable[[Order], None],
        on_change: Callable[[float], None],
    ) -> None:
        self._in_force, self._keep, self._sessions, self._moving = in_force, keep, sessions, moving
        self._log, self._order, self._on_change = log, order, on_change
        self._waiting: deque[tuple[Session, ChangeSettings]] = deque()
        self._change: _Change | None = None

    def ask(self, session: Session, word: ChangeSettings, size_bytes: int, now: float) -> None:
        """The request. Raises Flood for an operator who asks and does not read."""
        if self._sessions.line.queued_bytes(session.cid, Channel.CONTROL) > limits.CONTROL_QUEUE_BYTES:
            raise Flood("settings")
        if len(self._waiting) >= limits.CHANGES_WAITING:
            self._refuse(session, SlowDown(retry_after_s=1.0), now)
            return
        self._waiting.append((session, word))
        self.resume(now)

    def resume(self, now: float) -> None:
        """Begin the next one, if nothing is under way."""
        while self._waiting and self._change is None and not self._moving.under_way:
            session, word = self._waiting.popleft()
            try:
                settings = changed(self._in_force.settings, word)
            except UdpchatError as error:
                self._refuse(session, error, now)
            else:
                self._begin(session, settings)

    def _begin(self, session: Session, settings: ServerSettings) -> None:
        moves = settings.port != self._in_force.settings.port
        self._change = _Change(session, settings, _Stage.OPENING if moves else _Stage.READY)
        if moves:
            self._order(PortWanted(settings.port))

    # --- the shell's answer -------------------------------------------------------------------------------------------

    def port_opened(self) -> bool:
        """The other port is ours. False: nobody waits for it any more."""
        change = self._change
        if change is None or change.stage is not _Stage.OPENING:
            return False
        change.stage, change.opened = _Stage.READY, True
        return True

    def port_refused(self, error: UdpchatError, now: float) -> None:
        """The other port cannot be had."""
        if self._change is not None and self._change.stage is _Stage.OPENING:
            self._fail(self._change, error, now)

    # --- the job ------------------------------------------------------------------------------------------------------

    def next_job(self) -> Job | None:
        """The saving of the change under way."""
        change = self._change
        if change is None or change.stage is not _Stage.READY:
            return None
        change.stage = _Stage.SAVING
        return Job(LANE, "save", partial(self._keep, change.settings))

    def finish(self, error: Exception | None, now: float) -> None:
        """It is saved, or not."""
        change = self._change
        assert change is not None
        if error is not None:
            self._fail(change, error if isinstance(error, UdpchatError) else Storage(type(error).__name__), now)
            return
        self._change = None
        old, new = self._in_force.settings, change.settings
        self._in_force.change(new)
        self._log.add(SettingsChanged(difference(old, new)), now)
        if new.name != old.name:
            self._order(NameChanged(new.name))
        self._on_change(now)
        if change.opened:
            self._moving.begin(new.port, now)
        self.resume(now)

    def _fail(self, change: _Change, error: UdpchatError, now: float) -> None:
        self._change = None
        if change.opened:
            self._order(PortUnwanted())
        self._refuse(change.session, error, now)
        self.resume(now)

    def _refuse(self, session: Session, error: UdpchatError, now: float) -> None:
        self._log.add(SettingsKept(error.code, error.detail), now)
        self._sessions.tell(session, SettingsRefused(error.code, error.detail[: limits.DETAIL_CHARS]))
