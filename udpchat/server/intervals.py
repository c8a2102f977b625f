"""Closed intervals of sequence numbers: what somebody holds, and what is missing. Knows nothing of its use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Interval = tuple[int, int]


def valid(intervals: Sequence[Interval]) -> bool:
    """Whether they start at 1 or later, are not empty, ascend and do not overlap (touching is fine)."""
    end = 0
    for lo, hi in intervals:
        if lo <= end or hi < lo:
            return False
        end = hi
    return True


def missing(have: Iterable[Interval], head: int) -> list[Interval]:
    """What of 1..head is not in `have` (valid intervals; what lies beyond the head does not count)."""
    gaps: list[Interval] = []
    start = 1
    for lo, hi in have:
        if start > head:
            break
        if lo > start:
            gaps.append((start, min(lo - 1, head)))
        start = hi + 1
    if start <= head:
        gaps.append((start, head))
    return gaps
