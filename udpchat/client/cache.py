"""What of the log has been seen in this run, and what of it is on this computer's disk.

`seen` decides what is new to the person and what the server need not send again; `held` is what the disk claims. Both
grow by whole answers of the server (everything visible within lo..hi), and the disk gets events and interval in one
transaction, so a crash in the middle of a catch-up leaves a gap that is known to be one. When the disk is too slow for
the server, messages are shown and not cached: `held` then stays behind `seen`, and the next run fetches them again.
"""

from __future__ import annotations

from udpchat.client.batch import Batch, Snapshot
from udpchat.client.holes import Holes
from udpchat.client.sync import Intervals
from udpchat.errors import ProtocolViolation
from udpchat.limits import CACHE_BACKLOG_BYTES, HELD_INTERVALS_COUNT
from udpchat.words import messages as words

_ROW_BYTES = 200  # what a waiting event costs besides its text


class Cache:
    """The cached log of one account, and the next transaction of its store."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.epoch = snapshot.meta.get("epoch", b"").decode()
        self.held = Intervals(snapshot.intervals)
        self.seen = self.held.copy()
        self.holes = Holes(snapshot.holes)
        self.batch = Batch()
        self._waiting_bytes = 0

    def reset(self, epoch: str) -> None:
        """The server's log is another one: nothing is held of it."""
        self.epoch = epoch
        self.held, self.seen, self.holes = Intervals(), Intervals(), Holes()
        self.batch.forget_log()
        self.batch.meta["epoch"] = epoch.encode()

    def add(self, word: words.Events) -> list[words.Event]:
        """Hold an answer; returns what was not seen before, ascending. ProtocolViolation if it contradicts itself."""
        if not word.consistent():
            raise ProtocolViolation("events outside their interval")
        fresh = [event for event in word.events if event.seq not in self.seen]
        self.seen.add(word.lo, word.hi)
        if len(self.seen) > HELD_INTERVALS_COUNT:
            raise ProtocolViolation("too many gaps in the log")
        self._keep(word)
        return fresh

    def _keep(self, word: words.Events) -> None:
        if self._waiting_bytes > CACHE_BACKLOG_BYTES or not self.held.missing(word.lo, word.hi):
            return
        self.held.add(word.lo, word.hi)
        self.batch.intervals = ()  # changed; what they are is looked up when the batch is taken
        for event in word.events:
            self.batch.events[event.seq] = event
            self._waiting_bytes += _size_bytes(event)

    def fill(self, word: words.Filled) -> None:
        """Hold a part of a hole; what of it is new the transaction says. ProtocolViolation: it was not asked for."""
        if not word.consistent():
            raise ProtocolViolation("events outside their hole")
        self.holes.filled(word.conversation, word.lo, word.hi)
        self.holes_changed()
        for event in word.events:
            self.batch.filled[event.seq] = event
            self._waiting_bytes += _size_bytes(event)

    def holes_changed(self) -> None:
        """They go to the disk with what is gathered now."""
        self.batch.holes = ()

    def take_batch(self) -> Batch:
        """The next transaction, with the intervals as they stand; what comes from now on belongs to the one after."""
        batch, self.batch = self.batch, Batch()
        if batch.intervals is not None:
            batch.intervals = tuple(self.held)
        if batch.holes is not None:
            batch.holes = self.holes.rows()
        return batch

    def put_back(self, failed: Batch) -> None:
        """A transaction that did not happen is part of the next."""
        self.batch = failed.then(self.batch)

    def written(self) -> None:
        """A transaction is on disk."""
        waiting = (*self.batch.events.values(), *self.batch.filled.values())
        self._waiting_bytes = sum(_size_bytes(event) for event in waiting)


def _size_bytes(event: words.Event) -> int:
    text = event.text if isinstance(event, words.Message | words.Edited) else ""
    return len(text) * 4 + _ROW_BYTES
