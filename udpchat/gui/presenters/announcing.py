"""Something was said to everybody: whoever looks elsewhere sees it at once, until they read it there or put it away."""

from __future__ import annotations

from udpchat.catalogue import text
from udpchat.gui.presenters.chat_ports import View
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.timeline_items import Said
from udpchat.gui.widgets.chat_data import AnnouncementData
from udpchat.limits import ANNOUNCED_CHARS
from udpchat.sanitize import one_line


class Announcing:
    """One at a time, the newest."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.shown: AnnouncementData | None = None

    def came(self, room: Room, said: Said) -> None:
        """Somebody announced something."""
        title = text("chat.announcement.from", name=said.name)
        self._show(AnnouncementData(room.id, said.place[0], title, one_line(said.line, ANNOUNCED_CHARS)))

    def opened(self, conversation: int) -> None:
        """The person looks at a conversation: at that of the announcements they read it there."""
        if self.shown is not None and self.shown.conversation == conversation:
            self.dismiss()

    def dismiss(self) -> None:
        """No more."""
        if self.shown is not None:
            self._show(None)

    def _show(self, shown: AnnouncementData | None) -> None:
        self.shown = shown
        self._view.show_announcement(shown)
