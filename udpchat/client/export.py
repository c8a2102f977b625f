"""A conversation as a file for people (HTML, text) or programs (JSON), as far as it is cached on this computer.

Written page by page into a file beside, which takes the place of the wanted one only when it is whole. Everything that
others wrote is escaped; the HTML has no script and loads nothing.
"""

from __future__ import annotations

import html
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

from udpchat.catalogue import text
from udpchat.client.batch import Page
from udpchat.client.message import Message
from udpchat.errors import refusal
from udpchat.limits import NAME_CHARS
from udpchat.sanitize import one_line
from udpchat.words import messages as words

Format = Literal["html", "text", "json"]
FORMATS: Final = ("html", "text", "json")
SUFFIXES: Final[dict[str, Format]] = {".html": "html", ".htm": "html", ".txt": "text", ".json": "json"}

NameOf = Callable[[int], str]
"""The name of a user id, or ""."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above: the conversation, the server, whose copy this is, when it was made (ms)."""

    title: str
    server: str
    name: str
    at: int


def export(path: Path, format: Format, heading: Heading, pages: Iterable[Page], name_of: NameOf) -> int:
    """Blocking. Write the file; how many messages are in it. Raises OSError, sqlite3.Error."""
    beside = path.with_name(f".{path.name}.part")
    writer = _WRITERS[format](heading, name_of)
    count = 0
    try:
        with beside.open("w", encoding="utf-8", newline="\n", errors="replace") as file:
            file.write(writer.beginning())
            for page in pages:
                count += len(page.messages)
                file.writelines(writer.rows(_in_order(page)))
            file.write(writer.end())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return count


def _in_order(page: Page) -> list[Message | words.Event]:
    return sorted((*page.messages, *page.notices), key=lambda one: one.seq)


def _when(at: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(at / 1000)
    except (OverflowError, OSError, ValueError):
        return None  # a time that no calendar has


def stamp(at: int, form: str = "%Y-%m-%d %H:%M") -> str:
    """A time in local form; "?" for one that no calendar has."""
    moment = _when(at)
    return moment.strftime(form) if moment else "?"


def happened(event: words.Event, name_of: NameOf) -> str:
    """What an event of a conversation says, as one sentence; "" for others."""

    def who(user: int) -> str:
        return name_of(user) or (text("export.somebody", user=user) if user else text("message.operator"))

    match event:
        case words.Joined(name=name, by=by, user=user):
            return text("notice.created", name=name) if by == user else text("notice.added", name=name, by=who(by))
        case words.Departed(name=name, by=by, user=user):
            return text("notice.left", name=name) if by == user else text("notice.removed", name=name, by=who(by))
        case words.Retitled(by=by, title=title, topic=topic):
            return text("notice.retitled", by=who(by), title=title, topic=f" ({topic})" if topic else "")
        case words.RoleGiven(user=user, by=by, role=role):
            return text(f"notice.role.{role}", name=who(user), by=who(by))
        case words.Archived(by=by):
            return text("notice.archived", by=who(by))
        case words.Undelivered(name=name, code=code):
            return text("realm.undelivered", name=name, sentence=refusal(code).sentence)
        case _:
            return ""


class _Text:
    """`[2026-03-01 10:15] name: text`, with further lines indented."""

    def __init__(self, heading: Heading, name_of: NameOf) -> None:
        self._heading = heading
        self._name_of = name_of

    def beginning(self) -> str:
        return text("export.heading", title=self._heading.title, server=self._heading.server, name=self._heading.name) + (
            f" {stamp(self._heading.at)}\n\n"
        )

    def rows(self, items: list[Message | words.Event]) -> Iterator[str]:
        for item in items:
            if isinstance(item, Message):
                said = text("export.deleted") if item.deleted else item.text.replace("\n", "\n    ")
                edited = f" {text('export.edited')}" if item.edited and not item.deleted else ""
                yield f"[{stamp(item.at)}] {one_line(item.name, NAME_CHARS)}: {said}{edited}{_reactions(item)}\n"
            elif sentence := happened(item, self._name_of):
                yield f"* {sentence}\n"

    def end(self) -> str:
        return ""


def _reactions(message: Message) -> str:
    shown = [f"{emoji} {len(users)}" for emoji, users in message.reactions.items()]
    return f"  ({', '.join(shown)})" if shown else ""


class _Html:
    """One page, readable without anything else."""

    _STYLE: Final = (
        "body{font:16px/1.45 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1c1e21;"
        "background:#fff}h1{font-size:1.3rem}p.m{margin:.15rem 0;white-space:pre-wrap;overflow-wrap:anywhere}"
        "time{color:#6b7280;font-size:.8rem;margin-right:.5rem}.n{color:#6b7280;font-size:.9rem}.x{color:#6b7280;"
        "font-style:italic}h2{font-size:.95rem;color:#6b7280;border-bottom:1px solid #ddd;margin:1.4rem 0 .5rem}"
        "@media(prefers-color-scheme:dark){body{color:#e5e7eb;background:#17181c}h2{border-color:#333}}"
    )

    def __init__(self, heading: Heading, name_of: NameOf) -> None:
        self._heading = heading
        self._name_of = name_of
        self._day = ""

    def beginning(self) -> str:
        heading = self._heading
        about = text("export.heading", title=heading.title, server=heading.server, name=heading.name)
        return (
            '<!DOCTYPE html>\n<html><head><meta charset="utf-8">\n'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            f"<title>{html.escape(heading.title)}</title><style>{self._STYLE}</style></head><body>\n"
            f'<h1>{html.escape(heading.title)}</h1><p class="n">{html.escape(about)} {stamp(heading.at)}</p>\n'
        )

    def rows(self, items: list[Message | words.Event]) -> Iterator[str]:
        for item in items:
            day = stamp(item.at, "%Y-%m-%d")
            if day != self._day:
                self._day = day
                yield f"<h2>{day}</h2>\n"
            clock = f"<time>{stamp(item.at, '%H:%M')}</time>"
            if isinstance(item, Message):
                yield f'<p class="m" id="m{item.seq}">{clock}<b>{html.escape(item.name)}</b> {self._said(item)}</p>\n'
            elif sentence := happened(item, self._name_of):
                yield f'<p class="n">{clock}{html.escape(sentence)}</p>\n'

    def _said(self, message: Message) -> str:
        if message.deleted:
            return f'<span class="x">{html.escape(text("export.deleted"))}</span>'
        edited = f' <span class="x">{html.escape(text("export.edited"))}</span>' if message.edited else ""
        reply = f'<a href="#m{message.reply}">&#8617;</a> ' if message.reply else ""
        return reply + html.escape(message.text) + edited + html.escape(_reactions(message))

    def end(self) -> str:
        return "</body></html>\n"


class _Json:
    """One object; `messages` and what happened in one list, in order."""

    def __init__(self, heading: Heading, name_of: NameOf) -> None:
        self._heading = heading
        self._name_of = name_of
        self._first = True

    def beginning(self) -> str:
        heading = self._heading
        about = {"conversation": heading.title, "server": heading.server, "exported_by": heading.name, "at": heading.at}
        return json.dumps(about, ensure_ascii=False)[:-1] + ', "events": [\n'

    def rows(self, items: list[Message | words.Event]) -> Iterator[str]:
        for item in items:
            row = self._message(item) if isinstance(item, Message) else self._event(item)
            yield ("" if self._first else ",\n") + json.dumps(row, ensure_ascii=False)
            self._first = False

    def _message(self, message: Message) -> dict[str, Any]:
        row: dict[str, Any] = {"seq": message.seq, "at": message.at, "author": message.author, "name": message.name}
        row |= {"text": message.text}
        if message.reply:
            row["reply"] = message.reply
        if message.edited:
            row["edited"] = True
        if message.deleted:
            row["deleted"] = True
        if message.reactions:
            row["reactions"] = {emoji: list(users) for emoji, users in message.reactions.items()}
        return row

    def _event(self, event: words.Event) -> dict[str, Any]:
        return {"seq": event.seq, "at": event.at, "event": happened(event, self._name_of)}

    def end(self) -> str:
        return "\n]}\n"


_WRITERS: Final[dict[str, Callable[[Heading, NameOf], _Text | _Html | _Json]]] = {
    "text": _Text,
    "html": _Html,
    "json": _Json,
}
