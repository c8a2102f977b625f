"""Which part of a timeline is in the chat view: a bounded run of items that follows the end or stays where one reads.

Its ends are places, not numbers of items, so that nothing shifts when something is inserted. While it follows, its end
is the end of the timeline. What comes faster than it can be drawn is passed over: the window begins anew at the end, and
what was left out is there when one scrolls up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from udpchat.gui.presenters.timeline import Timeline
from udpchat.gui.presenters.timeline_items import Item, Place, Said
from udpchat.limits import FOLD_CHARS, ROWS_PER_FLUSH_CHARS, ROWS_PER_FLUSH_COUNT, ROWS_SHOWN_COUNT, ROWS_SLACK_COUNT


class TimelineWindow:
    """Call `settle` after changes of the timeline, then read `items`."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._first: Place | None = None  # None: nothing was shown yet
        self._last: Place | None = None
        self._count = 0  # items in it at the last look
        self.following = True

    @property
    def lo(self) -> int:
        """The number of the first item."""
        return bisect_left(self._timeline.places, self._first) if self._first is not None else len(self._timeline)

    @property
    def hi(self) -> int:
        """The number behind the last item."""
        return bisect_right(self._timeline.places, self._last) if self._last is not None else len(self._timeline)

    @property
    def items(self) -> Sequence[Item]:
        """What is in the window."""
        return self._timeline.items[self.lo : self.hi]

    @property
    def at_end(self) -> bool:
        """Whether the newest item is in it."""
        return self.hi >= len(self._timeline)

    def settle(self) -> None:
        """Take in what came at the end, within the bounds."""
        places, end = self._timeline.places, len(self._timeline)
        if not end:
            self._first = self._last = None
            self._count = 0
            return
        lo, hi = self.lo, self.hi
        least = self._back(end)
        if self._first is None or (self.following and (end - lo - self._count > end - least or lo >= end)):
            lo, hi = least, end
        elif self.following:
            hi = end
            if hi - lo > ROWS_SHOWN_COUNT + ROWS_SLACK_COUNT:
                lo = hi - ROWS_SHOWN_COUNT
            lo = min(lo, least)  # older ones may have come above a short window
        else:
            lo = min(lo, end - 1)
            hi = max(lo + 1, min(end, lo + ROWS_SHOWN_COUNT, self._ahead(hi)))
        self._set(lo, hi, places)

    def grow_up(self) -> bool:
        """Take in more of what is above; rows at the other end leave. False if there is nothing above."""
        lo = self.lo
        if lo == 0 or self._first is None:
            return False
        lo = self._back(lo)
        self._set(lo, min(self.hi, lo + ROWS_SHOWN_COUNT), self._timeline.places)
        return True

    def grow_down(self) -> bool:
        """Take in more of what is below; rows at the other end leave. False if there is nothing below."""
        hi, end = self.hi, len(self._timeline)
        if hi >= end:
            return False
        hi = self._ahead(hi)
        self._set(max(self.lo, hi - ROWS_SHOWN_COUNT), hi, self._timeline.places)
        return True

    def to_end(self) -> None:
        """Begin anew at the end, and follow it."""
        self.following = True
        if not self.at_end:
            self._first = None
        self.settle()

    def show(self, place: Place) -> None:
        """Have this place in it, with some rows around."""
        at = bisect_left(self._timeline.places, place)
        if not self.lo <= at < self.hi:
            self.following = False
            half = ROWS_PER_FLUSH_COUNT // 2
            self._set(max(0, at - half), min(len(self._timeline), at + half), self._timeline.places)

    def _back(self, hi: int) -> int:
        """How far before `hi` one drawing may reach; one item at least."""
        lo, room = hi, ROWS_PER_FLUSH_CHARS
        while lo > 0 and hi - lo < ROWS_PER_FLUSH_COUNT and (room > 0 or lo == hi):
            lo -= 1
            room -= _cost(self._timeline.items[lo])
        return lo

    def _ahead(self, lo: int) -> int:
        """The same from `lo` on."""
        hi, end, room = lo, len(self._timeline), ROWS_PER_FLUSH_CHARS
        while hi < end and hi - lo < ROWS_PER_FLUSH_COUNT and (room > 0 or hi == lo):
            room -= _cost(self._timeline.items[hi])
            hi += 1
        return hi

    def _set(self, lo: int, hi: int, places: Sequence[Place]) -> None:
        self._first, self._last, self._count = places[lo], places[hi - 1], hi - lo


def _cost(item: Item) -> int:
    """The characters of an item that are drawn."""
    return min(len(item.text), FOLD_CHARS) if isinstance(item, Said) else 0
