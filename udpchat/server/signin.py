"""Signing in, up to the decision: greeting, SCRAM for accounts and for the room password, throttles and bans.

Only the PLUS form of SCRAM exists, bound to our certificate; the server never runs scrypt, so a flood of sign-ins costs it
microseconds each. A name that does not exist gets a stable fake salt and the same answer as a wrong password, unless
anybody may register here (then names are public anyway and `NO_SUCH_USER` helps people). What follows a right proof, and
everything that writes, is in `admission`. Who is signed in may prove the own password once more, before requests that want
it fresh.
"""

from __future__ import annotations

from udpchat import __version__, limits
from udpchat.errors import (
    AuthFailed,
    BadRequest,
    Banned,
    NoSuchUser,
    NotAllowed,
    ProtocolViolation,
    RoomPassword,
    SlowDown,
)
from udpchat.names import fold
from udpchat.scram import NONCE_BYTES, ROOM, ScramServer, Verifier, fake_salt
from udpchat.server.admission import Admissions
from udpchat.server.events import Refused
from udpchat.server.sessions import Proof, Session
from udpchat.server.states import State, Step
from udpchat.store import User
from udpchat.wire.codes import CloseCode
from udpchat.words import (
    PROTOCOL_VERSION,
    Hello,
    ScramChallenge,
    ScramDone,
    ScramFinal,
    ScramFirst,
    ServerHello,
)


class SignIn:
    """Handlers of the requests before the welcome; refusals are raised and told by `Admissions.refuse`."""

    def __init__(self, admissions: Admissions, certificate: bytes) -> None:
        self._admissions = admissions
        self._parts = admissions.parts
        self._guard = admissions.guard
        self._certificate = certificate

    def hello(self, session: Session, word: Hello, size_bytes: int, now: float) -> None:
        """Greet back; another version of the vocabulary is told so by the close."""
        parts = self._parts
        if word.version != PROTOCOL_VERSION:
            parts.log.add(Refused(session.addr, "", CloseCode.VERSION.name, ""), now)
            parts.sessions.close(session, CloseCode.VERSION, "", now)
            return
        session.step(Step.GREET)
        chosen = parts.settings
        answer = ServerHello(
            version=PROTOCOL_VERSION,
            app=f"udpchat {__version__}",
            name=chosen.name,
            epoch=parts.store.epoch,
            signup=chosen.signup,
            guests=chosen.guests,
            room=chosen.room_verifier is not None,
            reset_token=parts.sessions.line.reset_token(session.cid),
            text_bytes=limits.TEXT_BYTES,
            password_chars=chosen.password_chars,
        )
        parts.sessions.tell(session, answer)

    def scram_first(self, session: Session, word: ScramFirst, size_bytes: int, now: float) -> None:
        """Challenge. Raises Banned, SlowDown, NoSuchUser, BadRequest, ProtocolViolation."""
        name = ScramServer.name_of(word.text)
        if session.state is State.SIGNED_IN:
            self._challenge_again(session, word, name, now)
            return
        session.claimed = name
        account = fold(name)
        self._parts.discipline.check_entry(0, session.addr[0])
        if session.addr[0] in self._parts.settings.banned_addresses:
            raise Banned
        self._check_wait(session, ROOM if word.who == "room" else account, now)
        user: User | None = None
        verifier: Verifier | None
        if word.who == "room":
            account, verifier = ROOM, self._room_verifier(name)
        else:
            user, verifier = self._account(session, name, now)
        scram = ScramServer(self._certificate, self._parts.randbytes(NONCE_BYTES))
        challenge = scram.challenge(word.text, verifier, fake_salt(self._parts.store.secret, account))
        session.step(Step.CHALLENGE)
        session.proof = Proof(word.who, account, scram, user)
        self._parts.sessions.tell(session, ScramChallenge(word.who, challenge))

    def scram_final(self, session: Session, word: ScramFinal, size_bytes: int, now: float) -> None:
        """Judge the proof. Raises SlowDown, RoomPassword, AuthFailed, and what `Admissions.sign_in` raises."""
        proof, session.proof = session.proof, None
        if proof is None or proof.who != word.who:
            raise ProtocolViolation("proof of another exchange")
        self._check_wait(session, proof.account, now)  # again: many challenges may have been asked for at once
        answer = proof.scram.finish(word.text)
        if answer is None:
            self._guard.wrong_password(proof.account, session.addr[0], now)
            raise RoomPassword if proof.who == "room" else AuthFailed
        self._guard.right_password(proof.account, session.addr[0])
        self._parts.sessions.tell(session, ScramDone(word.who, answer))
        if proof.user is None:
            session.room_proved = True
            session.step(Step.PROVE_ROOM)
            return
        session.proved_at = self._parts.wall_ms()
        if session.state is not State.SIGNED_IN:
            self._admissions.sign_in(session, proof.user, now)

    def _challenge_again(self, session: Session, word: ScramFirst, name: str, now: float) -> None:
        """Somebody signed in proves the own password, for what takes it. Raises SlowDown, NotAllowed, ProtocolViolation."""
        user = session.user
        if user is None or word.who != "account" or fold(name) != fold(user.name):
            raise ProtocolViolation("proof of somebody else")
        if user.guest:
            raise NotAllowed
        account = fold(name)
        self._check_wait(session, account, now)
        scram = ScramServer(self._certificate, self._parts.randbytes(NONCE_BYTES))
        verifier = self._parts.store.verifier_of(user.id)
        challenge = scram.challenge(word.text, verifier, fake_salt(self._parts.store.secret, account))
        session.proof = Proof(word.who, account, scram, user)
        self._parts.sessions.tell(session, ScramChallenge(word.who, challenge))

    def _check_wait(self, session: Session, account: str, now: float) -> None:
        wait = self._guard.password_wait(account, session.addr[0], now)
        if wait > 0.0:
            raise SlowDown(retry_after_s=wait)

    def _room_verifier(self, name: str) -> Verifier:
        verifier = self._parts.settings.room_verifier
        if name != ROOM:
            raise ProtocolViolation("the room proof has a fixed name")
        if verifier is None:
            raise BadRequest("there is no room password")
        return verifier

    def _account(self, session: Session, name: str, now: float) -> tuple[User | None, Verifier | None]:
        user = self._parts.store.user_named(name)
        verifier = self._parts.store.verifier_of(user.id) if user is not None and not user.guest else None
        if verifier is None and self._parts.settings.signup == "open":
            self._guard.refused(session.addr[0], now)
            raise NoSuchUser
        return user, verifier
