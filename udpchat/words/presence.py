"""Words of presence: who is online, in pages after the welcome and in deltas of at most one a second from then on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from udpchat import limits
from udpchat.words.bounds import Code, Count, LocalName, Status

Availability = Literal["online", "away", "busy"]
"""Whether somebody who is signed in is there, away from the keyboard, or not to be disturbed."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with at least one session. `plain`: at least one of them is not encrypted."""

    user: int
    name: LocalName
    role: Code
    guest: bool
    state: Availability = "online"
    status: Status = ""
    plain: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """Server: one page of those who are online; `last` ends the list."""

    people: Annotated[tuple[Person, ...], Count(limits.PEOPLE_COUNT)]
    last: bool


@dataclass(frozen=True, slots=True)
class Presence:
    """Server: who came, who went and who stays with another state, status or role since the last delta. Larger changes
    take several."""

    joined: Annotated[tuple[Person, ...], Count(limits.PRESENCE_COUNT)]
    left: Annotated[tuple[Person, ...], Count(limits.PRESENCE_COUNT)]
    changed: Annotated[tuple[Person, ...], Count(limits.PRESENCE_COUNT)] = ()
