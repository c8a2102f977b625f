"""Everything around the messages: title, side, header, footer, banner, people. The view hears only of what is different."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from udpchat.catalogue import text
from udpchat.gui.presenters.chat_connection import Connection
from udpchat.gui.presenters.chat_ports import View
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.people import People
from udpchat.gui.widgets.chat_data import ConversationData, HeaderData, MeData
from udpchat.limits import TITLE_CHARS
from udpchat.sanitize import one_line

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Me:
    """Who is signed in; nobody yet without a name."""

    name: str = ""
    user: int = 0
    guest: bool = False


class Frame:
    """Compares what each verb of the view was told last with what is so now."""

    def __init__(self, view: View, connection: Connection, people: People) -> None:
        self._view = view
        self._connection = connection
        self._people = people
        self._people_stale = True
        self._told: dict[object, object] = {}

    def people_changed(self) -> None:
        """Sort and filter them again at the next show: that is not done for every message."""
        self._people_stale = True

    def show(self, rooms: Iterable[Room], room: Room, me: Me, today: int) -> None:
        """Tell the view what is so now; `room` is the open one."""
        view, connection = self._view, self._connection
        if self._people_stale:
            self._people_stale = False
            self.tell(view.show_people, self._people.data(connection.online))
        lines = tuple(each.line(today, each is room) for each in rooms)
        self.tell(self._show_conversations, (lines, room.id))
        self.tell(view.show_header, HeaderData(room.id, room.kind, room.title, self._subtitle()))
        self.tell(view.show_me, MeData(me.name, me.user, *connection.my_state(me.guest)))
        self.tell(view.show_footer, connection.footer())
        self.tell(view.show_banner, connection.banner())
        self.tell(view.show_jump, room.reading.unread_count)
        title = one_line(text("chat.title", room=room.title, name=me.name), TITLE_CHARS)
        self.tell(self._show_title, (title, sum(line.unread for line in lines)))
        self.tell(self._show_composer, (room.title, not connection.over))

    def tell(self, show: Callable[[T], None], value: T) -> None:
        """Call it, unless that is what it was told last."""
        if show not in self._told or self._told[show] != value:
            self._told[show] = value
            show(value)

    def _show_conversations(self, lines_and_open: tuple[tuple[ConversationData, ...], int]) -> None:
        self._view.show_conversations(*lines_and_open)

    def _show_title(self, title_and_unread: tuple[str, int]) -> None:
        self._view.show_title(*title_and_unread)

    def _show_composer(self, room_and_open: tuple[str, bool]) -> None:
        room, is_open = room_and_open
        if is_open:
            self._view.open_composer(room)
        else:
            self._view.close_composer()

    def _subtitle(self) -> str:
        if self._connection.online and self._people.heard:
            return text("chat.online", count=self._people.count)
        return text("chat.online.unknown")
