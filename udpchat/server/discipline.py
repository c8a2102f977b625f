"""What holds for everybody (pause, private messages off, who announces, slow mode) and who is muted or banned.

A mirror of what the store has committed, so that a post is judged without a query; after a change it is read anew. The
times of the last posts in slow conversations are kept in memory only: a restart forgives them.
"""

from __future__ import annotations

from typing import Final, cast

from udpchat import limits
from udpchat.catalogue import text
from udpchat.driver import WallClock
from udpchat.errors import Banned, Muted, NotAllowed, Paused, PrivateOff, SlowModeOn
from udpchat.server.rights import MODERATOR
from udpchat.store import FOREVER, SanctionLine, Store
from udpchat.words import AnnouncedBy, Rules

PAUSED: Final = "paused"
PRIVATE_OFF: Final = "private_off"
ANNOUNCERS: Final = "announcers"
RETENTION: Final = "retention_days"
"""Keys of the settings in the store."""


class Discipline:
    """Asked for every request that speaks. Times of sanctions are ms of the wall clock."""

    def __init__(self, store: Store, wall_ms: WallClock) -> None:
        self._store, self._wall_ms = store, wall_ms
        self._posted_at: dict[tuple[int, int], float] = {}  # (conversation, user) in slow conversations, oldest first
        self.reload()

    def reload(self) -> None:
        """Read what is committed. Raises Storage."""
        store = self._store
        self.rules = Rules(
            paused=store.get_setting(PAUSED) == "1",
            private_off=store.get_setting(PRIVATE_OFF) == "1",
            announcers=cast(AnnouncedBy, store.get_setting(ANNOUNCERS, "all")),
            retention_days=int(store.get_setting(RETENTION, "0") or 0),
        )
        lines = store.sanctions(self._wall_ms(), 0, limits.SANCTIONS_KEPT)
        self._mutes: dict[int, SanctionLine] = {}
        self._banned_users: dict[int, SanctionLine] = {}
        self._banned_addresses: dict[str, SanctionLine] = {}
        for line in sorted(lines, key=lambda line: line.until):  # the longest one stays
            if line.kind == "mute":
                self._mutes[line.user] = line
            elif line.user:
                self._banned_users[line.user] = line
            else:
                self._banned_addresses[line.address] = line
        self.everybodys = tuple([store.conversation(place) for place in (store.lobby, store.announcements)])
        """Lobby and announcements."""
        self._slow = {place.id: place.slow_s for place in self.everybodys}

    # --- who is let in ------------------------------------------------------------------------------------------------

    def check_entry(self, user: int, address: str) -> None:
        """Raises Banned for a user (or 0), or whoever comes from that address."""
        for line in (self._banned_users.get(user), self._banned_addresses.get(address)):
            if line is not None and (left_s := self._left_s(line)) > 0.0:
                raise Banned(line.reason, retry_after_s=_told_s(line, left_s))

    # --- who is heard -------------------------------------------------------------------------------------------------

    def mute_of(self, user: int) -> SanctionLine | None:
        """Why nothing of the user is taken now."""
        line = self._mutes.get(user)
        return line if line is not None and self._left_s(line) > 0.0 else None

    def check_heard(self, user: int, rank: int) -> None:
        """Raises Muted, Paused."""
        if user in self._mutes and (line := self.mute_of(user)) is not None:
            raise Muted(line.reason, retry_after_s=_told_s(line, self._left_s(line)))
        if self.rules.paused and rank < MODERATOR:
            raise Paused

    def check_announcing(self, rank: int) -> None:
        """Raises NotAllowed."""
        if self.rules.announcers == "moderators" and rank < MODERATOR:
            raise NotAllowed(text("server.announcers"))

    def check_private(self, *ranks: int) -> None:
        """Raises PrivateOff, unless one of the two is a moderator."""
        if self.rules.private_off and max(ranks) < MODERATOR:
            raise PrivateOff

    def slow_s(self, conversation: int) -> int:
        """Seconds between two posts of one person in the lobby or the announcements."""
        return self._slow.get(conversation, 0)

    def check_pace(self, conversation: int, user: int, rank: int, slow_s: int, now: float) -> None:
        """Raises SlowModeOn; otherwise the post counts, until it is taken back."""
        if not slow_s or rank >= MODERATOR:
            return
        last_at = self._posted_at.pop((conversation, user), None)
        if last_at is not None and now < last_at + slow_s:
            self._posted_at[conversation, user] = last_at
            raise SlowModeOn(retry_after_s=last_at + slow_s - now)
        self._posted_at[conversation, user] = now
        if len(self._posted_at) > limits.SLOW_MEMORY_COUNT:
            del self._posted_at[next(iter(self._posted_at))]

    def take_back(self, conversation: int, user: int) -> None:
        """The post was not stored after all."""
        self._posted_at.pop((conversation, user), None)

    def _left_s(self, line: SanctionLine) -> float:
        return (line.until - self._wall_ms()) / 1000.0


def _told_s(line: SanctionLine, left_s: float) -> float:
    """The waiting time as it is told: 0 for one without an end."""
    return 0.0 if line.until == FOREVER else left_s
