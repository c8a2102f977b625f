"""Everything people say to each other: puts its services together, and drives them as one for the core."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

from udpchat import limits
from udpchat.driver import Job
from udpchat.errors import UdpchatError
from udpchat.sanitize import one_line
from udpchat.server.accounts import Accounts
from udpchat.server.directory import Directory
from udpchat.server.edits import Edits
from udpchat.server.faults import Faults
from udpchat.server.files.service import Files
from udpchat.server.groups import Groups
from udpchat.server.inbox import Inbox, MakeWrite
from udpchat.server.moderation import Moderation
from udpchat.server.operators import Operators
from udpchat.server.parts import Parts
from udpchat.server.posting import Posting
from udpchat.server.profiles import Profiles
from udpchat.server.realms.exchange import Exchange
from udpchat.server.realms.service import Realms
from udpchat.server.receipts import Receipts
from udpchat.server.requesting import Request, asker_of
from udpchat.server.requests import OPERATING, SIGNED_IN, Row, Table
from udpchat.server.retention import Retention
from udpchat.server.rights import OPERATOR_MAY
from udpchat.server.searching import LANE as SEARCH_LANE
from udpchat.server.searching import Searching
from udpchat.server.sessions import Session
from udpchat.server.states import State
from udpchat.server.typing_now import TypingHints
from udpchat.wire.channels import Channel
from udpchat.words import (
    AskAudit,
    AskGroups,
    AskMembers,
    AskPeople,
    AskReceipts,
    AskSanctions,
    Away,
    Offer,
    Post,
    PostMany,
    Received,
    Search,
    Typing,
)

_CHAT: Final = frozenset({Channel.CHAT})
_EITHER: Final = frozenset({Channel.CONTROL, Channel.CHAT})
_BOTH: Final = frozenset({State.SIGNED_IN, State.OPERATING})
SLOT_COST: Final = 0.1  # of a word that only replaces a latest value


class Timed(Protocol):
    """A service with a deadline."""

    def next_timeout(self) -> float | None: ...


class Talk:
    """The services of conversations, people and order."""

    def __init__(
        self, parts: Parts, faults: Faults, blobs: Path | None, exchange: Exchange, fingerprint: bytes
    ) -> None:  # fmt: skip
        self._parts, line = parts, parts.sessions.line
        self.receipts = Receipts(
            parts.store, parts.sessions, parts.commits, parts.delivery, parts.rooms, parts.gateway
        )  # fmt: skip
        self.typing = TypingHints(line, parts.delivery, self._may_type)
        self.posting = Posting(parts, self.receipts, self.typing)
        self.directory = Directory(parts.store, line, parts.presence, faults.unreadable)
        self.searching = Searching(parts, faults.noted)
        self.retention = Retention(parts, self.searching.stored)
        self.files = Files(parts, self.posting, blobs)
        self.realms = Realms(parts, self.posting, exchange, fingerprint, faults.noted, self.files)
        self._inbox: Inbox | None = None
        self._timed: tuple[Timed, ...] = ()
        self._told = parts.rules

    def table(self, operators: Operators) -> Table:
        """The rows of all its words."""
        moderation = Moderation(self._parts, operators, self.retention)
        acts = {**Groups(self._parts).acts(), **Edits(self._parts).acts(), **Profiles(self._parts).acts()}
        acts |= {**moderation.acts(), **Accounts(self._parts).acts(), **self.files.office.acts(), **self.realms.acts()}
        writes: dict[type, MakeWrite] = {kind: partial(Request, self._parts, act) for kind, act in acts.items()}
        writes |= {Post: self.posting.post, PostMany: self.posting.post_many, Offer: self.files.offer}
        self._inbox = inbox = Inbox(self._parts.sessions, self._parts.commits, writes)
        rows = {kind: Row(inbox.take, states_of(kind), 0.0, _EITHER) for kind in writes}
        rows |= {kind: Row(inbox.take, states_of(kind), 0.0, _CHAT) for kind in (Post, PostMany)}
        self._timed = (
            *(inbox, self.typing, self.receipts, self._parts.rooms, self.retention, self.searching, self.files, self.realms),
        )
        return rows | self.files.table() | self.realms.table() | {
            Received: Row(self.receipts.received, SIGNED_IN, SLOT_COST),
            Typing: Row(self.typing.type, SIGNED_IN, SLOT_COST),
            Away: Row(self._away, SIGNED_IN, SLOT_COST),
            AskReceipts: Row(self.receipts.ask, SIGNED_IN, 0.5),
            AskMembers: Row(self.directory.ask_members, _BOTH),
            AskPeople: Row(self.directory.ask_people, _BOTH),
            AskGroups: Row(self.directory.ask_groups, OPERATING),
            AskSanctions: Row(moderation.ask_sanctions, _BOTH),
            AskAudit: Row(moderation.ask_audit, _BOTH),
            Search: Row(self.searching.ask, SIGNED_IN, 2.0),
        }

    @property
    def inbox(self) -> Inbox:
        """The queues of requests."""
        assert self._inbox is not None
        return self._inbox

    # --- as one -------------------------------------------------------------------------------------------------------

    def next_timeout(self) -> float | None:
        """The earliest deadline of all."""
        at: float | None = None
        for part in self._timed:
            other = part.next_timeout()
            if other is not None and (at is None or other < at):
                at = other
        return at

    def handle_timeout(self, now: float) -> None:
        """Do what is due."""
        self.inbox.handle_timeout(now)
        self.typing.handle_timeout(now)
        self.receipts.handle_timeout(now)
        self._parts.rooms.handle_timeout(now)
        self.retention.handle_timeout(now)
        self.files.handle_timeout(now)
        self.realms.handle_timeout(now)

    def serve(self, now: float) -> bool:
        """Queue what sessions have room for; whether there was anything."""
        return self.directory.serve(now) | self.files.serve() | self.realms.serve(now)

    def next_job(self, now: float, ending: bool) -> Job | None:
        """Work for the disks of files; a search, unless the end is near."""
        return self.files.next_job() or (None if ending else self.searching.next_job(now))

    def finish_job(self, job: Job, value: Any, error: Exception | None, now: float) -> bool:
        """The outcome of a job; False if it was none of these."""
        if job.lane == SEARCH_LANE:
            self.searching.finish(value, error, now)
            return True
        return self.files.finish_job(job, value, error, now)

    def tell_rules(self) -> None:
        """The settings have changed: what members know of them."""
        if self._parts.rules != self._told:
            self._told = self._parts.rules
            for session in self._parts.sessions.welcomed():
                self._parts.sessions.tell(session, self._told)

    def drop(self, session: Session, now: float) -> None:
        """It is gone."""
        self.inbox.drop(session)
        self.files.drop(session)
        self.directory.drop(session)
        self._parts.rooms.drop(session)
        self.realms.drop(session, now)
        if session.user is not None and not session.user.guest and not self._parts.sessions.is_here(session.user.id):
            self._parts.commits.submit(_Seen(self._parts, session.user.id), now)

    def close(self) -> None:
        """Let go of all files, after the loop's last turn."""
        self.files.close()
        self.realms.cargo.close()

    # --- small words --------------------------------------------------------------------------------------------------

    def _away(self, session: Session, word: Away, size_bytes: int, now: float) -> None:
        """Whoever is not heard may say that they are away, and nothing besides."""
        assert session.user is not None
        session.availability = word.state
        status = one_line(word.status, limits.STATUS_BYTES) if self._is_heard(session) else None
        self._parts.presence.say(session.user, status, now)

    def _may_type(self, session: Session, conversation: int) -> bool:
        """Whether the others are to hear of it."""
        store, user = self._parts.store, asker_of(session).user
        if not self._is_heard(session) or conversation == store.announcements:
            return False
        if conversation == store.lobby:
            return True
        room = store.room(user, conversation)
        return room is not None and (room.kind != "private" or user not in store.blocked_by(room.peer))

    def _is_heard(self, session: Session) -> bool:
        asker = asker_of(session)
        try:
            self._parts.discipline.check_heard(asker.user, asker.rank)
        except UdpchatError:
            return False
        return True


class _Seen:
    """When somebody was here last, on its way to the disk."""

    __slots__ = ("_parts", "_user")

    def __init__(self, parts: Parts, user: int) -> None:
        self._parts, self._user = parts, user

    def run(self, now: float) -> None:
        self._parts.store.set_seen(self._user, self._parts.wall_ms())

    def done(self, now: float) -> None:
        """Nobody waits for an answer."""

    def failed(self, error: UdpchatError, now: float) -> None:
        """The last sign-in has to do."""


def states_of(kind: type) -> frozenset[State]:
    """Who may say a word that writes."""
    return _BOTH if kind in OPERATOR_MAY else SIGNED_IN
