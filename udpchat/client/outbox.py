"""The requests that the server has not yet confirmed, in the order in which they were made.

A request is written to disk before it is sent, keeps its ref for ever, and is sent again after every reconnect until the
server confirms it; the server recognises the ref, so a repeat is harmless. Within one conversation order is kept: while
one waits for a retry, nothing later of that conversation is sent, and the retry waits until those already on their way are
answered; what is no text waits for the texts before it and holds back those after it. The disk row of a message goes
together with the arrival of the message in the cache, so a confirmed message whose event is still on its way is
remembered as `confirmed`. A request about a message that waits here itself waits until that has its seq.
"""

from __future__ import annotations

from collections import Counter

from udpchat.client.entry import Aimed, Entry, Request, Stage
from udpchat.errors import OutboxFull
from udpchat.limits import OUTBOX_BYTES, OUTBOX_COUNT, POSTS_IN_FLIGHT


class Outbox:
    """Entries by ref, in order of typing; bounded in number and bytes."""

    def __init__(self) -> None:
        self._entries: dict[bytes, Entry] = {}
        self._bytes_count = 0
        self._position = 0
        self._flying: Counter[int] = Counter()  # by conversation
        self._flying_count = 0
        self._confirmed_count = 0
        self._retry_at: dict[int, float] = {}  # conversation: not before
        self._sought: set[bytes] = set()  # refs of messages whose seq is waited for

    def __contains__(self, ref: bytes) -> bool:
        return ref in self._entries

    @property
    def unconfirmed_count(self) -> int:
        """Requests that the server has not confirmed."""
        return len(self._entries) - self._confirmed_count

    def get(self, ref: bytes) -> Entry | None:
        """The entry of a ref."""
        return self._entries.get(ref)

    def entries(self) -> list[Entry]:
        """All of them, in order."""
        return list(self._entries.values())

    def add(
        self,
        ref: bytes,
        conversation: int,
        text: str,
        at: int,
        reply: int = 0,
        word: Request | None = None,
        about: bytes = b"",
    ) -> Entry:
        """A request just made; raises OutboxFull."""
        entry = Entry(ref, conversation, text, at, self._position, reply, word, about)
        if len(self._entries) >= OUTBOX_COUNT or self._bytes_count + entry.size_bytes > OUTBOX_BYTES:
            raise OutboxFull
        self._put(entry)
        return entry

    def load(self, entry: Entry) -> None:
        """A row found on disk; rows come in order and are never refused."""
        entry.stage, entry.sent = Stage.READY, True
        self._put(entry)

    def _put(self, entry: Entry) -> None:
        self._entries[entry.ref] = entry
        self._bytes_count += entry.size_bytes
        if entry.aimless:
            self._sought.add(entry.about)
        self._position = max(self._position, entry.position + 1)

    def saved(self, ref: bytes) -> None:
        """The row is on disk: it may be sent."""
        if (entry := self._entries.get(ref)) and entry.stage is Stage.SAVING:
            self._move(entry, Stage.READY)

    def rewrite(self, ref: bytes, text: str) -> Entry | None:
        """Another text for a message that was never sent; the entry, None if it was, or is no message that waits here."""
        entry = self._entries.get(ref)
        if entry is None or entry.sent or entry.word is not None:
            return None
        self._bytes_count -= entry.size_bytes
        entry.text = text
        self._bytes_count += entry.size_bytes
        return entry

    # --- sending ------------------------------------------------------------------------------------------------------

    def take(self, now: float) -> list[Entry]:
        """The entries to be sent now, in order; they count as being on their way from here on."""
        taken: list[Entry] = []
        held: set[int] = set()
        if self._flying_count >= POSTS_IN_FLIGHT:
            return taken
        for entry in self._entries.values():
            if self._flying_count >= POSTS_IN_FLIGHT:
                break
            lanes = entry.lanes
            if entry.stage is Stage.READY and held.isdisjoint(lanes) and self._may_go(entry, now):
                entry.sent = True
                self._move(entry, Stage.FLYING)
                taken.append(entry)
            if entry.stage in (Stage.SAVING, Stage.READY) or (entry.stage is Stage.FLYING and not entry.streams):
                held.update(lanes)
        return taken

    def _may_go(self, entry: Entry, now: float) -> bool:
        if entry.aimless or any(self._held_back(lane, now) for lane in entry.lanes):
            return False
        return entry.streams or not any(self._flying[lane] for lane in entry.lanes)

    def _held_back(self, conversation: int, now: float) -> bool:
        """Whether a conversation waits for a retry: for the time, and for the answers still outstanding."""
        retry_at = self._retry_at.get(conversation)
        if retry_at is None:
            return False
        if now < retry_at or self._flying[conversation]:
            return True
        del self._retry_at[conversation]
        return False

    # --- answers ------------------------------------------------------------------------------------------------------

    def confirm(self, ref: bytes) -> bool:
        """The server has it; False if that is no news. The row stays until `remove`."""
        entry = self._entries.get(ref)
        if entry is None or entry.stage is Stage.CONFIRMED:
            return False
        self._move(entry, Stage.CONFIRMED)
        return True

    def retry(self, ref: bytes, retry_at: float) -> None:
        """The server could not take it now; the same request again later."""
        entry = self._entries.get(ref)
        if entry is not None and entry.stage is Stage.FLYING:
            self._move(entry, Stage.READY)
            for lane in entry.lanes:
                self._retry_at[lane] = max(retry_at, self._retry_at.get(lane, retry_at))

    def remove(self, ref: bytes) -> Entry | None:
        """Its row may go."""
        entry = self._entries.get(ref)
        if entry is not None:
            self._move(entry, Stage.READY)
            del self._entries[ref]
            self._bytes_count -= entry.size_bytes
        return entry

    # --- requests about messages --------------------------------------------------------------------------------------

    def aim(self, about: bytes, seq: int) -> list[Entry]:
        """The message of that ref has this seq; the entries that waited for it."""
        if about not in self._sought:
            return []
        self._sought.discard(about)
        waiting = [entry for entry in self._entries.values() if entry.about == about and entry.aimless]
        for entry in waiting:
            entry.aim(seq)
        return waiting

    def aimless(self) -> list[Entry]:
        """What speaks of a message that is not in the outbox and whose seq is not known."""
        return [entry for entry in self._entries.values() if entry.aimless and entry.about not in self._entries]

    def about(self, ref: bytes) -> list[Entry]:
        """What speaks of the message of that ref."""
        return [entry for entry in self._entries.values() if ref and entry.about == ref]

    # --- losses -------------------------------------------------------------------------------------------------------

    def connection_lost(self) -> None:
        """What was on its way may be lost: it is sent again."""
        self._retry_at.clear()
        for entry in self._entries.values():
            if entry.stage is Stage.FLYING:
                self._move(entry, Stage.READY)

    def log_replaced(self) -> list[Entry]:
        """The server's log is another one: what it confirmed without telling may be missing there, and seqs of the old one
        mean nothing. The entries that changed."""
        self.connection_lost()
        altered = []
        for entry in self._entries.values():
            if entry.stage is Stage.CONFIRMED:
                self._move(entry, Stage.READY)
            if entry.reply or isinstance(entry.word, Aimed):
                entry.reply = 0
                entry.aim(0)
                altered.append(entry)
            if entry.aimless:
                self._sought.add(entry.about)
        return altered

    def next_retry_at(self) -> float | None:
        """The earliest time at which a held conversation may go on."""
        return min((at for lane, at in self._retry_at.items() if not self._flying[lane]), default=None)

    def _move(self, entry: Entry, stage: Stage) -> None:
        step = (stage is Stage.FLYING) - (entry.stage is Stage.FLYING)
        self._flying_count += step
        if step:
            for lane in entry.lanes:
                self._flying[lane] += step
                if not self._flying[lane]:
                    del self._flying[lane]
        self._confirmed_count += (stage is Stage.CONFIRMED) - (entry.stage is Stage.CONFIRMED)
        entry.stage = stage
