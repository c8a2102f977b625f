"""Who has got and read what: watermarks per conversation and person, kept as latest values, written and told once a second.

They are told to those who wrote in the conversation, as far as this process knows, and only where there are at most
`RECEIPTS_COUNT` members; after a sign-in a client learns where its own messages stand by asking for each. The other devices
of the person see their own marks move in the conversation list. A mark of a conversation that is no longer one's own is
dropped without a word.
"""

from __future__ import annotations

from udpchat import limits
from udpchat.errors import NotAMember, Storage, UdpchatError
from udpchat.server.commits import Commits
from udpchat.server.delivery import Delivery
from udpchat.server.gateway import Gateway
from udpchat.server.room_list import RoomList
from udpchat.server.sessions import Session, Sessions
from udpchat.store import Mark, Store
from udpchat.wire.channels import Channel, frame
from udpchat.words import AskReceipts, Receipt, ReceiptsOf, Received, encode
from udpchat.words import Receipts as Word

Place = tuple[int, int]
"""Conversation and user."""


class Receipts:
    """The marks that wait for the next second."""

    def __init__(
        self, store: Store, sessions: Sessions, commits: Commits, delivery: Delivery, rooms: RoomList, gateway: Gateway
    ) -> None:  # fmt: skip
        self.gateway = gateway
        self.store, self._sessions, self._commits = store, sessions, commits
        self._delivery, self._rooms = delivery, rooms
        self._waiting: dict[Place, tuple[int, int]] = {}
        self._authors: dict[int, set[int]] = {}
        self._under_way = False
        self._tick_at = float("-inf")

    def wrote(self, conversation: int, author: int) -> None:
        """Somebody has said something there."""
        authors = self._authors.get(conversation)
        if authors is None:
            authors = self._authors[conversation] = set()
            if len(self._authors) > limits.AUTHORS_CONVERSATIONS:
                del self._authors[next(iter(self._authors))]
        authors.add(author)

    # --- words --------------------------------------------------------------------------------------------------------

    def received(self, session: Session, word: Received, size_bytes: int, now: float) -> None:
        """The marks of one person in one conversation have moved."""
        assert session.user is not None
        place = (word.conversation, session.user.id)
        if self._delivery.is_live(session) and not self._delivery.is_member(session.user.id, word.conversation):
            return
        delivered, read = self._waiting.get(place, (0, 0))
        if len(self._waiting) < limits.MARKS_WAITING or place in self._waiting:
            self._waiting[place] = (max(delivered, word.delivered), max(read, word.read))

    def ask(self, session: Session, word: AskReceipts, size_bytes: int, now: float) -> None:
        """Who has got one's own message; nothing is said of what is no message of one's own. Raises Storage."""
        assert session.user is not None
        answer = ReceiptsOf(word.target, 0, 0, 0, ())
        events, _ = self.store.events(session.user.id, word.target, word.target, 1, limits.FRAME_BYTES)
        if events and events[0].kind == "post" and events[0].author == session.user.id:
            self.wrote(events[0].conversation, session.user.id)
            answer = self._readers(session.user.id, events[0].conversation, word.target)
        self._sessions.tell(session, answer)

    def _readers(self, user: int, conversation: int, target: int) -> ReceiptsOf:
        readers, room = self.store.readers(target), self.store.room(user, conversation)
        if readers is None or room is None:
            return ReceiptsOf(target, 0, 0, 0, ())
        if room.kind == "private" and not readers.members and room.peer != user:
            return ReceiptsOf(target, 1, 0, 0, (Receipt(room.peer, 0, 0),))  # who was blocked from the start cannot tell
        rows = tuple([_word(mark) for mark in readers.rows])
        return ReceiptsOf(target, readers.members, readers.delivered, readers.read, rows)

    # --- once a second ------------------------------------------------------------------------------------------------

    def next_timeout(self) -> float | None:
        """When marks are to be written."""
        return self._tick_at if self._waiting and not self._under_way else None

    def handle_timeout(self, now: float) -> None:
        """Write what has come."""
        due = self.next_timeout()
        if due is None or now < due:
            return
        self._under_way = True
        waiting = {place: self._waiting.pop(place) for place in list(self._waiting)[: limits.MARKS_PER_WRITE]}
        self._tick_at = now + (limits.MARKS_REST_S if self._waiting else limits.PRESENCE_TICK_S)
        self._commits.submit(_MarksWrite(self, waiting), now)

    def written(self, moved: list[tuple[int, Mark]]) -> None:
        """They are on disk: tell the authors, and the other devices."""
        self._under_way = False
        self.tell_moved(moved)

    def tell_moved(self, moved: list[tuple[int, Mark]]) -> None:
        """The same for marks that were written elsewhere."""
        by_conversation: dict[int, list[Mark]] = {}
        for conversation, mark in moved:
            by_conversation.setdefault(conversation, []).append(mark)
            if len(self._sessions.of_user(mark.user)) > 1:
                self._rooms.changed(conversation, (mark.user,))
        for conversation, marks in by_conversation.items():
            if len(marks) <= limits.RECEIPTS_COUNT and self._few(conversation):
                self._tell(conversation, marks)

    def not_written(self, waiting: dict[Place, tuple[int, int]]) -> None:
        """The disk said no: they go with the next ones."""
        self._under_way = False
        for place, (delivered, read) in waiting.items():
            newer = self._waiting.get(place, (0, 0))
            self._waiting[place] = (max(delivered, newer[0]), max(read, newer[1]))

    def _few(self, conversation: int) -> bool:
        """Whether the conversation has few enough members; counted among those who are here first, for that is free."""
        if self._delivery.audience_count(conversation) > limits.RECEIPTS_COUNT:
            return False
        try:
            return self.store.member_count(conversation) <= limits.RECEIPTS_COUNT
        except Storage:
            return False

    def _tell(self, conversation: int, marks: list[Mark]) -> None:
        authors = self._authors.get(conversation)
        if not authors:
            return
        framed = frame(Channel.CONTROL, encode(Word(conversation, tuple([_word(mark) for mark in marks]))))
        line = self._sessions.line
        for session in self._delivery.audience(conversation):
            assert session.user is not None
            if session.user.id not in authors:
                continue
            if line.queued_bytes(session.cid, Channel.CONTROL) <= limits.CONTROL_QUEUE_BYTES:
                line.send_framed(session.cid, Channel.CONTROL, framed)


class _MarksWrite:
    """The marks of a second on their way to the disk."""

    __slots__ = ("_moved", "_receipts", "_waiting")

    def __init__(self, receipts: Receipts, waiting: dict[Place, tuple[int, int]]) -> None:
        self._receipts, self._waiting = receipts, waiting
        self._moved: list[tuple[int, Mark]] = []

    def run(self, now: float) -> None:
        self._moved.clear()
        for (conversation, user), (delivered, read) in self._waiting.items():
            try:
                mark = self._receipts.store.set_mark(user, conversation, delivered, read)
            except NotAMember:
                continue
            if mark is not None:
                self._moved.append((conversation, mark))
                self._receipts.gateway.marked(user, conversation, mark)

    def done(self, now: float) -> None:
        self._receipts.written(self._moved)

    def failed(self, error: UdpchatError, now: float) -> None:
        self._receipts.not_written(self._waiting)


def _word(mark: Mark) -> Receipt:
    return Receipt(mark.user, mark.delivered, mark.read)
