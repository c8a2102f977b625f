"""Keeps one client connected: attempts, waits, silence, certificates, sleep. Knows nothing of signing in or of messages.

The core drives it and pulls happenings; what a person should know is emitted as client events. An attempt lasts until a
connection stands or 10 s have passed without one; then a wait with back-off, then the next attempt. Certificates are
compared by the endpoint before it writes one application byte: it is told which fingerprints may answer (the server of
this run, else the accepted one, else the invite's, else the one that has to prove itself in the sign-in, else every
pinned one), and everything else becomes a question.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, assert_never

from udpchat.catalogue import text
from udpchat.client import reasons
from udpchat.client.backoff import Backoff
from udpchat.client.events import CertificateQuestion, ConnectionLost, Event, NoAnswerYet, StateChanged
from udpchat.client.known_servers import KnownServers
from udpchat.client.phases import Phase, Signal, advance
from udpchat.client.target import Target
from udpchat.driver import Address, RandBytes
from udpchat.errors import NoAnswer, ProtocolViolation
from udpchat.limits import QUIET_HINT_S, QUIET_S, SIGN_IN_S, STABLE_S, SUSPENDED_S
from udpchat.wire.client_endpoint import ClientEndpoint
from udpchat.wire.codes import CloseCode
from udpchat.wire.events import AddressChanged, CertificateRefused, Closed, Established, FrameArrived, WireEvent


@dataclass(frozen=True, slots=True)
class Up:
    """A connection stands, and its certificate (DER) is an accepted one; `on_trial`: if the sign-in proves the server."""

    certificate: bytes
    fingerprint: bytes
    on_trial: bool


@dataclass(frozen=True, slots=True)
class Down:
    """The connection is gone; another attempt follows by itself."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The server wants no more of this client, with the sentence why; or the good-bye was heard (empty)."""

    reason: str


Happening = Up | Down | Ended | FrameArrived

_AT_ONCE: Final = (CloseCode.RESET, CloseCode.IDLE, CloseCode.UNREACHABLE)  # the server may well be there already


class Link:
    """The connection of one run, whatever number of attempts it takes."""

    def __init__(self, randbytes: RandBytes, emit: Callable[[Event], None]) -> None:
        self.endpoint = ClientEndpoint(randbytes)
        self.phase = Phase.IDLE
        self.retry_at: float | None = None
        self.server: bytes | None = None  # fingerprint of the server that this run is signed in to
        self._emit = emit
        self._backoff = Backoff(randbytes)
        self._target = Target(("", 0), "")
        self._known = KnownServers()
        self._accepted: bytes | None = None
        self._asked: bytes | None = None
        self._refused: set[bytes] = set()
        self._cid: int | None = None
        self._deadline_at: float | None = None  # of the attempt, or of the sign-in
        self._hint_at: float | None = None
        self._online_at: float | None = None
        self._happenings: deque[Happening] = deque()

    @property
    def target(self) -> Target:
        """Where to."""
        return self._target

    def knows(self, fingerprint: bytes, name: str) -> bool:
        """Whether the pin file says exactly this already."""
        known = self._known.at(self._target.address)
        return known is not None and known.fingerprint == fingerprint and known.name == name

    @property
    def places(self) -> tuple[Address, ...]:
        """Where the server of this run was met before."""
        known = self._known.get(self.server) if self.server else None
        return known.addresses if known else ()

    @property
    def expected(self) -> tuple[bytes, str] | None:
        """The fingerprint and name of the server that is known to be there, as far as the pins tell."""
        known = self._known.at(self._target.address)
        pin = self._target.pin or (known.fingerprint if known else None)
        return (pin, known.name if known else self._target.label) if pin else None

    # --- commands -----------------------------------------------------------------------------------------------------

    def open(self, target: Target) -> None:
        """Begin a run; the first attempt starts when the pins are told."""
        self.server = self._accepted = self._asked = None
        self._refused.clear()
        self._backoff.reset()
        self._target = target
        self._move(Signal.CONNECT)

    def pins(self, known: KnownServers, now: float) -> None:
        """The pins, read from disk."""
        self._known = known
        if self.phase is Phase.CONNECTING and self._cid is None:
            self._attempt(now)

    def move(self, address: Address, now: float) -> None:
        """The same server is to be found at another address."""
        self._target = replace(self._target, address=address)
        self.network_changed(now)

    def moved(self, port: int, now: float) -> None:
        """The server says that it listens on another port from now on: go there at once. ProtocolViolation: no port."""
        host, before = self._target.address
        if not 0 < port < 65536:
            raise ProtocolViolation("no port")
        if port == before:
            return
        typed = self._target.label
        label = f"{typed.removesuffix(f':{before}')}:{port}" if typed.endswith(f":{before}") else typed
        self._target = replace(self._target, address=(host, port), label=label)
        self._backoff.reset()
        self._renew(now)

    def network_changed(self, now: float) -> None:
        """A new way may be open: do not wait longer for it."""
        self._backoff.reset()
        if self.phase in (Phase.WAITING, Phase.NO_ANSWER):
            self.retry_at = now

    def accept(self, now: float) -> None:
        """The person says that the certificate in question is the right one."""
        if self.phase is Phase.QUESTION and self._asked is not None:
            self._accepted, self.server = self._asked, None
            self._connect(now)

    def refuse(self, now: float) -> None:
        """The person says that it is not: wait for the known server, or end."""
        if self.phase is not Phase.QUESTION or self._asked is None:
            return
        self._refused.add(self._asked)
        if self.server is None:
            self._happenings.append(Ended(""))
        else:
            self._lost("stranger", now)

    def welcomed(self, now: float) -> None:
        """Signed in."""
        self._backoff.reset()
        self._deadline_at, self._online_at = None, now
        self._move(Signal.WELCOME)

    def lost(self, key: str, now: float, retry_after_s: float = 0.0) -> None:
        """The core gives this connection up; tell the server, and try again after a wait."""
        self.endpoint.close(CloseCode.PROTOCOL if key == "protocol" else CloseCode.BYE, "", now)
        self._lost(key, now, retry_after_s=retry_after_s)

    def leave(self, deadline_at: float, now: float) -> None:
        """Close politely; Ended follows at the latest at the deadline."""
        self.endpoint.close(CloseCode.BYE, "", now)
        self._deadline_at = deadline_at
        self._move(Signal.LEAVE)

    def stop(self, now: float) -> None:
        """End the run."""
        self.endpoint.close(CloseCode.BYE, "", now)
        self._cid = self._deadline_at = self._hint_at = self._online_at = None
        self._happenings.clear()
        self._move(Signal.STOP)

    # --- time ---------------------------------------------------------------------------------------------------------

    def next_timeout(self) -> float | None:
        """The earliest deadline."""
        own = (self.endpoint.next_timeout(), self.retry_at, self._deadline_at, self._hint_at)
        return min((at for at in own if at is not None), default=None)

    def handle_timeout(self, now: float) -> None:
        """Do what is due."""
        self.endpoint.handle_timeout(now)
        if self._hint_at is not None and now >= self._hint_at:
            self._hint_at = None
            if not self.endpoint.answered:
                self._emit(NoAnswerYet(NoAnswer(self._target.label).sentence))
        if self._deadline_at is not None and now >= self._deadline_at:
            self._too_late(now)
        if self.retry_at is not None and now >= self.retry_at:
            self._connect(now)

    def _too_late(self, now: float) -> None:
        self._deadline_at = None
        if self.phase is Phase.LEAVING:
            self._happenings.append(Ended(""))
        elif self.phase is Phase.SIGNING_IN:
            self.lost("sign_in", now)
        elif self.endpoint.answered:
            self.endpoint.abandon()
            self._lost("handshake", now)
        else:
            self.endpoint.abandon()
            self._lost("unanswered", now, signal=Signal.SILENT)

    def slept(self, gap_s: float, now: float) -> None:
        """Nobody drove this client for so long: the computer was asleep. Do not trust what was before."""
        if gap_s <= SUSPENDED_S:
            return
        self.network_changed(now)
        if self.phase in (Phase.ONLINE, Phase.SIGNING_IN):
            self.endpoint.abandon()
            self._lost("asleep", now, at_once=True)
        elif self.phase is Phase.CONNECTING and self._cid is not None:
            self._attempt(now)

    # --- attempts -----------------------------------------------------------------------------------------------------

    def _connect(self, now: float) -> None:
        self._move(Signal.CONNECT)
        self._attempt(now)

    def _attempt(self, now: float) -> None:
        self._cid = self.endpoint.connect(self._target.address, self._acceptable(), now)
        self._hint_at, self._deadline_at, self._online_at = now + QUIET_HINT_S, now + QUIET_S, None

    def _acceptable(self) -> frozenset[bytes]:
        """Whose certificate may answer without a question."""
        target = self._target
        for one in (self.server, self._accepted, target.pin, self._provable()):
            if one is not None:
                return frozenset((one,))
        return self._known.fingerprints | ({target.local_pin} if target.local_pin else set())

    def _provable(self) -> bytes | None:
        """The certificate that may answer for as long as the sign-in proves it: only where no other one is known."""
        known = self._known.at(self._target.address)
        return self._target.prove if known is None or known.fingerprint == self._target.prove else None

    def _on_trial(self, fingerprint: bytes) -> bool:
        trusted = {self.server, self._accepted, self._target.pin, self._target.local_pin} | self._known.fingerprints
        return fingerprint == self._target.prove and fingerprint not in trusted

    def _lost(
        self, key: str, now: float, *, at_once: bool = False, signal: Signal = Signal.LOST, retry_after_s: float = 0.0
    ) -> None:
        self._cid = self._deadline_at = self._hint_at = self._online_at = None
        retry_at = now if at_once else now + max(self._backoff.next_delay_s(), retry_after_s)
        self._emit(ConnectionLost(reasons.lost(key, self._target.label), retry_at))
        self._move(signal, retry_at)
        self._happenings.append(Down())

    def _move(self, signal: Signal, retry_at: float | None = None) -> None:
        before, self.phase = self.phase, advance(self.phase, signal)
        self.retry_at = retry_at
        if self.phase is not before or retry_at is not None:
            self._emit(StateChanged(self.phase, retry_at))

    # --- what the endpoint tells --------------------------------------------------------------------------------------

    def next_happening(self, now: float) -> Happening | None:
        """The oldest thing that the core has to know."""
        while not self._happenings:
            event = self.endpoint.next_event()
            if event is None:
                return None
            if event.cid == self._cid:
                self._heard(event, now)
        return self._happenings.popleft()

    def _heard(self, event: WireEvent, now: float) -> None:
        match event:
            case FrameArrived():
                self._happenings.append(event)
            case Established(certificate=certificate):
                self._hint_at, self._deadline_at = None, now + SIGN_IN_S
                self._move(Signal.ESTABLISHED)
                fingerprint = hashlib.sha256(certificate).digest()
                self._happenings.append(Up(certificate, fingerprint, self._on_trial(fingerprint)))
            case AddressChanged():
                self._backoff.reset()
            case CertificateRefused(certificate=certificate):
                self._unpinned(hashlib.sha256(certificate).digest(), now)
            case Closed(code=code):
                self._closed(code, now)
            case other:
                assert_never(other)

    def _unpinned(self, fingerprint: bytes, now: float) -> None:
        expected = (self.server, self._target.pin, self._target.prove, self._known.at(self._target.address))
        changed = any(one is not None for one in expected)
        if fingerprint in self._refused:
            self._lost("stranger", now)
        elif self._target.trust and not changed:
            self._accepted = fingerprint
            self._attempt(now)
        else:
            self._asked = fingerprint
            self._cid = self._deadline_at = self._hint_at = None
            self._move(Signal.UNPINNED)
            self._emit(CertificateQuestion(fingerprint, changed))

    def _closed(self, code: CloseCode, now: float) -> None:
        if self.phase is Phase.LEAVING:
            self._happenings.append(Ended(""))
        elif code is CloseCode.REKEY and self._online_at is not None:
            self._renew(now)
        elif code is CloseCode.REPLACED:
            self._happenings.append(Ended(text("client.ended.replaced")))
        elif code is CloseCode.VERSION:
            self._happenings.append(Ended(text("client.ended.version")))
        else:
            stable = self._online_at is not None and now - self._online_at >= STABLE_S
            self._lost(reasons.key_of(code), now, at_once=stable and code in _AT_ONCE)

    def _renew(self, now: float) -> None:
        """Fresh keys are due: another connection, and nobody needs to know."""
        self._cid = self._deadline_at = None
        self._happenings.append(Down())
        self._connect(now)
