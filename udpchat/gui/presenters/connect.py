"""The connect window without a window: from "which server?" to signed in.

    FIND ---- continue ---> ASKING ---- offers ---> FORM ---- signed in ---> DONE
      ^                       |                      |  first visit --> (question) --> FORM
      +------- back ----------+-- another server --> STRANGER -- as a new one --> FORM
      +------- back -------- DOCTOR (from FIND and ASKING) -- found --> ASKING

It is handed a view, the doors to the program and a clock; it hears the view's commands, the events of the inquiry and
of the client, and ticks. One step is active at a time; what belongs to a step that was left is ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum, auto
from typing import Protocol, assert_never

from udpchat.catalogue import text
from udpchat.client import events
from udpchat.client.inquiry import InquiryEvent, Offers, Unreachable
from udpchat.client.known_servers import KnownServer
from udpchat.driver import Address
from udpchat.errors import NameDoesNotResolve, UdpchatError
from udpchat.gui.presenters.connect_address import Wanted, read_address
from udpchat.gui.presenters.connect_ask import Asking, AskStep
from udpchat.gui.presenters.connect_doctor import Doctoring, DoctorStep
from udpchat.gui.presenters.connect_find import Finding, FindStep
from udpchat.gui.presenters.connect_pages import ConnectView, Field, FormValues, Strip, Tone, Way
from udpchat.gui.presenters.connect_sign_in import SigningIn, SignInStep
from udpchat.gui.presenters.connect_stranger import Expected, expected_one, stranger_page
from udpchat.gui.presenters.connect_visit import Visit
from udpchat.limits import STRANGER_WAIT_S


class Doors(Asking, SigningIn, Doctoring, Protocol):
    """Everything that the program does for the connect window; nothing blocks, callbacks come on this thread."""

    def quit(self) -> None:
        """Close the window."""


class Step(Enum):
    """Which page is on the screen."""

    FIND = auto()
    ASKING = auto()
    STRANGER = auto()
    DOCTOR = auto()
    FORM = auto()
    DONE = auto()


class ConnectPresenter:
    """See above. `start` opens the first page."""

    def __init__(
        self,
        view: ConnectView,
        doors: Doors,
        finding: Finding,
        clock: Callable[[], float],
        firewall: Callable[[int], str],
    ) -> None:
        """`firewall` gives the command that lets a server be reached at a port."""
        self.step = Step.FIND
        self._view = view
        self._doors = doors
        self._clock = clock
        self._find = FindStep(view, finding, clock, self._wanted)
        self._ask = AskStep(view, doors, clock, firewall, self._unresolved)
        self._doctor = DoctorStep(view, doors, self._find.book)
        self._form: SignInStep | None = None
        self._stranger: tuple[Visit, Expected] | None = None
        self._suspect: tuple[Offers, float] | None = None  # a stranger, and until when the right server is looked for
        self._tried: set[Address] = set()

    # --- from the program ---------------------------------------------------------------------------------------------

    def start(self, known: Sequence[KnownServer], last: bytes | None = None, typed: str = "") -> None:
        """Open the first page. `typed` is an address or invite from the command line: it is gone to at once."""
        self._leave()
        self._find.begin(known, last)
        if typed:
            self._find.prefill(typed)
            if isinstance(read_address(typed, ""), Wanted):
                self._find.proceed(typed, "")
            else:
                self._find.left(typed, "")

    @property
    def searching(self) -> bool:
        """Whether ticks should come as fast as round trips are to be measured."""
        return self.step is Step.FIND and self._find.searching

    def tick(self) -> None:
        """Time passes. To be called about ten times a second, more often while `searching`."""
        if self.step is Step.FIND:
            self._find.tick()
        elif self.step is Step.ASKING:
            self._ask.tick()
            self._look_elsewhere()
        elif self.step is Step.DOCTOR:
            self._doctor.tick()
        elif self.step is Step.FORM and self._form:
            self._form.tick()

    def inquiry_event(self, event: InquiryEvent) -> None:
        """An event of the inquiry that `start_inquiry` began."""
        if self.step is not Step.ASKING:
            return
        match event:
            case Offers():
                self._offered(event)
            case events.NoAnswerYet():
                self._ask.silent()
            case Unreachable(sentence):
                self._ask.failed(sentence)
            case other:
                assert_never(other)

    def client_event(self, event: events.Event) -> None:
        """Any event of the client while it signs in; those of the chat are not for this window."""
        match event:
            case events.SignedIn():
                self.signed_in()
            case events.PasswordRecovered():
                if self._form:
                    self._form.recovered()
            case events.SignInRefused(refusal, final):
                if final:
                    self.sign_in_refused(refusal)
                elif self._form:
                    self._form.delayed(refusal.sentence)
            case events.NoAnswerYet(sentence):
                self._delayed(sentence)
            case events.ConnectionLost(reason):
                self._delayed(text("connect.form.retrying", reason=reason))
            case events.CertificateQuestion():
                self._certificate_changed()
            case events.LoggedOut(reason):
                if self._form and reason:  # without one it is the end of a sign-in that was cancelled
                    self._form.ended(reason)
            case _:
                pass

    def sign_in_refused(self, error: UdpchatError) -> None:
        """The sign-in is over without success."""
        if self.step is Step.FORM and self._form:
            self._remember_met(self._form.visit)
            self._form.refused(error)

    def signed_in(self) -> None:
        """The sign-in succeeded: the chat takes over."""
        if self.step is Step.FORM:
            self.step, self._form = Step.DONE, None
            self._view.show_done()

    # --- from the view: step 1 ----------------------------------------------------------------------------------------

    def choose_server(self, key: str) -> None:
        """A card was chosen."""
        self._find.choose(key)

    def host_typed(self, host: str) -> None:
        """The host field was edited by the person."""
        self._find.host_typed(host)

    def port_typed(self) -> None:
        """The port field was edited by the person."""
        self._find.port_typed()

    def address_left(self, host: str, port: str) -> None:
        """The cursor left the address fields."""
        if self.step is Step.FIND:
            self._find.left(host, port)

    def scan_again(self) -> None:
        """Search anew."""
        self._find.search()

    def ask_every_address(self) -> None:
        """A sweep, or the end of one."""
        if self.step is Step.FIND:
            self._find.sweep()

    def proceed(self, host: str, port: str) -> None:
        """Continue."""
        if self.step is Step.FIND:
            self._find.proceed(host, port)

    def quit(self) -> None:
        """Leave the program."""
        self._doors.quit()

    # --- from the view: doctor ----------------------------------------------------------------------------------------

    def examine(self, host: str = "", port: str = "") -> None:
        """The doctor: at the server that is being asked or was chosen or typed, else at everything around."""
        if self.step is Step.ASKING:
            wanted: Wanted | None = self._ask.wanted
        elif self.step is Step.FIND:
            wanted = self._find.meant(host, port)
        else:
            return
        self._leave()
        self.step = Step.DOCTOR
        self._doctor.begin(wanted)

    def examine_again(self) -> None:
        """From the beginning."""
        if self.step is Step.DOCTOR:
            self._doctor.again()

    def connect_after_all(self) -> None:
        """To the server that the doctor has found, or found well."""
        if self.step is Step.DOCTOR and (goal := self._doctor.goal):
            self._wanted(goal)

    @property
    def report(self) -> str:
        """What the doctor has found, as text."""
        return self._doctor.report

    # --- from the view: asking, stranger ------------------------------------------------------------------------------

    def try_again(self) -> None:
        """Ask once more after a failure."""
        if self.step is Step.ASKING:
            self._ask.begin(self._ask.wanted)

    def back(self) -> None:
        """One page back, or out of what is going on: Cancel, Back, Esc."""
        if self.step is Step.FORM and self._form and self._form.busy:
            self._form.cancel()
        elif self.step is Step.FORM and self._form and self._form.asking:
            self._form.leave_question()
        elif self.step is Step.FORM and self._form and self._form.recovering:
            self._form.leave_recovery()
        elif self.step not in (Step.FIND, Step.DONE):
            self._to_find()

    def find_expected(self) -> None:
        """The loud page: look for the server that was expected."""
        if self.step is Step.STRANGER and self._stranger:
            expected = self._stranger[1]
            self._leave()
            self._find.look_for(expected.fingerprint, expected.name)

    def accept_stranger(self) -> None:
        """The loud page: go on with the server that answered."""
        if self.step is Step.STRANGER and self._stranger:
            visit, known = self._stranger[0], self._find.book.known(self._stranger[0].offers.fingerprint)
            self._open_form(visit.compared() if known else visit.past_warning())

    # --- from the view: step 2 ----------------------------------------------------------------------------------------

    def choose_way(self, way: Way) -> None:
        """Sign in, create an account, be a guest."""
        if self._form:
            self._form.choose(way)

    def forgot_password(self, name: str) -> None:
        """The way for those who forgot the password; `name` is what stands in the form."""
        if self.step is Step.FORM and self._form:
            self._form.recover(name)

    def change_server(self) -> None:
        """From the form to the first page, whichever way was chosen."""
        if self.step is Step.FORM and self._form and not (self._form.busy or self._form.asking):
            self._to_find()

    def field_edited(self, where: Field) -> None:
        """A field of the form was edited by the person."""
        if self._form:
            self._form.edited(where)

    def submit(self, values: FormValues) -> None:
        """The default button of the form."""
        if self.step is Step.FORM and self._form:
            self._form.submit(values)

    def use_kept(self, name: str) -> None:
        """Continue as somebody who is kept signed in."""
        if self.step is Step.FORM and self._form:
            self._form.use_kept(name)

    def fingerprint_matches(self) -> None:
        """First visit: they match."""
        if self.step is Step.FORM and self._form and self._form.asking:
            self._form.matches()

    def fingerprint_differs(self) -> None:
        """First visit: they differ, or nobody can tell."""
        if self.step is Step.FORM and self._form and self._form.asking:
            self._to_find(Strip(Tone.WARNING, text("connect.question.refused")))

    # --- from page to page --------------------------------------------------------------------------------------------

    def _wanted(self, wanted: Wanted) -> None:
        self._leave()
        self.step, self._tried = Step.ASKING, {(wanted.host, wanted.port)}
        self._ask.begin(wanted)
        if wanted.pin:
            self._find.search_for_others()

    def _look_elsewhere(self) -> None:
        """A server that is known by its certificate may have moved: it is gone to wherever it answers, unasked."""
        wanted, suspect = self._ask.wanted, self._suspect
        if wanted.pin is None:
            return
        self._find.look()
        place = self._find.book.place_of(wanted.pin)
        if place is not None and place not in self._tried and (suspect or self._ask.in_vain):
            self._suspect = None
            self._tried.add(place)
            self._ask.begin(replace(wanted, host=place[0], port=place[1]))
        elif suspect and self._clock() >= suspect[1]:
            self._suspect = None
            self._offered(suspect[0], patient=False)

    def _unresolved(self, error: UdpchatError) -> None:
        self._to_find()
        known = isinstance(error, NameDoesNotResolve)
        message = text("connect.host.unknown", host=self._ask.wanted.host) if known else error.sentence
        self._find.complain(Field.HOST, message)

    def _offered(self, offers: Offers, patient: bool = True) -> None:
        visit = Visit.begin(offers, self._ask.wanted.label)
        expected = expected_one(offers, self._ask.wanted, self._find.book)
        if expected and patient and self._ask.wanted.pin:
            self._suspect = offers, self._clock() + STRANGER_WAIT_S  # the right one may be elsewhere
            self._find.search_for_others()
            return
        self._ask.answered()
        if expected is None:
            self._open_form(visit)
            return
        self.step, self._stranger = Step.STRANGER, (visit, expected)
        self._view.show_stranger(stranger_page(visit, expected, self._find.book))

    def _open_form(self, visit: Visit) -> None:
        self.step = Step.FORM
        self._form = SignInStep(self._view, self._doors, self._clock, visit)
        self._form.begin()

    def _certificate_changed(self) -> None:
        """Another server took the address between the inquiry and the sign-in: ask who it is, from the beginning."""
        if self.step is Step.FORM and self._form and self._form.busy:
            self._wanted(self._ask.wanted)

    def _remember_met(self, visit: Visit) -> None:
        """A server whose certificate was accepted is pinned by now, whatever it said."""
        if visit.certain:
            offers = visit.offers
            self._find.book.met(KnownServer(offers.fingerprint, offers.name, (offers.address,)))

    def _delayed(self, sentence: str) -> None:
        if self.step is Step.FORM and self._form:
            self._form.delayed(sentence)

    def _to_find(self, strip: Strip | None = None) -> None:
        self._leave()
        self._find.open(strip)

    def _leave(self) -> None:
        """End whatever goes on."""
        self.step = Step.FIND
        self._find.close()
        self._ask.stop()
        self._doctor.stop()
        self._stranger = self._suspect = None
        if self._form:
            self._form.close()
            self._form = None
