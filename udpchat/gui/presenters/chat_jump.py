"""To a message that may be far back: the past is loaded page by page until it is there."""

from __future__ import annotations

from collections.abc import Callable

from udpchat.catalogue import text
from udpchat.gui.presenters.chat_ports import View
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.timeline_items import Said
from udpchat.limits import JUMP_PAGES_COUNT


class Jump:
    """`load` asks for a page of the past; `go` brings a message that is held into view."""

    def __init__(self, view: View, load: Callable[[Room], bool], go: Callable[[Said], None]) -> None:
        self._view = view
        self._load = load
        self._go = go
        self._room: Room | None = None
        self._seq = 0
        self._pages_left = 0

    def to(self, room: Room, seq: int) -> None:
        """To the message of that seq in the open conversation."""
        self._room, self._seq, self._pages_left = room, seq, JUMP_PAGES_COUNT
        self._try(room)

    def loaded(self, room: Room, open_room: Room) -> None:
        """A page has come."""
        if room is self._room and room is open_room:
            self._try(room)
        elif open_room is not self._room:
            self._room = None  # the person went elsewhere meanwhile

    def _try(self, room: Room) -> None:
        said = room.timeline.by_seq(self._seq)
        if said is not None:
            self._room = None
            self._go(said)
            return
        oldest = room.timeline.oldest_seq
        self._pages_left -= 1
        if (oldest is not None and oldest < self._seq) or self._pages_left < 0 or room.stalled or not self._load(room):
            self._room = None
            self._view.toast(text("chat.jump.gone"))
