"""Writing the log: posts, and what becomes of them later. Who may do what is for the caller to know."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from typing import Final

from udpchat import limits
from udpchat.catalogue import text as say
from udpchat.errors import NoSuchMessage, NotAllowed, NotAMember
from udpchat.store.files import card_of
from udpchat.store.private import Private
from udpchat.store.records import FOREVER, Kind, Post, StoredEvent, StoredFile

_APPEND: Final = """INSERT INTO event (scope, kind, author, ref, at, body, hidden) VALUES (?, 'post', ?, ?, ?, ?, ?)
                    ON CONFLICT (author, ref) DO NOTHING"""
_SHOW: Final = "INSERT INTO message (id, version, reply, bundle) VALUES (?, ?, ?, ?)"
_SHOW_FILE: Final = "UPDATE message SET file = ?, card = ? WHERE id = ?"
_FIRST: Final = """SELECT e.seq, e.kind, e.scope, e.at, e.body, m.reply, m.bundle, e.hidden, m.card, u.name FROM event e
                   LEFT JOIN message m ON m.id = e.seq LEFT JOIN user u ON u.id = e.author WHERE e.author = ? AND e.ref = ?"""
_POST: Final = """SELECT e.seq, e.scope, c.kind, e.author, e.at, e.hidden, m.deleted FROM message m
                  JOIN event e ON e.seq = m.id JOIN conversation c ON c.id = e.scope WHERE m.id = ?"""
_SEEN: Final = """SELECT max(s.to_seq = ?), max(? BETWEEN max(s.from_seq, c.archived) AND s.to_seq) FROM membership s
                  JOIN conversation c ON c.id = s.conversation WHERE s.user = ? AND s.conversation = ? AND NOT c.gone"""


class Log(Private):
    """Appends; the seq that an event gets is its place in the total order."""

    lobby: int
    announcements: int

    def append_post(
        self,
        conversation: int,
        author: int,
        ref: bytes,
        at: int,
        text: str,
        name: str | None = None,
        reply: int = 0,
        bundle: bytes = b"",
        file: StoredFile | None = None,
    ) -> StoredEvent:
        """Store a message once, however often it is asked for. Raises Storage.

        `name` is the author's, where the caller has it at hand. A `reply` to what is no message there becomes none. A
        repeat is answered with the first event (`repeated`), its seq, time and text; a repeat of a deleted post with an
        empty text. Repeats and undone requests may leave gaps in `seq`.
        """
        hidden = 0 if conversation in (self.lobby, self.announcements) else self._reach(conversation, author, at)
        if reply and not self._peek(
            "SELECT 1 FROM message m JOIN event e ON e.seq = m.id WHERE m.id = ? AND e.scope = ?", (reply, conversation)
        ):
            reply = 0
        cursor = self._write(_APPEND, (conversation, author, ref, at, text, hidden))
        if not cursor.rowcount:
            first = self.first_post(author, ref)
            if first is None:
                raise sqlite3.IntegrityError("a conflict without a row")
            return first
        seq = cursor.lastrowid  # valid only because a row was inserted
        assert seq is not None
        self._write(_SHOW, (seq, seq, reply, bundle))
        card = ""
        if file is not None:
            card = card_of(file)
            self._write(_SHOW_FILE, (file.id, card, seq))
        if name is None:
            name = self._name_of(author)
        return StoredEvent(seq, "post", conversation, author, name, ref, at, text, False, 0, reply, bundle, hidden, card)

    def first_post(self, author: int, ref: bytes) -> StoredEvent | None:
        """What this ref stands for already, as the turn sees it: a repeat is answered whatever has changed since."""
        row = self._peek(_FIRST, (author, ref))
        if row is None:
            return None
        seq, kind, conversation, at, body, reply, bundle, hidden, card, name = row
        about = (kind, conversation, author, name or "", ref, at, body, True, 0, reply or 0, bundle or b"", hidden, card or "")
        return StoredEvent(seq, *about)

    def post_to(
        self, author: int, peer: int, ref: bytes, at: int, text: str, name: str | None = None, reply: int = 0,
        file: StoredFile | None = None,
    ) -> StoredEvent:  # fmt: skip
        """The same for the private conversation with `peer`, made in this turn if need be."""
        return self.append_post(self.open_private(author, peer, at), author, ref, at, text, name, reply, b"", file)

    def post_many(
        self, author: int, peers: Sequence[int], ref: bytes, at: int, text: str, name: str | None = None,
        file: StoredFile | None = None,
    ) -> list[StoredEvent]:  # fmt: skip
        """The same text for each, privately, with `ref` as the bundle; the refs of the messages come from it."""
        return [
            self.append_post(self.open_private(author, peer, at), author, ref_in_bundle(ref, peer), at, text, name, 0, ref, file)
            for peer in peers
        ]

    def post_for(self, user: int, seq: int) -> Post:
        """A message that a member may see and that still has its text, as the turn sees it.

        Raises NotAMember (no longer), NoSuchMessage (never was, deleted, archived, hidden, outside the membership).
        """
        row = self._peek(_POST, (seq,))
        if row is None:
            raise NoSuchMessage
        member, seen = self._peek(_SEEN, (FOREVER, seq, user, row[1])) or (None, None)
        if not seen or row[5] == user or row[6]:
            raise NoSuchMessage
        if not member:
            raise NotAMember
        return Post(*row[:5])

    def post_of_all(self, seq: int) -> Post:
        """A message of the lobby or the announcements that still has its text and is not archived. Raises NoSuchMessage."""
        row = self._peek(f"{_POST} AND c.kind IN ('lobby', 'announcements') AND e.seq >= c.archived AND NOT m.deleted", (seq,))
        if row is None:
            raise NoSuchMessage
        return Post(*row[:5])

    def edit_post(self, post: int, by: int, at: int, text: str) -> StoredEvent:
        """Another text; the former ones stay in the log. Raises NoSuchMessage (or deleted already), Storage."""
        conversation, hidden = self._target(post)
        event = self._note(Kind.EDIT, conversation, post, by, at, text, hidden or self._reach(conversation, by, at))
        self._write("UPDATE message SET version = ? WHERE id = ?", (event.seq, post))
        return event

    def delete_post(self, post: int, by: int, at: int) -> StoredEvent:
        """Take all texts of a post away for good; its row and ref stay as a tombstone. Raises as `edit_post`."""
        conversation, hidden = self._target(post)
        event = self._note(Kind.DELETE, conversation, post, by, at, hidden=hidden)
        self._write("UPDATE event SET body = '' WHERE seq = ?", (post,))
        self._write("UPDATE event SET body = '' WHERE target = ? AND kind = 'edit'", (post,))
        self._write("DELETE FROM reaction WHERE message = ?", (post,))
        self._write("UPDATE message SET deleted = 1, file = 0, card = '' WHERE id = ?", (post,))
        return event

    def react(self, post: int, user: int, emoji: str, on: bool, at: int) -> StoredEvent | None:
        """Put an emoji to a post or take it away; None if it is so already. Raises as `edit_post`, NotAllowed (many)."""
        conversation, hidden = self._target(post)
        mine = [row[0] for row in self._look("SELECT emoji FROM reaction WHERE message = ? AND user = ?", (post, user))]
        if (emoji in mine) == on:
            return None
        if not on:
            self._write("DELETE FROM reaction WHERE message = ? AND user = ? AND emoji = ?", (post, user, emoji))
        elif len(mine) >= limits.REACTIONS_PER_PERSON:
            raise NotAllowed(say("store.reactions", count=limits.REACTIONS_PER_PERSON))
        else:
            self._write("INSERT INTO reaction (message, user, emoji) VALUES (?, ?, ?)", (post, user, emoji))
        kind = Kind.REACT if on else Kind.UNREACT
        return self._note(kind, conversation, post, user, at, emoji, hidden or self._reach(conversation, user, at))

    def _target(self, post: int) -> tuple[int, int]:
        """Conversation of a post that has its text, and whom it is hidden from."""
        row = self._peek(
            "SELECT e.scope, e.hidden FROM message m JOIN event e ON e.seq = m.id WHERE m.id = ? AND NOT m.deleted", (post,)
        )
        if row is None:
            raise NoSuchMessage
        return int(row[0]), int(row[1])


def ref_in_bundle(ref: bytes, user: int) -> bytes:
    """The ref of the message for one of many: a repeat of the whole finds each."""
    return hashlib.blake2b(ref + user.to_bytes(8, "big"), digest_size=limits.REF_BYTES).digest()
