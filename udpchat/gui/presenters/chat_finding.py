"""Finding words in the open conversation, on its way to the view: in slices, hit by hit."""

from __future__ import annotations

from collections.abc import Callable

from udpchat.gui.presenters.chat_find import Find
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.chat_timers import Timers
from udpchat.gui.presenters.timeline_items import Said
from udpchat.gui.widgets.chat_data import FindData


class Finding:
    """`show` tells the view how it stands; `go` brings a message into view."""

    def __init__(self, timers: Timers, show: Callable[[FindData], None], go: Callable[[Said], None]) -> None:
        self._timers = timers
        self._show = show
        self._go = go
        self._find: Find | None = None

    def begin(self, wanted: str, room: Room) -> None:
        """Look for something."""
        self._find = Find(wanted, room.timeline.items)
        self._search()

    def step(self, older: int) -> None:
        """To the next older hit, or with -1 to the next newer."""
        if self._find is not None:
            self._hit(self._find.step(older))

    def end(self) -> None:
        """No more."""
        self._find = None
        self._show(FindData(""))

    def _search(self) -> None:
        self._timers.forget(self._search)
        if self._find is None:
            return
        if self._find.work():
            self._hit(self._find.hit)
        if self._find.busy:
            self._timers.later(0.0, self._search)
        self._show(self._find.data)

    def _hit(self, hit: Said | None) -> None:
        if hit is None or self._find is None:
            return
        self._show(self._find.data)
        self._go(hit)
