"""From an Offer to a post: may it be, is it there already, is there room; and the post once its bytes are on the disk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from udpchat.errors import DiskFull, FileChanged, NotAllowed, Storage, UdpchatError
from udpchat.limits import PART_KEY_BYTES
from udpchat.names import clean_filename
from udpchat.server.files.blobs import FULL
from udpchat.server.parts import Parts
from udpchat.server.posting import Posting, refuse
from udpchat.server.requesting import ANSWERED, Asker, asker_of
from udpchat.server.sessions import Session
from udpchat.store import StoredEvent
from udpchat.store.log import ref_in_bundle
from udpchat.words import Offer, Post, Posted, PostMany


@dataclass(frozen=True, slots=True)
class Wanted:
    """An Offer that has to be uploaded; `key` names its part."""

    session: Session
    word: Offer
    key: bytes

    @property
    def user(self) -> int:
        """Whose it is."""
        return self.session.user.id if self.session.user is not None else 0


class FilePosting:
    """What becomes of an Offer."""

    def __init__(self, parts: Parts, posting: Posting, missing: set[bytes]) -> None:
        """`missing`: contents whose blobs are not there."""
        self.parts, self.posting, self.missing = parts, posting, missing

    def first(self, asker: Asker, word: Offer) -> list[StoredEvent]:
        """What the ref stands for already: a repeat is answered whatever has changed since."""
        ref = ref_in_bundle(word.ref, word.to[-1]) if len(word.to) > 1 else word.ref
        found = self.parts.store.first_post(asker.user, ref)
        return [found] if found is not None else []

    def check(self, asker: Asker, word: Offer, key: bytes, is_here: bool, now: float) -> None:
        """Before the first byte: may the person send it there, and is there room? What `is_here` needs no more of that than it
        has. Raises refusals."""
        if not asker.user:
            raise NotAllowed
        store, discipline = self.parts.store, self.parts.discipline
        discipline.check_heard(asker.user, asker.rank)
        if word.to:
            self.posting.check_peers(asker, tuple(dict.fromkeys(word.to)))
        elif (slow_s := self.posting.check_place(asker, word.conversation)) and not store.has_part(key):
            discipline.check_pace(word.conversation, asker.user, asker.rank, slow_s, now)
        in_all = store.used_in_all(key) - (word.size if is_here else 0)
        self.parts.in_force.settings.files.check(word.size, store.used_by(asker.user, key), in_all)

    def post(self, asker: Asker, word: Offer, at: int, now: float) -> list[StoredEvent]:
        """The file and its post, or posts. Raises refusals, Storage."""
        name = clean_filename(word.name)
        said = word.text if word.text.strip() else name
        mime = word.mime if word.mime.isascii() and word.mime.isprintable() else ""
        file = self.parts.store.add_file(asker.user, name, word.size, word.sha256, mime, at)
        if len(word.to) > 1:
            events = self.posting.store_many(asker, PostMany(word.ref, word.to, said), at, file)
        else:
            to = word.to[0] if word.to else 0
            post = Post(word.ref, word.conversation, to, said, word.reply)
            events = [self.posting.store_post(asker, post, at, now, file)]
        for event in events:
            self.parts.gateway.stored(event)
        return events

    def tell(self, session: Session, word: Offer, events: list[StoredEvent], now: float) -> None:
        """It is on disk: confirm, and hand over to the fan-out."""
        if session.state in ANSWERED:
            self.parts.sessions.tell(session, Posted(word.ref, events[-1].seq, events[-1].at))
        for event in events:
            if not event.repeated:
                self.posting.relayed(session, event, now)


class Places(Protocol):
    """Who starts uploads, and how many there may be."""

    def reserve(self, user: int, key: bytes) -> None:
        """A place until `begin` or `release`. Raises SlowDown."""

    def release(self, key: bytes) -> None:
        """It is not needed."""

    def begin(self, wanted: Wanted, now: float) -> None:
        """Let it come."""


class OfferWrite:
    """An Offer: posted at once if its author may fetch that content already, else an upload begins."""

    __slots__ = ("_events", "_files", "_key", "_places", "_session", "_word")

    def __init__(self, files: FilePosting, session: Session, word: Offer, places: Places) -> None:
        self._files, self._session, self._word, self._places = files, session, word, places
        self._events: list[StoredEvent] = []
        self._key = b""

    def run(self, now: float) -> None:
        """Check everything that can be known before the first byte."""
        files, word, asker = self._files, self._word, asker_of(self._session)
        self._key = key_of(asker.user, word)
        self._events = files.first(asker, word)
        if self._events:
            return
        store, at = files.parts.store, files.parts.wall_ms()
        has = asker.user != 0 and store.at_hand(asker.user, word.sha256, word.size)
        is_here = has and word.sha256 not in files.missing
        files.check(asker, word, self._key, is_here, now)
        if is_here:
            self._events = files.post(asker, word, at, now)
            return
        self._places.reserve(asker.user, self._key)
        store.add_part(self._key, asker.user, word.size, at)

    def done(self, now: float) -> None:
        """Posted, or let it come."""
        self._places.release(self._key)
        if self._events:
            self._files.tell(self._session, self._word, self._events, now)
        elif self._session.state in ANSWERED:
            self._places.begin(Wanted(self._session, self._word, self._key), now)

    def failed(self, error: UdpchatError, now: float) -> None:
        """Tell why not."""
        self._places.release(self._key)
        refuse(self._files.parts, self._session, self._word.ref, error, now)


class ArrivedWrite:
    """An upload whose blob is in its place: the post. `settled` is told the error, None if it is posted."""

    __slots__ = ("_events", "_files", "_settled", "_wanted")

    def __init__(
        self, files: FilePosting, wanted: Wanted, settled: Callable[[UdpchatError | None, float], None]
    ) -> None:  # fmt: skip
        self._files, self._wanted, self._settled = files, wanted, settled
        self._events: list[StoredEvent] = []

    def run(self, now: float) -> None:
        """Post it, unless that was done already."""
        files, wanted = self._files, self._wanted
        asker = asker_of(wanted.session)
        self._events = files.first(asker, wanted.word)
        if not self._events:
            self._events = files.post(asker, wanted.word, files.parts.wall_ms(), now)
        files.parts.store.remove_part(wanted.key)

    def done(self, now: float) -> None:
        """Tell everybody."""
        self._files.tell(self._wanted.session, self._wanted.word, self._events, now)
        self._settled(None, now)

    def failed(self, error: UdpchatError, now: float) -> None:
        """Tell why not."""
        refuse(self._files.parts, self._wanted.session, self._wanted.word.ref, error, now)
        self._settled(error, now)


class ForgetWrite:
    """A part that nobody wants any more."""

    __slots__ = ("_key", "_parts")

    def __init__(self, parts: Parts, key: bytes) -> None:
        self._parts, self._key = parts, key

    def run(self, now: float) -> None:
        self._parts.store.remove_part(self._key)

    def done(self, now: float) -> None:
        """Nobody waits for an answer."""

    def failed(self, error: UdpchatError, now: float) -> None:
        """It goes when its time is over."""


def key_of(user: int, word: Offer) -> bytes:
    """Names the part of an upload: the same Offer goes on there, another content does not. Its first half is `sender_of`."""
    content = b"%d %b" % (word.size, word.sha256)
    return sender_of(user, word.ref) + hashlib.blake2b(content, digest_size=PART_KEY_BYTES // 2).digest()


def sender_of(user: int, ref: bytes) -> bytes:
    """What the keys of all parts of one Offer begin with, whatever its content was each time."""
    return hashlib.blake2b(b"%d %b" % (user, ref), digest_size=PART_KEY_BYTES // 2).digest()


def as_error(error: Exception) -> UdpchatError:
    """What a disk said, as a refusal."""
    if isinstance(error, UdpchatError):
        return error
    if isinstance(error, OSError) and error.errno in FULL:
        return DiskFull()
    return FileChanged() if isinstance(error, FileNotFoundError) else Storage(type(error).__name__)
