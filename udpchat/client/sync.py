"""Which part of the log is held, as closed intervals of seq. Never a mere maximum: a gap must stay visible as a gap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

Interval = tuple[int, int]
"""Closed: both ends are held."""


class Intervals:
    """Disjoint closed intervals, ascending, adjacent ones merged."""

    def __init__(self, intervals: Iterable[Interval] = ()) -> None:
        self._los: list[int] = []
        self._his: list[int] = []
        for lo, hi in intervals:
            self.add(lo, hi)

    def __iter__(self) -> Iterator[Interval]:
        return zip(self._los, self._his, strict=True)

    def __len__(self) -> int:
        return len(self._los)

    def __contains__(self, seq: int) -> bool:
        place = bisect_right(self._los, seq) - 1
        return place >= 0 and seq <= self._his[place]

    def add(self, lo: int, hi: int) -> None:
        """Hold lo..hi as well; nothing when hi < lo."""
        if hi < lo:
            return
        first = bisect_right(self._los, lo) - 1
        if first < 0 or self._his[first] + 1 < lo:
            first += 1
        last = bisect_right(self._los, hi + 1) - 1
        if first <= last:
            lo, hi = min(lo, self._los[first]), max(hi, self._his[last])
        self._los[first : last + 1] = [lo]
        self._his[first : last + 1] = [hi]

    def missing(self, lo: int, hi: int) -> list[Interval]:
        """The gaps within lo..hi, ascending."""
        gaps: list[Interval] = []
        for held_lo, held_hi in self:
            if held_hi < lo:
                continue
            if held_lo > hi:
                break
            if lo < held_lo:
                gaps.append((lo, held_lo - 1))
            lo = held_hi + 1
        if lo <= hi:
            gaps.append((lo, hi))
        return gaps

    def widest(self, count: int) -> tuple[Interval, ...]:
        """At most `count` intervals, ascending. Naming fewer than are held only makes the server repeat itself."""
        chosen = sorted(self, key=lambda interval: interval[0] - interval[1])[:count]
        return tuple(sorted(chosen))

    @property
    def contiguous_to(self) -> int:
        """Everything from the beginning of the log up to this seq is held; 0 when not even the first event is."""
        return self._his[0] if self._los and self._los[0] <= 1 else 0

    def copy(self) -> Intervals:
        """An independent copy."""
        return Intervals(self)
