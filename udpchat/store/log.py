"""Writing the log: posts, and what becomes of them later."""

from __future__ import annotations

import sqlite3

from udpchat.errors import BadRequest
from udpchat.store.database import Database
from udpchat.store.records import Kind, StoredEvent

_APPEND = """INSERT INTO event (scope, kind, author, ref, at, body) VALUES (?, 'post', ?, ?, ?, ?)
             ON CONFLICT (author, ref) DO NOTHING"""
_SHOW = "INSERT INTO message (id, version) VALUES (?, ?)"
_FIRST = "SELECT seq, kind, scope, at, body FROM event WHERE author = ? AND ref = ?"


class Log(Database):
    """Appends; the seq that an event gets is its place in the total order."""

    def append_post(
        self, conversation: int, author: int, ref: bytes, at: int, text: str, name: str | None = None
    ) -> StoredEvent:
        """Store a message once, however often it is asked for. Raises Storage.

        `name` is the author's, where the caller has it at hand. A repeat is answered with the first event
        (`repeated`), its seq, time and text; a repeat of a deleted post with an empty text. Repeats and undone
        requests may leave gaps in `seq`.
        """
        cursor = self._write(_APPEND, (conversation, author, ref, at, text))
        if name is None:
            name = self._name_of(author)
        if not cursor.rowcount:
            return self._first(author, ref, name)
        seq = cursor.lastrowid  # valid only because a row was inserted
        assert seq is not None
        self._write(_SHOW, (seq, seq))
        return StoredEvent(seq, "post", conversation, author, name, ref, at, text)

    def delete_post(self, post: int, by: int, at: int) -> int:
        """Take the text of a post away for good; its row and ref stay as a tombstone. The seq of the deletion.

        Who may do that is for the caller to know. Raises BadRequest (no such post, or deleted already), Storage.
        """
        row = self._peek(
            "SELECT e.scope FROM message m JOIN event e ON e.seq = m.id WHERE m.id = ? AND NOT m.deleted", (post,)
        )
        if row is None:
            raise BadRequest("no such message")
        cursor = self._write(
            "INSERT INTO event (scope, kind, target, author, at) VALUES (?, ?, ?, ?, ?)",
            (row[0], Kind.DELETE.value, post, by, at),
        )
        self._write(
            "UPDATE event SET body = '' WHERE seq IN (SELECT ? UNION SELECT version FROM message WHERE id = ?)",
            (post, post),
        )
        self._write("UPDATE message SET deleted = 1 WHERE id = ?", (post,))
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def _first(self, author: int, ref: bytes, name: str) -> StoredEvent:
        row = self._peek(_FIRST, (author, ref))
        if row is None:
            raise sqlite3.IntegrityError("a conflict without a row")
        seq, kind, conversation, at, body = row
        return StoredEvent(seq, kind, conversation, author, name, ref, at, body, repeated=True)

    def _name_of(self, user: int) -> str:
        row = self._peek("SELECT name FROM user WHERE id = ?", (user,))
        return str(row[0]) if row else ""
