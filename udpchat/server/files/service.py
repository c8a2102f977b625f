"""The files of a server as one service: its words and frames, its jobs, and the look for what nobody can fetch any more."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

from udpchat import limits
from udpchat.driver import Job
from udpchat.errors import NotAllowed, ProtocolViolation, Storage, UdpchatError
from udpchat.server.files.blobs import Blobs
from udpchat.server.files.blocks import Blocks
from udpchat.server.files.downloads import Downloads
from udpchat.server.files.errands import KEEP_LANE, READ_LANE, Errands, Finish
from udpchat.server.files.marks import Marks
from udpchat.server.files.office import FileOffice
from udpchat.server.files.posting import FilePosting
from udpchat.server.files.uploads import Uploads
from udpchat.server.parts import Parts
from udpchat.server.posting import Posting, refuse
from udpchat.server.requests import OPERATING, SIGNED_IN, Row, Table
from udpchat.server.sessions import Session
from udpchat.server.states import State
from udpchat.server.telling import file_word
from udpchat.store import StoredFile
from udpchat.wire.channels import Channel
from udpchat.words import (
    AskFileMarks,
    AskFiles,
    AskStored,
    EndUpload,
    Fetch,
    FileRow,
    MarkFile,
    Offer,
    StopFetch,
    StopUpload,
)
from udpchat.words import Files as FilesWord
from udpchat.words.files import decode_bulk, decode_credit

STEP_COST: Final = 0.05  # of the words about one transfer: a folder of small files has many
RAW: Final = frozenset({Channel.BULK, Channel.CREDIT})
"""Channels whose frames are no words."""
DAY_MS: Final = 24 * 3600 * 1000


class Files:
    """`folder` is where the blobs are; without one a server takes no files."""

    def __init__(self, parts: Parts, posting: Posting, folder: Path | None) -> None:
        self._parts, self._folder = parts, folder
        self._errands = Errands()
        self._blobs = Blobs(folder or Path())
        self.marks = Marks(parts)
        self.blocks = Blocks(self._blobs, self._errands)
        self.uploads = Uploads(FilePosting(parts, posting, self.blocks.missing), self._blobs, self._errands, parts.commits)
        self.downloads = Downloads(parts.store, parts.sessions, self.blocks, self.marks.fetches)
        self.office = FileOffice(parts, self.uploads, self.downloads, self._errands, folder)
        self._sweeping = False
        self._look_at = float("-inf")
        self._anything = False  # there are files, so that some may be over

    @property
    def blobs(self) -> Blobs:
        """The folder of all contents."""
        return self._blobs

    @property
    def errands(self) -> Errands:
        """What takes work to the disk."""
        return self._errands

    @property
    def takes(self) -> bool:
        """Whether there are files here at all."""
        return self._folder is not None

    def table(self) -> Table:
        """The rows of its words but `Offer`, which waits in the inbox with the posts."""
        return {
            EndUpload: Row(self.uploads.end, SIGNED_IN, STEP_COST),
            StopUpload: Row(self.uploads.stop, SIGNED_IN, STEP_COST),
            Fetch: Row(self.downloads.fetch, SIGNED_IN, STEP_COST),
            StopFetch: Row(self.downloads.stop, SIGNED_IN, STEP_COST),
            MarkFile: Row(self.marks.mark, SIGNED_IN, 4 * STEP_COST),
            AskFileMarks: Row(self.marks.ask, SIGNED_IN, 0.5),
            AskFiles: Row(self._ask_files, SIGNED_IN, 0.5),
            AskStored: Row(self.office.ask, OPERATING),
        }

    def offer(self, session: Session, word: Offer) -> Any:
        """The write of an Offer."""
        self._anything = True
        return self.uploads.offer(session, word) if self._folder is not None else _NoFiles(self, session, word)

    def frame(self, session: Session, channel: Channel, body: bytes) -> None:
        """A frame of bytes, or credit. Raises ProtocolViolation."""
        if session.state is not State.SIGNED_IN:
            raise ProtocolViolation(f"{channel.name} while {session.state.name}")
        if channel is Channel.BULK:
            self.uploads.bulk(session, *decode_bulk(body))
        else:
            self.downloads.credit(session, *decode_credit(body))

    def serve(self) -> bool:
        """Queue what those who fetch have room for."""
        return self.downloads.serve()

    def drop(self, session: Session) -> None:
        """Its connection is gone."""
        self.uploads.drop(session)
        self.downloads.drop(session)
        self.marks.drop(session)

    def _ask_files(self, session: Session, word: AskFiles, size_bytes: int, now: float) -> None:
        """Raises Storage."""
        assert session.user is not None
        lines = self._parts.store.files_for(session.user.id, word.before, limits.FILES_COUNT + 1)
        rows = [
            FileRow(line.seq, line.conversation, line.author, line.author_name, line.at, file_word(line.file))
            for line in lines[: limits.FILES_COUNT]
        ]
        self._parts.sessions.tell(session, FilesWord(tuple(rows), len(lines) <= limits.FILES_COUNT))

    def read_small(self, file: StoredFile, finish: Finish) -> None:
        """The whole of a file that fits a datagram."""
        reading = partial(self._blobs.read, file.sha256, 0, file.size)
        self._errands.add(READ_LANE, "read small", reading, finish)

    # --- jobs ---------------------------------------------------------------------------------------------------------

    def next_job(self) -> Job | None:
        """Work for a disk."""
        return self._errands.next()

    def finish_job(self, job: Job, value: Any, error: Exception | None, now: float) -> bool:
        """Its outcome; False if the job was none of ours."""
        return self._errands.finished(job, value, error, now)

    # --- what is over -------------------------------------------------------------------------------------------------

    @property
    def more(self) -> bool:
        """Something could be sent at once."""
        return self.downloads.more

    def next_timeout(self) -> float | None:
        """The next look, and the next telling."""
        marks_at = self.marks.next_timeout()
        if not self._anything or self._look_at == float("-inf"):
            return marks_at
        return self._look_at if marks_at is None else min(self._look_at, marks_at)

    def handle_timeout(self, now: float) -> None:
        """Do what is due."""
        self.downloads.begin_turn()
        self.marks.handle_timeout(now)
        if self._folder is None or now < self._look_at or self._sweeping:
            return
        self._look_at = now + limits.FILES_EVERY_S
        try:
            self._look(now) if self.uploads.swept else self._sweep()
        except Storage:
            return  # a later look finds the same

    def _sweep(self) -> None:
        """After the start, and when a blob could not be removed: files on the disk that the store does not know of."""
        self.uploads.swept = True
        self._sweeping = True
        self._errands.add(KEEP_LANE, "find blobs", self._blobs.found, self._found)

    def _found(self, found: tuple[list[bytes], list[bytes]] | None, error: Exception | None, now: float) -> None:
        self._sweeping = False
        if found is None:
            self.uploads.swept, self._anything = False, True
            return
        contents, keys = found
        self._anything |= bool(contents or keys)
        self.uploads.remove_blobs(contents)
        for key in set(keys) - self.uploads.keys - self._parts.store.parts().keys():
            self.uploads.forget(key, now)

    def close(self) -> None:
        """Let go of all files as they are."""
        self.uploads.close()

    def _look(self, now: float) -> None:
        self.downloads.rest()
        self.uploads.look(now)
        wall_ms = self._parts.wall_ms()
        old_parts = [key for key, at in self._parts.store.parts().items() if at < wall_ms - limits.PART_LIFE_S * 1000]
        for key in set(old_parts) - self.uploads.keys:
            self.uploads.forget(key, now)
        before = wall_ms - self._parts.in_force.settings.files.days * DAY_MS
        if self._parts.store.has_waste(before):
            self._parts.commits.submit(_LetGo(self, before), now)
        self._anything = bool(self._parts.store.contents() or self._parts.store.parts())

    def let_go(self, before: int) -> list[bytes]:
        """In a turn: files whose time is over; their contents."""
        return self._parts.store.let_go(before, limits.FILES_SWEPT_COUNT)

    def refuse(self, session: Session, word: Offer, error: UdpchatError, now: float) -> None:
        """No files here."""
        refuse(self._parts, session, word.ref, error, now)


class _LetGo:
    """Files whose time is over, on their way out of the store; then their blobs go."""

    __slots__ = ("_before", "_contents", "_files")

    def __init__(self, files: Files, before: int) -> None:
        self._files, self._before = files, before
        self._contents: list[bytes] = []

    def run(self, now: float) -> None:
        self._contents = self._files.let_go(self._before)

    def done(self, now: float) -> None:
        self._files.uploads.remove_blobs(self._contents)

    def failed(self, error: UdpchatError, now: float) -> None:
        """A later look finds the same."""


class _NoFiles:
    """An Offer to a server that takes none."""

    __slots__ = ("_files", "_session", "_word")

    def __init__(self, files: Files, session: Session, word: Offer) -> None:
        self._files, self._session, self._word = files, session, word

    def run(self, now: float) -> None:
        raise NotAllowed

    def done(self, now: float) -> None:
        """Never."""

    def failed(self, error: UdpchatError, now: float) -> None:
        self._files.refuse(self._session, self._word, error, now)
