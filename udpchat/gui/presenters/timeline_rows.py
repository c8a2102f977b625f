"""From the items of a timeline to the rows of a chat view: groups, days, the line above what is new."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from udpchat.catalogue import text
from udpchat.gui.presenters.timeline_items import Item, Moment, Moved, Place, Said, Told
from udpchat.gui.widgets.chat_rows import DayRow, MessageRow, NewRow, NoticeRow, Row
from udpchat.limits import GROUP_GAP_S

NEW_KEY = "new"


@dataclass(frozen=True, slots=True)
class Lines:
    """What stands between the messages: today's number (for *Today*), and before which place the line of the new."""

    today: int
    new_at: Place | None = None


def rows(items: Sequence[Item], lines: Lines) -> list[Row]:
    """The rows of some items. The first message shows its name and its day, whatever stands above it."""
    shown: list[Row] = []
    before: Item | None = None
    for item in items:
        if item.moment.day and (before is None or before.moment.day != item.moment.day):
            shown.append(DayRow(f"day {item.key}", day_name(item.moment.day, lines.today)))
            before = None
        if item.place == lines.new_at:
            shown.append(NewRow(NEW_KEY, text("chat.new_messages")))
            before = None
        shown.append(_row(item, before))
        before = item
    return shown


def _row(item: Item, before: Item | None) -> Row:
    match item:
        case Said():
            head = not _same_group(before, item)
            clock, error = item.moment.clock, item.error
            own, mention, tick = item.own, item.mention, item.tick
            return MessageRow(item.key, item.author, item.name, clock, item.text, head, own, mention, tick, error)
        case Moved() | Told():
            return NoticeRow(item.key, item.text)
        case other:
            assert_never(other)


def _same_group(before: Item | None, item: Said) -> bool:
    return (
        isinstance(before, Said)
        and before.author == item.author
        and before.name == item.name
        and abs(item.at - before.at) <= GROUP_GAP_S * 1000
    )


def day_name(day: int, today: int) -> str:
    """`Today`, `Yesterday`, `Monday, 3 November`, and with the year when it is another one."""
    if day == today:
        return text("chat.day.today")
    if day == today - 1:
        return text("chat.day.yesterday")
    date = datetime.date.fromordinal(day)
    words = {"weekday": text(f"chat.weekday.{date.weekday()}"), "month": text(f"chat.month.{date.month}")}
    key = "chat.day.date" if today and date.year == datetime.date.fromordinal(today).year else "chat.day.full"
    return text(key, day=date.day, year=date.year, **words)


def short_time(moment: Moment, today: int) -> str:
    """For a list: `14:02` today, `Yesterday`, the weekday within a week, else the date."""
    if moment.day == today or not moment.day:
        return moment.clock
    if moment.day == today - 1:
        return text("chat.day.yesterday")
    date = datetime.date.fromordinal(moment.day)
    if 0 < today - moment.day < 7:
        return text(f"chat.weekday.short.{date.weekday()}")
    return text("chat.day.short", day=date.day, month=text(f"chat.month.short.{date.month}"), year=date.year)
