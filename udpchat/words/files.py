"""Words of files: what is offered, how its bytes travel, who has it. The bytes themselves are frames without JSON.

A file is uploaded once, then posted: an event of the log carries its card (`Message.file`), so that order, membership and
history are those of messages. A transfer has a number that the server gives out, for one connection. BULK frames hold
number, offset and data; they come in order, never beyond the limit that the receiver gave, which CREDIT frames raise.
Between the channels there is no order: an `EndUpload` may overtake the last bytes.

An upload is known by the ref of its Offer. The same Offer after a lost connection goes on where the server's disk ends; of
a file that is posted already it is answered by Posted. What the asker may fetch already is posted without any bytes: that
is also how a file is forwarded.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from udpchat import limits
from udpchat.errors import ProtocolViolation
from udpchat.words.bounds import Code, Count, Detail, Filename, Hash, Mime, Name, Ref, Text, Users

FileState = Literal["fetching", "fetched", "declined"]
"""What somebody does with a file."""


@dataclass(frozen=True, slots=True)
class File:
    """The card of a file; the id is never another file's."""

    id: int
    name: Filename
    size: int
    sha256: Hash
    mime: Mime


# --- up ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Offer:
    """Client: a file for a conversation, or for these people, each in private. `text` is said about it, maybe nothing.

    Answered by Upload, or by Posted or NotPosted as a Post is.
    """

    ref: Ref
    conversation: int
    to: Users
    name: Filename
    size: int
    sha256: Hash
    mime: Mime
    text: Text
    reply: int = 0

    def consistent(self) -> bool:
        """Is it for exactly one of the two?"""
        return (self.conversation == 0) != (not self.to)


@dataclass(frozen=True, slots=True)
class Upload:
    """Server: send it from `offset` on, up to `limit` for now."""

    ref: Ref
    transfer: int
    offset: int
    limit: int


@dataclass(frozen=True, slots=True)
class EndUpload:
    """Client: that was all, and the file is still what was offered. Answered by Posted or NotPosted."""

    offer: Ref


@dataclass(frozen=True, slots=True)
class StopUpload:
    """Client, unanswered: no more of it now; `keep`: the same Offer may follow and go on there."""

    offer: Ref
    keep: bool


# --- down -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fetch:
    """Client: send this file from `offset` on, up to `limit` for now. One at a time of the same file."""

    file: int
    offset: int
    limit: int

    def consistent(self) -> bool:
        """Does the limit lie behind the beginning?"""
        return self.offset <= self.limit


@dataclass(frozen=True, slots=True)
class Download:
    """Server: here it comes, under that number."""

    file: int
    transfer: int
    size: int
    sha256: Hash


@dataclass(frozen=True, slots=True)
class NotFetched:
    """Server: it does not come, or no more of it. With a code of `errors.RETRIABLE` it may be asked for again."""

    file: int
    code: Code
    retry_after_s: int
    detail: Detail


@dataclass(frozen=True, slots=True)
class StopFetch:
    """Client, unanswered: no more of it now."""

    file: int


# --- who has it -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MarkFile:
    """Client, unanswered: this person has the file now, or does not want it."""

    file: int
    state: FileState


@dataclass(frozen=True, slots=True)
class FileMark:
    """What one person does with a file; `percent` while it is being fetched."""

    user: int
    state: FileState
    percent: int


@dataclass(frozen=True, slots=True)
class AskFileMarks:
    """Client: who has got this file, which is of this person?"""

    file: int


@dataclass(frozen=True, slots=True)
class FileMarks:
    """Server, to whoever sent the file, once a second at most: the rows that changed; as an answer all of them."""

    file: int
    rows: Annotated[tuple[FileMark, ...], Count(limits.FILE_MARKS_COUNT)]


@dataclass(frozen=True, slots=True)
class AskFiles:
    """Client: the files that it may fetch, newest first, of messages before that seq."""

    before: int


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file and the message that brought it."""

    seq: int
    conversation: int
    author: int
    author_name: Name
    at: int
    file: File


@dataclass(frozen=True, slots=True)
class Files:
    """Server: a page of them; `last` ends the list."""

    rows: Annotated[tuple[FileRow, ...], Count(limits.FILES_COUNT)]
    last: bool


# --- frames of bytes --------------------------------------------------------------------------------------------------

BULK_HEAD: Final = struct.Struct(">IQ")
"""Transfer and offset; the data follows."""


def encode_credit(transfer: int, limit: int) -> bytes:
    """The body of a CREDIT frame."""
    return BULK_HEAD.pack(transfer, limit)


def decode_credit(body: bytes) -> tuple[int, int]:
    """Transfer and limit of a CREDIT frame. ProtocolViolation."""
    if len(body) != BULK_HEAD.size:
        raise ProtocolViolation("a CREDIT of another size")
    transfer, limit = BULK_HEAD.unpack(body)
    return transfer, limit


def decode_bulk(body: bytes) -> tuple[int, int, memoryview]:
    """Transfer, offset and data of a BULK frame. ProtocolViolation."""
    if not BULK_HEAD.size < len(body) <= BULK_HEAD.size + limits.BULK_BYTES:
        raise ProtocolViolation("a BULK of another size")
    transfer, offset = BULK_HEAD.unpack_from(body)
    return transfer, offset, memoryview(body)[BULK_HEAD.size :]
