"""`chat` as a program: finds out who and where, then runs core, loop and session until the end."""

from __future__ import annotations

import argparse
import io
import os
import secrets
import signal
import sys
import time
from types import FrameType
from typing import cast

from udpchat import names
from udpchat.catalogue import text
from udpchat.client.core import ClientCore
from udpchat.client.events import CertificateQuestion, Event, LoggedOut, SignedIn
from udpchat.client.profiles import Profiles
from udpchat.client.target import AccountSignIn, Credentials, GuestSignIn, Registration, Target
from udpchat.errors import BadAddress, NameDoesNotResolve, NoAnswer, UdpchatError
from udpchat.invites import human_fingerprint
from udpchat.limits import LOOP_WAIT_S, OUTPUT_WAIT_S, SHELL_TICK_S, WORKERS_WAIT_S
from udpchat.net import UdpLoop, clock, open_socket, resolve
from udpchat.net.finder import Finder
from udpchat.net.guide import Guide
from udpchat.net.seeker import Seeker
from udpchat.output import LineWriter, complain
from udpchat.places import data_folder
from udpchat.terminal.options import ask, password_for, where
from udpchat.terminal.reader import LineReader
from udpchat.terminal.session import INTERRUPTED, NO_ANSWER, Session

CANNOT_START = 1


def run(options: argparse.Namespace) -> int:
    """Chat until the end; 0, or 1 for impossible options, 2 for a refused sign-in, 3 for no answer."""
    try:
        chat = Chat(options, *questions_answered(options))
    except NameDoesNotResolve as error:
        complain(f"udpchat: {error.sentence}")
        return NO_ANSWER
    except UdpchatError as error:
        complain(f"udpchat: {error.sentence}")
        return CANNOT_START
    except KeyboardInterrupt:
        return INTERRUPTED
    return chat.run()


def questions_answered(options: argparse.Namespace) -> tuple[Target, Credentials | None, str]:
    """Where to and as whom; asks for what the options leave open. Blocks. Raises UdpchatError.

    Without credentials the person signs in by a typed command, of which the first may have been typed at the question for
    the name already.
    """
    server = options.server or ask(text("terminal.ask.server"))
    if not server:
        raise BadAddress(text("terminal.no_server"))
    asked = where(server)
    typed = "" if options.commands else options.user or ask(text("terminal.ask.user"))
    by_command = options.commands or (not options.user and is_command(typed))
    credentials = None if by_command else credentials_of(options, names.clean_username(typed))
    target = Target(
        address=resolve(asked.host, asked.port),
        label=f"{asked.host}:{asked.port}",
        pin=asked.pin,
        trust=options.trust,
    )
    return target, credentials, typed if by_command else ""


def is_command(typed: str) -> bool:
    """Whether what was typed as a name is a command instead: no name begins so, or has a space in it."""
    return typed.startswith(("/", "#")) or " " in typed or typed.lower() in ("exit", "info", "inbox", "list", "logout")


def credentials_of(options: argparse.Namespace, user: str) -> Credentials:
    """As whom; a guest needs no password of their own."""
    if options.guest:
        return GuestSignIn(user, options.room_password)
    password = password_for(user, options.password_file)
    if options.register:
        return Registration(user, password, display=user, room_password=options.room_password)
    return AccountSignIn(user, password)


class Chat:
    """One run of the terminal client."""

    def __init__(
        self, options: argparse.Namespace, target: Target, credentials: Credentials | None, first_line: str
    ) -> None:
        self._target = target
        self._timeout_s = options.timeout
        profiles = Profiles(options.data or data_folder("client"))
        self._core = ClientCore(profiles, secrets.token_bytes, wall_ms)
        if options.downloads is not None:
            self._core.put_files_into(options.downloads)
        self._guide = Guide(self._core, Seeker(Finder()), self._on_stranger)
        self._has_server = False  # signed in, though the server may not answer just now
        self._loop = UdpLoop(self._core, open_socket("0.0.0.0", 0), self._on_event)
        self._out = LineWriter(sys.stdout)
        self._reader = LineReader(raw_input(), "utf-8", self._typed)
        self._can_ask = sys.stdin is not None and sys.stdin.isatty()
        sign_in = self._sign_in if credentials is None else None
        self._session = Session(self._core, self._out.line, self._reader.taken, self._can_ask, sign_in, wall_ms)
        self._give_up_at: float | None = None
        self._interrupts = 0
        if credentials is not None:
            self._sign_in(credentials, clock())
        elif first_line:
            self._loop.call_soon(lambda: self._session.line_typed(first_line, clock()))

    def _sign_in(self, credentials: Credentials, now: float) -> None:
        """To the one server of this program."""
        self._core.connect(self._target, credentials, now)
        self._session.answered = False
        self._give_up_at = now + self._timeout_s

    def run(self) -> int:
        """Until the session ends; the exit status. Ctrl-C logs out politely, a second one quits."""
        signal.signal(signal.SIGINT, self._on_interrupt)
        signal.signal(signal.SIGTERM, self._on_interrupt)
        self._reader.start()
        while self._session.status is None and not self._out.broken:
            self._turn()
        self._guide.close()
        ended = self._loop.close(WORKERS_WAIT_S)
        self._core.close()
        status = self._session.status or 0
        if not (self._out.close(OUTPUT_WAIT_S) and ended):
            os._exit(status)  # a thread hangs in the system; the interpreter would wait for it
        return status

    def _turn(self) -> None:
        now = clock()
        wait_s = LOOP_WAIT_S
        if self._give_up_at is not None:
            wait_s = max(0.0, min(wait_s, self._give_up_at - now))
        elif self._guide.lost:
            wait_s = SHELL_TICK_S
        self._loop.run_once(wait_s)
        now = clock()
        if self._has_server:
            self._guide.turn(now)
        self._session.turn_ended(now)
        if self._session.answered:
            self._give_up_at = None
        elif self._give_up_at is not None and now >= self._give_up_at:
            self._give_up_at = None
            self._session.give_up(NoAnswer(self._target.label), now)

    def _on_event(self, event: object) -> None:
        match event:
            case SignedIn():
                self._has_server = True
            case LoggedOut():
                self._has_server = False
            case CertificateQuestion() if self._has_server:
                self._guide.stranger(event, clock())
                return
        self._session.on_event(cast(Event, event), clock())  # a ClientCore has no others

    def _on_stranger(self, question: CertificateQuestion) -> None:
        """Somebody else answers where the server was, and it is nowhere else: a program waits for it, a person decides."""
        if self._can_ask:
            self._session.on_event(question, clock())
        else:
            self._core.refuse_certificate(clock())
            self._out.line(f"* {text('terminal.stranger', fingerprint=human_fingerprint(question.fingerprint))}")

    def _typed(self, line: str | None) -> None:
        self._loop.call_soon(lambda: self._session.line_typed(line, clock()))

    def _on_interrupt(self, _number: int, _frame: FrameType | None) -> None:
        self._interrupts += 1
        if self._interrupts > 1:
            os._exit(INTERRUPTED)
        self._loop.call_soon(lambda: self._session.interrupt(clock()))


def wall_ms() -> int:
    """The wall clock."""
    return time.time_ns() // 1_000_000


def raw_input() -> io.RawIOBase | None:
    """Standard input without its buffer; None if there is none."""
    buffer = getattr(sys.stdin, "buffer", None)
    return getattr(buffer, "raw", None)
