"""Guests' names: reserved while the session lives and a while after the connection died, then free again."""

from __future__ import annotations

from udpchat import limits
from udpchat.driver import WallClock
from udpchat.errors import UdpchatError
from udpchat.server.commits import Commits
from udpchat.store import Store


class Guests:
    """Who is waited for, until when. The grace is the same for all, so insertion order is order of time."""

    def __init__(self, store: Store, commits: Commits, wall_ms: WallClock) -> None:
        self.store, self.wall_ms = store, wall_ms
        self._commits = commits
        self._until: dict[int, float] = {}
        self._ending: set[int] = set()
        self._before_start = [user.id for user in store.active_guests()]

    def hold(self, user: int) -> None:
        """The guest is here: forget that it was waited for, or that its end was decided."""
        self._until.pop(user, None)
        self._ending.discard(user)
        if user in self._before_start:
            self._before_start.remove(user)

    def release(self, user: int, now: float) -> None:
        """The connection died: wait for the guest."""
        self._until.pop(user, None)
        self._until[user] = now + limits.GUEST_GRACE_S

    def end(self, user: int, now: float, revoke: bool) -> None:
        """Free the name. `revoke`: the token too, since the guest logged out."""
        self._until.pop(user, None)
        self._ending.add(user)
        self._commits.submit(_End(self, user, revoke), now)

    def ending(self, user: int) -> bool:
        """Whether the end that was decided still stands; asked once, when it is carried out."""
        if user not in self._ending:
            return False
        self._ending.discard(user)
        return True

    def next_timeout(self) -> float | None:
        """When the next name is freed; at once if those from before the start have no time yet."""
        if self._before_start:
            return 0.0
        return next(iter(self._until.values()), None)

    def handle_timeout(self, now: float) -> None:
        """Free what is due."""
        for user in self._before_start:
            self.release(user, now)
        self._before_start.clear()
        while self._until:
            user, until = next(iter(self._until.items()))
            if until > now:
                return
            self.end(user, now, revoke=False)


class _End:
    """The write that frees a name; tried again after another grace when the disk refuses."""

    __slots__ = ("_guests", "_revoke", "_user")

    def __init__(self, guests: Guests, user: int, revoke: bool) -> None:
        self._guests, self._user, self._revoke = guests, user, revoke

    def run(self, now: float) -> None:
        if self._guests.ending(self._user):
            self._guests.store.end_guest(self._user, self._guests.wall_ms())
            if self._revoke:
                self._guests.store.revoke_tokens(self._user)

    def done(self, now: float) -> None:
        """Nobody waits for an answer."""

    def failed(self, error: UdpchatError, now: float) -> None:
        self._guests.release(self._user, now)
