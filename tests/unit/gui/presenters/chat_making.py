"""Messages, people and clocks for the tests of the chat."""

from __future__ import annotations

from udpchat.client.events import Message, Person
from udpchat.gui.presenters.timeline import Timeline
from udpchat.gui.presenters.timeline_items import Moment

ME = 1
SARI, BUDI, DEWI, KOFI, MAYA = 2, 3, 4, 5, 6
NAMES = {ME: "me", SARI: "sari", BUDI: "budi", DEWI: "dewi", KOFI: "kofi", MAYA: "maya"}
MINUTE = 60_000
DAY = 24 * 60 * MINUTE
FIRST_DAY = 738_000
NOON = 12 * 60 * MINUTE


def moment(at: int) -> Moment:
    """Time without zones: milliseconds since midnight of the first day."""
    minutes = at // MINUTE
    return Moment(FIRST_DAY + at // DAY, f"{minutes // 60 % 24:02}:{minutes % 60:02}")


def message(seq: int, author: int = SARI, text: str = "", at: int | None = None, ref: bytes | None = None) -> Message:
    """Said at noon plus one second per seq, unless told otherwise."""
    at = NOON + seq * 1000 if at is None else at
    return Message(seq, 7, author, NAMES[author], ref or seq.to_bytes(16, "big"), at, text or f"text {seq}")


def person(user: int, guest: bool = False, role: str = "member") -> Person:
    """Somebody online."""
    return Person(user, NAMES.get(user, f"user{user}"), role, guest)


def timeline() -> Timeline:
    """An empty one of mine."""
    made = Timeline(moment)
    made.my_ids, made.my_name = {ME}, NAMES[ME]
    return made
