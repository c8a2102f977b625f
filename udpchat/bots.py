"""For programs that chat: `with udpchat.connect(...) as chat`, `chat.send(...)`, `for message in chat.events()`.

A thread of its own drives the same client core as the windows, so the connection lives, comes back and loses nothing while
the program does other things. Every call raises the exceptions of `udpchat.errors`. Nothing is kept on this computer unless
`data` names a folder; then a message that could not be sent goes out at the next start.
"""

from __future__ import annotations

import contextlib
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Full, Queue
from types import TracebackType
from typing import Any, cast

from udpchat.client import events, numbers, obey_files
from udpchat.client.core import ClientCore
from udpchat.client.events import File
from udpchat.client.message import Message
from udpchat.client.obeying import Lines, Steps, Tasks, Turn, Workbench
from udpchat.client.phases import Phase
from udpchat.client.profiles import Profiles
from udpchat.client.target import AccountSignIn, Credentials, GuestSignIn, Registration, Target
from udpchat.errors import BadRequest, CertificateChanged, CertificateUnknown, NoAnswer, Refusal, UdpchatError
from udpchat.invites import human_fingerprint, parse_address, parse_invite
from udpchat.limits import BOT_MESSAGES, BOT_WAIT_S, CLOSE_WAIT_S, LOOP_WAIT_S, SHELL_TICK_S, WORKERS_WAIT_S
from udpchat.net import UdpLoop, clock, open_socket, resolve
from udpchat.net.finder import Finder
from udpchat.net.guide import Guide
from udpchat.net.seeker import Seeker


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message that came. `place` is where, and what `send` takes to answer there: `@ann`, `#group`, `lobby`,
    `announcements`. `own`: from this very account, maybe on another device. `file`: what was sent with it, for `fetch`."""

    sender: str
    place: str
    text: str
    seq: int
    at: int
    own: bool
    file: File | None = None


def connect(
    server: str,
    user: str,
    password: str = "",
    *,
    register: bool = False,
    guest: bool = False,
    room_password: str = "",
    trust: bool = True,
    data: Path | str | None = None,
    timeout: float = BOT_WAIT_S,
) -> Chat:
    """Sign in to HOST[:PORT] or an invite; blocks until that is done, or raises.

    `trust`: take the certificate of a server met for the first time, as nobody can be asked; an account's password is never
    told to a server that does not know it already. A certificate that changed is never taken.
    """
    if server.lower().startswith("udpchat:"):
        invite = parse_invite(server)
        host, port, pin = invite.host, invite.port, invite.fingerprint
    else:
        (host, port), pin = parse_address(server), None
    target = Target(resolve(host, port), f"{host}:{port}", pin=pin, trust=trust)
    credentials: Credentials = AccountSignIn(user, password, keep=data is not None)
    if guest:
        credentials = GuestSignIn(user, room_password)
    elif register:
        credentials = Registration(user, password, display=user, room_password=room_password, keep=data is not None)
    chat = Chat(None if data is None else Path(data))
    try:
        chat._sign_in(target, credentials, timeout)
    except BaseException:
        chat.close()
        raise
    return chat


class Chat:
    """One signed-in program. Its methods may be called from any thread."""

    def __init__(self, data: Path | None) -> None:
        """Use `connect`."""
        self._folder = tempfile.TemporaryDirectory(prefix="udpchat-") if data is None else None
        folder = Path(self._folder.name) if self._folder else cast(Path, data)
        self._core = ClientCore(Profiles(folder), secrets.token_bytes, _wall_ms)
        self._loop = UdpLoop(self._core, open_socket("0.0.0.0", 0), self._on_event)
        self._work = Workbench(self._core, lambda _go: None, wall_ms=_wall_ms)
        self._tasks = Tasks()
        self._guide = Guide(self._core, Seeker(Finder()), lambda _stranger: self._core.refuse_certificate(clock()))
        self._messages: Queue[Incoming | None] = Queue(BOT_MESSAGES)
        self._seen_from = 0
        self._ended: UdpchatError | None = None
        self._closing = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="udpchat", daemon=True)
        self._thread.start()

    # --- for programs -------------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """My name on this server."""
        return self._core.my_name

    def send(self, place: str, text: str, timeout: float = BOT_WAIT_S) -> int:
        """Say something to `@person`, `#group`, `lobby` or `announcements`; blocks until the server has it on disk.

        Its seq, the place in the order of everything. NoAnswer: not confirmed in time; it still goes out once there is a
        connection, for as long as this object lives.
        """

        def task() -> Steps[int]:
            conversation = yield from self._work.place(place)
            return (yield from self._work.outcome(self._core.send_message(text, self._work.now, conversation)))

        seq: int = self._do(task, timeout)
        return seq

    def send_file(self, place: str, path: Path | str, text: str = "", timeout: float | None = None) -> None:
        """Send a file; blocks until everybody there can fetch it. NoAnswer: not in time; it goes on in the background."""

        def task() -> Steps[None]:
            conversation = yield from self._work.place(place)
            (key,) = self._core.send_file([path], self._work.now, conversation, text=text)
            yield from obey_files.over(self._work, key)

        self._do(task, timeout)

    def fetch(self, file: File, folder: Path | str, timeout: float | None = None) -> Path:
        """Get a file of a message into that folder; blocks until it is whole. Where it is."""

        def task() -> Steps[str]:
            self._core.put_files_into(Path(folder))
            found = yield from obey_files.over(self._work, self._core.fetch_file(file, self._work.now))
            return found.path

        return Path(self._do(task, timeout))

    def events(self, timeout: float | None = None) -> Iterator[Incoming]:
        """Messages as they come, those first that waited unread; they count as read. Ends after `timeout` s without any.

        Raises what ended the session, if anything but `close` did.
        """
        while True:
            try:
                message = self._messages.get(timeout=timeout)
            except Empty:
                return
            if message is None:
                self._messages.put(None)
                if self._ended is not None:
                    raise self._ended
                return
            yield message

    def people(self) -> list[str]:
        """The names of those who are online."""
        return list(self._do(lambda: tuple(person.name for person in self._core.online), BOT_WAIT_S))

    def groups(self) -> list[str]:
        """The names of my groups."""
        return list(self._do(self._titles, BOT_WAIT_S))

    def create_group(self, title: str, members: Iterable[str] = (), timeout: float = BOT_WAIT_S) -> None:
        """A group of me and these."""

        def task() -> Steps[None]:
            users = yield from self._work.people(tuple(members))
            group = yield from self._work.outcome(self._core.create_group(title, self._work.now, users))
            yield lambda _event: self._core.room(group) is not None

        self._do(task, timeout)

    def close(self) -> None:
        """Sign out, once what was sent has arrived, or after a moment. Idempotent."""
        if not self._closing:
            self._closing = True
            with contextlib.suppress(UdpchatError):
                self._do(self._leave, CLOSE_WAIT_S)
            self._stop.set()
            self._loop.wake()
            self._thread.join(CLOSE_WAIT_S)
        if self._folder is not None:
            with contextlib.suppress(OSError):
                self._folder.cleanup()

    def __enter__(self) -> Chat:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    # --- on the loop's thread -----------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._loop.run_once(SHELL_TICK_S if self._seen_from and self._guide.lost else LOOP_WAIT_S)
                self._work.now = clock()
                if self._seen_from:
                    self._guide.turn(clock())
                self._tasks.on_event(Turn())
        finally:
            self._tasks.give_up(NoAnswer())
            self._guide.close()
            self._loop.close(WORKERS_WAIT_S)
            self._core.close()
            self._put(None)

    def _do(self, task: Callable[[], Steps[Any] | Lines], timeout: float | None) -> Any:
        """Run something there and wait for its value."""
        if not self._thread.is_alive():
            raise self._ended or BadRequest("closed")
        outcome: Future[Any] = Future()

        def begin() -> None:
            self._work.now = clock()
            self._tasks.begin(task, done)

        def done(value: Any, error: UdpchatError | None) -> None:
            if error is not None:
                outcome.set_exception(error)
            else:
                outcome.set_result(value)

        self._loop.call_soon(begin)
        try:
            return outcome.result(timeout)
        except NotInTime:
            raise NoAnswer from None

    def _titles(self) -> Lines:
        return tuple(room.title for room in self._core.rooms if room.kind == "group")

    def _sign_in(self, target: Target, credentials: Credentials, timeout: float) -> None:
        def task() -> Steps[None]:
            self._core.connect(target, credentials, self._work.now)
            ends = events.SignInRefused | events.LoggedOut | events.CertificateQuestion
            event = yield lambda event: isinstance(event, ends) or self._ready()
            match event:
                case events.SignInRefused(refusal=refusal):
                    raise refusal
                case events.CertificateQuestion(fingerprint=shown, changed=changed):
                    raise (CertificateChanged if changed else CertificateUnknown)(human_fingerprint(shown))
                case events.LoggedOut(reason=reason):
                    raise Refusal(reason)
            yield from self._begin()

        try:
            self._do(task, timeout)
        except NoAnswer:
            raise NoAnswer(target.label) from None

    def _ready(self) -> bool:
        core = self._core
        return core.state is Phase.ONLINE and core.listed and bool(core.online) and core.contiguous_to >= core.head

    def _begin(self) -> Steps[None]:
        """What waited unread comes first."""
        self._seen_from = self._core.head + 1
        waiting: list[Message] = []
        for room in self._core.rooms:
            if room.unread and room.id != numbers.LOBBY:
                waiting += yield from self._work.unread(room.id)
        for message in sorted(waiting, key=lambda message: message.seq):
            if message.seq < self._seen_from:
                self._came(message)

    def _leave(self) -> Steps[None]:
        if self._core.state is Phase.IDLE:
            return
        self._core.log_out(self._work.now)
        yield lambda event: isinstance(event, events.LoggedOut) or self._core.state is Phase.IDLE

    def _on_event(self, event: object) -> None:
        self._work.now = clock()
        self._tasks.on_event(event)
        match event:
            case events.MessagesAdded(messages) if self._seen_from:
                for message in messages:
                    if message.seq >= self._seen_from:
                        self._came(message)
            case events.CertificateQuestion() as stranger if self._seen_from:
                self._guide.stranger(stranger, self._work.now)
            case events.CertificateQuestion():
                self._core.refuse_certificate(self._work.now)
            case events.LoggedOut(reason=reason):
                self._ended = None if self._closing else Refusal(reason)
                self._put(None)
            case _:
                pass

    def _came(self, message: Message) -> None:
        place = self._work.title_of(message.conversation)
        own = message.author == self._core.me
        self._put(Incoming(message.name, place, message.text, message.seq, message.at, own, message.file))
        self._core.mark_read(message.conversation, message.seq, self._work.now)

    def _put(self, message: Incoming | None) -> None:
        while True:
            try:
                self._messages.put_nowait(message)
                return
            except Full:
                with contextlib.suppress(Empty):
                    self._messages.get_nowait()


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000
