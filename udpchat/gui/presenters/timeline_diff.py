"""From the rows that are shown to the rows that shall be shown, in few steps.

Rows leave at both ends and come at both ends; in the middle mostly single rows change. So the ends are cut first, then
what is equal in front and behind is kept, and what remains is changed row by row if the keys agree, else at once. The
keys tell rows apart, equality tells whether a row must be drawn again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from udpchat.gui.widgets.chat_rows import Change, MessageRow, Row, Splice, Ticked


def changes(old: Sequence[Row], new: Sequence[Row]) -> list[Change]:
    """Steps, each of which applies to the outcome of the one before."""
    kept = {row.key for row in new}
    steps: list[Change] = []
    front = next((i for i, row in enumerate(old) if row.key in kept), len(old))
    back = next((i for i, row in enumerate(reversed(old)) if row.key in kept), 0) if front < len(old) else 0
    if back:
        steps.append(Splice(len(old) - back, back, ()))
    if front and front < len(old):  # all of them are better replaced in one step
        steps.append(Splice(0, front, ()))
        old = old[front:]
    return steps + _middle(old[: len(old) - back], new)


def _middle(old: Sequence[Row], new: Sequence[Row]) -> list[Change]:
    least = min(len(old), len(new))
    start = 0
    while start < least and old[start] == new[start]:
        start += 1
    end = 0
    while end < least - start and old[-1 - end] == new[-1 - end]:
        end += 1
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if [row.key for row in before] == [row.key for row in after]:
        return [_one(start + i, a, b) for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    # Rows that come behind those that only change: the changes in place, then the newcomers.
    if all(a.key == b.key for a, b in zip(before, after, strict=False)) and len(before) < len(after):
        steps: list[Change] = [_one(start + i, a, after[i]) for i, a in enumerate(before) if a != after[i]]
        return [*steps, Splice(start + len(before), 0, tuple(after[len(before) :]))]
    return [Splice(start, len(before), tuple(after))]


def _one(index: int, old: Row, new: Row) -> Change:
    if _differ_in_tick(old, new):
        assert isinstance(new, MessageRow)
        return Ticked(index, new)
    return Splice(index, 1, (new,))


def _differ_in_tick(old: Row, new: Row) -> bool:
    if not (isinstance(old, MessageRow) and isinstance(new, MessageRow) and old.tick and new.tick):
        return False
    return replace(old, tick=new.tick) == new
