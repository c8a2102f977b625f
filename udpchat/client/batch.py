"""What is written to an account's file in one transaction, and what is read from it when it is opened."""

from __future__ import annotations

from dataclasses import dataclass, field

from udpchat.client.entry import Entry
from udpchat.client.message import Message
from udpchat.client.sync import Interval
from udpchat.words import messages as words

Hole = tuple[int, int, int]
"""A part of one conversation that was passed before this person might see it: its id on the server, lo, hi."""


@dataclass(slots=True)
class Batch:
    """What the next transaction writes; gathered while the one before is on its way."""

    reset: bool = False  # forget the cached log first
    events: dict[int, words.Event] = field(default_factory=dict)
    filled: dict[int, words.Event] = field(default_factory=dict)  # of holes: may be there already
    intervals: tuple[Interval, ...] | None = None  # all that are held, replacing what was; None leaves them
    holes: tuple[Hole, ...] | None = None  # likewise
    rooms: dict[int, words.Room | None] = field(default_factory=dict)  # by id; None: gone
    accounts: dict[int, words.Account] = field(default_factory=dict)  # people that were asked about, by id
    added: dict[bytes, Entry] = field(default_factory=dict)
    removed: set[bytes] = field(default_factory=set)
    meta: dict[str, bytes] = field(default_factory=dict)  # an empty one goes
    drafts: dict[int, str] = field(default_factory=dict)  # by conversation; an empty one goes
    marks: dict[int, int] = field(default_factory=dict)  # by conversation: read to that seq
    transfers: dict[bytes, str] = field(default_factory=dict)  # by key; an empty one goes

    def __bool__(self) -> bool:
        log = (self.events, self.filled, self.rooms, self.accounts)
        own = (self.added, self.removed, self.meta, self.drafts, self.marks, self.transfers)
        return self.reset or self.intervals is not None or self.holes is not None or any(log) or any(own)

    def forget_log(self) -> None:
        """The log that the messages came from is void."""
        self.reset, self.intervals, self.holes = True, (), ()
        self.events, self.filled, self.rooms, self.marks = {}, {}, {}, {}

    def then(self, later: Batch) -> Batch:
        """This batch and a later one as a single transaction."""
        before = Batch() if later.reset else self
        return Batch(
            reset=self.reset or later.reset,
            events={**before.events, **later.events},
            filled={**before.filled, **later.filled},
            intervals=self.intervals if later.intervals is None else later.intervals,
            holes=self.holes if later.holes is None else later.holes,
            rooms={**before.rooms, **later.rooms},
            accounts={**self.accounts, **later.accounts},
            added={**self.added, **later.added},
            removed=self.removed | later.removed,
            meta={**self.meta, **later.meta},
            drafts={**self.drafts, **later.drafts},
            marks={**before.marks, **later.marks},
            transfers={**self.transfers, **later.transfers},
        )


@dataclass(frozen=True, slots=True)
class Page:
    """Messages as they read now and events of the conversations themselves, each ascending, by the server's numbers."""

    messages: tuple[Message, ...] = ()
    notices: tuple[words.Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a folder holds when it is opened; `newest` are the newest cached messages of all conversations."""

    meta: dict[str, bytes]
    intervals: tuple[Interval, ...]
    outbox: tuple[Entry, ...]
    newest: Page = field(default_factory=Page)
    drafts: dict[int, str] = field(default_factory=dict)
    marks: dict[int, int] = field(default_factory=dict)
    holes: tuple[Hole, ...] = ()
    rooms: tuple[words.Room, ...] = ()
    accounts: tuple[words.Account, ...] = ()
    orphans: tuple[words.Event, ...] = ()  # what speaks of messages that are not here
    transfers: tuple[str, ...] = ()
    unread: dict[int, tuple[int, ...]] = field(default_factory=dict)  # by id of the conversation: seqs, ascending
