"""Who has got and who has read a message of mine."""

from __future__ import annotations

from dataclasses import dataclass

from udpchat.catalogue import text
from udpchat.client import numbers
from udpchat.client.events import (
    AskReceipts,
    Event,
    MembersFound,
    PeopleChanged,
    PeopleFound,
    ReceiptsChanged,
    ReceiptsFound,
    RequestRefused,
)
from udpchat.gui.presenters.errands.errand import Bench, Errand
from udpchat.gui.presenters.errands.rows import RowData, heading, person_row
from udpchat.limits import DISPLAY_LINE_CHARS, RECEIPTS_NAMED_COUNT
from udpchat.sanitize import one_line


@dataclass(frozen=True, slots=True)
class ReceiptsData:
    """How it stands, in a line and by person."""

    said: str
    summary: str
    rows: tuple[RowData, ...]


class Receipts(Errand[ReceiptsData]):
    """Of one message in one conversation."""

    def __init__(self, bench: Bench, conversation: int, seq: int) -> None:
        super().__init__(bench)
        self.conversation, self.seq = conversation, seq
        self._answer: ReceiptsFound | None = None
        self._marks: dict[int, tuple[int, int]] = {}

    def begin(self) -> None:
        if not numbers.peer_of(self.conversation):
            self.core.ask_members(self.conversation, self.bench.now)
        self.core.ask_receipts(self.seq, self.bench.now)

    def take(self, event: Event) -> bool:
        match event:
            case ReceiptsFound(seq=seq) if seq == self.seq:
                self._answer = event
                self._put(event)
                return True
            case ReceiptsChanged(conversation=conversation) if conversation == self.conversation:
                self._put(event)
                return True
            case RequestRefused(request=AskReceipts(target=target)) if target == self.seq:
                self.complain(event.refusal.sentence)
        return isinstance(event, MembersFound | PeopleFound | PeopleChanged)

    def _put(self, event: ReceiptsFound | ReceiptsChanged) -> None:
        for mark in event.receipts:
            before = self._marks.get(mark.user, (0, 0))
            self._marks[mark.user] = max(mark.delivered, before[0]), max(mark.read, before[1])

    # --- what it says -------------------------------------------------------------------------------------------------

    def data(self) -> ReceiptsData:
        message = self.core.message(self.seq)
        said = one_line(message.text, DISPLAY_LINE_CHARS) if message else ""
        if self._answer is None:
            return ReceiptsData(said, text("errands.receipts.asking"), ())
        read = [user for user, mark in self._marks.items() if mark[1] >= self.seq]
        got = [user for user, mark in self._marks.items() if mark[0] >= self.seq > mark[1]]
        members = self._members()
        missing = [user for user in members if user not in read and user not in got]
        groups = (("read", read), ("delivered", got), ("missing", missing))
        rows = [row for key, users in groups for row in self._rows(key, users)]
        return ReceiptsData(said, self._summary(len(read), [*got, *missing]), tuple(rows))

    def _members(self) -> list[int]:
        peer = numbers.peer_of(self.conversation)
        if peer:
            return [peer]
        return [member.user for member in self.core.members(self.conversation) or () if member.user != self.core.me]

    def _summary(self, read: int, others: list[int]) -> str:
        assert self._answer is not None
        count, members = max(read, self._answer.read), self._answer.members
        if numbers.peer_of(self.conversation):
            got = any(mark[0] >= self.seq for mark in self._marks.values())
            state = "read" if read else "delivered" if got or self._answer.delivered else "stored"
            return text(f"errands.receipts.one.{state}")
        if count >= members:
            return text("errands.receipts.all", count=members)
        names = [self.bench.crowd.get(user).name for user in others]
        if not names or len(names) > RECEIPTS_NAMED_COUNT:
            return text("errands.receipts.some", count=count, members=members)
        return text("errands.receipts.missing", count=count, members=members, names=", ".join(names))

    def _rows(self, key: str, users: list[int]) -> list[RowData]:
        if not users:
            return []
        around = self.bench.around
        people = sorted((self.bench.crowd.get(user) for user in users), key=lambda one: one.display.casefold())
        rows = [person_row(one, around.moment, around.wall_ms()) for one in people]
        return [heading(f"head {key}", text(f"errands.receipts.head.{key}", count=len(users))), *rows]
