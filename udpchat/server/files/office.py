"""Files as operators see them: what is stored, how full the disk is, which transfers are under way; and taking files away.

How full the disk is costs a look at all rows and one at the disk, in a job: only while an operator is here, every few seconds.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from udpchat import limits
from udpchat.errors import Storage
from udpchat.server.files.downloads import Downloads
from udpchat.server.files.errands import Errands
from udpchat.server.files.uploads import Uploads
from udpchat.server.parts import Parts
from udpchat.server.requesting import Act, Asker, Deed, note
from udpchat.server.sessions import Session
from udpchat.words import AskStored, FileFigures, RemoveFile, Stored, StoredRow

LOOK_LANE = "files look"


class FileOffice:
    """`folder` is where the blobs are; None: the server takes no files."""

    def __init__(
        self, parts: Parts, uploads: Uploads, downloads: Downloads, errands: Errands, folder: Path | None
    ) -> None:  # fmt: skip
        self._parts, self._uploads, self._downloads = parts, uploads, downloads
        self._errands, self._folder = errands, folder
        self._sums, self._free = (0, 0), 0
        self._look_at = float("-inf")
        self._looking = False
        if folder is not None:
            self._measure(folder)

    # --- what is stored -----------------------------------------------------------------------------------------------

    def ask(self, session: Session, word: AskStored, size_bytes: int, now: float) -> None:
        """A page of the list. Raises Storage."""
        lines = self._parts.store.stored_files(word.owner, word.before, limits.STORED_COUNT + 1)
        rows = tuple(
            StoredRow(
                line.file.id, line.file.name, line.file.size, line.file.sha256, line.file.owner, line.owner_name, line.at,
                line.messages, line.fetched, line.declined,
            )
            for line in lines[: limits.STORED_COUNT]
        )  # fmt: skip
        self._parts.sessions.tell(session, Stored(rows, len(lines) <= limits.STORED_COUNT))

    def acts(self) -> dict[type, Act]:
        """What carries out which request."""
        return {RemoveFile: self.remove}

    def remove(self, asker: Asker, word: RemoveFile, at: int) -> Deed:
        """Take a file away from everybody. Raises NoSuchFile."""
        file, count = self._parts.store.remove_file(word.file)
        owner = self._parts.store.user(file.owner)
        whose = owner.name if owner is not None else ""
        note(self._parts, asker, "remove_file", at, file.owner, detail=file.name)
        deed = Deed(count, said=f"{file.name} {whose}".rstrip())
        deed.after.append(lambda now: self._removed(file.sha256))
        return deed

    def _removed(self, sha256: bytes) -> None:
        self._uploads.remove_blobs([sha256])
        self._look_at = float("-inf")

    # --- figures ------------------------------------------------------------------------------------------------------

    def figures(self, now: float, fresh: bool = False) -> FileFigures:
        """As they are now; the sums as they were a moment ago, unless `fresh`."""
        if fresh:
            self._look_at = float("-inf")
        self._look(now)
        files, used = self._sums
        up, down = self._uploads.under_way(), self._downloads.under_way()
        return FileFigures(files, used, self._free, len(up), len(down), tuple((up + down)[: limits.TRANSFERS_SHOWN]))

    def _look(self, now: float) -> None:
        folder = self._folder
        if folder is None or now < self._look_at:
            return
        self._look_at = now + limits.FILE_SUMS_EVERY_S
        try:
            self._sums = self._parts.store.file_sums()
        except Storage:
            return  # a disk that fails is reported by others
        self._measure(folder)

    def _measure(self, folder: Path) -> None:
        if self._looking:
            return
        self._looking = True

        def looked(free: int | None, _error: Exception | None, _now: float) -> None:
            self._looking = False
            self._free = free or 0

        self._errands.add(LOOK_LANE, "free space", lambda: shutil.disk_usage(_existing(folder)).free, looked)


def _existing(folder: Path) -> Path:
    """The folder, or the first above it that is there: it is made with the first file."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
