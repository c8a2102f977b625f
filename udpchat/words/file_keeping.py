"""Words between a relay and those who run it about files: what is stored, what is on its way, and what has to go.

The sums and the transfers are streamed unasked to operators, once a second while they change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from udpchat import limits
from udpchat.words.bounds import CleanFilename, Count, Hash, Name, Ref


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A file that can be fetched: whose, since when (ms), in how many messages, and how many have it or declined it.

    Those with the same `sha256` take up the space of one. `owner_name` is empty for somebody who is gone.
    """

    file: int
    name: CleanFilename
    size: int
    sha256: Hash
    owner: int
    owner_name: Name
    at: int
    messages: int
    fetched: int
    declined: int


@dataclass(frozen=True, slots=True)
class AskStored:
    """Operator: the files with a number below this, newest first; 0: from the newest on. `owner`: of one person; 0: all."""

    before: int
    owner: int


@dataclass(frozen=True, slots=True)
class Stored:
    """Server: one page of them; `last` ends the list."""

    rows: Annotated[tuple[StoredRow, ...], Count(limits.STORED_COUNT)]
    last: bool


@dataclass(frozen=True, slots=True)
class RemoveFile:
    """Operator: nobody can fetch this file any more, nor any other of the same content. Done.id: how many there were."""

    ref: Ref
    file: int


@dataclass(frozen=True, slots=True)
class TransferRow:
    """One transfer under way: from (`up`) or to whom, and how many bytes of the whole are there. `number` names it."""

    number: int
    up: bool
    user: int
    name: Name
    file: CleanFilename
    size: int
    done: int


@dataclass(frozen=True, slots=True)
class FileFigures:
    """Server, as above: files and their bytes on the disk, bytes free there; transfers under way, the first of them named."""

    files: int
    used: int
    free: int
    uploads: int
    downloads: int
    rows: Annotated[tuple[TransferRow, ...], Count(limits.TRANSFERS_SHOWN)]
