"""Who belongs to which conversation, from which event of the log to which: the filter of everything that is read."""

from __future__ import annotations

from udpchat.errors import BadRequest
from udpchat.store.database import Database
from udpchat.store.records import FOREVER, Kind


class Members(Database):
    """Conversations and membership intervals; both ends of an interval belong to it."""

    def create_conversation(self, kind: str, title: str, history_open: bool, at: int) -> int:
        """The id of a new conversation without members. `history_open`: who joins sees it from the beginning."""
        cursor = self._write(
            "INSERT INTO conversation (kind, title, history_open, created_at) VALUES (?, ?, ?, ?)",
            (kind, title, history_open, at),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def join(self, conversation: int, user: int, at: int, by: int | None = None) -> int:
        """Make `user` a member (by whom: default the user). The seq of the event; nothing is doubled for a member."""
        settings = self._peek("SELECT history_open FROM conversation WHERE id = ?", (conversation,))
        if settings is None:
            raise BadRequest("no such conversation")
        seq = self._note(Kind.JOIN, conversation, user, user if by is None else by, at)
        self._write(
            """INSERT INTO membership (user, conversation, from_seq, to_seq) VALUES (?, ?, ?, ?)
               ON CONFLICT (user, conversation, from_seq) DO UPDATE SET to_seq = excluded.to_seq""",
            (user, conversation, 1 if settings[0] else seq, FOREVER),
        )
        return seq

    def leave(self, conversation: int, user: int, at: int, by: int | None = None) -> int:
        """End the membership with an event that the one who leaves still sees. The seq of that event."""
        seq = self._note(Kind.LEAVE, conversation, user, user if by is None else by, at)
        self._write(
            "UPDATE membership SET to_seq = ? WHERE user = ? AND conversation = ? AND to_seq = ?",
            (seq, user, conversation, FOREVER),
        )
        return seq

    def is_member(self, conversation: int, user: int) -> bool:
        """Is `user` a member now, as the turn sees it?"""
        return (
            self._peek(
                "SELECT 1 FROM membership WHERE user = ? AND conversation = ? AND to_seq = ?",
                (user, conversation, FOREVER),
            )
            is not None
        )

    def _note(self, kind: Kind, conversation: int, target: int, author: int, at: int) -> int:
        cursor = self._write(
            "INSERT INTO event (scope, kind, target, author, at) VALUES (?, ?, ?, ?, ?)",
            (conversation, kind.value, target, author, at),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid
