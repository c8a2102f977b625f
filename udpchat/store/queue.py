"""The queue of each link: what is to cross it, in order, each under a number that is given once.

An item is written in the transaction of what it tells. It names the event of the log that it is of, so that a text which
was deleted meanwhile is not kept here; only what is in no event has a body. An item that the other side has is `done`, and
kept for a while: the other side may be restored from a backup that lacks it.
"""

from __future__ import annotations

from typing import Final

from udpchat import limits
from udpchat.store.realms import Realms
from udpchat.store.records import Crossing, Item, Kind, StoredEvent

_ITEM: Final = "SELECT realm, number, kind, user, event, body, size, at FROM realm_item"
_CROSSING: Final = """
    SELECT e.seq, e.kind, e.scope, e.author, coalesce(e.ref, x''), e.at, e.body, coalesce(t.ref, x''), coalesce(t.author, 0),
           coalesce(m.card, '')
    FROM event e LEFT JOIN message m ON m.id = e.seq
    LEFT JOIN event t ON t.seq = iif(e.kind = 'post', m.reply, e.target) WHERE e.seq = ?"""


class Queue(Realms):
    """All raise Storage."""

    def add_item(self, realm: int, kind: str, user: int, event: int, body: str, size: int, at: int) -> int:
        """Its number."""
        self._write("UPDATE realm SET last = last + 1 WHERE id = ?", (realm,))
        row = self._peek("SELECT last FROM realm WHERE id = ?", (realm,))
        assert row is not None
        self._write(
            "INSERT INTO realm_item (realm, number, kind, user, event, body, size, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (realm, row[0], kind, user, event, body, size, at),
        )
        return int(row[0])

    def replace_marks(self, realm: int, user: int, event: int) -> None:
        """Marks of the conversation `event` that still wait: newer ones come."""
        self._write(
            "DELETE FROM realm_item WHERE realm = ? AND kind = 'marks' AND user = ? AND event = ? AND NOT done",
            (realm, user, event),
        )

    def set_done(self, realm: int, number: int) -> None:
        """The other side has everything up to there."""
        self._write("UPDATE realm_item SET done = 1 WHERE realm = ? AND number <= ? AND NOT done", (realm, number))

    def set_undone(self, realm: int, number: int) -> None:
        """The other side lacks (again) what is above that number."""
        self._write("UPDATE realm_item SET done = 0 WHERE realm = ? AND number > ? AND done", (realm, number))

    def give_up_items(self, realm: int, before_at: int) -> list[Item]:
        """Take out what has waited since before that time; what it was."""
        rows = self._look(f"{_ITEM} WHERE realm = ? AND NOT done AND at < ? ORDER BY number", (realm, before_at))
        self._write("DELETE FROM realm_item WHERE realm = ? AND at < ?", (realm, before_at))
        return [Item(*row) for row in rows]

    def thin_items(self, realm: int) -> None:
        """Of what is done only the newest are kept."""
        self._write(
            """DELETE FROM realm_item WHERE realm = ? AND done AND number <= (SELECT last FROM realm WHERE id = ?) - ?""",
            (realm, realm, limits.REALM_KEPT_COUNT),
        )

    # --- what an item is of -------------------------------------------------------------------------------------------

    def post_of_ref(self, author: int, ref: bytes, conversation: int) -> int:
        """The seq of that post in that conversation, as the turn sees it; 0 if there is none."""
        row = self._peek(
            "SELECT seq FROM event WHERE author = ? AND ref = ? AND scope = ? AND kind = 'post'", (author, ref, conversation)
        )
        return int(row[0]) if row is not None else 0

    def ref_up_to(self, conversation: int, author: int, seq: int, reader: int) -> bytes:
        """The ref of the author's last post there up to that seq which the reader may see; b"" if there is none."""
        row = self._peek(
            """SELECT ref FROM event WHERE scope = ? AND seq <= ? AND author = ? AND kind = 'post' AND hidden != ?
               ORDER BY seq DESC LIMIT 1""",
            (conversation, seq, author, reader),
        )
        return bytes(row[0]) if row is not None else b""

    def undelivered(self, post: int, by: int, code: str, at: int) -> StoredEvent | None:
        """A post has not reached `by`, or nobody knows; told once."""
        row = self._peek("SELECT scope, hidden FROM event WHERE seq = ? AND kind = 'post'", (post,))
        if row is None or self._peek(
            "SELECT 1 FROM event WHERE scope = ? AND seq > ? AND target = ? AND kind = 'undelivered'", (row[0], post, post)
        ):
            return None
        return self._note(Kind.UNDELIVERED, row[0], post, by, at, code, row[1])

    # --- committed data only ------------------------------------------------------------------------------------------

    def items(self, realm: int, after: int, count: int) -> list[Item]:
        """What the other side may lack above a number, ascending, done or not."""
        rows = self._read(f"{_ITEM} WHERE realm = ? AND number > ? ORDER BY number LIMIT ?", (realm, after, count))
        return [Item(*row) for row in rows]

    def crossing(self, seq: int) -> Crossing | None:
        """An event as it crosses a link."""
        rows = self._read(_CROSSING, (seq,))
        return Crossing(*rows[0]) if rows else None

    def progress(self, realm: int) -> tuple[str, int]:
        """Up to which item of theirs we have everything: epoch and number."""
        rows = self._read("SELECT epoch, got FROM realm WHERE id = ?", (realm,))
        return (str(rows[0][0]), int(rows[0][1])) if rows else ("", 0)

    def queued(self, realm: int) -> tuple[int, int]:
        """How many items wait, and their bytes."""
        rows = self._read(
            "SELECT count(*), coalesce(sum(size), 0) FROM realm_item WHERE realm = ? AND NOT done", (realm,)
        )
        return int(rows[0][0]), int(rows[0][1])
