"""What is around the messages whatever the conversation: title, me, footer, banner, composer. The view hears of differences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from udpchat.catalogue import text
from udpchat.gui.presenters.chat_connection import Connection
from udpchat.gui.presenters.chat_ports import Core, View
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.my_state import MyState
from udpchat.gui.presenters.standing import Standing
from udpchat.gui.widgets.chat_data import MeData
from udpchat.limits import LINE_CHARS, TITLE_CHARS
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

    def __init__(self, view: View, core: Core, connection: Connection, standing: Standing) -> None:
        self._view = view
        self._core = core
        self._connection = connection
        self._standing = standing
        self._told: dict[object, object] = {}

    def show(self, room: Room, me: Me, state: MyState, unread: int) -> None:
        """Tell the view what is so now; `room` is the open one."""
        view, connection = self._view, self._connection
        self.tell(view.show_me, self._my_data(me, state))
        self.tell(view.show_footer, connection.footer())
        self.tell(view.show_banner, connection.banner() or (self._standing.banner(room) if connection.online else None))
        self.tell(view.show_jump, room.reading.unread_count)
        title = one_line(text("chat.title", room=room.title, name=me.name), TITLE_CHARS)
        self.tell(self._show_title, (title, unread))
        self.tell(view.show_composer, self._standing.composer(room, connection.over))

    def tell(self, show: Callable[[T], None], value: T) -> None:
        """Call it, unless that is what it was told last."""
        if show not in self._told or self._told[show] != value:
            self._told[show] = value
            show(value)

    def _show_title(self, title_and_unread: tuple[str, int]) -> None:
        self._view.show_title(*title_and_unread)

    def _my_data(self, me: Me, state: MyState) -> MeData:
        words, presence = self._connection.my_state(me.guest)
        if not self._connection.online:
            return MeData(me.name, me.user, words, presence)
        if state.state != "online":
            words = text(f"chat.state.{state.state}")
        mine = next((person for person in self._core.online if person.user == me.user), None)
        if mine is not None and mine.status:
            words = text("chat.presence.status", state=words, status=one_line(mine.status, LINE_CHARS))
        return MeData(me.name, me.user, words, state.state, state.chosen)
