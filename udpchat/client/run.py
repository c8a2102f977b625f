"""What is known between `connect` and the end: one server, one person. A new server or person means a new Run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from udpchat.client import moving, numbers
from udpchat.client.account import Account, Opened
from udpchat.client.desk import Desk
from udpchat.client.events import Event
from udpchat.client.jobs import Finish, Jobs, ignore
from udpchat.client.link import Link
from udpchat.client.members import MemberLists
from udpchat.client.people import Directory
from udpchat.client.profiles import Profiles
from udpchat.client.proving import Proving
from udpchat.client.questions import Questions
from udpchat.client.signals import Signals
from udpchat.client.signin import Memory
from udpchat.client.sync import Intervals
from udpchat.client.target import AccountSignIn, Credentials, keeps
from udpchat.client.transfers.manager import Transfers, downloads_folder
from udpchat.client.transfers.shelf import Folder, Shelf
from udpchat.driver import Job, RandBytes, WallClock
from udpchat.limits import HOME_BYTES, UNPLACED_S
from udpchat.wire.channels import Channel
from udpchat.words import messages as words
from udpchat.words.codec import encode


@dataclass(frozen=True, slots=True)
class Tools:
    """What the parts of the core share for its whole life."""

    profiles: Profiles
    randbytes: RandBytes
    wall_ms: WallClock
    link: Link
    jobs: Jobs
    emit: Callable[[Event], None]
    folder: Folder = field(default_factory=lambda: Folder(downloads_folder()))
    closing: list[Account] = field(default_factory=list)  # folders that a job has yet to close

    def say(self, word: words.FromClient, channel: Channel = Channel.CONTROL) -> None:
        """Queue one word for the server."""
        self.link.endpoint.send(channel, encode(word))


@dataclass(slots=True)
class Run:
    """State that must never pass from one server or person to another."""

    tools: Tools
    credentials: Credentials
    memory: Memory = field(default_factory=Memory)
    people: Directory = field(default_factory=Directory)
    members: MemberLists = field(default_factory=MemberLists)
    questions: Questions = field(default_factory=Questions)
    proving: Proving = field(init=False)
    signals: Signals = field(default_factory=Signals)
    server: bytes | None = None  # fingerprint; set by the first connection
    certificate: bytes = b""  # of the connection that stands
    server_name: str = ""
    offline_name: str = ""  # of who reads what is kept here while the server does not answer
    password_chars: int = 0  # the least that this server wants
    desk: Desk | None = None
    transfers: Transfers | None = None  # of who sits at the desk
    found: Opened | None = None  # a folder whose token is being tried
    welcome: words.Welcome | None = None  # the last one that led to being online
    rules: words.Rules | None = None
    passed: Intervals = field(default_factory=Intervals)  # what was held when this connection began
    unplaced: list[tuple[words.Event, bool]] = field(default_factory=list)  # of conversations not yet told of; live
    places_at: float | None = None  # when they wait no longer
    caught_up: bool = False  # on the connection that stands
    hold_until: int = 0  # after a change of user id: nothing is posted before the log is known up to here
    new_password: str = field(default="", repr=False)  # asked for, and not yet in force
    ends: str | None = None  # the server wants no more of this session, for this reason; "": I wanted that myself
    over: bool = False

    def __post_init__(self) -> None:
        self.proving = Proving(self.questions)

    def queue(self, job: Job, done: Finish) -> None:
        """Run a job and deal with its outcome, unless this run is over by then."""

        def finish(value: object, error: Exception | None, now: float) -> None:
            if not self.over:
                done(value, error, now)
            elif isinstance(value, Opened):
                value.account.release()
            elif isinstance(value, moving.Moved):
                value.opened.account.release()

        self.tools.jobs.add(job, finish)

    def close(self, account: Account, close: Callable[[], None]) -> None:
        """Close a folder by a job, once everything before it is done."""
        closing = self.tools.closing
        closing.append(account)
        self.tools.jobs.disk("close", close, lambda _value, _error, _now: closing.remove(account))

    def connection_lost(self) -> None:
        """What was on its way may be lost."""
        self.questions.connection_lost()
        self.proving.connection_lost()
        self.signals.connection_lost()
        self.members.forget()
        self.caught_up = False
        if self.transfers:
            self.transfers.connection_lost()
        if self.desk:
            self.desk.outbox.connection_lost()
            self.desk.cache.holes.connection_lost()

    def await_places(self, now: float) -> None:
        """What waits for news of its conversation waits so long."""
        if not self.unplaced:
            self.places_at = None
        elif self.places_at is None:
            self.places_at = now + UNPLACED_S

    def done(self, word: words.FromClient) -> None:
        """What an urgent request changes here, once the server has done it."""
        if isinstance(word, words.ChangePassword) and self.new_password:
            self.credentials = AccountSignIn(self.credentials.name, self.new_password, keeps(self.credentials))
            self.new_password = ""
            self.memory.salted.clear()
        elif isinstance(word, words.DeleteAccount):
            self.ends = ""
            self.forget()
            self._throw_away()

    def _throw_away(self) -> None:
        """The account is no more: nothing that waits is anybody's."""
        for entry in self.desk.outbox.entries() if self.desk else ():
            if self.desk:
                self.desk.remove(entry.ref)

    def forget(self) -> None:
        """The person is not to be kept on this computer any more."""
        if self.desk and self.desk.keep and self.welcome:
            self.desk.keep = False
            forget = partial(self.tools.profiles.forget_name, self.desk.account.fingerprint, self.welcome.name)
            self.tools.jobs.disk("forget name", forget, ignore)

    def sit_down(self, desk: Desk, rows: Iterable[str]) -> None:
        """Who sits at that desk is signed in; `rows` are the transfers that were found there."""
        self.desk = desk

        def keep(key: bytes, body: str | None) -> None:
            desk.cache.batch.transfers[key] = body or ""

        def place_of(conversation: int) -> int:
            if conversation == numbers.LOBBY:
                return self.welcome.lobby if self.welcome else 0
            return desk.rooms.id_of(conversation) or max(conversation, 0)

        if not desk.home:
            desk.home = desk.cache.batch.meta["home"] = self.tools.randbytes(HOME_BYTES)
        if self.transfers is not None:
            self.transfers.move(place_of, keep, desk.home)
            return
        tools = self.tools
        shelf = Shelf(tools.link.endpoint, tools.jobs, tools.emit, tools.randbytes, tools.folder)
        self.transfers = Transfers(shelf, rows, place_of, keep, desk.home)

    def put_away(self) -> None:
        """End: write what is gathered and close the folder. Without *keep* only an unsent outbox stays in it."""
        if self.transfers:
            self.transfers.stop(self.desk is not None and self.desk.keep)
        self.over = True
        if self.found:
            self.close(self.found.account, self.found.account.release)
        if desk := self.desk:
            self.close(desk.account, partial(moving.put_away, desk.account, desk.last_batch(), not desk.keep))
        self.desk = self.found = None

    def release(self) -> None:
        """Let go of the files as they are, like the end of the process."""
        self.over = True
        if self.transfers:
            self.transfers.release()
        for mine in (self.desk, self.found):
            if mine:
                mine.account.release()
        for account in self.tools.closing:
            account.release()
        self.desk = self.found = None
