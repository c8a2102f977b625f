"""Files on their way out: pulled block by block when the connection has room, never queued ahead of that.

What waits for acknowledgements is bounded for each connection and, shared among those who fetch, in all. A receiver says
with its credit how far its own disk is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from udpchat import limits
from udpchat.errors import NoSuchFile, ProtocolViolation, SlowDown, Storage, UdpchatError
from udpchat.server.files.blocks import Blocks
from udpchat.server.files.rows import transfer_row
from udpchat.server.refusals import as_refusal, seconds
from udpchat.server.sessions import Session, Sessions
from udpchat.store import Store, StoredFile
from udpchat.wire.channels import Channel, frame_head
from udpchat.words import Download, Fetch, NotFetched, StopFetch, TransferRow
from udpchat.words.files import BULK_HEAD

_BLOCK = limits.FILE_BLOCK_BYTES


@dataclass(slots=True, eq=False)
class Outflow:
    """One download: sent up to `offset`, wanted up to `limit`."""

    session: Session
    transfer: int
    file: StoredFile
    offset: int
    limit: int

    @property
    def percent(self) -> int:
        """How much of it was sent."""
        return 100 * self.offset // self.file.size if self.file.size else 100


class Downloads:
    """Those under way. `tell` hears what became of one: file, user, percent (None: it is not fetched any more)."""

    def __init__(
        self, store: Store, sessions: Sessions, blocks: Blocks, tell: Callable[[StoredFile, int, int | None], None]
    ) -> None:
        self._store, self._sessions, self._blocks, self._tell = store, sessions, blocks, tell
        self._active: dict[tuple[int, int], Outflow] = {}  # by connection and number
        self._number = 0
        self._left = 0  # bytes that may still be queued in this turn of the loop
        self.more = False
        """Something could be sent at once, but chat comes first."""

    # --- words --------------------------------------------------------------------------------------------------------

    def fetch(self, session: Session, word: Fetch, size_bytes: int, now: float) -> None:
        """The request. Raises ProtocolViolation."""
        assert session.user is not None
        self._end(session, word.file)
        try:
            self._check_place(session.user.id)
            file = self._store.fetchable(session.user.id, word.file)
        except UdpchatError as error:
            self._refuse(session, word.file, error)
            return
        if word.offset > file.size:
            raise ProtocolViolation("a file is not so long")
        self._blocks.begin(file.sha256)
        self._number = self._number % 0xFFFF_FFFF + 1
        self._active[session.cid, self._number] = Outflow(session, self._number, file, word.offset, word.limit)
        self._sessions.tell(session, Download(file.id, self._number, file.size, file.sha256))
        self._size_up()

    def credit(self, session: Session, transfer: int, limit: int) -> None:
        """The receiver has room for more; one that is over is not known any more. Raises ProtocolViolation."""
        outflow = self._active.get((session.cid, transfer))
        if transfer > self._number:
            raise ProtocolViolation("a transfer that never was")
        if outflow is not None:
            outflow.limit = max(outflow.limit, limit)

    def stop(self, session: Session, word: StopFetch, size_bytes: int, now: float) -> None:
        """The receiver does not want more of it now."""
        outflow = self._end(session, word.file)
        if outflow is not None and session.user is not None:
            self._tell(outflow.file, session.user.id, None)

    def drop(self, session: Session) -> None:
        """Its connection is gone."""
        for place in [place for place in self._active if place[0] == session.cid]:
            del self._active[place]
        self._size_up()

    def under_way(self) -> list[TransferRow]:
        """For operators."""
        return [
            transfer_row(number, False, one.session, one.file.name, one.file.size, one.offset)
            for (_, number), one in self._active.items()
        ]

    def _check_place(self, user: int) -> None:
        mine = sum(one.session.user is not None and one.session.user.id == user for one in self._active.values())
        if len(self._active) >= limits.DOWNLOADS or mine >= limits.DOWNLOADS_PER_USER:
            raise SlowDown(retry_after_s=limits.UPLOAD_TURN_S)

    def _end(self, session: Session, file: int) -> Outflow | None:
        for place, outflow in self._active.items():
            if place[0] == session.cid and outflow.file.id == file:
                del self._active[place]
                self._size_up()
                return outflow
        return None

    def _refuse(self, session: Session, file: int, error: UdpchatError) -> None:
        refusal = as_refusal(error)
        self._sessions.tell(session, NotFetched(file, refusal.code, seconds(refusal), refusal.detail))

    def _size_up(self) -> None:
        """Room for two blocks of each file that is being fetched."""
        contents = len({one.file.sha256 for one in self._active.values()})
        self._blocks.capacity_bytes = max(limits.FILE_CACHE_BYTES, 2 * _BLOCK * contents)

    def rest(self) -> None:
        """A quiet moment: blocks that nobody fetches need not stay."""
        if not self._active:
            self._blocks.forget()

    # --- pulled -------------------------------------------------------------------------------------------------------

    def begin_turn(self) -> None:
        """A turn of the loop: the others were heard since the last one."""
        self._left, self.more = limits.FILE_TURN_BYTES, False

    def serve(self) -> bool:
        """Queue what the connections have room for, within what a turn may take; whether there was anything."""
        if not self._active:
            self.more = False
            return False
        room = min(limits.FILE_HELD_BYTES, limits.FILES_HELD_BYTES // len(self._active))
        served = False
        for place, outflow in list(self._active.items()):
            if self._left <= 0:
                self.more = True
                break
            try:
                served |= self._serve(outflow, room)
            except (OSError, Storage) as error:
                del self._active[place]
                gone = NoSuchFile() if isinstance(error, FileNotFoundError) else Storage(type(error).__name__)
                self._refuse(outflow.session, outflow.file.id, gone)
                self._size_up()
                continue
            del self._active[place]
            if outflow.offset < outflow.file.size:
                self._active[place] = outflow  # to the end of the line
            else:
                self._size_up()
        return served

    def _serve(self, outflow: Outflow, room: int) -> bool:
        line, cid, file = self._sessions.line, outflow.session.cid, outflow.file
        left = min(room - line.held_bytes(cid), self._left)
        before, end = outflow.offset, min(outflow.limit, file.size)
        while left > 0 and outflow.offset < end:
            number, start = divmod(outflow.offset, _BLOCK)
            block = self._blocks.get(file.sha256, number, -(-file.size // _BLOCK))
            if block is None:
                break
            if len(block) < min(_BLOCK, file.size - number * _BLOCK):
                self._blocks.miss(file.sha256)
                raise FileNotFoundError("a blob is too short: what was it is gone for good")
            left -= self._send(outflow, memoryview(block)[start:], end, line.send_framed)
        self._left -= outflow.offset - before
        if outflow.offset == before:
            return False
        assert outflow.session.user is not None
        self._tell(file, outflow.session.user.id, outflow.percent)
        return True

    def _send(
        self, outflow: Outflow, rest: memoryview, end: int, send: Callable[[int, Channel, bytes], None]
    ) -> int:
        """Frames of the rest of a block; how many bytes."""
        cid, transfer, sent = outflow.session.cid, outflow.transfer, 0
        if outflow.offset + len(rest) > end:
            rest = rest[: end - outflow.offset]
        for start in range(0, len(rest), limits.BULK_BYTES):
            data = rest[start : start + limits.BULK_BYTES]
            head = frame_head(Channel.BULK, BULK_HEAD.size + len(data)) + BULK_HEAD.pack(transfer, outflow.offset)
            send(cid, Channel.BULK, b"".join((head, data)))
            outflow.offset += len(data)
            sent += len(data)
        return sent
