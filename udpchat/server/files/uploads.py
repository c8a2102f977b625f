"""Files on their way in: credit by credit to the disk, then in one step to a blob, and by a commit to a post.

Strategy: the packet thread only collects what arrives and hands it to a job when the one before is done; the sender may be
so far ahead of what is written as its credit says, so a slow disk slows the sender and nobody else. Invariants: what is on
the disk is where an upload goes on; an upload has one job under way at most; a post exists only after its blob is durable.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from udpchat import limits
from udpchat.errors import RETRIABLE, ProtocolViolation, SlowDown, UdpchatError
from udpchat.names import clean_filename
from udpchat.server.commits import Commits
from udpchat.server.files.blobs import Blobs, Part
from udpchat.server.files.errands import KEEP_LANE, SYNC_LANE, Errands, ignore, lane_of
from udpchat.server.files.posting import ArrivedWrite, FilePosting, ForgetWrite, OfferWrite, Wanted, as_error, sender_of
from udpchat.server.files.rows import transfer_row
from udpchat.server.posting import refuse
from udpchat.server.sessions import Session
from udpchat.wire.channels import Channel
from udpchat.words import EndUpload, Offer, StopUpload, TransferRow, Upload
from udpchat.words.files import encode_credit


@dataclass(slots=True, eq=False)
class Intake:
    """One upload. `received` and `written` count from the beginning of the file."""

    wanted: Wanted
    transfer: int
    part: Part | None = None
    received: int = 0
    written: int = 0
    limit: int = 0
    waiting: list[memoryview] = field(default_factory=list)
    busy: bool = True  # a job is under way, the opening one first
    ended: bool = False  # the sender has said that this was all
    finishing: bool = False
    over: bool = False
    synced: int = 0
    syncing: bool = False
    seen: int = -1  # how much was received when it was looked at last

    @property
    def name(self) -> str:
        """Of the file, as it will be stored."""
        return clean_filename(self.wanted.word.name)

    @property
    def size(self) -> int:
        """Of the whole file."""
        return self.wanted.word.size


class Uploads:
    """Those under way, by connection and number, and by the key of their part."""

    def __init__(self, files: FilePosting, blobs: Blobs, errands: Errands, commits: Commits) -> None:
        self._files, self._blobs, self._errands, self._commits = files, blobs, errands, commits
        self._by_number: dict[tuple[int, int], Intake] = {}
        self._by_key: dict[bytes, Intake] = {}
        self._reserved: dict[bytes, int] = {}  # by key: who has asked
        self._number = 0
        self.also_arriving: set[bytes] = set()
        """Contents that come by other ways."""
        self.swept = False
        """The disk holds nothing that the store does not know of."""

    # --- questions ----------------------------------------------------------------------------------------------------

    @property
    def keys(self) -> frozenset[bytes]:
        """Parts that are being written."""
        return frozenset(self._by_key)

    @property
    def arriving(self) -> frozenset[bytes]:
        """Contents that may be in their place already though no row says so."""
        return frozenset(one.wanted.word.sha256 for one in self._by_key.values() if one.finishing) | self.also_arriving

    def under_way(self) -> list[TransferRow]:
        """For operators."""
        return [
            transfer_row(number, True, one.wanted.session, one.name, one.size, one.received)
            for (_, number), one in self._by_number.items()
        ]

    def reserve(self, user: int, key: bytes) -> None:
        """A place until it begins or is released, so that many Offers at once do not get more than there are. Raises SlowDown
        when the server takes no other upload now, or is still busy with this very one."""
        owners = {one: intake.wanted.user for one, intake in self._by_key.items()} | self._reserved
        owners.pop(key, None)
        here = self._by_key.get(key)
        mine = sum(owner == user for owner in owners.values())
        if len(owners) >= limits.UPLOADS or mine >= limits.UPLOADS_PER_USER or (here is not None and here.finishing):
            raise SlowDown(retry_after_s=limits.UPLOAD_TURN_S)
        self._reserved[key] = user

    def release(self, key: bytes) -> None:
        """That place is not needed, or taken."""
        self._reserved.pop(key, None)

    # --- words --------------------------------------------------------------------------------------------------------

    def offer(self, session: Session, word: Offer) -> OfferWrite:
        """The write of an Offer."""
        return OfferWrite(self._files, session, word, self)

    def begin(self, wanted: Wanted, now: float) -> None:
        """Let it come."""
        if (before := self._by_key.get(wanted.key)) is not None:
            self._leave(before)  # the same upload, from a connection that is dying
        self._forget_parts(wanted.user, wanted.word.ref, now, but=wanted.key)  # of what the file was before
        self._number = self._number % 0xFFFF_FFFF + 1
        intake = Intake(wanted, self._number)
        self._by_key[wanted.key] = self._by_number[wanted.session.cid, intake.transfer] = intake
        free = self._files.parts.in_force.settings.files.free_bytes
        opening = partial(self._blobs.open_part, wanted.key, wanted.word.size, free)
        self._errands.add(lane_of(wanted.key), "open part", opening, partial(self._opened, intake))

    def _opened(self, intake: Intake, part: Part | None, error: Exception | None, now: float) -> None:
        intake.busy, intake.part = False, part
        if intake.over:
            self._close(intake)
        elif part is None:
            self._fail(intake, as_error(error or OSError()), now)
        else:
            intake.received = intake.written = intake.synced = part.offset
            intake.limit = min(intake.size, part.offset + limits.FILE_AHEAD_BYTES)
            word = Upload(intake.wanted.word.ref, intake.transfer, part.offset, intake.limit)
            self._files.parts.sessions.tell(intake.wanted.session, word)
            self._go_on(intake)

    def bulk(self, session: Session, transfer: int, offset: int, data: memoryview) -> None:
        """Bytes. Raises ProtocolViolation; those of an upload that is over are dropped: they were on their way."""
        intake = self._by_number.get((session.cid, transfer))
        if intake is None:
            if transfer > self._number:
                raise ProtocolViolation("a transfer that never was")
            return
        if offset != intake.received or offset + len(data) > intake.limit:
            raise ProtocolViolation("bytes that were not asked for")
        intake.received += len(data)
        intake.waiting.append(data)
        if not intake.busy:
            self._go_on(intake)

    def end(self, session: Session, word: EndUpload, size_bytes: int, now: float) -> None:
        """The sender says that this was all."""
        intake = self._of_ref(session, word.offer)
        if intake is not None:
            intake.ended = True
            self._go_on(intake)

    def stop(self, session: Session, word: StopUpload, size_bytes: int, now: float) -> None:
        """The sender does not go on now, or never."""
        intake = self._of_ref(session, word.offer)
        if intake is not None and intake.finishing:
            return
        if intake is not None:
            self._leave(intake)
        if not word.keep and session.user is not None:
            self._forget_parts(session.user.id, word.offer, now)

    def _forget_parts(self, user: int, ref: bytes, now: float, but: bytes = b"") -> None:
        """Whatever was begun for that Offer goes, also in former connections, unless it is being written."""
        sender = sender_of(user, ref)
        for key in self._files.parts.store.parts():
            if key.startswith(sender) and key != but and key not in self._by_key:
                self.forget(key, now)

    def drop(self, session: Session) -> None:
        """Its connection is gone: what is there stays for the next one."""
        for intake in [one for (cid, _), one in self._by_number.items() if cid == session.cid]:
            if not intake.finishing:
                self._leave(intake)

    def look(self, now: float) -> None:
        """Those that have stood still since the last look make room: their senders may come again."""
        for intake in list(self._by_key.values()):
            if intake.seen == intake.received and not (intake.busy or intake.syncing or intake.finishing):
                self._fail(intake, SlowDown(retry_after_s=limits.UPLOAD_TURN_S), now)
            intake.seen = intake.received

    def forget(self, key: bytes, now: float) -> None:
        """The part of that key goes, from disk and store."""
        self._errands.add(lane_of(key), "drop part", partial(self._blobs.drop_part, key), ignore)
        self._commits.submit(ForgetWrite(self._files.parts, key), now)

    def _of_ref(self, session: Session, ref: bytes) -> Intake | None:
        for (cid, _), intake in self._by_number.items():
            if cid == session.cid and intake.wanted.word.ref == ref:
                return intake
        return None

    # --- to the disk --------------------------------------------------------------------------------------------------

    def _go_on(self, intake: Intake) -> None:
        """Write what has come; when all of it is there, finish."""
        if intake.busy or intake.over or intake.finishing or intake.part is None:
            return
        if intake.waiting:
            chunks, intake.waiting = intake.waiting, []
            self._run(intake, "write part", partial(intake.part.write, chunks), self._written)
        elif intake.ended and intake.written == intake.size and not intake.syncing:
            intake.finishing = True
            self._run(intake, "seal part", partial(intake.part.seal, intake.wanted.word.sha256), self._sealed)

    def _run(
        self, intake: Intake, name: str, run: Callable[[], Any], finish: Callable[[Intake, Any, float], None], lane: str = ""
    ) -> None:  # fmt: skip
        intake.busy = True

        def done(value: object, error: Exception | None, now: float) -> None:
            intake.busy = False
            if intake.over:
                self._close(intake)
            elif error is not None:
                self._fail(intake, as_error(error), now)
            else:
                finish(intake, value, now)

        self._errands.add(lane or lane_of(intake.wanted.key), name, run, done)

    def _written(self, intake: Intake, count: int, now: float) -> None:
        intake.written += count
        self._sync(intake)
        self._extend(intake)
        self._go_on(intake)

    def _extend(self, intake: Intake) -> None:
        """More credit, as far as memory reaches, unless the disk is too far behind."""
        if intake.written - intake.synced > limits.FILE_UNSYNCED_BYTES:
            return
        limit = min(intake.size, intake.written + limits.FILE_AHEAD_BYTES)
        if limit - intake.limit >= limits.FILE_BLOCK_BYTES or limit == intake.size > intake.limit:
            intake.limit = limit
            line = self._files.parts.sessions.line
            line.send(intake.wanted.session.cid, Channel.CREDIT, encode_credit(intake.transfer, limit))

    def _sync(self, intake: Intake) -> None:
        """Beside further writes, what is written goes on to the disk itself piece by piece: a commit of the store, which waits
        for the disk too, then waits for one piece at most, and not for half a gigabyte."""
        if intake.part is None or intake.syncing or intake.written - intake.synced < limits.FILE_SYNC_BYTES:
            return
        intake.syncing, written = True, intake.written

        def synced(_value: object, error: Exception | None, now: float) -> None:
            intake.syncing = False
            if intake.over:
                return
            if error is not None:  # the system tells of it once: the last sync would not hear of it again
                self._fail(intake, as_error(error), now)
                return
            intake.synced = written
            self._sync(intake)
            self._extend(intake)
            self._go_on(intake)

        self._errands.add(SYNC_LANE, "sync part", intake.part.sync_later(), synced)

    def _sealed(self, intake: Intake, _value: object, now: float) -> None:
        assert intake.part is not None
        keeping = partial(self._blobs.keep, intake.part, intake.wanted.word.sha256)
        self._run(intake, "keep blob", keeping, self._kept, KEEP_LANE)

    def _kept(self, intake: Intake, _value: object, now: float) -> None:
        self._commits.submit(ArrivedWrite(self._files, intake.wanted, partial(self._settled, intake)), now)

    def _settled(self, intake: Intake, error: UdpchatError | None, now: float) -> None:
        """Posted; or refused after all, and then the blob may be nobody's."""
        self._remove(intake)
        self._files.missing.discard(intake.wanted.word.sha256)
        if error is not None:
            self.forget(intake.wanted.key, now)
            self.remove_blobs([intake.wanted.word.sha256])

    def remove_blobs(self, contents: list[bytes]) -> None:
        """Of these, those that no file has and no upload is about to have."""
        arriving, is_needed = self.arriving, self._files.parts.store.is_needed
        unneeded = [sha256 for sha256 in dict.fromkeys(contents) if sha256 not in arriving and not is_needed(sha256)]
        if unneeded:
            self._errands.add(KEEP_LANE, "remove blobs", partial(self._blobs.remove, unneeded), self._removed)

    def _removed(self, _value: object, error: Exception | None, now: float) -> None:
        if error is not None:
            self.swept = False

    def close(self) -> None:
        """The process ends; no job runs any more."""
        for intake in self._by_key.values():
            if intake.part is not None:
                intake.part.close()

    # --- the end ------------------------------------------------------------------------------------------------------

    def _fail(self, intake: Intake, error: UdpchatError, now: float) -> None:
        """Tell the sender; unless it may be tried again, nothing of it stays."""
        self._leave(intake)
        if error.code not in RETRIABLE:
            self.forget(intake.wanted.key, now)
        refuse(self._files.parts, intake.wanted.session, intake.wanted.word.ref, error, now)

    def _leave(self, intake: Intake) -> None:
        intake.over = True
        self._remove(intake)
        if not intake.busy:
            self._close(intake)

    def _remove(self, intake: Intake) -> None:
        self._by_number.pop((intake.wanted.session.cid, intake.transfer), None)
        if self._by_key.get(intake.wanted.key) is intake:
            del self._by_key[intake.wanted.key]

    def _close(self, intake: Intake) -> None:
        part, intake.part, intake.waiting = intake.part, None, []
        if part is not None:
            self._errands.add(lane_of(intake.wanted.key), "close part", part.close, ignore)
