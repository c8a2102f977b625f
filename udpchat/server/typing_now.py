"""Who types where: a slot per conversation, told at most once a second, void by itself. Nothing of it is kept or queued.

Nobody is told in conversations with more than `RECEIPTS_COUNT` people there, in the announcements, or of people whom they
have blocked. Who is not heard (muted, paused) does not type either.
"""

from __future__ import annotations

from collections.abc import Callable

from udpchat import limits
from udpchat.server.delivery import Delivery
from udpchat.server.sessions import Line, Session
from udpchat.wire.channels import Channel, frame
from udpchat.words import Typing, TypingNow, encode

MayType = Callable[[Session, int], bool]
"""Whether the others are to be told that this session types in that conversation."""


class TypingHints:
    """The conversations where somebody types."""

    def __init__(self, line: Line, delivery: Delivery, may_type: MayType) -> None:
        self._line, self._delivery, self._may_type = line, delivery, may_type
        self._until: dict[int, dict[int, float]] = {}  # conversation -> user -> when it is void
        self._fresh: set[int] = set()  # conversations to tell about
        self._ticked_at = float("-inf")

    def type(self, session: Session, word: Typing, size_bytes: int, now: float) -> None:
        """The word. What may not be told is ignored: the person may just have been removed."""
        assert session.user is not None
        conversation = word.conversation
        if self._delivery.audience_count(conversation) > limits.RECEIPTS_COUNT:
            return
        if not self._delivery.is_member(session.user.id, conversation) or not self._may_type(session, conversation):
            return
        self._until.setdefault(conversation, {})[session.user.id] = now + limits.TYPING_LIFE_S
        self._fresh.add(conversation)

    def stop(self, conversation: int, user: int) -> None:
        """The text has come, or the person is gone."""
        typists = self._until.get(conversation)
        if typists is not None and typists.pop(user, None) is not None:
            self._fresh.add(conversation)

    def next_timeout(self) -> float | None:
        """When somebody is to be told, or may have stopped."""
        return self._ticked_at + limits.PRESENCE_TICK_S if self._until else None

    def handle_timeout(self, now: float) -> None:
        """Once a second: forget what is void, and tell what is new."""
        due = self.next_timeout()
        if due is None or now < due:
            return
        self._ticked_at = now
        for conversation, typists in self._until.items():
            for user in [user for user, until in typists.items() if until <= now]:
                del typists[user]
                self._fresh.add(conversation)
        for conversation in self._fresh:
            self._tell(conversation)
        self._fresh.clear()
        self._until = {conversation: typists for conversation, typists in self._until.items() if typists}

    def _tell(self, conversation: int) -> None:
        audience = self._delivery.audience(conversation)
        users = tuple(self._until.get(conversation, ()))[-limits.TYPING_COUNT :]
        framed = _framed(conversation, users)
        for session in audience:
            assert session.user is not None
            if self._line.queued_bytes(session.cid, Channel.CONTROL) > limits.CONTROL_QUEUE_BYTES:
                continue
            if session.user.id in users:  # nobody hears of themselves, and so nobody can tell who does not hear of them
                others = tuple([user for user in users if user != session.user.id])
                if others:
                    self._line.send_framed(session.cid, Channel.CONTROL, _framed(conversation, others))
            else:
                self._line.send_framed(session.cid, Channel.CONTROL, framed)


def _framed(conversation: int, users: tuple[int, ...]) -> bytes:
    return frame(Channel.CONTROL, encode(TypingNow(conversation, users)))
