"""What the services work with: made once by the core, the same for all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from udpchat.driver import RandBytes, WallClock
from udpchat.server.commits import Commits
from udpchat.server.delivery import Delivery
from udpchat.server.discipline import Discipline
from udpchat.server.gateway import Gateway
from udpchat.server.guests import Guests
from udpchat.server.log import EventLog
from udpchat.server.presence import Presence
from udpchat.server.room_list import RoomList
from udpchat.server.sessions import Sessions
from udpchat.server.settings import InForce, ServerSettings
from udpchat.store import Store
from udpchat.words import Rules


@dataclass(slots=True)
class Tally:
    """What has happened since the start."""

    accounts_changed: int = 0
    """How often accounts came or went, besides by a sign-in."""


@dataclass(frozen=True, slots=True)
class Parts:
    """All of them."""

    store: Store
    in_force: InForce
    sessions: Sessions
    commits: Commits
    guests: Guests
    presence: Presence
    delivery: Delivery
    rooms: RoomList
    discipline: Discipline
    log: EventLog
    randbytes: RandBytes
    wall_ms: WallClock
    tally: Tally = field(default_factory=Tally)
    gateway: Gateway = field(default_factory=Gateway)

    @property
    def rules(self) -> Rules:
        """What members are told of what holds for everybody."""
        return replace(self.discipline.rules, file_bytes=self.settings.files.one_bytes)

    @property
    def settings(self) -> ServerSettings:
        """The settings in force."""
        return self.in_force.settings
