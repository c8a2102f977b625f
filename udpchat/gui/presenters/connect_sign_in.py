"""Step 2 without a window: the ways in that a server offers, the question of the first visit, and the answer.

The form keeps what was typed whatever happens; a password is held here only between the button and the answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from udpchat import errors
from udpchat.catalogue import text
from udpchat.client.inquiry import Offers
from udpchat.client.target import AccountSignIn, Credentials, KeptSignIn, Recovery, Target
from udpchat.errors import UdpchatError
from udpchat.gui.presenters.connect_form import Verdict, fields_of, judge, read_form, ways_of
from udpchat.gui.presenters.connect_pages import (
    ConnectView,
    Field,
    FormPage,
    FormValues,
    KeptRow,
    Problem,
    QuestionPage,
    Strip,
    Tone,
    Way,
)
from udpchat.gui.presenters.connect_visit import Visit
from udpchat.invites import human_fingerprint
from udpchat.names import fold

_STORAGE_KEY: Final = "connect.wait.storage"


class SigningIn(Protocol):
    """What the program does for this step; nothing blocks."""

    def sign_in(self, target: Target, credentials: Credentials) -> None:
        """Begin to sign in; the outcome comes back as a client event."""

    def cancel_sign_in(self) -> None:
        """Stop signing in. Harmless when nobody is."""


@dataclass(frozen=True, slots=True)
class _Wait:
    """No new try before `until_at`; `key` is the sentence with the seconds."""

    until_at: float
    key: str


class SignInStep:
    """The form of one visit."""

    def __init__(self, view: ConnectView, doors: SigningIn, clock: Callable[[], float], visit: Visit) -> None:
        self.visit = visit
        self._view = view
        self._doors = doors
        self._clock = clock
        self._way = Way.SIGN_IN
        self._kept = _kept_rows(visit.offers)
        self._pending: Credentials | None = None
        self._asking = False
        self._taken: set[str] = set()
        self._wait: _Wait | None = None

    @property
    def busy(self) -> bool:
        """Whether an answer of the server is awaited."""
        return self._pending is not None and not self._asking

    @property
    def asking(self) -> bool:
        """Whether the question of the first visit is on the screen."""
        return self._asking

    # --- coming and going ---------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show the form."""
        name = "" if self._kept else self.visit.offers.last_name
        self._way = self._likely_way(name)
        self._show()
        self._view.show_busy(None)
        self._view.show_wait(None)
        self._view.fill_name(name)
        self._clear_problems()
        ready = next((row.name for row in self._kept if not row.busy), None)
        if ready is not None:
            self._view.put_cursor_on_kept(ready)
        else:
            self._view.put_cursor(Field.PASSWORD if name else Field.NAME)

    def close(self) -> None:
        """Another page comes up; a sign-in under way ends."""
        self.cancel()
        self._wait = None

    def _likely_way(self, name: str) -> Way:
        """Where nobody of this computer was before, a newcomer needs an account."""
        newcomer = not (name or self._kept or self.visit.met) and Way.CREATE in ways_of(self.visit.offers)
        return Way.CREATE if newcomer else Way.SIGN_IN

    # --- the form -----------------------------------------------------------------------------------------------------

    def choose(self, way: Way) -> None:
        """Another way in."""
        if self.busy or way is self._way or way not in ways_of(self.visit.offers):
            return
        self._clear_problems()
        self._way = way
        self._show()
        self._view.put_cursor(Field.NAME)

    def recover(self, name: str) -> None:
        """The password is forgotten. `name` stands in the form."""
        if self.busy or self._way is not Way.SIGN_IN:
            return
        self._clear_problems()
        self._way = Way.RECOVER
        self._show()
        self._view.put_cursor(Field.CODE if name.strip() else Field.NAME)

    @property
    def recovering(self) -> bool:
        """Whether the form for a new password is on the screen."""
        return self._way is Way.RECOVER and not self._asking

    def leave_recovery(self) -> None:
        """Back to the password."""
        self._clear_problems()
        self._way = Way.SIGN_IN
        self._show()
        self._view.put_cursor(Field.PASSWORD)

    def edited(self, where: Field) -> None:
        """A field was changed: what was said of it is no longer true."""
        self._view.show_problem(where, None)

    def submit(self, values: FormValues) -> None:
        """The default button."""
        if self._pending is not None or self._wait is not None:
            return
        self._clear_problems()
        read = read_form(self._way, values, self.visit.offers)
        if isinstance(read, dict):
            self._point_out(read)
        elif self.visit.needs_question(read):
            self._pending, self._asking = read, True
            shown = human_fingerprint(self.visit.offers.fingerprint)
            self._view.show_question(QuestionPage(self.visit.name, shown))
        else:
            self._sign_in(read)

    def use_kept(self, name: str) -> None:
        """One click on an account that is kept signed in."""
        if self._pending is None and KeptRow(name, busy=False) in self._kept:
            self._clear_problems()
            self._sign_in(KeptSignIn(name))

    def _point_out(self, problems: dict[Field, Problem]) -> None:
        for where, problem in problems.items():
            self._view.show_problem(where, problem)
        self._view.put_cursor(next(iter(problems)), select=True)

    # --- the question -------------------------------------------------------------------------------------------------

    def matches(self) -> None:
        """The person compared the fingerprints: it is the right server."""
        credentials = self._pending
        self.visit = self.visit.compared()
        self.leave_question()
        if credentials is not None:
            self._sign_in(credentials)

    def leave_question(self) -> None:
        """Back to the form, without an answer."""
        self._pending, self._asking = None, False
        self._show()

    # --- the answer ---------------------------------------------------------------------------------------------------

    def _sign_in(self, credentials: Credentials) -> None:
        self._pending = credentials
        self._view.show_strip(None)
        recovers = isinstance(credentials, Recovery)
        self._view.show_busy(text("connect.form.busy.recover" if recovers else "connect.form.busy"))
        self._doors.sign_in(self.visit.target(credentials), credentials)

    def recovered(self) -> None:
        """The code is used up and the new password holds: whatever comes now, it is a sign-in with that password."""
        lost = self._pending
        if not isinstance(lost, Recovery):
            return
        self._pending = AccountSignIn(lost.name, lost.password, lost.keep)
        self._way = Way.SIGN_IN
        self._view.fill_password(lost.password)
        self._show()
        self._view.show_busy(text("connect.form.busy"))
        self._view.show_strip(Strip(Tone.GOOD, text("connect.recovered")))

    def cancel(self) -> None:
        """The person does not want to wait for the answer."""
        if self.busy:
            self._stop_waiting_for_answer()
            self._doors.cancel_sign_in()
        self._pending, self._asking = None, False

    def delayed(self, sentence: str) -> None:
        """The server is slow or lost; the client goes on trying."""
        if self.busy:
            self._view.show_strip(Strip(Tone.WARNING, sentence))

    def ended(self, reason: str) -> None:
        """The server wants no more of this attempt."""
        if self.busy:
            self._stop_waiting_for_answer()
            self._view.show_strip(Strip(Tone.ERROR, reason))

    def refused(self, error: UdpchatError) -> None:
        """The server, or the client on checking the server, said no."""
        credentials = self._pending
        if credentials is None:
            return
        self._stop_waiting_for_answer()
        if isinstance(credentials, KeptSignIn):
            self._kept_refused(credentials, error)
            return
        self._taken.add(fold(credentials.name))
        verdict = judge(error, credentials, self.visit.offers, frozenset(self._taken))
        self._no_longer_offered(error)
        if error.retry_after_s > 0:
            self._wait = _Wait(self._clock() + error.retry_after_s, _wait_key(error))
            self.tick()
        if error.retry_after_s <= 0 or verdict.field is not None:
            self._tell(verdict)

    def tick(self) -> None:
        """Count the waiting time down."""
        if self._wait is None:
            return
        left_s = math.ceil(self._wait.until_at - self._clock())
        if left_s > 0:
            self._view.show_wait(text("connect.form.wait", count=left_s))
            self._view.show_strip(Strip(Tone.WARNING, text(self._wait.key, count=left_s)))
        else:
            storage = self._wait.key == _STORAGE_KEY
            self._wait = None
            self._view.show_wait(None)
            if storage:  # over is the wait, not the trouble
                self._view.show_strip(Strip(Tone.WARNING, text("connect.wait.storage.over")))
            else:
                self._view.show_strip(Strip(Tone.GOOD, text("connect.wait.over")))

    def _stop_waiting_for_answer(self) -> None:
        self._pending = None
        self._view.show_busy(None)
        self._view.show_strip(None)

    def _kept_refused(self, credentials: KeptSignIn, error: UdpchatError) -> None:
        """The token is void or in use; the password still works."""
        self._kept = tuple(row for row in self._kept if row.name != credentials.name)
        self._way = Way.SIGN_IN
        self._view.fill_name(credentials.name)
        self._show()
        verdict = judge(error, credentials, self.visit.offers, frozenset())
        over = text("connect.kept.over", name=credentials.name)
        message = over if isinstance(error, errors.AuthFailed) else verdict.message
        self._view.show_strip(Strip(Tone.WARNING, message))
        self._view.put_cursor(Field.PASSWORD)

    def _no_longer_offered(self, error: UdpchatError) -> None:
        if isinstance(error, errors.SignupClosed | errors.GuestsOff):
            self.visit = self.visit.without(error)
            self._way = Way.SIGN_IN
            self._show()

    def _tell(self, verdict: Verdict) -> None:
        if verdict.field is not None and verdict.field in fields_of(self._way, self.visit.offers):
            self._view.show_problem(verdict.field, Problem(verdict.message, verdict.choices))
            self._view.put_cursor(verdict.field, select=True)
        else:
            self._view.show_strip(Strip(Tone.ERROR, verdict.message))

    # --- view ---------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        offers = self.visit.offers
        self._view.show_form(
            FormPage(
                server=self.visit.name,
                address=self.visit.place,
                ways=() if self._way is Way.RECOVER else ways_of(offers),
                way=self._way,
                fields=fields_of(self._way, offers),
                kept=self._kept if self._way is Way.SIGN_IN else (),
                keep_offered=self._way is not Way.GUEST,
                password_chars=offers.password_chars if self._way in (Way.CREATE, Way.RECOVER) else 0,
                advice=text("connect.advice.recover") if self._way is Way.RECOVER else "",
                note=_note(self._way, offers),
                forgot=self._way is Way.SIGN_IN,
            )
        )

    def _clear_problems(self) -> None:
        for where in fields_of(self._way, self.visit.offers):
            self._view.show_problem(where, None)
        if self._wait is None:
            self._view.show_strip(None)


def _kept_rows(offers: Offers) -> tuple[KeptRow, ...]:
    """The one used last comes first."""
    rows = (KeptRow(one.name, one.busy, one.user) for one in offers.kept)
    return tuple(sorted(rows, key=lambda row: row.name != offers.last_name))


def _wait_key(error: UdpchatError) -> str:
    match error:
        case errors.Full():
            return "connect.wait.full"
        case errors.Storage():
            return _STORAGE_KEY
        case _:
            return "connect.wait.tries"


def _note(way: Way, offers: Offers) -> str:
    if way is Way.GUEST:
        return text("connect.note.guest")
    if way in (Way.CREATE, Way.RECOVER):
        return text("connect.note.create")
    return text("connect.note.closed") if offers.signup == "closed" and not offers.guests else ""
