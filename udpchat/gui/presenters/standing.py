"""What holds for this person here and now: muted, paused, no private messages, slow mode. Said above the chat and where one
writes; what was typed stays."""

from __future__ import annotations

from typing import Final

from udpchat.catalogue import text
from udpchat.client import events
from udpchat.gui.presenters.chat_ports import Around, Core
from udpchat.gui.presenters.chat_room import Room
from udpchat.gui.presenters.people import People
from udpchat.gui.presenters.timeline_rows import short_time
from udpchat.gui.widgets.chat_data import BannerData, ComposerData, Kind, Mood
from udpchat.limits import INTEGER_MAX, LINE_CHARS
from udpchat.sanitize import one_line

MODERATORS: Final = frozenset({"moderator", "operator"})


class Standing:
    """Rules and sanctions, as last told."""

    def __init__(self, core: Core, around: Around, people: People) -> None:
        self._core = core
        self._people = people
        self._around = around
        self._muted_until_ms = 0
        self._reason = ""

    @property
    def moderates(self) -> bool:
        """Whether this person has a right over others."""
        return self._core.my_role in MODERATORS

    @property
    def muted(self) -> bool:
        """Whether nothing of this person is taken."""
        return self._muted_until_ms > self._around.wall_ms()

    def sanctioned(self, event: events.Sanctioned) -> None:
        """By a moderator. Who is thrown out or banned hears of it as the end of the session."""
        if event.kind == "mute":
            self._muted_until_ms, self._reason = event.until_ms, one_line(event.reason, LINE_CHARS)

    def may_announce(self) -> bool:
        """Whether this person may speak to everybody at once."""
        rules = self._core.rules
        return self.moderates or rules is None or rules.announcers == "all"

    def banner(self, room: Room) -> BannerData | None:
        """The most serious of it, as far as it concerns this conversation."""
        rules = self._core.rules
        if self.muted:
            reason = text("chat.banner.muted.reason", reason=self._reason) if self._reason else ""
            return _banner("mute", "muted", f"{self._until()} {reason}".strip())
        if rules is not None and rules.paused:
            key = "chat.banner.paused.moderator" if self.moderates else "chat.banner.paused.text"
            return _banner("pause", "paused", text(key))
        if self._is_private_off(room):
            return _banner("lock", "private_off", text("chat.banner.private_off.text"))
        return None

    def composer(self, room: Room, over: bool) -> ComposerData:
        """Whether one may write there."""
        if over:
            return ComposerData(room.id, False, text("chat.composer.closed"))
        if room.kind is Kind.ANNOUNCEMENTS and not self.may_announce():
            return ComposerData(room.id, False, text("chat.composer.announcers"))
        return ComposerData(room.id, True, self._hint(room))

    def _hint(self, room: Room) -> str:
        rules = self._core.rules
        if self.muted:
            return text("chat.composer.muted", until=self._until())
        if rules is not None and rules.paused and not self.moderates:
            return text("chat.composer.paused")
        if self._is_private_off(room):
            return text("chat.composer.private_off")
        if room.peer and self._people.blocked(room.peer, room.info):
            return text("chat.composer.blocked", room=room.title)
        if room.info is not None and room.info.slow_s and not self.moderates:
            return text("chat.composer.slow", room=room.title, count=room.info.slow_s)
        if room.kind is Kind.ANNOUNCEMENTS:
            return text("chat.composer.announce")
        return text("chat.composer.placeholder", room=room.title)

    def _is_private_off(self, room: Room) -> bool:
        rules = self._core.rules
        if rules is None or not rules.private_off or room.kind is not Kind.PRIVATE or self.moderates:
            return False
        peer = self._people.person(room.peer)
        return peer is None or peer.role not in MODERATORS

    def _until(self) -> str:
        if self._muted_until_ms >= INTEGER_MAX:
            return text("chat.banner.muted.forever")
        moment = self._around.moment(self._muted_until_ms)
        today = self._around.moment(self._around.wall_ms()).day
        key = "chat.banner.muted.until" if moment.day == today else "chat.banner.muted.until_day"
        return text(key, clock=moment.clock, day=short_time(moment, today))


def _banner(icon: str, key: str, words: str) -> BannerData:
    return BannerData(Mood.WARN, icon, text(f"chat.banner.{key}"), words)
