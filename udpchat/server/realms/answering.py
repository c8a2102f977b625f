"""Servers that come to us: a knock is noted for the operator, who is linked already proves it. Handlers of requests.

A knock proves nothing but that somebody has our address; so it only ever makes a row that waits for the operator. The secret
of an invite, or of a link whose other side was met before, proves the other side; see REALMS.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from udpchat import limits
from udpchat.catalogue import text
from udpchat.errors import (
    RealmElsewhere,
    RealmFull,
    RealmItself,
    RealmName,
    RealmSecret,
    RealmShut,
    RealmTaken,
    UdpchatError,
)
from udpchat.invites import human_fingerprint
from udpchat.names import clean_realm_name, fold
from udpchat.server.events import RealmTrouble
from udpchat.server.parts import Parts
from udpchat.server.realms.flow import Step as Write
from udpchat.server.realms.link import Link
from udpchat.server.realms.pipe import Answered
from udpchat.server.realms.proof import Meeting, key_of
from udpchat.server.realms.states import Standing, Step, after
from udpchat.server.refusals import as_refusal
from udpchat.server.sessions import Session
from udpchat.server.states import Step as SessionStep
from udpchat.store import LinkLine
from udpchat.wire.codes import CloseCode
from udpchat.words import LinkAsk, LinkChallenge, LinkNoted, LinkOpen, LinkProof, LinkRefused


@dataclass(frozen=True, slots=True)
class _Opening:
    """Somebody who says that we are linked, before the proof."""

    link: Link
    word: LinkOpen
    name: str
    meeting: Meeting


class Host(Protocol):
    """What this needs of the service."""

    fingerprint: bytes

    @property
    def name(self) -> str: ...
    def all(self) -> list[Link]: ...
    def refresh(self, now: float) -> None: ...
    def find(self, realm: int) -> Link | None: ...
    def settle_name(self) -> None: ...
    def linked(self, link: Link, pipe: Answered, now: float) -> None: ...


class Answering:
    """Before the link stands."""

    def __init__(self, parts: Parts, host: Host) -> None:
        self._parts, self._host = parts, host
        self._openings: dict[int, _Opening] = {}

    def drop(self, session: Session) -> None:
        """It is gone."""
        self._openings.pop(session.cid, None)

    # --- a knock ------------------------------------------------------------------------------------------------------

    def ask(self, session: Session, word: LinkAsk, size_bytes: int, now: float) -> None:
        """They want a link."""
        session.claimed = word.realm
        try:
            self._parts.discipline.check_entry(0, session.addr[0])
            name = self._checked(word.realm, word.peer, word.fingerprint)
        except UdpchatError as error:
            self._refuse(session, error, now)
            return

        def told(now: float) -> None:
            self._host.refresh(now)
            self._heard_both(name, word, now)
            self._parts.sessions.tell(session, LinkNoted())

        def refused(error: UdpchatError, now: float) -> None:
            self._refuse(session, error, now)

        self._parts.commits.submit(Write(lambda: self._knocked(session, name, word, now), told, refused), now)

    def _checked(self, realm: str, peer: str, fingerprint: bytes) -> str:
        """The name that they go by. Raises BadName, RealmItself, RealmName."""
        name = clean_realm_name(realm)
        if fingerprint == self._host.fingerprint:
            raise RealmItself
        if fold(peer) != fold(self._host.name):
            raise RealmName(self._host.name)
        if fold(name) == fold(self._host.name):
            raise RealmTaken(name)
        return name

    def _knocked(self, session: Session, name: str, word: LinkAsk, now: float) -> None:
        """Inside a savepoint. Raises RealmTaken, RealmShut, RealmFull."""
        store = self._parts.store
        line = store.link_named(name)
        standing = Standing(line.state) if line is not None else Standing.REMOVED
        following = after(standing, Step.KNOCK)
        new = standing in (Standing.REMOVED, Standing.PROPOSED)
        if line is not None and not new and (line.confirmed or line.fingerprint not in (b"", word.fingerprint)):
            raise RealmTaken(name)
        if any(other.fingerprint == word.fingerprint and fold(other.name) != fold(name) for other in store.links()):
            raise RealmTaken(name)
        if standing is Standing.REQUESTED:
            return  # both want it: see `_heard_both`
        if new and sum(link.line.state == Standing.ASKED for link in self._host.all()) >= limits.REALMS_ASKING_COUNT:
            raise RealmFull
        self._note(session, name, following, word)
        if new:
            where = f"{session.addr[0]}:{word.port}"
            said = text("realm.log.asked", name=name, addr=where, print=human_fingerprint(word.fingerprint))
            self._parts.log.add(RealmTrouble(said), now)

    def _heard_both(self, name: str, word: LinkAsk, now: float) -> None:
        """They knock at us while we knock at them. The smaller fingerprint's secret counts; whether this one is theirs at all
        their server says, behind the certificate that we know it by, when we open with it there."""
        for link in self._host.all():
            line = link.line
            meant = line.state == Standing.REQUESTED and fold(line.name) == fold(name)
            if meant and line.fingerprint == word.fingerprint < self._host.fingerprint:
                link.candidate, link.retry_at = word.secret, now

    def _note(self, session: Session, name: str, following: Standing, word: LinkAsk) -> None:
        store, at = self._parts.store, self._parts.wall_ms()
        self._host.settle_name()
        line = store.link_named(name)
        realm = line.id if line is not None and line.state != Standing.REMOVED else store.add_link(name, following, at)
        store.change_link(
            realm, state=following, host=session.addr[0], port=word.port, fingerprint=word.fingerprint,
            secret=word.secret, confirmed=False,
        )  # fmt: skip

    # --- who is linked ------------------------------------------------------------------------------------------------

    def open(self, session: Session, word: LinkOpen, size_bytes: int, now: float) -> None:
        """They say that we are linked: prove that we are who they mean, and ask for their proof."""
        session.claimed = word.realm
        try:
            self._parts.discipline.check_entry(0, session.addr[0])
            name = self._checked(word.realm, word.peer, word.fingerprint)
            link = self._meant(word, name)
        except UdpchatError as error:
            self._refuse(session, error, now)
            return
        nonce = self._parts.randbytes(limits.REALM_NONCE_BYTES)
        prints = word.fingerprint, self._host.fingerprint
        meeting = Meeting(word.realm, word.peer, *prints, word.nonce, nonce)
        session.step(SessionStep.LINK)
        self._openings[session.cid] = _Opening(link, word, name, meeting)
        self._parts.sessions.tell(session, LinkChallenge(nonce, meeting.proof(link.line.secret, "answerer")))

    def _meant(self, word: LinkOpen, name: str) -> Link:
        """The link of that secret. Raises RealmSecret, RealmElsewhere, RealmTaken, RealmShut."""
        for link in self._host.all():
            line = link.line
            if not line.secret or key_of(line.secret) != word.key:
                continue
            if line.state == Standing.BLOCKED:
                raise RealmShut
            if line.state == Standing.INVITED:
                self._check_free(line, name, word.fingerprint)
            elif line.fingerprint != word.fingerprint or fold(line.name) != fold(name):
                raise RealmElsewhere
            elif line.state == Standing.AGREED and not line.confirmed:
                break  # we have accepted a knock, and have not met them at their own address yet
            elif line.state not in (Standing.AGREED, Standing.REQUESTED):
                break
            return link
        raise RealmSecret

    def _check_free(self, invite: LinkLine, name: str, fingerprint: bytes) -> None:
        for link in self._host.all():
            line = link.line
            if line.id != invite.id and (fold(line.name) == fold(name) or line.fingerprint == fingerprint):
                after(line.state, Step.PASTE)  # RealmShut, BadRequest: linked already
        former = self._parts.store.link_known(name)
        if former is not None and former.state == Standing.BLOCKED:
            raise RealmShut

    def prove(self, session: Session, word: LinkProof, size_bytes: int, now: float) -> None:
        """The proof decides."""
        opening = self._openings.pop(session.cid, None)
        if opening is None or not opening.meeting.holds(word.proof, opening.link.line.secret, "dialler"):
            self._refuse(session, RealmSecret(), now)
            return
        realm: list[int] = []

        def linked(now: float) -> None:
            self._host.refresh(now)
            link = self._host.find(realm[0])
            if link is not None and link.agreed and self._parts.sessions.get(session.cid) is session:
                session.step(SessionStep.LINKED)
                self._host.linked(link, Answered(self._parts.sessions, session, opening.word.fingerprint), now)

        def refused(error: UdpchatError, now: float) -> None:
            self._refuse(session, error, now)

        self._parts.commits.submit(Write(lambda: realm.append(self._proved(session, opening)), linked, refused), now)

    def _proved(self, session: Session, opening: _Opening) -> int:
        """Inside a savepoint. The link. Raises RealmSecret (used meanwhile), RealmShut."""
        store, word, secret = self._parts.store, opening.word, opening.link.line.secret
        line = store.link(opening.link.line.id)
        if line.secret != secret:
            raise RealmSecret
        following, realm = after(line.state, Step.PROVE), line.id
        self._host.settle_name()
        if not line.name:  # an invite: its row becomes the link, or the link of that name gets its secret
            store.drop_link(realm)
            former = store.link_named(opening.name)
            realm = store.add_link(opening.name, following, self._parts.wall_ms()) if former is None else former.id
        store.change_link(
            realm, state=following, host=session.addr[0], port=word.port, fingerprint=word.fingerprint, secret=secret,
            confirmed=True,
        )  # fmt: skip
        return realm

    # --- no -----------------------------------------------------------------------------------------------------------

    def _refuse(self, session: Session, error: UdpchatError, now: float) -> None:
        code = as_refusal(error).code
        where = f"{session.addr[0]}:{session.addr[1]}"
        said = text("realm.log.refused", addr=where, name=session.claimed or "?", code=code)
        self._parts.log.add(RealmTrouble(said), now)
        if self._parts.sessions.get(session.cid) is session:
            self._parts.sessions.tell(session, LinkRefused(code))
            self._parts.sessions.close(session, CloseCode.BYE, code, now)

