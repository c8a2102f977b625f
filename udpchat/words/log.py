"""Words of the event log: the events, the frame that carries them, and what a client says that it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from udpchat import limits
from udpchat.words.bounds import Count, Epoch, Name, Ref, Text


class Logged:
    """Base of every event of the log. Events are encoded once, with their tag, and joined into frames as they are."""

    __slots__ = ()
    seq: int


@dataclass(frozen=True, slots=True)
class Message(Logged):
    """A text in a conversation. `name` is the author's at that time, `at` the server's clock in ms."""

    seq: int
    conversation: int
    author: int
    name: Name
    ref: Ref
    at: int
    text: Text


Event = Message
"""Any event of the log."""


@dataclass(frozen=True, slots=True)
class Events:
    """Server: everything that the receiver may see with lo <= seq <= hi, ascending.

    On CHAT live, on HISTORY catching up. The receiver stores the events and the interval together: what lo..hi lacks is
    not for its eyes.
    """

    lo: int
    hi: int
    events: Annotated[tuple[Event, ...], Count(limits.EVENTS_COUNT)]

    def consistent(self) -> bool:
        """Is the order strictly ascending within lo..hi? (An interval that is empty has hi = lo - 1.)"""
        last = self.lo - 1
        for event in self.events:
            if event.seq <= last:
                return False
            last = event.seq
        return last <= self.hi


@dataclass(frozen=True, slots=True)
class Synchronise:
    """Client, after Welcome: the closed intervals of seq that it holds of this epoch. Another epoch means: nothing."""

    epoch: Epoch
    have: Annotated[tuple[tuple[int, int], ...], Count(limits.INTERVALS_COUNT)]

    def consistent(self) -> bool:
        """Are the intervals non-empty, ascending and apart?"""
        last = -1
        for lo, hi in self.have:
            if lo <= last or hi < lo:
                return False
            last = hi
        return True
