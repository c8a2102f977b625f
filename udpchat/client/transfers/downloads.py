"""Files on their way from the server: fetched from where the disk ends, compared, and only then given their name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from udpchat import limits
from udpchat.client.jobs import ignore
from udpchat.client.transfers.disk import Sink, as_error, open_part, remove
from udpchat.client.transfers.shelf import FILES_LANE, HASH_LANE, SYNC_LANE, Shelf
from udpchat.client.transfers.states import State, Step
from udpchat.client.transfers.transfer import Transfer
from udpchat.client.transfers.turns import Turns
from udpchat.errors import RETRIABLE, FileChanged, NoSuchFile, ProtocolViolation, UdpchatError, refusal
from udpchat.wire.channels import Channel
from udpchat.words import messages as words
from udpchat.words.files import encode_credit


@dataclass(slots=True, eq=False)
class Receiving:
    """One download that has its turn. `received` and `written` count from the beginning of the file."""

    transfer: Transfer
    sink: Sink | None = None
    number: int = 0
    received: int = 0
    written: int = 0
    limit: int = 0
    waiting: list[memoryview] = field(default_factory=list)
    busy: bool = True  # a job is under way, the opening one first
    fresh: bool = True  # its part was never opened before
    doomed: str = ""  # a part that goes when that job is done
    synced: int = 0
    syncing: bool = False
    damaged: bool = False  # what is on the disk may not be what was written


class Downloads(Turns[Receiving]):
    """Those that have their turn, by key."""

    up = False

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(shelf)
        self._by_number: dict[int, Receiving] = {}
        self._left: dict[bytes, Sink] = {}  # of downloads that go on later: they know the hash of what is there
        self._closing: set[bytes] = set()  # a job of one that was left is still under way: its part is not to be touched

    # --- turns --------------------------------------------------------------------------------------------------------

    def _is_taken(self, transfer: Transfer) -> bool:
        return transfer.key in self._active or transfer.key in self._closing

    def _begin(self, transfer: Transfer) -> None:
        receiving = self._active[transfer.key] = Receiving(transfer, fresh=not transfer.part)
        self._shelf.forget_pace(transfer)
        if not transfer.part:
            token = self._token(transfer)
            transfer.part = str(self._shelf.folder.path / f"{transfer.name}.{token}.part")
            self._shelf.changed(transfer)
        about = None if receiving.fresh else (transfer.sha256, transfer.name)
        opening = partial(open_part, transfer.part, transfer.size, about, self._left.pop(transfer.key, None))
        self._shelf.do(HASH_LANE, "open part", opening, partial(self._opened, receiving))

    def _token(self, transfer: Transfer) -> str:
        """For this profile and file always the same: a part that was begun before its name was on the disk is found again."""
        about = b"%d %b" % (transfer.file, self._shelf.home)
        return hashlib.blake2b(about, digest_size=limits.PART_TOKEN_BYTES).hexdigest()

    def _opened(self, receiving: Receiving, found: Sink | str | None, error: Exception | None, now: float) -> None:
        receiving.busy = False
        sink = receiving.sink = found if isinstance(found, Sink) else None
        if not self._is_on(receiving):
            self._close(receiving)
        elif isinstance(found, str):
            self._placed(receiving, found, None, now)
        elif sink is None:
            self._not_opened(receiving, as_error(error or OSError()))
        else:
            receiving.received = receiving.written = receiving.synced = sink.offset
            self._shelf.went(receiving.transfer, sink.offset)
            if self._shelf.online:
                self._fetch(receiving)
            else:
                self._leave(receiving)

    def _not_opened(self, receiving: Receiving, error: UdpchatError) -> None:
        """The next try is where the person now wants such files, if that is elsewhere."""
        transfer = receiving.transfer
        moved = Path(transfer.part).parent != self._shelf.folder.path
        if receiving.fresh:
            transfer.part = ""
        elif moved:
            self._throw_away(transfer)
        if moved:
            self._leave(receiving)
        else:
            self._fail(receiving, error)

    def _fetch(self, receiving: Receiving) -> None:
        transfer = receiving.transfer
        receiving.limit = min(transfer.size, receiving.written + limits.FILE_AHEAD_BYTES)
        if self._shelf.step(transfer, Step.OFFER):
            self._shelf.say(words.Fetch(transfer.file, receiving.written, receiving.limit))

    def _is_on(self, receiving: Receiving) -> bool:
        return self._active.get(receiving.transfer.key) is receiving and not self._shelf.over

    # --- the server's words -------------------------------------------------------------------------------------------

    def accepted(self, word: words.Download) -> None:
        """Here it comes. ProtocolViolation: another file than its card says."""
        receiving = self._of_file(word.file)
        if receiving is None or receiving.transfer.state is not State.OFFERED:
            return
        transfer = receiving.transfer
        if (word.size, word.sha256) != (transfer.size, transfer.sha256):
            raise ProtocolViolation("a file that is not what its card says")
        receiving.number = word.transfer
        self._by_number[word.transfer] = receiving
        self._shelf.step(transfer, Step.ACCEPT)
        self._go_on(receiving)

    def refused(self, word: words.NotFetched, now: float) -> None:
        """It does not come, or no more of it."""
        receiving = self._of_file(word.file)
        if receiving is None or receiving.transfer.state is State.VERIFYING:
            return
        why, transfer = refusal(word.code, word.retry_after_s, word.detail), receiving.transfer
        self._leave(receiving)
        if word.code in RETRIABLE:
            self._retry_at[transfer.key] = now + max(float(word.retry_after_s), limits.POST_RETRY_S)
            self._shelf.step(transfer, Step.LOST)
        elif isinstance(why, NoSuchFile):
            self._shelf.step(transfer, Step.EXPIRE, why)
            self._throw_away(transfer)
        else:
            self._shelf.step(transfer, Step.FAIL, why)

    def _of_file(self, file: int) -> Receiving | None:
        return next((one for one in self._active.values() if one.transfer.file == file), None)

    # --- bytes --------------------------------------------------------------------------------------------------------

    def bulk(self, number: int, offset: int, data: memoryview) -> None:
        """Bytes. ProtocolViolation; those of a download that is over are dropped: they were on their way."""
        receiving = self._by_number.get(number)
        if receiving is None:
            return
        if offset != receiving.received or offset + len(data) > receiving.limit:
            raise ProtocolViolation("bytes that were not asked for")
        receiving.received += len(data)
        receiving.waiting.append(data)
        if not receiving.busy:
            self._go_on(receiving)

    def _go_on(self, receiving: Receiving) -> None:
        """Write what has come; when all of it is there, compare."""
        sink, transfer = receiving.sink, receiving.transfer
        if receiving.busy or sink is None or transfer.state is not State.SENDING:
            return
        if receiving.waiting:
            chunks, receiving.waiting = receiving.waiting, []
            receiving.busy = True
            self._shelf.do(FILES_LANE, "write part", partial(sink.write, chunks), partial(self._written, receiving))
        elif receiving.written == transfer.size and not receiving.syncing:
            receiving.busy = True
            self._by_number.pop(receiving.number, None)
            self._shelf.step(transfer, Step.SENT)
            finishing = partial(sink.finish, transfer.sha256, transfer.name)
            self._shelf.do(FILES_LANE, "place file", finishing, partial(self._placed, receiving))

    def _written(self, receiving: Receiving, count: int | None, error: Exception | None, now: float) -> None:
        receiving.busy = False
        receiving.written += count or 0
        receiving.damaged |= error is not None
        if not self._is_on(receiving):
            self._close(receiving)
        elif error is not None:
            self._shelf.say(words.StopFetch(receiving.transfer.file))
            self._fail(receiving, as_error(error))
        else:
            self._shelf.went(receiving.transfer, receiving.written)
            self._sync(receiving)
            self._extend(receiving)
            self._go_on(receiving)

    def _extend(self, receiving: Receiving) -> None:
        """More credit, as far as memory reaches, unless the disk is too far behind."""
        size = receiving.transfer.size
        if receiving.written - receiving.synced > limits.FILE_UNSYNCED_BYTES:
            return
        limit = min(size, receiving.written + limits.FILE_AHEAD_BYTES)
        if limit - receiving.limit >= limits.FILE_BLOCK_BYTES or limit == size > receiving.limit:
            receiving.limit = limit
            self._shelf.endpoint.send(Channel.CREDIT, encode_credit(receiving.number, limit))

    def _sync(self, receiving: Receiving) -> None:
        """Beside further writes, what is written goes on to the disk itself piece by piece: whoever else waits for that disk,
        maybe the server on the same computer, then waits for one piece at most, and not for half a gigabyte."""
        if receiving.sink is None or receiving.syncing or receiving.written - receiving.synced < limits.FILE_SYNC_BYTES:
            return
        receiving.syncing = True
        self._shelf.do(SYNC_LANE, "sync part", receiving.sink.sync_later(), partial(self._synced, receiving, receiving.written))

    def _synced(self, receiving: Receiving, written: int, _value: object, error: Exception | None, now: float) -> None:
        receiving.syncing = False
        if error is not None:
            self._not_synced(receiving, error)
        elif self._is_on(receiving):
            receiving.synced = written
            self._sync(receiving)
            self._extend(receiving)
            self._go_on(receiving)

    def _not_synced(self, receiving: Receiving, error: Exception) -> None:
        """The system tells of it once, the last sync would not hear of it again: also who has gone on meanwhile must."""
        receiving.damaged = True
        key = receiving.transfer.key
        self._left.pop(key, None)
        if (current := self._active.get(key)) is not None and not self._shelf.over:
            current.damaged = True
            self._shelf.say(words.StopFetch(current.transfer.file))
            self._fail(current, as_error(error))

    def _placed(self, receiving: Receiving, path: str | None, error: Exception | None, now: float) -> None:
        """It has its name; also when its connection is gone meanwhile, or its person."""
        receiving.busy, receiving.sink = False, None
        transfer = receiving.transfer
        mine = self._active.get(transfer.key) is receiving
        if mine:
            self._shelf.attention = True
            del self._active[transfer.key]
        else:
            self._close(receiving)
        if path is None:
            if mine:
                why = as_error(error or OSError())
                if isinstance(why, FileChanged):
                    transfer.part = ""
                self._shelf.step(transfer, Step.FAIL, why)
            return
        transfer.path, transfer.part = path, ""
        if self._shelf.all.get(transfer.key) is transfer and self._shelf.step(transfer, Step.STORED):
            self._shelf.tell(transfer, "fetched")

    # --- the end ------------------------------------------------------------------------------------------------------

    def stop(self, transfer: Transfer, keep: bool) -> None:
        """The person wants it no more, for now or for good."""
        self._retry_at.pop(transfer.key, None)
        receiving = self._active.get(transfer.key)
        if receiving is not None:
            self._shelf.say(words.StopFetch(transfer.file))
            self._leave(receiving)
            if not keep and receiving.busy:
                receiving.doomed, transfer.part = transfer.part, ""
        if not keep and transfer.part:
            self._throw_away(transfer)

    def _throw_away(self, transfer: Transfer) -> None:
        part, transfer.part = transfer.part, ""
        self._left.pop(transfer.key, None)
        self._closing.add(transfer.key)

        def removed(_value: object, _error: Exception | None, _now: float) -> None:
            self._shelf.attention = True
            self._closing.discard(transfer.key)

        self._shelf.do(FILES_LANE, "remove part", partial(remove, part), removed)

    def connection_lost(self) -> None:
        """What was under way goes on with the next one; what only has to be compared needs none."""
        self._retry_at.clear()
        for receiving in list(self._active.values()):
            if receiving.transfer.state is not State.VERIFYING:
                self._leave(receiving)
                self._shelf.step(receiving.transfer, Step.LOST)

    def _fail(self, receiving: Receiving, error: UdpchatError) -> None:
        self._leave(receiving)
        self._shelf.step(receiving.transfer, Step.FAIL, error)

    def _leave(self, receiving: Receiving) -> None:
        """Its turn is over."""
        self._shelf.attention = True
        self._active.pop(receiving.transfer.key, None)
        self._by_number.pop(receiving.number, None)
        receiving.waiting = []
        if receiving.busy:
            self._closing.add(receiving.transfer.key)
        else:
            self._close(receiving)

    def _close(self, receiving: Receiving) -> None:
        """No job of it is under way any more."""
        self._shelf.attention = True
        self._closing.discard(receiving.transfer.key)
        sink, receiving.sink = receiving.sink, None
        if sink is not None:
            self._shelf.do(FILES_LANE, "close part", sink.close, ignore)
            self._remember(receiving, sink)
        if receiving.doomed:
            receiving.transfer.part = receiving.doomed
            self._throw_away(receiving.transfer)

    def _remember(self, receiving: Receiving, sink: Sink) -> None:
        """Its hash is that of what is on the disk, unless the disk has said otherwise."""
        if receiving.damaged or receiving.doomed:
            return
        self._left[receiving.transfer.key] = sink
        if len(self._left) > limits.SINKS_LEFT_COUNT:
            del self._left[next(iter(self._left))]

    def release(self) -> None:
        """The process ends; no job runs any more."""
        for receiving in self._active.values():
            if receiving.sink is not None:
                receiving.sink.close()
