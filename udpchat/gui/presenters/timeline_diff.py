"""From the rows that are shown to the rows that shall be shown, in few steps.

Keys tell rows apart, equality tells whether a row must be drawn again. What has no place in the new rows goes, in runs;
what stays is changed where it differs; what is new comes, in runs. All from back to front, so that no step moves the
index of a later one. Rows that stay but in another order are so rare that everything from the first of them is drawn anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from udpchat.gui.widgets.chat_rows import Change, MessageRow, Row, Splice, Ticked


def changes(old: Sequence[Row], new: Sequence[Row]) -> list[Change]:
    """Steps, each of which applies to the outcome of the one before."""
    place = {row.key: i for i, row in enumerate(new)}
    if not any(row.key in place for row in old):
        return [Splice(0, len(old), tuple(new))] if old or new else []
    steps: list[Change] = _removals(old, set(place))
    kept = [row for row in old if row.key in place]
    places = [place[row.key] for row in kept]
    if any(a > b for a, b in pairwise(places)):
        return steps + _anew(kept, new)
    behind = len(new)
    for i in range(len(kept) - 1, -1, -1):
        if behind > places[i] + 1:
            steps.append(Splice(i + 1, 0, tuple(new[places[i] + 1 : behind])))
        if kept[i] != new[places[i]]:
            steps.append(_one(i, kept[i], new[places[i]]))
        behind = places[i]
    if behind:
        steps.append(Splice(0, 0, tuple(new[:behind])))
    return steps


def _removals(old: Sequence[Row], stay: set[str]) -> list[Change]:
    steps: list[Change] = []
    end = len(old)
    while end:
        start = end
        while start and old[start - 1].key not in stay:
            start -= 1
        if start < end:
            steps.append(Splice(start, end - start, ()))
        end = max(0, start - 1)
    return steps


def _anew(old: Sequence[Row], new: Sequence[Row]) -> list[Change]:
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    return [Splice(same, len(old) - same, tuple(new[same:]))]


def _one(index: int, old: Row, new: Row) -> Change:
    if _differ_in_tick(old, new):
        assert isinstance(new, MessageRow)
        return Ticked(index, new)
    return Splice(index, 1, (new,))


def _differ_in_tick(old: Row, new: Row) -> bool:
    if not (isinstance(old, MessageRow) and isinstance(new, MessageRow)):
        return False
    if (old.tick is None) != (new.tick is None) or (old.card is None) != (new.card is None):
        return False
    return replace(old, tick=new.tick, state=new.state, card=new.card) == new
