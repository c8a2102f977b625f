"""A question to a server before anybody signs in: who is it, and what does it offer?

An `Inquiry` connects, takes whatever certificate is shown, says Hello, hears ServerHello and leaves. It sends nothing that
is anybody's: no name, no token, no password. What a stranger answers is a stranger's word; how far its certificate can be
trusted is told as a `Standing`, and the decision is made elsewhere. One question at a time; a new one replaces the last.
"""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import Any

from udpchat import __version__
from udpchat.catalogue import text
from udpchat.client import reasons
from udpchat.client.accounts import KeptAccount
from udpchat.client.events import NoAnswerYet as NoAnswerYet
from udpchat.client.jobs import STORE_LANE, Jobs
from udpchat.client.known_servers import KnownServers
from udpchat.client.profiles import Profiles
from udpchat.client.target import Target
from udpchat.driver import Address, Job, RandBytes
from udpchat.errors import NoAnswer, ProtocolViolation
from udpchat.limits import QUIET_HINT_S, QUIET_S
from udpchat.wire.channels import Channel
from udpchat.wire.client_endpoint import ClientEndpoint
from udpchat.wire.codes import CloseCode
from udpchat.wire.events import AddressChanged, CertificateRefused, Closed, Established, FrameArrived, WireEvent
from udpchat.words.codec import decode, encode
from udpchat.words.messages import PROTOCOL_VERSION, Hello, ServerHello, Signup


class Standing(Enum):
    """What is known of the certificate of a server that answered."""

    PINNED = auto()  # a server that this person has met
    INVITED = auto()  # the one that the invite, or whatever else gave the pin, promises
    HERE = auto()  # the relay of a data folder on this computer
    NEW = auto()  # nothing is known
    CHANGED = auto()  # another certificate than the one expected at this address: the loud case


@dataclass(frozen=True, slots=True)
class Offers:
    """The server answered. `kept`: who stays signed in to it on this computer; `last_name`: the one of them used last."""

    address: Address
    fingerprint: bytes
    name: str
    signup: Signup
    guests: bool
    room: bool
    password_chars: int
    standing: Standing
    last_name: str = ""
    kept: tuple[KeptAccount, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Final: no answer came, for the likely causes named, or one that this version cannot use."""

    sentence: str


InquiryEvent = Offers | NoAnswerYet | Unreachable


def standing(fingerprint: bytes, target: Target, known: KnownServers) -> Standing:
    """How a certificate stands to what was expected at the target."""
    if target.pin is not None and fingerprint != target.pin:
        return Standing.CHANGED
    if fingerprint in known.fingerprints:
        return Standing.PINNED
    if fingerprint == target.local_pin:
        return Standing.HERE
    if fingerprint == target.pin:
        return Standing.INVITED
    return Standing.NEW if known.at(target.address) is None else Standing.CHANGED


class Inquiry:
    """A Driver: `ask`, then one of `Offers` and `Unreachable`, perhaps with `NoAnswerYet` before; nothing after `cancel`."""

    def __init__(self, profile: Profiles, randbytes: RandBytes) -> None:
        self._profiles = profile
        self._endpoint = ClientEndpoint(randbytes)
        self._events: deque[InquiryEvent] = deque()
        self._jobs = Jobs()
        self._target = Target(("", 0), "")
        self._cid: int | None = None  # of the question that is open
        self._certificate = b""
        self._hint_at: float | None = None
        self._deadline_at: float | None = None

    def ask(self, target: Target, now: float) -> None:
        """Begin; what was asked before is forgotten."""
        self.cancel(now)
        self._target = target
        self._cid = self._endpoint.connect(target.address, None, now)
        self._hint_at, self._deadline_at = now + QUIET_HINT_S, now + QUIET_S

    def cancel(self, now: float) -> None:
        """The answer is not wanted any more."""
        self._leave(now)
        self._cid = None
        self._events.clear()

    # --- Driver -------------------------------------------------------------------------------------------------------

    def receive_datagram(self, data: bytes, addr: Address, now: float) -> None:
        """Take one datagram."""
        self._endpoint.receive_datagram(data, addr, now)
        self._turn(now)

    def handle_timeout(self, now: float) -> None:
        """Do what is due."""
        self._endpoint.handle_timeout(now)
        if self._hint_at is not None and now >= self._hint_at:
            self._hint_at = None
            if not self._endpoint.answered:
                self._events.append(NoAnswerYet(NoAnswer(self._target.label).sentence))
        if self._deadline_at is not None and now >= self._deadline_at:
            silent = not self._endpoint.answered
            label = self._target.label
            self._end(NoAnswer(label).sentence if silent else reasons.lost("handshake", label), now)
        self._turn(now)

    def next_timeout(self) -> float | None:
        """The earliest deadline."""
        own = (self._endpoint.next_timeout(), self._hint_at, self._deadline_at)
        return min((at for at in own if at is not None), default=None)

    def datagrams_to_send(self, now: float) -> list[tuple[bytes, Address]]:
        """Everything that may leave now."""
        self._turn(now)
        out = self._endpoint.datagrams_to_send(now)
        self._turn(now)
        return out

    def next_event(self) -> InquiryEvent | None:
        """The oldest event not yet pulled."""
        return self._events.popleft() if self._events else None

    def next_job(self) -> Job | None:
        """The oldest job not yet pulled."""
        return self._jobs.next()

    def finish_job(self, job: Job, value: Any, error: Exception | None, now: float) -> None:
        """The outcome of a job."""
        self._jobs.finished(job, value, error, now)

    # --- what the endpoint tells --------------------------------------------------------------------------------------

    def _turn(self, now: float) -> None:
        while (event := self._endpoint.next_event()) is not None:
            if event.cid == self._cid and self._deadline_at is not None:
                self._heard(event, now)

    def _heard(self, event: WireEvent, now: float) -> None:
        match event:
            case Established(certificate=certificate):
                self._certificate = certificate
                self._endpoint.send(Channel.CONTROL, encode(Hello(PROTOCOL_VERSION, f"udpchat/{__version__}", ())))
            case FrameArrived(body=body):
                self._answered(body, now)
            case Closed(code=CloseCode.VERSION):
                self._end(text("client.ended.version"), now)
            case Closed(code=code):
                self._end(reasons.lost(reasons.key_of(code), self._target.label), now)
            case AddressChanged() | CertificateRefused():
                pass

    def _answered(self, body: bytes, now: float) -> None:
        try:
            hello = decode(body)
        except ProtocolViolation:
            hello = None
        if not isinstance(hello, ServerHello):
            self._end(reasons.lost("protocol", self._target.label), now)
            return
        self._leave(now)
        fingerprint = hashlib.sha256(self._certificate).digest()
        look = Job(STORE_LANE, "look up server", partial(_look_up, self._profiles, fingerprint))
        self._jobs.add(look, partial(self._looked_up, self._cid, hello, fingerprint))

    def _looked_up(
        self, cid: int | None, hello: ServerHello, fingerprint: bytes, found: _Found | None, _error: Exception | None, _now: float
    ) -> None:
        if cid != self._cid:
            return
        known, kept = found or (KnownServers(), ())
        server = known.get(fingerprint)
        offers = Offers(
            address=self._target.address,
            fingerprint=fingerprint,
            name=hello.name,
            signup=hello.signup,
            guests=hello.guests,
            room=hello.room,
            password_chars=hello.password_chars,
            standing=standing(fingerprint, self._target, known),
            last_name=server.last_name if server else "",
            kept=kept,
        )
        self._events.append(offers)

    def _end(self, sentence: str, now: float) -> None:
        self._leave(now)
        self._events.append(Unreachable(sentence))

    def _leave(self, now: float) -> None:
        self._hint_at = self._deadline_at = None
        self._endpoint.close(CloseCode.BYE, "", now)


_Found = tuple[KnownServers, tuple[KeptAccount, ...]]


def _look_up(profiles: Profiles, fingerprint: bytes) -> _Found:
    """Blocking: what this computer knows of a server."""
    known = profiles.known_servers()
    try:
        return known, profiles.accounts(fingerprint)
    except OSError:
        return known, ()
