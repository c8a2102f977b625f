"""What a person leaves lying about in each conversation: unsent text, and how far they have read.

Latest values only, gathered and handed to the account's next transaction at most every half second: a draft changes with
every key. Conversation 0 is the lobby.
"""

from __future__ import annotations

from udpchat.client.batch import Batch
from udpchat.client.events import DraftFound, Event, ReadTo
from udpchat.limits import DRAFT_BYTES, NOTES_SAVE_S


class Notes:
    """Drafts and marks of one account."""

    def __init__(self, drafts: dict[int, str], marks: dict[int, int]) -> None:
        self._drafts = dict(drafts)
        self._marks = dict(marks)
        self._changed = Batch()
        self._save_at: float | None = None

    def found(self, same_log: bool) -> list[Event]:
        """What there is to tell at the start; marks of another log mean nothing."""
        events: list[Event] = [DraftFound(conversation, text) for conversation, text in self._drafts.items()]
        if same_log:
            events += [ReadTo(conversation, seq) for conversation, seq in self._marks.items()]
        return events

    def keep_draft(self, conversation: int, text: str, now: float) -> None:
        """This stands in the composer now; "" for nothing. Cut where it is longer than any message."""
        kept = text.encode(errors="replace")[:DRAFT_BYTES].decode(errors="ignore")
        if kept == self._drafts.get(conversation, ""):
            return
        self._drafts[conversation] = self._changed.drafts[conversation] = kept
        self._save_soon(now)

    def read_to(self, conversation: int, seq: int, now: float) -> None:
        """Everything up to that seq was seen; a mark never goes back."""
        if seq > self._marks.get(conversation, 0):
            self._marks[conversation] = self._changed.marks[conversation] = seq
            self._save_soon(now)

    def forget_marks(self) -> None:
        """The log that they were made in is void."""
        self._marks.clear()
        self._changed.marks.clear()

    def next_timeout(self) -> float | None:
        """When changes go to the disk."""
        return self._save_at

    def flush(self, batch: Batch) -> None:
        """Put what has changed into the next transaction."""
        batch.drafts.update(self._changed.drafts)
        batch.marks.update(self._changed.marks)
        self._changed, self._save_at = Batch(), None

    def everything(self, batch: Batch) -> None:
        """Put all of it into the first transaction of another folder."""
        self.flush(batch)
        batch.drafts.update(self._drafts)
        batch.marks.update(self._marks)

    def _save_soon(self, now: float) -> None:
        if self._save_at is None:
            self._save_at = now + NOTES_SAVE_S
