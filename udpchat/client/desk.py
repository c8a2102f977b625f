"""One signed-in person's outbox, cache and notes together with their folder, and the writes that keep them on disk.

Nothing here blocks: changes are gathered in a batch, one batch at a time is written by a job, and what is gathered
meanwhile is the next. A typed message may be sent only when its batch is on disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from udpchat.client.account import Account, Opened
from udpchat.client.batch import Batch, Snapshot
from udpchat.client.cache import Cache
from udpchat.client.events import Event, MessagePending, MessagesAdded
from udpchat.client.jobs import STORE_LANE
from udpchat.client.notes import Notes
from udpchat.client.outbox import Outbox, Stage
from udpchat.driver import Job, RandBytes
from udpchat.limits import POST_RETRY_S, REF_BYTES, WRITE_RETRY_S
from udpchat.sanitize import clean_text
from udpchat.words.messages import Events, Message, NotPosted, Posted, Welcome


@dataclass(frozen=True, slots=True)
class Arrived:
    """What an answer of the server brought: messages not seen before, and those of mine that it confirms."""

    fresh: tuple[Message, ...]
    confirmed: tuple[Message, ...]


class Desk:
    """Outbox, cache, notes and folder of one account; `outbox` is handed over when a guest becomes a new user."""

    def __init__(self, opened: Opened, keep: bool, outbox: Outbox | None = None) -> None:
        self.account: Account = opened.account
        self.cache = Cache(opened.snapshot)
        self.notes = Notes(opened.snapshot.drafts, opened.snapshot.marks)
        self.keep = keep
        self.my_ids = {opened.account.user}
        self.moving = False  # a job is taking the outbox to another folder: nothing more is written here
        self._writing: Batch | None = None
        self._write_at: float | None = None  # after a failure: not before
        self.failing = False  # the last write failed
        self._postponed = False  # the server's last answer to a post was: not now
        self._found: Snapshot | None = opened.snapshot if outbox is None else None  # until it was told
        self.outbox = Outbox() if outbox is None else outbox
        if outbox is None:
            for entry in opened.snapshot.outbox:
                self.outbox.load(entry)

    def take_found(self, epoch: str) -> list[Event]:
        """What the folder held, once: notes, cached messages (unless the log is another one by now), then the outbox."""
        found, self._found = self._found, None
        if found is None:
            return []
        same_log = epoch == self.cache.epoch
        events = self.notes.found(same_log)
        if found.newest and same_log:
            events.append(MessagesAdded(found.newest, live=False))
        return events + [MessagePending(entry.ref, entry.text, entry.conversation) for entry in found.outbox]

    # --- changes ------------------------------------------------------------------------------------------------------

    def welcomed(self, welcome: Welcome) -> bool:
        """Note what a welcome says; True when the log is another one than was cached."""
        meta = self.cache.batch.meta
        meta.update(name=welcome.name.encode(), guest=b"1" if welcome.guest else b"0")
        meta["token"] = welcome.token if self.keep or welcome.guest else b""
        if welcome.epoch == self.cache.epoch:
            return False
        had_one = bool(self.cache.epoch)
        self.cache.reset(welcome.epoch)
        self.notes.forget_marks()
        self.outbox.log_replaced()
        return had_one

    def post(self, text: str, conversation: int, at: int, randbytes: RandBytes) -> tuple[bytes, str]:
        """Take a typed text; its ref and the text as it will be sent. TextEmpty, TextTooLong, OutboxFull."""
        cleaned = clean_text(text)
        entry = self.outbox.add(randbytes(REF_BYTES), conversation, cleaned, at)
        self.cache.batch.added[entry.ref] = entry
        return entry.ref, cleaned

    def events(self, word: Events) -> Arrived:
        """Take a part of the log. Rows of the outbox go in the same transaction as their messages come."""
        fresh = self.cache.add(word)
        confirmed = []
        for message in word.events:
            if message.author in self.my_ids and message.ref in self.outbox:
                if self.outbox.confirm(message.ref):
                    confirmed.append(message)
                self._remove(message.ref)
        return Arrived(tuple(fresh), tuple(confirmed))

    def posted(self, word: Posted) -> bool:
        """The server has stored it; whether that is news. The row goes once the message itself is here."""
        self._postponed = False
        if not self.outbox.confirm(word.ref):
            return False
        if word.seq in self.cache.seen:
            self._remove(word.ref)
        return True

    def postpone(self, word: NotPosted, now: float) -> bool:
        """The server could not take it now: again later, with the same ref. Whether that is news."""
        news, self._postponed = not self._postponed, True
        self.outbox.retry(word.ref, now + max(float(word.retry_after_s), POST_RETRY_S))
        return news

    def refuse(self, ref: bytes) -> str | None:
        """The server will never take it; its text, None if it is not in the outbox."""
        return self._remove(ref)

    def _remove(self, ref: bytes) -> str | None:
        entry = self.outbox.remove(ref)
        if entry is None:
            return None
        self.cache.batch.removed.add(ref)
        return entry.text

    # --- disk ---------------------------------------------------------------------------------------------------------

    def write_job(self) -> Job | None:
        """The next transaction, if there is something to write and nothing hinders."""
        if self._writing is not None or self._write_at is not None or self.moving or not self.cache.batch:
            return None
        self._writing = self.cache.take_batch()
        return Job(STORE_LANE, "commit", partial(self.account.database.apply, self._writing))

    def write_done(self, error: Exception | None, now: float) -> None:
        """The outcome of the last `write_job`."""
        written, self._writing = self._writing, None
        if written is None:
            return
        self.failing = error is not None
        if error is not None:
            self.cache.put_back(written)
            self._write_at = now + WRITE_RETRY_S
            return
        self.cache.written()
        for ref in written.added:
            self.outbox.saved(ref)

    def unwritten(self, before_seq: int) -> list[Message]:
        """Messages before a seq that are not on disk yet."""
        waiting = (self._writing.messages if self._writing else {}), self.cache.batch.messages
        return [message for messages in waiting for seq, message in messages.items() if seq < before_seq]

    def next_timeout(self) -> float | None:
        """When notes are due, or a failed write may be tried again."""
        due = (self._write_at, self.notes.next_timeout())
        return min((at for at in due if at is not None), default=None)

    def handle_timeout(self, now: float) -> None:
        """Let the next write go when its time has come."""
        if self._write_at is not None and now >= self._write_at:
            self._write_at = None
        notes_at = self.notes.next_timeout()
        if notes_at is not None and now >= notes_at:
            self.notes.flush(self.cache.batch)

    def last_batch(self) -> Batch:
        """What is left to write when the folder is closed, including what is under way and might fail.

        A confirmed message needs its row no more; it comes back with the log.
        """
        self.notes.flush(self.cache.batch)
        batch = self.cache.take_batch()
        batch.removed |= {entry.ref for entry in self.outbox.entries() if entry.stage is Stage.CONFIRMED}
        return self._writing.then(batch) if self._writing is not None else batch

    # --- another folder -----------------------------------------------------------------------------------------------

    def successor(self, opened: Opened, moved: Batch) -> Desk:
        """The desk of the same person as another user: same outbox, same eyes, another folder."""
        desk = Desk(opened, self.keep, self.outbox)
        desk.my_ids |= self.my_ids
        desk.cache.epoch, desk.cache.seen = self.cache.epoch, self.cache.seen
        desk.notes = self.notes
        self.notes.everything(desk.cache.batch)
        for entry in self.outbox.entries():
            if entry.ref in moved.added:
                self.outbox.saved(entry.ref)
            elif entry.stage is not Stage.CONFIRMED:
                desk.cache.batch.added[entry.ref] = entry
        desk.cache.batch.meta["epoch"] = self.cache.epoch.encode()
        desk.cache.batch.removed = {ref for ref in moved.added if ref not in self.outbox}
        return desk
