"""What is unread, by sender, with the last words; a click goes there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from udpchat.catalogue import text
from udpchat.client.events import (
    EarlierLoaded,
    Event,
    HistoryReset,
    Message,
    MessagesAdded,
    MessagesChanged,
    ReadTo,
    Room,
    RoomsChanged,
)
from udpchat.gui.presenters.errands.errand import Errand
from udpchat.gui.presenters.errands.rows import RowData, message_row, room_picture, room_row
from udpchat.gui.presenters.timeline_rows import short_time
from udpchat.limits import INBOX_ROOMS_COUNT, INBOX_WORDS_COUNT


@dataclass(frozen=True, slots=True)
class InboxData:
    """Conversations with unread messages, and the newest of these below each."""

    rows: tuple[RowData, ...]
    summary: str


class Inbox(Errand[InboxData]):
    """Keys of rows: `conversation` or `conversation seq`."""

    def begin(self) -> None:
        """What is unread and not in memory is read from the disk."""
        for room in self._rooms():
            seqs = self.core.unread(room.id)[-INBOX_WORDS_COUNT:]
            if seqs and any(self.core.message(seq) is None for seq in seqs):
                self.core.load_earlier(seqs[-1] + 1, self.bench.now, room.id)

    def take(self, event: Event) -> bool:
        return isinstance(event, RoomsChanged | MessagesAdded | MessagesChanged | EarlierLoaded | ReadTo | HistoryReset)

    def _rooms(self) -> list[Room]:
        """Announcements first, what is muted last."""
        unread = [room for room in self.core.rooms if room.unread]
        unread.sort(key=lambda room: (room.muted, room.kind != "announcements"))
        return unread[:INBOX_ROOMS_COUNT]

    def data(self) -> InboxData:
        rooms = self._rooms()
        rows = [row for room in rooms for row in self._of_room(room)]
        count = sum(room.unread for room in rooms)
        summary = text("errands.inbox.count", count=count) if count else text("errands.inbox.none")
        return InboxData(tuple(rows), summary)

    def _of_room(self, room: Room) -> list[RowData]:
        around = self.bench.around
        found = [self.core.message(seq) for seq in self.core.unread(room.id)[-INBOX_WORDS_COUNT:]]
        said = [message for message in found if message is not None] or ([room.newest] if room.newest else [])
        today = around.moment(around.wall_ms()).day
        right = short_time(around.moment(said[-1].at), today) if said else ""
        presence = self.bench.crowd.get(room.peer).presence if room.kind == "private" else ""
        picture = room_picture(self.core, room, presence)
        shown = room_row(self.core, room)
        notes = [f"@{shown.realm}"] if shown.realm else []
        notes += [text("errands.inbox.muted")] if room.muted else []
        note, realm = " \u00b7 ".join(notes), shown.realm
        head = RowData(shown.key, shown.title, note, right=right, picture=picture, badge=room.unread, realm=realm)
        return [head, *(self._message(room, message) for message in said)]

    def _message(self, room: Room, message: Message) -> RowData:
        row = message_row(self.core, message, self.bench.around.moment, self.bench.around.wall_ms())
        title = row.under if room.kind == "private" else text("chat.preview", name=row.title, text=row.under)
        return replace(row, key=f"{room.id} {message.seq}", title=title, note="", under="", picture=None, realm="")

    # --- what to do ---------------------------------------------------------------------------------------------------

    def choose(self, key: str) -> None:
        """Go there; to a whole conversation, where its unread messages begin."""
        room, _, seq = key.partition(" ")
        self.go(int(room), int(seq or 0))

    def read_all(self) -> None:
        """All of it is seen."""
        if self.ask(lambda: self.core.mark_all_read(self.bench.now)):
            self.close()
