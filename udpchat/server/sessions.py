"""The sessions: one per connection, what is known of each, and how they are told things and closed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from udpchat import limits
from udpchat.driver import Address
from udpchat.rates import Bucket
from udpchat.scram import ScramServer
from udpchat.server.intervals import Interval
from udpchat.server.settings import InForce
from udpchat.server.states import State, Step, after
from udpchat.server.throttle import PostRate
from udpchat.store import User
from udpchat.wire.channels import Channel
from udpchat.wire.codes import CloseCode
from udpchat.wire.events import ConnectionStats
from udpchat.words import Availability, Bye, Fill, Who, Word, encode


class Flood(Exception):
    """A session asked for more than its share; its connection is closed. The argument says of what."""


class Line(Protocol):
    """What the services need of `wire.ServerEndpoint`."""

    def send(self, cid: int, channel: Channel, body: bytes) -> None: ...
    def send_framed(self, cid: int, channel: Channel, framed: bytes) -> None: ...
    def queued_bytes(self, cid: int, channel: Channel | None = None) -> int: ...
    def held_bytes(self, cid: int) -> int: ...
    def raise_frame_limit(self, cid: int) -> None: ...
    def close(self, cid: int, code: CloseCode, reason: str, now: float) -> None: ...
    def reset_token(self, cid: int) -> bytes: ...
    def stats(self, cid: int) -> ConnectionStats | None: ...


@dataclass(slots=True)
class Proof:
    """A SCRAM exchange under way: `account` is the folded name, `user` who it would be."""

    who: Who
    account: str
    scram: ScramServer
    user: User | None


@dataclass(slots=True, eq=False)
class Session:
    """One connection. Its services keep their per-session state here, so that a lookup is an attribute."""

    cid: int
    addr: Address
    number: int
    budget: Bucket
    rate: PostRate
    state: State = State.GREETING
    # sign-in
    proof: Proof | None = None
    room_proved: bool = False
    proved_at: int = 0  # when the account's password was proved or set on this connection, ms of the wall clock; 0: never
    refused_count: int = 0
    claimed: str = ""
    user: User | None = None
    # what became of it
    since: int = 0  # when it was welcomed, ms of the wall clock
    new_guest: bool = False
    plain: bool = False  # of plain text: it acknowledges nothing, and everybody on the way can read it
    heard: bool = False
    said_bye: bool = False
    post_count: int = 0
    token_hash: bytes = b""  # of the token that its Welcome gave: whoever returns with it is the same device
    returns_with: bytes = b""  # of the token that it came with, if it did
    availability: Availability = "online"
    asker: Any = None  # what `requesting.asker_of` has made of it
    # requests that write: what waits for the rate or a commit, with its size
    inbox: deque[tuple[Word, int]] = field(default_factory=deque)
    inbox_bytes: int = 0
    slowed: bool = False
    asleep: bool = False
    # how far it was told while it is live
    told: int = 0
    # catching up: intervals still to send, oldest last; and where a session that is not live is told or scheduled up to
    missing: list[Interval] = field(default_factory=list)
    covered_to: int = 0
    fills: deque[Fill] = field(default_factory=deque)

    def lacks(self, lo: int, hi: int) -> None:
        """It fell behind: an interval above all that it lacks already."""
        if self.missing and self.missing[0][1] == lo - 1:
            self.missing[0] = (self.missing[0][0], hi)
        else:
            self.missing.insert(0, (lo, hi))
        self.covered_to = hi

    def step(self, step: Step) -> None:
        """Go to the next state. Raises ProtocolViolation."""
        self.state = after(self.state, step)

    @property
    def name(self) -> str:
        """For the log: who it is, or who it claims to be."""
        return self.user.name if self.user else self.claimed


class Sessions:
    """All sessions by connection id, the welcomed ones by user."""

    def __init__(self, line: Line, in_force: InForce) -> None:
        self.line = line
        self.on_gone: Callable[[Session, str, float], None] = lambda session, reason, now: None
        self._in_force = in_force
        self._by_cid: dict[int, Session] = {}
        self._by_user: dict[int, list[Session]] = {}
        self._member_count = 0
        self._next_number = 1

    def open(self, cid: int, addr: Address) -> Session:
        """A new connection."""
        chosen = self._in_force.settings
        budget = Bucket(limits.REQUEST_RATE_PER_S, limits.REQUEST_BURST)
        rate = PostRate(chosen.rate_per_s, chosen.burst, chosen.bytes_per_s)
        session = self._by_cid[cid] = Session(cid, addr, self._next_number, budget, rate)
        self._next_number += 1
        return session

    def get(self, cid: int) -> Session | None:
        """The session of a connection."""
        return self._by_cid.get(cid)

    def all(self) -> list[Session]:
        """Every session, welcomed or not."""
        return list(self._by_cid.values())

    @property
    def member_count(self) -> int:
        """How many are welcomed."""
        return self._member_count

    def of_user(self, user: int) -> list[Session]:
        """The welcomed sessions of a user."""
        return list(self._by_user.get(user, ()))

    def is_here(self, user: int) -> bool:
        """Whether a user has a welcomed session."""
        return user in self._by_user

    def welcomed(self) -> list[Session]:
        """All welcomed sessions."""
        return [session for mates in self._by_user.values() for session in mates]

    def users(self) -> list[int]:
        """Who has one."""
        return list(self._by_user)

    def welcome(self, session: Session, user: User, at: int) -> None:
        """It belongs to a user from now on."""
        session.step(Step.WELCOME)
        session.user, session.since = user, at
        self._by_user.setdefault(user.id, []).append(session)
        self._member_count += 1

    def tell(self, session: Session, word: Word) -> None:
        """Queue a word on the control channel."""
        self.line.send(session.cid, Channel.CONTROL, encode(word))

    def close(
        self, session: Session, code: CloseCode, reason: str, now: float, bye: bool = False, logged: str = ""
    ) -> None:  # fmt: skip
        """End it from this side; `bye` says goodbye first, so that the peer knows it is meant. `logged`: if not the code."""
        if session.state is State.CLOSING:
            return
        if bye:
            self.tell(session, Bye(reason))
        self._detach(session, logged or code.name.lower(), now)
        self.line.close(session.cid, code, reason, now)

    def closed(self, cid: int, reason: str, now: float) -> None:
        """The connection is gone, whoever ended it."""
        session = self._by_cid.pop(cid, None)
        if session is not None and session.state is not State.CLOSING:
            self._detach(session, reason, now)

    def _detach(self, session: Session, reason: str, now: float) -> None:
        session.state = State.CLOSING
        if session.user is not None:
            mates = self._by_user[session.user.id]
            mates.remove(session)
            if not mates:
                del self._by_user[session.user.id]
            self._member_count -= 1
        self.on_gone(session, reason, now)
