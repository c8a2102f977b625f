"""What is written to an account's file in one transaction, and what is read from it when it is opened."""

from __future__ import annotations

from dataclasses import dataclass, field

from udpchat.client.outbox import Entry
from udpchat.client.sync import Interval
from udpchat.words.messages import Message


@dataclass(slots=True)
class Batch:
    """What the next transaction writes; gathered while the one before is on its way."""

    reset: bool = False  # forget the cached log first
    messages: dict[int, Message] = field(default_factory=dict)
    intervals: tuple[Interval, ...] | None = None  # all that are held, replacing what was; None leaves them
    added: dict[bytes, Entry] = field(default_factory=dict)
    removed: set[bytes] = field(default_factory=set)
    meta: dict[str, bytes] = field(default_factory=dict)  # an empty one goes
    drafts: dict[int, str] = field(default_factory=dict)  # by conversation; an empty one goes
    marks: dict[int, int] = field(default_factory=dict)  # by conversation: read to that seq

    def __bool__(self) -> bool:
        changes = (self.messages, self.added, self.removed, self.meta, self.drafts, self.marks)
        return self.reset or self.intervals is not None or any(changes)

    def forget_log(self) -> None:
        """The log that the messages came from is void."""
        self.reset, self.messages, self.intervals, self.marks = True, {}, (), {}

    def then(self, later: Batch) -> Batch:
        """This batch and a later one as a single transaction."""
        merged = Batch(self.reset or later.reset)
        merged.messages = {**({} if later.reset else self.messages), **later.messages}
        merged.intervals = self.intervals if later.intervals is None else later.intervals
        merged.added = {**self.added, **later.added}
        merged.removed = self.removed | later.removed
        merged.meta = {**self.meta, **later.meta}
        merged.drafts = {**self.drafts, **later.drafts}
        merged.marks = {**({} if later.reset else self.marks), **later.marks}
        return merged


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a folder holds when it is opened; `newest` are the newest cached messages, ascending."""

    meta: dict[str, bytes]
    intervals: tuple[Interval, ...]
    outbox: tuple[Entry, ...]
    newest: tuple[Message, ...]
    drafts: dict[int, str] = field(default_factory=dict)
    marks: dict[int, int] = field(default_factory=dict)
