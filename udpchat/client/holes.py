"""Parts of single conversations that were passed before this person might see them, and are asked for one by one.

Somebody who joins a group with an open history holds the seqs from before the joining already, without that group's
events. The hole is what was held, or asked for, at that time; it reaches the disk together with the joining, and each
answer together with what is left of it, so a crash at any moment leaves exactly what is still to be asked. The newest part
comes first, as the server gives it.
"""

from __future__ import annotations

from collections.abc import Iterable

from udpchat.client.batch import Hole
from udpchat.client.sync import Interval, Intervals
from udpchat.errors import ProtocolViolation
from udpchat.words.messages import Fill


class Holes:
    """By the conversation's id on the server."""

    def __init__(self, rows: Iterable[Hole] = ()) -> None:
        self._holes: dict[int, Intervals] = {}
        self._asked: Fill | None = None
        for conversation, lo, hi in rows:
            self._of(conversation).add(lo, hi)

    def __bool__(self) -> bool:
        return bool(self._holes)

    def _of(self, conversation: int) -> Intervals:
        return self._holes.setdefault(conversation, Intervals())

    def rows(self) -> tuple[Hole, ...]:
        """All of them."""
        return tuple((conversation, lo, hi) for conversation, holes in self._holes.items() for lo, hi in holes)

    def tear(self, conversation: int, passed: Iterable[Interval], before_seq: int) -> bool:
        """This person joined at `before_seq`, when these intervals had been passed already; whether that leaves a hole."""
        torn = False
        for lo, hi in passed:
            if lo < before_seq:
                self._of(conversation).add(lo, min(hi, before_seq - 1))
                torn = True
        return torn

    def visible_from(self, conversation: int, from_seq: int) -> bool:
        """Nothing before that seq is for this person; whether that changed something."""
        before = list(self._holes.get(conversation, ()))
        kept = [(max(lo, from_seq), hi) for lo, hi in before if hi >= from_seq]
        self._put(conversation, Intervals(kept))
        return kept != before

    def gone(self, conversation: int) -> bool:
        """This person is no longer there; whether there was a hole."""
        return self._holes.pop(conversation, None) is not None

    def filled(self, conversation: int, lo: int, hi: int) -> None:
        """An answer covers this. ProtocolViolation: nobody asked for it."""
        asked, self._asked = self._asked, None
        if asked is None or asked.conversation != conversation or not asked.lo <= lo <= hi + 1 or hi != asked.hi:
            raise ProtocolViolation("an answer without a question")
        left = Intervals()
        for held_lo, held_hi in self._holes.get(conversation, ()):
            left.add(held_lo, min(held_hi, lo - 1))
            left.add(max(held_lo, hi + 1), held_hi)
        self._put(conversation, left)

    def _put(self, conversation: int, holes: Intervals) -> None:
        if len(holes):
            self._holes[conversation] = holes
        else:
            self._holes.pop(conversation, None)

    def next_question(self, known: Iterable[int]) -> Fill | None:
        """What to ask for now, if nothing is being asked: the newest hole of one of the conversations that are known."""
        if self._asked is None:
            for conversation in known:
                if conversation in self._holes:
                    lo, hi = list(self._holes[conversation])[-1]
                    self._asked = Fill(conversation, lo, hi)
                    return self._asked
        return None

    def refused(self) -> None:
        """The server does not answer that."""
        if self._asked is not None:
            self._holes.pop(self._asked.conversation, None)
            self._asked = None

    def connection_lost(self) -> None:
        """No answer comes any more; it is asked again."""
        self._asked = None
