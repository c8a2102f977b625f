"""Sound and notification for what nobody looks at: at most one every few seconds, the rest told together."""

from __future__ import annotations

from collections.abc import Sequence

from udpchat.catalogue import text
from udpchat.gui.presenters.chat_ports import Around, Cancel
from udpchat.gui.presenters.timeline_items import Said
from udpchat.limits import ALERT_CHARS, ALERT_EVERY_S
from udpchat.sanitize import one_line


class ChatAlerts:
    """Of one window."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._waiting: Cancel | None = None
        self._count = 0
        self._room = ""
        self._last: Said | None = None
        self._quiet_until = 0.0

    def came(self, room: str, messages: Sequence[Said]) -> None:
        """Messages that the person does not see."""
        if not messages:
            return
        self._room, self._last = room, messages[-1]
        self._count += len(messages)
        rest_s = self._quiet_until - self._around.now()
        if rest_s <= 0:
            self._alert()
        elif self._waiting is None:
            self._waiting = self._around.later(rest_s, self._alert)

    def hush(self) -> None:
        """The person looks, or the window goes."""
        self._count, self._last = 0, None
        if self._waiting:
            self._waiting.cancel()
            self._waiting = None

    def _alert(self) -> None:
        self._waiting = None
        last, count = self._last, self._count
        self._count, self._last = 0, None
        if last is None:
            return
        self._quiet_until = self._around.now() + ALERT_EVERY_S
        alerts, body = self._around.alerts, one_line(last.text, ALERT_CHARS)
        alerts.ring()
        if count == 1:
            alerts.notify(text("chat.alert.one", name=last.name, room=self._room), body)
        else:
            line = text("chat.preview", name=last.name, text=body)
            alerts.notify(text("chat.alert.many", count=count, room=self._room), line)
