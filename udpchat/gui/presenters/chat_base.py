"""The parts of a chat behind one window, put together; and the drawing of what has changed in any of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from udpchat.client import numbers
from udpchat.errors import UdpchatError
from udpchat.gui.presenters.announcing import Announcing
from udpchat.gui.presenters.chat_alerts import ChatAlerts
from udpchat.gui.presenters.chat_connection import Connection
from udpchat.gui.presenters.chat_defaults import NoCompose, NoDeeds, NoErrands
from udpchat.gui.presenters.chat_finding import Finding
from udpchat.gui.presenters.chat_frame import Frame, Me
from udpchat.gui.presenters.chat_jump import Jump
from udpchat.gui.presenters.chat_log import ChatLog
from udpchat.gui.presenters.chat_notes import ChatNotes
from udpchat.gui.presenters.chat_ports import Around, Compose, Core, Deeds, Errands, View
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.chat_timers import Timers
from udpchat.gui.presenters.moving import Moving
from udpchat.gui.presenters.my_state import MyState
from udpchat.gui.presenters.people import People
from udpchat.gui.presenters.room_book import RoomBook
from udpchat.gui.presenters.room_deeds import RoomDeeds
from udpchat.gui.presenters.room_head import RoomHead
from udpchat.gui.presenters.room_list import RoomList
from udpchat.gui.presenters.standing import Standing
from udpchat.gui.presenters.timeline_items import Said
from udpchat.gui.presenters.typists import Typists
from udpchat.gui.widgets.chat_data import Kind
from udpchat.limits import CATCH_UP_FLUSH_S, DRAFT_SAVE_S, FLUSH_S


class ChatBase:
    """Base of the presenter: its parts, which conversation is open, and when to draw."""

    def __init__(self, core: Core, view: View, around: Around) -> None:
        self._core = core
        self._view = view
        self._around = around
        self._me = Me()
        self._awaited = numbers.LOBBY  # what is to be opened as soon as it is known
        self._focused = False
        self._flush_at = 0.0  # not before
        self._timers = Timers(around.later)
        self._people = People(around.moment)
        self._book = RoomBook(core, around.moment, self._people.note)
        self._open = self._book.lobby
        self._typists = Typists(core)
        self._standing = Standing(core, around, self._people)
        self._alerts = ChatAlerts(around)
        self._announcing = Announcing(view)
        self._connection = Connection(core, around, self._touch)
        self._moving = Moving()
        self._state = MyState(core, around, self._timers, self._touch)
        self._list = RoomList(self._book, self._people, self._typists)
        self._head = RoomHead(core, self._people, self._standing)
        self._frame = Frame(view, core, self._connection, self._standing)
        self._log = ChatLog(core, self._book, around, self._alerts, self._attends, self._announcing.came)
        self._notes = ChatNotes(core, self._book, around, self._timers, self._command)
        self._room_deeds = RoomDeeds(core, view, around, self._book, lambda: self.errands)
        self._finding = Finding(self._timers, partial(self._frame.tell, view.show_find), self._go_to)
        self._jump = Jump(view, self._load_earlier, self._go_to)
        self.errands: Errands = NoErrands()
        self.deeds: Deeds = NoDeeds()
        self.compose: Compose = NoCompose()

    # --- for the attached parts ---------------------------------------------------------------------------------------

    @property
    def room(self) -> Room:
        """The open conversation."""
        return self._open

    def touch(self) -> None:
        """Something changed that is shown: draw soon."""
        self._touch()

    def notice(self, said: str, conversation: int | None = None) -> None:
        """A line between the messages that only this person sees; None: in the open conversation."""
        room = self._open if conversation is None else self._book.get(conversation)
        room.timeline.tell(said, self._around.wall_ms())
        self._touch()

    def posted(self, conversation: int | None = None) -> None:
        """This person wrote something there: the line of the new has served, and the view goes to the end."""
        room = self._open if conversation is None else self._book.get(conversation)
        room.reading.answered()
        if room is self._open:
            self.jump()

    def open_conversation(self, id: int, seq: int = 0) -> None:
        """Show another conversation, whether anything was said there yet or not; `seq`: at this message."""
        if id > 0 and self._core.room(id) is None:
            self._awaited = id  # a group that was made just now; or one that is gone, which never comes
            return
        if id != self._open.id:
            self._switch(self._book.get(id))
        if seq:
            self._jump.to(self._open, seq)

    def _switch(self, room: Room) -> None:
        self._awaited = numbers.LOBBY
        self._finding.end()
        self._notes.keep_drafts()
        self._open.reading.left()
        self._view.change_rows(self._open.forget_shown())
        self._book.stale.update((self._open.id, room.id))
        self._open, self._log.open_id = room, room.id
        self._people.filter("")
        self._announcing.opened(room.id)
        self._ask_about(room)
        room.window.to_end()
        self._flush()
        self._view.set_text(room.draft)
        self._view.scroll_to_end()
        self.compose.opened()
        self._timers.later(DRAFT_SAVE_S, self._keep_open)

    def _keep_open(self) -> None:
        """For the next time; guests are somebody else each time."""
        self._timers.forget(self._keep_open)
        if self._me.name and not self._me.guest and not self._awaited and self._open.id != self._around.last_open():
            self._around.keep_open(self._open.id)

    def jump(self) -> None:
        """To the newest message."""
        self._open.window.to_end()
        self._flush()
        self._view.scroll_to_end()

    def _go_to(self, said: Said) -> None:
        """Bring a message of the open conversation into view."""
        self._open.window.show(said.place)
        self._flush()
        self._view.scroll_to(said.key)

    # --- the core -----------------------------------------------------------------------------------------------------

    def _command(self, give: Callable[[], object]) -> bool:
        """Give the core a command; one that it does not take now (not signed in yet, leaving already) is no matter."""
        try:
            give()
        except UdpchatError:
            return False
        self._around.kick()
        return True

    def _load_earlier(self, room: Room) -> bool:
        """Ask for a page of the past; False if there is none, or not now."""
        before_seq = room.wants_earlier()
        if before_seq is None:
            return False
        room.loading = self._command(lambda: self._core.load_earlier(before_seq, self._around.now(), room.id))
        self._touch()
        return room.loading

    def _ask_about(self, room: Room) -> None:
        """What is shown beside a conversation and only told when asked for."""
        if not self._connection.online:
            return
        now = self._around.now()
        if room.kind is Kind.GROUP and room.info is not None and self._core.members(room.id) is None:
            self._command(lambda: self._core.ask_members(room.id, now))
        elif room.kind is Kind.PRIVATE and (name := self._core.name_of(numbers.peer_of(room.id))):
            self._command(lambda: self._core.ask_people(name, now))

    def _attends(self, room: Room) -> bool:
        return self._focused and room is self._open and room.window.following

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
        if not len(room.timeline) and not room.stalled:
            self._load_earlier(room)
        steps = room.refresh(today, caught_up and self._me.name != "", wall_ms)
        if self._attends(room):
            room.reading.attend(room.timeline.newest_seq)
            self._notes.read()
        self._show(room, today)
        if steps:
            self._view.change_rows(steps)

    def _show(self, room: Room, today: int) -> None:
        """Everything around the messages."""
        frame, online = self._frame, self._connection.online
        self._alerts.quiet = self._state.busy
        frame.tell(self._view.show_conversations, self._list.data(room, today, online))
        frame.show(room, self._me, self._state, self._list.unread_count)
        frame.tell(self._view.show_moving, self._moving.data(online))
        frame.tell(self._view.show_header, self._head.data(room, online, today))
        frame.tell(self._view.show_typing, self._typists.line(room.id) if online else "")
        members = self._core.members(room.id) if room.kind is Kind.GROUP else None
        frame.tell(self._view.show_people, self._people.data(room, members, online, today))
