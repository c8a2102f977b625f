"""One signed-in person's outbox, cache, rooms and notes together with their folder, and the writes that keep them on disk.

Nothing here blocks: changes are gathered in a batch, one batch at a time is written by a job, and what is gathered
meanwhile is the next. What was typed may be sent only when its batch is on disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from udpchat.client.account import Account, Opened
from udpchat.client.batch import Batch, Snapshot
from udpchat.client.book import Book
from udpchat.client.cache import Cache
from udpchat.client.entry import Entry, Request, Stage, said_by
from udpchat.client.jobs import STORE_LANE
from udpchat.client.message import Message, renumbered
from udpchat.client.notes import Notes
from udpchat.client.outbox import Outbox
from udpchat.client.people import Directory
from udpchat.client.recent import Recent
from udpchat.client.rooms import Rooms
from udpchat.driver import Job, RandBytes
from udpchat.limits import POST_RETRY_S, REF_BYTES, WRITE_RETRY_S
from udpchat.sanitize import clean_text
from udpchat.words import messages as words


@dataclass(frozen=True, slots=True)
class Arrived:
    """What an answer of the server brought: events not seen before, and messages of mine that it confirms."""

    fresh: tuple[words.Event, ...]
    confirmed: tuple[words.Message, ...]


class Desk:
    """What belongs to one account; `outbox` is handed over when a guest becomes a new user."""

    def __init__(self, opened: Opened, keep: bool, people: Directory, outbox: Outbox | None = None) -> None:
        self.account: Account = opened.account
        self.cache = Cache(opened.snapshot)
        self.notes = Notes(opened.snapshot.drafts, opened.snapshot.marks)
        self.keep = keep
        self.home = opened.snapshot.meta.get("home", b"")  # what no other folder has, on no computer
        self.my_ids = {opened.account.user}
        self.rooms = Rooms(opened.snapshot, self.my_ids)
        self.recent = Recent(opened.snapshot.orphans)
        self.book = Book(people, opened.snapshot.accounts)
        self.moving = False  # a job is taking the outbox to another folder: nothing more is written here
        self.failing = False  # the last write failed
        self._postponed = False  # the server's last answer to a request was: not now
        self._writing: Batch | None = None
        self._write_at: float | None = None  # after a failure: not before
        self._found: Snapshot | None = opened.snapshot if outbox is None else None  # until it was told
        self.outbox = Outbox() if outbox is None else outbox
        if outbox is None:
            for entry in opened.snapshot.outbox:
                self.outbox.load(entry)

    @property
    def me(self) -> int:
        """This person's user id."""
        return self.account.user

    def take_found(self) -> Snapshot | None:
        """What the folder held, once."""
        found, self._found = self._found, None
        return found

    # --- changes ------------------------------------------------------------------------------------------------------

    def welcomed(self, welcome: words.Welcome) -> bool:
        """Note what a welcome says; True when the log is another one than was cached."""
        meta = self.cache.batch.meta
        meta.update(name=welcome.name.encode(), guest=b"1" if welcome.guest else b"0")
        meta["lobby"] = str(welcome.lobby).encode()
        meta["token"] = welcome.token if self.keep or welcome.guest else b""
        self.rooms.lobby_is(welcome.lobby)
        if welcome.epoch == self.cache.epoch:
            return False
        had_one = bool(self.cache.epoch)
        self.cache.reset(welcome.epoch)
        self.notes.forget_marks()
        self.rooms.forget()
        self.recent = Recent()
        for entry in self.outbox.log_replaced():
            self.cache.batch.added[entry.ref] = entry
        return had_one

    def post(self, text: str, conversation: int, at: int, randbytes: RandBytes, reply: int = 0) -> Entry:
        """Take a typed text. TextEmpty, TextTooLong, OutboxFull."""
        return self._queue(self.outbox.add(randbytes(REF_BYTES), conversation, clean_text(text), at, reply))

    def request(self, word: Request, conversation: int, at: int, about: bytes = b"") -> Entry:
        """Take any other request. OutboxFull."""
        return self._queue(self.outbox.add(word.ref, conversation, said_by(word), at, 0, word, about))

    def rewrite(self, ref: bytes, text: str) -> Entry | None:
        """Another text for a message that waits and was never sent. TextEmpty, TextTooLong; None: it is too late."""
        entry = self.outbox.rewrite(ref, clean_text(text))
        return self._queue(entry) if entry else None

    def _queue(self, entry: Entry) -> Entry:
        self.cache.batch.added[entry.ref] = entry
        return entry

    def events(self, word: words.Events) -> Arrived:
        """Take a part of the log. Rows of the outbox go in the same transaction as their messages come."""
        fresh = self.cache.add(word)
        confirmed = []
        for event in word.events:
            if isinstance(event, words.Message):
                self._aim(event.ref, event.seq)
                if event.author in self.my_ids and event.ref in self.outbox:
                    if self.outbox.confirm(event.ref):
                        confirmed.append(event)
                    self.remove(event.ref)
        return Arrived(tuple(fresh), tuple(confirmed))

    def posted(self, word: words.Posted) -> bool:
        """The server has stored it; whether that is news. The row goes once the message itself is here."""
        self._postponed = False
        if not self.outbox.confirm(word.ref):
            return False
        entry = self.outbox.get(word.ref)
        self._aim(word.ref, word.seq)
        if word.seq in self.cache.seen or (entry and entry.word is not None):
            self.remove(word.ref)
        return True

    def _aim(self, ref: bytes, seq: int) -> None:
        for entry in self.outbox.aim(ref, seq):
            self._queue(entry)

    def postpone(self, ref: bytes, retry_after_s: float, now: float) -> bool:
        """The server could not take it now: again later, with the same ref. Whether that is news."""
        news, self._postponed = not self._postponed, True
        self.outbox.retry(ref, now + max(retry_after_s, POST_RETRY_S))
        return news

    def remove(self, ref: bytes) -> Entry | None:
        """It is done, or will never be; the entry, None if it is not in the outbox."""
        entry = self.outbox.remove(ref)
        if entry is not None:
            self.cache.batch.removed.add(ref)
        return entry

    def message(self, found: Message) -> Message:
        """A message from the disk, by our number, as it reads now."""
        number = self.rooms.number(found.conversation)
        return self.recent.take(renumbered(found, number))

    # --- disk ---------------------------------------------------------------------------------------------------------

    def write_job(self) -> Job | None:
        """The next transaction, if there is something to write and nothing hinders."""
        if self._writing is not None or self._write_at is not None or self.moving or not self.cache.batch:
            return None
        self._writing = self.cache.take_batch()
        return Job(STORE_LANE, "commit", partial(self.account.database.apply, self._writing))

    def write_done(self, new: frozenset[int] | None, error: Exception | None, now: float) -> list[words.Event]:
        """The outcome of the last `write_job`; what filled a hole and was not here yet, ascending."""
        written, self._writing = self._writing, None
        if written is None:
            return []
        self.failing = error is not None
        if error is not None:
            self.cache.put_back(written)
            self._write_at = now + WRITE_RETRY_S
            return []
        self.cache.written()
        for ref in written.added:
            self.outbox.saved(ref)
        return [written.filled[seq] for seq in sorted(new or ()) if seq in written.filled]

    def unwritten(self, conversation: int, before_seq: int) -> list[words.Event]:
        """Events of a conversation (our number) before a seq that are not on disk yet."""
        number = self.rooms.number
        waiting = (self._writing.events if self._writing else {}), self.cache.batch.events
        return [
            event
            for events in waiting
            for seq, event in events.items()
            if seq < before_seq and number(event.conversation) == conversation
        ]

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
        desk = Desk(opened, self.keep, self.book.people, self.outbox)
        desk.my_ids |= self.my_ids
        desk.cache.epoch, desk.cache.seen = self.cache.epoch, self.cache.seen
        desk.recent = self.recent
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
