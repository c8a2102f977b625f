"""The list at the side: which conversations are in it, in which order, and what each line says."""

from __future__ import annotations

from udpchat.catalogue import text
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.people import People
from udpchat.gui.presenters.room_book import RoomBook
from udpchat.gui.presenters.timeline_items import Said
from udpchat.gui.presenters.timeline_rows import short_time
from udpchat.gui.presenters.typists import Typists
from udpchat.gui.widgets.chat_data import ConversationData, Kind, ListData, Show
from udpchat.gui.widgets.chat_rows import Tick
from udpchat.limits import DISPLAY_LINE_CHARS, INTEGER_MAX
from udpchat.sanitize import one_line

NEVER_EMPTY = frozenset({Kind.LOBBY, Kind.ANNOUNCEMENTS, Kind.GROUP})
"""Kinds that are listed though nothing was ever said there."""


class RoomList:
    """Lines are made anew for conversations that changed only: there may be hundreds, and it is looked at 33 times a second."""

    def __init__(self, book: RoomBook, people: People, typists: Typists) -> None:
        self._book = book
        self._people = people
        self._typists = typists
        self._lines: dict[int, ConversationData] = {}
        self._made_for: tuple[int, int, bool] | None = None
        self.show = Show.ALL

    def data(self, open_room: Room, today: int, online: bool) -> ListData:
        """The list as it is now."""
        made_for = today, open_room.id, online
        if made_for != self._made_for:
            self._lines.clear()
            self._made_for = made_for
        for id in self._book.stale:
            self._lines.pop(id, None)
        self._book.stale.clear()
        listed = [room for room in self._order() if self._is_shown(room, open_room)]
        lines = tuple(self._line(room, open_room, today, online) for room in listed)
        hint = "" if lines else text(f"chat.list.none.{self.show.value}")
        return ListData(lines, open_room.id, self.show, hint, self.unread_count)

    @property
    def unread_count(self) -> int:
        """All that is unread, where one wants to hear of it."""
        return sum(room.reading.unread_count for room in self._book if not room.muted)

    def neighbour(self, open_room: Room, step: int, unread: bool = False) -> int | None:
        """The number of the next conversation down the list, or up; `unread`: the next one with something unread."""
        ids = [room.id for room in self._order() if self._is_shown(room, open_room)]
        if open_room.id not in ids:
            return ids[0] if ids else None
        at = ids.index(open_room.id) + step
        while 0 <= at < len(ids):
            room = self._book.find(ids[at])
            if not unread or (room is not None and room.reading.unread_count):
                return ids[at]
            at += step
        return None

    def at(self, place: int, open_room: Room) -> int | None:
        """The number of the conversation at a place of the list, 0 the first."""
        ids = [room.id for room in self._order() if self._is_shown(room, open_room)]
        return ids[place] if 0 <= place < len(ids) else None

    # --- which, and in which order ------------------------------------------------------------------------------------

    def _order(self) -> list[Room]:
        return sorted(self._book, key=lambda room: (-_newest(room), room.kind is not Kind.LOBBY, room.title, room.id))

    def _is_shown(self, room: Room, open_room: Room) -> bool:
        if room is open_room:
            return True
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

    def _line(self, room: Room, open_room: Room, today: int, online: bool) -> ConversationData:
        reading = room.reading
        held = self._lines.get(room.id)
        if held is not None and (held.unread, held.mention) == (reading.unread_count, reading.mentioned):
            return held
        made = self._lines[room.id] = self._make(room, room is open_room, today, online)
        return made

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


def _newest(room: Room) -> int:
    last = room.timeline.last_said()
    waits = last is not None and last.seq is None and last.tick is Tick.PENDING
    return INTEGER_MAX if waits else room.newest_seq


def _preview(room: Room, last: Said | None) -> str:
    if last is None:
        return text("chat.preview.none")
    words = text("chat.preview.deleted") if last.deleted else one_line(last.text, DISPLAY_LINE_CHARS)
    if last.own:
        return text("chat.preview.me", text=words)
    return words if room.kind is Kind.PRIVATE else text("chat.preview", name=last.name, text=words)
