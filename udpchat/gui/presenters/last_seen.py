"""When somebody was here last, in words."""

from __future__ import annotations

from udpchat.catalogue import text
from udpchat.gui.presenters.timeline_items import MomentOf
from udpchat.gui.presenters.timeline_rows import day_name


def last_seen(at: int, moment: MomentOf, today: int) -> str:
    """`last seen today at 14:02`; `offline` for who was never here, as far as is known."""
    if at <= 0:
        return text("chat.presence.offline")
    when = moment(at)
    if when.day == today:
        return text("chat.seen.today", clock=when.clock)
    if when.day == today - 1:
        return text("chat.seen.yesterday", clock=when.clock)
    return text("chat.seen.day", day=day_name(when.day, today), clock=when.clock)
