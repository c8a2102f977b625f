"""Who is online and whether they are there: pages for the newcomer, from then on deltas of at most one a second.

Strategy: there is one published picture; every delta leads from one published picture to the next, and a newcomer gets
the published one. So nobody misses or doubles anything, and a thousand people who return within a second cost a handful
of frames that are encoded once. After quiet the first change is published at once. A session that does not take its
control frames is left out and gets the whole picture when its queue is empty again: a latest-value slot, not a queue.
"""

from __future__ import annotations

from collections.abc import Callable

from udpchat import limits
from udpchat.server.sessions import Line, Session
from udpchat.store import User
from udpchat.wire.channels import Channel, frame
from udpchat.words import Availability, People, Person, encode
from udpchat.words import Presence as Delta


class Presence:
    """The persons with at least one session. `on_count` hears how many there are after every publication.

    Of several devices of a person one that must not be disturbed decides, else one where somebody is.
    """

    def __init__(self, line: Line, on_count: Callable[[int], None]) -> None:
        self._line, self._on_count = line, on_count
        self._online: dict[int, Person] = {}
        self._sessions: dict[int, dict[int, Session]] = {}
        self._published: dict[int, Person] = {}
        self._changed: dict[int, None] = {}
        self._audience: dict[int, Session] = {}
        self._behind: dict[int, Session] = {}
        self._pages: list[bytes] | None = None
        self._published_at = float("-inf")

    def join(self, session: Session, user: User, now: float) -> None:
        """A session was welcomed: tell the others, and tell it who is here."""
        sessions = self._sessions.setdefault(user.id, {})
        sessions[session.cid] = session
        known = self._online.get(user.id)
        self._put(user, known.status if known else user.status, now)
        self._show(session)
        self._audience[session.cid] = session

    def leave(self, session: Session, user: User, now: float) -> None:
        """A welcomed session is gone."""
        self._audience.pop(session.cid, None)
        self._behind.pop(session.cid, None)
        sessions = self._sessions[user.id]
        del sessions[session.cid]
        if sessions:
            self._put(user, self._online[user.id].status, now)
            return
        del self._sessions[user.id], self._online[user.id]
        self._change(user.id, now)

    def say(self, user: User, status: str | None, now: float) -> None:
        """One of the devices says whether somebody is there. None: the status text stays."""
        self._put(user, self._online[user.id].status if status is None else status, now)

    def rename(self, user: User, now: float) -> None:
        """The role or the status of somebody is another one; nothing if they are not here."""
        if user.id in self._online:
            self._put(user, user.status, now)

    def person(self, user: int) -> Person | None:
        """How somebody is shown, if they are here."""
        return self._online.get(user)

    def _put(self, user: User, status: str, now: float) -> None:
        sessions = self._sessions[user.id].values()
        state, plain = _state([session.availability for session in sessions]), any(session.plain for session in sessions)
        person = Person(user.id, user.name, user.role, user.guest, state, status, plain)
        if self._online.get(user.id) != person:
            self._online[user.id] = person
            self._change(user.id, now)

    @property
    def people(self) -> list[Person]:
        """Everybody who is online."""
        return list(self._online.values())

    @property
    def count(self) -> int:
        """How many persons are online."""
        return len(self._online)

    @property
    def published_count(self) -> int:
        """The same, as everybody was told last."""
        return len(self._published)

    def next_timeout(self) -> float | None:
        """When the next delta is due."""
        if not self._changed and not self._behind:
            return None
        return self._published_at + limits.PRESENCE_TICK_S

    def handle_timeout(self, now: float) -> None:
        """Publish when due."""
        due = self.next_timeout()
        if due is not None and due <= now:
            self._publish(now)

    def _change(self, user: int, now: float) -> None:
        self._changed[user] = None
        self.handle_timeout(now)

    def _publish(self, now: float) -> None:
        self._published_at = now
        self._catch_up()
        deltas = self._difference()
        if not deltas:
            return
        self._published = dict(self._online)
        self._pages = None
        self._spread(deltas)
        self._on_count(len(self._published))

    def _difference(self) -> list[bytes]:
        online, published = self._online, self._published
        joined = [online[user] for user in self._changed if user in online and user not in published]
        left = [published[user] for user in self._changed if user in published and user not in online]
        both = [user for user in self._changed if user in published and user in online]
        changed = [online[user] for user in both if online[user] != published[user]]
        self._changed.clear()
        return _deltas(joined, left, changed)

    def _spread(self, frames: list[bytes]) -> None:
        slow = []
        for cid, session in self._audience.items():
            if self._line.queued_bytes(cid, Channel.CONTROL) > limits.CONTROL_QUEUE_BYTES:
                slow.append(session)
                continue
            for framed in frames:
                self._line.send_framed(cid, Channel.CONTROL, framed)
        for session in slow:
            del self._audience[session.cid]
            self._behind[session.cid] = session

    def _catch_up(self) -> None:
        for cid, session in list(self._behind.items()):
            if not self._line.queued_bytes(cid, Channel.CONTROL):
                del self._behind[cid]
                self._show(session)
                self._audience[cid] = session

    def _show(self, session: Session) -> None:
        if self._pages is None:
            self._pages = _pages(list(self._published.values()))
        for framed in self._pages:
            self._line.send_framed(session.cid, Channel.CONTROL, framed)


def _pages(people: list[Person]) -> list[bytes]:
    size = limits.PEOPLE_COUNT
    pages = [tuple(people[start : start + size]) for start in range(0, len(people), size)] or [()]
    return [frame(Channel.CONTROL, encode(People(page, last=index == len(pages) - 1))) for index, page in enumerate(pages)]


def _deltas(*lists: list[Person]) -> list[bytes]:
    """Of those who joined, who left and who changed."""
    size = limits.PRESENCE_COUNT
    starts = range(0, max(len(people) for people in lists), size)
    deltas = [Delta(*(tuple(people[start : start + size]) for people in lists)) for start in starts]
    return [frame(Channel.CONTROL, encode(delta)) for delta in deltas]


def _state(states: list[Availability]) -> Availability:
    order: tuple[Availability, ...] = ("busy", "online")
    return next((state for state in order if state in states), "away")
