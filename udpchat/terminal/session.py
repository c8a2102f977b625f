"""One chat in a terminal: turns the core's events into lines, and typed lines into commands of the core.

Lines are taken only while signed in, or at the prompt of somebody who has yet to sign in (`sign_in` is given); until then,
and while the outbox is full or a command of an old system is not answered, they wait in order. At the end of input or at
/exit the session waits until everything typed was confirmed, and only then logs out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import assert_never

from udpchat.catalogue import text
from udpchat.client import events, numbers
from udpchat.client.core import ClientCore
from udpchat.client.obedience import HANDLERS
from udpchat.client.obeying import Go, Obeying, Reply, Turn
from udpchat.client.parsing import Call, Say, Unknown, Wrong, meaning
from udpchat.client.phases import Phase
from udpchat.client.showing import person_line
from udpchat.client.target import Credentials
from udpchat.errors import CertificateChanged, CertificateUnknown, OutboxFull, UdpchatError
from udpchat.invites import human_fingerprint
from udpchat.limits import COMMAND_WAIT_S, LINE_CHARS, TEXT_BYTES
from udpchat.sanitize import one_line
from udpchat.terminal import own
from udpchat.terminal.board import Board
from udpchat.terminal.progress import Progresses
from udpchat.terminal.seeds.dialects import Dialects

DONE, REFUSED, NO_ANSWER, INTERRUPTED = 0, 2, 3, 130  # exit statuses; the last as shells expect after Ctrl-C

SignIn = Callable[[Credentials, float], None]
"""Begins a sign-in to the server of the command line."""


class Session:
    """State of one chat. `status` is None while it goes on, then the exit status of the program."""

    def __init__(
        self,
        core: ClientCore,
        print_line: Callable[[str], None],
        taken: Callable[[], None],
        can_ask: bool,
        sign_in: SignIn | None = None,
        wall_ms: Callable[[], int] = lambda: 0,
    ) -> None:
        """`taken` is told of each typed line that was dealt with; `can_ask`: a person sits at the keyboard. `sign_in`:
        nobody is signed in yet, typed commands do that, and logging out leads back to the prompt."""
        self.status: int | None = None
        self.answered = False
        self._core = core
        self._print = print_line
        self._taken = taken
        self._can_ask = can_ask
        self._sign_in = sign_in
        self._board = Board(core, print_line)
        self._obeying = Obeying(core, self._replied, self._go, wall_ms, HANDLERS)
        self._dialects = Dialects(self._obeying.bench, print_line, sign_in, self.leave)
        self._lines: deque[str] = deque()
        self._here = numbers.LOBBY
        self._signed_in = False
        self._asking = False
        self._at_once = False  # a command is being begun: what it says now is about the line at hand
        self._input_ended = False
        self._parting = False  # a log-out was asked for: no line counts before it is done
        self._ending = False  # and it ends the program
        self._logging_out = False
        self._told_waiting = False
        self._stored_to = 0
        self._now = self._patient_until = 0.0
        self._was_lost = False
        self._hurried = False  # nothing is waited for but what was typed
        self._progress = Progresses(print_line) if can_ask else None
        self._rules: events.Rules | None = None  # as told last

    # --- from the keyboard --------------------------------------------------------------------------------------------

    def line_typed(self, line: str | None, now: float) -> None:
        """A line, or None at the end of input."""
        if self._asking:
            if line is not None:
                self._taken()
            self._answer(line or "", now)
        elif line is None:
            self._input_ended = True
            if self._dialects.asks:
                self._dialects.give_up()
            self._work_off(now)
        elif self._ending:
            self._taken()  # after the goodbye nobody listens
        else:
            self._lines.append(line)
            self._work_off(now)

    def leave(self, now: float) -> None:
        """Log out and end, as soon as everything typed before is confirmed; what is typed after it does not count."""
        self._parting = self._ending = True
        while self._lines:
            self._lines.popleft()
            self._taken()
        self._work_off(now)

    def log_out(self, now: float) -> None:
        """Log out as soon as everything typed before is confirmed; at a prompt the program goes on."""
        self._parting = True
        self._ending |= self._sign_in is None
        self._work_off(now)

    def interrupt(self, now: float) -> None:
        """Ctrl-C: leave, or end at once if nobody is signed in yet."""
        if self._signed_in:
            self._dialects.give_up()
            self._hurried = True
            self.leave(now)
        else:
            self.status = INTERRUPTED

    def give_up(self, error: UdpchatError, now: float) -> None:
        """End without an answer of the server; at a prompt only the sign-in under way."""
        if self._sign_in is None:
            self._end(NO_ANSWER, error)
            return
        if not self._dialects.speaks:
            self._print(f"* {error.code}: {error.sentence}")
        self._core.leave_now(now)

    @property
    def _hears(self) -> bool:
        """Whether a line may be dealt with now."""
        if self._logging_out or self._parting or self._dialects.waits or self._obeys:
            return False
        return self._signed_in or self._dialects.asks or self._prompting

    @property
    def _obeys(self) -> bool:
        """A command waits for the server, and not for too long yet: what is typed after it may depend on it."""
        return self._obeying.busy and self._core.state is Phase.ONLINE and self._now < self._patient_until

    @property
    def _prompting(self) -> bool:
        return self._sign_in is not None and not self._signed_in and self._core.state is Phase.IDLE

    def _work_off(self, now: float) -> None:
        self._now = now
        while self._lines and self._hears and self.status is None:
            line = self._lines.popleft()
            try:
                self._obey(line, now)
            except OutboxFull:
                self._lines.appendleft(line)
                return
            self._taken()
        if self._parting or (self._input_ended and not self._lines):
            self._part(now)

    def _part(self, now: float) -> None:
        """Log out; or end, where nobody is signed in."""
        obeys = self._obeys and not (self._hurried and self._core.unfinished_files)  # files go on when the person comes back
        if self._logging_out or self._dialects.speaks or obeys:
            return
        if self._signed_in:
            self._log_out_when_confirmed(now)
        elif self._prompting:
            self._parting = False
            if (self._ending or self._input_ended) and self.status is None:
                self.status = DONE

    def _log_out_when_confirmed(self, now: float) -> None:
        waiting_count = self._core.unconfirmed_count
        online = self._core.state is Phase.ONLINE
        if waiting_count == 0 and online and self._board.shown_to < self._stored_to:
            return  # what was typed last is stored, but not yet shown
        if self._obeying.busy and self._core.unfinished_files and not self._hurried:
            return  # a file that was asked for is on its way
        if waiting_count == 0:
            self._logging_out = True
            self._core.log_out(now)
        elif not online and not self._told_waiting:
            self._told_waiting = True
            self._notice("terminal.waiting_to_leave", count=waiting_count)

    # --- what a line means --------------------------------------------------------------------------------------------

    def _obey(self, line: str, now: float) -> None:
        if self._dialects.take(line, self._signed_in, now):
            return
        match meaning(line):
            case None:
                pass
            case Say(said):
                self._say(said, now)
            case Unknown(name):
                self._notice("terminal.unknown_command", name=name)
            case Wrong(command, _):
                self._notice("command.usage", usage=command.usage)
            case Call() as call:
                self._call(call, now)
            case other:
                assert_never(other)

    def _say(self, said: str, now: float) -> None:
        if not self._signed_in:
            self._notice("terminal.sign_in_first")
            return
        try:
            self._core.send_message(said, now, self._here)
        except OutboxFull:
            raise
        except UdpchatError as error:
            self._print(f"* {error.sentence}")

    def _call(self, call: Call, now: float) -> None:
        match call.command.name:
            case "help":
                for line in own.help_lines(call, self._core.my_role):
                    self._print(line)
            case "exit":
                self.leave(now)
            case "logout":
                self.log_out(now)
            case "history":
                self._board.ask_earlier(self._here, now)
            case name if name in own.WAYS_IN:
                self._come_in(call, now)
            case _ if not self._signed_in:
                self._notice("terminal.sign_in_first")
            case _:
                self._at_once, self._patient_until = True, now + COMMAND_WAIT_S
                try:
                    self._obeying.obey(call, self._here, now)
                finally:
                    self._at_once = False

    def _come_in(self, call: Call, now: float) -> None:
        if self._sign_in is None or self._signed_in or self._core.state is not Phase.IDLE:
            self._notice("terminal.signed_in_already")
            return
        try:
            self._sign_in(own.credentials(call), now)
        except UdpchatError as error:
            self._print(f"* {error.code}: {error.sentence}")

    def _replied(self, reply: Reply) -> None:
        if isinstance(reply.error, OutboxFull) and self._at_once:
            raise reply.error  # the line stays, and is tried again
        for line in reply.lines:
            self._print(f"* {one_line(line, LINE_CHARS)}")
        if reply.error is not None:
            self._print(f"* {one_line(reply.error.sentence, LINE_CHARS)}")

    def _go(self, go: Go) -> None:
        self._here = go.conversation
        self._notice("terminal.here", place=self._obeying.bench.title_of(go.conversation))

    # --- from the core ------------------------------------------------------------------------------------------------

    def on_event(self, event: events.Event, now: float) -> None:
        """Show one event of the core, and do what it asks for."""
        self._obeying.on_event(event, now)
        if not self._board.on_event(event):
            self._other(event, now)
        self._dialects.on_event(event, now)

    def _other(self, event: events.Event, now: float) -> None:
        match event:
            case events.CertificateQuestion(fingerprint, changed):
                self._question(fingerprint, changed, now)
            case events.SignedIn() | events.SignInRefused() | events.LoggedOut():
                self._signing(event)
            case events.MessageRefused(_, said, refusal):
                self._notice("terminal.not_sent", text=one_line(said, TEXT_BYTES), why=refusal.sentence)  # all of it
            case events.PeopleChanged():
                self._people_changed(event)
            case events.HistoryReset():
                self._board.restart()
                self._stored_to = 0
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
            case events.TransferChanged(transfer) if self._progress is not None:
                self._progress.show(transfer, now)
            case events.RoomsChanged(gone=gone) if self._here in gone:
                self._notice("terminal.gone")  # and not to the lobby: what is being typed may be for members only
            case events.RulesChanged(rules):
                self._rules_changed(rules)
            case events.Sanctioned(kind="mute") as sanction:
                self._print(f"* {own.sanction_line(sanction)}")
            case _:
                pass  # answers to commands; and a terminal keeps no drafts and shows no ticks

    def turn_ended(self, now: float) -> None:
        """Show what is complete now, and go on with lines that had to wait."""
        if self._signed_in:
            self._board.flush()
        self._obeying.on_event(Turn(), now)
        self._dialects.on_event(Turn(), now)
        if self._lines or self._parting or self._input_ended:
            self._work_off(now)

    def _signing(self, event: events.SignedIn | events.SignInRefused | events.LoggedOut) -> None:
        match event:
            case events.SignedIn(name, _, _, server_name):
                self.answered = self._signed_in = True
                self._board.quiet = self._dialects.quiet
                self._notice("terminal.signed_in", name=name, server=one_line(server_name, LINE_CHARS))
            case events.SignInRefused(refusal, final):
                self.answered = True
                if final and self._sign_in is None:
                    self._end(REFUSED, refusal)
                elif not self._dialects.speaks:
                    self._print(f"* {refusal.code}: {refusal.sentence}")
            case events.LoggedOut(reason):
                self._logged_out(reason)
            case other:
                assert_never(other)

    def _logged_out(self, reason: str) -> None:
        if reason:
            self._print(f"* {one_line(reason, LINE_CHARS)}")
        else:
            self._notice("terminal.logged_out")
        self._signed_in = self._logging_out = self._told_waiting = self._was_lost = self._parting = False
        self._stored_to, self._here = 0, numbers.LOBBY
        self._board.restart()
        if self.status is None and (self._sign_in is None or self._ending):
            self.status = REFUSED if reason else DONE

    def _rules_changed(self, rules: events.Rules) -> None:
        for line in own.rules_lines(self._rules, rules) if not self._dialects.quiet else ():
            self._print(f"* {line}")
        self._rules = rules

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
        if self._dialects.quiet:
            return
        if not event.joined and not event.left and not event.changed and event.online:
            self._notice("terminal.who", count=len(event.online), names=", ".join(map(person_line, event.online)))
        for person in event.joined:
            self._notice("terminal.joined", name=person_line(person))
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
        if not self._dialects.quiet:
            self._print(f"* {text(key, **values)}")

    def _end(self, status: int, error: UdpchatError) -> None:
        self._print(f"* {error.code}: {error.sentence}")
        self.status = status
