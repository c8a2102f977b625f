"""Messages, people and conversations as lines of text: for a terminal, for the answers of commands."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from udpchat.catalogue import text
from udpchat.client.message import Message
from udpchat.client.room import Room
from udpchat.limits import LINE_CHARS
from udpchat.sanitize import one_line
from udpchat.sizes import size_words
from udpchat.words.messages import Account, AuditRow, Person

_AUDITED: Final = frozenset(
    {"kick", "silence", "unsilence", "ban", "unban", "slow_mode", "announcers", "retention", "new_lesson", "set_role"}
    | {"reset_code", "import_users", "delete", "delete_group"}
)
"""What the audit has a sentence for; a newer server may have more."""


def clock(at: int) -> str:
    """`HH:MM` in local time."""
    try:
        return datetime.fromtimestamp(at / 1000).strftime("%H:%M")
    except (OverflowError, OSError, ValueError):
        return "--:--"  # a time that no calendar has


def said(message: Message) -> str:
    """The text on one line, with what happened to it."""
    if message.deleted:
        return text("export.deleted")
    shown = one_line(message.text, LINE_CHARS)
    if message.file is not None:
        card = text("message.file", name=one_line(message.file.name, LINE_CHARS), size=size_words(message.file.size))
        shown = card if message.text == message.file.name else f"{card} {shown}"
    if message.edited:
        shown = f"{shown} {text('export.edited')}"
    marks = [f"{emoji} {len(users)}" if len(users) > 1 else emoji for emoji, users in message.reactions.items()]
    return f"{shown} [{' '.join(marks)}]" if marks else shown


def message_line(message: Message, where: str = "") -> str:
    """`[HH:MM] name: text`, safe for a terminal; `where` stands behind the name."""
    name = one_line(message.name, LINE_CHARS)
    return f"[{clock(message.at)}] {name}{f' {where}' if where else ''}: {said(message)}"


def room_line(room: Room, title: str) -> str:
    """A conversation in a list."""
    unread = text("command.rooms.unread", count=room.unread) if room.unread else ""
    muted = text("command.rooms.muted") if room.muted else ""
    members = text("command.rooms.members", count=room.members) if room.kind == "group" else ""
    about = ", ".join(part for part in (members, unread, muted, one_line(room.topic, LINE_CHARS)) if part)
    return f"{one_line(title, LINE_CHARS)}{f' ({about})' if about else ''}"


def audit_sentence(row: AuditRow) -> str:
    """Who used a right over others, and how, as one sentence."""
    what, by, whom, detail = row.what, row.by_name or text("message.operator"), row.name, row.detail
    match what, detail:
        case "pause", "0" | "1":
            key = "audit.paused" if detail == "1" else "audit.resumed"
        case "private_off", "0" | "1":
            key = "audit.private_off" if detail == "1" else "audit.private_on"
        case ("ban" | "unban"), _ if not whom:
            key, whom, detail = f"audit.{what}", detail, ""
        case _:
            key = f"audit.{what}" if what in _AUDITED else "audit.other"
    sentence = text(key, by=by, what=what, whom=whom or text("export.somebody", user=row.user), detail=detail)
    return one_line(sentence, LINE_CHARS)


def person_line(person: Person) -> str:
    """Somebody who is here: the name, and what one has to know about them."""
    about = [] if person.state == "online" else [text(f"command.people.{person.state}")]
    if person.plain:
        about.append(text("plain.mark"))
    return f"{person.name} ({', '.join(about)})" if about else person.name


def account_line(account: Account) -> str:
    """Somebody, as far as they tell."""
    about = [one_line(part, LINE_CHARS) for part in (account.display, account.country, account.status) if part]
    if account.role == "remote":
        about.append(text("realm.elsewhere"))
    elif account.online:
        about.append(text(f"command.people.{account.state}"))
    elif account.last_seen:
        seen = datetime.fromtimestamp(account.last_seen / 1000).strftime("%Y-%m-%d %H:%M")
        about.append(text("command.people.seen", when=seen))
    else:
        about.append(text("command.people.offline"))
    if account.role not in ("member", "user", "remote"):
        about.append(account.role)
    if account.guest:
        about.append(text("command.people.guest"))
    if account.blocked:
        about.append(text("command.people.blocked"))
    return f"{account.name}: {', '.join(about)}"
