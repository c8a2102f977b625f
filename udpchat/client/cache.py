"""What of the log has been seen in this run, and what of it is on this computer's disk.

`seen` decides what is new to the person and what the server need not send again; `held` is what the disk claims. Both
grow by whole answers of the server (everything visible within lo..hi), and the disk gets messages and interval in one
transaction, so a crash in the middle of a catch-up leaves a gap that is known to be one. When the disk is too slow for
the server, messages are shown and not cached: `held` then stays behind `seen`, and the next run fetches them again.
"""

from __future__ import annotations

from udpchat.client.batch import Batch, Snapshot
from udpchat.client.sync import Intervals
from udpchat.errors import ProtocolViolation
from udpchat.limits import CACHE_BACKLOG_BYTES, HELD_INTERVALS_COUNT
from udpchat.words.messages import Events, Message

_ROW_BYTES = 200  # what a waiting message costs besides its text


class Cache:
    """The cached log of one account, and the next transaction of its store."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.epoch = snapshot.meta.get("epoch", b"").decode()
        self.held = Intervals(snapshot.intervals)
        self.seen = self.held.copy()
        self.batch = Batch()
        self._waiting_bytes = 0

    def reset(self, epoch: str) -> None:
        """The server's log is another one: nothing is held of it."""
        self.epoch = epoch
        self.held, self.seen = Intervals(), Intervals()
        self.batch.forget_log()
        self.batch.meta["epoch"] = epoch.encode()

    def add(self, word: Events) -> list[Message]:
        """Hold an answer; returns what was not seen before, ascending. ProtocolViolation if it contradicts itself."""
        if not word.consistent():
            raise ProtocolViolation("events outside their interval")
        fresh = [message for message in word.events if message.seq not in self.seen]
        self.seen.add(word.lo, word.hi)
        if len(self.seen) > HELD_INTERVALS_COUNT:
            raise ProtocolViolation("too many gaps in the log")
        self._keep(word)
        return fresh

    def _keep(self, word: Events) -> None:
        if self._waiting_bytes > CACHE_BACKLOG_BYTES or not self.held.missing(word.lo, word.hi):
            return
        self.held.add(word.lo, word.hi)
        self.batch.intervals = ()  # changed; what they are is looked up when the batch is taken
        for message in word.events:
            self.batch.messages[message.seq] = message
            self._waiting_bytes += len(message.text) * 4 + _ROW_BYTES

    def take_batch(self) -> Batch:
        """The next transaction, with the intervals as they stand; what comes from now on belongs to the one after."""
        batch, self.batch = self.batch, Batch()
        if batch.intervals is not None:
            batch.intervals = tuple(self.held)
        return batch

    def put_back(self, failed: Batch) -> None:
        """A transaction that did not happen is part of the next."""
        self.batch = failed.then(self.batch)

    def written(self) -> None:
        """A transaction is on disk."""
        self._waiting_bytes = sum(len(m.text) * 4 + _ROW_BYTES for m in self.batch.messages.values())
