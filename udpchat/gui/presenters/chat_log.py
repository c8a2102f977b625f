"""What the log tells, on its way into the conversations: messages and what becomes of them, notices, receipts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from udpchat.client import events
from udpchat.gui.presenters.chat_alerts import ChatAlerts
from udpchat.gui.presenters.chat_ports import Around, Core
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.file_board import FileBoard
from udpchat.gui.presenters.room_book import RoomBook
from udpchat.gui.presenters.timeline_items import Said
from udpchat.gui.widgets.chat_data import Kind
from udpchat.limits import TIMELINE_ASIDE_COUNT

LogEvent = (
    events.MessagesAdded
    | events.MessagesChanged
    | events.NoticesAdded
    | events.ConversationArchived
    | events.EarlierLoaded
    | events.MessagePending
    | events.MessageStored
    | events.MessageRefused
    | events.MessageWithdrawn
    | events.RequestPending
    | events.RequestDone
    | events.RequestRefused
    | events.ReceiptsChanged
    | events.HistoryReset
    | events.TransferChanged
    | events.FilesFound
    | events.FileMarksChanged
)
WISHES: Final = (events.Edit, events.Delete, events.React)


class ChatLog:
    """`attends`: whether the person looks at the end of a conversation. `proclaim` hears of announcements of others."""

    def __init__(
        self,
        core: Core,
        book: RoomBook,
        around: Around,
        alerts: ChatAlerts,
        attends: Callable[[Room], bool],
        proclaim: Callable[[Room, Said], None],
    ) -> None:
        self._core = core
        self._book = book
        self._around = around
        self._alerts = alerts
        self._attends = attends
        self._proclaim = proclaim
        self._files = FileBoard(core, book, around)
        self._where: dict[bytes, int] = {}  # my requests that are under way, and in which conversation they are shown
        self.open_id = 0
        self.focused = False

    def take(self, event: LogEvent) -> None:
        """One event."""
        match event:
            case events.MessagesAdded(messages, live):
                self._came(messages, live)
            case events.MessagesChanged(messages):
                for id, some in _by_room(messages).items():
                    self._book.get(id).timeline.change(some)
            case events.NoticesAdded(notices):
                for notice in notices:
                    self._book.get(notice.conversation).timeline.add_notices((notice,))
            case events.ConversationArchived(conversation, before_seq):
                self._archived(self._book.get(conversation), before_seq)
            case events.EarlierLoaded():
                self._earlier(event)
            case events.ReceiptsChanged(conversation):
                self._receipts(conversation)
            case events.TransferChanged(progress):
                self._transfer(progress)
            case events.FileMarksChanged(file, rows):
                self._files.marked(file, rows)
            case events.HistoryReset():
                for room in self._book:
                    room.restart()
                    self._book.stale.add(room.id)
            case _:
                self._mine(event)

    def _came(self, messages: Sequence[events.Message], live: bool) -> None:
        for message in messages:
            if message.bundle:
                self._parted(message)
        for id, some in _by_room(messages).items():
            room = self._book.get(id)
            fresh = room.timeline.add(some)
            room.reading.came(fresh, self._core.unread(id), live, self._attends(room))
            if id != self.open_id:
                room.timeline.trim(TIMELINE_ASIDE_COUNT)
            others = [said for said in fresh if not said.own and not said.deleted]
            if live and others:
                self._told(room, others)

    def _parted(self, message: events.Message) -> None:
        """One of several people got a text of mine; the line of all of them may stand anywhere."""
        for room in self._book:
            room.timeline.part(message)

    def _told(self, room: Room, others: Sequence[Said]) -> None:
        looks = self.focused and room.id == self.open_id
        if not looks:
            self._alerts.came(room, others, self.focused)
        if room.kind is Kind.ANNOUNCEMENTS and not looks:
            self._proclaim(room, others[-1])

    def _archived(self, room: Room, before_seq: int) -> None:
        room.timeline.archive(before_seq)
        room.reading.count(self._core.unread(room.id))
        room.more = False

    def _earlier(self, event: events.EarlierLoaded) -> None:
        room = self._book.find(event.conversation)
        if room is None:
            return
        if room.loading:
            room.loading, room.more, room.stalled = False, event.more, not event.messages
        room.timeline.add(event.messages)
        room.timeline.add_notices(event.notices)
        room.window.grow_up()

    def _receipts(self, conversation: int) -> None:
        room = self._book.find(conversation)
        if room is not None:
            self._book.stale.add(conversation)
            room.timeline.ticks(lambda seq: self._core.ticks(conversation, seq))
        for each in self._book:
            each.timeline.tick_many()

    def _transfer(self, progress: events.Progress) -> None:
        """A file of mine that is on its way stands where it goes, one for several people where it was sent."""
        room = None
        if progress.up and (progress.people or self._is_place(progress.conversation)):
            room = self._shown_in(progress.key, self.open_id if progress.people else progress.conversation)
        self._files.transfer(progress, room)
        if progress.state in (events.TransferState.DONE, events.TransferState.CANCELLED):
            self._where.pop(progress.key, None)

    def _is_place(self, conversation: int) -> bool:
        """A group that I am not in any more is none."""
        return conversation <= 0 or self._book.find(conversation) is not None or self._core.room(conversation) is not None

    # --- what I asked for ---------------------------------------------------------------------------------------------

    def _mine(self, event: LogEvent) -> None:
        match event:
            case events.MessagePending(ref, said, conversation, reply, people):
                room = self._shown_in(ref, self.open_id if people else conversation)
                me = self._core.me, self._core.name_of(self._core.me)
                room.timeline.wait(ref, said, me, self._around.wall_ms(), reply, people)
            case events.MessageStored(ref, seq, at):
                if found := self._done(ref):
                    found.timeline.store(ref, seq, at)
            case events.MessageRefused(ref, _, refusal):
                if found := self._done(ref):
                    found.timeline.fail(ref, refusal.sentence)
            case events.MessageWithdrawn(ref):
                if found := self._done(ref):
                    found.timeline.withdraw(ref)
            case events.RequestPending(ref, request, conversation, about) if isinstance(request, WISHES):
                self._shown_in(ref, conversation).timeline.wish(ref, request, about)
            case events.RequestDone(ref, request) | events.RequestRefused(ref, request) if isinstance(request, WISHES):
                if found := self._done(ref):
                    found.timeline.settle(ref, request)
            case _:
                pass

    def _shown_in(self, ref: bytes, conversation: int) -> Room:
        """Where a request of mine is shown from now on; one that was typed anew stays where it was."""
        return self._book.get(self._where.setdefault(ref, conversation))

    def _done(self, ref: bytes) -> Room | None:
        """Where a request of mine that is no longer under way is shown; None if its conversation is gone."""
        conversation = self._where.pop(ref, None)
        if conversation is None or self._book.find(conversation) is None:
            return None
        return self._book.get(conversation)


def _by_room(messages: Sequence[events.Message]) -> dict[int, list[events.Message]]:
    found: dict[int, list[events.Message]] = {}
    for message in messages:
        found.setdefault(message.conversation, []).append(message)
    return found
