"""The list at the side: which conversations are in it, in which order, and what each line says."""

from __future__ import annotations

from dataclasses import dataclass

from udpchat.catalogue import text
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.people import People
from udpchat.gui.presenters.room_book import RoomBook
from udpchat.gui.presenters.timeline_items import Said
from udpchat.gui.presenters.timeline_rows import short_time
from udpchat.gui.presenters.typists import Typists
from udpchat.gui.widgets.chat_code import plain
from udpchat.gui.widgets.chat_data import ConversationData, Kind, ListData, Show
from udpchat.gui.widgets.chat_rows import Tick
from udpchat.limits import DISPLAY_LINE_CHARS, INTEGER_MAX
from udpchat.sanitize import one_line

NEVER_EMPTY = frozenset({Kind.LOBBY, Kind.ANNOUNCEMENTS, Kind.GROUP})
"""Kinds that are listed though nothing was ever said there."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A conversation as it was when something of it changed last."""

    room: Room
    line: ConversationData
    order: tuple[int, bool, str, int]


class RoomList:
    """Entries are made anew for conversations that changed only, and for the open one: there may be hundreds, and they are
    looked at 33 times a second."""

    def __init__(self, book: RoomBook, people: People, typists: Typists) -> None:
        self._book = book
        self._people = people
        self._typists = typists
        self._entries: dict[int, _Entry] = {}
        self._made_for: tuple[int, int, bool] | None = None
        self.show = Show.ALL
        self.unread_count = 0
        """All that is unread, where one wants to hear of it, at the last look."""

    def data(self, open_room: Room, today: int, online: bool) -> ListData:
        """The list as it is now."""
        stale = {*self._book.stale, open_room.id}
        self._book.stale.clear()
        made_for = today, open_room.id, online
        if made_for != self._made_for:
            self._made_for = made_for
            stale = {*self._entries, *(room.id for room in self._book)}
        for id in stale:
            room = self._book.find(id)
            if room is None:
                self._entries.pop(id, None)
            else:
                line = self._make(room, room is open_room, today, online)
                self._entries[id] = _Entry(room, line, _order(room))
        self.unread_count = sum(entry.line.unread for entry in self._entries.values() if not entry.line.muted)
        lines = tuple(entry.line for entry in self._shown(open_room))
        hint = "" if lines else text(f"chat.list.none.{self.show.value}")
        return ListData(lines, open_room.id, self.show, hint, self.unread_count)

    def neighbour(self, open_room: Room, step: int, unread: bool = False) -> int | None:
        """The number of the next conversation down the list, or up; `unread`: the next one with something unread."""
        shown = [entry.room for entry in self._shown(open_room)]
        if open_room not in shown:
            return shown[0].id if shown else None
        at = shown.index(open_room) + step
        while 0 <= at < len(shown):
            if not unread or shown[at].reading.unread_count:
                return shown[at].id
            at += step
        return None

    def at(self, place: int, open_room: Room) -> int | None:
        """The number of the conversation at a place of the list, 0 the first."""
        shown = self._shown(open_room)
        return shown[place].room.id if 0 <= place < len(shown) else None

    # --- which, and in which order ------------------------------------------------------------------------------------

    def _shown(self, open_room: Room) -> list[_Entry]:
        shown = [entry for entry in self._entries.values() if self._is_shown(entry.room, open_room)]
        return sorted(shown, key=lambda entry: entry.order)

    def _is_shown(self, room: Room, open_room: Room) -> bool:
        if room is open_room:
            return True
        if room.id > 0 and room.info is None:
            return False  # I am not in it (any more), as far as is known
        if room.kind not in NEVER_EMPTY and not len(room.timeline) and not room.draft and not (room.info and room.info.newest):
            return False
        match self.show:
            case Show.UNREAD:
                return room.reading.unread_count > 0
            case Show.GROUPS:
                return room.kind is Kind.GROUP
            case Show.PEOPLE:
                return room.kind is Kind.PRIVATE
            case _:
                return True

    # --- lines --------------------------------------------------------------------------------------------------------

    def _make(self, room: Room, is_open: bool, today: int, online: bool) -> ConversationData:
        last = room.timeline.last_said()
        private = room.kind is Kind.PRIVATE
        typing = self._typists.preview(room.id, private)
        draft = one_line(room.draft, DISPLAY_LINE_CHARS) if room.draft and not is_open and not typing else ""
        mine = last is not None and last.own and not draft and not typing
        return ConversationData(
            id=room.id,
            kind=room.kind,
            title=room.title,
            preview=typing or (text("chat.preview.draft", text=draft) if draft else _preview(room, last)),
            time=short_time(last.moment, today) if last else "",
            unread=room.reading.unread_count,
            mention=room.reading.mentioned,
            draft=bool(draft),
            pending=mine and last is not None and last.tick is Tick.PENDING,
            tick=last.tick.value if mine and last is not None and last.tick else "",
            typing=bool(typing),
            presence=self._people.presence(room.peer) if private and online else "offline" if private else "",
            hue=room.hue,
            muted=room.muted,
        )


def _order(room: Room) -> tuple[int, bool, str, int]:
    """The newest first; mine that wait are newer than all."""
    last = room.timeline.last_said()
    waits = last is not None and last.seq is None and last.tick is Tick.PENDING
    newest = INTEGER_MAX if waits else room.newest_seq
    return -newest, room.kind is not Kind.LOBBY, room.title, room.id


def _preview(room: Room, last: Said | None) -> str:
    if last is None:
        return text("chat.preview.none")
    words = text("chat.preview.deleted") if last.deleted else one_line(plain(last.line), DISPLAY_LINE_CHARS)
    if last.own:
        return text("chat.preview.me", text=words)
    return words if room.kind is Kind.PRIVATE else text("chat.preview", name=last.name, text=words)
