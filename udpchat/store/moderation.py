"""Keeping order: sanctions, the audit, slow mode, the archive of a lesson. Times are wall milliseconds."""

from __future__ import annotations

from typing import Final

from udpchat.catalogue import text
from udpchat.errors import BadRequest
from udpchat.store.members import Members
from udpchat.store.records import AuditLine, Kind, SanctionLine, StoredEvent

_SANCTION: Final = """SELECT s.number, s.kind, s.user, coalesce(u.name, ''), s.address, s.by, coalesce(b.name, ''), s.at,
                      s.until, s.reason FROM sanction s LEFT JOIN user u ON u.id = s.user LEFT JOIN user b ON b.id = s.by"""
_AUDIT: Final = """SELECT a.number, a.at, a.by, coalesce(b.name, ''), a.what, a.user, coalesce(u.name, ''), a.conversation,
                   a.detail FROM audit a LEFT JOIN user u ON u.id = a.user LEFT JOIN user b ON b.id = a.by"""


class Moderation(Members):
    """`by` is the moderator's user id, 0 for the operator's own connection."""

    def add_sanction(self, kind: str, user: int, address: str, by: int, at: int, until: int, reason: str) -> int:
        """The number of a new mute or ban, of a user (or 0) or an address (or ""). A user's former one of the kind ends."""
        if user:
            self.end_sanctions(kind, user, at)
        cursor = self._write(
            "INSERT INTO sanction (kind, user, address, by, at, until, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (kind, user, address, by, at, until, reason),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def end_sanction(self, number: int, at: int) -> SanctionLine:
        """It is over now; as it was. Raises BadRequest if it is none, or over already."""
        row = self._peek(f"{_SANCTION} WHERE s.number = ? AND s.until > ?", (number, at))
        if row is None:
            raise BadRequest(text("store.no_sanction"))
        self._write("UPDATE sanction SET until = ? WHERE number = ?", (at, number))
        return SanctionLine(*row)

    def end_sanctions(self, kind: str, user: int, at: int) -> bool:
        """All of that kind of the user are over; whether there was any."""
        cursor = self._write("UPDATE sanction SET until = ? WHERE kind = ? AND user = ? AND until > ?", (at, kind, user, at))
        return cursor.rowcount > 0

    def set_slow(self, conversation: int, seconds: int) -> None:
        """So many seconds between two posts of one person there. Raises NoSuchGroup."""
        self.conversation(conversation)
        self._write("UPDATE conversation SET slow_s = ? WHERE id = ?", (seconds, conversation))

    def archive(self, conversation: int, by: int, at: int) -> StoredEvent:
        """Nothing before this event is shown any more. It stays in the store. Raises NoSuchGroup."""
        self.conversation(conversation)
        event = self._note(Kind.ARCHIVE, conversation, 0, by, at)
        self._write("UPDATE event SET target = seq WHERE seq = ?", (event.seq,))
        self._write("UPDATE conversation SET archived = ? WHERE id = ?", (event.seq, conversation))
        return StoredEvent(event.seq, event.kind, conversation, by, event.name, b"", at, "", target=event.seq)

    def add_audit(self, at: int, by: int, what: str, user: int = 0, conversation: int = 0, detail: str = "") -> int:
        """The number of a new line."""
        cursor = self._write(
            "INSERT INTO audit (at, by, what, user, conversation, detail) VALUES (?, ?, ?, ?, ?, ?)",
            (at, by, what, user, conversation, detail),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    # --- committed data only ---

    def sanctions(self, at: int, before: int = 0, count: int = 1000) -> list[SanctionLine]:
        """Those in force, newest first, with a number below `before` (0: all)."""
        rows = self._read(
            f"{_SANCTION} WHERE s.until > ? AND (? = 0 OR s.number < ?) ORDER BY s.number DESC LIMIT ?",
            (at, before, before, count),
        )
        return [SanctionLine(*row) for row in rows]

    def mute_of(self, user: int, at: int) -> SanctionLine | None:
        """Why nothing of the user is taken now."""
        return self._longest("s.kind = 'mute' AND s.user = ?", (user,), at)

    def ban_of(self, user: int, address: str, at: int) -> SanctionLine | None:
        """Why the user (or 0), or whoever comes from the address (or ""), is not let in now."""
        where = "s.kind = 'ban' AND ((s.user = ? AND s.user != 0) OR (s.address = ? AND s.address != ''))"
        return self._longest(where, (user, address), at)

    def audit(self, before: int = 0, count: int = 1000) -> list[AuditLine]:
        """Its lines, newest first, with a number below `before` (0: all)."""
        rows = self._read(f"{_AUDIT} WHERE (? = 0 OR a.number < ?) ORDER BY a.number DESC LIMIT ?", (before, before, count))
        return [AuditLine(*row) for row in rows]

    def _longest(self, where: str, values: tuple[object, ...], at: int) -> SanctionLine | None:
        rows = self._read(f"{_SANCTION} WHERE s.until > ? AND {where} ORDER BY s.until DESC LIMIT 1", (at, *values))
        return SanctionLine(*rows[0]) if rows else None
