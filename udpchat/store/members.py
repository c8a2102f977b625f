"""Who belongs to which conversation, from which event of the log to which: the filter of everything that is read."""

from __future__ import annotations

from udpchat.errors import NoSuchGroup, NotAMember
from udpchat.names import fold
from udpchat.store.database import Database
from udpchat.store.records import FOREVER, Conversation, Kind, StoredEvent

_NOTE = "INSERT INTO event (scope, kind, target, author, at, body, hidden) VALUES (?, ?, ?, ?, ?, ?, ?)"
_CONVERSATION = "SELECT id, kind, title, topic, history_open, archived, slow_s, gone FROM conversation WHERE id = ?"


class Members(Database):
    """Conversations and membership intervals; both ends of an interval belong to it."""

    def create_conversation(self, kind: str, title: str, history_open: bool, at: int, topic: str = "") -> int:
        """The id of a new conversation without members. `history_open`: who joins sees it from the beginning."""
        cursor = self._write(
            "INSERT INTO conversation (kind, title, folded, topic, history_open, created_at) VALUES (?, ?, ?, ?, ?, ?)",
            (kind, title, fold(title), topic, history_open, at),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def conversation(self, conversation: int) -> Conversation:
        """It as the turn sees it. Raises NoSuchGroup for what never was or was deleted."""
        row = self._peek(_CONVERSATION, (conversation,))
        if row is None or row[7]:
            raise NoSuchGroup
        identity, kind, title, topic, history_open, archived, slow_s, gone = row
        return Conversation(identity, kind, title, topic, bool(history_open), archived, slow_s, bool(gone))

    def join(self, conversation: int, user: int, at: int, by: int | None = None, role: str = "member") -> StoredEvent:
        """Make `user` a member (by whom: default the user). Raises NoSuchGroup. For who is one already: see `role_in`."""
        settings = self.conversation(conversation)
        event = self._note(Kind.JOIN, conversation, user, user if by is None else by, at)
        self._admit(conversation, user, 1 if settings.history_open else event.seq, role)
        return event

    def leave(self, conversation: int, user: int, at: int, by: int | None = None) -> StoredEvent:
        """End the membership with an event that the one who leaves still sees."""
        event = self._note(Kind.LEAVE, conversation, user, user if by is None else by, at)
        self._release(conversation, user, event.seq)
        return event

    def is_member(self, conversation: int, user: int) -> bool:
        """Is `user` a member now, as the turn sees it?"""
        return self._role(conversation, user) is not None

    def role_in(self, conversation: int, user: int) -> str:
        """`owner`, `admin` or `member`, as the turn sees it. Raises NotAMember."""
        role = self._role(conversation, user)
        if role is None:
            raise NotAMember
        return role

    # --- committed data only ---

    def may_see(self, user: int, conversation: int, seq: int) -> bool:
        """Does the place of the log with that seq lie in a membership of the user, and not in an archive?"""
        rows = self._read(
            """SELECT 1 FROM membership s JOIN conversation c ON c.id = s.conversation WHERE s.user = ? AND
               s.conversation = ? AND ? BETWEEN max(s.from_seq, c.archived) AND s.to_seq AND NOT c.gone""",
            (user, conversation, seq),
        )
        return bool(rows)

    def member_ids(self, conversation: int) -> list[int]:
        """Who is a member now."""
        rows = self._read("SELECT user FROM membership WHERE conversation = ? AND to_seq = ?", (conversation, FOREVER))
        return [row[0] for row in rows]

    # --- inside ---

    def _role(self, conversation: int, user: int) -> str | None:
        row = self._peek(
            "SELECT role FROM membership WHERE user = ? AND conversation = ? AND to_seq = ?", (user, conversation, FOREVER)
        )
        return None if row is None else str(row[0])

    def _admit(self, conversation: int, user: int, from_seq: int, role: str = "member") -> None:
        self._write(
            """INSERT INTO membership (user, conversation, from_seq, to_seq, role) VALUES (?, ?, ?, ?, ?)
               ON CONFLICT (user, conversation, from_seq) DO UPDATE SET to_seq = excluded.to_seq, role = excluded.role""",
            (user, conversation, from_seq, FOREVER, role),
        )

    def _release(self, conversation: int, user: int, to_seq: int) -> None:
        self._write(
            "UPDATE membership SET to_seq = ? WHERE user = ? AND conversation = ? AND to_seq = ?",
            (to_seq, user, conversation, FOREVER),
        )

    def _note(
        self, kind: Kind, conversation: int, target: int, author: int, at: int, body: str = "", hidden: int = 0
    ) -> StoredEvent:
        """Append an event other than a post."""
        cursor = self._write(_NOTE, (conversation, kind.value, target, author, at, body, hidden))
        assert cursor.lastrowid is not None
        name = self._name_of(target if kind in (Kind.JOIN, Kind.LEAVE) else author)
        return StoredEvent(cursor.lastrowid, kind.value, conversation, author, name, b"", at, body, target=target, hidden=hidden)

    def _name_of(self, user: int) -> str:
        row = self._peek("SELECT name FROM user WHERE id = ?", (user,))
        return str(row[0]) if row else ""
