"""One chat in a terminal: turns the core's events into lines, and typed lines into commands of the core.

Lines are taken only while signed in; until then, and while the outbox is full, they wait in order. At the end of input
or at /exit the session waits until everything typed was confirmed, and only then logs out.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import assert_never

from udpchat.catalogue import text
from udpchat.client import events
from udpchat.client.core import ClientCore
from udpchat.client.phases import Phase
from udpchat.errors import CertificateChanged, CertificateUnknown, OutboxFull, UdpchatError
from udpchat.invites import human_fingerprint
from udpchat.limits import LINE_CHARS
from udpchat.sanitize import one_line
from udpchat.terminal.lines import NAMES, Command, Say, Unknown, meaning
from udpchat.terminal.timeline import Timeline
from udpchat.words.messages import Message, Person

DONE, REFUSED, NO_ANSWER, INTERRUPTED = 0, 2, 3, 130  # exit statuses; the last as shells expect after Ctrl-C


class Session:
    """State of one chat. `status` is None while it goes on, then the exit status of the program."""

    def __init__(
        self,
        core: ClientCore,
        print_line: Callable[[str], None],
        taken: Callable[[], None],
        can_ask: bool,
    ) -> None:
        """`taken` is told of each typed line that was dealt with; `can_ask`: a person sits at the keyboard."""
        self.status: int | None = None
        self.answered = False
        self._core = core
        self._print = print_line
        self._taken = taken
        self._can_ask = can_ask
        self._timeline = Timeline()
        self._lines: deque[str] = deque()
        self._people: tuple[Person, ...] = ()
        self._signed_in = False
        self._asking = False
        self._leaving = False
        self._logging_out = False
        self._told_waiting = False
        self._stored_to = 0
        self._was_lost = False

    # --- from the keyboard --------------------------------------------------------------------------------------------

    def line_typed(self, line: str | None, now: float) -> None:
        """A line, or None at the end of input."""
        if self._asking and line is None:
            self._answer("", now)
        elif line is None:
            self.leave(now)
        elif self._asking:
            self._taken()
            self._answer(line, now)
        else:
            self._lines.append(line)
            self._work_off(now)

    def leave(self, now: float) -> None:
        """Log out as soon as everything typed is confirmed; that needs a sign-in first."""
        self._leaving = True
        self._work_off(now)

    def interrupt(self, now: float) -> None:
        """Ctrl-C: leave, or end at once if nobody is signed in yet."""
        if self._signed_in:
            self.leave(now)
        else:
            self.status = INTERRUPTED

    def give_up(self, error: UdpchatError) -> None:
        """End without an answer of the server."""
        self._end(NO_ANSWER, error)

    def _work_off(self, now: float) -> None:
        while self._signed_in and self._lines and not self._logging_out:
            try:
                self._obey(self._lines[0], now)
            except OutboxFull:
                return
            self._lines.popleft()
            self._taken()
        if self._leaving and self._signed_in and not self._lines and not self._logging_out:
            self._log_out_when_confirmed(now)

    def _log_out_when_confirmed(self, now: float) -> None:
        waiting_count = self._core.unconfirmed_count
        online = self._core.state is Phase.ONLINE
        if waiting_count == 0 and online and self._timeline.shown_to < self._stored_to:
            return  # what was typed last is stored, but not yet shown
        if waiting_count == 0:
            self._logging_out = True
            self._core.log_out(now)
        elif not online and not self._told_waiting:
            self._told_waiting = True
            self._notice("terminal.waiting_to_leave", count=waiting_count)

    def _obey(self, line: str, now: float) -> None:
        match meaning(line):
            case None:
                pass
            case Say(said):
                self._say(said, now)
            case Unknown(name):
                self._notice("terminal.unknown_command", name=name)
            case Command.WHO:
                self._notice("terminal.who", count=len(self._people), names=", ".join(p.name for p in self._people))
            case Command.HELP:
                for name, command in NAMES.items():
                    self._print(f"* {name:8} {text(f'terminal.help.{command.value}')}")
            case Command.LEAVE:
                self._leaving = True
            case other:
                assert_never(other)

    def _say(self, said: str, now: float) -> None:
        try:
            self._core.send_message(said, now)
        except OutboxFull:
            raise
        except UdpchatError as error:
            self._print(f"* {error.sentence}")

    # --- from the core ------------------------------------------------------------------------------------------------

    def on_event(self, event: events.Event, now: float) -> None:
        """Show one event of the core, and do what it asks for."""
        match event:
            case events.CertificateQuestion(fingerprint, changed):
                self._question(fingerprint, changed, now)
            case events.SignedIn() | events.SignInRefused() | events.LoggedOut():
                self._signing(event)
            case events.MessagesAdded(messages):
                for message in messages:
                    self._timeline.add(message)
            case events.MessageRefused(_, said, refusal):
                self._notice("terminal.not_sent", text=one_line(said, LINE_CHARS), why=refusal.sentence)
            case events.PeopleChanged():
                self._people_changed(event)
            case events.HistoryReset():
                self._timeline, self._stored_to = Timeline(), 0
                self._notice("terminal.history_reset")
            case events.StateChanged() | events.ConnectionLost():
                self._connection(event)
            case events.Slowed(seconds):
                self._notice("terminal.slowed", seconds=seconds)
            case events.Postponed(refusal):
                self._notice("terminal.postponed", why=refusal.sentence)
            case events.NotSaved(reason):
                self._notice("terminal.not_saved", reason=one_line(reason, LINE_CHARS))
            case events.MessageStored(_, seq, _):
                self._stored_to = max(self._stored_to, seq)
            case events.MessagePending() | events.NoAnswerYet() | events.EarlierLoaded():
                pass
            case events.DraftFound() | events.ReadTo():
                pass  # a terminal keeps no drafts
            case other:
                assert_never(other)

    def turn_ended(self, now: float) -> None:
        """Show what is complete now, and go on with lines that had to wait."""
        if self._signed_in:
            self._timeline.signed_in(self._core.head)
            for message in self._timeline.ready(self._core.contiguous_to):
                self._print(message_line(message))
        if self._lines or self._leaving:
            self._work_off(now)

    def _signing(self, event: events.SignedIn | events.SignInRefused | events.LoggedOut) -> None:
        match event:
            case events.SignedIn(name, _, _, server_name):
                self.answered = self._signed_in = True
                self._notice("terminal.signed_in", name=name, server=one_line(server_name, LINE_CHARS))
            case events.SignInRefused(refusal, final):
                self.answered = True
                if final:
                    self._end(REFUSED, refusal)
                else:
                    self._print(f"* {refusal.code}: {refusal.sentence}")
            case events.LoggedOut(reason):
                if reason:
                    self._print(f"* {one_line(reason, LINE_CHARS)}")
                else:
                    self._notice("terminal.logged_out")
                if self.status is None:
                    self.status = REFUSED if reason else DONE
            case other:
                assert_never(other)

    def _connection(self, event: events.StateChanged | events.ConnectionLost) -> None:
        match event:
            case events.ConnectionLost(reason, _):
                if self._signed_in:
                    self._notice("terminal.lost", reason=one_line(reason, LINE_CHARS))
                    self._was_lost = True
            case events.StateChanged(phase, _):
                if phase in (Phase.QUESTION, Phase.SIGNING_IN, Phase.ONLINE):
                    self.answered = True
                if phase is Phase.ONLINE and self._was_lost:
                    self._was_lost = False
                    self._notice("terminal.back")
            case other:
                assert_never(other)

    def _people_changed(self, event: events.PeopleChanged) -> None:
        if not event.joined and not event.left and event.online:
            self._notice("terminal.who", count=len(event.online), names=", ".join(p.name for p in event.online))
        self._people = event.online
        for person in event.joined:
            self._notice("terminal.joined", name=person.name)
        for person in event.left:
            self._notice("terminal.left", name=person.name)

    # --- the fingerprint ----------------------------------------------------------------------------------------------

    def _question(self, fingerprint: bytes, changed: bool, now: float) -> None:
        self.answered = True
        shown = human_fingerprint(fingerprint)
        if not self._can_ask:
            self._core.refuse_certificate(now)
            self._end(REFUSED, CertificateChanged(shown) if changed else CertificateUnknown(shown))
            return
        self._asking = True
        key = "terminal.certificate.changed" if changed else "terminal.certificate.first"
        self._notice(key, fingerprint=shown)

    def _answer(self, line: str, now: float) -> None:
        self._asking = False
        if line.strip().lower() in text("terminal.certificate.yes").split():
            self._core.accept_certificate(now)
            return
        self._core.refuse_certificate(now)
        self._notice("terminal.certificate.refused")
        self.status = REFUSED

    # --- output -------------------------------------------------------------------------------------------------------

    def _notice(self, key: str, **values: object) -> None:
        self._print(f"* {text(key, **values)}")

    def _end(self, status: int, error: UdpchatError) -> None:
        self._print(f"* {error.code}: {error.sentence}")
        self.status = status


def message_line(message: Message) -> str:
    """`[HH:MM] name: text` in local time, safe for a terminal."""
    try:
        clock = time.strftime("%H:%M", time.localtime(message.at / 1000))
    except (OverflowError, OSError, ValueError):
        clock = "--:--"  # a time that no calendar has
    return f"[{clock}] {one_line(message.name, LINE_CHARS)}: {one_line(message.text, LINE_CHARS)}"
