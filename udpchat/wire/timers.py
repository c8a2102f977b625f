"""The one timer table of an endpoint: the earliest deadline of each connection.

A deadline that moves later costs nothing: the old entry fires early, and the connection is asked again. Only one that moves
earlier is entered anew. An idle connection therefore costs one look per idle period, not one per turn.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush

_STALE_COUNT = 64  # entries beyond two per connection are swept out


class TimerTable:
    """Deadlines by connection id; entries of ids that are gone are dropped when they come up."""

    __slots__ = ("_armed", "_heap")

    def __init__(self) -> None:
        self._heap: list[tuple[float, int]] = []
        self._armed: dict[int, float] = {}

    def arm(self, cid: int, at: float) -> None:
        """Wake this connection no later than `at`."""
        armed = self._armed.get(cid)
        if armed is None or at < armed:
            self._armed[cid] = at
            heappush(self._heap, (at, cid))
            if len(self._heap) > 2 * len(self._armed) + _STALE_COUNT:
                self._sweep()

    def _sweep(self) -> None:
        """Drop the entries that nobody waits for: a chatty peer would leave 50 a second for as long as its idle time-out."""
        self._heap = [(at, cid) for cid, at in self._armed.items()]
        heapify(self._heap)

    def forget(self, cid: int) -> None:
        """The connection is gone."""
        self._armed.pop(cid, None)

    def next_timeout(self) -> float | None:
        """The earliest entry; it may be one that fires early."""
        return self._heap[0][0] if self._heap else None

    def due(self, now: float) -> list[int]:
        """The connections whose entry has come; each must be armed again."""
        found: list[int] = []
        heap = self._heap
        while heap and heap[0][0] <= now:
            at, cid = heappop(heap)
            if self._armed.get(cid) == at:
                del self._armed[cid]
                found.append(cid)
        return found
