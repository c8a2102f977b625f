"""Admission: the writes of a sign-in, and the welcome once they are on disk.

Invariants: a Welcome says only what is committed (user row, token); a token is stored as its hash; a guest has one session,
so a reclaim replaces the stale one; a guest who was never seen to receive a Welcome is ended, not waited for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from udpchat import limits
from udpchat.errors import (
    AuthFailed,
    Banned,
    Full,
    GuestsOff,
    RoomPassword,
    SignupClosed,
    SlowDown,
    Storage,
    UdpchatError,
    UsernameTaken,
)
from udpchat.names import clean_label, clean_username, fold
from udpchat.scram import Verifier
from udpchat.server.events import Failed, Joined, Refused
from udpchat.server.ghosts import Ghosts
from udpchat.server.parts import Parts
from udpchat.server.refusals import as_refusal, seconds
from udpchat.server.sessions import Session
from udpchat.server.states import State, Step
from udpchat.server.throttle import Guard
from udpchat.store import User
from udpchat.wire.codes import CloseCode
from udpchat.words import JoinAsGuest, Register, Sanction, TokenSignIn, Welcome
from udpchat.words import Refused as RefusedWord


class Admissions:
    """Handlers of the requests that admit somebody, and what follows their commit."""

    def __init__(self, parts: Parts, ghosts: Ghosts) -> None:
        self.parts, self._ghosts = parts, ghosts
        self.guard = Guard()
        self.settled_count = 0
        """Admissions decided since the start: while it stands still, so does the number of accounts."""
        self._committing_count = 0

    # --- requests: all raise Refusals, which `refuse` tells -----------------------------------------------------------

    def sign_in(self, session: Session, user: User, now: float) -> None:
        """An account has proved its password."""
        self._check_entry(session, user.name, user.id)
        token = self._fresh_token()

        def write(at: int) -> User:
            self._came(session, user, token, at)
            return user

        self._submit(session, token, write, now)

    def register(self, session: Session, word: Register, size_bytes: int, now: float) -> None:
        """A new account."""
        session.claimed = word.name
        settings = self.parts.settings
        if settings.signup == "closed":
            raise SignupClosed
        self._check_entry(session, word.name)
        if settings.signup == "room" and not session.room_proved:
            raise RoomPassword
        name, display, country = clean_username(word.name), clean_label(word.display), clean_label(word.country)
        verifier = Verifier(word.salt, word.n, word.r, word.p, word.stored_key, word.server_key)
        verifier.check()
        self._count_signup(session, now)
        token = self._fresh_token()
        session.proved_at = self.parts.wall_ms()

        def write(at: int) -> User:
            user = self.parts.store.create_account(name, display, country, verifier, "member", at)
            self._came(session, user, token, at)
            return user

        self._submit(session, token, write, now)

    def join_as_guest(self, session: Session, word: JoinAsGuest, size_bytes: int, now: float) -> None:
        """A new guest, or the one whose token it is."""
        session.claimed = word.name
        if not self.parts.settings.guests:
            raise GuestsOff
        self._check_entry(session, word.name)
        name = clean_username(word.name)
        owner = self._guest_of(word.token, name)
        if owner is not None:
            self._check_entry(session, owner.name, owner.id)
            self._use_token(session, owner, word.token, now)
            return
        if self.parts.settings.room_verifier is not None and not session.room_proved:
            raise RoomPassword
        self._count_signup(session, now)
        token = self._fresh_token()
        session.new_guest = True
        self._submit(session, token, lambda at: self.parts.store.create_guest(name, _hash(token), at), now)

    def token_sign_in(self, session: Session, word: TokenSignIn, size_bytes: int, now: float) -> None:
        """Somebody returns with the token of the last Welcome."""
        user = self.parts.store.user(word.user)
        if user is None:
            raise AuthFailed
        session.claimed = user.name
        if user.guest and not self.parts.settings.guests:
            raise GuestsOff
        self._check_entry(session, user.name, user.id)
        self._use_token(session, user, word.token, now)

    def refuse(self, session: Session, error: UdpchatError, now: float) -> None:
        """Tell a refusal; the session may try again, but not for ever."""
        parts, refusal = self.parts, as_refusal(error)
        parts.log.add(Refused(session.addr, session.claimed, refusal.code, refusal.detail), now)
        if isinstance(error, UsernameTaken):
            self.guard.refused(session.addr[0], now)
        if session.state is State.CLOSING:
            return
        session.step(Step.REFUSE)
        session.proof = None
        session.new_guest = False
        parts.sessions.tell(session, RefusedWord(refusal.code, seconds(refusal), refusal.detail))
        session.refused_count += 1
        if session.refused_count >= limits.SIGNIN_TRIES_COUNT:
            parts.sessions.close(session, CloseCode.FLOOD, "too many tries", now)

    # --- checks -------------------------------------------------------------------------------------------------------

    def _check_entry(self, session: Session, name: str, user: int = 0) -> None:
        settings = self.parts.settings
        self.parts.discipline.check_entry(user, session.addr[0])
        if session.addr[0] in settings.banned_addresses or fold(name) in settings.banned_users:
            raise Banned
        if self.parts.sessions.member_count + self._committing_count >= settings.max_sessions:
            raise Full

    def _count_signup(self, session: Session, now: float) -> None:
        wait = self.guard.signup_wait(session.addr[0], now)
        if wait > 0.0:
            raise SlowDown(retry_after_s=wait)
        self.guard.signed_up(session.addr[0], now)

    def _guest_of(self, token: bytes, name: str) -> User | None:
        """The guest of that name whose living token it is."""
        if not token:
            return None
        owner = self.parts.store.token_owner(_hash(token), self.parts.wall_ms())
        user = self.parts.store.user(owner) if owner is not None else None
        return user if user is not None and user.guest and fold(user.name) == fold(name) else None

    def _fresh_token(self) -> bytes:
        return self.parts.randbytes(limits.TOKEN_BYTES)

    def _came(self, session: Session, user: User, token: bytes, at: int) -> None:
        """An account is here. A device of plain text never comes back with a login token, and gets none."""
        if not session.plain:
            self.parts.store.add_token(user.id, _hash(token), at)
        self.parts.store.set_seen(user.id, at)

    # --- writes -------------------------------------------------------------------------------------------------------

    def _use_token(self, session: Session, user: User, token: bytes, now: float) -> None:
        store, successor = self.parts.store, self._fresh_token()

        def write(at: int) -> User:
            if not store.use_token(user.id, _hash(token), _hash(successor), at):
                raise AuthFailed
            store.set_seen(user.id, at)
            return store.revive_guest(user.id, at) if user.guest else user

        self._submit(session, successor, write, now, _hash(token))

    def _submit(
        self, session: Session, token: bytes, write: Callable[[int], User], now: float, returns_with: bytes = b""
    ) -> None:  # fmt: skip
        session.step(Step.ADMIT)
        session.token_hash, session.returns_with = _hash(token), returns_with
        self._committing_count += 1
        self.parts.commits.submit(_Admission(self, session, token, write), now)

    def settled(self) -> None:
        """One admission is decided."""
        self._committing_count -= 1
        self.settled_count += 1

    def welcome(self, session: Session, user: User, token: bytes, now: float) -> None:
        """It is on disk: the session belongs to the user."""
        parts = self.parts
        stale = parts.sessions.of_user(user.id) if user.guest else []
        parts.sessions.welcome(session, user, parts.wall_ms())
        parts.sessions.line.raise_frame_limit(session.cid)
        word = Welcome(
            user=user.id,
            name=user.name,
            role=user.role,
            guest=user.guest,
            session=session.number,
            token=token,
            epoch=parts.store.epoch,
            head=parts.delivery.told,
            lobby=parts.store.lobby,
            at=parts.wall_ms(),
        )
        parts.sessions.tell(session, word)
        self._tell_surroundings(session, user, now)
        parts.log.add(Joined(user.name, session.addr, user.guest, session.plain), now)
        for old in stale:
            parts.sessions.close(old, CloseCode.REPLACED, "replaced", now, bye=True)
        if not user.guest:
            self._ghosts.look(session, session.returns_with, now)

    def _tell_surroundings(self, session: Session, user: User, now: float) -> None:
        """The rules, the conversations, who is here, and whether one is heard."""
        parts = self.parts
        parts.sessions.tell(session, parts.rules)
        parts.presence.join(session, user, now)
        mute = parts.discipline.mute_of(user.id)
        if mute is not None:
            parts.sessions.tell(session, Sanction("mute", mute.until, mute.reason))
        try:
            parts.rooms.greet(session)
        except Storage as error:
            parts.log.add(Failed(str(error)), now)
            parts.sessions.close(session, CloseCode.INTERNAL, "", now)


def _hash(token: bytes) -> bytes:
    """What is stored of a token: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token).digest()


class _Admission:
    """A sign-in on its way to the disk."""

    __slots__ = ("_admissions", "_session", "_token", "_user", "_write")

    def __init__(self, admissions: Admissions, session: Session, token: bytes, write: Callable[[int], User]) -> None:
        self._admissions, self._session, self._token, self._write = admissions, session, token, write
        self._user: User | None = None

    def run(self, now: float) -> None:
        parts = self._admissions.parts
        user = self._write(parts.wall_ms())
        if user.guest:
            parts.guests.hold(user.id)  # from now on, so that its grace does not end it within this very turn
        self._user = user

    def done(self, now: float) -> None:
        self._admissions.settled()
        user, session = self._user, self._session
        assert user is not None
        if session.state is State.COMMITTING:
            self._admissions.welcome(session, user, self._token, now)
        elif user.guest:
            self._let_go(user, now)

    def failed(self, error: UdpchatError, now: float) -> None:
        self._admissions.settled()
        if self._user is not None and self._user.guest and not self._session.new_guest:
            self._let_go(self._user, now)
        self._admissions.refuse(self._session, error, now)

    def _let_go(self, user: User, now: float) -> None:
        """The guest is admitted but not here."""
        guests, sessions = self._admissions.parts.guests, self._admissions.parts.sessions
        if sessions.of_user(user.id):
            return
        if self._session.new_guest:
            guests.end(user.id, now, revoke=False)
        else:
            guests.release(user.id, now)
