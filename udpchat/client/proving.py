"""The password in force, proved once more before a request that takes it: on the connection that stands, one at a time.

The exchange is the SCRAM of the sign-in, so the server sees no password here either, and proves itself in turn. What waits
for it lives in memory only; a connection that breaks begins the exchange anew, and what is not proved in time is given up.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import partial

from udpchat.client.events import RequestRefused
from udpchat.client.questions import Questions
from udpchat.driver import Job, RandBytes
from udpchat.errors import NoAnswer, ProtocolViolation, UdpchatError, WrongPassword, refusal
from udpchat.limits import QUESTION_WAIT_S
from udpchat.scram import NONCE_BYTES, ScramClient, salted_password
from udpchat.words import messages as words

Answer = words.ScramChallenge | words.ScramDone | words.Refused
"""What the server says to it; also usable with isinstance."""

Proved = words.ChangePassword | words.DeleteAccount


@dataclass(slots=True, eq=False)
class Wish:
    """What is to be asked for once the password is proved."""

    word: Proved
    password: str = field(repr=False)
    deadline_at: float
    scram: ScramClient | None = None  # of the connection that stands


class Proving:
    """Wishes in the order of asking; only the first one is under way. Pull `jobs`, `outgoing` and `refused`."""

    def __init__(self, questions: Questions) -> None:
        self.outgoing: deque[words.FromClient] = deque()
        self.jobs: deque[tuple[Job, Wish]] = deque()
        self.refused: deque[RequestRefused] = deque()
        self._questions = questions
        self._wishes: deque[Wish] = deque()

    def ask(self, word: Proved, password: str, now: float) -> None:
        """Prove the password, then ask for this."""
        self._wishes.append(Wish(word, password, now + QUESTION_WAIT_S))

    def begin(self, name: str, certificate: bytes, randbytes: RandBytes) -> None:
        """While online: start with the first wish, if it is not under way."""
        wish = self._wishes[0] if self._wishes else None
        if wish is not None and wish.scram is None:
            wish.scram = ScramClient(name, randbytes(NONCE_BYTES), certificate)
            self.outgoing.append(words.ScramFirst("account", wish.scram.first()))

    def heard(self, word: Answer, now: float) -> None:
        """The server's next word. ProtocolViolation where it has no place."""
        wish = self._wishes[0] if self._wishes else None
        if wish is None or wish.scram is None:
            if not isinstance(word, words.Refused):
                raise ProtocolViolation("a word of signing in")
            return  # the close that follows says the rest
        match word:
            case words.ScramChallenge(text=challenge):
                costs = wish.scram.parameters(challenge)
                salt = partial(salted_password, wish.password, costs.salt, costs.n, costs.r, costs.p)
                self.jobs.append((Job("scrypt", "salt password", salt), wish))
            case words.ScramDone(text=signature):
                if not wish.scram.check(signature):
                    raise ProtocolViolation("signature of the server")
                self._wishes.popleft()
                self._questions.ask(wish.word, now)
            case words.Refused(code, retry_after_s, detail):
                why: UdpchatError = refusal(code, retry_after_s, detail)
                self._refuse(wish, WrongPassword() if code == WrongPassword.told_as else why)

    def salted(self, wish: Wish, scram: ScramClient | None, salted: bytes | None, error: Exception | None) -> None:
        """A job ended; of an older connection it counts no more."""
        if wish not in self._wishes or scram is None or wish.scram is not scram:
            return
        if salted is None:
            self._refuse(wish, error if isinstance(error, UdpchatError) else UdpchatError(str(error)))
        else:
            self.outgoing.append(words.ScramFinal("account", scram.final(salted)))

    def connection_lost(self) -> None:
        """Half an exchange is none."""
        self.outgoing.clear()
        self.jobs.clear()
        for wish in self._wishes:
            wish.scram = None

    def next_timeout(self) -> float | None:
        """When one is given up."""
        return min((wish.deadline_at for wish in self._wishes), default=None)

    def give_up(self, now: float) -> None:
        """Those whose time is over."""
        for wish in [wish for wish in self._wishes if now >= wish.deadline_at]:
            self._refuse(wish, NoAnswer())

    def _refuse(self, wish: Wish, why: UdpchatError) -> None:
        self._wishes.remove(wish)
        self.refused.append(RequestRefused(wish.word.ref, wish.word, why))
