"""Files that were posted: their cards, who may fetch them, what they take up. The bytes are blobs beside the database.

A blob is known by the SHA-256 of its content, and lives as long as a file with that content that is not gone; a file is
gone when its time is over or nobody may fetch it any more. Its row stays, for its id is never another's. A part is an upload
on its way: its row is written before its first byte, so that what it takes up is known whatever happens.

Who may see a message that has the file may fetch it: the intervals of membership, archives, deletions and blocks hold here
as they do for reading.
"""

from __future__ import annotations

import json
from typing import Final

from udpchat.errors import NoSuchFile
from udpchat.store.database import Database, Row
from udpchat.store.records import FileLine, StoredFile

_FILE: Final = "f.id, f.name, f.size, f.sha256, f.mime, f.owner"
_SEEN: Final = """
    CROSS JOIN event e ON e.seq = m.id
    CROSS JOIN conversation c ON c.id = e.scope AND NOT c.gone AND e.seq >= c.archived
    CROSS JOIN membership s ON s.user = ? AND s.conversation = e.scope AND s.from_seq <= e.seq AND +s.to_seq >= e.seq
    WHERE m.file AND NOT f.gone AND NOT m.deleted AND e.hidden != s.user"""
_ONE: Final = f"FROM file f CROSS JOIN message m ON m.file = f.id {_SEEN}"
_ALL: Final = f"FROM message m INDEXED BY message_of_file CROSS JOIN file f ON f.id = m.file {_SEEN}"
_NEWEST: Final = "ORDER BY m.file DESC, m.id DESC LIMIT ?"
"""The order of the joins is given: SQLite would begin with all that was ever said where the user is. A file gets its number
when it is posted, so the order of the index, which costs nothing, is that of the messages. The `+` keeps it from looking at
all members of a conversation."""
_LISTED: Final = f"""
    SELECT e.seq, e.scope, e.author, (SELECT name FROM user WHERE id = e.author), e.at, {_FILE} {_ALL}
    AND e.seq < ? {_NEWEST}"""

_WASTE: Final = """
    NOT gone AND (created_at < ? OR NOT EXISTS (SELECT 1 FROM message m CROSS JOIN event e ON e.seq = m.id
        CROSS JOIN conversation c ON c.id = e.scope AND NOT c.gone AND e.seq >= c.archived
        CROSS JOIN membership s ON s.conversation = e.scope AND s.to_seq >= e.seq AND s.from_seq <= e.seq
        CROSS JOIN user u ON u.id = s.user AND (u.active OR u.guest)
        WHERE m.file = file.id AND m.file AND NOT m.deleted AND e.hidden != s.user))"""
"""Too old, or nobody may fetch it: a guest may come back."""


class Files(Database):
    """Times are wall milliseconds. All raise Storage."""

    # --- who may have what --------------------------------------------------------------------------------------------

    def fetchable(self, user: int, file: int) -> StoredFile:
        """A file that the user may fetch; committed data only. Raises NoSuchFile."""
        rows = self._read(f"SELECT {_FILE} {_ONE} AND f.id = ? LIMIT 1", (user, file))
        if not rows:
            raise NoSuchFile
        return StoredFile(*rows[0])

    def at_hand(self, user: int, sha256: bytes, size: int) -> bool:
        """May the user fetch this very content already, as the turn sees it?"""
        query = f"SELECT 1 {_ONE} AND f.sha256 = ? AND f.size = ? LIMIT 1"
        return self._peek(query, (user, sha256, size)) is not None

    def file_named(self, user: int, name: str) -> StoredFile:
        """The newest of that name that the user may fetch; committed data only. Raises NoSuchFile."""
        rows = self._read(f"SELECT {_FILE} {_ALL} AND f.name = ? {_NEWEST}", (user, name, 1))
        if not rows:
            raise NoSuchFile
        return StoredFile(*rows[0])

    def files_for(self, user: int, before: int, count: int) -> list[FileLine]:
        """What the user may fetch, newest first, of messages before that seq; committed data only."""
        rows = self._read(_LISTED, (user, before, count))
        return [FileLine(seq, scope, author, name or "", at, StoredFile(*file)) for seq, scope, author, name, at, *file in rows]

    # --- files --------------------------------------------------------------------------------------------------------

    def add_file(self, owner: int, name: str, size: int, sha256: bytes, mime: str, at: int) -> StoredFile:
        """A file that a message of this turn is to carry."""
        cursor = self._write(
            "INSERT INTO file (owner, name, size, sha256, mime, created_at) VALUES (?, ?, ?, ?, ?, ?)",
            (owner, name, size, sha256, mime, at),
        )
        assert cursor.lastrowid is not None
        return StoredFile(cursor.lastrowid, name, size, sha256, mime, owner)

    def owner_of(self, file: int) -> int:
        """Who sent it; 0 for none. Committed data only."""
        rows = self._read("SELECT owner FROM file WHERE id = ?", (file,))
        return int(rows[0][0]) if rows else 0

    def let_go(self, before: int, count: int) -> list[bytes]:
        """Files that are older than that, or that nobody may fetch any more, are gone from now on; what their contents were."""
        rows = self._look(f"SELECT id, sha256 FROM file WHERE {_WASTE} LIMIT ?", (before, count))
        for id, _ in rows:
            self._write("UPDATE file SET gone = 1 WHERE id = ?", (id,))
            self._write("DELETE FROM file_mark WHERE file = ?", (id,))
        return [sha256 for _, sha256 in rows]

    def has_waste(self, before: int) -> bool:
        """Would `let_go` find any? Committed data only."""
        return bool(self._read(f"SELECT 1 FROM file WHERE {_WASTE} LIMIT 1", (before,)))

    def is_needed(self, sha256: bytes) -> bool:
        """Has any file that content? Committed data only."""
        return bool(self._read("SELECT 1 FROM file WHERE sha256 = ? AND NOT gone LIMIT 1", (sha256,)))

    def contents(self) -> dict[bytes, int]:
        """The SHA-256 of every blob that is needed, and its size; committed data only."""
        return dict(self._read("SELECT DISTINCT sha256, size FROM file WHERE NOT gone"))

    # --- what they take up --------------------------------------------------------------------------------------------

    def used_by(self, owner: int, but: bytes) -> int:
        """Bytes of a person's files and parts, as the turn sees them; the part of that key is left out."""
        row = self._peek(
            """SELECT (SELECT coalesce(sum(size), 0) FROM file WHERE owner = ? AND NOT gone)
                    + (SELECT coalesce(sum(size), 0) FROM part WHERE owner = ? AND key != ?)""",
            (owner, owner, but),
        )
        return _number(row)

    def used_in_all(self, but: bytes) -> int:
        """Bytes of all blobs and parts, as the turn sees them; the part of that key is left out."""
        row = self._peek(
            """SELECT (SELECT coalesce(sum(size), 0) FROM (SELECT DISTINCT sha256, size FROM file WHERE NOT gone))
                    + (SELECT coalesce(sum(size), 0) FROM part WHERE key != ?)""",
            (but,),
        )
        return _number(row)

    def add_part(self, key: bytes, owner: int, size: int, at: int) -> None:
        """An upload begins or goes on."""
        self._write("INSERT OR REPLACE INTO part (key, owner, size, at) VALUES (?, ?, ?, ?)", (key, owner, size, at))

    def has_part(self, key: bytes) -> bool:
        """Has it begun, as the turn sees it?"""
        return self._peek("SELECT 1 FROM part WHERE key = ?", (key,)) is not None

    def remove_part(self, key: bytes) -> None:
        """It is over."""
        self._write("DELETE FROM part WHERE key = ?", (key,))

    def parts(self) -> dict[bytes, int]:
        """Uploads on their way, and when each began or went on last; committed data only."""
        return dict(self._read("SELECT key, at FROM part"))

    # --- who has it ---------------------------------------------------------------------------------------------------

    def mark_file(self, file: int, user: int, state: str, at: int) -> None:
        """What somebody has done with it."""
        self._write("INSERT OR REPLACE INTO file_mark (file, user, state, at) VALUES (?, ?, ?, ?)", (file, user, state, at))

    def file_marks(self, file: int) -> list[tuple[int, str]]:
        """Who has done what with it; committed data only."""
        return [(user, state) for user, state in self._read("SELECT user, state FROM file_mark WHERE file = ?", (file,))]


def _number(row: Row | None) -> int:
    return int(row[0]) if row else 0


def card_of(file: StoredFile) -> str:
    """How a message keeps its file."""
    about = [file.id, file.name, file.size, file.sha256.hex(), file.mime]
    return json.dumps(about, ensure_ascii=False, separators=(",", ":"))


def file_of(card: str, owner: int = 0) -> StoredFile:
    """The file of a message."""
    id, name, size, sha256, mime = json.loads(card)
    return StoredFile(int(id), str(name), int(size), bytes.fromhex(sha256), str(mime), owner)
