"""Sound and notification for what nobody looks at: at most one every few seconds, the rest told together."""

from __future__ import annotations

from collections.abc import Sequence

from udpchat.catalogue import text
from udpchat.gui.presenters.chat_ports import Around, Cancel
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.timeline_items import Said
from udpchat.gui.widgets.chat_code import plain
from udpchat.gui.widgets.chat_data import Kind
from udpchat.limits import ALERT_CHARS, ALERT_EVERY_S
from udpchat.sanitize import one_line


class ChatAlerts:
    """Of one window. `quiet`: the person does not want to be disturbed."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._waiting: Cancel | None = None
        self._counts: dict[int, int] = {}
        self._room: Room | None = None
        self._last: Said | None = None
        self._quiet_until = 0.0
        self.quiet = False

    def came(self, room: Room, messages: Sequence[Said], focused: bool) -> None:
        """Messages of others that the person does not see. Who sits at the window, in another conversation, hears only of
        what is meant for them."""
        if self.quiet or (room.muted and room.kind is not Kind.ANNOUNCEMENTS):
            return
        told = [said for said in messages if not focused or said.mention or room.kind in (Kind.PRIVATE, Kind.ANNOUNCEMENTS)]
        if not told:
            return
        self._room, self._last = room, told[-1]
        self._counts[room.id] = self._counts.get(room.id, 0) + len(told)
        rest_s = self._quiet_until - self._around.now()
        if rest_s <= 0:
            self._alert()
        elif self._waiting is None:
            self._waiting = self._around.later(rest_s, self._alert)

    def hush(self) -> None:
        """The person looks, or the window goes."""
        self._counts.clear()
        self._last = None
        if self._waiting:
            self._waiting.cancel()
            self._waiting = None

    def _alert(self) -> None:
        self._waiting = None
        room, last, counts = self._room, self._last, self._counts
        self._counts, self._last = {}, None
        if last is None or room is None or self.quiet:
            return
        self._quiet_until = self._around.now() + ALERT_EVERY_S
        self._around.alerts.ring()
        self._around.alerts.notify(*_words(room, last, sum(counts.values()), len(counts)))


def _words(room: Room, last: Said, count: int, rooms_count: int) -> tuple[str, str]:
    body = one_line(plain(last.line), ALERT_CHARS)
    line = text("chat.preview", name=last.name, text=body)
    if last.card is not None and not last.caption:
        body = line = text("news.file", name=last.name, file=one_line(last.card_name, ALERT_CHARS))
    if rooms_count > 1:
        return text("chat.alert.rooms", count=count, rooms=rooms_count), line
    if count > 1:
        return text("chat.alert.many", count=count, room=room.title), body if room.kind is Kind.PRIVATE else line
    key = {Kind.PRIVATE: "chat.alert.private", Kind.ANNOUNCEMENTS: "chat.alert.announcement"}.get(room.kind, "chat.alert.one")
    return text(key, name=last.name, room=room.title), body
