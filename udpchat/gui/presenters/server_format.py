"""Numbers as people read them: times, sizes, shares, round trips. Short, with a unit, stable in width."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import Final

from udpchat.catalogue import text

NOTHING: Final = "–"


def duration(seconds: float) -> str:
    """`12 s`, `4 min`, `3 h 12 min`, `2 d 4 h`: the two largest units, never negative."""
    whole = max(0, int(seconds))
    if whole < 60:
        return text("operator.time.seconds", count=whole)
    minutes = whole // 60
    if minutes < 60:
        return text("operator.time.minutes", count=minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return text("operator.time.hours", hours=hours, minutes=minutes)
    days, hours = divmod(hours, 24)
    return text("operator.time.days", days=days, hours=hours)


def count(number: int) -> str:
    """`20 412`, with a thin space that does not break."""
    return f"{number:,}".replace(",", "\u2009")


def share(part: int, whole: int) -> str:
    """`0.2 %` of a whole; a dash when there is no whole."""
    if whole <= 0:
        return NOTHING
    percent = 100 * min(part, whole) / whole
    return f"{percent:.0f} %" if percent >= 9.95 else f"{percent:.1f} %"


def round_trip(microseconds: int) -> str:
    """`3 ms`, `<1 ms`; a dash while it is not known."""
    if microseconds <= 0:
        return NOTHING
    if microseconds < 1000:
        return "<1 ms"
    return f"{round(microseconds / 1000)} ms"


def clock_time(at_ms: int) -> str:
    """`14:32:04.871` of this computer's time zone."""
    seconds, milliseconds = divmod(at_ms, 1000)
    return f"{_clock_second(seconds)}.{milliseconds:03d}"


@lru_cache(maxsize=64)  # lines of a log come in the order of time: thousands share a second
def _clock_second(seconds: int) -> str:
    return time.strftime("%H:%M:%S", time.localtime(seconds))


@lru_cache(maxsize=64)
def date_second(seconds: int) -> str:
    """`2025-11-21 14:32:04`, for files."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(seconds))


def moment(at_ms: int, now_ms: int) -> str:
    """`14:32` of today, `20 Nov 14:32` of another day, with its year if that is another one."""
    at, now = time.localtime(at_ms / 1000), time.localtime(now_ms / 1000)
    clock = time.strftime("%H:%M", at)
    if (at.tm_year, at.tm_yday) == (now.tm_year, now.tm_yday):
        return clock
    day = text("operator.time.day", day=at.tm_mday, month=text(f"operator.time.month_{at.tm_mon}"))
    return f"{day} {clock}" if at.tm_year == now.tm_year else f"{day} {at.tm_year}"
