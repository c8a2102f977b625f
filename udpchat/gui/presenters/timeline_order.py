"""Items in the one order of a conversation: found by place, key or seq, put in and taken out, bounded.

Invariant: `_places` is strictly ascending and `_items[i].place == _places[i]`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from udpchat.gui.presenters.timeline_items import UNSTORED, Item, Place, Said
from udpchat.limits import TIMELINE_CHARS, TIMELINE_COUNT, TIMELINE_SLACK_COUNT


class Order:
    """Base of a timeline."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._items: list[Item] = []
        self._by_seq: dict[int, Place] = {}
        self._serial = 0
        self._chars_count = 0
        self.trimmed = False
        """Whether something went to keep the memory bounded, so that there is more on disk."""
        self.parts: set[bytes] = set()
        """By ref, the texts for several people one of whom this conversation is with."""

    # --- questions ----------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._items)

    @property
    def items(self) -> Sequence[Item]:
        """Everything, in order. Not to be changed."""
        return self._items

    @property
    def places(self) -> Sequence[Place]:
        """The places of `items`."""
        return self._places

    @property
    def oldest_seq(self) -> int | None:
        """The first seq that is held."""
        return next((item.seq for item in self._items if isinstance(item, Said)), None)

    @property
    def newest_seq(self) -> int:
        """The last seq that is held; 0 for none."""
        at = bisect_left(self._places, (UNSTORED, 0))
        return self._places[at - 1][0] if at else 0

    @property
    def full(self) -> bool:
        """Whether no more of the past may be taken in."""
        return len(self._items) >= TIMELINE_COUNT or self._chars_count >= TIMELINE_CHARS

    def by_key(self, key: str) -> Item | None:
        """The item of a key, if it is held."""
        return next((item for item in reversed(self._items) if item.key == key), None)

    def by_seq(self, seq: int) -> Said | None:
        """The message of a seq, if it is held."""
        item = self._item_at(self._by_seq[seq]) if seq in self._by_seq else None
        return item if isinstance(item, Said) else None

    def last_said(self) -> Said | None:
        """The newest message; one that went to several people in private is part of the conversation with these only."""
        said = (item for item in reversed(self._items) if isinstance(item, Said))
        return next((item for item in said if not item.people or item.ref in self.parts), None)

    def unread(self, read_to: int) -> list[Said]:
        """The messages of others after a seq."""
        first = bisect_right(self._places, (read_to, UNSTORED))
        return [item for item in self._items[first:] if isinstance(item, Said) and not item.own]

    def first_unread(self, read_to: int) -> Place | None:
        """Where the first message of somebody else after a seq stands."""
        for item in self._items[bisect_right(self._places, (read_to, UNSTORED)) :]:
            if isinstance(item, Said) and not item.own:
                return item.place
        return None

    # --- places -------------------------------------------------------------------------------------------------------

    def _next(self) -> int:
        self._serial += 1
        return self._serial

    def _key(self) -> str:
        return f"i{self._next()}"

    def _item_at(self, place: Place) -> Item:
        return self._items[bisect_left(self._places, place)]

    def _put(self, item: Item) -> None:
        self._chars_count += _chars(item)
        if not self._places or item.place > self._places[-1]:
            self._places.append(item.place)
            self._items.append(item)
            return
        at = bisect_left(self._places, item.place)
        self._places.insert(at, item.place)
        self._items.insert(at, item)

    def _replace(self, item: Item) -> None:
        """Another item in the place of the one that is there."""
        at = bisect_left(self._places, item.place)
        self._chars_count += _chars(item) - _chars(self._items[at])
        self._items[at] = item

    def _take_out(self, place: Place) -> Item:
        at = bisect_left(self._places, place)
        del self._places[at]
        item = self._items.pop(at)
        self._chars_count -= _chars(item)
        return item

    # --- the end of things --------------------------------------------------------------------------------------------

    def trim(self, keep_count: int = 0) -> None:
        """Let the oldest go when there is too much (0: for one that is shown). In slabs, so that it is rare."""
        keep_count = keep_count or TIMELINE_COUNT
        count = len(self._items) - keep_count if len(self._items) > keep_count + TIMELINE_SLACK_COUNT else 0
        chars_count = self._chars_count - sum(map(_chars, self._items[:count]))
        while chars_count > TIMELINE_CHARS and count < len(self._items):
            chars_count -= _chars(self._items[count])
            count += 1
        if self._drop(min(count, bisect_left(self._places, (UNSTORED, 0)))):
            self.trimmed = True

    def _drop(self, count: int) -> bool:
        """Let so many of the first go; whether there were any."""
        for item in self._items[:count]:
            self._chars_count -= _chars(item)
            self._by_seq.pop(item.place[0], None)
        del self._items[:count], self._places[:count]
        return count > 0


def _chars(item: Item) -> int:
    return len(item.text) if isinstance(item, Said) else 0
