"""What comes on a link: each item judged, stored and taken note of in one savepoint, acknowledged once it is on disk.

Whatever is wrong with an item for good costs that item alone: a post is refused by an item of our own, everything else is
passed over; its number is taken either way. A disk that fails costs the connection: the other side sends again from what
is on disk here, for a later item must not be taken before an earlier one.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field

from udpchat import limits
from udpchat.errors import InvalidText, NoSuchUser, NotAllowed, NotAMember, Quota, RealmFull, Storage, UdpchatError
from udpchat.names import clean_label, clean_username, fold
from udpchat.sanitize import clean_emoji, clean_text
from udpchat.server.events import Relayed
from udpchat.server.parts import Parts
from udpchat.server.posting import Posting
from udpchat.server.realms.crossing import Outgoing
from udpchat.server.realms.link import Link
from udpchat.server.realms.states import Standing
from udpchat.server.refusals import as_refusal
from udpchat.server.requesting import hand_over
from udpchat.server.rights import MEMBER, rank_of
from udpchat.store import REMOTE, Arrival, LinkLine, Mark, StoredEvent, User
from udpchat.words import File, LinkChange, LinkItem, LinkMarks, LinkNo, LinkPost

_FATE_MS = int(limits.REALM_FATE_S * 1000)


@dataclass(slots=True)
class Taken:
    """What became of an item."""

    posts: list[StoredEvent] = field(default_factory=list)
    events: list[StoredEvent] = field(default_factory=list)
    marks: list[tuple[int, Mark]] = field(default_factory=list)
    hauls: bool = False


class Judge:
    """Takes items. Every method runs inside a savepoint; refusals are raised before anything is written."""

    def __init__(self, parts: Parts, outgoing: Outgoing, takes_files: bool) -> None:
        self._parts, self._outgoing, self._takes_files = parts, outgoing, takes_files

    def take(self, link: Link, line: LinkLine, word: LinkItem) -> Taken:
        """Raises Storage."""
        match word:
            case LinkPost():
                return self._post(link, line, word)
            case LinkChange():
                return self._change(line, word)
            case LinkMarks():
                return self._marks(line, word)
            case LinkNo():
                return self._no(line, word)

    def _post(self, link: Link, line: LinkLine, word: LinkPost) -> Taken:
        try:
            name, text, user = self._judged(line, word)
        except Storage:
            raise
        except UdpchatError as error:
            self._outgoing.refused(link, word.ref, word.author, word.name, as_refusal(error).code)
            return Taken()
        store, now_ms = self._parts.store, self._parts.wall_ms()
        try:
            author = store.stand_in(line, word.author, name, now_ms)
        except RealmFull as error:  # raised before anything is written
            self._outgoing.refused(link, word.ref, word.author, word.name, error.code)
            return Taken()
        with suppress(UdpchatError):
            store.set_display(author, clean_label(word.display))
        at = now_ms - min(word.age_ms, _FATE_MS)
        conversation = store.open_private(author, user.id, at)
        answered = author if word.reply_mine else user.id
        reply = store.post_of_ref(answered, word.reply, conversation) if word.reply else 0
        if word.file:
            return self._arrival(line, word, word.file[0], author, user, text, reply, at)
        event = store.append_post(conversation, author, word.ref, at, text, None, reply)
        return Taken(posts=[] if event.repeated else [event])

    def _arrival(
        self, line: LinkLine, word: LinkPost, file: File, author: int, user: User, text: str, reply: int, at: int
    ) -> Taken:  # fmt: skip
        """It becomes a post when its content is here."""
        store = self._parts.store
        if store.first_post(author, word.ref) is None and store.arrival(author, word.ref) is None:
            part = hashlib.blake2b(word.ref + author.to_bytes(8, "big"), digest_size=16, person=b"realm file").digest()
            about = (part, file.id, file.name, file.size, file.sha256, file.mime)
            store.add_arrival(Arrival(author, word.ref, line.id, user.id, at, text, reply, *about))
            store.add_part(part, author, file.size, self._parts.wall_ms())
        return Taken(hauls=True)

    def _judged(self, line: LinkLine, word: LinkPost) -> tuple[str, str, User]:
        """Who says what to whom. Raises what the post is refused with."""
        name = clean_username(word.name)
        user = self._local(word.to, word.to_name)
        if not word.author or user is None:
            raise NoSuchUser
        text, discipline = clean_text(word.text), self._parts.discipline
        if not text.strip():
            raise InvalidText
        known = self._parts.store.find_stand_in(line, word.author, name)
        discipline.check_entry(known, "")
        discipline.check_heard(known, MEMBER)
        discipline.check_private(MEMBER, rank_of(user.role, user.guest))
        for file in word.file:
            if not self._takes_files:
                raise NotAllowed
            rules, store = self._parts.settings.files, self._parts.store
            rules.check(file.size, store.used_by(known, b""), store.used_in_all(b""))
            if store.used_by_realm(line.id) + file.size > rules.total_bytes * limits.REALM_FILES_SHARE:
                raise Quota
        return name, text, user

    def _local(self, number: int, name: str) -> User | None:
        """One of ours by id and name, or by the name alone; never a stand-in: nothing is passed on."""
        store = self._parts.store
        user = store.user(number) if number else store.user_named(name)
        if user is None or not user.active or user.role == REMOTE or fold(user.name) != fold(name):
            return None
        return user

    def _pair(self, line: LinkLine, author: int, name: str, to: int, to_name: str) -> tuple[int, int, int]:
        """Stand-in, local user and their conversation; zeros where there is none."""
        store, user = self._parts.store, self._local(to, to_name)
        stand_in = store.find_stand_in(line, author, name)
        conversation = store.private_of(stand_in, user.id) if stand_in and user is not None else None
        return (stand_in, user.id, conversation) if user is not None and conversation is not None else (0, 0, 0)

    def _change(self, line: LinkLine, word: LinkChange) -> Taken:
        stand_in, user, conversation = self._pair(line, word.author, word.name, word.to, word.to_name)
        store = self._parts.store
        if word.mine and conversation and store.arrival(stand_in, word.target) is not None:
            self._reworded(word, stand_in)
        seq = store.post_of_ref(stand_in if word.mine else user, word.target, conversation) if conversation else 0
        event: StoredEvent | None = None
        at = self._parts.wall_ms() - min(word.age_ms, _FATE_MS)
        if seq:
            try:
                event = self._changed(word, seq, stand_in, at)
            except Storage:
                raise
            except UdpchatError:
                event = None  # deleted, too many emoji, no text: there is nobody to tell who would not know
        return Taken(events=[event] if event is not None else [])

    def _reworded(self, word: LinkChange, author: int) -> None:
        """What becomes of a message whose file is on its way still."""
        if word.kind == "delete":
            self._parts.store.end_arrival(author, word.target)
        elif word.kind == "edit":
            with suppress(UdpchatError):
                self._parts.store.reword_arrival(author, word.target, clean_text(word.body))

    def _changed(self, word: LinkChange, seq: int, by: int, at: int) -> StoredEvent | None:
        store = self._parts.store
        match word.kind:
            case "edit" if word.mine:
                return store.edit_post(seq, by, at, clean_text(word.body))
            case "delete" if word.mine:
                return store.delete_post(seq, by, at)
            case "react" | "unreact":
                return store.react(seq, by, clean_emoji(word.body), word.kind == "react", at)
            case _:
                raise NotAllowed

    def _marks(self, line: LinkLine, word: LinkMarks) -> Taken:
        stand_in, user, conversation = self._pair(line, word.author, word.name, word.to, word.to_name)
        if not conversation:
            return Taken()
        store = self._parts.store
        delivered, read = (store.post_of_ref(user, ref, conversation) if ref else 0 for ref in (word.delivered, word.read))
        try:
            mark = store.set_mark(stand_in, conversation, delivered, read)
        except NotAMember:
            return Taken()
        return Taken(marks=[(conversation, mark)] if mark is not None else [])

    def _no(self, line: LinkLine, word: LinkNo) -> Taken:
        store = self._parts.store
        user = self._local(word.to, word.to_name)
        post = store.first_post(user.id, word.ref) if user is not None else None
        if user is None or post is None:
            return Taken()
        peer = store.peer_in(post.conversation, user.id)
        remote = store.remote(peer) if peer else None
        if remote is None or remote.realm != line.id:
            return Taken()
        event = store.undelivered(post.seq, peer, word.code, self._parts.wall_ms())
        return Taken(events=[event] if event is not None else [])


class Taking:
    """One item on its way to the disk."""

    __slots__ = ("_generation", "_home", "_link", "_taken", "_void", "_word")

    def __init__(self, home: Taker, link: Link, word: LinkItem) -> None:
        self._home, self._link, self._word = home, link, word
        self._generation, self._void = link.generation, False
        self._taken = Taken()

    def run(self, now: float) -> None:
        """Take it, unless it was taken before. Raises Storage."""
        link, number, store = self._link, self._word.number, self._home.parts.store
        if self._generation != link.generation:
            self._void = True
            return
        try:
            line = store.link(link.line.id)
            if line.state != Standing.AGREED or number <= (line.got if line.epoch == link.epoch else 0):
                return
            self._taken = self._home.judge.take(link, line, self._word)
            store.change_link(line.id, epoch=link.epoch, got=number)
        except Exception:
            link.generation += 1  # nothing that came behind it may be taken
            raise

    def done(self, now: float) -> None:
        """It is on disk: to the fan-out, and acknowledge it."""
        home, link = self._home, self._link
        for event in self._taken.posts:
            home.posting.spread(event, now)
            home.parts.log.add(Relayed(event.name, len(event.body.encode()), event.conversation), now)
        hand_over(home.parts, self._taken.events, ())
        if self._taken.marks:
            home.posting.receipts.tell_moved(self._taken.marks)
        link.hauls |= self._taken.hauls
        if not self._void and self._generation == link.generation:
            link.got_to_tell = max(link.got_to_tell, self._word.number)
            link.open_count -= 1

    def failed(self, error: UdpchatError, now: float) -> None:
        """Nothing was stored: the other side is to send it again."""
        link = self._link
        if self._generation == link.generation:
            link.generation += 1
        if not self._void:
            self._home.broke(link, error.code, now)


class Taker:
    """What takings work with."""

    parts: Parts
    posting: Posting
    judge: Judge

    def broke(self, link: Link, code: str, now: float) -> None:
        """The disk has failed."""
        raise NotImplementedError
