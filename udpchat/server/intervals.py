"""Closed intervals of sequence numbers: what is missing from what somebody holds. Knows nothing of its use."""

from __future__ import annotations

from collections.abc import Iterable

Interval = tuple[int, int]


def missing(have: Iterable[Interval], head: int) -> list[Interval]:
    """What of 1..head is not in `have` (ascending, apart, not empty). What lies beyond the head does not count."""
    gaps: list[Interval] = []
    start = 1
    for lo, hi in have:
        if lo > head:
            break
        if lo > start:
            gaps.append((start, lo - 1))
        start = hi + 1
    if start <= head:
        gaps.append((start, head))
    return gaps
