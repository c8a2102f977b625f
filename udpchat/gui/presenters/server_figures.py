"""The four figures of the server window, from the counts that the relay tells once a second.

Counts run since the start of the relay; what people want to see are rates: of the last minute where single events matter,
of the last seconds for traffic. A relay that was started anew begins at zero, and so do the curves.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.presenters.server_feed import Figures
from udpchat.gui.presenters.server_format import NOTHING, count, share
from udpchat.limits import FIGURE_SAMPLE_S, FIGURE_SAMPLES_COUNT
from udpchat.sizes import size_words

MINUTE_MS: Final = 60_000
TRAFFIC_MS: Final = 5_000
FAIR_SHARE: Final = 0.01  # of packets resent: from here on a person may notice
POOR_SHARE: Final = 0.05


class Tone(Enum):
    """How good or bad a thing is; the view has a colour and a word for each."""

    PLAIN = auto()
    GOOD = auto()
    WARN = auto()
    BAD = auto()


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: what it is, its value, what it belongs to, a judgement, and its course (oldest first)."""

    key: str
    title: str
    value: str = NOTHING
    under: str = ""
    pill: str = ""
    tone: Tone = Tone.PLAIN
    course: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class _Count:
    """The counts at one moment."""

    at: int
    posts: int
    sent: int
    lost: int
    bytes: int


class FigureCards:
    """Takes figures, makes cards."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Another relay: nothing is known of it yet."""
        self._now: Figures | None = None
        self._counts: deque[_Count] = deque()
        self._peak = 0
        self._courses: dict[str, deque[float]] = {
            key: deque(maxlen=FIGURE_SAMPLES_COUNT) for key in ("online", "messages", "resent", "traffic")
        }
        self._sampled_at = 0

    def take(self, figures: Figures) -> None:
        """The figures of a second."""
        newest = self._counts[-1] if self._counts else None
        if newest is not None and (figures.at < newest.at or figures.posts < newest.posts):
            self.reset()
        self._now = figures
        total = figures.bytes_in + figures.bytes_out
        self._counts.append(_Count(figures.at, figures.posts, figures.datagrams_out, figures.lost, total))
        while len(self._counts) > 2 and self._counts[1].at <= figures.at - MINUTE_MS:
            self._counts.popleft()
        self._peak = max(self._peak, self._per_minute())
        if figures.at - self._sampled_at >= FIGURE_SAMPLE_S * 1000:
            self._sample(figures)

    @property
    def outside_count(self) -> int | None:
        """Other computers that ever reached this relay; None while it is not known."""
        return None if self._now is None else self._now.outside

    def cards(self) -> tuple[Card, ...]:
        """The cards in their order."""
        return (self._online(), self._messages(), self._resent(), self._traffic())

    def _online(self) -> Card:
        title = text("operator.card.online")
        if self._now is None:
            return Card("online", title)
        under = text("operator.card.accounts", count=count(self._now.accounts))
        return Card("online", title, count(self._now.online), under, course=self._course("online"))

    def _messages(self) -> Card:
        title = text("operator.card.messages")
        if self._now is None:
            return Card("messages", title)
        under = text("operator.card.posts", count=count(self._now.posts))
        pill = text("operator.card.peak", count=count(self._peak)) if self._peak else ""
        return Card("messages", title, count(self._per_minute()), under, pill, course=self._course("messages"))

    def _resent(self) -> Card:
        title = text("operator.card.resent")
        if self._now is None:
            return Card("resent", title)
        lost, sent = self._of_minute()
        under = text("operator.card.lost", lost=count(self._now.lost), sent=count(self._now.datagrams_out))
        pill, tone = _judge(lost, sent)
        return Card("resent", title, share(lost, sent), under, pill, tone, self._course("resent"))

    def _traffic(self) -> Card:
        title = text("operator.card.traffic")
        if self._now is None:
            return Card("traffic", title)
        value = text("operator.card.per_second", size=size_words(self._bytes_per_s()))
        under = text("operator.card.bytes", size=size_words(self._counts[-1].bytes))
        return Card("traffic", title, value, under, course=self._course("traffic"))

    def _sample(self, figures: Figures) -> None:
        lost, sent = self._of_minute()
        self._sampled_at = figures.at
        self._courses["online"].append(figures.online)
        self._courses["messages"].append(self._per_minute())
        self._courses["resent"].append(100 * lost / sent if sent else 0.0)
        self._courses["traffic"].append(self._bytes_per_s())

    def _course(self, key: str) -> tuple[float, ...]:
        return tuple(self._courses[key])

    def _per_minute(self) -> int:
        """Of the last minute; an average when the window heard nothing for longer."""
        oldest, newest = self._counts[0], self._counts[-1]
        return round((newest.posts - oldest.posts) * MINUTE_MS / max(MINUTE_MS, newest.at - oldest.at))

    def _of_minute(self) -> tuple[int, int]:
        oldest, newest = self._counts[0], self._counts[-1]
        return newest.lost - oldest.lost, newest.sent - oldest.sent

    def _bytes_per_s(self) -> float:
        newest = self._counts[-1]
        oldest = next(past for past in self._counts if past.at >= newest.at - TRAFFIC_MS)
        span_ms = newest.at - oldest.at
        return 1000 * (newest.bytes - oldest.bytes) / span_ms if span_ms > 0 else 0.0


def _judge(lost: int, sent: int) -> tuple[str, Tone]:
    if sent <= 0:
        return "", Tone.PLAIN
    if lost < FAIR_SHARE * sent:
        return text("operator.card.good"), Tone.GOOD
    if lost < POOR_SHARE * sent:
        return text("operator.card.fair"), Tone.WARN
    return text("operator.card.poor"), Tone.BAD
