"""What the core tells, on its way to the parts of a chat that it concerns."""

from __future__ import annotations

from typing import assert_never

from udpchat.catalogue import text
from udpchat.client import events, numbers
from udpchat.gui.presenters.chat_base import ChatBase
from udpchat.gui.presenters.chat_connection import ConnectionEvent
from udpchat.gui.presenters.chat_frame import Me
from udpchat.gui.presenters.chat_log import LogEvent
from udpchat.gui.presenters.chat_room import Room
from udpchat.limits import TEXT_BYTES, TITLE_CHARS
from udpchat.sanitize import one_line


class Hearing(ChatBase):
    """Part of the presenter."""

    def on_event(self, event: events.Event) -> None:
        """One event of the core."""
        match event:
            case events.SignedIn():
                self._signed_in(event)
            case events.RoomsChanged(rooms, gone):
                self._book.update(rooms)
                if any(room.id == self._awaited != numbers.LOBBY for room in rooms):
                    self.open_conversation(self._awaited)
                for id in gone:
                    self._gone(id)
            case events.DraftFound(conversation, draft):
                self._draft_found(self._book.get(conversation), draft)
            case events.ReadTo(conversation, seq):
                self._book.get(conversation).reading.resume(seq)
            case events.TypingChanged(conversation, users):
                self._typists.changed(conversation, users)
                self._book.stale.add(conversation)
            case events.PeopleChanged() | events.PeopleFound() | events.MembersFound():
                self._people_event(event)
            case events.Sanctioned():
                self._standing.sanctioned(event)
            case _ if isinstance(event, LogEvent):
                self._log_event(event)
            case _ if isinstance(event, ConnectionEvent):
                self._connection_event(event)
            case _:
                pass  # an event for one of the attached parts
        self.compose.on_event(event)
        self.errands.on_event(event)
        self.deeds.on_event(event)
        self._touch()

    def _connection_event(self, event: ConnectionEvent) -> None:
        if event == events.LoggedOut("") and not self._connection.troubles.ended:
            self._around.ended()
            return
        online = self._connection.online
        self._connection.take(event)
        if online and not self._connection.online:
            self._book.stale.update(self._typists.lost())
        elif not online and self._connection.online:
            self._ask_about(self._open)

    def _log_event(self, event: LogEvent) -> None:
        self._log.take(event)
        match event:
            case events.EarlierLoaded(conversation=conversation) if (room := self._book.find(conversation)) is not None:
                self._jump.loaded(room, self._open)
            case events.TransferChanged(transfer):
                self._moving.changed(transfer)
            case events.MessageStored():
                self._connection.saved()
            case events.RequestDone():
                if self._room_deeds.done(event):
                    self._ask_about(self._open)
            case events.RequestRefused():
                self._room_deeds.refused(event)
            case _:
                pass

    def _signed_in(self, event: events.SignedIn) -> None:
        first = not self._me.name
        self._me = Me(event.name, event.user, event.guest)
        self._connection.server = one_line(event.server_name, TITLE_CHARS)
        self._people.my_ids.add(event.user)
        self._book.signed_in(event.user, event.name)
        self._state.begin()
        for transfer in self._core.transfers:  # those of before this window
            self._log_event(events.TransferChanged(transfer))
        if first and (last := self._around.last_open()) != numbers.LOBBY:
            self.open_conversation(last)

    def _gone(self, id: int) -> None:
        room = self._book.remove(id)
        if room is None:
            return
        self._announcing.opened(id)
        farewell = self._room_deeds.farewell(room)
        if room is self._open:
            self.open_conversation(numbers.LOBBY)
            self.notice(farewell)
        else:
            self._view.toast(farewell)
        for unsent in room.unsent():  # what was written there is not lost with it
            self.notice(text("chat.gone.unsent", room=room.title, text=one_line(unsent, TEXT_BYTES)))

    def _people_event(self, event: events.PeopleChanged | events.PeopleFound | events.MembersFound) -> None:
        match event:
            case events.PeopleChanged():
                came, went = self._people.changed(event)
                if came or went:
                    self._book.lobby.timeline.people(came, went, self._around.wall_ms())
                news = *event.joined, *event.left, *event.changed
                self._book.stale.update(-person.user for person in news or event.online)
                if any(person.user == self._open.peer for person in event.left):
                    self._ask_about(self._open)  # when they were last seen
            case events.PeopleFound(_, people):
                self._people.found(people)
            case events.MembersFound():
                pass  # the core keeps them
            case other:
                assert_never(other)

    def _draft_found(self, room: Room, draft: str) -> None:
        room.draft_kept = draft
        if not room.draft:
            room.draft = draft
            if room is self._open:
                self._view.set_draft(draft)
