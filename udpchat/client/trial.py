"""A sign-in that is only tried: does this server take this name and this password now? Then it leaves at once.

A `Trial` connects to one certificate and to no other, goes through the same exchange as every sign-in, hears the Welcome or
the refusal, and says good-bye: nothing is kept on this computer, and the token it was given is used by nobody. The server
has to prove that it knows the account before anything is believed. One trial at a time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from udpchat import __version__
from udpchat.client import reasons
from udpchat.client.jobs import Jobs
from udpchat.client.signin import Memory, SignIn
from udpchat.client.target import AccountSignIn
from udpchat.driver import Address, Job, RandBytes
from udpchat.errors import NoAnswer, ProtocolViolation, UdpchatError
from udpchat.limits import TRIAL_S
from udpchat.wire.channels import Channel
from udpchat.wire.client_endpoint import ClientEndpoint
from udpchat.wire.codes import CloseCode
from udpchat.wire.events import Closed, Established, FrameArrived, WireEvent
from udpchat.words import messages as words
from udpchat.words.codec import decode, encode


@dataclass(frozen=True, slots=True)
class Verdict:
    """How it went. `error` None: signed in. `at_ms`: the server's clock at that moment, 0 without a Welcome."""

    error: UdpchatError | None
    sentence: str = ""
    at_ms: int = 0


class Trial:
    """A Driver: `begin`, then one `Verdict`."""

    def __init__(self, randbytes: RandBytes) -> None:
        self._randbytes = randbytes
        self._endpoint = ClientEndpoint(randbytes)
        self._events: deque[Verdict] = deque()
        self._jobs = Jobs()
        self._credentials = AccountSignIn("", "")
        self._label = ""
        self._certificate = b""
        self._sign_in: SignIn | None = None
        self._deadline_at: float | None = None

    def begin(self, address: Address, label: str, fingerprint: bytes, credentials: AccountSignIn, now: float) -> None:
        """Go there; whoever has another certificate gets nothing."""
        self._credentials, self._label = credentials, label
        self._endpoint.connect(address, frozenset((fingerprint,)), now)
        self._deadline_at = now + TRIAL_S

    @property
    def left(self) -> bool:
        """Whether the server has heard the good-bye, or there is no connection to say it on."""
        return self._deadline_at is None and not self._endpoint.established

    # --- Driver -------------------------------------------------------------------------------------------------------

    def receive_datagram(self, data: bytes, addr: Address, now: float) -> None:
        """Take one datagram."""
        self._endpoint.receive_datagram(data, addr, now)
        self._turn(now)

    def handle_timeout(self, now: float) -> None:
        """Do what is due."""
        self._endpoint.handle_timeout(now)
        if self._deadline_at is not None and now >= self._deadline_at:
            self._failed(NoAnswer(self._label).sentence, now)
        self._turn(now)

    def next_timeout(self) -> float | None:
        """The earliest deadline."""
        return min((at for at in (self._endpoint.next_timeout(), self._deadline_at) if at is not None), default=None)

    def datagrams_to_send(self, now: float) -> list[tuple[bytes, Address]]:
        """Everything that may leave now."""
        self._turn(now)
        return self._endpoint.datagrams_to_send(now)

    def next_event(self) -> Verdict | None:
        """The verdict, once."""
        return self._events.popleft() if self._events else None

    def next_job(self) -> Job | None:
        """The oldest job not yet pulled."""
        return self._jobs.next()

    def finish_job(self, job: Job, value: Any, error: Exception | None, now: float) -> None:
        """The outcome of a job."""
        self._jobs.finished(job, value, error, now)

    # --- the exchange -------------------------------------------------------------------------------------------------

    def _turn(self, now: float) -> None:
        while (event := self._endpoint.next_event()) is not None:
            if self._deadline_at is not None:
                self._heard(event, now)

    def _heard(self, event: WireEvent, now: float) -> None:
        match event:
            case Established(certificate=certificate):
                self._certificate = certificate
                self._say(words.Hello(words.PROTOCOL_VERSION, f"udpchat/{__version__}", ()))
            case FrameArrived(body=body):
                self._word(body, now)
            case Closed(code=code):
                self._failed(reasons.lost(reasons.key_of(code), self._label), now)
            case _:
                self._failed(reasons.lost("stranger", self._label), now)

    def _word(self, body: bytes, now: float) -> None:
        try:
            word = decode(body)
            match word:
                case words.ServerHello() if self._sign_in is None:
                    self._sign_in = SignIn(self._credentials, Memory(), word, self._certificate, self._randbytes)
                    self._sign_in.start()
                case words.ScramChallenge() | words.ScramDone() | words.Welcome() | words.Refused() if self._sign_in:
                    self._sign_in.receive(word)
                case _:
                    raise ProtocolViolation("a word out of turn")
        except ProtocolViolation:
            self._failed(reasons.lost("protocol", self._label), now)
            return
        self._advance(now)

    def _advance(self, now: float) -> None:
        sign_in = self._sign_in
        if sign_in is None or self._deadline_at is None:
            return
        while sign_in.outgoing:
            self._say(sign_in.outgoing.popleft())
        while sign_in.jobs:
            job, then = sign_in.jobs.popleft()
            self._jobs.add(job, partial(self._hashed, sign_in, then))
        match sign_in.outcome:
            case words.Welcome(at=at):
                self._say(words.Bye("logout"))
                self._end(Verdict(None, "", at), now)
            case UdpchatError() as error:
                self._end(Verdict(error, error.sentence), now)
            case _:
                pass

    def _hashed(
        self, sign_in: SignIn, then: Callable[[object], None], value: object, error: Exception | None, now: float
    ) -> None:
        if error is not None:
            sign_in.job_failed(error)
        else:
            then(value)
        self._advance(now)

    def _say(self, word: words.FromClient) -> None:
        self._endpoint.send(Channel.CONTROL, encode(word))

    def _failed(self, sentence: str, now: float) -> None:
        self._end(Verdict(UdpchatError(sentence), sentence), now)

    def _end(self, verdict: Verdict, now: float) -> None:
        self._deadline_at = None
        self._endpoint.close(CloseCode.BYE, "", now)
        self._events.append(verdict)
