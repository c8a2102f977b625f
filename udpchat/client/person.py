"""What the commands of the core have in common: the run, the desk of who is signed in, and the ways in which words leave."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from udpchat.catalogue import text
from udpchat.client import numbers
from udpchat.client.desk import Desk
from udpchat.client.entry import Request
from udpchat.client.events import Event, RequestPending, RequestRefused, Room
from udpchat.client.phases import Phase
from udpchat.client.questions import Listing, Urgent
from udpchat.client.run import Run
from udpchat.driver import RandBytes, WallClock
from udpchat.errors import BadRequest, NoSuchGroup, SlowDown
from udpchat.limits import NAMED_COUNT, REF_BYTES
from udpchat.words import messages as words


class Person:
    """Base of the core: state that its commands need, nothing else."""

    _run: Run
    _events: deque[Event]
    _leaving: bool
    _wall_ms: WallClock
    _randbytes: RandBytes

    @property
    def state(self) -> Phase:
        """Where the connection stands."""
        raise NotImplementedError

    # --- who and what is known ----------------------------------------------------------------------------------------

    @property
    def me(self) -> int:
        """My user id; 0 before the sign-in."""
        return self._run.desk.me if self._run.desk else 0

    @property
    def my_name(self) -> str:
        """My name on this server; "" before the sign-in."""
        return self._run.welcome.name if self._run.welcome else self._run.offline_name

    @property
    def my_role(self) -> str:
        """What I may do on this server: member, moderator, operator; as told last, at the sign-in or since."""
        mine = self._run.people.get(self.me)
        if mine is not None:
            return mine.role
        return self._run.welcome.role if self._run.welcome else "member"

    @property
    def session_number(self) -> int:
        """The number of my session on this server, for people to tell their devices apart; 0 before the sign-in."""
        return self._run.welcome.session if self._run.welcome else 0

    @property
    def listed(self) -> bool:
        """Whether the server has told all my conversations on the connection that stands."""
        return self._run.desk is not None and self._run.desk.rooms.complete

    @property
    def online(self) -> tuple[words.Person, ...]:
        """Who is online, as far as told."""
        return self._run.people.online

    @property
    def rules(self) -> words.Rules | None:
        """What holds for everybody; None before the server has said."""
        return self._run.rules

    @property
    def rooms(self) -> tuple[Room, ...]:
        """My conversations, the one with the newest message first."""
        return self._run.desk.rooms.all() if self._run.desk else ()

    def room(self, conversation: int) -> Room | None:
        """One of them by its number (see `numbers`)."""
        return self._run.desk.rooms.get(conversation) if self._run.desk else None

    def unread(self, conversation: int) -> tuple[int, ...]:
        """The seqs of what is unread in one of them, ascending; of very many the newest."""
        return self._run.desk.rooms.unread_seqs(self._number(conversation)) if self._run.desk else ()

    def name_of(self, user: int) -> str:
        """The name of somebody this client has heard of, or ""."""
        return self._run.desk.book.name(user) if self._run.desk else ""

    def display_of(self, user: int) -> str:
        """The name that somebody chose to be shown, else the name, or ""."""
        return self._run.desk.book.display(user) if self._run.desk else ""

    def find_user(self, name: str) -> int:
        """The user id of a name among those heard of here; 0: ask the server with `ask_people`."""
        return self._run.desk.book.find(name) if self._run.desk else 0

    def known_names(self) -> tuple[str, ...]:
        """Names of people heard of here, for completion."""
        return self._run.desk.book.names() if self._run.desk else ()

    # --- ways out -----------------------------------------------------------------------------------------------------

    def _writing(self) -> Desk:
        """The desk of who is signed in. BadRequest before the sign-in and while logging out."""
        if self._run.desk is None or self._leaving:
            raise BadRequest("not signed in")
        return self._run.desk

    def _ref(self) -> bytes:
        return self._randbytes(REF_BYTES)

    def _number(self, conversation: int | None) -> int:
        """Our number; the server's own of the lobby or of a private conversation is understood too."""
        if not conversation:
            return numbers.LOBBY
        return self._run.desk.rooms.number(conversation) if self._run.desk else conversation

    def _group(self, desk: Desk, conversation: int) -> words.Room:
        """What is known of a conversation of mine. NoSuchGroup."""
        found = desk.rooms.word(self._number(conversation))
        if found is None:
            raise NoSuchGroup
        return found

    def _people(self, users: Iterable[int]) -> tuple[int, ...]:
        """User ids, each once. BadRequest: too many for one request."""
        found = tuple(dict.fromkeys(users))
        if len(found) > NAMED_COUNT:
            raise BadRequest(text("client.too_many_people", count=NAMED_COUNT))
        return found

    def _request(self, word: Request, conversation: int = numbers.NOWHERE, about: bytes = b"") -> bytes:
        """Put a request into the outbox; its ref. OutboxFull."""
        entry = self._writing().request(word, conversation, self._wall_ms(), about)
        self._events.append(RequestPending(entry.ref, word, conversation, about))
        return entry.ref

    def _ask(self, word: Urgent | Listing | words.Search, now: float) -> bytes:
        """Ask the server, or give it an order that makes no sense later; the ref, if it has one."""
        self._writing()
        ref: bytes = getattr(word, "ref", b"")
        if not self._run.questions.ask(word, now):
            self._events.append(RequestRefused(ref, word, SlowDown()))
        return ref
