"""All transfers of one person: who has a turn, what the server says of them, what the person wants.

Uploads and downloads have their turns apart, a few of each at a time, in the order in which they were asked for. What is
kept on disk is enough to go on after the end of this process, wherever that comes.
"""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from udpchat.client.message import Message
from udpchat.client.transfers.downloads import Downloads
from udpchat.client.transfers.shelf import Keep, Shelf
from udpchat.client.transfers.states import RESTING, UNFINISHED, State, Step
from udpchat.client.transfers.transfer import Progress, Transfer, decode
from udpchat.client.transfers.uploads import PlaceOf, Uploads
from udpchat.errors import NoSuchFile
from udpchat.limits import FILE_QUESTIONS_COUNT, MIME_CHARS, TRANSFER_START_S, UNASKED_FILES_COUNT
from udpchat.names import clean_filename
from udpchat.wire.channels import Channel
from udpchat.words import messages as words
from udpchat.words.files import decode_bulk, decode_credit

Question = words.AskFiles | words.AskFileMarks


class Transfers:
    """The transfers of who is signed in."""

    def __init__(self, shelf: Shelf, rows: Iterable[str], place_of: PlaceOf, keep: Keep, home: bytes) -> None:
        self._shelf = shelf
        self._uploads = Uploads(shelf, place_of)
        self._downloads = Downloads(shelf)
        self._online = False  # as told last
        self._start_at = float("-inf")  # not before that another one has its turn
        self._asked: dict[Question, None] = {}  # not answered yet, in order
        shelf.keep, shelf.home = keep, home
        shelf.load(found for found in map(decode, rows) if found is not None)
        for transfer in shelf.all.values():
            if transfer.state in UNFINISHED | RESTING:
                shelf.changed(transfer)

    # --- questions ----------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Bytes move, or are about to: whoever drives this should not rest long."""
        return not (self._uploads.idle and self._downloads.idle)

    @property
    def resting(self) -> bool:
        """Nothing has its turn, and nothing waits for a time."""
        return self._uploads.idle and self._downloads.idle and self.next_timeout(True) is None

    def all(self) -> tuple[Progress, ...]:
        """Every transfer, in the order in which they were asked for."""
        return tuple(self._shelf.progress(transfer) for transfer in self._shelf.all.values())

    def get(self, key: bytes) -> Progress | None:
        """One of them."""
        transfer = self._shelf.all.get(key)
        return self._shelf.progress(transfer) if transfer is not None else None

    def of_file(self, file: int) -> Progress | None:
        """The download of a file."""
        return self.get(key_of(file))

    # --- what the person wants ----------------------------------------------------------------------------------------

    def send(
        self, ref: bytes, path: str, at: int, conversation: int, people: tuple[int, ...], text: str, reply: int
    ) -> None:  # fmt: skip
        """Send a file of this computer."""
        name = clean_filename(os.path.basename(path))
        mime = (mimetypes.guess_type(name)[0] or "")[:MIME_CHARS]
        about = {"mime": mime, "path": path, "conversation": conversation, "people": people, "text": text, "reply": reply}
        self._shelf.add(Transfer(ref, True, name, at, **about))  # type: ignore[arg-type]

    def forward(
        self, ref: bytes, file: words.File, at: int, conversation: int, people: tuple[int, ...], text: str
    ) -> None:  # fmt: skip
        """Send a file that the server has, without its bytes."""
        about = {"size": file.size, "sha256": file.sha256, "mime": file.mime, "file": file.id}
        place = {"conversation": conversation, "people": people, "text": text}
        self._shelf.add(Transfer(ref, True, file.name, at, **about, **place))  # type: ignore[arg-type]

    def fetch(self, file: words.File, at: int, conversation: int) -> bytes:
        """Get a file of the server, or go on getting it; the key."""
        key = key_of(file.id)
        before = self._shelf.all.get(key)
        if before is not None and before.state in UNFINISHED:
            return key
        if before is not None and before.state in RESTING:
            self.resume(key)
            return key
        self._shelf.add(self._wanted(file, at, conversation))
        return key

    def decline(self, file: words.File, at: int, conversation: int) -> bytes:
        """The person does not want it; whoever sent it hears that."""
        key = key_of(file.id)
        transfer = self._shelf.all.get(key)
        if transfer is None:
            transfer = self._wanted(file, at, conversation)
            self._shelf.all[key] = transfer
        self._downloads.stop(transfer, keep=False)
        if self._shelf.step(transfer, Step.DECLINE):
            self._shelf.tell(transfer, "declined")
        return key

    def _wanted(self, file: words.File, at: int, conversation: int) -> Transfer:
        about = {"size": file.size, "sha256": file.sha256, "mime": file.mime, "file": file.id}
        return Transfer(key_of(file.id), False, clean_filename(file.name), at, conversation=conversation, **about)  # type: ignore[arg-type]

    def pause(self, key: bytes) -> bool:
        """Rest; what is there stays. Whether that was possible."""
        return self._end(key, Step.PAUSE, keep=True)

    def cancel(self, key: bytes) -> bool:
        """No more of it; what is there goes. Whether that was possible."""
        return self._end(key, Step.CANCEL, keep=False)

    def _end(self, key: bytes, step: Step, keep: bool) -> bool:
        transfer = self._shelf.all.get(key)
        if transfer is None or not self._shelf.step(transfer, step):
            return False
        (self._uploads if transfer.up else self._downloads).stop(transfer, keep)
        return True

    def resume(self, key: bytes) -> bool:
        """Go on, or try again. Whether that was possible."""
        transfer = self._shelf.all.get(key)
        return transfer is not None and self._shelf.step(transfer, Step.RESUME)

    def hide(self, keys: Iterable[bytes]) -> None:
        """Those that do not go on by themselves leave the list; what they are about stays known."""
        for key in keys:
            transfer = self._shelf.all.get(key)
            if transfer is not None and transfer.state not in UNFINISHED and not transfer.hidden:
                transfer.hidden = True
                self._shelf.changed(transfer)

    # --- questions to the server --------------------------------------------------------------------------------------

    def ask(self, question: Question) -> None:
        """Ask now, or with the next connection; again with that one if this one is lost before the answer."""
        self._asked[question] = None
        if len(self._asked) > FILE_QUESTIONS_COUNT:
            del self._asked[next(iter(self._asked))]
        if self._shelf.online:
            self._shelf.say(question)

    def told_files(self) -> None:
        """Pages come in the order of the questions."""
        pages = [question for question in self._asked if isinstance(question, words.AskFiles)]
        for question in pages[:1]:
            del self._asked[question]

    def told_marks(self, file: int) -> None:
        """Who has a file."""
        self._asked.pop(words.AskFileMarks(file), None)

    # --- what the server says -----------------------------------------------------------------------------------------

    def frame(self, channel: Channel, body: bytes) -> None:
        """A frame of bytes, or credit. ProtocolViolation."""
        if channel is Channel.BULK:
            self._downloads.bulk(*decode_bulk(body))
        else:
            self._uploads.credit(*decode_credit(body))

    def heard(self, word: words.Upload | words.Download | words.NotFetched, now: float) -> None:
        """A word about one of them. ProtocolViolation."""
        match word:
            case words.Upload():
                self._uploads.accepted(word)
            case words.Download():
                self._downloads.accepted(word)
            case words.NotFetched():
                self._downloads.refused(word, now)

    def answered(self, word: words.Posted | words.NotPosted, now: float) -> bool:
        """The answer to an Offer; False if it is about something else."""
        if isinstance(word, words.Posted):
            return self._uploads.posted(word)
        return self._uploads.not_posted(word, now)

    def came(self, messages: Iterable[Message], mine: Callable[[int], bool], at: int) -> None:
        """Messages that are new: small files that people send to me alone come by themselves, if I want that."""
        limit = self._shelf.folder.auto_bytes
        if not limit:
            return
        for message in messages:
            file, wanted = message.file, message.conversation < 0 and not mine(message.author)
            known = file is None or key_of(file.id) in self._shelf.all
            if file is not None and wanted and not known and file.size <= limit and self._unasked_room():
                self.fetch(file, at, message.conversation)

    def _unasked_room(self) -> bool:
        """Nobody fills my disk with a flood of small files while I am away."""
        unfinished = sum(not one.up and one.state in UNFINISHED for one in self._shelf.all.values())
        return unfinished < UNASKED_FILES_COUNT

    def connection_lost(self) -> None:
        """What was under way goes on with the next one."""
        self._shelf.online = False
        self._uploads.connection_lost()
        self._downloads.connection_lost()

    def log_replaced(self) -> None:
        """The server's log is another one: what it knew last may be gone, seqs of the old one mean nothing."""
        for transfer in self._shelf.all.values():
            transfer.reply = 0
            if transfer.up and transfer.state in UNFINISHED | RESTING:
                self._shelf.changed(transfer)
            if not transfer.up and transfer.state in UNFINISHED | RESTING:
                self._downloads.stop(transfer, keep=False)
                self._shelf.step(transfer, Step.RESUME)
                self._shelf.step(transfer, Step.EXPIRE, NoSuchFile())

    # --- time ---------------------------------------------------------------------------------------------------------

    def go_on(self, now: float, online: bool) -> None:
        """Give turns, and queue what the connection has room for."""
        self._online = online
        if online and not self._shelf.online:
            self._shelf.connected()
            for question in self._asked:
                self._shelf.say(question)
        if self.resting and not self._shelf.attention:
            return
        due = (self._uploads.next_retry_at(), self._downloads.next_retry_at())
        asked = self._shelf.attention or any(at is not None and now >= at for at in due)
        if asked and online and now >= self._start_at:
            self._shelf.attention = False
            self._start_at = now + TRANSFER_START_S
            self._uploads.start(now)
            self._downloads.start(now)
        if online:
            self._uploads.pump()
        self._shelf.tick(now)

    def next_timeout(self, online: bool) -> float | None:
        """When progress is to be told, or the server may be asked again."""
        retries: tuple[float | None, ...] = ()
        if online and self._online:
            start_at = self._start_at if self._shelf.attention else None
            retries = (self._uploads.next_retry_at(), self._downloads.next_retry_at(), start_at)
        return min((at for at in (self._shelf.next_timeout(), *retries) if at is not None), default=None)

    # --- another folder, the end --------------------------------------------------------------------------------------

    def move(self, place_of: PlaceOf, keep: Keep, home: bytes) -> None:
        """The same person as another user, with another folder."""
        self._shelf.keep, self._shelf.home, self._uploads.place_of = keep, home, place_of
        for key, body in self._shelf.rows().items():
            keep(key, body)

    def stop(self, keep: bool) -> None:
        """The run is over. What was under way is kept as it is, unless nothing of this person is to stay here."""
        self.connection_lost()
        if not keep:
            for transfer in self._shelf.all.values():
                if not transfer.up and transfer.part:
                    self._downloads.stop(transfer, keep=False)
        self._shelf.over = True

    def release(self) -> None:
        """The process ends."""
        self._shelf.over = True
        self._downloads.release()


def key_of(file: int) -> bytes:
    """The key of the download of a file."""
    return b"file" + file.to_bytes(8, "big")


def downloads_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where files go unless the person says otherwise."""
    if environ.get("UDPCHAT_DOWNLOADS"):
        return Path(environ["UDPCHAT_DOWNLOADS"])
    try:
        return Path.home() / "Downloads"
    except RuntimeError:  # nobody's process
        return Path("Downloads")


__all__ = ["Progress", "State", "Transfers", "downloads_folder", "key_of"]
