"""Sign-ins of plain clients: for each the whole exchange of an encrypted client, spoken here on its behalf.

The name and the readable password of a datagram become SCRAM messages, or a registration, to the same services that every
client asks; their answers are heard here. So throttles, bans, taken names and closed doors are theirs alone to judge.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from udpchat.driver import Address
from udpchat.errors import AuthFailed, BadRequest, SlowDown, UdpchatError, UsernameTaken, refusal
from udpchat.scram import NONCE_BYTES, ROOM, SALT_BYTES, KdfParameters, ScramClient, Verifier, make_verifier, unfit_password
from udpchat.server.parts import Parts
from udpchat.server.plain.hashing import Hashing
from udpchat.server.sessions import Session
from udpchat.server.states import State, Step
from udpchat.wire.codes import CloseCode
from udpchat.words import JoinAsGuest, Refused, Register, ScramChallenge, ScramDone, ScramFinal, ScramFirst, Welcome, Who, Word

Key = tuple[Address, bytes]

Say = Callable[[Session, Word, float], None]
"""A word of a plain session, to the services. Raises UdpchatError."""

Refuse = Callable[[Session, UdpchatError, float], None]
"""Tells a session that is not signed in why not."""

MakeRoom = Callable[["Entry", float], None]
"""A guest of that name is about to be asked for, with the right password: whoever left it behind goes."""

Ended = Callable[["Entry", UdpchatError | None, float], None]
"""A sign-in is over: the error, or None and the session belongs to a user."""


@dataclass(slots=True, eq=False)
class Entry:
    """One sign-in. `cause`: the datagram that asked for it."""

    kind: Literal["chat", "auth", "register"]
    name: str
    password: str = field(repr=False)
    addr: Address
    cause: bytes = field(repr=False)
    display: str = ""
    country: str = ""
    session: Session | None = None
    scram: ScramClient | None = None
    salted: tuple[KdfParameters, bytes] | None = field(default=None, repr=False)
    taken: bool = False  # an account has that name, and this is not its password: is it a guest who knows the room's?

    @property
    def key(self) -> Key:
        """What there is one of at a time: an address has one LOGIN, and each command by itself."""
        return self.addr, b"" if self.kind == "chat" else self.cause


class Entering:
    """The sign-ins under way."""

    def __init__(
        self, parts: Parts, certificate: bytes, hashing: Hashing, say: Say, refuse: Refuse, ended: Ended,
        make_room: MakeRoom,
    ) -> None:  # fmt: skip
        self._parts, self._certificate, self._hashing = parts, certificate, hashing
        self._say, self._refuse, self._ended, self._make_room = say, refuse, ended, make_room
        self._by_cid: dict[int, Entry] = {}
        self._asked: set[Key] = set()
        self._next_cid = -1

    def under_way(self, entry: Entry) -> bool:
        """Whether it is being answered already: a repeat."""
        return entry.key in self._asked

    def begin(self, entry: Entry, now: float) -> None:
        """Ask to be let in."""
        if not self._hashing.has_room(entry.addr[0]):
            self._ended(entry, SlowDown(retry_after_s=1.0), now)
            return
        session = entry.session = self._parts.sessions.open(self._next_cid, entry.addr)
        self._next_cid -= 1
        session.plain = True
        session.claimed = entry.name
        session.step(Step.GREET)
        self._by_cid[session.cid] = entry
        self._asked.add(entry.key)
        self._try(entry, partial(self._knock, entry, now), now)

    def hear(self, cid: int, word: Word, now: float) -> None:
        """What a service answered."""
        entry = self._by_cid.get(cid)
        if entry is not None:
            self._try(entry, partial(self._answer, entry, word, now), now)

    def end(self, cid: int, now: float) -> None:
        """The session was closed from outside."""
        entry = self._by_cid.get(cid)
        if entry is not None:
            self._finish(entry, BadRequest(), now)

    # --- the exchange -------------------------------------------------------------------------------------------------

    def _knock(self, entry: Entry, now: float) -> None:
        if entry.kind == "register":
            self._register(entry)
        elif entry.kind == "auth" or self._has_account(entry.name):
            self._prove(entry, "account", now)
        elif self._parts.settings.room_verifier is not None:
            self._prove(entry, "room", now)
        else:
            self._join(entry, now)

    def _join(self, entry: Entry, now: float) -> None:
        self._make_room(entry, now)
        self._hear(entry, JoinAsGuest(entry.name, b""), now)

    def _has_account(self, name: str) -> bool:
        user = self._parts.store.user_named(name)
        return user is not None and not user.guest

    def _prove(self, entry: Entry, who: Who, now: float) -> None:
        name = ROOM if who == "room" else entry.name
        entry.scram = ScramClient(name, self._parts.randbytes(NONCE_BYTES), self._certificate)
        self._hear(entry, ScramFirst(who, entry.scram.first()), now)

    def _register(self, entry: Entry) -> None:
        unfit = unfit_password(entry.password, entry.name, self._parts.settings.password_chars)
        if unfit is not None:
            raise unfit
        run = partial(make_verifier, entry.password, self._parts.randbytes(SALT_BYTES))
        self._hashing.add(entry.addr[0], run, partial(self._hashed, entry, partial(self._ask_account, entry)))

    def _ask_account(self, entry: Entry, made: Verifier, now: float) -> None:
        display, country = entry.display or entry.name, entry.country
        word = Register(entry.name, display, country, made.salt, made.n, made.r, made.p, made.stored_key, made.server_key)
        self._hear(entry, word, now)

    def _answer(self, entry: Entry, word: Word, now: float) -> None:
        match word:
            case ScramChallenge():
                self._prove_password(entry, word, now)
            case ScramDone():
                self._proved(entry, word, now)
            case Welcome():
                self._finish(entry, None, now)
            case Refused(code=AuthFailed.code) if self._may_be_guest(entry):
                entry.taken = True
                self._prove(entry, "room", now)
            case Refused():
                self._finish(entry, refusal(word.code, word.retry_after_s, word.detail), now)
            case _:
                pass

    def _prove_password(self, entry: Entry, word: ScramChallenge, now: float) -> None:
        assert entry.scram is not None
        parameters = entry.scram.parameters(word.text)
        done = partial(self._hashed, entry, partial(self._show_proof, entry, word.who, parameters))
        self._hashing.salt(entry.addr[0], entry.password, parameters, done, now)

    def _show_proof(self, entry: Entry, who: Who, parameters: KdfParameters, salted: bytes, now: float) -> None:
        assert entry.scram is not None
        entry.salted = parameters, salted
        self._hear(entry, ScramFinal(who, entry.scram.final(salted)), now)

    def _proved(self, entry: Entry, word: ScramDone, now: float) -> None:
        if word.who == "room" and entry.salted is not None:
            self._hashing.remember(entry.password, *entry.salted)
            if entry.taken:
                raise UsernameTaken(entry.name)
            self._join(entry, now)

    def _may_be_guest(self, entry: Entry) -> bool:
        return entry.kind == "chat" and not entry.taken and self._parts.settings.room_verifier is not None

    def _hashed(self, entry: Entry, go_on: Callable[[Any, float], None], value: Any, error: Exception | None, now: float) -> None:
        """The work on the password is done."""
        if entry.session is None or entry.session.cid not in self._by_cid:
            return
        if error is not None:
            self._finish(entry, BadRequest(), now)
        else:
            self._try(entry, partial(go_on, value, now), now)

    def _hear(self, entry: Entry, word: Word, now: float) -> None:
        """Say a word; a refusal comes like that of any client, by way of those who count and log it."""
        assert entry.session is not None
        try:
            self._say(entry.session, word, now)
        except UdpchatError as error:
            self._refuse(entry.session, error, now)

    def _try(self, entry: Entry, do: Callable[[], None], now: float) -> None:
        try:
            do()
        except UdpchatError as error:
            self._finish(entry, error, now)

    def _finish(self, entry: Entry, error: UdpchatError | None, now: float) -> None:
        session = entry.session
        assert session is not None
        if self._by_cid.pop(session.cid, None) is None:
            return
        self._asked.discard(entry.key)
        entry.scram = entry.salted = None
        entry.password = ""
        if error is not None and session.state is not State.CLOSING:
            self._parts.sessions.close(session, CloseCode.BYE, "refused", now)
        self._ended(entry, error, now)
