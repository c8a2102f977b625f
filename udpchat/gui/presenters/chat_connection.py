"""The connection in words: the footer, the state below my name, and the one banner that matters most.

A loss that is over within a moment is not worth a banner, which would move the chat up and down; the dot in the footer
tells it at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from udpchat.catalogue import text
from udpchat.client import events
from udpchat.client.phases import Phase
from udpchat.gui.presenters.chat_ports import Around, Cancel, Core
from udpchat.gui.widgets.chat_data import Act, BannerData, FooterData, Mood
from udpchat.limits import BANNER_DELAY_S, LINE_CHARS, RTT_EVERY_S
from udpchat.sanitize import one_line

ConnectionEvent = (
    events.StateChanged
    | events.ConnectionLost
    | events.NoAnswerYet
    | events.CertificateQuestion
    | events.SignInRefused
    | events.LoggedOut
    | events.NotSaved
    | events.Slowed
    | events.Postponed
)


@dataclass(slots=True)
class Troubles:
    """What is wrong at present; everything may be wrong at once."""

    lost_at: float | None = None  # since when the connection is gone
    reason: str = ""
    stood: bool = False  # there was a connection that can be lost
    cause: str = ""  # why that one went; later attempts only say that nothing answers
    retry_at: float | None = None
    silent: bool = False
    refused: str = ""  # another try goes on by itself
    ended: str = ""  # no other try without the person
    question: bytes | None = None  # the fingerprint of another server than the trusted one
    disk: str = ""
    slow_until: float = 0.0
    postponed: bool = False  # the server takes no messages at present


class Connection:
    """Takes the events, keeps the troubles, and says what to show. `changed` is called when time changes the words."""

    def __init__(self, core: Core, around: Around, changed: Callable[[], None]) -> None:
        self._core = core
        self._around = around
        self._changed = changed
        self._phase = core.state
        self._leaving = False
        self._timer: Cancel | None = None
        self.server = ""
        self.troubles = Troubles()

    @property
    def online(self) -> bool:
        """Whether words travel."""
        return self._phase is Phase.ONLINE

    @property
    def over(self) -> bool:
        """Whether nothing can be written any more."""
        return bool(self.troubles.ended) or self._leaving

    def take(self, event: ConnectionEvent) -> None:
        """Something happened."""
        now, troubles = self._around.now(), self.troubles
        match event:
            case events.StateChanged(phase, retry_at):
                self._moved(phase, retry_at, now)
            case events.ConnectionLost(reason, retry_at):
                troubles.reason, troubles.retry_at = one_line(reason, LINE_CHARS), retry_at
                if troubles.stood:
                    troubles.stood, troubles.cause = False, troubles.reason
                troubles.lost_at = now if troubles.lost_at is None else troubles.lost_at
            case events.NoAnswerYet():
                troubles.silent = True
                troubles.lost_at = now if troubles.lost_at is None else troubles.lost_at
            case events.CertificateQuestion(fingerprint, _):
                troubles.question = fingerprint
            case events.SignInRefused(refusal, final):
                if final:
                    troubles.ended = refusal.sentence
                else:
                    troubles.refused = refusal.sentence
            case events.LoggedOut(reason):
                troubles.ended = one_line(reason, LINE_CHARS)
            case events.NotSaved(reason):
                troubles.disk = one_line(reason, LINE_CHARS)
            case events.Postponed():
                troubles.postponed = True
            case events.Slowed(seconds):
                troubles.slow_until = now + seconds
            case other:
                assert_never(other)
        self._look_again()

    def saved(self) -> None:
        """Disks take writes (again), here and at the server, or the person has read enough of it."""
        if self.troubles.disk or self.troubles.postponed:
            self.troubles.disk, self.troubles.postponed = "", False
            self._changed()

    def leave(self) -> None:
        """The person signs out."""
        self._leaving = True
        self._look_again()

    def close(self) -> None:
        """No more calls."""
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _moved(self, phase: Phase, retry_at: float | None, now: float) -> None:
        troubles = self.troubles
        self._phase = phase
        if phase in (Phase.WAITING, Phase.NO_ANSWER, Phase.CONNECTING):
            troubles.lost_at = now if troubles.lost_at is None else troubles.lost_at
            troubles.retry_at = retry_at
            troubles.silent = phase is Phase.NO_ANSWER or (troubles.silent and phase is Phase.CONNECTING)
        if phase is not Phase.QUESTION:
            troubles.question = None
        if phase is Phase.ONLINE:
            troubles.lost_at = troubles.retry_at = None
            troubles.reason = troubles.cause = troubles.refused = ""
            troubles.silent, troubles.stood = False, True

    # --- time ---------------------------------------------------------------------------------------------------------

    def _look_again(self) -> None:
        """Show it, and wake up when time alone changes it."""
        self.close()
        self._timer = self._around.later(self._next_look_s(), self._woken)
        self._changed()

    def _woken(self) -> None:
        self._timer = None
        self._look_again()

    def _next_look_s(self) -> float:
        now, troubles = self._around.now(), self.troubles
        looks = [RTT_EVERY_S]
        if troubles.lost_at is not None and troubles.lost_at + BANNER_DELAY_S > now:
            looks.append(troubles.lost_at + BANNER_DELAY_S - now)
        if troubles.retry_at is not None and troubles.retry_at > now:
            looks.append(math.fmod(troubles.retry_at - now, 1.0) or 1.0)  # when the count of seconds changes
        if troubles.slow_until > now:
            looks.append(troubles.slow_until - now)
        return max(0.01, min(looks))

    def _wait_s(self) -> int:
        """Whole seconds until the next attempt; 0 while one goes on."""
        retry_at = self.troubles.retry_at
        return max(0, math.ceil(retry_at - self._around.now())) if retry_at is not None else 0

    # --- words --------------------------------------------------------------------------------------------------------

    def my_state(self, guest: bool) -> tuple[str, str]:
        """Below my name: words and presence."""
        if self.online:
            return text("chat.me.guest" if guest else "chat.me.online"), "online"
        if self.over or self._phase in (Phase.IDLE, Phase.LEAVING):
            return text("chat.me.offline"), "offline"
        return text("chat.me.connecting"), "away"

    def footer(self) -> FooterData:
        """The line at the foot of the side."""
        address = self._around.address()
        names = {"server": self.server or address, "address": address}
        if self.online:
            rtt_s = self._core.rtt_s
            said = text("chat.footer.online", **names) if self.server else address
            if rtt_s is None:
                return FooterData("online", said, "", text("chat.footer.tip.unknown", **names))
            ms = max(1, round(rtt_s * 1000))
            return FooterData("online", said, text("chat.footer.rtt", ms=ms), text("chat.footer.tip", ms=ms, **names))
        tip = text("chat.footer.tip.offline", **names)
        if self.over or self._phase in (Phase.IDLE, Phase.LEAVING):
            return FooterData("offline", text("chat.footer.offline"), "", tip)
        wait_s = self._wait_s()
        right = text("chat.footer.seconds", count=wait_s) if wait_s else ""
        return FooterData("away", text("chat.footer.waiting" if right else "chat.footer.connecting", **names), right, tip)

    def banner(self) -> BannerData | None:
        """The most serious of the troubles."""
        troubles, now = self.troubles, self._around.now()
        if troubles.question:
            return _banner(Mood.ERROR, "shield", "question", text("chat.banner.question.text"), Act.COMPARE)
        if troubles.ended:
            return _banner(Mood.ERROR, "alert", "ended", troubles.ended, Act.SIGN_IN)
        if self._leaving:
            count = self._core.unconfirmed_count
            return _banner(Mood.WARN, "clock", "leaving", text("chat.banner.leaving.wait", count=count), Act.LEAVE_NOW)
        if troubles.disk:
            return _banner(Mood.ERROR, "alert", "disk", text("chat.banner.disk.text", reason=troubles.disk), Act.DISMISS)
        if troubles.refused and not self.online:
            return _banner(Mood.WARN, "alert", "refused", troubles.refused, None)
        if troubles.lost_at is not None and now >= troubles.lost_at + BANNER_DELAY_S:
            return self._lost()
        if troubles.postponed:
            return _banner(Mood.WARN, "clock", "postponed", text("chat.banner.postponed.text"), None)
        if now < troubles.slow_until:
            return _banner(Mood.WARN, "clock", "slow", text("chat.banner.slow.text"), None)
        return None

    def _lost(self) -> BannerData:
        wait_s = self._wait_s()
        troubles = self.troubles
        key = "silent" if troubles.silent else "lost"
        when = "wait" if wait_s else "now"
        words = text(f"chat.banner.{key}.{when}", reason=troubles.reason, address=self._around.address(), count=wait_s)
        title = key
        if troubles.silent and troubles.cause:
            title, words = "lost", f"{troubles.cause} {words}"
        return _banner(Mood.WARN, "wifi", title, words.strip(), Act.TRY_NOW if wait_s else None)


def _banner(mood: Mood, icon: str, key: str, words: str, act: Act | None) -> BannerData:
    act_text = text(f"chat.banner.{act.value}") if act else ""
    return BannerData(mood, icon, text(f"chat.banner.{key}"), words, act, act_text)
