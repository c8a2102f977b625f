"""Days and times as people type and read them."""

from __future__ import annotations

import datetime
import time

from udpchat.catalogue import text
from udpchat.errors import LocalError
from udpchat.limits import INTEGER_MAX

DAY_MS = 24 * 3600 * 1000
UNITS = {"d": 1, "w": 7}


def full_time(at: int) -> str:
    """`2026-11-21 14:02`; "for good" for what has no end."""
    if at >= INTEGER_MAX:
        return text("command.order.forever")
    try:
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(at / 1000))
    except (OverflowError, OSError, ValueError):
        return "?"


def day_start(typed: str, now_ms: int) -> int:
    """The beginning of a day, in ms; 0 for none. Understands 2026-11-21, 21.11.2026, 21.11., today, yesterday, 7d, 2w.

    Raises LocalError.
    """
    word = typed.strip().casefold()
    if not word:
        return 0
    day = _day(word, datetime.date.fromtimestamp(now_ms / 1000))
    if day is None:
        raise LocalError(text("errands.search.date"))
    try:
        return round(time.mktime(day.timetuple()) * 1000)
    except (OverflowError, OSError, ValueError):
        raise LocalError(text("errands.search.date")) from None


def day_end(typed: str, now_ms: int) -> int:
    """The last ms of a day; 0 for none. Raises LocalError."""
    start = day_start(typed, now_ms)
    if not start:
        return 0
    after = datetime.date.fromtimestamp(start / 1000) + datetime.timedelta(days=1)
    return round(time.mktime(after.timetuple()) * 1000) - 1


def _day(word: str, today: datetime.date) -> datetime.date | None:
    if word == text("errands.search.today").casefold():
        return today
    if word == text("errands.search.yesterday").casefold():
        return today - datetime.timedelta(days=1)
    try:
        if word[-1] in UNITS and word[:-1].isdecimal():
            return today - datetime.timedelta(days=int(word[:-1]) * UNITS[word[-1]])
        if "." in word:
            day, month, *year = [int(part) for part in word.split(".") if part.strip()]
            if len(year) > 1:
                return None
            wanted = year[0] if year else today.year
            return datetime.date(wanted + 2000 if wanted < 100 else wanted, month, day)
        return datetime.date.fromisoformat(word)
    except (ValueError, IndexError, OverflowError):
        return None
