"""What a person leaves behind in each conversation: unsent text, and how far they have read. Kept soon, not at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from udpchat.gui.presenters.chat_ports import Around, Core
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.chat_timers import Timers
from udpchat.gui.presenters.room_book import RoomBook
from udpchat.limits import DRAFT_SAVE_S, MARK_EVERY_S

Command = Callable[[Callable[[], object]], bool]
"""Gives the core a command that it may not take now."""


class ChatNotes:
    """Of all conversations of a window."""

    def __init__(self, core: Core, book: RoomBook, around: Around, timers: Timers, command: Command) -> None:
        self._core = core
        self._book = book
        self._around = around
        self._timers = timers
        self._command = command

    def typed(self, room: Room, draft: str) -> None:
        """The text in the composer changed. Others hear of it when a person wrote it, and when it is a message."""
        if draft == room.draft:
            return
        room.draft = draft
        self._timers.later(DRAFT_SAVE_S, self.keep_drafts)
        if draft.strip() and not draft.startswith("/"):
            self._command(partial(self._core.typing, room.id, self._around.now()))

    def sent(self, room: Room, said: str) -> None:
        """The text went out."""
        if room.draft == said:  # else what was typed before an edit is there again
            room.draft = ""
        self.keep_drafts()

    def keep_drafts(self) -> None:
        """Those that changed."""
        self._timers.forget(self.keep_drafts)
        for room in self._book:
            if room.draft != room.draft_kept:
                room.draft_kept = room.draft
                self._command(partial(self._core.save_draft, room.id, room.draft, self._around.now()))

    def read(self) -> None:
        """Something was looked at."""
        self._timers.later(MARK_EVERY_S, self.keep_marks, restart=False)

    def keep_marks(self) -> None:
        """Those that moved."""
        self._timers.forget(self.keep_marks)
        for room in self._book:
            seq = room.reading.mark(self._core.contiguous_to)
            if seq is not None:
                self._command(partial(self._core.mark_read, room.id, seq, self._around.now()))
