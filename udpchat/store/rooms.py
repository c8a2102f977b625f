"""The conversation list: what a person is a member of, as they see it, and how far they and the others have read."""

from __future__ import annotations

from typing import Final

from udpchat import limits
from udpchat.errors import NotAllowed
from udpchat.names import fold
from udpchat.store.members import Members
from udpchat.store.records import FOREVER, GroupLine, Mark, MemberRow, Readers, RoomRow

_ROOMS: Final = """
    SELECT c.id, c.kind, c.title, c.topic, s.role,
           coalesce(iif(p.low = s.user, p.high, p.low), 0), coalesce(n.name, ''),
           CASE c.kind
           WHEN 'group' THEN (SELECT count(*) FROM membership x WHERE x.conversation = c.id AND x.to_seq = s.to_seq)
           WHEN 'private' THEN 1 + (p.low != p.high) ELSE 0 END,
           c.history_open, max(s.from_seq, c.archived),
           coalesce(k.delivered, 0), coalesce(k.read, 0), coalesce(k.muted, 0), b.user IS NOT NULL, c.slow_s
    FROM membership s JOIN conversation c ON c.id = s.conversation
    LEFT JOIN pair p ON p.conversation = c.id
    LEFT JOIN user n ON n.id = iif(p.low = s.user, p.high, p.low)
    LEFT JOIN mark k ON k.conversation = c.id AND k.user = s.user
    LEFT JOIN block b ON b.user = s.user AND b.blocked = n.id AND n.id != s.user
    WHERE s.user = ? AND s.to_seq = ? AND NOT c.gone"""
_GROUPS: Final = """
    SELECT c.id, c.title, c.topic, coalesce(u.id, 0), coalesce(u.name, ''),
           (SELECT count(*) FROM membership x WHERE x.conversation = c.id AND x.to_seq = ?),
           c.history_open, c.slow_s, c.created_at
    FROM conversation c
    LEFT JOIN membership o ON o.conversation = c.id AND o.to_seq = ? AND o.role = 'owner'
    LEFT JOIN user u ON u.id = o.user
    WHERE c.kind = 'group' AND NOT c.gone AND (c.folded, c.id) > (?, ?)
      AND (? = 0 OR EXISTS (SELECT 1 FROM membership m WHERE m.user = ? AND m.conversation = c.id AND m.to_seq = ?))
    ORDER BY c.folded, c.id LIMIT ?"""
_OTHERS: Final = """
    FROM membership s JOIN user u ON u.id = s.user AND u.active
    LEFT JOIN mark k ON k.conversation = s.conversation AND k.user = s.user
    WHERE s.conversation = ? AND s.to_seq = ? AND s.user != ? AND s.from_seq <= ?"""


class Rooms(Members):
    """Marks never go back."""

    lobby: int
    announcements: int

    def set_mark(self, user: int, conversation: int, delivered: int, read: int) -> Mark | None:
        """The member has got and read so far. What is new of it, kept to what the log holds; None if nothing is. Raises
        NotAMember."""
        self.role_in(conversation, user)
        head = self._peek("SELECT coalesce(max(seq), 0) FROM event")
        assert head is not None
        delivered, read = min(max(delivered, read), head[0]), min(read, head[0])
        row = self._peek("SELECT delivered, read FROM mark WHERE conversation = ? AND user = ?", (conversation, user)) or (0, 0)
        mark = Mark(user, max(delivered, row[0]), max(read, row[1]))
        if (mark.delivered, mark.read) == tuple(row):
            return None
        self._write(
            """INSERT INTO mark (conversation, user, delivered, read) VALUES (?, ?, ?, ?)
               ON CONFLICT (conversation, user) DO UPDATE SET delivered = excluded.delivered, read = excluded.read""",
            (conversation, user, mark.delivered, mark.read),
        )
        return mark

    def mute(self, user: int, conversation: int, on: bool) -> None:
        """The member wants no sounds and notices from there. Raises NotAMember, NotAllowed (announcements)."""
        self.role_in(conversation, user)
        if conversation == self.announcements:
            raise NotAllowed
        self._write(
            """INSERT INTO mark (conversation, user, muted) VALUES (?, ?, ?)
               ON CONFLICT (conversation, user) DO UPDATE SET muted = excluded.muted""",
            (conversation, user, on),
        )

    # --- committed data only ---

    def rooms(self, user: int) -> list[RoomRow]:
        """Every conversation that the user is a member of now."""
        return [_room(row) for row in self._read(f"{_ROOMS} ORDER BY c.id", (user, FOREVER))]

    def room(self, user: int, conversation: int) -> RoomRow | None:
        """One of them."""
        rows = self._read(f"{_ROOMS} AND c.id = ?", (user, FOREVER, conversation))
        return _room(rows[0]) if rows else None

    def member_count(self, conversation: int, limit: int = limits.RECEIPTS_COUNT + 1) -> int:
        """How many are members now and not ended guests; counted up to the limit."""
        if conversation in (self.lobby, self.announcements):  # everybody's: the past guests there need not be looked at
            return len(self._read("SELECT 1 FROM user WHERE active AND role != 'remote' LIMIT ?", (limit,)))
        question = """SELECT 1 FROM membership s JOIN user u ON u.id = s.user AND u.active
                      WHERE s.conversation = ? AND s.to_seq = ? LIMIT ?"""
        return len(self._read(question, (conversation, FOREVER, limit)))

    def members(self, conversation: int, after: str = "", count: int = limits.MEMBERS_COUNT) -> list[MemberRow]:
        """Who is a member now, by name, a page that begins behind the name `after`. Ended guests are left out."""
        rows = self._read(
            """SELECT u.id, u.name, u.display, s.role FROM membership s JOIN user u ON u.id = s.user AND u.active
               WHERE s.conversation = ? AND s.to_seq = ? AND u.name > ? ORDER BY u.name LIMIT ?""",
            (conversation, FOREVER, after, count),
        )
        return [MemberRow(*row) for row in rows]

    def groups(self, user: int = 0, after: tuple[str, int] = ("", 0), count: int = limits.GROUPS_COUNT) -> list[GroupLine]:
        """All groups, or those that the user is in, by title: a page that begins behind a title and id."""
        where = (FOREVER, FOREVER, fold(after[0]), after[1], user, user, FOREVER, count)
        return [_group(row) for row in self._read(_GROUPS, where)]

    def readers(self, message: int) -> Readers | None:
        """Who else has got and read the message; None if there is none."""
        found = self._read("SELECT e.scope, e.author FROM message m JOIN event e ON e.seq = m.id WHERE m.id = ?", (message,))
        if not found:
            return None
        conversation, author = found[0]
        where = (conversation, FOREVER, author, message)
        ((members, delivered, read),) = self._read(
            f"""SELECT count(*), coalesce(sum(coalesce(k.delivered, 0) >= ?), 0), coalesce(sum(coalesce(k.read, 0) >= ?), 0)
                {_OTHERS}""",
            (message, message, *where),
        )
        rows: tuple[Mark, ...] = ()
        if members <= limits.RECEIPTS_COUNT:
            marks = self._read(f"SELECT s.user, coalesce(k.delivered, 0), coalesce(k.read, 0) {_OTHERS} ORDER BY s.user", where)
            rows = tuple(Mark(*row) for row in marks)
        return Readers(conversation, members, delivered, read, rows)


def _room(row: tuple[object, ...]) -> RoomRow:
    values = list(row)
    for at in (8, 12, 13):
        values[at] = bool(values[at])
    return RoomRow(*values)  # type: ignore[arg-type]


def _group(row: tuple[object, ...]) -> GroupLine:
    values = list(row)
    values[6] = bool(values[6])
    return GroupLine(*values)  # type: ignore[arg-type]
