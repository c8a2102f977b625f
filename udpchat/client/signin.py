"""Signing in, as a small machine per connection: words of the server in, words to say and jobs out.

    token known      TokenSignIn, or JoinAsGuest with the token; refused -> as if none were known
    account          ScramFirst -> challenge -> (scrypt, a job) -> ScramFinal -> ScramDone (checked) -> Welcome
    registration     [room password by the same exchange] -> (scrypt) -> Register -> Welcome
    guest            [room password] -> JoinAsGuest -> Welcome
    recovery         (scrypt) -> Recover with the one-time code -> Recovered -> as an account with the new password

Passwords, salted passwords and the token live in `Memory` for the length of the run and nowhere else. A server that
welcomes an account without having proved that it knows it is not the person's server. A server on trial is one whose
certificate nobody vouches for: it gets the SCRAM exchange of an account, which is bound to that certificate, and nothing
else before its signature was right. A registration whose answer got lost finds its own name taken: then the password
decides.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial
from typing import assert_never

from udpchat.client.target import AccountSignIn, Credentials, GuestSignIn, KeptSignIn, Recovery, Registration
from udpchat.driver import Job, RandBytes
from udpchat.errors import (
    RETRIABLE,
    AuthFailed,
    Full,
    GuestsOff,
    NoSuchUser,
    NotYourServer,
    ProtocolViolation,
    Refusal,
    SignInAgain,
    SignupClosed,
    UdpchatError,
    UnprovenServer,
    UsernameTaken,
    WrongCode,
    refusal,
)
from udpchat.limits import GUEST_NAME_TRIES
from udpchat.scram import NONCE_BYTES, ROOM, SALT_BYTES, KdfParameters, ScramClient, Verifier, make_verifier, unfit_password
from udpchat.scram import salted_password as salt_password
from udpchat.words.messages import (
    FromClient,
    JoinAsGuest,
    Recover,
    Recovered,
    Refused,
    Register,
    ScramChallenge,
    ScramDone,
    ScramFinal,
    ScramFirst,
    ServerHello,
    TokenSignIn,
    Welcome,
    Who,
)

_ABOUT_A_NAME = (NoSuchUser.code, UsernameTaken.code)

Answer = ScramChallenge | ScramDone | Recovered | Welcome | Refused
"""What a server may say during a sign-in."""


@dataclass(slots=True)
class Memory:
    """What one run of the client remembers between connections; never written to disk from here."""

    user: int = 0
    token: bytes = field(default=b"", repr=False)
    signed_in: bool = False
    unanswered: bool = False  # a Register or JoinAsGuest went out and nothing came back
    name_tries: int = 0
    salted: dict[tuple[Who, KdfParameters], bytes] = field(default_factory=dict, repr=False)


class _Step(Enum):
    IDLE = auto()
    TOKEN = auto()
    PROOF = auto()  # a SCRAM exchange
    PROVEN = auto()  # the server has proved itself, its Welcome follows
    ASKED = auto()  # Register, JoinAsGuest or Recover
    OVER = auto()


class SignIn:
    """One attempt on one connection. Pull `outgoing` and `jobs`; `outcome` is set at the end."""

    def __init__(
        self,
        credentials: Credentials,
        memory: Memory,
        hello: ServerHello,
        certificate: bytes,
        randbytes: RandBytes,
        on_trial: bool = False,
    ) -> None:
        self.outgoing: deque[FromClient] = deque()
        self.jobs: deque[tuple[Job, Callable[[object], None]]] = deque()
        self.outcome: Welcome | UdpchatError | None = None
        self.again = False  # a refused outcome that may turn out otherwise later
        self.proven = False  # the server has shown that it knows the account
        self._on_trial = on_trial
        self._credentials = credentials
        self._memory = memory
        self._hello = hello
        self._certificate = certificate
        self._randbytes = randbytes
        self._step = _Step.IDLE
        self._scram = ScramClient("", b"", b"")
        self._who: Who = "account"
        self._password = ""
        self._maybe_mine = memory.unanswered

    def start(self) -> None:
        """Say the first words."""
        if self._on_trial and (self._memory.token or not isinstance(self._credentials, AccountSignIn)):
            self._end(self._impostor())
            return
        if not self._memory.token:
            self._without_token()
            return
        self._step = _Step.TOKEN
        if isinstance(self._credentials, GuestSignIn):
            self.outgoing.append(JoinAsGuest(self._credentials.name, self._memory.token))
        else:
            self.outgoing.append(TokenSignIn(self._memory.user, self._memory.token))

    def receive(self, word: Answer) -> None:
        """Take the server's next word; raises ProtocolViolation for one that has no place here."""
        match word:
            case Refused():
                self._refused(word)
            case Welcome():
                self._welcome(word)
            case Recovered():
                self._recovered()
            case ScramChallenge(who, challenge):
                self._challenged(who, challenge)
            case ScramDone(who, signature):
                self._done(who, signature)
            case other:
                assert_never(other)

    def job_failed(self, error: Exception) -> None:
        """The password could not be hashed on this computer, or the server asked for what it may not."""
        self._end(error if isinstance(error, UdpchatError) else UdpchatError(str(error)))

    # --- the ways in --------------------------------------------------------------------------------------------------

    def _without_token(self) -> None:
        match self._credentials:
            case KeptSignIn():
                self._end(SignInAgain(self._credentials.name))
            case AccountSignIn(name, password):
                self._prove("account", name, password)
            case Registration() as new:
                self._begin_registration(new)
            case Recovery() as lost:
                self._begin_recovery(lost)
            case GuestSignIn(room_password=room_password):
                if not self._hello.guests:
                    self._end(GuestsOff())
                elif self._hello.room:
                    self._prove("room", ROOM, room_password)
                else:
                    self._ask()
            case other:
                assert_never(other)

    def _begin_registration(self, new: Registration) -> None:
        if self._memory.signed_in:
            self._prove("account", new.name, new.password)
        elif self._hello.signup == "closed":
            self._end(SignupClosed())
        elif (bad := unfit_password(new.password, new.name, self._hello.password_chars)) is not None:
            self._end(bad)
        elif self._hello.signup == "room":
            self._prove("room", ROOM, new.room_password)
        else:
            self._ask()

    def _begin_recovery(self, lost: Recovery) -> None:
        """The code is worth something once; afterwards, and if it went out before, the new password decides."""
        if self._memory.signed_in or self._maybe_mine:
            self._prove("account", lost.name, lost.password)
        elif (bad := unfit_password(lost.password, lost.name, self._hello.password_chars)) is not None:
            self._end(bad)
        else:
            self._step = _Step.ASKED
            self._make_verifier(lost.password)

    def _recovered(self) -> None:
        if self._step is not _Step.ASKED or not isinstance(self._credentials, Recovery):
            raise ProtocolViolation("nothing to recover")
        self._prove("account", self._credentials.name, self._credentials.password)

    def _make_verifier(self, password: str) -> None:
        run = partial(make_verifier, password, self._randbytes(SALT_BYTES))
        self.jobs.append((Job("scrypt", "make verifier", run), self._made))

    def _ask(self) -> None:
        """For an account or for a place as a guest, whatever had to be proved before."""
        match self._credentials:
            case GuestSignIn(name):
                self._asking(JoinAsGuest(name, b""))
            case Registration(password=password):
                self._step = _Step.ASKED
                self._make_verifier(password)
            case _:
                raise ProtocolViolation("room password not asked for")

    def _made(self, made: object) -> None:
        new = self._credentials
        if isinstance(made, Verifier) and isinstance(new, Registration):
            keys = (made.salt, made.n, made.r, made.p, made.stored_key, made.server_key)
            self._asking(Register(new.name, new.display, new.country, *keys))
        elif isinstance(made, Verifier) and isinstance(new, Recovery):
            keys = (made.salt, made.n, made.r, made.p, made.stored_key, made.server_key)
            self._asking(Recover(new.name, new.code, *keys))

    def _asking(self, word: JoinAsGuest | Register | Recover) -> None:
        self._step = _Step.ASKED
        self._memory.unanswered = True
        self.outgoing.append(word)

    # --- SCRAM --------------------------------------------------------------------------------------------------------

    def _prove(self, who: Who, name: str, password: str) -> None:
        self._step, self._who, self._password = _Step.PROOF, who, password
        self._scram = ScramClient(name, self._randbytes(NONCE_BYTES), self._certificate)
        self.outgoing.append(ScramFirst(who, self._scram.first()))

    def _challenged(self, who: Who, challenge: str) -> None:
        if self._step is not _Step.PROOF or who != self._who:
            raise ProtocolViolation("challenge out of turn")
        costs = self._scram.parameters(challenge)
        if known := self._memory.salted.get((who, costs)):
            self._answer(costs, known)
            return
        run = partial(salt_password, self._password, costs.salt, costs.n, costs.r, costs.p)
        self.jobs.append((Job("scrypt", "salt password", run), partial(self._answer, costs)))

    def _answer(self, costs: KdfParameters, salted: object) -> None:
        if not isinstance(salted, bytes):
            return
        self._memory.salted = {key: value for key, value in self._memory.salted.items() if key[0] != self._who}
        self._memory.salted[self._who, costs] = salted
        self.outgoing.append(ScramFinal(self._who, self._scram.final(salted)))

    def _done(self, who: Who, signature: str) -> None:
        if self._step is not _Step.PROOF or who != self._who:
            raise ProtocolViolation("proof out of turn")
        if not self._scram.check(signature):
            self._end(self._impostor())
        elif who == "room":
            self._ask()
        else:
            self._step, self.proven = _Step.PROVEN, True

    def _impostor(self) -> UdpchatError:
        return UnprovenServer(self._hello.name) if self._on_trial else NotYourServer(self._hello.name)

    # --- the end ------------------------------------------------------------------------------------------------------

    def _welcome(self, welcome: Welcome) -> None:
        if self._step is _Step.PROOF and self._who == "account":
            self._end(self._impostor())
        elif self._step not in (_Step.TOKEN, _Step.PROVEN, _Step.ASKED):
            raise ProtocolViolation("welcome out of turn")
        elif not welcome.lobby:
            raise ProtocolViolation("no lobby")
        else:
            memory = self._memory
            memory.user, memory.token = welcome.user, welcome.token
            memory.signed_in, memory.unanswered, memory.name_tries = True, False, 0
            self._end(welcome)

    def _refused(self, word: Refused) -> None:
        about = self._credentials.name if word.code in _ABOUT_A_NAME else ""
        why = refusal(word.code, word.retry_after_s, word.detail or about)
        if self._step is _Step.ASKED and isinstance(self._credentials, Recovery) and isinstance(why, AuthFailed):
            why = WrongCode(retry_after_s=why.retry_after_s)
        self.again = why.code in RETRIABLE or isinstance(why, Full)
        if self._step is _Step.TOKEN and not self.again and why.code != "BANNED":
            self._memory.token = b""
            self._without_token()
        elif self._step is _Step.ASKED and isinstance(why, UsernameTaken) and self._maybe_mine:
            self._taken_by_me(why)
        elif self._step is _Step.PROOF and self._maybe_mine and self._took_own_name:
            self._end(UsernameTaken(self._credentials.name))
        else:
            if self._step is _Step.ASKED and not self._maybe_mine:
                self._memory.unanswered = False
            self._end(why)

    @property
    def _took_own_name(self) -> bool:
        return isinstance(self._credentials, Registration) and self._who == "account" and not self._memory.signed_in

    def _taken_by_me(self, why: Refusal) -> None:
        """An earlier request went out and its answer got lost: the name may be taken by this very person."""
        if isinstance(self._credentials, Registration):
            self._prove("account", self._credentials.name, self._credentials.password)
            return
        self._memory.name_tries += 1
        self.again = self._memory.name_tries < GUEST_NAME_TRIES
        self._end(why)

    def _end(self, outcome: Welcome | UdpchatError) -> None:
        self._step = _Step.OVER
        self.outcome = outcome
