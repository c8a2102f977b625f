"""Files as those who run a server see them: which there are, what they take up, and taking them away."""

from __future__ import annotations

from typing import Final

from udpchat.errors import NoSuchFile
from udpchat.store.database import Database
from udpchat.store.records import FOREVER, StoredFile, StoredLine

_LISTED: Final = """
    SELECT f.id, f.name, f.size, f.sha256, f.mime, f.owner, coalesce((SELECT name FROM user WHERE id = f.owner), ''),
        f.created_at, (SELECT count(*) FROM message WHERE file = f.id AND file AND NOT deleted),
        (SELECT count(*) FROM file_mark WHERE file = f.id AND state = 'fetched'),
        (SELECT count(*) FROM file_mark WHERE file = f.id AND state = 'declined')
    FROM file f WHERE NOT f.gone AND f.id < ? AND (? = 0 OR f.owner = ?) ORDER BY f.id DESC LIMIT ?"""


class FileKeeping(Database):
    """All raise Storage."""

    def stored_files(self, owner: int, before: int, count: int) -> list[StoredLine]:
        """Newest first, below that number (0: from the newest on), of one person (0: of all); committed data only."""
        rows = self._read(_LISTED, (before or FOREVER, owner, owner, count))
        return [StoredLine(StoredFile(*row[:6]), *row[6:]) for row in rows]

    def file_sums(self) -> tuple[int, int]:
        """How many files can be fetched, and what all blobs take up; committed data only."""
        ((count,),) = self._read("SELECT count(*) FROM file WHERE NOT gone")
        ((used,),) = self._read("SELECT coalesce(sum(size), 0) FROM (SELECT DISTINCT sha256, size FROM file WHERE NOT gone)")
        return count, used

    def remove_file(self, file: int) -> tuple[StoredFile, int]:
        """Nobody can fetch it any more, nor any other of the same content; it, and how many they were. Raises NoSuchFile."""
        found = self._peek("SELECT id, name, size, sha256, mime, owner FROM file WHERE id = ? AND NOT gone", (file,))
        if found is None:
            raise NoSuchFile
        one = StoredFile(*found)
        self._write(
            "DELETE FROM file_mark WHERE file IN (SELECT id FROM file WHERE sha256 = ? AND size = ? AND NOT gone)",
            (one.sha256, one.size),
        )
        cursor = self._write("UPDATE file SET gone = 1 WHERE sha256 = ? AND size = ? AND NOT gone", (one.sha256, one.size))
        return one, cursor.rowcount
