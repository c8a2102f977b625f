"""What happened to a conversation, in a sentence: who came, who was let in, what it is called now, who rules it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, assert_never

from udpchat.catalogue import text
from udpchat.client import events
from udpchat.gui.presenters.timeline_items import Happened, Item, listed
from udpchat.gui.presenters.timeline_ticks import why_lost
from udpchat.limits import DISPLAY_LINE_CHARS, NOTICE_GAP_S
from udpchat.sanitize import one_line

ROLES: Final = {"owner": "owner", "admin": "admin"}
"""Roles that one is given; any other is that of a plain member."""


def go_together(before: Item, item: Item) -> bool:
    """Whether two items are told in one line: people let in by one person, one after the other."""
    if not isinstance(before, Happened) or not isinstance(item, Happened):
        return False
    first, second = before.event, item.event
    if not isinstance(first, events.Joined) or not isinstance(second, events.Joined):
        return False
    alone = first.by == first.user, second.by == second.user
    same = not any(alone) and first.by == second.by
    return same and abs(item.at - before.at) <= NOTICE_GAP_S * 1000


def sentence(run: Sequence[Happened]) -> str:
    """The line of some that go together."""
    first = run[0]
    event = first.event
    match event:
        case events.Joined() if event.by != event.user:
            people = [(0, _object(item.who)) for item in run]
            return text("messages.notice.added", by=_subject(first.by), names=listed(people))
        case events.Joined():
            return text("messages.notice.created", name=_subject(first.who))
        case events.Departed() if event.by != event.user and event.by:
            return text("messages.notice.removed", by=_subject(first.by), name=_object(first.who))
        case events.Departed():
            return text("messages.notice.left", name=_subject(first.who))
        case events.RoleGiven():
            role = ROLES.get(event.role, "member")
            return text(f"messages.notice.role.{role}", by=_subject(first.by), name=_object(first.who))
        case events.Archived():
            return text("messages.notice.archived", by=_subject(first.by))
        case events.Retitled():
            return _retitled(first, event)
        case events.Undelivered():
            return text("realm.undelivered", name=_object(event.name), sentence=why_lost(event))
        case other:
            assert_never(other)


def _retitled(item: Happened, event: events.Retitled) -> str:
    by = _subject(item.by)
    title, topic = (one_line(raw, DISPLAY_LINE_CHARS) for raw in (event.title, event.topic))
    before = item.before
    if not isinstance(before, events.Retitled):
        key = "messages.notice.now.topic" if topic else "messages.notice.title"
        return text(key, by=by, title=title, topic=topic)
    told = []
    if before.title != event.title:
        told.append(text("messages.notice.title", by=by, title=title))
    if before.topic != event.topic:
        told.append(text("messages.notice.topic" if topic else "messages.notice.topic.none", by=by, topic=topic))
    if before.history_open != event.history_open:
        told.append(text("messages.notice.history.open" if event.history_open else "messages.notice.history", by=by))
    return " \u00b7 ".join(told) or text("messages.notice.title", by=by, title=title)


def _subject(name: str) -> str:
    """Somebody at the beginning of a sentence; "" is this person."""
    return one_line(name, DISPLAY_LINE_CHARS) if name else text("messages.you.first")


def _object(name: str) -> str:
    """Somebody within a sentence."""
    return one_line(name, DISPLAY_LINE_CHARS) if name else text("messages.you")
