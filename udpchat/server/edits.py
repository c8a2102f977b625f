"""What becomes of a message later: another text, no text, reactions."""

from __future__ import annotations

from udpchat.errors import NotAllowed, NotAMember
from udpchat.sanitize import clean_emoji, clean_text
from udpchat.server.parts import Parts
from udpchat.server.requesting import Act, Asker, Deed
from udpchat.server.rights import GROUP_RIGHTS, MODERATOR
from udpchat.store import Post
from udpchat.words import Delete, Edit, React


class Edits:
    """Each method carries out one request: see `requesting.Act`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def acts(self) -> dict[type, Act]:
        """What carries out which word."""
        return {Edit: self.edit, Delete: self.delete, React: self.react}

    def edit(self, asker: Asker, word: Edit, at: int) -> Deed:
        """Only one's own. Raises TextEmpty, TextTooLong, NoSuchMessage, NotAMember, NotAllowed."""
        text = clean_text(word.text)
        post = self._parts.store.post_for(asker.user, word.target)
        if post.author != asker.user:
            raise NotAllowed
        event = self._parts.store.edit_post(post.seq, asker.user, at, text)
        self._parts.gateway.stored(event)
        return Deed(event.seq, [event])

    def delete(self, asker: Asker, word: Delete, at: int) -> Deed:
        """One's own; a group's owner and admins any of the group, moderators any of everybody's conversations. Raises
        NoSuchMessage, NotAMember, NotAllowed."""
        store = self._parts.store
        post = store.post_for(asker.user, word.target) if asker.user else store.post_of_all(word.target)
        if post.author != asker.user:
            self._check_over_others(asker, post)
            store.add_audit(at, asker.user, "delete", post.author, post.conversation, "")
        event = store.delete_post(post.seq, asker.user, at)
        self._parts.gateway.stored(event)
        return Deed(event.seq, [event])

    def react(self, asker: Asker, word: React, at: int) -> Deed:
        """Raises TextEmpty, TextTooLong, NoSuchMessage, NotAMember, NotAllowed (too many)."""
        emoji = clean_emoji(word.emoji)
        store = self._parts.store
        post = store.post_for(asker.user, word.target)
        event = store.react(post.seq, asker.user, emoji, word.on, at)
        if event is None:
            return Deed()
        self._parts.gateway.stored(event)
        return Deed(event.seq, [event])

    def _check_over_others(self, asker: Asker, post: Post) -> None:
        if post.kind in ("lobby", "announcements"):
            if asker.rank < MODERATOR:
                raise NotAllowed
        elif post.kind != "group" or self._role(post.conversation, asker.user) not in GROUP_RIGHTS[Delete]:
            raise NotAllowed

    def _role(self, conversation: int, user: int) -> str:
        try:
            return self._parts.store.role_in(conversation, user)
        except NotAMember:
            return ""
