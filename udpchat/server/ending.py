"""The end of the relay: the commit under way is waited for, everybody is told goodbye, and what is queued may leave."""

from __future__ import annotations

from udpchat import limits
from udpchat.server.commits import Commits
from udpchat.server.sessions import Sessions
from udpchat.wire.codes import CloseCode
from udpchat.wire.server_endpoint import ServerEndpoint


class Ending:
    """Not begun, then under way, then done; within a second."""

    def __init__(self, sessions: Sessions, commits: Commits, endpoint: ServerEndpoint) -> None:
        self._sessions, self._commits, self._endpoint = sessions, commits, endpoint
        self._began_at: float | None = None
        self._flush_until: float | None = None
        self.done = False
        """Everybody was told, or had the time to be."""

    @property
    def under_way(self) -> bool:
        """Nothing new is begun any more; stays true at the end."""
        return self._began_at is not None

    def begin(self, now: float) -> None:
        """Once."""
        if self._began_at is None:
            self._began_at = now
            self.handle_timeout(now)

    def next_timeout(self) -> float | None:
        """When the next part begins at the latest."""
        if self.done or self._began_at is None:
            return None
        return self._flush_until if self._flush_until is not None else self._began_at + limits.SHUTDOWN_COMMIT_S

    def handle_timeout(self, now: float) -> None:
        """The next part, when its time has come: goodbye after the commit, the end after the flush."""
        if self._began_at is None or self.done:
            return
        if self._flush_until is not None:
            self.done = now >= self._flush_until
        elif self._commits.idle or now >= self._began_at + limits.SHUTDOWN_COMMIT_S:
            self._flush_until = now + limits.SHUTDOWN_FLUSH_S
            for session in self._sessions.all():
                self._sessions.close(session, CloseCode.SHUTDOWN, "shutdown", now, bye=True)
            self._endpoint.close_all(CloseCode.SHUTDOWN, "shutdown", now)

    def flushed(self) -> None:
        """There is nothing to send just now: the end, if everybody has gone."""
        if self._flush_until is not None and not self._sessions.all():
            self.done = True
