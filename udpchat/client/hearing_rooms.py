"""What the server says of conversations and people beside the log: the list, receipts, typing, presence, rules."""

from __future__ import annotations

from udpchat.catalogue import text
from udpchat.client import hearing_log, numbers
from udpchat.client.desk import Desk
from udpchat.client.events import (
    Event,
    ReadTo,
    ReceiptsChanged,
    RulesChanged,
    Sanctioned,
    TypingChanged,
)
from udpchat.client.run import Run
from udpchat.errors import ProtocolViolation
from udpchat.words import messages as words

Around = (
    words.Rooms
    | words.RoomChanged
    | words.RoomGone
    | words.Receipts
    | words.TypingNow
    | words.People
    | words.Presence
    | words.Rules
    | words.Sanction
)
"""The words that belong here; also usable with isinstance."""


def heard(run: Run, desk: Desk, word: Around, now: float) -> None:
    """Take one of them."""
    match word:
        case words.Rooms():
            _listed(run, desk, word)
        case words.RoomChanged(room):
            _changed(run, desk, room)
            desk.rooms.put(room)
            hearing_log.placed(run, desk)
        case words.RoomGone(id):
            _gone(desk, id)
        case words.Receipts():
            _receipts(run, desk, word)
        case words.TypingNow(id, users):
            number = desk.rooms.number(id)
            others = tuple(user for user in users if user not in desk.my_ids)
            if run.signals.typing(number, others, now):
                run.tools.emit(TypingChanged(number, others))
        case words.People():
            _tell(run, run.people.page(word))
        case words.Presence():
            _tell(run, run.people.delta(word))
        case words.Rules():
            run.rules = word
            run.tools.emit(RulesChanged(word))
        case words.Sanction(kind, until_ms, reason):
            run.tools.emit(Sanctioned(kind, until_ms, reason))
            if kind != "mute" and (until_ms or kind == "kick"):
                run.ends = text(f"client.ended.{kind}", reason=f": {reason}" if reason else "")


def _tell(run: Run, event: Event | None) -> None:
    if event is not None:
        run.tools.emit(event)


def _listed(run: Run, desk: Desk, word: words.Rooms) -> None:
    for room in word.rooms:
        _changed(run, desk, room)
    for id in desk.rooms.page(word):
        _gone(desk, id)
    if word.last:
        hearing_log.give_places(run, desk)
        _newcomer(run, desk)


def _newcomer(run: Run, desk: Desk) -> None:
    """Who has never read anything in the lobby begins at its end; announcements and what is said to them wait unread."""
    lobby = desk.rooms.get(numbers.LOBBY)
    head = run.welcome.head if run.welcome else 0
    if lobby is not None and not lobby.read and head and desk.rooms.mark(numbers.LOBBY, head):
        run.signals.touch(numbers.LOBBY)


def _changed(run: Run, desk: Desk, room: words.Room) -> None:
    """Before the list takes it: the disk, holes, and what was read on another device. ProtocolViolation: it cannot be."""
    if not room.id or (room.kind == "private") != (room.peer != 0):
        raise ProtocolViolation("a conversation with nobody")
    number = desk.rooms.number(room.id) if desk.rooms.knows(room.id) else None
    before = desk.rooms.word(number) if number is not None else None
    if before != room:
        desk.cache.batch.rooms[room.id] = room
    desk.book.met(room)
    if desk.cache.holes.visible_from(room.id, room.from_seq):
        desk.cache.holes_changed()
    if number is not None and room.read > desk.rooms.read_to(number):
        run.tools.emit(ReadTo(number, room.read))


def _gone(desk: Desk, id: int) -> None:
    desk.rooms.leave(id)
    desk.cache.batch.rooms[id] = None
    if desk.cache.holes.gone(id):
        desk.cache.holes_changed()


def _receipts(run: Run, desk: Desk, word: words.Receipts) -> None:
    number = desk.rooms.number(word.conversation)
    mine = [row for row in word.rows if row.user == desk.me]
    for row in mine:
        if desk.rooms.mark(number, row.read):
            run.tools.emit(ReadTo(number, row.read))
    others = tuple(row for row in word.rows if row.user != desk.me)
    if others:
        run.tools.emit(ReceiptsChanged(number, run.signals.receipts(number, others)))
