"""Lines of a list in a sheet, as plain data: a picture, a title, what is said about it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from udpchat.catalogue import text
from udpchat.client import numbers
from udpchat.client.core import ClientCore
from udpchat.client.events import Message, Room
from udpchat.gui.presenters import file_words
from udpchat.gui.presenters.errands.crowd import Someone
from udpchat.gui.presenters.timeline_items import MomentOf
from udpchat.gui.presenters.timeline_rows import short_time
from udpchat.limits import DISPLAY_LINE_CHARS
from udpchat.sanitize import one_line

GLYPHS = {"lobby": "hash", "announcements": "announce"}


@dataclass(frozen=True, slots=True)
class Picture:
    """An avatar: a disc with a presence for a person, a tile for a group or a file. `key` decides the colour."""

    name: str
    key: int | str
    presence: str = ""
    tile: bool = False
    glyph: str = ""
    sign: str = ""  # of a file: a few capital letters for its kind


@dataclass(frozen=True, slots=True)
class RowButton:
    """A small button at the right end of a line: what it is called, its picture, and its words."""

    key: str
    icon: str
    tip: str


@dataclass(frozen=True, slots=True)
class RowData:
    """One line. Without a picture it is a heading. `mark`: chosen or not; None: not that kind of list."""

    key: str
    title: str
    note: str = ""  # beside the title
    under: str = ""  # below it
    right: str = ""
    picture: Picture | None = None
    badge: int = 0
    mark: bool | None = None
    dim: bool = False  # cannot be chosen
    link: bool = False  # something to do about the list, such as to see more
    fraction: float | None = None  # how full its bar is
    buttons: tuple[RowButton, ...] = ()
    wrong: bool = False  # what stands below the title is a complaint


def heading(key: str, title: str) -> RowData:
    """A heading between lines."""
    return RowData(key, title, dim=True)


def person_row(someone: Someone, moment: MomentOf, now_ms: int) -> RowData:
    """Somebody: `key` is the user id."""
    picture = Picture(someone.name, someone.user, someone.presence)  # as in the conversations
    notes = [f"@{someone.name}"] if someone.display != someone.name else []
    notes += [text("errands.role.guest")] if someone.guest else []
    notes += [text("errands.person.plain")] if someone.plain else []
    note = " · ".join(notes)
    return RowData(str(someone.user), someone.display, note, "", state_words(someone, moment, now_ms), picture)


def state_words(someone: Someone, moment: MomentOf, now_ms: int) -> str:
    """Whether somebody is there, or when they were."""
    if someone.presence != "offline":
        return text(f"errands.presence.{someone.presence}")
    if not someone.last_seen:
        return text("errands.presence.offline")
    return text("errands.seen", when=short_time(moment(someone.last_seen), moment(now_ms).day))


def room_title(core: ClientCore, room: Room) -> str:
    """What a person calls the conversation."""
    match room.kind:
        case "lobby":
            return text("chat.lobby")
        case "announcements":
            return text("errands.announcements")
        case "private":
            return core.name_of(room.peer) or room.peer_name
        case _:
            return room.title


def title_of(core: ClientCore, conversation: int) -> str:
    """The same by its number, whether there is such a conversation yet or not."""
    room = core.room(conversation)
    if room is not None:
        return room_title(core, room)
    if conversation == numbers.LOBBY:
        return text("chat.lobby")
    peer = numbers.peer_of(conversation)
    return core.name_of(peer) or text("chat.somebody") if peer else text("errands.conversation")


def room_picture(core: ClientCore, room: Room, presence: str = "") -> Picture:
    """What stands before it."""
    title = room_title(core, room)
    if room.kind == "private":
        return Picture(title, room.peer, presence)
    return Picture(title, room.id, tile=True, glyph=GLYPHS.get(room.kind, ""))


def room_row(core: ClientCore, room: Room, presence: str = "") -> RowData:
    """A conversation: `key` is its number."""
    note = text("errands.kind.group", count=room.members) if room.kind == "group" else text(f"errands.kind.{room.kind}")
    return RowData(str(room.id), room_title(core, room), note, picture=room_picture(core, room, presence), badge=room.unread)


def message_row(core: ClientCore, message: Message, moment: MomentOf, now_ms: int) -> RowData:
    """A message: `key` is its seq."""
    name = core.name_of(message.author) or message.name
    when = moment(message.at)
    today = moment(now_ms).day
    clock = when.clock if when.day == today else f"{short_time(when, today)} {when.clock}"
    said = one_line(file_words.message_line(message), DISPLAY_LINE_CHARS) if message.text else text("errands.deleted")
    return RowData(str(message.seq), name, "", said, clock, Picture(name, message.author))


def marked(row: RowData, on: bool) -> RowData:
    """The same, chosen or not."""
    return replace(row, mark=on)
