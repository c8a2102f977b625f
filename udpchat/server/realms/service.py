"""Links to other servers, put together: who is dialled when, which connection is the link, what comes on it and what leaves.

Strategy: the store is the truth about links; `refresh` makes memory follow it after every change. Each link that is agreed
has at most one connection. Nothing here writes outside a commit, and nothing leaves for another server before its commit.
"""

from __future__ import annotations

from collections.abc import Callable

from udpchat import limits
from udpchat.catalogue import text
from udpchat.errors import ProtocolViolation, RealmElsewhere, RealmItself, RealmTaken, Storage
from udpchat.invites import human_fingerprint
from udpchat.names import realm_name_from
from udpchat.server.events import RealmTold, RealmTrouble
from udpchat.server.files.service import Files
from udpchat.server.parts import Parts
from udpchat.server.posting import Posting
from udpchat.server.realms.answering import Answering
from udpchat.server.realms.cargo import Cargo
from udpchat.server.realms.crossing import Outgoing
from udpchat.server.realms.dial import Dial
from udpchat.server.realms.exchange import Exchange
from udpchat.server.realms.flow import Flow
from udpchat.server.realms.flow import Step as Write
from udpchat.server.realms.folk import Folk
from udpchat.server.realms.link import Link
from udpchat.server.realms.orders import NAME_SETTING, Orders
from udpchat.server.realms.pipe import Answered, Dialled, Pipe
from udpchat.server.realms.states import Standing, Step, after
from udpchat.server.requesting import Act
from udpchat.server.requests import OPERATING, SIGNED_IN, SIGNED_OUT, Row, Table
from udpchat.server.sessions import Session
from udpchat.server.states import State
from udpchat.wire.channels import Channel
from udpchat.wire.codes import CloseCode
from udpchat.words import (
    AskLinks,
    AskRealmPeople,
    AskRealms,
    LinkAsk,
    LinkAskPeople,
    LinkChange,
    LinkFetch,
    LinkGot,
    LinkMarks,
    LinkNo,
    LinkNoFile,
    LinkOpen,
    LinkPeople,
    LinkPiece,
    LinkPost,
    LinkProof,
    LinkRefused,
    LinkState,
    LinkWord,
)

_ITEMS = frozenset({Channel.CHAT})
_LINKED = frozenset({State.LINKED})


class Realms:
    """All of it, as one service. `exchange` is the relay's socket."""

    def __init__(
        self, parts: Parts, posting: Posting, exchange: Exchange, fingerprint: bytes,
        on_fault: Callable[[Exception, float], None], files: Files,
    ) -> None:  # fmt: skip
        self._parts, self._exchange, self.fingerprint, self.fault = parts, exchange, fingerprint, on_fault
        self._links: dict[int, Link] = {}
        self._dials: dict[int, Dial] = {}  # of each link the one that may become its connection
        self._fading: list[Dial] = []  # that are being closed
        self._by_cid: dict[int, Link] = {}
        outgoing = Outgoing(parts.store, parts.wall_ms, self.find)
        self.flow = Flow(parts, posting, outgoing, files.takes, self.broke)
        self.cargo = Cargo(parts, posting, outgoing, files)
        self.answering = Answering(parts, self)
        self.folk = Folk(parts, self)
        self.orders = Orders(parts, self)
        parts.gateway.across = outgoing
        self._parts_now, self._sweep_at = 0.0, float("-inf")
        self.refresh(0.0)

    # --- tables -------------------------------------------------------------------------------------------------------

    def acts(self) -> dict[type, Act]:
        """What carries out which word that writes."""
        return self.orders.acts()

    def table(self) -> Table:
        """The rows of all others."""
        both, answering = SIGNED_IN | OPERATING, self.answering
        rows: Table = {
            AskRealms: Row(self.folk.ask_realms, both),
            AskRealmPeople: Row(self.folk.ask_people, both, 2.0),
            AskLinks: Row(self.folk.ask_links, OPERATING),
            LinkAsk: Row(answering.ask, SIGNED_OUT, 4.0),
            LinkOpen: Row(answering.open, SIGNED_OUT, 4.0),
            LinkProof: Row(answering.prove, frozenset({State.LINKING}), 4.0),
        }
        about, items = Row(self._word, _LINKED, 0.0), Row(self._word, _LINKED, 0.0, _ITEMS)
        rows |= dict.fromkeys((LinkState, LinkGot, LinkAskPeople, LinkPeople, LinkRefused, LinkFetch, LinkNoFile), about)
        rows[LinkPiece] = Row(self._word, _LINKED, 0.0, frozenset({Channel.HISTORY}))
        return rows | dict.fromkeys((LinkPost, LinkChange, LinkMarks, LinkNo), items)

    # --- what others know of links ------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """What this server is called as a realm."""
        kept = self._parts.store.get_setting(NAME_SETTING)
        return kept or realm_name_from(self._parts.settings.name, f"chat-{self.fingerprint.hex()[:6]}")

    @property
    def port(self) -> int:
        """Where others reach us."""
        return self._parts.settings.port

    def settle_name(self) -> None:
        """From now on the name stays, whatever the server is called. Inside a savepoint. Raises Storage."""
        if self._parts.store.get_setting(NAME_SETTING) is None:
            self._parts.store.set_setting(NAME_SETTING, self.name)

    def all(self) -> list[Link]:
        """Every link."""
        return list(self._links.values())

    def find(self, realm: int) -> Link | None:
        """One of them."""
        return self._links.get(realm)

    def refresh(self, now: float) -> None:
        """Follow the store. Connections and diallers of what is not agreed any more end."""
        lines = {line.id: line for line in self._parts.store.links()}
        for realm, line in lines.items():
            link = self._links.get(realm)
            if link is None:
                link = self._links[realm] = Link(line, retry_at=now)
                self.flow.count(link)
                continue
            if (link.line.state, link.line.secret, link.line.host) != (line.state, line.secret, line.host):
                link.retry_at, link.pause_s, link.trouble = now, limits.REALM_RETRY_S, ""
            link.line = line
        for realm, link in list(self._links.items()):
            if realm not in lines or link.line.state != Standing.AGREED:
                self._hang_up(link, now)
            if realm not in lines:
                del self._links[realm]
        self._parts.gateway.open = bool(self._links)
        self.folk.changed(now)

    # --- time ---------------------------------------------------------------------------------------------------------

    def next_timeout(self) -> float | None:
        """The earliest deadline of links and diallers."""
        times = [at for dial in (*self._dials.values(), *self._fading) if (at := dial.next_timeout()) is not None]
        for link in self._links.values():
            if link.pipe is None and link.dials and link.line.id not in self._dials:
                times.append(link.retry_at)
            if (at := self.flow.next_timeout(link, self._parts_now)) is not None:
                times.append(at)
            times.append(self._parts_now if self.cargo.may_look(link) else self._sweep_at + limits.REALM_SWEEP_S)
        if (at := self.folk.next_timeout()) is not None:
            times.append(at)
        return min(times, default=None)

    def handle_timeout(self, now: float) -> None:
        """Do what is due."""
        self._parts_now = now
        for dial in (*self._dials.values(), *self._fading):
            at = dial.next_timeout()
            if at is not None and at <= now:
                dial.handle_timeout(now)
        for link in self.all():
            if link.pipe is None and link.dials and link.line.id not in self._dials and link.retry_at <= now:
                self._dial(link, now)
            if link.done_at is not None and link.done_at <= now:
                self.flow.note_done(link, now)
            self.flow.pump(link, now)
            if self.cargo.may_look(link):
                self.cargo.look(link)
        self.folk.handle_timeout(now)
        if self._links and now >= self._sweep_at + limits.REALM_SWEEP_S:
            self._sweep_at = now
            for link in self.all():
                self.flow.give_up(link, self._parts.wall_ms() - int(limits.REALM_FATE_S * 1000), now)

    def serve(self, now: float) -> bool:
        """Say what connections have room for."""
        served = False
        for link in self.all():
            if link.pipe is not None:
                try:
                    served |= self.flow.serve(link, now)
                except Exception as error:  # a disk that fails, a mistake of ours: it costs this link, not the relay
                    self.fault(error, now)
                    self.broke(link, CloseCode.INTERNAL.name, now)
        return served

    # --- connections --------------------------------------------------------------------------------------------------

    def _dial(self, link: Link, now: float) -> None:
        self._dials[link.line.id] = Dial(self, link, self._parts.randbytes, now)
        self._list_diallers()

    def _list_diallers(self) -> None:
        self._exchange.diallers = (*self._dials.values(), *self._fading)

    def _put_away(self, link: Link, code: CloseCode, now: float) -> None:
        dial = self._dials.pop(link.line.id, None)
        if dial is not None:
            self._fading.append(dial)
            self._list_diallers()
            dial.end(code, "", now)

    def _hang_up(self, link: Link, now: float, code: CloseCode = CloseCode.BYE) -> None:
        """No connection any more, and none on its way; unless it is only asked for still."""
        pipe = link.pipe
        if pipe is not None:
            self._lost(link, "", now)
            if isinstance(pipe, Answered):
                pipe.close(code, "", now)
        if not link.dials or pipe is not None:
            self._put_away(link, code, now)

    def met(self, link: Link, fingerprint: bytes, now: float) -> None:
        """The server there has this certificate: it is the one from now on."""
        taken = any(other.line.fingerprint == fingerprint for other in self.all() if other is not link)
        if fingerprint == self.fingerprint or taken:
            self._troubled(link, RealmItself.code if fingerprint == self.fingerprint else RealmTaken.code, now)
            return
        store, realm = self._parts.store, link.line.id

        def told(now: float) -> None:
            self.refresh(now)
            link.retry_at = now
            said = text("realm.log.found", name=link.line.name, print=human_fingerprint(fingerprint))
            self._parts.log.add(RealmTold(said), now)

        self._parts.commits.submit(Write(lambda: store.change_link(realm, fingerprint=fingerprint), told), now)
        link.put_off(self._parts.randbytes, now)

    def noted(self, link: Link, now: float) -> None:
        """Their operator has to decide; ask again later."""
        link.trouble = ""
        link.retry_at = now + (limits.REALM_KNOCK_S if link.line.state == Standing.REQUESTED else 0.0)

    def proved(self, dial: Dial, now: float) -> None:
        """We dialled, and they are who they should be: behind their certificate, and with the secret."""
        link = dial.link
        if not link.line.confirmed:
            store, realm = self._parts.store, link.line.id

            def note() -> None:
                following = after(store.link(realm).state, Step.PROVE)
                store.change_link(realm, state=following, secret=dial.secret, confirmed=True)

            step = Write(note, self.refresh, lambda error, now: self.broke(link, error.code, now))
            self._parts.commits.submit(step, now)
        link.candidate = b""
        self._join(link, dial.pipe, now)

    def linked(self, link: Link, pipe: Answered, now: float) -> None:
        """They dialled, and have proved themselves."""
        self._by_cid[pipe.session.cid] = link
        self._join(link, pipe, now)

    def _join(self, link: Link, pipe: Pipe, now: float) -> None:
        former = link.pipe
        if former is not None:
            raced = now - link.linked_at < limits.REALM_RACE_S and former.dialler != pipe.dialler
            if raced and former.dialler < pipe.dialler:
                self._close(link, pipe, now)
                return
            link.pipe = None
            self.folk.lost(link, now)
            self.cargo.lost(link)
            self._close(link, former, now)
        elif isinstance(pipe, Answered):
            self._put_away(link, CloseCode.REPLACED, now)
        link.begin(pipe, now)
        pipe.open_wide()
        if isinstance(pipe, Answered):  # the dialler waits for it: until then nothing is proved to this side's disk
            self._greet(link, now)

    def _greet(self, link: Link, now: float) -> None:
        try:
            self.flow.greet(link)
        except Storage as error:
            self.broke(link, error.code, now)

    def _close(self, link: Link, pipe: Pipe, now: float) -> None:
        """A connection that is not the link's (any more)."""
        if isinstance(pipe, Dialled):
            self._put_away(link, CloseCode.REPLACED, now)
        elif isinstance(pipe, Answered):
            self._by_cid.pop(pipe.session.cid, None)
            pipe.close(CloseCode.REPLACED, "", now)

    def _lost(self, link: Link, reason: str, now: float, at_once: bool = False) -> None:
        if link.ready:
            said = text("realm.log.down", name=link.line.name, reason=reason or text("realm.log.by_us"))
            self._parts.log.add(RealmTrouble(said), now)
        if isinstance(link.pipe, Answered):
            self._by_cid.pop(link.pipe.session.cid, None)
        self.folk.lost(link, now)
        self.cargo.lost(link)
        link.end(self._parts.randbytes, now, at_once)

    def broke(self, link: Link, code: str, now: float) -> None:
        """Our disk failed, or the other side broke the rules: away with the connection, and begin again."""
        pipe = link.pipe
        if pipe is None:
            return
        self._lost(link, code, now)
        link.trouble = code
        if isinstance(pipe, Answered):
            pipe.close(CloseCode.INTERNAL, code, now)
        self._put_away(link, CloseCode.INTERNAL, now)

    def failed(self, dial: Dial, code: str, now: float) -> None:
        """A dialler came to nothing, or its connection is gone."""
        link = dial.link
        if self._dials.get(link.line.id) is dial:
            del self._dials[link.line.id]
            self._fading.append(dial)
        if link.pipe is dial.pipe:
            self._lost(link, code.lower(), now, at_once=code == CloseCode.REKEY.name)
        elif link.pipe is None and self._links.get(link.line.id) is link and dial.secret and dial.secret == link.candidate:
            link.candidate, link.retry_at = b"", now  # it was not theirs: on with our own knock
        elif link.pipe is None and self._links.get(link.line.id) is link:
            self._troubled(link, code, now)

    def over(self, dial: Dial, now: float) -> None:
        """Nothing of a dialler is left."""
        if self._dials.get(dial.link.line.id) is dial:
            del self._dials[dial.link.line.id]
        if dial in self._fading:
            self._fading.remove(dial)
        self._list_diallers()

    def _troubled(self, link: Link, code: str, now: float) -> None:
        if link.trouble != code:
            said = text("realm.log.not_linked", name=link.line.name, code=code)
            self._parts.log.add(RealmTrouble(said), now)
        link.trouble = code
        link.put_off(self._parts.randbytes, now)
        if code in (RealmElsewhere.code, RealmItself.code, RealmTaken.code):
            link.retry_at = now + limits.REALM_RETRY_MAX_S

    def drop(self, session: Session, now: float) -> None:
        """A connection that they dialled is gone."""
        self.answering.drop(session)
        self.folk.drop(session)
        link = self._by_cid.pop(session.cid, None)
        if link is not None and isinstance(link.pipe, Answered) and link.pipe.session is session:
            self._lost(link, text("realm.log.closed"), now)

    # --- words --------------------------------------------------------------------------------------------------------

    def _word(self, session: Session, word: LinkWord, size_bytes: int, now: float) -> None:
        link = self._by_cid.get(session.cid)
        if link is not None and isinstance(link.pipe, Answered) and link.pipe.session is session:
            self.heard(link, link.pipe, word, size_bytes, now)

    def heard(self, link: Link, pipe: Pipe, word: LinkWord, size_bytes: int, now: float) -> None:
        """A word on the link. Raises ProtocolViolation."""
        if link.pipe is not pipe:
            return
        self._parts_now = now
        match word:
            case LinkState():
                if isinstance(pipe, Dialled):
                    self._greet(link, now)
                self.flow.greeted(link, word, now)
                self.folk.changed(now)
                line, print = link.line, human_fingerprint(link.line.fingerprint)
                said = text("realm.log.up", name=line.name, addr=f"{line.host}:{line.port}", print=print)
                self._parts.log.add(RealmTold(said), now)
            case LinkGot():
                self.flow.got(link, word, now)
            case LinkAskPeople():
                self.folk.asked(link, word, now)
            case LinkPeople():
                self.folk.answered(link, word)
            case LinkFetch():
                self.cargo.asked(link, word, now)
            case LinkPiece():
                self.cargo.came(link, word, now)
            case LinkNoFile():
                self.cargo.gone(link, word, now)
            case LinkRefused(code):
                link.trouble = code
            case LinkPost() | LinkChange() | LinkMarks() | LinkNo():
                self.flow.came(link, word, size_bytes, now)
            case _:
                raise ProtocolViolation("a word that has no place on a link")

