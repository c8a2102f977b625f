"""Fan-out: what a commit made readable goes to the live sessions of each conversation, joined and framed once per audience.

Strategy: each conversation has a hall with the live sessions of its members. An event is encoded once; sessions that were
told the same so far and see the same parts of a turn share their frames. A session that sees nothing of a turn hears
nothing of it: the interval of its next event begins where it was told last.

Invariants:
- A live session lacks nothing that it may see up to its `told` but what its `missing` lists (the history that it joined in
  on, which goes out behind the chat), and nothing at all of what lies between its `told` and ours.
- Nobody is told an event outside the intervals of their membership, one that speaks of an event outside them, or one that
  is hidden from them. The intervals are read from the store, where a turn has changed them, before it is fanned out.
- A session that does not take its chat (queue over the limit) stops being live: its interval goes to `history`, which reads
  the log for it just in time, so a slow reader costs a list of intervals and no copies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from udpchat import limits
from udpchat.errors import Storage
from udpchat.server.intervals import Interval
from udpchat.server.sessions import Line, Session
from udpchat.store import FOREVER
from udpchat.wire.channels import Channel, frame
from udpchat.words import join_events

Encoded = tuple[int, bytes]
"""The seq of an event and its JSON."""

Memberships = dict[int, list[Interval]]
"""For each conversation when somebody was a member of it, oldest first."""

Part = int | tuple[int, tuple[int, ...]]
"""What somebody sees of a turn: all events of a conversation, or only those of these seqs."""


@dataclass(slots=True)
class News:
    """One event of the turn. `target`: the seq that it speaks of, `hidden`: the user whom it must not reach; or 0.

    Not frozen, for that costs, and there is one for every post.
    """

    seq: int
    conversation: int
    target: int
    hidden: int
    data: bytes


@dataclass(slots=True)
class _Circle:
    """The live sessions of one user, and what the user may see."""

    user: int
    rooms: Memberships
    sessions: dict[int, Session] = field(default_factory=dict)

    def sees(self, news: News) -> bool:
        spans = self.rooms.get(news.conversation, ())
        seen = _within(news.seq, spans) and (not news.target or _within(news.target, spans))
        return seen and news.hidden != self.user

    def sees_since(self, conversation: int) -> int:
        """The seq from which on nothing of the conversation is hidden."""
        spans = self.rooms.get(conversation)
        return spans[-1][0] if spans and spans[-1][1] == FOREVER else FOREVER


class Log(Protocol):
    """What the fan-out asks of the store."""

    def memberships(self, user: int) -> Memberships: ...
    def intervals(self, user: int, conversation: int) -> list[Interval]: ...


class Delivery:
    """`told` is the newest seq of the log that was fanned out."""

    def __init__(self, line: Line, head: int, store: Log) -> None:
        self.told = head
        self._line, self._store = line, store
        self._live: dict[int, Session] = {}
        self._circles: dict[int, _Circle] = {}
        self._halls: dict[int, dict[int, Session]] = {}
        self._turn: list[News] = []
        self._moved: dict[tuple[int, int], None] = {}  # (conversation, user) whose membership this turn has changed

    # --- who is live --------------------------------------------------------------------------------------------------

    def follow(self, session: Session) -> None:
        """It holds everything up to `told`, or lacks only what its `missing` lists; it is live from now on. Raises Storage."""
        assert session.user is not None
        user = session.user.id
        circle = self._circles.get(user)
        if circle is None:
            circle = self._circles[user] = _Circle(user, self._store.memberships(user))
        circle.sessions[session.cid] = self._live[session.cid] = session
        session.told = self.told
        for conversation, spans in circle.rooms.items():
            if spans[-1][1] > self.told:
                self._halls.setdefault(conversation, {})[session.cid] = session

    def drop(self, session: Session) -> None:
        """It is gone, or catches up."""
        if self._live.pop(session.cid, None) is None:
            return
        assert session.user is not None
        circle = self._circles[session.user.id]
        del circle.sessions[session.cid]
        for conversation in circle.rooms:
            self._leave_hall(conversation, session.cid)
        if not circle.sessions:
            del self._circles[session.user.id]

    def is_live(self, session: Session) -> bool:
        """Whether it is told at once."""
        return session.cid in self._live

    @property
    def live_count(self) -> int:
        """How many follow live."""
        return len(self._live)

    def audience(self, conversation: int) -> list[Session]:
        """The live sessions of those who are members now."""
        return list(self._halls.get(conversation, {}).values())

    def audience_count(self, conversation: int) -> int:
        """How many those are."""
        return len(self._halls.get(conversation, ()))

    def is_member(self, user: int, conversation: int) -> bool:
        """Whether somebody who is live may see what is said there now."""
        circle = self._circles.get(user)
        return circle is not None and circle.sees_since(conversation) != FOREVER

    # --- the committed turn -------------------------------------------------------------------------------------------

    def stored(self, news: News) -> None:
        """An event of the turn, in ascending order."""
        self._turn.append(news)

    @property
    def turn_count(self) -> int:
        """How many events the turn has so far."""
        return len(self._turn)

    def moved(self, conversation: int, user: int) -> None:
        """The turn has changed what the user may see of the conversation."""
        if user in self._circles:
            self._moved[conversation, user] = None

    def fan_out(self) -> tuple[int, list[Session]]:
        """Tell everybody live. The number of deliveries, and those who fell behind (their `missing` is extended)."""
        turn, self._turn = self._turn, []
        moved, self._moved = self._moved, {}
        hi = turn[-1].seq if turn else self.told
        unsure = {session.cid: session for place in moved for session in self._let_in(*place)}
        self._fall_behind(list(unsure.values()), hi)
        count, lagging = 0, list[Session]()
        if turn:
            count, lagging = self._spread(turn, self._seen(turn, {conversation for conversation, _ in moved}), hi)
            self._fall_behind(lagging, hi)
            self.told = hi
        for conversation, user in moved:
            self._let_out(conversation, user)
        return count, [*unsure.values(), *lagging]

    def doubt(self, head: int) -> list[Session]:
        """A commit failed, yet the log ends at `head`: whatever of it is there after all (the disk said no too late) is
        not in our hands. Those who were live and now have to read it from the log (their `missing` is extended)."""
        self._turn, self._moved = [], {}
        if head <= self.told:
            return []
        self.told = head
        lagging = list(self._live.values())
        self._fall_behind(lagging, head)
        return lagging

    # --- inside -------------------------------------------------------------------------------------------------------

    def _fall_behind(self, sessions: list[Session], hi: int) -> None:
        """They are not live any more, and lack all that they were not told up to there."""
        for session in sessions:
            self.drop(session)
            if session.told < hi:
                session.lacks(session.told + 1, hi)
            session.covered_to = hi

    def _let_in(self, conversation: int, user: int) -> list[Session]:
        """Learn the intervals; into the hall before the turn is told, for what is still or already theirs of it. The sessions
        to which nothing can be told since the intervals could not be read."""
        circle = self._circles.get(user)
        if circle is None:  # gone within this very turn
            return []
        unsure: list[Session] = []
        spans: list[Interval] = []
        try:
            spans = self._store.intervals(user, conversation)
        except Storage:
            unsure = list(circle.sessions.values())
        if spans:
            circle.rooms[conversation] = spans
            self._halls.setdefault(conversation, {}).update(circle.sessions)
        else:
            self._empty_hall(conversation, circle)
            circle.rooms.pop(conversation, None)
        return unsure

    def _let_out(self, conversation: int, user: int) -> None:
        """Out of the hall after it, if the membership has ended."""
        circle = self._circles.get(user)
        if circle is not None and circle.sees_since(conversation) == FOREVER:
            self._empty_hall(conversation, circle)

    def _empty_hall(self, conversation: int, circle: _Circle) -> None:
        for cid in circle.sessions:
            self._leave_hall(conversation, cid)

    def _seen(self, turn: list[News], moved: set[int]) -> dict[int, tuple[Part, ...]]:
        """What each session sees of the turn, by cid. `moved`: conversations whose members are others now."""
        by_conversation: dict[int, list[News]] = {}
        for news in turn:
            by_conversation.setdefault(news.conversation, []).append(news)
        seen: dict[int, tuple[Part, ...]] = {}
        for conversation, events in by_conversation.items():
            hall = self._halls.get(conversation)
            if not hall:
                continue
            if conversation in moved or any(news.target or news.hidden for news in events):
                self._look_closely(conversation, events, hall, seen)
                continue
            whole = (conversation,)
            for cid in hall:
                seen[cid] = seen[cid] + whole if cid in seen else whole
        return seen

    def _look_closely(
        self, conversation: int, events: list[News], hall: dict[int, Session], seen: dict[int, tuple[Part, ...]]
    ) -> None:
        """Some of the hall may not see all of it."""
        floor = min(news.target or news.seq for news in events)
        hidden = {news.hidden for news in events}
        for cid, session in hall.items():
            assert session.user is not None
            circle = self._circles[session.user.id]
            part: Part = conversation
            if circle.sees_since(conversation) > floor or circle.user in hidden:
                seqs = tuple([news.seq for news in events if circle.sees(news)])
                if not seqs:
                    continue
                part = (conversation, seqs)
            seen[cid] = (*seen.get(cid, ()), part)

    def _spread(self, turn: list[News], seen: dict[int, tuple[Part, ...]], hi: int) -> tuple[int, list[Session]]:
        made: dict[tuple[int, tuple[Part, ...]], tuple[int, list[bytes]]] = {}
        count, lagging = 0, []
        queued_bytes, send_framed, live = self._line.queued_bytes, self._line.send_framed, self._live
        chat, limit = Channel.CHAT, limits.SESSION_QUEUE_BYTES
        for cid, parts in seen.items():
            session = live[cid]
            if queued_bytes(cid, chat) > limit:
                lagging.append(session)
                continue
            key = (session.told + 1, parts)
            found = made.get(key)
            if found is None:
                events = _chosen(turn, parts)
                found = made[key] = (len(events), frames_of(chat, key[0], hi, events))
            session.told = hi
            count += found[0]
            for framed in found[1]:
                send_framed(cid, chat, framed)
        return count, lagging

    def _leave_hall(self, conversation: int, cid: int) -> None:
        hall = self._halls.get(conversation)
        if hall is not None and hall.pop(cid, None) is not None and not hall:
            del self._halls[conversation]


def _within(seq: int, spans: Sequence[Interval]) -> bool:
    return any(lo <= seq <= hi for lo, hi in spans)


def _chosen(turn: list[News], parts: tuple[Part, ...]) -> list[Encoded]:
    """The events of these parts, in the order of the turn."""
    whole = {part for part in parts if type(part) is int}
    single = {seq for part in parts if type(part) is tuple for seq in part[1]}
    return [(news.seq, news.data) for news in turn if news.conversation in whole or news.seq in single]


def frames_of(channel: Channel, lo: int, hi: int, events: Sequence[Encoded]) -> list[bytes]:
    """The Events frames of an interval: as few as the frame's size allows, their intervals adjacent."""
    frames: list[bytes] = []
    group: list[bytes] = []
    size = 0
    last = lo - 1
    for seq, data in events:
        if group and (size + len(data) > limits.FANOUT_FRAME_BYTES or len(group) == limits.EVENTS_COUNT):
            frames.append(frame(channel, join_events(lo, last, group)))
            lo, group, size = last + 1, [], 0
        group.append(data)
        size += len(data) + 1
        last = seq
    frames.append(frame(channel, join_events(lo, hi, group)))
    return frames
