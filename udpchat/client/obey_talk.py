"""Commands of talking: messages to places, answers, edits, reading, searching, saving."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Final

from udpchat.catalogue import text
from udpchat.client import numbers
from udpchat.client.events import Exported, ExportFailed, RequestRefused, SearchFound
from udpchat.client.export import SUFFIXES, Format
from udpchat.client.message import Message
from udpchat.client.obeying import Go, Lines, Task, Workbench
from udpchat.client.parsing import Call
from udpchat.client.showing import message_line, room_line
from udpchat.errors import BadDay, NoMessageHere, NotWritten, Refusal
from udpchat.limits import BACK_COUNT, INBOX_SHOWN_COUNT


def msg(bench: Workbench, call: Call) -> Task:
    """To a person or a group; the line itself is shown when it comes back."""
    place = yield from bench.place(call.get("place"))
    bench.core.send_message(call.get("text"), bench.now, place)
    return ()


def broadcast(bench: Workbench, call: Call) -> Lines:
    bench.core.announce(call.get("text"), bench.now)
    return ()


def sendgroup(bench: Workbench, call: Call) -> Task:
    """To several people, each in private; one line with what became of it."""
    users = yield from bench.people(call.get("people"))
    ref = bench.core.send_many(users, call.get("text"), bench.now)
    try:
        yield from bench.outcome(ref)
    except Refusal:
        return ()  # told as every text that is refused is, with the text
    return (text("command.sent_to", names=", ".join(bench.core.name_of(user) for user in users)),)


def reply(bench: Workbench, call: Call) -> Lines:
    target = pointed_at(bench, call, mine=False)
    bench.core.send_message(call.get("text"), bench.now, bench.here, target.seq)
    return ()


def edit(bench: Workbench, call: Call) -> Task:
    target = _my_own(bench, call)
    ref = bench.core.edit(target, call.get("text"), bench.now)
    if ref != target:
        yield from bench.outcome(ref)
    return ()


def delete(bench: Workbench, call: Call) -> Task:
    target = _my_own(bench, call)
    ref = bench.core.delete(target, bench.now)
    if ref != target:  # else it was never sent
        yield from bench.outcome(ref)
    return ()


def react(bench: Workbench, call: Call) -> Task:
    """The same emoji once more takes it away."""
    target, emoji = pointed_at(bench, call, mine=False), call.get("emoji")
    on = bench.core.me not in target.reactions.get(emoji, ())
    yield from bench.outcome(bench.core.react(target.seq, emoji, on, bench.now))
    return ()


def _my_own(bench: Workbench, call: Call) -> int | bytes:
    """The last message of mine, or the ^N-th from the end, also one that still waits here. NoMessageHere."""
    stored = [
        message
        for message in bench.core.newest_messages(bench.here, BACK_COUNT)
        if not message.deleted and message.author == bench.core.me
    ]
    known = {message.ref for message in stored}
    waiting = [ref for ref in bench.core.waiting_messages(bench.here) if ref not in known]
    found: list[int | bytes] = [*(message.seq for message in stored), *waiting]
    count: int = call.get("back", 1)
    if not 1 <= count <= len(found):
        raise NoMessageHere
    return found[-count]


def pointed_at(bench: Workbench, call: Call, mine: bool) -> Message:
    """The message that is meant: the last one (of mine, or of others), or the ^N-th of those from the end.
    NoMessageHere."""
    count: int = call.get("back", 1)
    found = [
        message
        for message in bench.core.newest_messages(bench.here, BACK_COUNT)
        if not message.deleted and (message.author == bench.core.me) == mine
    ]
    if not 1 <= count <= len(found):
        raise NoMessageHere
    return found[-count]


def open_place(bench: Workbench, call: Call) -> Task:
    place = yield from bench.place(call.get("place"))
    bench.go(Go(place))
    return ()


def lobby(bench: Workbench, call: Call) -> Lines:
    bench.go(Go(numbers.LOBBY))
    return ()


def inbox(bench: Workbench, call: Call) -> Task:
    """What is unread, by conversation; it counts as read from here on."""
    lines: list[str] = []
    for room in bench.core.rooms:
        found = (yield from bench.unread(room.id)) if room.unread and room.id != numbers.LOBBY else []
        if not found:
            continue
        lines.append(text("command.inbox.from", place=bench.title_of(room.id), count=len(found)))
        lines += [f"  {message_line(message)}" for message in found[-INBOX_SHOWN_COUNT:]]
        bench.core.mark_read(room.id, found[-1].seq, bench.now)
    return tuple(lines) or (text("command.inbox.empty"),)


def read(bench: Workbench, call: Call) -> Lines:
    bench.core.mark_all_read(bench.now)
    return (text("command.read.done"),)


def rooms(bench: Workbench, call: Call) -> Task:
    return tuple(room_line(room, bench.title_of(room.id)) for room in bench.core.rooms)
    yield


_FILTERS: Final = ("from", "in", "since", "until", "has")


def search(bench: Workbench, call: Call) -> Task:
    """Words, and from:NAME in:PLACE since:2026-03-01 until:2026-03-31 has:file."""
    wanted, filters = _filters(call.get("text"))
    conversation, author = None, 0
    if "in" in filters:
        conversation = yield from bench.place(filters["in"])
    if "from" in filters:
        author = yield from bench.person(filters["from"].removeprefix("@"))
    since, until = _day(filters.get("since")), _day(filters.get("until"), end=True)
    ref = bench.core.search(wanted, bench.now, conversation, author, since, until, files="has" in filters)
    answers = SearchFound | RequestRefused
    event = yield lambda event: isinstance(event, answers) and event.ref == ref
    if isinstance(event, RequestRefused):
        raise event.refusal
    return _hits(bench, event)


def _hits(bench: Workbench, found: SearchFound) -> Lines:
    lines = [
        f"{datetime.fromtimestamp(message.at / 1000):%Y-%m-%d} {bench.title_of(message.conversation)} {message_line(message)}"
        for message in reversed(found.messages)
    ]
    if found.more:
        lines.insert(0, text("command.search.more"))
    if found.offline:
        lines.append(text("command.search.offline"))
    return tuple(lines) or (text("command.search.nothing"),)


def _filters(typed: str) -> tuple[str, dict[str, str]]:
    kept, filters = [], {}
    for word in typed.split():
        key, colon, value = word.partition(":")
        if colon and value and key.lower() in _FILTERS:
            filters[key.lower()] = value
        else:
            kept.append(word)
    return " ".join(kept), filters


def _day(typed: str | None, end: bool = False) -> int:
    """The first or last millisecond of a day; 0 for none. BadDay."""
    if typed is None:
        return 0
    try:
        day = datetime.fromisoformat(typed)
    except ValueError as error:
        raise BadDay(typed) from error
    begin = int(day.timestamp() * 1000)
    return begin + 86_400_000 - 1 if end and len(typed) == 10 else begin


def export(bench: Workbench, call: Call) -> Task:
    """Into the file named, or one named after the conversation in the current folder."""
    format: Format = call.get("format")
    suffix = next(suffix for suffix, known in SUFFIXES.items() if known == format)
    title = bench.title_of(bench.here).strip("@#")
    safe = "".join(char if char.isalnum() or char in "-_" else "-" for char in title)[:40] or "chat"
    path = Path(call.get("file").strip() or f"{safe}{suffix}")
    bench.core.export(bench.here, path, format, bench.now)
    answers = Exported | ExportFailed
    event: Any = yield lambda event: isinstance(event, answers) and event.path == path
    if isinstance(event, ExportFailed):
        raise NotWritten(event.reason)
    return (text("command.exported", count=event.count, path=path),)
