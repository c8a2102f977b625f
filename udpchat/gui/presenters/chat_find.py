"""Finding words in what is held of a conversation. The model is searched, never the widget, in slices of a few ms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from udpchat.gui.presenters.timeline_items import Item, Said
from udpchat.gui.widgets.chat_data import FindData
from udpchat.limits import FIND_CHARS, FIND_HITS_COUNT

SLICE_CHARS: Final = 128 * 1024  # searched at once: 2 ms
ITEM_COST_CHARS: Final = 64  # what looking at one item costs, however short it is


class Find:
    """One search: from the newest message to the oldest, letters of either case alike."""

    def __init__(self, text: str, items: Sequence[Item]) -> None:
        self.text = text[:FIND_CHARS]
        self._wanted = self.text.casefold()
        self._items = list(items) if self._wanted.strip() else []
        self.hits: list[Said] = []  # the newest first
        self.at = 0  # 1 is the newest

    @property
    def busy(self) -> bool:
        """Whether there is more to search."""
        return bool(self._items)

    @property
    def hit(self) -> Said | None:
        """The chosen one."""
        return self.hits[self.at - 1] if self.at else None

    def work(self) -> bool:
        """Search one slice. True if that chose the first hit."""
        chars_count = 0
        while self._items and chars_count < SLICE_CHARS:
            item = self._items.pop()
            chars_count += ITEM_COST_CHARS
            if isinstance(item, Said):
                chars_count += len(item.text)
                if self._wanted in item.text.casefold() or self._wanted in item.card_name.casefold():
                    self.hits.append(item)
            if len(self.hits) >= FIND_HITS_COUNT:
                self._items.clear()
        if self.hits and not self.at:
            self.at = 1
            return True
        return False

    def step(self, older: int) -> Said | None:
        """Choose another hit, round and round; the chosen one."""
        if self.hits:
            self.at = (self.at - 1 + older) % len(self.hits) + 1
        return self.hit

    @property
    def data(self) -> FindData:
        """What to show of it."""
        return FindData(self.text, self.at, len(self.hits), self.busy)
