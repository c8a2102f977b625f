"""Questions about links: which there are, what operators see of each, and who is there as far as their operator tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from udpchat import limits
from udpchat.errors import Storage
from udpchat.names import fold
from udpchat.server.parts import Parts
from udpchat.server.realms.link import Link
from udpchat.server.realms.states import Standing
from udpchat.server.sessions import Session
from udpchat.store import REMOTE, LinkLine
from udpchat.words import (
    AskLinks,
    AskRealmPeople,
    AskRealms,
    LinkAskPeople,
    LinkPeople,
    LinkRow,
    Links,
    RealmList,
    RealmPeople,
    RealmPerson,
    RealmRow,
)


class Home(Protocol):
    """What this needs of the service."""

    @property
    def name(self) -> str: ...
    def all(self) -> list[Link]: ...


@dataclass(slots=True)
class _Question:
    """Somebody who waits for an answer of the other side."""

    session: Session
    link: Link
    word: AskRealmPeople
    deadline_at: float


class Folk:
    """Handlers of requests, and of the questions on links."""

    def __init__(self, parts: Parts, home: Home) -> None:
        self._parts, self._home = parts, home
        self._questions: dict[int, _Question] = {}
        self._last = 0
        self._told: dict[int, tuple[Session, RealmList]] = {}  # by connection: who has asked for links, and was told what
        self._news_at: float | None = None

    # --- people and operators here ------------------------------------------------------------------------------------

    def ask_realms(self, session: Session, word: AskRealms, size_bytes: int, now: float) -> None:
        """What people see of links; they are told again when it changes."""
        answer = self._links()
        if session.user is not None:
            self._told[session.cid] = session, answer
        self._parts.sessions.tell(session, answer)

    def _links(self) -> RealmList:
        """Invites are the operator's business."""
        links = [link for link in self._home.all() if link.line.state != Standing.INVITED]
        rows = tuple([RealmRow(link.line.name, link.standing) for link in links[: limits.REALMS_COUNT]])
        return RealmList(self._home.name, rows)

    def changed(self, now: float) -> None:
        """Something became of a link: people hear of it soon, once for all that happens until then."""
        if self._news_at is None and self._told:
            self._news_at = now + limits.REALM_NEWS_S

    def _tell_news(self) -> None:
        self._news_at, news = None, self._links()
        for cid, (session, told) in self._told.items():
            if told != news:
                self._told[cid] = session, news
                self._parts.sessions.tell(session, news)

    def ask_links(self, session: Session, word: AskLinks, size_bytes: int, now: float) -> None:
        """What operators see."""
        lines = {line.id: line for line in self._parts.store.links()}
        links = [link for link in self._home.all() if link.line.id in lines][: limits.REALMS_COUNT]
        rows = tuple([self._row(link, lines[link.line.id]) for link in links])
        self._parts.sessions.tell(session, Links(self._home.name, rows))

    def _row(self, link: Link, line: LinkLine) -> LinkRow:
        by = self._parts.store.user(line.proposed_by) if line.proposed_by else None
        return LinkRow(
            id=line.id, name=line.name, standing=link.standing, host=line.host, port=line.port,
            fingerprint=line.fingerprint, rtt_us=int(link.pipe.rtt_s() * 1e6) if link.pipe is not None else 0,
            queued=link.waiting_count, sent=line.last, got=line.got, shares=line.shares,
            by=by.name if by is not None else "", trouble=link.trouble[: limits.CODE_CHARS], at=line.at,
        )  # fmt: skip

    def ask_people(self, session: Session, word: AskRealmPeople, size_bytes: int, now: float) -> None:
        """Who is there: their server answers, if it may be asked."""
        link = next((link for link in self._home.all() if fold(link.line.name) == fold(word.realm)), None)
        if link is None or link.pipe is None or not link.ready or not link.shares:
            self._parts.sessions.tell(session, RealmPeople(word.realm, word.prefix, False, ()))
            return
        self._last += 1
        self._questions[self._last] = _Question(session, link, word, now + limits.REALM_ASK_S)
        link.pipe.say(LinkAskPeople(self._last, word.prefix))

    # --- the other side -----------------------------------------------------------------------------------------------

    def asked(self, link: Link, word: LinkAskPeople, now: float) -> None:
        """They ask who is here; stand-ins are not. Who asks too often is not answered."""
        if link.pipe is None or link.bucket.wait(now) > 0.0:
            return
        link.bucket.take(limits.REALM_QUESTION_COST)
        rows: list[RealmPerson] = []
        if link.line.shares and "@" not in word.prefix:
            try:
                users = self._parts.store.directory(word.prefix, "", limits.REALM_PEOPLE_COUNT)
            except Storage:
                users = []
            for user in users:
                if user.role != REMOTE:
                    online = self._parts.presence.person(user.id) is not None
                    rows.append(RealmPerson(user.name, user.display, online))
        link.pipe.say(LinkPeople(word.id, tuple(rows)))

    def answered(self, link: Link, word: LinkPeople) -> None:
        """They have told."""
        question = self._questions.get(word.id)
        if question is not None and question.link is link:
            del self._questions[word.id]
            self._tell(question, True, word.rows)

    def lost(self, link: Link, now: float) -> None:
        """There is no connection any more."""
        self.changed(now)
        for number, question in list(self._questions.items()):
            if question.link is link:
                del self._questions[number]
                self._tell(question, False, ())

    def drop(self, session: Session) -> None:
        """Whoever asked is gone."""
        self._told.pop(session.cid, None)
        for number, question in list(self._questions.items()):
            if question.session is session:
                del self._questions[number]

    def next_timeout(self) -> float | None:
        """When the oldest question is given up, or there are news to tell."""
        times = [question.deadline_at for question in self._questions.values()]
        if self._news_at is not None:
            times.append(self._news_at)
        return min(times, default=None)

    def handle_timeout(self, now: float) -> None:
        """Give up what has waited too long; tell news."""
        if self._news_at is not None and self._news_at <= now:
            self._tell_news()
        for number, question in list(self._questions.items()):
            if question.deadline_at <= now:
                del self._questions[number]
                self._tell(question, False, ())

    def _tell(self, question: _Question, told: bool, rows: tuple[RealmPerson, ...]) -> None:
        word = question.word
        if self._parts.sessions.get(question.session.cid) is question.session:
            self._parts.sessions.tell(question.session, RealmPeople(word.realm, word.prefix, told, rows))
