"""The files of a timeline: one that I send stands at the end until it is a message; cards follow what moves.

A file of mine becomes a message only when the server has all of it. Until then there is its transfer, whose key is the ref
of that message: the row keeps its key when the message comes, so it neither jumps nor is there twice.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from udpchat.client.events import Message, Progress, TransferState
from udpchat.client.transfers.manager import key_of
from udpchat.gui.presenters.file_cards import FileState, card_of
from udpchat.gui.presenters.timeline_dress import Dress
from udpchat.gui.presenters.timeline_items import UNSTORED, MomentOf, Place, Said, User
from udpchat.gui.presenters.timeline_many import Many
from udpchat.gui.presenters.timeline_order import Order
from udpchat.gui.widgets.chat_rows import Tick

OVER: Final = frozenset({TransferState.DONE, TransferState.CANCELLED})


class Filed(Order):
    """Part of a timeline."""

    def __init__(self, moment: MomentOf) -> None:
        super().__init__()
        self.dress = Dress(moment)
        self.many = Many()
        """What of mine went to several people, each in private, and stands here as one line."""
        self._waiting: dict[bytes, Place] = {}  # mine without a seq, by ref
        self._filed: dict[bytes, set[int]] = {}  # by key of a transfer, the seqs of the messages that it is about

    # --- mine, on its way ---------------------------------------------------------------------------------------------

    def upload(self, progress: Progress, me: User, at: int) -> None:
        """How a file of mine is coming along."""
        ref = progress.key
        if ref in self._waiting:
            self._went_on(self._waiting[ref], progress)
        elif ref in self._filed:
            self.recard(ref)
        elif progress.state not in OVER:
            self._begin(progress, me, at)

    def _begin(self, progress: Progress, me: User, at: int) -> None:
        place = self._waiting[progress.key] = (UNSTORED, self._next())
        if progress.people:
            self.many.begin(progress.key, progress.people)
        said = Said(
            place, self._key(), me[0], self.dress.name(me[0], me[1]), progress.key, at, self.dress.moment(at),
            progress.text or progress.name, own=True, tick=_mark(progress), people=progress.people,
            card=card_of(progress, None),
        )  # fmt: skip
        self._put(self.dress.carded(said))

    def _went_on(self, place: Place, progress: Progress) -> None:
        said = self._item_at(place)
        if progress.state is TransferState.CANCELLED:
            del self._waiting[progress.key]
            self._take_out(place)
        elif isinstance(said, Said):
            self._replace(self.dress.carded(replace(said, tick=_mark(progress))))

    # --- those of messages --------------------------------------------------------------------------------------------

    def file(self, message: Message, own: bool) -> None:
        """A message with a file is here."""
        for key in _keys(message, own):
            self._filed.setdefault(key, set()).add(message.seq)

    def unfile(self, message: Message) -> None:
        """It is here no more."""
        for key in _keys(message, True):
            seqs = self._filed.get(key, set())
            seqs.discard(message.seq)
            if not seqs:
                self._filed.pop(key, None)

    def recard(self, key: bytes) -> None:
        """A transfer is further than it was, or somebody else has got the file."""
        for seq in self._filed.get(key, ()):
            said = self.by_seq(seq)
            if said is not None:
                self._replace(self.dress.carded(said))

    def recard_waiting(self) -> None:
        """What waits, waits for something else now."""
        for item in [*self._items]:
            if isinstance(item, Said) and item.card is not None and item.card.state is FileState.WAITING:
                self._replace(self.dress.carded(item))

    def recard_file(self, file: int) -> None:
        """The same, by the number of the file."""
        self.recard(key_of(file))


def _keys(message: Message, own: bool) -> list[bytes]:
    """Of the transfers that a message with a file may be about."""
    if message.file is None:
        return []
    return [key_of(message.file.id), *([message.bundle or message.ref] if own else [])]


def _mark(progress: Progress) -> Tick:
    return Tick.FAILED if progress.state is TransferState.FAILED else Tick.PENDING
