"""One line for one text that went to several people, each in private: how far it has come with each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from udpchat.catalogue import text
from udpchat.client.asking import Ticks
from udpchat.client.events import Message
from udpchat.gui.presenters.timeline_ticks import UNKNOWN, in_words, mark
from udpchat.gui.widgets.chat_rows import Tick
from udpchat.limits import CHIP_NAMES_COUNT

ORDER = (Tick.PENDING, Tick.STORED, Tick.DELIVERED, Tick.READ)
"""From the least to the most."""


@dataclass(slots=True)
class _Line:
    people: tuple[int, ...]
    seqs: dict[int, int] = field(default_factory=dict)  # by person


class Many:
    """The lines of one timeline, by the ref of their sending."""

    def __init__(self) -> None:
        self._lines: dict[bytes, _Line] = {}
        self.ticks_of: Callable[[int, int], Ticks] = lambda _conversation, _seq: UNKNOWN
        """How far a message of mine has come, by its conversation and seq."""

    def __bool__(self) -> bool:
        return bool(self._lines)

    def begin(self, ref: bytes, people: tuple[int, ...]) -> None:
        """A text is on its way to these."""
        self._lines[ref] = _Line(people)

    def part(self, message: Message) -> bool:
        """The message that one of them got; whether it belongs to a line here."""
        line = self._lines.get(message.bundle)
        if line is None:
            return False
        if -message.conversation in line.people:
            line.seqs[-message.conversation] = message.seq
        return True

    def is_complete(self, ref: bytes) -> bool:
        """Whether the messages of all of them are known."""
        line = self._lines.get(ref)
        return line is not None and len(line.seqs) == len(set(line.people))

    def state(self, ref: bytes, name_of: Callable[[int], str]) -> tuple[Tick, str]:
        """The mark, which is that of whoever is least far, and the words for each."""
        line = self._lines.get(ref)
        if line is None:
            return Tick.STORED, text("messages.state.stored")
        found = {user: self._ticks(line, user) for user in line.people}
        tick = min((mark(ticks) for ticks in found.values()), key=ORDER.index, default=Tick.STORED)
        named = list(found.items())[:CHIP_NAMES_COUNT]
        words = [text("messages.part", name=name_of(user), state=in_words(ticks)) for user, ticks in named]
        more = [text("messages.part.more", count=len(found) - len(named))] if len(found) > len(named) else []
        return tick, "\n".join((*words, *more))

    def _ticks(self, line: _Line, user: int) -> Ticks:
        seq = line.seqs.get(user)
        return self.ticks_of(-user, seq) if seq is not None else UNKNOWN
