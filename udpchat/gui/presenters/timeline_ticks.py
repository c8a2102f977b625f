"""How far messages of mine have come: their marks, and the words for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from udpchat.catalogue import text
from udpchat.client import events
from udpchat.client.asking import Ticks
from udpchat.errors import FateUnknown, NoSuchUser, refusal
from udpchat.gui.presenters.elsewhere import apart
from udpchat.gui.widgets.chat_rows import Tick

TicksOf = Callable[[int], Ticks]
"""By seq."""

UNKNOWN = Ticks(0, 0, 0)


def spread(seqs: Sequence[int], of: TicksOf) -> list[Ticks]:
    """The ticks of ascending seqs, with few questions: whoever has read a message has read all before it, so where the
    numbers are the same at both ends they are the same between."""
    found = [UNKNOWN] * len(seqs)
    if not seqs:
        return found
    last = len(seqs) - 1
    found[0], found[last] = of(seqs[0]), of(seqs[last])
    open_spans = [(0, last)]
    while open_spans:
        lo, hi = open_spans.pop()
        if hi - lo < 2:
            continue
        if found[lo] == found[hi]:
            found[lo + 1 : hi] = [found[lo]] * (hi - lo - 1)
            continue
        middle = (lo + hi) // 2
        found[middle] = of(seqs[middle])
        open_spans += [(lo, middle), (middle, hi)]
    return found


def mark(ticks: Ticks) -> Tick:
    """The mark of a message that the server has."""
    if ticks.members <= 0:
        return Tick.STORED
    if ticks.read >= ticks.members:
        return Tick.READ
    return Tick.DELIVERED if max(ticks.delivered, ticks.read) >= ticks.members else Tick.STORED


def in_words(ticks: Ticks, stored: str = "") -> str:
    """`Read by 27 of 30`; of one person just `Read`. `stored`: what is said while nobody has got it, if it is special."""
    members, read, delivered = ticks.members, ticks.read, max(ticks.delivered, ticks.read)
    if members <= 0 or not delivered:
        return stored or text("messages.state.stored")
    if members == 1:
        return text("messages.state.read" if read else "messages.state.delivered")
    if read:
        key = "messages.state.read.all" if read >= members else "messages.state.read.some"
        return text(key, count=min(read, members), all=members)
    key = "messages.state.delivered.all" if delivered >= members else "messages.state.delivered.some"
    return text(key, count=min(delivered, members), all=members)


def lost_in_words(event: events.Undelivered) -> tuple[str, Tick]:
    """Of a message that did not reach another server: what is said of it, and its mark. One whose fate is unknown may
    have arrived: it is never said to have failed."""
    if event.code == FateUnknown.code:
        return text("realms.fate", realm=apart(event.name)[1] or event.name), Tick.STORED
    return text("realms.refused", sentence=why_lost(event)), Tick.FAILED


def why_lost(event: events.Undelivered) -> str:
    """The sentence of the refusal; of whom there is nobody, it is the other server that says so."""
    if event.code == NoSuchUser.code:
        return text("realms.no_such_user", realm=apart(event.name)[1] or event.name)
    return refusal(event.code).sentence
