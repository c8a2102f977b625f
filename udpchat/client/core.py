"""The client as a Driver: one person, one server, whatever happens to the network, the server or this process.

The coordinator: `Link` keeps the connection, `SignIn` proves who we are on each new one, `Desk` holds outbox and cache
and their folder, `Directory` who is online. This file only passes things between them, in this order on each turn:
what the link heard, then posts that may leave, then the end of the run if it is due. Everything that blocks is a job.

Invariants: nothing is sent to a server before its certificate is accepted; a post leaves only after its row is on disk;
the account's folder is keyed by the server's fingerprint and the user id, so one account's outbox never meets another.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, assert_never

from udpchat import __version__
from udpchat.client import moving
from udpchat.client.desk import STORE_LANE, Desk
from udpchat.client.events import (
    Event,
    HistoryReset,
    LoggedOut,
    MessagePending,
    MessageRefused,
    MessagesAdded,
    MessageStored,
    NotSaved,
    SignedIn,
    SignInRefused,
    Slowed,
)
from udpchat.client.known_servers import KnownServers
from udpchat.client.link import Down, Ended, Link, Up
from udpchat.client.people import Directory
from udpchat.client.phases import Phase
from udpchat.client.profiles import Opened, Profiles
from udpchat.client.signin import Memory, SignIn
from udpchat.client.target import Credentials, GuestSignIn, KeptSignIn, Target, keeps
from udpchat.driver import Address, Job, RandBytes, WallClock
from udpchat.errors import RETRIABLE, BadRequest, ProtocolViolation, UdpchatError, refusal
from udpchat.limits import EARLY_FRAMES_BYTES, INTERVALS_COUNT, LOGOUT_S
from udpchat.names import clean_username
from udpchat.wire.channels import Channel
from udpchat.wire.events import FrameArrived
from udpchat.words import messages as words
from udpchat.words.codec import decode, encode

Finish = Callable[[Any, Exception | None, float], None]
"""What to do with the outcome of a job: its value, its error, the time."""


class ClientCore:
    """One run: from `connect` to LoggedOut, or to a final SignInRefused; then `connect` may be called again."""

    def __init__(self, profile: Profiles, randbytes: RandBytes, wall_ms: WallClock) -> None:
        self._profiles = profile
        self._randbytes = randbytes
        self._wall_ms = wall_ms
        self._events: deque[Event] = deque()
        self._jobs: deque[Job] = deque()
        self._finish: dict[Job, Finish] = {}
        self._link = Link(randbytes, self._events.append)
        self._turn_at: float | None = None
        self._run = 0  # outcomes of jobs of an earlier run are not ours
        self._credentials: Credentials = KeptSignIn("")
        self._begin_account()

    def _begin_account(self) -> None:
        """Nothing is known of the server or the person yet."""
        self._run += 1
        self._memory = Memory()
        self._people = Directory()
        self._certificate = b""
        self._hello: words.ServerHello | None = None
        self._sign_in: SignIn | None = None
        self._desk: Desk | None = None
        self._found: Opened | None = None  # a folder whose token is being tried
        self._looked = False
        self._welcome: words.Welcome | None = None
        self._early: list[FrameArrived] = []
        self._hold_until = 0  # after a change of user id: nothing is posted before the log is known up to here
        self._leaving = False

    # --- commands and questions ---------------------------------------------------------------------------------------

    @property
    def state(self) -> Phase:
        """Where the connection stands."""
        return self._link.phase

    @property
    def unconfirmed_count(self) -> int:
        """Typed messages that the server has not confirmed."""
        return self._desk.outbox.unconfirmed_count if self._desk else 0

    @property
    def contiguous_to(self) -> int:
        """Everything visible up to this seq has been told in MessagesAdded or is in the cache."""
        return self._desk.cache.seen.contiguous_to if self._desk else 0

    @property
    def head(self) -> int:
        """The newest seq of the server at the last sign-in."""
        return self._welcome.head if self._welcome else 0

    def connect(self, target: Target, credentials: Credentials, now: float) -> None:
        """Begin a run. BadName for an impossible name, BadRequest while another run goes on."""
        if self.state is not Phase.IDLE or self._desk is not None:
            raise BadRequest("connected already")
        self._credentials = replace(credentials, name=clean_username(credentials.name))
        self._begin_account()
        self._link.open(target)
        self._turn_at = now
        self._do("read pins", self._profiles.known_servers, self._pins_read)

    def send_message(self, text: str, now: float, conversation: int | None = None) -> bytes:
        """Queue a text for a conversation (None: the lobby); its ref. Works offline once signed in.

        Raises TextEmpty, TextTooLong, OutboxFull; BadRequest before the sign-in and while logging out.
        """
        if self._desk is None or self._leaving:
            raise BadRequest("not signed in")
        ref, cleaned = self._desk.post(text, conversation or 0, self._wall_ms(), self._randbytes)
        self._events.append(MessagePending(ref, cleaned, conversation or 0))
        return ref

    def accept_certificate(self, now: float) -> None:
        """The answer to CertificateQuestion: it is the right server. It is pinned and connected to as such."""
        self._link.accept(now)

    def refuse_certificate(self, now: float) -> None:
        """The answer to CertificateQuestion: it is not. A run that was signed in waits for its own server."""
        self._link.refuse(now)
        self._turn(now)

    def log_out(self, now: float) -> None:
        """Say good-bye once everything typed is confirmed, however long that takes. Ends with LoggedOut."""
        self._leaving = True
        self._turn(now)

    def leave_now(self, now: float) -> None:
        """Say good-bye without waiting for confirmations; the outbox stays on disk for the next sign-in."""
        self._leaving = True
        if self._desk and self.state is Phase.ONLINE:
            self._part(now)
        elif self.state is not Phase.LEAVING:
            self._end_run("", now)

    def network_changed(self, now: float) -> None:
        """The system says that another network is in use: try at once."""
        self._link.network_changed(now)

    def move_to(self, address: Address, now: float) -> None:
        """The server of this run was found at another address; its certificate is checked as ever."""
        self._link.move(address, now)

    def close(self) -> None:
        """Let go of all files as they are, like the end of the process. For after the loop's last turn."""
        for account in (self._desk and self._desk.account, self._found and self._found.account):
            if account:
                account.release()
        self._desk = self._found = None
        self._run += 1

    # --- Driver -------------------------------------------------------------------------------------------------------

    def receive_datagram(self, data: bytes, addr: Address, now: float) -> None:
        """Take one datagram."""
        self._wake(now)
        self._link.endpoint.receive_datagram(data, addr, now)
        self._turn(now)

    def handle_timeout(self, now: float) -> None:
        """Do what is due."""
        self._wake(now)
        self._link.handle_timeout(now)
        if self._desk:
            self._desk.handle_timeout(now)
        self._turn(now)

    def next_timeout(self) -> float | None:
        """The earliest deadline."""
        desk = self._desk
        own = [self._link.next_timeout()]
        if desk:
            own += [desk.next_timeout(), desk.outbox.next_retry_at() if self.state is Phase.ONLINE else None]
        return min((at for at in own if at is not None), default=None)

    def datagrams_to_send(self, now: float) -> list[tuple[bytes, Address]]:
        """Everything that may leave now."""
        self._turn(now)
        out = self._link.endpoint.datagrams_to_send(now)
        self._turn(now)
        return out

    def next_event(self) -> Event | None:
        """The oldest event not yet pulled."""
        return self._events.popleft() if self._events else None

    def next_job(self) -> Job | None:
        """The oldest job not yet pulled, or the next write of the store."""
        if self._jobs:
            return self._jobs.popleft()
        desk = self._desk
        job = desk.write_job() if desk else None
        if desk and job:
            self._finish[job] = partial(self._written, desk)
        return job

    def finish_job(self, job: Job, value: Any, error: Exception | None, now: float) -> None:
        """The outcome of a job."""
        finish = self._finish.pop(job, None)
        if finish is not None:
            finish(value, error, now)
            self._turn(now)

    # --- a turn -------------------------------------------------------------------------------------------------------

    def _wake(self, now: float) -> None:
        """Compare the time with what was promised: a large gap means that the computer slept."""
        if self._turn_at is not None:
            promised_at = self.next_timeout()
            self._link.slept(now - max(self._turn_at, promised_at or self._turn_at), now)
        self._turn_at = now

    def _turn(self, now: float) -> None:
        self._turn_at = max(now, self._turn_at or now)
        while (happening := self._link.next_happening(now)) is not None:
            match happening:
                case FrameArrived():
                    self._frame(happening, now)
                case Up():
                    self._up(happening)
                case Down():
                    self._down()
                case Ended(reason):
                    self._end_run(reason, now)
                case other:
                    assert_never(other)
        if self._desk and self.state is Phase.ONLINE:
            self._send_posts(self._desk, now)
        if self._leaving:
            self._leave_if_done(now)

    def _do(self, name: str, run: Callable[[], Any], done: Finish) -> None:
        """Run something that touches the disk, and deal with its outcome if the run is still the same."""
        self._queue(Job(STORE_LANE, name, run), done)

    def _queue(self, job: Job, done: Finish) -> None:
        current = self._run

        def finish(value: Any, error: Exception | None, now: float) -> None:
            if current == self._run:
                done(value, error, now)
            elif isinstance(value, Opened):
                value.account.release()

        self._finish[job] = finish
        self._jobs.append(job)

    def _say(self, word: words.FromClient, channel: Channel = Channel.CONTROL) -> None:
        self._link.endpoint.send(channel, encode(word))

    def _send_posts(self, desk: Desk, now: float) -> None:
        if self._welcome is None or desk.moving or self.contiguous_to < self._hold_until:
            return
        for entry in desk.outbox.take(now):
            self._say(words.Post(entry.ref, entry.conversation or self._welcome.lobby, entry.text), Channel.CHAT)

    # --- connection ---------------------------------------------------------------------------------------------------

    def _pins_read(self, known: KnownServers | None, _error: Exception | None, now: float) -> None:
        self._link.pins(known or KnownServers(), now)

    def _up(self, up: Up) -> None:
        if self._link.server not in (None, up.fingerprint) or (self._desk and self._link.server is None):
            self._put_away()
            leaving = self._leaving
            self._begin_account()
            self._leaving = leaving
        self._certificate, self._link.server = up.certificate, up.fingerprint
        self._hello, self._sign_in = None, None
        self._say(words.Hello(words.PROTOCOL_VERSION, f"udpchat/{__version__}", ()))

    def _down(self) -> None:
        self._sign_in = None
        self._early.clear()
        if not self._memory.signed_in:
            self._link.server = None
        if self._desk:
            self._desk.outbox.connection_lost()

    def _frame(self, frame: FrameArrived, now: float) -> None:
        if self.state not in (Phase.SIGNING_IN, Phase.ONLINE):
            return
        try:
            word = decode(frame.body)
            if not isinstance(word, words.FromServer):
                raise ProtocolViolation("a word of clients")
            if self.state is Phase.SIGNING_IN:
                self._sign_in_frame(word, frame, now)
            else:
                self._word(word, frame.channel, now)
        except ProtocolViolation:
            self._link.lost("protocol", now)

    # --- signing in ---------------------------------------------------------------------------------------------------

    def _sign_in_frame(self, word: words.FromServer, frame: FrameArrived, now: float) -> None:
        match word:
            case words.ServerHello():
                self._greeted(word, now)
            case words.ScramChallenge() | words.ScramDone() | words.Welcome() | words.Refused():
                if self._sign_in is None or self._sign_in.outcome is not None:
                    raise ProtocolViolation("an answer without a question")
                self._sign_in.receive(word)
                self._advance_sign_in(now)
            case _:
                self._keep_for_later(frame, now)

    def _keep_for_later(self, frame: FrameArrived, now: float) -> None:
        """The account's folder is being opened; what comes meanwhile waits."""
        self._early.append(frame)
        if sum(len(early.body) for early in self._early) > EARLY_FRAMES_BYTES:
            self._link.lost("unwilling", now)

    def _greeted(self, hello: words.ServerHello, now: float) -> None:
        if self._hello is not None:
            raise ProtocolViolation("a second greeting")
        self._hello = hello
        self._link.endpoint.set_reset_token(hello.reset_token)
        fingerprint, address = self._link.server or b"", self._link.target.address
        if not self._link.knows(fingerprint, hello.name):
            remember = partial(self._profiles.remember_server, fingerprint, hello.name, address)
            self._do("remember server", remember, self._remembered)
        if not self._looked and isinstance(self._credentials, GuestSignIn | KeptSignIn):
            guest = isinstance(self._credentials, GuestSignIn)
            find = partial(self._profiles.find, fingerprint, self._credentials.name, guest)
            self._do("find token", find, self._token_found)
        else:
            self._start_sign_in(now)

    def _remembered(self, _value: None, error: Exception | None, now: float) -> None:
        if error is not None:
            self._events.append(NotSaved(str(error)))
        self._do("read pins", self._profiles.known_servers, self._pins_read)

    def _token_found(self, found: Opened | None, _error: Exception | None, now: float) -> None:
        self._looked, self._found = True, found
        if found:
            self._memory.user, self._memory.token = found.account.user, found.snapshot.meta["token"]
        if self.state is Phase.SIGNING_IN and self._sign_in is None and self._hello:
            self._start_sign_in(now)

    def _start_sign_in(self, now: float) -> None:
        if self._hello is not None:
            arguments = (self._credentials, self._memory, self._hello, self._certificate, self._randbytes)
            self._sign_in = SignIn(*arguments)
            self._sign_in.start()
            self._advance_sign_in(now)

    def _advance_sign_in(self, now: float) -> None:
        sign_in = self._sign_in
        if sign_in is None:
            return
        while sign_in.outgoing:
            self._say(sign_in.outgoing.popleft())
        while sign_in.jobs:
            job, then = sign_in.jobs.popleft()
            self._queue(job, partial(self._hashed, sign_in, then))
        match sign_in.outcome:
            case None:
                pass
            case words.Welcome() as welcome:
                self._welcomed(welcome, now)
            case UdpchatError() as error:
                self._refused(error, sign_in.again and self._may_try_again, now)
            case other:
                assert_never(other)

    @property
    def _may_try_again(self) -> bool:
        return self._memory.signed_in or self._memory.name_tries > 0

    def _hashed(
        self, sign_in: SignIn, then: Callable[[object], None], value: object, error: Exception | None, now: float
    ) -> None:
        if sign_in is not self._sign_in or sign_in.outcome is not None:
            return
        if error is not None:
            sign_in.job_failed(error)
        else:
            then(value)
        self._advance_sign_in(now)

    def _refused(self, error: UdpchatError, again: bool, now: float) -> None:
        self._events.append(SignInRefused(error, final=not again))
        if again:
            self._link.lost("unwilling", now, error.retry_after_s)
        else:
            self._finish_run(now)

    def _welcomed(self, welcome: words.Welcome, now: float) -> None:
        self._link.endpoint.raise_frame_limit()
        fingerprint, user, found = self._link.server or b"", welcome.user, self._found
        self._found = None
        if found and found.account.user != user:
            self._do("drop guest", partial(self._profiles.drop, found.account), _ignore)
            found = None
        if self._desk and self._desk.account.user == user:
            self._online(self._desk, welcome, now)
        elif found:
            self._opened(welcome, found, None, now)
        elif self._desk:
            self._desk.moving = True
            job = partial(moving.move, self._profiles, self._desk.account, fingerprint, user, moving.rows(self._desk))
            self._do("move outbox", job, partial(self._moved, welcome, self._desk))
        else:
            self._do("open account", partial(self._profiles.open_account, fingerprint, user), partial(self._opened, welcome))

    def _moved(self, welcome: words.Welcome, old: Desk, moved: moving.Moved | None, error: Exception | None, now: float) -> None:
        """A guest whose session had ended is a new user now; what was typed goes along."""
        if moved is None:
            self._open_failed(error, now)
            return
        self._desk = old.successor(moved.opened, moved.batch)
        self._hold_until = welcome.head
        self._signed_in(self._desk, welcome, now)

    def _opened(self, welcome: words.Welcome, opened: Opened | None, error: Exception | None, now: float) -> None:
        if opened is None:
            self._open_failed(error, now)
            return
        keep = keeps(self._credentials) and not welcome.guest
        self._desk = desk = Desk(opened, keep, welcome.name)
        self._signed_in(desk, welcome, now)

    def _open_failed(self, error: Exception | None, now: float) -> None:
        self._events.append(SignInRefused(moving.explained(error, self._credentials.name), final=True))
        self._finish_run(now)

    def _signed_in(self, desk: Desk, welcome: words.Welcome, now: float) -> None:
        """The folder is open: tell who we are, and what was found there."""
        server_name = self._hello.name if self._hello else ""
        self._events.append(SignedIn(welcome.name, welcome.user, welcome.guest, server_name))
        self._events.extend(moving.found_events(desk, welcome))
        if self.state is Phase.SIGNING_IN and self._sign_in and self._sign_in.outcome is welcome:
            self._online(desk, welcome, now)
        else:
            self._welcome = welcome

    def _online(self, desk: Desk, welcome: words.Welcome, now: float) -> None:
        self._welcome = welcome
        if desk.welcomed(welcome):
            self._hold_until = 0
            self._events.append(HistoryReset())
        self._link.welcomed(now)
        self._people.begin()
        self._say(words.Synchronise(welcome.epoch, desk.cache.seen.widest(INTERVALS_COUNT)))
        early, self._early = self._early, []
        for frame in early:
            self._frame(frame, now)

    # --- signed in ----------------------------------------------------------------------------------------------------

    def _word(self, word: words.FromServer, channel: Channel, now: float) -> None:
        desk = self._desk
        if desk is None:
            return
        match word:
            case words.Events():
                self._events_arrived(desk, word, channel)
            case words.Posted(ref, seq, at):
                if desk.posted(word):
                    self._events.append(MessageStored(ref, seq, at))
            case words.NotPosted():
                self._not_posted(desk, word, now)
            case words.People():
                self._tell(self._people.page(word))
            case words.Presence():
                self._tell(self._people.delta(word))
            case words.Slowed(seconds):
                self._tell(Slowed(seconds))
            case words.Bye() | words.Refused():
                pass  # the close that follows says the rest
            case _:
                raise ProtocolViolation("a word of signing in")

    def _tell(self, event: Event | None) -> None:
        if event is not None:
            self._events.append(event)

    def _events_arrived(self, desk: Desk, word: words.Events, channel: Channel) -> None:
        arrived = desk.events(word)
        for message in arrived.confirmed:
            self._events.append(MessageStored(message.ref, message.seq, message.at))
        if arrived.fresh:
            self._events.append(MessagesAdded(arrived.fresh, live=channel is Channel.CHAT))

    def _not_posted(self, desk: Desk, word: words.NotPosted, now: float) -> None:
        if word.code in RETRIABLE:
            desk.postpone(word, now)
        elif (text := desk.refuse(word.ref)) is not None:
            why = refusal(word.code, word.retry_after_s, word.detail)
            self._events.append(MessageRefused(word.ref, text, why))

    def _written(self, desk: Desk, _value: None, error: Exception | None, now: float) -> None:
        desk.write_done(error, now)
        if error is not None and desk is self._desk:
            self._events.append(NotSaved(str(error)))

    # --- the end ------------------------------------------------------------------------------------------------------

    def _leave_if_done(self, now: float) -> None:
        if self.unconfirmed_count or self.state is Phase.LEAVING or self.state is Phase.IDLE:
            return
        if self.state is Phase.ONLINE:
            self._part(now)
        else:
            self._end_run("", now)

    def _part(self, now: float) -> None:
        self._say(words.Bye("logout"))
        self._link.leave(now + LOGOUT_S, now)

    def _end_run(self, reason: str, now: float) -> None:
        """The run is over; LoggedOut comes when the disk is in its final state."""
        self._finish_run(now, LoggedOut(reason))

    def _finish_run(self, now: float, event: LoggedOut | None = None) -> None:
        self._link.stop(now)
        self._put_away()
        self._begin_account()
        self._do("end", lambda: None, lambda *_: self._tell(event))

    def _put_away(self) -> None:
        """Write what is gathered and close the folder; without *keep*, nothing but an unsent outbox stays in it."""
        if self._found:
            self._do("close", self._found.account.release, _ignore)
        if desk := self._desk:
            batch = desk.last_batch()
            self._do("close", partial(moving.put_away, desk.account, batch, not desk.keep), _ignore)
        self._desk = self._found = None


def _ignore(_value: object, _error: Exception | None, _now: float) -> None:
    """For jobs whose outcome changes nothing."""

