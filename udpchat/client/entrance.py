"""From an established connection to being online: greeting, token from disk, sign-in, the account's folder.

The folder is opened once per run and user id, whatever number of connections come and go meanwhile: a welcome that
arrives while it is being opened waits in `_pending` and is dealt with afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import assert_never

from udpchat import __version__
from udpchat.client import moving
from udpchat.client.account import Opened
from udpchat.client.desk import Desk
from udpchat.client.events import HistoryReset, NotSaved, SignedIn, SignInRefused
from udpchat.client.jobs import STORE_LANE, ignore
from udpchat.client.known_servers import KnownServers
from udpchat.client.link import Up
from udpchat.client.phases import Phase
from udpchat.client.run import Run
from udpchat.client.signin import Answer, SignIn
from udpchat.client.target import GuestSignIn, KeptSignIn, keeps
from udpchat.driver import Job
from udpchat.errors import ProtocolViolation, UdpchatError
from udpchat.limits import INTERVALS_COUNT
from udpchat.words import messages as words


class Entrance:
    """One run's way in, again on every connection. `refused` ends the run."""

    def __init__(self, run: Run, refused: Callable[[UdpchatError, float], None]) -> None:
        self._run = run
        self._tools = run.tools
        self._refused_for_good = refused
        self._certificate = b""
        self._hello: words.ServerHello | None = None
        self._sign_in: SignIn | None = None
        self._looked = False
        self._opening = False
        self._pending: words.Welcome | None = None

    # --- connection ---------------------------------------------------------------------------------------------------

    def up(self, up: Up) -> None:
        """A connection stands."""
        self._certificate, self._hello, self._sign_in = up.certificate, None, None
        self._run.server = self._tools.link.server = up.fingerprint
        self._tools.say(words.Hello(words.PROTOCOL_VERSION, f"udpchat/{__version__}", ()))

    def down(self) -> None:
        """It is gone."""
        self._sign_in = None
        if not self._run.memory.signed_in:
            self._tools.link.server = None

    def greeted(self, hello: words.ServerHello, now: float) -> None:
        """The server's first word."""
        if self._hello is not None:
            raise ProtocolViolation("a second greeting")
        self._hello, self._run.server_name = hello, hello.name
        link = self._tools.link
        link.endpoint.set_reset_token(hello.reset_token)
        if not link.knows(self._server, hello.name):
            remember = partial(self._tools.profiles.remember_server, self._server, hello.name, link.target.address)
            self._run.queue(Job(STORE_LANE, "remember server", remember), self._remembered)
        credentials = self._run.credentials
        if not self._looked and isinstance(credentials, GuestSignIn | KeptSignIn):
            guest = isinstance(credentials, GuestSignIn)
            find = partial(self._tools.profiles.find, self._server, credentials.name, guest)
            self._run.queue(Job(STORE_LANE, "find token", find), self._token_found)
        else:
            self._start(now)

    @property
    def _server(self) -> bytes:
        return self._run.server or b""

    def _remembered(self, _value: None, error: Exception | None, now: float) -> None:
        if error is not None:
            self._tools.emit(NotSaved(str(error)))
        read = Job(STORE_LANE, "read pins", self._tools.profiles.known_servers)
        self._run.queue(read, self._pins_read)

    def _pins_read(self, known: KnownServers | None, _error: Exception | None, now: float) -> None:
        self._tools.link.pins(known or KnownServers(), now)

    # --- signing in ---------------------------------------------------------------------------------------------------

    def _token_found(self, found: Opened | None, _error: Exception | None, now: float) -> None:
        run = self._run
        if self._looked:  # two connections asked, one after another, and the first answer stands
            if found:
                run.tools.jobs.disk("close", found.account.release, ignore)
        else:
            self._looked, run.found = True, found
            if found:
                run.memory.user, run.memory.token = found.account.user, found.snapshot.meta["token"]
        if self._sign_in is None and self._tools.link.phase is Phase.SIGNING_IN:
            self._start(now)

    def _start(self, now: float) -> None:
        if self._hello is None:
            return
        run = self._run
        self._sign_in = SignIn(run.credentials, run.memory, self._hello, self._certificate, self._tools.randbytes)
        self._sign_in.start()
        self._advance(self._sign_in, now)

    def answered(self, word: Answer, now: float) -> None:
        """A word of the sign-in."""
        if self._sign_in is None or self._sign_in.outcome is not None:
            raise ProtocolViolation("an answer without a question")
        self._sign_in.receive(word)
        self._advance(self._sign_in, now)

    def _advance(self, sign_in: SignIn, now: float) -> None:
        while sign_in.outgoing:
            self._tools.say(sign_in.outgoing.popleft())
        while sign_in.jobs:
            job, then = sign_in.jobs.popleft()
            self._run.queue(job, partial(self._hashed, sign_in, then))
        match sign_in.outcome:
            case None:
                pass
            case words.Welcome() as welcome:
                self._tools.link.endpoint.raise_frame_limit()
                self._welcomed(welcome, now)
            case UdpchatError() as error:
                self._refused(error, sign_in.again, now)
            case other:
                assert_never(other)

    def _hashed(self, sign_in: SignIn, then: Callable[[object], None], value: object, error: Exception | None, now: float) -> None:
        if sign_in is not self._sign_in or sign_in.outcome is not None:
            return
        if error is not None:
            sign_in.job_failed(error)
        else:
            then(value)
        self._advance(sign_in, now)

    def _refused(self, error: UdpchatError, again: bool, now: float) -> None:
        """Once signed in, a passing refusal is tried again by itself; the first time the person decides."""
        memory = self._run.memory
        if again and (memory.signed_in or memory.name_tries):
            self._tools.emit(SignInRefused(error, final=False))
            self._tools.link.lost("unwilling", now, error.retry_after_s)
        else:
            self._refused_for_good(error, now)

    # --- the folder ---------------------------------------------------------------------------------------------------

    def _welcomed(self, welcome: words.Welcome, now: float) -> None:
        self._pending = welcome
        if self._opening:
            return
        run, user, found = self._run, welcome.user, self._run.found
        run.found = None
        if found and found.account.user != user:
            run.tools.jobs.disk("erase guest", found.account.erase, ignore)  # that session ended for good
            found = None
        if run.desk and run.desk.account.user == user:
            self._online(run.desk, welcome, now)
        elif found:
            self._opened(welcome, found, None, now)
        else:
            self._open(welcome)

    def _open(self, welcome: words.Welcome) -> None:
        self._opening = True
        run, profiles = self._run, self._tools.profiles
        if run.desk:
            run.desk.moving = True
            move = partial(moving.move, profiles, run.desk.account, self._server, welcome.user, moving.rows(run.desk.outbox))
            run.queue(Job(STORE_LANE, "move outbox", move), partial(self._moved, welcome, run.desk))
        else:
            opening = partial(profiles.open_account, self._server, welcome.user)
            run.queue(Job(STORE_LANE, "open account", opening), partial(self._opened, welcome))

    def _opened(self, welcome: words.Welcome, opened: Opened | None, error: Exception | None, now: float) -> None:
        self._opening = False
        if opened is None:
            self._refused_for_good(moving.explained(error, welcome.name), now)
            return
        keep = keeps(self._run.credentials) and not welcome.guest
        self._signed_in(Desk(opened, keep), welcome, now)

    def _moved(self, welcome: words.Welcome, old: Desk, moved: moving.Moved | None, error: Exception | None, now: float) -> None:
        """A guest whose session had ended is a new user now; what was typed goes along."""
        self._opening = False
        if moved is None:
            self._refused_for_good(moving.explained(error, welcome.name), now)
            return
        self._run.hold_until = welcome.head
        self._signed_in(old.successor(moved.opened, moved.batch), welcome, now)

    def _signed_in(self, desk: Desk, welcome: words.Welcome, now: float) -> None:
        """The folder is open: tell who we are, and what was found there."""
        run, emit = self._run, self._tools.emit
        run.desk, run.welcome = desk, welcome
        emit(SignedIn(welcome.name, welcome.user, welcome.guest, run.server_name))
        for event in desk.take_found(welcome.epoch):
            emit(event)
        if self._pending is not None:
            self._welcomed(self._pending, now)

    def _online(self, desk: Desk, welcome: words.Welcome, now: float) -> None:
        run = self._run
        if self._tools.link.phase is not Phase.SIGNING_IN or self._sign_in is None or self._sign_in.outcome is not welcome:
            return  # the connection of this welcome is gone; the next one brings another
        self._pending, run.welcome = None, welcome
        if desk.welcomed(welcome):
            run.hold_until = 0
            self._tools.emit(HistoryReset())
        self._tools.link.welcomed(now)
        run.people.begin()
        self._tools.say(words.Synchronise(welcome.epoch, desk.cache.seen.widest(INTERVALS_COUNT)))
