"""The chat window without the window: events of the core in, calls on the view out, and what the person does.

Whatever changes only touches; a flush soon after draws everything at once, at most 33 times a second, so a flood of
messages costs a bounded share of the time however large it is. What is shown is always computed from what is held, and
the view gets the difference: there is no second truth in the widgets.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import assert_never

from udpchat.catalogue import text
from udpchat.client import events
from udpchat.errors import UdpchatError
from udpchat.gui.presenters.chat_alerts import ChatAlerts
from udpchat.gui.presenters.chat_connection import Connection
from udpchat.gui.presenters.chat_defaults import NoDeeds, NoErrands, PlainCompose
from udpchat.gui.presenters.chat_find import Find
from udpchat.gui.presenters.chat_frame import Frame, Me
from udpchat.gui.presenters.chat_ports import LOBBY, Around, Compose, Core, Deeds, Errands, View
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.chat_timers import Timers
from udpchat.gui.presenters.people import People
from udpchat.gui.presenters.timeline_items import Said
from udpchat.gui.widgets.chat_data import Act, FindData, Kind
from udpchat.gui.widgets.chat_rows import Tick
from udpchat.invites import human_fingerprint
from udpchat.limits import CATCH_UP_FLUSH_S, DRAFT_SAVE_S, FLUSH_S, MARK_EVERY_S, TITLE_CHARS
from udpchat.sanitize import one_line


class ChatPresenter:
    """One signed-in person's window. Feed it every event of the core with `on_event`; end it with `close`."""

    def __init__(self, core: Core, view: View, around: Around) -> None:
        self._core = core
        self._view = view
        self._around = around
        self._me = Me()
        self._rooms = {LOBBY: Room(LOBBY, Kind.LOBBY, text("chat.lobby"), around.moment)}
        self._open = self._rooms[LOBBY]
        self._people = People()
        self._alerts = ChatAlerts(around)
        self._connection = Connection(core, around, self._touch)
        self._find: Find | None = None
        self._focused = False
        self._frame = Frame(view, self._connection, self._people)
        self._timers = Timers(around.later)
        self._flush_at = 0.0  # not before
        self.errands: Errands = NoErrands()
        self.deeds: Deeds = NoDeeds()
        self.compose: Compose = PlainCompose(core, view, around, self)
        self._touch()

    def attach(self, compose: Compose, errands: Errands, deeds: Deeds) -> None:
        """The parts that do more than the stand-ins. Each event goes to them after it was taken here."""
        self.compose, self.errands, self.deeds = compose, errands, deeds

    @property
    def room(self) -> Room:
        """The open conversation."""
        return self._open

    def touch(self) -> None:
        """Something changed that is shown: draw soon."""
        self._touch()

    def notice(self, said: str, conversation: int | None = None) -> None:
        """A line between the messages that only this person sees; None: in the open conversation."""
        room = self._open if conversation is None else self._room(conversation)
        room.timeline.tell(said, self._around.wall_ms())
        self._touch()

    def posted(self, conversation: int | None = None) -> None:
        """This person wrote something there: the line of the new has served, and the view goes to the end."""
        room = self._open if conversation is None else self._room(conversation)
        room.reading.answered()
        if room is self._open:
            self.jump()

    def close(self) -> None:
        """The window goes. What was typed and read is kept."""
        self._keep_draft()
        self._keep_mark()
        self._timers.close()
        self._alerts.hush()
        self._connection.close()

    # --- from the core ------------------------------------------------------------------------------------------------

    def on_event(self, event: events.Event) -> None:
        """One event of the core."""
        match event:
            case events.SignedIn():
                self._signed_in(event)
            case events.MessagesAdded(messages, live):
                self._came(messages, live)
            case events.EarlierLoaded(messages, more):
                self._earlier_loaded(messages, more)
            case events.MessagePending() | events.MessageStored() | events.MessageRefused():
                self._mine(event)
            case events.PeopleChanged():
                self._people_changed(event)
            case events.HistoryReset():
                for room in self._rooms.values():
                    room.restart()
            case events.DraftFound(conversation, draft):
                self._draft_found(self._room(conversation), draft)
            case events.ReadTo(conversation, seq):
                self._room(conversation).reading.resume(seq)
            case _:
                self._connection_event(event)
        self.compose.on_event(event)
        self.errands.on_event(event)
        self._touch()

    def _connection_event(self, event: events.Event) -> None:
        match event:
            case events.LoggedOut("") if not self._connection.troubles.ended:
                self._around.ended()
            case (
                events.StateChanged()
                | events.ConnectionLost()
                | events.NoAnswerYet()
                | events.CertificateQuestion()
                | events.SignInRefused()
                | events.LoggedOut()
                | events.NotSaved()
                | events.Slowed()
                | events.Postponed()
            ):
                self._frame.people_changed()
                self._connection.take(event)
            case _:
                pass  # an event for another part of the program

    def _signed_in(self, event: events.SignedIn) -> None:
        self._me = Me(event.name, event.user, event.guest)
        self._connection.server = one_line(event.server_name, TITLE_CHARS)
        self._people.my_ids.add(event.user)
        for room in self._rooms.values():
            room.timeline.my_ids.add(event.user)
            room.timeline.my_name = event.name
        self._frame.people_changed()

    def _room(self, conversation: int) -> Room:
        """By the number of an event. The lobby has another number on each server, and there is nothing but it so far."""
        return self._rooms.get(conversation, self._rooms[LOBBY])

    def _came(self, messages: tuple[events.Message, ...], live: bool) -> None:
        by_room: dict[int, list[events.Message]] = {}
        for message in messages:
            by_room.setdefault(self._room(message.conversation).id, []).append(message)
        for id, some in by_room.items():
            room = self._rooms[id]
            fresh = room.timeline.add(some)
            room.reading.came(fresh, live, self._attends(room))
            if live and not self._focused:
                self._alerts.came(room.title, [said for said in fresh if not said.own])

    def _earlier_loaded(self, messages: tuple[events.Message, ...], more: bool) -> None:
        room = self._open
        room.loading, room.more, room.stalled = False, more, not messages
        room.timeline.add(messages)
        room.window.grow_up()

    def _mine(self, event: events.MessagePending | events.MessageStored | events.MessageRefused) -> None:
        match event:
            case events.MessagePending(ref, said, conversation):
                me = self._me.user, self._me.name
                self._room(conversation).timeline.wait(ref, said, me, self._around.wall_ms())
            case events.MessageStored(ref, seq, at):
                for room in self._rooms.values():
                    room.timeline.store(ref, seq, at)
                self._connection.saved()
            case events.MessageRefused(ref, _, refusal):
                for room in self._rooms.values():
                    room.timeline.fail(ref, refusal.sentence)
            case other:
                assert_never(other)

    def _people_changed(self, event: events.PeopleChanged) -> None:
        came, went = self._people.changed(event)
        self._frame.people_changed()
        if came or went:
            self._rooms[LOBBY].timeline.people(came, went, self._around.wall_ms())

    def _draft_found(self, room: Room, draft: str) -> None:
        room.draft_kept = draft
        if not room.draft:
            room.draft = draft
            if room is self._open:
                self._view.set_draft(draft)

    # --- from the person: writing -------------------------------------------------------------------------------------

    def send(self, said: str) -> bool:
        """Send a text to the open conversation. False: not taken, the view was told why."""
        room = self._open
        if not self.compose.send(said):
            return False
        if room.draft == said:  # else what was typed before an edit is there again
            room.draft = ""
        self._keep_draft()
        return True

    def typed(self, draft: str) -> None:
        """The text in the composer changed."""
        if self.compose.keeps(draft):
            self._open.draft = draft
            self._timers.later(DRAFT_SAVE_S, self._keep_draft)

    def retry(self, key: str) -> None:
        """Send a failed message again."""
        said = self._open.timeline.by_key(key)
        if isinstance(said, Said) and said.tick is Tick.FAILED and self.compose.post(said.text):
            self.discard(key)

    def discard(self, key: str) -> None:
        """Let a failed message go."""
        self._open.timeline.discard(key)
        self._touch()

    def _keep_draft(self) -> None:
        self._timers.forget(self._keep_draft)
        for room in self._rooms.values():
            if room.draft != room.draft_kept:
                room.draft_kept = room.draft
                self._command(partial(self._core.save_draft, room.id, room.draft, self._around.now()))

    # --- from the person: reading -------------------------------------------------------------------------------------

    def focused(self, focused: bool) -> None:
        """The window got or lost the keyboard."""
        self._focused = focused
        if focused:
            self._alerts.hush()
        self._touch()

    def scrolled(self, at_bottom: bool) -> None:
        """The view stands at its last row, or not."""
        window = self._open.window
        following = at_bottom and (window.following or window.at_end)
        if following != window.following:
            window.following = following
            self._touch()

    def earlier(self, asked: bool = False) -> None:
        """The top of the view is near; `asked`: by a click on the button."""
        room = self._open
        if room.window.grow_up():
            self._flush()
            return
        before_seq = room.wants_earlier()
        if before_seq is not None and (asked or not room.stalled):
            room.loading = self._command(lambda: self._core.load_earlier(before_seq, self._around.now()))
            self._touch()

    def newer(self) -> None:
        """The bottom of the view is near, and it may not be the end of the conversation."""
        if self._open.window.grow_down():
            self._flush()

    def jump(self) -> None:
        """To the newest message."""
        self._open.window.to_end()
        self._flush()
        self._view.scroll_to_end()

    def open_conversation(self, id: int, seq: int = 0) -> None:
        """Show another conversation."""
        if id == self._open.id or id not in self._rooms:
            return
        self.find_end()
        self._view.change_rows(self._open.forget_shown())
        self._open = self._rooms[id]
        self._flush()
        self._view.set_draft(self._open.draft)

    def filter_people(self, wanted: str) -> None:
        """Show those people only whose name contains this."""
        self._people.filter(wanted)
        self._frame.people_changed()
        self._touch()

    def _attends(self, room: Room) -> bool:
        return self._focused and room is self._open and room.window.following

    def _keep_mark(self) -> None:
        self._timers.forget(self._keep_mark)
        for room in self._rooms.values():
            seq = room.reading.mark(self._core.contiguous_to)
            if seq is not None:
                self._command(partial(self._core.mark_read, room.id, seq, self._around.now()))

    # --- from the person: finding -------------------------------------------------------------------------------------

    def find(self, wanted: str) -> None:
        """Look for something in the open conversation."""
        self._find = Find(wanted, self._open.timeline.items)
        self._search()

    def find_step(self, older: int) -> None:
        """To the next older hit, or with -1 to the next newer."""
        if self._find is not None:
            self._show_hit(self._find.step(older))

    def find_end(self) -> None:
        """No more."""
        self._find = None
        self._frame.tell(self._view.show_find, FindData(""))

    def _search(self) -> None:
        self._timers.forget(self._search)
        if self._find is None:
            return
        if self._find.work():
            self._show_hit(self._find.hit)
        if self._find.busy:
            self._timers.later(0.0, self._search)
        self._frame.tell(self._view.show_find, self._find.data)

    def _show_hit(self, hit: Said | None) -> None:
        if hit is None or self._find is None:
            return
        self._open.window.show(hit.place)
        self._flush()
        self._frame.tell(self._view.show_find, self._find.data)
        self._view.scroll_to(hit.key)

    # --- from the person: the connection ------------------------------------------------------------------------------

    def act(self, act: Act) -> None:
        """The button of the banner."""
        match act:
            case Act.TRY_NOW:
                self._command(lambda: self._core.network_changed(self._around.now()))
            case Act.SIGN_IN:
                self._around.sign_in_again()
            case Act.LEAVE_NOW:
                self._command(lambda: self._core.leave_now(self._around.now()))
            case Act.COMPARE:
                if (question := self._connection.troubles.question) is not None:
                    self._view.ask_fingerprint(human_fingerprint(question), self._around.address())
            case Act.DISMISS:
                self._connection.saved()
            case other:
                assert_never(other)

    def trust(self, trusted: bool) -> None:
        """The answer about the fingerprint; one that comes too late is no matter."""
        if self._connection.troubles.question is None:
            return
        answer = self._core.accept_certificate if trusted else self._core.refuse_certificate
        self._command(partial(answer, self._around.now()))

    def sign_out(self) -> None:
        """Sign out once everything typed has arrived; the banner offers not to wait."""
        if self._connection.troubles.ended:
            self._around.ended()
            return
        self._keep_draft()
        self._connection.leave()
        self._command(lambda: self._core.log_out(self._around.now()))

    def _command(self, give: Callable[[], object]) -> bool:
        """Give the core a command; one that it does not take now (not signed in yet, leaving already) is no matter."""
        try:
            give()
        except UdpchatError:
            return False
        self._around.kick()
        return True

    # --- drawing ------------------------------------------------------------------------------------------------------

    def _touch(self) -> None:
        """Something changed: draw soon, once for all that changes until then."""
        self._timers.later(max(0.0, self._flush_at - self._around.now()), self._flush, restart=False)

    def _flush(self) -> None:
        self._timers.forget(self._flush)
        room, now = self._open, self._around.now()
        caught_up = self._core.contiguous_to >= self._core.head
        wall_ms = self._around.wall_ms()
        today = self._around.moment(wall_ms).day
        self._flush_at = now + (FLUSH_S if caught_up else CATCH_UP_FLUSH_S)
        steps = room.refresh(today, caught_up and self._me.name != "", wall_ms)
        if self._attends(room):
            room.reading.attend(room.timeline.newest_seq)
            self._timers.later(MARK_EVERY_S, self._keep_mark, restart=False)
        self._frame.show(self._rooms.values(), room, self._me, today)
        if steps:
            self._view.change_rows(steps)
