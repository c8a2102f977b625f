"""The client as a Driver: one person, one server, whatever happens to the network, the server or this process.

The coordinator: `Link` keeps the connection, `SignIn` proves who we are on each new one, `Desk` holds outbox and cache
and their folder, `Directory` who is online. This file only passes things between them, in this order on each turn:
what the link heard, then posts that may leave, then the end of the run if it is due. Everything that blocks is a job.

Invariants: nothing is sent to a server before its certificate is accepted; a post leaves only after its row is on disk;
the account's folder is keyed by the server's fingerprint and the user id, so one account's outbox never meets another.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from functools import partial
from typing import Any, Final, assert_never

from udpchat.client import hearing_log, talk
from udpchat.client.abroad import Abroad
from udpchat.client.asking import Asking, given_up
from udpchat.client.desk import Desk
from udpchat.client.early import Early
from udpchat.client.entrance import Entrance
from udpchat.client.events import Event, LoggedOut, NotSaved, SignInRefused, TypingChanged
from udpchat.client.filing import Filing
from udpchat.client.jobs import STORE_LANE, Jobs
from udpchat.client.known_servers import KnownServers
from udpchat.client.link import Down, Ended, Link, Up
from udpchat.client.moderating import Moderating
from udpchat.client.phases import Phase
from udpchat.client.profiles import Profiles
from udpchat.client.run import Run, Tools
from udpchat.client.target import AccountSignIn, Credentials, KeptSignIn, Target
from udpchat.client.verbs import Verbs
from udpchat.driver import Address, Job, RandBytes, WallClock
from udpchat.errors import BadRequest, ProtocolViolation, UdpchatError, UnprovenServer
from udpchat.limits import LOGOUT_S, SUSPENDED_S
from udpchat.names import clean_username
from udpchat.wire.channels import Channel
from udpchat.wire.events import FrameArrived
from udpchat.words import messages as words
from udpchat.words.codec import decode

_RAW: Final = frozenset({Channel.BULK, Channel.CREDIT})
"""Channels whose frames are no words."""


class ClientCore(Verbs, Asking, Filing, Moderating, Abroad):
    """One run: from `connect` to LoggedOut, or to a final SignInRefused; then `connect` may be called again.

    What a person says, asks and orders is in the bases.
    """

    def __init__(self, profile: Profiles, randbytes: RandBytes, wall_ms: WallClock) -> None:
        self._profiles = profile
        self._randbytes = randbytes
        self._wall_ms = wall_ms
        self._events: deque[Event] = deque()
        self._jobs = Jobs()
        self._link = Link(randbytes, self._events.append)
        self._tools = Tools(profile, randbytes, wall_ms, self._link, self._jobs, self._events.append)
        self._turn_at: float | None = None
        self._leaving = False
        self._ending = False
        self._stale = False  # datagrams came since the last turn
        self._begin(KeptSignIn(""))

    def _begin(self, credentials: Credentials) -> None:
        """Nothing is known of the server or the person yet."""
        self._run = Run(self._tools, credentials)
        self._entrance = Entrance(self._run, self._refused)
        self._early = Early()

    # --- commands and questions ---------------------------------------------------------------------------------------

    @property
    def state(self) -> Phase:
        """Where the connection stands."""
        return self._link.phase

    @property
    def unconfirmed_count(self) -> int:
        """Typed messages that the server has not confirmed."""
        return self._run.desk.outbox.unconfirmed_count if self._run.desk else 0

    @property
    def contiguous_to(self) -> int:
        """Everything visible up to this seq has been told in MessagesAdded or is in the cache."""
        return self._run.desk.cache.seen.contiguous_to if self._run.desk else 0

    @property
    def head(self) -> int:
        """The newest seq of the server at the last sign-in."""
        return self._run.welcome.head if self._run.welcome else 0

    @property
    def address(self) -> Address:
        """Where the server of this run is looked for: it may have moved since `connect`."""
        return self._link.target.address

    @property
    def fingerprint(self) -> bytes | None:
        """SHA-256 of the certificate of this run's server; None before the first connection."""
        return self._run.server

    @property
    def addresses(self) -> tuple[Address, ...]:
        """Where the server of this run was met before, as far as the pins tell."""
        return self._link.places

    @property
    def rtt_s(self) -> float | None:
        """Smoothed round trip of the connection that stands; None without one."""
        stats = self._link.endpoint.stats() if self._link.endpoint.established else None
        return stats.round_trip_s if stats else None

    def connect(self, target: Target, credentials: Credentials, now: float) -> None:
        """Begin a run. BadName for an impossible name, BadRequest while another run goes on."""
        if self.state is not Phase.IDLE:
            raise BadRequest("connected already")
        named = replace(credentials, name=clean_username(credentials.name))
        if not isinstance(credentials, AccountSignIn):
            target = replace(target, prove=None)  # nothing but a password's proof can prove a server
        self._run.over = True
        self._begin(named)
        self._leaving = False
        self._link.open(target)
        self._turn_at = now
        self._run.queue(Job(STORE_LANE, "read pins", self._profiles.known_servers), self._pins_read)

    def accept_certificate(self, now: float) -> None:
        """The answer to CertificateQuestion: it is the right server. It is pinned and connected to as such."""
        self._link.accept(now)

    def refuse_certificate(self, now: float) -> None:
        """The answer to CertificateQuestion: it is not. A run that was signed in waits for its own server."""
        self._link.refuse(now)
        self._turn(now)

    def log_out(self, now: float, forget: bool = False) -> None:
        """Say good-bye once everything typed is confirmed, however long that takes. Ends with LoggedOut.

        `forget`: an account that is kept signed in on this computer is kept no longer.
        """
        self._leaving = True
        if forget:
            self._run.forget()
        self._turn(now)

    def leave_now(self, now: float) -> None:
        """Say good-bye without waiting for confirmations; the outbox stays on disk for the next sign-in."""
        self._leaving = True
        if self.state is Phase.ONLINE:
            self._part(now)
        elif self.state is not Phase.LEAVING and not self._ending:
            self._end_run("", now)

    def network_changed(self, now: float) -> None:
        """The system says that another network is in use: try at once."""
        self._link.network_changed(now)

    def move_to(self, address: Address, now: float) -> None:
        """The server of this run was found at another address; its certificate is checked as ever."""
        self._link.move(address, now)

    def close(self) -> None:
        """Let go of all files as they are, like the end of the process. For after the loop's last turn."""
        self._run.release()

    # --- Driver -------------------------------------------------------------------------------------------------------

    def receive_datagram(self, data: bytes, addr: Address, now: float) -> None:
        """Take one datagram."""
        self._wake(now)
        self._link.endpoint.receive_datagram(data, addr, now)
        self._hear(now)
        self._stale = True

    def handle_timeout(self, now: float) -> None:
        """Do what is due."""
        self._wake(now)
        self._link.handle_timeout(now)
        if self._run.desk:
            self._run.desk.handle_timeout(now)
        self._run.proving.give_up(now)
        while self._run.proving.refused:
            self._events.append(self._run.proving.refused.popleft())
        for word in self._run.questions.given_up(now):
            given_up(self._run, word)
        if self._run.desk and self._run.places_at is not None and now >= self._run.places_at:
            hearing_log.give_places(self._run, self._run.desk)
        for conversation in self._run.signals.void(now):
            self._events.append(TypingChanged(conversation, ()))
        self._turn(now)

    def next_timeout(self) -> float | None:
        """The earliest deadline."""
        run, online = self._run, self.state is Phase.ONLINE
        own = [self._link.next_timeout(), run.questions.next_timeout(), run.proving.next_timeout(), run.places_at]
        own.append(run.signals.next_timeout(online))
        if run.transfers:
            own.append(run.transfers.next_timeout(online))
        if run.desk:
            own += [run.desk.next_timeout(), run.desk.outbox.next_retry_at() if online else None]
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
        if self._stale:
            self._turn(self._turn_at or 0.0)
        desk = self._run.desk
        if desk and (write := desk.write_job()):
            self._jobs.add(write, partial(self._written, desk))
        return self._jobs.next()

    def finish_job(self, job: Job, value: Any, error: Exception | None, now: float) -> None:
        """The outcome of a job."""
        self._jobs.finished(job, value, error, now)
        self._turn(now)

    # --- a turn -------------------------------------------------------------------------------------------------------

    def _wake(self, now: float) -> None:
        """Compare the time with what was promised: a large gap means that the computer slept."""
        if self._turn_at is not None and now - self._turn_at > SUSPENDED_S:
            promised_at = self.next_timeout()
            self._link.slept(now - max(self._turn_at, promised_at or self._turn_at), now)
        self._turn_at = now

    def _hear(self, now: float) -> None:
        """What the link has to tell. Datagrams come by the hundred in one turn of the loop: what follows from them all is
        done once, by `_turn`."""
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

    def _turn(self, now: float) -> None:
        self._turn_at = max(now, self._turn_at or now)
        self._stale = False
        self._hear(now)
        desk = self._run.desk
        if desk and self.state is Phase.ONLINE:
            self._hear_early(now)
            talk.send(self._run, desk, now)
        self._run.await_places(now)
        if desk and desk is self._run.desk and (changes := desk.rooms.changes()) is not None:
            self._events.append(changes)
        if self._run.ends is not None:
            self._end_run(self._run.ends, now)
        if self._leaving:
            self._leave_if_done(now)

    def _up(self, up: Up) -> None:
        if self._run.server not in (None, up.fingerprint):  # by the person's own choice: nothing goes along
            self._run.put_away()
            self._begin(self._run.credentials)
        self._entrance.up(up)

    def _down(self) -> None:
        self._entrance.down()
        self._early.take()
        self._run.connection_lost()

    # --- words of the server ------------------------------------------------------------------------------------------

    def _frame(self, frame: FrameArrived, now: float) -> None:
        desk = self._run.desk
        if self.state is Phase.ONLINE and desk:
            self._hear_early(now)
        if self.state not in (Phase.SIGNING_IN, Phase.ONLINE):
            return
        try:
            if frame.channel in _RAW:
                if self._run.transfers and self.state is Phase.ONLINE:
                    self._run.transfers.frame(frame.channel, frame.body)
                return
            word = decode(frame.body)
            if not isinstance(word, words.FromServer):
                raise ProtocolViolation("a word of clients")
            if isinstance(word, words.Moved):
                self._link.moved(word.port, now)
            elif self.state is Phase.SIGNING_IN:
                self._sign_in_word(word, frame, now)
            elif desk:
                talk.hear(self._run, desk, word, frame.channel, now)
        except ProtocolViolation:
            if self._entrance.on_trial:
                self._refused(UnprovenServer(self._run.server_name), now)
            else:
                self._link.lost("protocol", now)

    def _sign_in_word(self, word: words.FromServer, frame: FrameArrived, now: float) -> None:
        match word:
            case words.ServerHello():
                self._entrance.greeted(word, now)
            case words.ScramChallenge() | words.ScramDone() | words.Recovered() | words.Welcome() | words.Refused():
                self._entrance.answered(word, now)
            case _:
                self._early.keep(frame)  # the account's folder is being opened

    def _hear_early(self, now: float) -> None:
        """What came while the folder was being opened, in order, before anything newer."""
        for frame in self._early.take():
            self._frame(frame, now)

    # --- disk ---------------------------------------------------------------------------------------------------------

    def _pins_read(self, known: KnownServers | None, _error: Exception | None, now: float) -> None:
        self._link.pins(known or KnownServers(), now)

    def _written(self, desk: Desk, new: frozenset[int] | None, error: Exception | None, now: float) -> None:
        told = desk.failing
        filled = desk.write_done(new, error, now)
        if desk is not self._run.desk:
            return
        hearing_log.tell(self._run, desk, filled, live=False)
        if error is not None and not told:
            self._events.append(NotSaved(str(error)))

    # --- the end ------------------------------------------------------------------------------------------------------

    def _leave_if_done(self, now: float) -> None:
        if self.unconfirmed_count or self.state is Phase.LEAVING or self._ending:
            return
        if self.state is Phase.ONLINE:
            self._part(now)
        else:
            self._end_run("", now)

    def _part(self, now: float) -> None:
        if self._run.desk:
            self._run.signals.hurry()
            talk.send(self._run, self._run.desk, now)
        self._tools.say(words.Bye("logout"))
        self._link.leave(now + LOGOUT_S, now)

    def _refused(self, error: UdpchatError, now: float) -> None:
        self._events.append(SignInRefused(error, final=True))
        self._finish_run(now)

    def _end_run(self, reason: str, now: float) -> None:
        self._finish_run(now, LoggedOut(reason))

    def _finish_run(self, now: float, event: LoggedOut | None = None) -> None:
        """The run is over; LoggedOut comes when the disk is in its final state."""
        self._link.stop(now)
        self._run.put_away()
        self._begin(self._run.credentials)
        self._leaving, self._ending = False, True

        def finish(_value: None, _error: Exception | None, _now: float) -> None:
            self._ending = False
            if event is not None:
                self._events.append(event)

        self._jobs.disk("end", lambda: None, finish)
