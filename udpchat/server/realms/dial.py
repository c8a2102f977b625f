"""One attempt to reach the server of a link: connects, knocks or proves, and is the link's connection if that succeeds.

The certificate is the pinned one. Where none is known yet, the first connection is only to learn it: nothing is said on it,
and the knock goes to the certificate that was stored before.
"""

from __future__ import annotations

import hashlib
from enum import Enum, auto
from typing import Protocol

from udpchat import __version__, limits
from udpchat.driver import RandBytes
from udpchat.errors import NoAnswer, ProtocolViolation, RealmElsewhere, RealmSecret
from udpchat.server.realms.link import Link
from udpchat.server.realms.pipe import Dialled
from udpchat.server.realms.proof import Meeting, key_of
from udpchat.server.realms.states import Standing
from udpchat.wire.channels import Channel
from udpchat.wire.client_endpoint import ClientEndpoint
from udpchat.wire.codes import CloseCode
from udpchat.wire.config import WireConfig
from udpchat.wire.events import CertificateRefused, Closed, Established, FrameArrived
from udpchat.words import (
    PROTOCOL_VERSION,
    Bye,
    Hello,
    LinkAsk,
    LinkChallenge,
    LinkNoted,
    LinkOpen,
    LinkProof,
    LinkRefused,
    LinkWord,
    ServerHello,
    Word,
    decode,
    encode,
)

PURPOSE = 1
"""Of the first packet: a server that wants to link."""


class Home(Protocol):
    """What a dialler asks of the service, and tells it."""

    fingerprint: bytes

    @property
    def port(self) -> int: ...
    @property
    def name(self) -> str: ...
    def met(self, link: Link, fingerprint: bytes, now: float) -> None: ...
    def noted(self, link: Link, now: float) -> None: ...
    def proved(self, dial: Dial, now: float) -> None: ...
    def heard(self, link: Link, pipe: Dialled, word: LinkWord, size_bytes: int, now: float) -> None: ...
    def failed(self, dial: Dial, code: str, now: float) -> None: ...
    def over(self, dial: Dial, now: float) -> None: ...
    def fault(self, error: Exception, now: float) -> None: ...


class Phase(Enum):
    """How far it is."""

    CONNECTING = auto()
    GREETING = auto()
    ASKING = auto()
    OPENING = auto()
    LINKED = auto()
    CLOSING = auto()
    OVER = auto()


class Dial:
    """From the first packet to the end of the connection."""

    def __init__(self, home: Home, link: Link, randbytes: RandBytes, now: float) -> None:
        self.link, self.phase = link, Phase.CONNECTING
        self.endpoint = ClientEndpoint(randbytes, WireConfig(), PURPOSE)
        self.pipe = Dialled(self.endpoint, home.fingerprint)
        self.secret = b""  # that is proved
        self._home, self._nonce = home, randbytes(limits.REALM_NONCE_BYTES)
        self._deadline_at: float | None = now + limits.REALM_PROOF_S
        line = link.line
        self.expected = line.fingerprint
        accept = frozenset((line.fingerprint,)) if line.fingerprint else None
        self._cid = self.endpoint.connect((line.host, line.port), accept, now)

    def next_timeout(self) -> float | None:
        """The earliest deadline."""
        at = self.endpoint.next_timeout()
        if self._deadline_at is None or self.phase is Phase.OVER:
            return at
        return self._deadline_at if at is None else min(at, self._deadline_at)

    def handle_timeout(self, now: float) -> None:
        """Do what is due."""
        self.endpoint.handle_timeout(now)
        self.attend(now)
        if self._deadline_at is not None and now >= self._deadline_at:
            self._deadline_at = None
            if self.phase is Phase.CLOSING:
                self._over(now)
            else:
                self._fail(NoAnswer.code, now)

    def attend(self, now: float) -> None:
        """Take what the wire has to tell."""
        while self.phase is not Phase.OVER and (event := self.endpoint.next_event()) is not None:
            if event.cid != self._cid:
                continue
            try:
                self._take(event, now)
            except ProtocolViolation:
                self._fail(ProtocolViolation.code, now)
            except Exception as error:  # a mistake of ours costs this connection, not the relay
                self._home.fault(error, now)
                self._fail(CloseCode.INTERNAL.name, now)

    def end(self, code: CloseCode, reason: str, now: float) -> None:
        """Leave."""
        if self.phase in (Phase.CLOSING, Phase.OVER):
            return
        established, self.phase = self.endpoint.established, Phase.CLOSING
        self._deadline_at = now + limits.LOGOUT_S
        if established:
            self.endpoint.send(Channel.CONTROL, encode(Bye(reason)))
        self.endpoint.close(code, reason, now)
        if not established:
            self._over(now)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _take(self, event: object, now: float) -> None:
        match event:
            case Established(certificate=certificate):
                self._established(hashlib.sha256(certificate).digest(), now)
            case FrameArrived(body=body) if self.phase is not Phase.CLOSING:
                self._word(decode(body), len(body), now)
            case CertificateRefused():
                self._fail(RealmElsewhere.code, now)
            case Closed(code=code):
                self._closed(code, now)
            case _:
                pass  # the other side may roam

    def _established(self, fingerprint: bytes, now: float) -> None:
        if not self.expected:
            self.end(CloseCode.BYE, "", now)
            self._home.met(self.link, fingerprint, now)
            return
        self.phase = Phase.GREETING
        self.endpoint.send(Channel.CONTROL, encode(Hello(PROTOCOL_VERSION, f"udpchat {__version__}", ())))

    def _word(self, word: Word, size_bytes: int, now: float) -> None:
        match word:
            case ServerHello(reset_token=token) if self.phase is Phase.GREETING:
                self.endpoint.set_reset_token(token)
                self._introduce()
            case LinkNoted() if self.phase is Phase.ASKING:
                self.end(CloseCode.BYE, "", now)
                self._home.noted(self.link, now)
            case LinkChallenge() if self.phase is Phase.OPENING:
                self._challenged(word, now)
            case LinkRefused(code):
                self._fail(code, now)
            case Bye():
                pass  # the close that follows says the rest
            case _ if self.phase is Phase.LINKED and isinstance(word, LinkWord):
                self._home.heard(self.link, self.pipe, word, size_bytes, now)
            case _:
                raise ProtocolViolation("a word that has no place here")

    def _introduce(self) -> None:
        home, line = self._home, self.link.line
        self.secret = self.link.candidate if line.state == Standing.REQUESTED else line.secret
        if not self.secret:
            self.phase = Phase.ASKING
            self.pipe.say(LinkAsk(home.name, line.name, home.fingerprint, home.port, line.secret))
            return
        self.phase = Phase.OPENING
        opening = LinkOpen(home.name, line.name, home.fingerprint, home.port, key_of(self.secret), self._nonce)
        self.pipe.say(opening)

    def _challenged(self, word: LinkChallenge, now: float) -> None:
        home, line = self._home, self.link.line
        meeting = Meeting(home.name, line.name, home.fingerprint, self.expected, self._nonce, word.nonce)
        if not meeting.holds(word.proof, self.secret, "answerer"):
            self._fail(RealmSecret.code, now)
            return
        self.phase, self._deadline_at = Phase.LINKED, None
        self.pipe.say(LinkProof(meeting.proof(self.secret, "dialler")))
        home.proved(self, now)

    def _fail(self, code: str, now: float) -> None:
        if self.phase in (Phase.CLOSING, Phase.OVER):
            return
        self.end(CloseCode.BYE, code, now)
        self._home.failed(self, code, now)

    def _closed(self, code: CloseCode, now: float) -> None:
        ours, self.phase = self.phase is Phase.CLOSING, Phase.OVER
        if not ours:
            self._home.failed(self, code.name, now)
        self._home.over(self, now)

    def _over(self, now: float) -> None:
        self.phase = Phase.OVER
        self.endpoint.abandon()
        self._home.over(self, now)
