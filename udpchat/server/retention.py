"""Letting go of old messages as the operator chose, and of answers that nobody will ask for again: in small pieces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from udpchat import limits
from udpchat.errors import UdpchatError
from udpchat.server.parts import Parts

DAY_MS: Final = 24 * 3600 * 1000


class Retention:
    """One piece at a time; when nothing old is left, it looks again after a while."""

    def __init__(self, parts: Parts, on_pruned: Callable[[int], None]) -> None:
        self.parts, self.on_pruned = parts, on_pruned
        self._due_at = 0.0
        self._under_way = False

    def next_timeout(self) -> float | None:
        """When the next piece is due; never while nobody is here and everything is kept."""
        wanted = self.parts.discipline.rules.retention_days or self.parts.sessions.member_count
        return self._due_at if wanted and not self._under_way else None

    def handle_timeout(self, now: float) -> None:
        """Do it."""
        due = self.next_timeout()
        if due is None or now < due:
            return
        if not self._due_at:
            self._due_at = now + limits.RETENTION_EVERY_S  # the start has better to do
            return
        self._under_way = True
        self.parts.commits.submit(_Piece(self), now)

    def hurry(self, now: float) -> None:
        """The operator has chosen another time."""
        self._due_at = now

    def settled(self, more: bool, now: float) -> None:
        """A piece is done."""
        self._under_way = False
        self._due_at = now + (limits.RETENTION_PIECE_S if more else limits.RETENTION_EVERY_S)


class _Piece:
    """Some places of the log."""

    __slots__ = ("_places", "_retention")

    def __init__(self, retention: Retention) -> None:
        self._retention = retention
        self._places = 0

    def run(self, now: float) -> None:
        parts, count = self._retention.parts, limits.RETENTION_COUNT
        at, days = parts.wall_ms(), parts.discipline.rules.retention_days
        self._places = parts.store.prune(at - days * DAY_MS, count) if days else 0
        forgotten = parts.store.forget_answers(at - int(limits.ANSWERS_LIFE_S * 1000), count)
        self._places = max(self._places, forgotten)

    def done(self, now: float) -> None:
        if self._places:
            self._retention.on_pruned(self._places)
        self._retention.settled(self._places > 0, now)

    def failed(self, error: UdpchatError, now: float) -> None:
        self._retention.settled(False, now)
