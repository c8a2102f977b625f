"""Posts: judged, stored once, confirmed after the commit, and handed to the fan-out.

A post names a conversation, or somebody: then it goes to the private one of the two, which is made with it. A post to many
is one to each of them, privately, to all or to nobody. A repeat is confirmed as the first time, even if its author may not
post any more: so the checks come first, and only who fails them is looked up.
"""

from __future__ import annotations

from udpchat.errors import NoSuchUser, NotAllowed, Storage, UdpchatError
from udpchat.sanitize import clean_text
from udpchat.server.events import Refused, Relayed
from udpchat.server.parts import Parts
from udpchat.server.receipts import Receipts
from udpchat.server.refusals import as_refusal, seconds
from udpchat.server.requesting import ANSWERED, Asker, asker_of
from udpchat.server.rights import rank_of
from udpchat.server.sessions import Session
from udpchat.server.telling import news_of
from udpchat.server.typing_now import TypingHints
from udpchat.store import REMOTE, StoredEvent, StoredFile
from udpchat.store.log import ref_in_bundle
from udpchat.words import NotPosted, Post, Posted, PostMany


class Posting:
    """Makes the writes of posts."""

    def __init__(self, parts: Parts, receipts: Receipts, typing: TypingHints) -> None:
        self.parts, self.receipts, self.typing = parts, receipts, typing
        self.count = 0
        """Messages relayed since the start."""

    def post(self, session: Session, word: Post) -> PostWrite:
        """The write of one post."""
        return PostWrite(self, session, word)

    def post_many(self, session: Session, word: PostMany) -> PostManyWrite:
        """The write of a post to many."""
        return PostManyWrite(self, session, word)

    # --- what is stored -----------------------------------------------------------------------------------------------

    def store_post(
        self, asker: Asker, word: Post, at: int, now: float, file: StoredFile | None = None
    ) -> StoredEvent:  # fmt: skip
        """Check and store. Raises refusals, TextEmpty, TextTooLong, Storage. Slow mode has let a `file` pass before."""
        store, discipline = self.parts.store, self.parts.discipline
        discipline.check_heard(asker.user, asker.rank)
        text = clean_text(word.text)
        slow_s = self.check_place(asker, word.conversation, word.to)
        if word.to:
            return store.post_to(asker.user, word.to, word.ref, at, text, asker.name, word.reply, file)
        if slow_s and file is None:
            discipline.check_pace(word.conversation, asker.user, asker.rank, slow_s, now)
        return store.append_post(word.conversation, asker.user, word.ref, at, text, asker.name, word.reply, b"", file)

    def check_place(self, asker: Asker, conversation: int, to: int = 0) -> int:
        """May the person write there, or to that user? Its slow mode. Raises refusals."""
        store, discipline = self.parts.store, self.parts.discipline
        if to:
            self.check_peers(asker, (to,))
            return 0
        if conversation == store.lobby:
            return discipline.slow_s(conversation)
        if conversation == store.announcements:
            discipline.check_announcing(asker.rank)
            return discipline.slow_s(conversation)
        return self._check_place(asker, conversation)

    def store_many(
        self, asker: Asker, word: PostMany, at: int, file: StoredFile | None = None
    ) -> list[StoredEvent]:  # fmt: skip
        """The same, to many. Raises NoSuchUser with everybody who is unknown, and the above."""
        self.parts.discipline.check_heard(asker.user, asker.rank)
        text = clean_text(word.text)
        peers = tuple(dict.fromkeys(word.to))
        self.check_peers(asker, peers)
        return self.parts.store.post_many(asker.user, peers, word.ref, at, text, asker.name, file)

    def _check_place(self, asker: Asker, conversation: int) -> int:
        """A private conversation or a group. Its slow mode. Raises NoSuchGroup, NotAMember, NoSuchUser, PrivateOff."""
        store = self.parts.store
        place = store.conversation(conversation)
        store.role_in(conversation, asker.user)
        if place.kind == "private":
            self.check_peers(asker, (store.peer_in(conversation, asker.user),))
        return place.slow_s

    def check_peers(self, asker: Asker, peers: tuple[int, ...]) -> None:
        """Raises NoSuchUser, PrivateOff; NotAllowed for the operator, who is nobody that one could answer."""
        if not asker.user:
            raise NotAllowed
        found = [self.parts.store.user(peer) for peer in peers]
        unknown = [str(peer) for peer, user in zip(peers, found, strict=True) if user is None or not user.active]
        if unknown or not peers:
            raise NoSuchUser(", ".join(unknown))
        for user in found:
            assert user is not None
            self.parts.discipline.check_private(asker.rank, rank_of(user.role, user.guest))
            if user.role == REMOTE:
                self.parts.gateway.check(user.id)

    # --- what follows -------------------------------------------------------------------------------------------------

    def relayed(self, session: Session, event: StoredEvent, now: float) -> None:
        """A post of a session is on disk: to the fan-out."""
        session.post_count += 1
        self.spread(event, now)
        self.parts.log.add(Relayed(event.name, len(event.body.encode()), event.conversation), now)

    def spread(self, event: StoredEvent, now: float) -> None:
        """To the fan-out, with those who see it for the first time."""
        parts, conversation = self.parts, event.conversation
        self.count += 1
        if conversation not in (parts.store.lobby, parts.store.announcements):
            self._show_newcomers(event)
        parts.delivery.stored(news_of(event))
        self.receipts.wrote(conversation, event.author)
        self.typing.stop(conversation, event.author)

    def _show_newcomers(self, event: StoredEvent) -> None:
        """A private conversation that is new, or new again, to one or both of its people."""
        parts, conversation = self.parts, event.conversation
        peer = parts.store.peer_in(conversation, event.author)
        if not peer:
            return
        reached = {event.author, peer} - {event.hidden}
        newcomers = [user for user in reached if not parts.delivery.is_member(user, conversation)]
        parts.rooms.changed(conversation, newcomers, soon=True)
        for user in newcomers:
            parts.delivery.moved(conversation, user)


class PostWrite:
    """One post on its way to the disk."""

    __slots__ = ("_event", "_posting", "_session", "_word")

    def __init__(self, posting: Posting, session: Session, word: Post) -> None:
        self._posting, self._session, self._word = posting, session, word
        self._event: StoredEvent | None = None

    def run(self, now: float) -> None:
        """Check and store; a repeat stays what it was. Raises what the post is refused with."""
        posting, word, asker = self._posting, self._word, asker_of(self._session)
        try:
            self._event = posting.store_post(asker, word, posting.parts.wall_ms(), now)
        except UdpchatError as error:
            self._event = None if isinstance(error, Storage) else posting.parts.store.first_post(asker.user, word.ref)
            if self._event is None:
                raise
        posting.parts.gateway.stored(self._event)

    def done(self, now: float) -> None:
        """Confirm to the sender, hand over to the fan-out (a repeat was fanned out the first time)."""
        event, session = self._event, self._session
        assert event is not None
        if session.state in ANSWERED:
            self._posting.parts.sessions.tell(session, Posted(event.ref, event.seq, event.at))
        if not event.repeated:
            self._posting.relayed(session, event, now)

    def failed(self, error: UdpchatError, now: float) -> None:
        """Tell the sender; a retriable code makes its client try again."""
        user = self._session.user
        if isinstance(error, Storage) and user is not None:
            self._posting.parts.discipline.take_back(self._word.conversation, user.id)
        refuse(self._posting.parts, self._session, self._word.ref, error, now)


class PostManyWrite:
    """A post to many on its way to the disk."""

    __slots__ = ("_events", "_posting", "_session", "_word")

    def __init__(self, posting: Posting, session: Session, word: PostMany) -> None:
        self._posting, self._session, self._word = posting, session, word
        self._events: list[StoredEvent] = []

    def run(self, now: float) -> None:
        """As for one."""
        posting, word, asker = self._posting, self._word, asker_of(self._session)
        try:
            self._events = posting.store_many(asker, word, posting.parts.wall_ms())
        except UdpchatError as error:
            if isinstance(error, Storage) or not word.to:
                raise
            last = posting.parts.store.first_post(asker.user, ref_in_bundle(word.ref, word.to[-1]))
            if last is None:
                raise
            self._events = [last]
        for event in self._events:
            posting.parts.gateway.stored(event)

    def done(self, now: float) -> None:
        """One confirmation for all of them."""
        session, last = self._session, self._events[-1]
        if session.state in ANSWERED:
            self._posting.parts.sessions.tell(session, Posted(self._word.ref, last.seq, last.at))
        for event in self._events:
            if not event.repeated:
                self._posting.relayed(session, event, now)

    def failed(self, error: UdpchatError, now: float) -> None:
        """Nobody got it."""
        refuse(self._posting.parts, self._session, self._word.ref, error, now)


def refuse(parts: Parts, session: Session, ref: bytes, error: UdpchatError, now: float) -> None:
    """Tell the sender of a post why it was not taken."""
    refusal = as_refusal(error)
    if session.state in ANSWERED:
        parts.sessions.tell(session, NotPosted(ref, refusal.code, seconds(refusal), refusal.detail))
    parts.log.add(Refused(session.addr, session.name, refusal.code, refusal.detail), now)
