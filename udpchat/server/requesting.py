"""One request with a ref, from its checks to its answer: the same for all kinds but posts.

A repeat (same author, same ref) gets the first answer, whatever has changed since; what is new is judged (rank, muted,
paused), done and remembered in one savepoint. Memory changes, the answer and the fan-out follow the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from udpchat import limits
from udpchat.errors import UdpchatError
from udpchat.server.events import Did, Refused
from udpchat.server.parts import Parts
from udpchat.server.refusals import as_refusal, seconds
from udpchat.server.rights import OWNER, check_rank, rank_of
from udpchat.server.sessions import Session
from udpchat.server.states import State
from udpchat.server.telling import news_of
from udpchat.store import StoredEvent, User
from udpchat.words import Done, NotDone, Word

ANSWERED = frozenset({State.SIGNED_IN, State.OPERATING})


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks. The operator's own connection is user 0, without a name."""

    session: Session
    who: User | None
    user: int
    name: str
    rank: int


@dataclass(slots=True)
class Deed:
    """What a request has done in its turn. `id` is the answer; `moved` are (conversation, user) whose membership it changed;
    `after` runs once it is on disk; `said` is for the log (with `as_what` in place of the word's name), `word` an answer of its
    own instead of Done."""

    id: int = 0
    events: list[StoredEvent] = field(default_factory=list)
    moved: list[tuple[int, int]] = field(default_factory=list)
    after: list[Callable[[float], None]] = field(default_factory=list)
    said: str | None = None
    as_what: str = ""
    word: Word | None = None

    @property
    def last_seq(self) -> int:
        """Of its events; 0 without any."""
        return self.events[-1].seq if self.events else 0


Act = Callable[[Asker, Any, int], Deed]
"""Carries a request out inside the savepoint: (who, word, wall time in ms). Raises UdpchatError to refuse."""


def asker_of(session: Session) -> Asker:
    """Who sits at a session that is signed in or operating; made anew when the person's role is another one."""
    asker: Asker | None = session.asker
    user = session.user
    if asker is not None and asker.who is user:
        return asker
    if user is None:
        asker = Asker(session, user, 0, "", OWNER)
    else:
        asker = Asker(session, user, user.id, user.name, rank_of(user.role, user.guest))
    session.asker = asker
    return asker


class Request:
    """A request on its way to the disk."""

    __slots__ = ("_act", "_deed", "_parts", "_repeated", "_session", "_word")

    def __init__(self, parts: Parts, act: Act, session: Session, word: Any) -> None:
        self._parts, self._act, self._session, self._word = parts, act, session, word
        self._deed = Deed()
        self._repeated = False

    def run(self, now: float) -> None:
        """Check and do. Raises what the request is refused with."""
        parts, word = self._parts, self._word
        asker, at = asker_of(self._session), parts.wall_ms()
        answered = parts.store.answered(asker.user, word.ref)
        if answered is not None:
            self._deed, self._repeated = Deed(answered), True
            return
        right = check_rank(type(word), asker.rank)
        if right.speaks:
            parts.discipline.check_heard(asker.user, asker.rank)
        self._deed = self._act(asker, word, at)
        if self._deed.word is None:
            parts.store.remember(asker.user, word.ref, self._deed.id, at)

    def done(self, now: float) -> None:
        """Answer, hand over to the fan-out, and let memory follow."""
        deed, session = self._deed, self._session
        if session.state in ANSWERED:
            self._parts.sessions.tell(session, deed.word or Done(self._word.ref, deed.id))
        hand_over(self._parts, deed.events, deed.moved)
        for follow in deed.after:
            follow(now)
        if deed.said is not None and not self._repeated:
            name = session.user.name if session.user is not None else ""
            self._parts.log.add(Did(name, deed.as_what or type(self._word).__name__, deed.said), now)

    def failed(self, error: UdpchatError, now: float) -> None:
        """Tell why not."""
        refusal, session = as_refusal(error), self._session
        if session.state in ANSWERED:
            word = NotDone(self._word.ref, refusal.code, seconds(refusal), refusal.detail)
            self._parts.sessions.tell(session, word)
        self._parts.log.add(Refused(session.addr, session.name, refusal.code, refusal.detail), now)


def hand_over(parts: Parts, events: Iterable[StoredEvent], moved: Iterable[tuple[int, int]]) -> None:
    """To the fan-out of this turn."""
    for place in moved:
        parts.delivery.moved(*place)
    for event in events:
        parts.delivery.stored(news_of(event))


def note(
    parts: Parts, asker: Asker, what: str, at: int, user: int = 0, conversation: int = 0, detail: str = ""
) -> None:  # fmt: skip
    """A line of the audit, in the same transaction."""
    parts.store.add_audit(at, asker.user, what, user, conversation, detail[: limits.DETAIL_CHARS])
