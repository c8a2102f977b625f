"""The operator's client as a Driver: whoever runs a relay looks after it over the same wire as everybody else.

`Link` keeps the connection; this file signs in with the token of the data folder, keeps the table of sessions, and
passes on the rest. It reconnects by itself until it is closed.

Invariant: the token leaves only towards the certificate of the data folder. The endpoint compares it before it writes
one byte, and whoever else answers is a stranger, about whom nobody is asked.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any, Final, assert_never

from udpchat import __version__
from udpchat.catalogue import text
from udpchat.client.events import CertificateQuestion, ConnectionLost, Event
from udpchat.client.jobs import Jobs
from udpchat.client.known_servers import KnownServers
from udpchat.client.link import Down, Ended, Happening, Link, Up
from udpchat.client.operator_changes import KEEP, Changes, Keep, PlainWish
from udpchat.client.operator_events import (
    Answer,
    FiguresArrived,
    LogArrived,
    OperatorEvent,
    OperatorLost,
    OperatorReady,
    OrderAnswered,
    SessionsChanged,
    SettingsArrived,
    SettingsRefused,
)
from udpchat.client.phases import Phase
from udpchat.client.target import Target
from udpchat.driver import Address, Job, RandBytes
from udpchat.errors import (
    AuthFailed,
    BadAddress,
    BadName,
    BadPassword,
    FolderNotWritable,
    LocalError,
    NoAnswer,
    NoRoomPassword,
    PortInUse,
    ProtocolViolation,
    UdpchatError,
    refusal,
)
from udpchat.limits import KNOWN_PEOPLE_COUNT, LOGOUT_S
from udpchat.quotas import FileRules
from udpchat.wire.channels import Channel
from udpchat.wire.events import FrameArrived
from udpchat.words import messages as words
from udpchat.words.codec import decode, encode
from udpchat.words.messages import (
    Account,
    AnnouncedBy,
    AuditRow,
    Figures,
    FileFigures,
    GroupRow,
    LogLine,
    Member,
    OperatorWelcome,
    Plain,
    Room,
    Rooms,
    Rules,
    SanctionRow,
    SessionRow,
    Settings,
    Signup,
    StoredRow,
    TransferRow,
)

__all__ = [
    "KEEP",
    "Account",
    "AnnouncedBy",
    "AuditRow",
    "Figures",
    "FiguresArrived",
    "FileFigures",
    "FileRules",
    "GroupRow",
    "Keep",
    "LogArrived",
    "LogLine",
    "Member",
    "OperatorCore",
    "OperatorEvent",
    "OperatorLost",
    "OperatorReady",
    "OperatorWelcome",
    "OrderAnswered",
    "Plain",
    "Room",
    "Rooms",
    "Rules",
    "SanctionRow",
    "SessionRow",
    "SessionsChanged",
    "Settings",
    "SettingsArrived",
    "SettingsRefused",
    "Signup",
    "StoredRow",
    "TransferRow",
]

_FAULTS: Final = {
    kind.code: kind
    for kind in (PortInUse, BadAddress, BadName, BadPassword, NoRoomPassword, FolderNotWritable, LocalError)
}
"""Faults of the relay's own side that travel in SettingsRefused, beside the refusals."""


@dataclass(frozen=True, slots=True)
class _Relay:
    """Whom to connect to."""

    address: Address
    fingerprint: bytes
    token: bytes = field(repr=False)


class OperatorCore:
    """From `connect` to `close`; then `connect` may be called again."""

    def __init__(self, randbytes: RandBytes) -> None:
        self._events: deque[OperatorEvent] = deque()
        self._jobs = Jobs()
        self._changes = Changes(self._jobs, randbytes)
        self._link = Link(randbytes, self._told)
        self._relay: _Relay | None = None
        self._welcome: OperatorWelcome | None = None
        self._sessions: dict[int, SessionRow] = {}
        self._log_number = -1
        self._refusal = ""
        self._greeted = False
        self._stranger = False
        self._turn_at: float | None = None

    # --- commands and questions ---------------------------------------------------------------------------------------

    @property
    def state(self) -> Phase:
        """Where the connection stands."""
        return self._link.phase

    @property
    def sessions(self) -> tuple[SessionRow, ...]:
        """Who is signed in, in order of arrival, as far as it is known."""
        return tuple(self._sessions.values())

    def connect(self, address: Address, fingerprint: bytes, token: bytes, now: float) -> None:
        """Connect to this relay and stay connected. The same relay again: only, do not wait for the next attempt."""
        relay = _Relay(address, fingerprint, token)
        running = self.state not in (Phase.IDLE, Phase.LEAVING)
        self._turn_at = now
        if running and relay == self._relay:
            self._link.network_changed(now)
            return
        if self.state is not Phase.IDLE:
            self._link.stop(now)
        self._relay = relay
        self._link.open(Target(address, f"{address[0]}:{address[1]}", pin=fingerprint))
        self._link.server = fingerprint
        self._link.pins(KnownServers(), now)

    def change_settings(
        self, name: str, port: int, signup: Signup, guests: bool, room_password: str | Keep | None, now: float,
        plain: PlainWish = "keep", files: FileRules | None = None,
    ) -> None:  # fmt: skip
        """Ask for all settings to be these; the answer is SettingsArrived or SettingsRefused.

        Without `files` those stay. The room password: a new one, None for none, or KEEP. Raises BadName; ValueError for
        what a form should not let through (a port outside 1..65535, an empty password).
        """
        self._changes.add(name, port, signup, guests, room_password, plain, files)
        self._turn(now)

    def stop_server(self, reason: str, now: float) -> bool:
        """Ask the relay to say goodbye to everybody and end. False: there is no connection to ask over."""
        online = self.state is Phase.ONLINE
        if online:
            self._say(words.StopServer(reason))
        return online

    def request(self, word: words.FromClient) -> bool:
        """Ask for something with a ref (a kick, a pause, ...) or for a list; OrderAnswered follows. False: no connection."""
        online = self.state is Phase.ONLINE
        if online:
            self._say(word)
        return online

    def close(self, now: float) -> None:
        """Leave the relay alone; it goes on. `state` becomes IDLE, at the latest after `LOGOUT_S`."""
        self._changes.drop()
        if self.state is Phase.ONLINE:
            self._say(words.Bye("logout"))
            self._link.leave(now + LOGOUT_S, now)
        elif self.state not in (Phase.IDLE, Phase.LEAVING):
            self._link.stop(now)

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
        self._turn(now)

    def next_timeout(self) -> float | None:
        """The earliest deadline."""
        return self._link.next_timeout()

    def datagrams_to_send(self, now: float) -> list[tuple[bytes, Address]]:
        """Everything that may leave now."""
        self._turn(now)
        out = self._link.endpoint.datagrams_to_send(now)
        self._turn(now)
        return out

    def next_event(self) -> OperatorEvent | None:
        """The oldest event not yet pulled."""
        return self._events.popleft() if self._events else None

    def next_job(self) -> Job | None:
        """The oldest job not yet pulled."""
        return self._jobs.next()

    def finish_job(self, job: Job, value: Any, error: Exception | None, now: float) -> None:
        """The outcome of a job."""
        self._jobs.finished(job, value, error, now)
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
        while (happening := self._next_happening(now)) is not None:
            match happening:
                case FrameArrived():
                    self._frame(happening, now)
                case Up():
                    self._greeted = False
                    self._say(words.Hello(words.PROTOCOL_VERSION, f"udpchat/{__version__}", ()))
                case Down():
                    self._refusal = ""
                case Ended(reason):
                    self._ended(reason, now)
                case other:
                    assert_never(other)
        self._send_changes()

    def _next_happening(self, now: float) -> Happening | None:
        happening = self._link.next_happening(now)
        if happening is None and self._stranger:
            self._stranger = False
            self._link.refuse(now)
            happening = self._link.next_happening(now)
        return happening

    def _told(self, event: Event) -> None:
        """What the link would tell the window of a person who chats."""
        match event:
            case ConnectionLost(reason, retry_at):
                self._events.append(OperatorLost(self._refusal or reason, retry_at))
            case CertificateQuestion():
                self._stranger = True
            case _:
                pass  # phases are `state`; silence on this very computer says what the end of the attempt says anyway

    def _ended(self, reason: str, now: float) -> None:
        told = self.state is not Phase.LEAVING
        self._link.stop(now)
        if told:
            self._events.append(OperatorLost(reason, None))

    def _say(self, word: words.FromClient) -> None:
        channel = Channel.CHAT if isinstance(word, words.Post) else Channel.CONTROL
        self._link.endpoint.send(channel, encode(word))

    def _send_changes(self) -> None:
        while (ready := self._changes.take()) is not None:
            if isinstance(ready, Exception):
                self._events.append(SettingsRefused(UdpchatError(ready)))
            elif self.state is Phase.ONLINE:
                self._say(ready)
            else:
                self._events.append(SettingsRefused(NoAnswer(self._link.target.label)))

    # --- words of the relay -------------------------------------------------------------------------------------------

    def _frame(self, frame: FrameArrived, now: float) -> None:
        if self.state not in (Phase.SIGNING_IN, Phase.ONLINE):
            return
        try:
            word = decode(frame.body)
            if self.state is Phase.ONLINE:
                self._hear(word, now)
            else:
                self._sign_in(word, now)
        except ProtocolViolation:
            self._link.lost("protocol", now)

    def _sign_in(self, word: words.Word, now: float) -> None:
        match word:
            case words.ServerHello(reset_token=reset_token) if self._relay and not self._greeted:
                self._greeted = True
                self._link.endpoint.set_reset_token(reset_token)
                self._say(words.OperatorSignIn(self._relay.token))
            case OperatorWelcome() if self._greeted:
                self._welcomed(word, now)
            case words.Refused(code, retry_after_s, detail):
                self._refused(refusal(code, retry_after_s, detail), now)
            case words.Bye():
                pass  # the close that follows says the rest
            case _:
                raise ProtocolViolation("an answer without a question")

    def _refused(self, error: UdpchatError, now: float) -> None:
        """The token may be another one by the next attempt, if the folder was restored: whoever reads it says so."""
        self._refusal = text("operate.lost.token") if isinstance(error, AuthFailed) else error.sentence
        self._link.lost("unwilling", now, error.retry_after_s)

    def _welcomed(self, welcome: OperatorWelcome, now: float) -> None:
        self._link.endpoint.raise_frame_limit()
        self._link.welcomed(now)
        if self._welcome is None or self._welcome.started_at != welcome.started_at:
            self._log_number = -1
        self._welcome = welcome
        self._events.append(OperatorReady(welcome))
        if gone := tuple(self._sessions):
            self._sessions.clear()
            self._events.append(SessionsChanged((), gone, ()))

    def _hear(self, word: words.Word, now: float) -> None:
        match word:
            case Settings():
                self._events.append(SettingsArrived(word))
            case words.SettingsRefused(code, detail):
                fault = _FAULTS.get(code)
                self._events.append(SettingsRefused(fault(detail) if fault else refusal(code, 0.0, detail)))
            case words.LogLines(lines):
                self._log(lines)
            case words.SessionRows(rows, gone):
                self._rows(rows, gone)
            case Figures():
                self._events.append(FiguresArrived(word))
            case answer if isinstance(answer, Answer):
                self._events.append(OrderAnswered(answer))
            case words.Moved(port):
                self._moved(port, now)
            case words.Bye() | words.Refused():
                pass  # the close that follows says the rest
            case _:
                raise ProtocolViolation("a word that is not for operators")

    def _log(self, lines: tuple[LogLine, ...]) -> None:
        """After a reconnect the relay begins with the last lines again: hand out each one once."""
        fresh = tuple(line for line in lines if line.number > self._log_number)
        if fresh:
            self._log_number = fresh[-1].number
            self._events.append(LogArrived(fresh))

    def _rows(self, rows: tuple[SessionRow, ...], gone: tuple[int, ...]) -> None:
        for session in gone:
            self._sessions.pop(session, None)
        self._sessions.update((row.session, row) for row in rows)
        if len(self._sessions) > KNOWN_PEOPLE_COUNT:
            raise ProtocolViolation("more sessions than there can be")
        self._events.append(SessionsChanged(rows, gone, self.sessions))

    def _moved(self, port: int, now: float) -> None:
        """It is the same relay still: a `connect` with the new address changes nothing any more."""
        self._link.moved(port, now)
        if self._relay is not None:
            self._relay = replace(self._relay, address=self._link.target.address)
