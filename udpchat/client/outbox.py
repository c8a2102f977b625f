"""The messages that the server has not yet confirmed, in the order in which they were typed.

A message is written to disk before it is sent, keeps its ref for ever, and is sent again after every reconnect until the
server confirms it; the server recognises the ref, so a repeat is harmless. Within one conversation order is kept: while
one message waits for a retry, nothing later of that conversation is sent, and the retry waits until those already on
their way are answered. The disk row goes together with the arrival of the message in the cache, so a confirmed message
whose event is still on its way is remembered as `confirmed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from udpchat.errors import OutboxFull
from udpchat.limits import OUTBOX_BYTES, OUTBOX_COUNT, POSTS_IN_FLIGHT


class Stage(Enum):
    """What an entry waits for."""

    SAVING = auto()  # the commit of its row
    READY = auto()  # its turn
    FLYING = auto()  # the server's answer
    CONFIRMED = auto()  # its own event, so that the row can go


@dataclass(slots=True)
class Entry:
    """One message; `at` is the wall time of typing in milliseconds, `position` its place in the order of typing."""

    ref: bytes
    conversation: int
    text: str
    at: int
    position: int
    stage: Stage = Stage.SAVING


class Outbox:
    """Entries by ref, in order of typing; bounded in number and bytes."""

    def __init__(self) -> None:
        self._entries: dict[bytes, Entry] = {}
        self._bytes_count = 0
        self._position = 0
        self._flying_count = 0
        self._confirmed_count = 0
        self._retry_at: dict[int, float] = {}  # conversation: not before

    def __contains__(self, ref: bytes) -> bool:
        return ref in self._entries

    @property
    def unconfirmed_count(self) -> int:
        """Messages that the server has not confirmed."""
        return len(self._entries) - self._confirmed_count

    def entries(self) -> list[Entry]:
        """All of them, in order."""
        return list(self._entries.values())

    def add(self, ref: bytes, conversation: int, text: str, at: int) -> Entry:
        """A message just typed; raises OutboxFull."""
        size_bytes = len(text.encode())
        if len(self._entries) >= OUTBOX_COUNT or self._bytes_count + size_bytes > OUTBOX_BYTES:
            raise OutboxFull
        entry = Entry(ref, conversation, text, at, self._position)
        self._put(entry, size_bytes)
        return entry

    def load(self, entry: Entry) -> None:
        """A row found on disk; rows come in order and are never refused."""
        entry.stage = Stage.READY
        self._put(entry, len(entry.text.encode()))

    def _put(self, entry: Entry, size_bytes: int) -> None:
        self._entries[entry.ref] = entry
        self._bytes_count += size_bytes
        self._position = max(self._position, entry.position + 1)

    def saved(self, ref: bytes) -> None:
        """The row is on disk: it may be sent."""
        if (entry := self._entries.get(ref)) and entry.stage is Stage.SAVING:
            self._move(entry, Stage.READY)

    def take(self, now: float) -> list[Entry]:
        """The entries to be sent now, in order; they count as being on their way from here on."""
        taken: list[Entry] = []
        held: set[int] = set()
        if self._flying_count >= POSTS_IN_FLIGHT:
            return taken
        for entry in self._entries.values():
            if self._flying_count >= POSTS_IN_FLIGHT:
                break
            if entry.stage is Stage.SAVING or (entry.stage is Stage.READY and self._held_back(entry, now)):
                held.add(entry.conversation)
            if entry.stage is Stage.READY and entry.conversation not in held:
                self._move(entry, Stage.FLYING)
                taken.append(entry)
        return taken

    def _held_back(self, entry: Entry, now: float) -> bool:
        """Whether its conversation waits for a retry: for the time, and for the answers still outstanding."""
        retry_at = self._retry_at.get(entry.conversation)
        if retry_at is None:
            return False
        if now < retry_at or self._flies(entry.conversation):
            return True
        del self._retry_at[entry.conversation]
        return False

    def _flies(self, conversation: int) -> bool:
        return any(e.conversation == conversation and e.stage is Stage.FLYING for e in self._entries.values())

    def confirm(self, ref: bytes) -> bool:
        """The server has it; False if that is no news. The row stays until `remove`."""
        entry = self._entries.get(ref)
        if entry is None or entry.stage is Stage.CONFIRMED:
            return False
        self._move(entry, Stage.CONFIRMED)
        return True

    def retry(self, ref: bytes, retry_at: float) -> None:
        """The server could not take it now; the same message again later."""
        entry = self._entries.get(ref)
        if entry is not None and entry.stage is Stage.FLYING:
            self._move(entry, Stage.READY)
            self._retry_at[entry.conversation] = max(retry_at, self._retry_at.get(entry.conversation, retry_at))

    def remove(self, ref: bytes) -> Entry | None:
        """Its row may go."""
        entry = self._entries.get(ref)
        if entry is not None:
            self._move(entry, Stage.READY)
            del self._entries[ref]
            self._bytes_count -= len(entry.text.encode())
        return entry

    def connection_lost(self) -> None:
        """What was on its way may be lost: it is sent again."""
        self._retry_at.clear()
        for entry in self._entries.values():
            if entry.stage is Stage.FLYING:
                self._move(entry, Stage.READY)

    def log_replaced(self) -> None:
        """The server's log is another one: what it confirmed without telling may be missing there."""
        self.connection_lost()
        for entry in self._entries.values():
            if entry.stage is Stage.CONFIRMED:
                self._move(entry, Stage.READY)

    def next_retry_at(self) -> float | None:
        """The earliest time at which a held conversation may go on."""
        return min((at for conv, at in self._retry_at.items() if not self._flies(conv)), default=None)

    def _move(self, entry: Entry, stage: Stage) -> None:
        self._flying_count += (stage is Stage.FLYING) - (entry.stage is Stage.FLYING)
        self._confirmed_count += (stage is Stage.CONFIRMED) - (entry.stage is Stage.CONFIRMED)
        entry.stage = stage
