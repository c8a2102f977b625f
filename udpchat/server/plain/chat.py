"""The dialect of chat: after LOGIN every datagram is said in the lobby, and what others say comes as `NAME: TEXT`.

Its clients know three first answers, have a buffer of 1,024 bytes, acknowledge nothing and never say goodbye.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from udpchat import limits
from udpchat.catalogue import text
from udpchat.driver import Address
from udpchat.errors import InvalidText, SlowDown, UdpchatError, refusal
from udpchat.names import fold
from udpchat.server.parts import Parts
from udpchat.server.plain.entering import Entry, Say
from udpchat.server.plain.formatting import WELCOME, first_answer, pieces, said
from udpchat.server.plain.peers import Peer, Peers
from udpchat.server.plain.recognizing import decoded
from udpchat.wire.codes import CloseCode
from udpchat.words import Events, Message, NotPosted, Post, Synchronise, Word

LOGIN: Final = "LOGIN"

Send = Callable[[Peer, bytes], None]
"""A line to a peer, at its rate."""


def login_of(said: str) -> tuple[str, str] | None:
    """Name and password of a LOGIN of exactly three words; None for anything else."""
    words = said.split()
    return (words[1], words[2]) if len(words) == 3 and words[0] == LOGIN else None


class Chat:
    """What clients of this dialect say and hear."""

    def __init__(self, parts: Parts, peers: Peers, say: Say, send: Send) -> None:
        self._parts, self._peers, self._say, self._send = parts, peers, say, send
        self._kinds: dict[int, str] = {}  # of conversations, for those who are not told of them

    # --- coming -------------------------------------------------------------------------------------------------------

    def came(self, entry: Entry, now: float) -> None:
        """A LOGIN was right: the answer is the first that it hears, then whatever is said from now on."""
        session = entry.session
        assert session is not None and session.user is not None
        for old in self._peers.of_user(session.user.id, "chat"):  # its owner is back, at another address
            self._parts.sessions.close(old.session, CloseCode.REPLACED, "replaced", now)
        peer = Peer(session, entry.addr, "chat", now)
        self._peers.add(peer)
        self._send(peer, WELCOME)
        told = self._parts.delivery.told
        try:
            self._say(session, Synchronise(self._parts.store.epoch, ((1, told),) if told else ()), now)
        except UdpchatError:
            self._parts.sessions.close(session, CloseCode.INTERNAL, "internal", now)

    def answer(self, error: UdpchatError) -> bytes:
        """The first answer to a LOGIN that was not."""
        return first_answer(error)

    def make_room(self, name: str, addr: Address, now: float) -> None:
        """A guest's client that died has left its name behind: who comes from the same computer after a while may have it."""
        user = self._parts.store.user_named(name)
        if user is None or not user.guest:
            return
        for old in self._peers.of_user(user.id, "chat"):
            if old.addr[0] == addr[0] and now >= old.heard_at + limits.PLAIN_GHOST_S:
                old.session.said_bye = True
                self._parts.sessions.close(old.session, CloseCode.REPLACED, "replaced", now)

    # --- what it says -------------------------------------------------------------------------------------------------

    def take(self, peer: Peer, data: bytes, now: float) -> None:
        """A datagram of one who is signed in."""
        words, user = decoded(data), peer.session.user
        assert user is not None
        login = login_of(words)
        if login is not None and fold(login[0]) == fold(user.name):
            self._send(peer, WELCOME)  # the answer was lost, or its person has pressed the button twice
            return
        words = words.removeprefix(f"{user.name}: ")
        if len(peer.session.inbox) >= limits.PLAIN_WAITING:
            self._warn(peer, SlowDown(), now)
            return
        post = Post(self._parts.randbytes(limits.REF_BYTES), self._parts.store.lobby, 0, words)
        try:
            self._say(peer.session, post, now)
        except UdpchatError as error:
            self._warn(peer, error, now)

    def hear(self, peer: Peer, word: Word, now: float) -> None:
        """What a service tells the session: only a refusal matters here, since nothing is acknowledged."""
        if isinstance(word, NotPosted) and word.code != InvalidText.code:
            self._warn(peer, refusal(word.code, word.retry_after_s, word.detail), now)

    def ended(self, reason: str) -> bytes | None:
        """What is said to one who was signed out from this side: a person should know."""
        return text(f"plain.ended.{reason}").encode() if reason in ("kick", "ban", "shutdown") else None

    def _warn(self, peer: Peer, error: UdpchatError, now: float) -> None:
        """Why nothing came of it, once in a while."""
        if now >= peer.warned_at + limits.PLAIN_WARN_EVERY_S:
            peer.warned_at = now
            for piece in pieces("", text("plain.notice", sentence=error.sentence)):
                self._send(peer, piece)

    # --- what it hears ------------------------------------------------------------------------------------------------

    def show(self, peer: Peer, events: Events) -> None:
        """Of what happened: messages of others, in the lobby, to all, or to this person."""
        user = peer.session.user
        for event in events.events:
            if user is None or not isinstance(event, Message) or event.author == user.id or not event.text:
                continue
            kind = self._kind(event.conversation, user.id)
            if kind == "group":
                continue
            prefix = f"{event.name} (private): " if kind == "private" else f"{event.name}: "
            words = event.text
            for file in event.file:
                words = said(words, file.name, file.size)
            for piece in pieces(prefix, words):
                self._send(peer, piece)

    def _kind(self, conversation: int, user: int) -> str:
        store = self._parts.store
        if conversation in (store.lobby, store.announcements):
            return "all"
        known = self._kinds.get(conversation)
        if known is None:
            room = store.room(user, conversation)
            if room is None:
                return "group"
            known = self._kinds[conversation] = room.kind
            if len(self._kinds) > limits.PLAIN_KINDS:
                del self._kinds[next(iter(self._kinds))]
        return known
