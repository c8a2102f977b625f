"""What shells hear of files."""

from __future__ import annotations

from dataclasses import dataclass

from udpchat.client.transfers.states import State
from udpchat.client.transfers.transfer import Progress as Progress
from udpchat.words.messages import FileMark as FileMark
from udpchat.words.messages import FileRow as FileRow

TransferState = State


@dataclass(frozen=True, slots=True)
class TransferChanged:
    """A transfer is new, in another state, or (at most ten times a second) further."""

    transfer: Progress


@dataclass(frozen=True, slots=True)
class FilesFound:
    """The answer to `ask_files`: newest first; conversations by our numbers. `more`: there are older ones."""

    rows: tuple[FileRow, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class FileMarksChanged:
    """Who does what with a file of mine: the rows that are new, or as an answer to `ask_file_marks` all of them."""

    file: int
    rows: tuple[FileMark, ...]
