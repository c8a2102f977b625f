"""One's own account: profile, password, its end, the one-time code for a forgotten password; and whom one blocks."""

from __future__ import annotations

import hashlib
from typing import Protocol

from udpchat import limits
from udpchat.errors import AuthFailed, BadRequest, NoSuchUser, PasswordNeeded, SlowDown, UdpchatError
from udpchat.names import clean_label, clean_status, fold
from udpchat.scram import Verifier
from udpchat.server.admission import Admissions
from udpchat.server.events import Did
from udpchat.server.parts import Parts
from udpchat.server.requesting import Act, Asker, Deed
from udpchat.server.sessions import Session
from udpchat.server.states import State, Step
from udpchat.store import User
from udpchat.wire.codes import CloseCode
from udpchat.words import Block, ChangePassword, ChangeProfile, DeleteAccount, Recover, Recovered


class Profiles:
    """Each method in `acts` carries out one request: see `requesting.Act`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def acts(self) -> dict[type, Act]:
        """What carries out which word."""
        return {
            ChangeProfile: self.change,
            ChangePassword: self.change_password,
            DeleteAccount: self.delete,
            Block: self.block,
        }

    def change(self, asker: Asker, word: ChangeProfile, at: int) -> Deed:
        """Raises BadName."""
        display, country, status = clean_label(word.display), clean_label(word.country), clean_status(word.status)
        user = self._parts.store.change_profile(asker.user, display, country, status)
        deed = Deed(said="")
        deed.after.append(lambda now: refresh(self._parts, user, now))
        return deed

    def change_password(self, asker: Asker, word: ChangePassword, at: int) -> Deed:
        """Every other session of the account ends. Raises PasswordNeeded, ProtocolViolation for an impossible verifier."""
        self._check_proved(asker, at)
        self._parts.store.change_password(asker.user, verifier_of(word), asker.session.token_hash)
        deed = Deed(said="")
        deed.after.append(lambda now: end_sessions(self._parts, asker.user, "password", now, but=asker.session))
        return deed

    def delete(self, asker: Asker, word: DeleteAccount, at: int) -> Deed:
        """The id and what was written stay, the name is free. Raises PasswordNeeded."""
        self._check_proved(asker, at)
        events = self._parts.store.delete_account(asker.user, at)
        groups = {event.conversation for event in events}
        deed = Deed(0, events, [(group, asker.user) for group in groups], said="")
        deed.after.append(lambda now: self._deleted(asker, groups, now))
        return deed

    def _check_proved(self, asker: Asker, at: int) -> None:
        """Whoever sits down at somebody's open window can neither take nor end the account."""
        if not 0 <= at - asker.session.proved_at <= limits.PROOF_FRESH_S * 1000:
            raise PasswordNeeded

    def _deleted(self, asker: Asker, groups: set[int], now: float) -> None:
        self._parts.tally.accounts_changed += 1
        for group in groups:
            self._parts.rooms.changed(group, self._parts.store.member_ids(group))
        end_sessions(self._parts, asker.user, "deleted", now)

    def block(self, asker: Asker, word: Block, at: int) -> Deed:
        """Nothing private from somebody any more, or again. Raises BadRequest (oneself), NoSuchUser."""
        store = self._parts.store
        if word.user == asker.user:
            raise BadRequest
        if store.user(word.user) is None:
            raise NoSuchUser
        store.block(asker.user, word.user, word.on)
        conversation = store.private_of(asker.user, word.user)
        deed = Deed()
        if conversation is not None:
            deed.after.append(lambda now: self._parts.rooms.changed(conversation, (asker.user,), soon=True))
        return deed


class Recovery:
    """A new password for a one-time code, before anybody is signed in."""

    def __init__(self, admissions: Admissions) -> None:
        self.admissions, self.parts = admissions, admissions.parts

    def recover(self, session: Session, word: Recover, size_bytes: int, now: float) -> None:
        """The request. Raises SlowDown, AuthFailed, Banned, ProtocolViolation; the verdict follows the commit."""
        session.claimed = word.name
        self.parts.discipline.check_entry(0, session.addr[0])
        wait = self.admissions.guard.password_wait(fold(word.name), session.addr[0], now)
        if wait > 0.0:
            raise SlowDown(retry_after_s=wait)
        verifier = verifier_of(word)
        user = self.parts.store.user_named(word.name)
        if user is None or user.guest:
            self.wrong(session, word, now)
            raise AuthFailed
        session.step(Step.ADMIT)
        self.parts.commits.submit(_Recovery(self, session, word, user, verifier), now)

    def wrong(self, session: Session, word: Recover, now: float) -> None:
        """Count a wrong code like a wrong password."""
        self.admissions.guard.wrong_password(fold(word.name), session.addr[0], now)


class _Recovery:
    """A new password on its way to the disk; a wrong code is counted there too."""

    __slots__ = ("_recovery", "_right", "_session", "_user", "_verifier", "_word")

    def __init__(self, recovery: Recovery, session: Session, word: Recover, user: User, verifier: Verifier) -> None:
        self._recovery, self._session, self._word, self._user = recovery, session, word, user
        self._verifier = verifier
        self._right = False

    def run(self, now: float) -> None:
        parts = self._recovery.parts
        self._right = parts.store.recover(self._user.id, code_hash(self._word.code), self._verifier, parts.wall_ms())

    def done(self, now: float) -> None:
        parts, session = self._recovery.parts, self._session
        if not self._right:
            self._recovery.wrong(session, self._word, now)
            self.failed(AuthFailed(), now)
            return
        self._recovery.admissions.guard.right_password(fold(self._word.name), session.addr[0])
        end_sessions(parts, self._user.id, "password", now)
        parts.log.add(Did(self._user.name, "Recover", ""), now)
        if session.state is State.COMMITTING:
            session.step(Step.REFUSE)  # signed out as before, and free to sign in with the new password
            parts.sessions.tell(session, Recovered(self._user.id))

    def failed(self, error: UdpchatError, now: float) -> None:
        self._recovery.admissions.refuse(self._session, error, now)


def code_hash(code: str) -> bytes:
    """What is stored of a one-time code: 80 random bits need no slow hash, since few tries are given."""
    plain = "".join(char for char in code.upper() if char.isalnum())
    return hashlib.sha256(plain.encode()).digest()


class HasVerifier(Protocol):
    """A word that carries a password as its SCRAM verifier."""

    @property
    def salt(self) -> bytes: ...
    @property
    def n(self) -> int: ...
    @property
    def r(self) -> int: ...
    @property
    def p(self) -> int: ...
    @property
    def stored_key(self) -> bytes: ...
    @property
    def server_key(self) -> bytes: ...


def verifier_of(word: HasVerifier) -> Verifier:
    """The verifier that a word carries. Raises ProtocolViolation for one that nobody should use."""
    verifier = Verifier(word.salt, word.n, word.r, word.p, word.stored_key, word.server_key)
    verifier.check()
    return verifier


def refresh(parts: Parts, user: User, now: float) -> None:
    """Profile or role of somebody is another one: in their sessions, and for those who see them."""
    for session in parts.sessions.of_user(user.id):
        session.user = user
    parts.presence.rename(user, now)


def end_sessions(parts: Parts, user: int, reason: str, now: float, but: Session | None = None) -> None:
    """All sessions of somebody, with a goodbye."""
    for session in parts.sessions.of_user(user):
        if session is not but:
            parts.sessions.close(session, CloseCode.BYE, reason, now, bye=True, logged=reason)
