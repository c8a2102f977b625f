"""Private conversations: one for each two people, made by the first message, and what a block does to it.

Who blocks somebody gets nothing of theirs: no conversation that the other begins, and in one that exists already every
post, edit and reaction of theirs is hidden from the blocker for ever, so that an end of the block brings no flood. The
other's own view does not change.
"""

from __future__ import annotations

from udpchat.store.members import Members
from udpchat.store.records import Kind

_PAIR = "SELECT low, high FROM pair WHERE conversation = ?"


class Private(Members):
    """Pairs and blocks."""

    def private_of(self, one: int, other: int) -> int | None:
        """Their conversation, as the turn sees it; None if they never wrote."""
        row = self._peek("SELECT conversation FROM pair WHERE low = ? AND high = ?", (min(one, other), max(one, other)))
        return None if row is None else int(row[0])

    def open_private(self, author: int, peer: int, at: int) -> int:
        """Their conversation, made if need be, with both as members unless the peer blocks the author."""
        known = conversation = self.private_of(author, peer)
        if conversation is None:
            conversation = self.create_conversation("private", "", False, at)
            self._write(
                "INSERT INTO pair (low, high, conversation) VALUES (?, ?, ?)",
                (min(author, peer), max(author, peer), conversation),
            )
        if not self.is_member(conversation, author):
            self.join(conversation, author, at)
        hidden = self._reach(conversation, author, at)
        if hidden and known is None:  # takes up the seq of the joining that there is not: seqs must not tell of a block
            self._note(Kind.JOIN, conversation, peer, author, at, hidden=hidden)
        return conversation

    def peer_in(self, conversation: int, user: int) -> int:
        """The other one of a private conversation, as the turn sees it (oneself if it is with oneself); 0: not private."""
        row = self._peek(_PAIR, (conversation,))
        if row is None:
            return 0
        return int(row[1] if row[0] == user else row[0])

    def block(self, user: int, other: int, on: bool) -> None:
        """From now on nothing private of `other` reaches `user`; or again."""
        if on:
            self._write("INSERT OR IGNORE INTO block (user, blocked) VALUES (?, ?)", (user, other))
        else:
            self._write("DELETE FROM block WHERE user = ? AND blocked = ?", (user, other))

    def is_blocked(self, user: int, by: int) -> bool:
        """Does `by` block `user`, as the turn sees it?"""
        return self._peek("SELECT 1 FROM block WHERE user = ? AND blocked = ?", (by, user)) is not None

    def blocked_by(self, user: int) -> frozenset[int]:
        """Whom the user blocks; committed data only."""
        return frozenset(row[0] for row in self._read("SELECT blocked FROM block WHERE user = ?", (user,)))

    def _reach(self, conversation: int, author: int, at: int) -> int:
        """Before a word of the author: the peer whom it must be hidden from, or 0 and the peer is a member."""
        peer = self.peer_in(conversation, author)
        if peer in (0, author):
            return 0
        if self.is_blocked(author, by=peer):
            return peer
        if not self.is_member(conversation, peer) and self._peek("SELECT 1 FROM user WHERE id = ? AND active", (peer,)):
            self.join(conversation, peer, at)
        return 0
