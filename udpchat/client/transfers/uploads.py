"""Files on their way to the server: hashed, offered, sent as far as its credit goes, confirmed.

Blocks are read ahead by jobs, and their frames queued only when the connection has room. A file that changes on the way is
noticed at the next block: its upload fails, and begins anew when the person wants that.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from udpchat import limits
from udpchat.client import numbers
from udpchat.client.transfers.disk import Source, as_error, read_piece
from udpchat.client.transfers.shelf import FILES_LANE, HASH_LANE, Shelf
from udpchat.client.transfers.states import State, Step
from udpchat.client.transfers.transfer import Transfer
from udpchat.client.transfers.turns import Turns
from udpchat.errors import RETRIABLE, FileChanged, NoSuchFile, NoSuchGroup, ProtocolViolation, UdpchatError, refusal
from udpchat.wire.channels import Channel, frame_head
from udpchat.words import messages as words
from udpchat.words.files import BULK_HEAD

PlaceOf = Callable[[int], int]
"""The server's id of a conversation by our number; 0 if it is not known."""


@dataclass(slots=True, eq=False)
class Sending:
    """One upload that has its turn. `read` and `queued` count from the beginning of the file."""

    transfer: Transfer
    source: Source | None = None
    number: int = 0
    read: int = 0
    queued: int = 0
    limit: int = 0
    reading: bool = False
    blocks: deque[bytes] = field(default_factory=deque)


class Uploads(Turns[Sending]):
    """Those that have their turn, by ref."""

    up = True

    def __init__(self, shelf: Shelf, place_of: PlaceOf) -> None:
        super().__init__(shelf)
        self.place_of = place_of

    # --- turns --------------------------------------------------------------------------------------------------------

    def _begin(self, transfer: Transfer) -> None:
        sending = self._active[transfer.key] = Sending(transfer)
        self._shelf.forget_pace(transfer)
        if transfer.sha256:
            self._offer(sending)
            return
        self._shelf.step(transfer, Step.HASH)
        opening = partial(Source, transfer.path)
        self._shelf.do(HASH_LANE, "open file", opening, partial(self._opened, sending))

    def _is_on(self, sending: Sending) -> bool:
        return self._active.get(sending.transfer.key) is sending and not self._shelf.over

    def _opened(self, sending: Sending, source: Source | None, error: Exception | None, now: float) -> None:
        if not self._is_on(sending):
            if source is not None:
                source.close()
        elif source is None:
            self._fail(sending, as_error(error or OSError()))
        else:
            sending.source = source
            transfer = sending.transfer
            transfer.size, transfer.mtime_ns = source.size, source.mtime_ns
            self._hash(sending, source)

    def _hash(self, sending: Sending, source: Source) -> None:
        self._shelf.do(HASH_LANE, "hash file", source.hash_some, partial(self._hashed, sending, source))

    def _hashed(
        self, sending: Sending, source: Source, sha256: bytes | None, error: Exception | None, now: float
    ) -> None:
        if sha256 is not None or error is not None or not self._is_on(sending):
            source.close()
        if not self._is_on(sending):
            return
        if error is not None:
            self._fail(sending, as_error(error))
        elif sha256 is None:
            self._shelf.went(sending.transfer, source.done)
            self._hash(sending, source)
        else:
            sending.source = None
            sending.transfer.sha256 = sha256
            self._shelf.forget_pace(sending.transfer)
            if self._shelf.online:
                self._offer(sending)
            else:
                self._leave(sending.transfer.key)
                self._shelf.step(sending.transfer, Step.LOST)

    # --- the server's words -------------------------------------------------------------------------------------------

    def _offer(self, sending: Sending) -> None:
        transfer = sending.transfer
        peer = numbers.peer_of(transfer.conversation)
        to = transfer.people or ((peer,) if peer else ())
        place = 0 if to else self.place_of(transfer.conversation)
        if not to and not place:
            self._fail(sending, NoSuchGroup())
            return
        self._shelf.step(transfer, Step.OFFER)
        about = (transfer.name, transfer.size, transfer.sha256, transfer.mime, transfer.text, transfer.reply)
        self._shelf.say(words.Offer(transfer.key, place, to, *about))

    def accepted(self, word: words.Upload) -> None:
        """The server wants it. For a file that was to be forwarded that means that it is gone there. ProtocolViolation."""
        sending = self._active.get(word.ref)
        if sending is None or sending.transfer.state is not State.OFFERED:
            return
        if not sending.transfer.path:
            self._shelf.say(words.StopUpload(word.ref, False))
            self._fail(sending, NoSuchFile())
            return
        if not word.offset <= word.limit <= sending.transfer.size:
            raise ProtocolViolation("more than was offered")
        sending.number, sending.limit = word.transfer, word.limit
        sending.read = sending.queued = word.offset
        self._shelf.step(sending.transfer, Step.ACCEPT)
        self._pump(sending)

    def credit(self, number: int, limit: int) -> None:
        """The server has room for more."""
        for sending in self._active.values():
            if sending.number == number:
                sending.limit = max(sending.limit, limit)

    def posted(self, word: words.Posted) -> bool:
        """The server has it; False if that is about no upload."""
        transfer = self._shelf.all.get(word.ref)
        if transfer is None or not transfer.up:
            return False
        if self._shelf.step(transfer, Step.STORED):
            self._leave(transfer.key)
        return True

    def not_posted(self, word: words.NotPosted, now: float) -> bool:
        """The server does not want it, or not now; False if that is about no upload."""
        sending = self._active.get(word.ref)
        if sending is None:
            return word.ref in self._shelf.all
        why = refusal(word.code, word.retry_after_s, word.detail)
        if word.code in RETRIABLE:
            self._retry_at[word.ref] = now + max(float(word.retry_after_s), limits.POST_RETRY_S)
            self._leave(word.ref)
            self._shelf.step(sending.transfer, Step.LOST)
        else:
            if isinstance(why, FileChanged):
                sending.transfer.sha256 = b""
            self._fail(sending, why)
        return True

    # --- bytes --------------------------------------------------------------------------------------------------------

    def pump(self) -> None:
        """Queue what the connection has room for."""
        for sending in list(self._active.values()):
            if sending.transfer.state is State.SENDING:
                self._pump(sending)

    def _pump(self, sending: Sending) -> None:
        transfer, endpoint = sending.transfer, self._shelf.endpoint
        room = limits.FILE_HELD_BYTES // len(self._active) - endpoint.held_bytes()
        while room > 0 and sending.blocks and sending.queued < sending.limit:
            room -= self._send(sending, endpoint.send_framed)
        if not sending.reading and sending.read < transfer.size and len(sending.blocks) < limits.FILE_READ_AHEAD_COUNT:
            sending.reading = True
            reading = partial(read_piece, transfer.path, sending.read, transfer.size, transfer.mtime_ns)
            self._shelf.do(FILES_LANE, "read file", reading, partial(self._piece, sending))
        self._shelf.went(transfer, max(0, sending.queued - endpoint.queued_bytes(Channel.BULK)))
        if sending.queued == transfer.size and not sending.blocks:
            self._shelf.say(words.EndUpload(transfer.key))
            self._shelf.step(transfer, Step.SENT)

    def _piece(self, sending: Sending, data: bytes | None, error: Exception | None, now: float) -> None:
        sending.reading = False
        if not self._is_on(sending) or sending.transfer.state is not State.SENDING:
            return
        if data is None:
            failure = as_error(error or OSError())
            if isinstance(failure, FileChanged):
                sending.transfer.sha256 = b""
            self._shelf.say(words.StopUpload(sending.transfer.key, False))
            self._fail(sending, failure)
            return
        sending.read += len(data)
        sending.blocks.append(data)
        self._pump(sending)

    def _send(self, sending: Sending, send: Callable[[Channel, bytes], None]) -> int:
        """Frames of the first block, as far as the credit goes; how many bytes."""
        block = sending.blocks.popleft()
        rest = memoryview(block)
        end = min(len(rest), sending.limit - sending.queued)
        for start in range(0, end, limits.BULK_BYTES):
            data = rest[start : min(start + limits.BULK_BYTES, end)]
            head = frame_head(Channel.BULK, BULK_HEAD.size + len(data)) + BULK_HEAD.pack(sending.number, sending.queued)
            send(Channel.BULK, b"".join((head, data)))
            sending.queued += len(data)
        if end < len(rest):
            sending.blocks.appendleft(bytes(rest[end:]))
        return end

    # --- the end ------------------------------------------------------------------------------------------------------

    def stop(self, transfer: Transfer, keep: bool) -> None:
        """The person wants it no more, for now or for good."""
        self._retry_at.pop(transfer.key, None)
        if self._leave(transfer.key) and keep and self._shelf.online:
            self._shelf.say(words.StopUpload(transfer.key, True))
        elif not keep and transfer.sha256:
            self._shelf.tell(transfer, "stop")

    def connection_lost(self) -> None:
        """What was under way goes on with the next one; hashing does not need it."""
        self._retry_at.clear()
        for key, sending in list(self._active.items()):
            if sending.transfer.state is not State.HASHING:
                del self._active[key]
                self._shelf.step(sending.transfer, Step.LOST)

    def _fail(self, sending: Sending, error: UdpchatError) -> None:
        self._leave(sending.transfer.key)
        self._shelf.step(sending.transfer, Step.FAIL, error)

    def _leave(self, key: bytes) -> bool:
        """Its turn is over; whether it had one. A file that is being hashed is closed by its job."""
        self._shelf.attention = True
        return self._active.pop(key, None) is not None
