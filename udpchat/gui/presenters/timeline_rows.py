"""From the items of a timeline to the rows of a chat view: groups, days, the line above what is new."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import assert_never

from udpchat.catalogue import text
from udpchat.gui.presenters.timeline_items import Happened, Item, Moment, Moved, Place, Said, Told, listed
from udpchat.gui.presenters.timeline_notices import go_together, sentence
from udpchat.gui.widgets.chat_rows import DayRow, MessageRow, NewRow, NoticeRow, Row
from udpchat.limits import CHIP_NAMES_COUNT, GROUP_GAP_S

NEW_KEY = "new"


@dataclass(frozen=True, slots=True)
class Lines:
    """What stands between the messages and beside them: today's number (for *Today*), before which place the line of the
    new, how people are called, and what is told about an author beside the name."""

    today: int
    new_at: Place | None = None
    name_of: Callable[[int], str] = lambda _user: ""
    note_of: Callable[[int], str] = lambda _user: ""


def rows(items: Sequence[Item], lines: Lines) -> list[Row]:
    """The rows of some items. The first message shows its name and its day, whatever stands above it."""
    shown: list[Row] = []
    together: list[Happened] = []  # what the last row tells
    before: Item | None = None
    for item in items:
        if item.moment.day and (before is None or before.moment.day != item.moment.day):
            shown.append(DayRow(f"day {item.key}", day_name(item.moment.day, lines.today)))
            before = None
        if item.place == lines.new_at:
            shown.append(NewRow(NEW_KEY, text("chat.new_messages")))
            before = None
        if isinstance(item, Happened):
            if before is not None and go_together(before, item):
                shown.pop()
            else:
                together = []
            together.append(item)
            shown.append(NoticeRow(together[0].key, sentence(together)))
        else:
            shown.append(_row(item, before, lines))
        before = item
    return shown


def _row(item: Said | Moved | Told, before: Item | None, lines: Lines) -> Row:
    match item:
        case Said():
            return _message(item, not _same_group(before, item), lines)
        case Moved() | Told():
            return NoticeRow(item.key, item.text)
        case other:
            assert_never(other)


def _message(item: Said, head: bool, lines: Lines) -> MessageRow:
    return MessageRow(
        key=item.key,
        author=item.author,
        name=item.name,
        clock=item.moment.clock,
        text=item.caption,
        head=head,
        own=item.own,
        mention=item.mention,
        tick=None if item.card is not None and item.seq is None else item.tick,  # the card tells more
        error=item.error,
        edited=item.edited,
        deleted=item.deleted,
        quote=item.quote,
        reactions=item.reactions,
        state=item.state,
        to=_to(item, lines),
        note=lines.note_of(item.author) if head else "",
        card=item.card,
    )


def _to(item: Said, lines: Lines) -> str:
    """Whom it went to, if that is several people in private."""
    if item.people:
        names = [(user, lines.name_of(user) or text("messages.somebody")) for user in item.people]
        return text("messages.to", names=listed(names, CHIP_NAMES_COUNT))
    return text("messages.to.several") if item.bundle and item.own else ""


def _same_group(before: Item | None, item: Said) -> bool:
    return (
        isinstance(before, Said)
        and before.author == item.author
        and before.name == item.name
        and not before.people
        and not item.people
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
