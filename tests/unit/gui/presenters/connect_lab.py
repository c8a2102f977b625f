"""The connect presenter in a box: a view that remembers, doors that record, a search and a clock that obey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from udpchat.client.inquiry import Offers, Standing
from udpchat.client.known_servers import KnownServer
from udpchat.client.scout import Sighting
from udpchat.client.target import Credentials, Target
from udpchat.driver import Address
from udpchat.errors import UdpchatError
from udpchat.gui.presenters.connect import ConnectPresenter
from udpchat.gui.presenters.connect_pages import (
    AskingPage,
    DoctorPage,
    Field,
    FormPage,
    FormValues,
    Problem,
    QuestionPage,
    ServerRow,
    StrangerPage,
    Strip,
)
from udpchat.net.doctor import Finding, Patient

Page = TypeVar("Page")

LAB = bytes([1]) * 32
ANNEX = bytes([2]) * 32
OTHER = bytes([3]) * 32
HERE: Address = ("192.168.1.20", 11111)
LAB_KNOWN = KnownServer(LAB, "Lab 2", (HERE,))


def sighting(fingerprint: bytes = LAB, name: str = "Lab 2", address: Address = HERE, **changes: Any) -> Sighting:
    """A server in earshot."""
    values: dict[str, Any] = {"online": 12, "signup_open": True, "room": False, "guests": True, "rtt_s": 0.003}
    return Sighting(address, fingerprint, name, **{**values, **changes})


def offers(standing: Standing = Standing.NEW, **changes: Any) -> Offers:
    """What Lab 2 tells of itself."""
    values: dict[str, Any] = {
        "address": HERE,
        "fingerprint": LAB,
        "name": "Lab 2",
        "signup": "open",
        "guests": True,
        "room": False,
        "password_chars": 6,
        "standing": standing,
    }
    return Offers(**{**values, **changes})


class FakeView:
    """Keeps what is on the screen."""

    def __init__(self) -> None:
        self.page: object = None
        self.rows: tuple[ServerRow, ...] = ()
        self.chosen: str | None = None
        self.search = ("", False)
        self.sweep = ("", 0.0)
        self.address = ("", "")
        self.note: tuple[str, str | None] = ("", None)
        self.name = ""
        self.password = ""
        self.busy: str | None = None
        self.wait: str | None = None
        self.problems: dict[Field, Problem] = {}
        self.strip: Strip | None = None
        self.focused: tuple[Field, bool] | str | None = None
        self.pages: list[object] = []

    def _show(self, page: object) -> None:
        self.page = page
        self.pages.append(page)

    def show_find(self) -> None:
        self._show("find")

    def show_servers(self, rows: tuple[ServerRow, ...], chosen: str | None) -> None:
        self.rows, self.chosen = rows, chosen

    def show_search(self, message: str, running: bool) -> None:
        self.search = message, running

    def show_sweep(self, message: str, share: float) -> None:
        self.sweep = message, share

    def show_doctor(self, page: DoctorPage) -> None:
        self._show(page)

    def fill_address(self, host: str, port: str) -> None:
        self.address = host, port

    def show_address_note(self, note: str, port: str | None) -> None:
        self.note = note, port

    def show_asking(self, page: AskingPage) -> None:
        self._show(page)

    def show_form(self, page: FormPage) -> None:
        self._show(page)

    def fill_name(self, name: str) -> None:
        self.name = name

    def fill_password(self, password: str) -> None:
        self.password = password

    def show_busy(self, label: str | None) -> None:
        self.busy = label

    def show_wait(self, label: str | None) -> None:
        self.wait = label

    def show_question(self, page: QuestionPage) -> None:
        self._show(page)

    def show_stranger(self, page: StrangerPage) -> None:
        self._show(page)

    def show_problem(self, where: Field, problem: Problem | None) -> None:
        if problem is None:
            self.problems.pop(where, None)
        else:
            self.problems[where] = problem

    def show_strip(self, strip: Strip | None) -> None:
        self.strip = strip

    def put_cursor(self, where: Field, select: bool = False) -> None:
        self.focused = where, select

    def put_cursor_on_kept(self, name: str) -> None:
        self.focused = name

    def show_done(self) -> None:
        self._show("done")


class FakeDoors:
    """Records what the presenter wants of the program."""

    def __init__(self) -> None:
        self.resolving: list[tuple[str, int, Callable[[Address | UdpchatError], None]]] = []
        self.inquiries: list[Target] = []
        self.asking = False
        self.sign_ins: list[tuple[Target, Credentials]] = []
        self.signing_in = False
        self.has_quit = False
        self.patients: list[Patient | None] = []
        self.findings: list[Finding] = []
        self.examining = False

    def start_doctor(self, patient: Patient | None) -> None:
        self.patients.append(patient)
        self.findings, self.examining = [], True

    def doctor_findings(self) -> tuple[Sequence[Finding], bool]:
        return tuple(self.findings), self.examining

    def stop_doctor(self) -> None:
        self.examining = False

    def resolve(self, host: str, port: int, then: Callable[[Address | UdpchatError], None]) -> None:
        self.resolving.append((host, port, then))

    def start_inquiry(self, target: Target) -> None:
        self.inquiries.append(target)
        self.asking = True

    def cancel_inquiry(self) -> None:
        self.asking = False

    def sign_in(self, target: Target, credentials: Credentials) -> None:
        self.sign_ins.append((target, credentials))
        self.signing_in = True

    def cancel_sign_in(self) -> None:
        self.signing_in = False

    def quit(self) -> None:
        self.has_quit = True


class FakeFinding:
    """A search whose answers the test chooses."""

    def __init__(self) -> None:
        self.searching = False
        self.networks: tuple[str, ...] = ("eth0", "wlan0")
        self.found: list[Sighting] = []
        self.searches: list[tuple[Address, ...]] = []
        self.sweeps: list[tuple[Address, ...]] = []
        self.swept: tuple[int, int] | None = None
        self.has_changed = False

    def search(self, hints: Sequence[Address], now: float) -> None:
        self.searches.append(tuple(hints))
        self.searching, self.swept = True, None

    def sweep(self, hints: Sequence[Address], now: float) -> None:
        self.sweeps.append(tuple(hints))
        self.searching, self.swept = True, (0, 2000)

    def changed(self, now: float) -> bool:
        changed, self.has_changed = self.has_changed, False
        return changed

    def poll(self, now: float) -> Sequence[Sighting]:
        found, self.found = self.found, []
        return found


class Lab:
    """Everything together."""

    def __init__(self) -> None:
        self.view = FakeView()
        self.doors = FakeDoors()
        self.finding = FakeFinding()
        self.now = 1000.0
        self.presenter = ConnectPresenter(
            self.view, self.doors, self.finding, lambda: self.now, lambda port: f"allow {port}/udp"
        )

    def start(self, *known: KnownServer, last: bytes | None = None, typed: str = "") -> None:
        self.presenter.start(known, last, typed)

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        self.presenter.tick()

    def sees(self, *sightings: Sighting) -> None:
        self.finding.found += sightings
        self.presenter.tick()

    def form(self, standing: Standing = Standing.PINNED, **changes: Any) -> FormPage:
        """Go to the form of a server with these offers."""
        if self.view.page is None:
            self.start()
        self.presenter.proceed("192.168.1.20", "11111")
        self.presenter.inquiry_event(offers(standing, **changes))
        return self.page(FormPage)

    def submit(self, **values: Any) -> None:
        self.presenter.submit(FormValues(**values))

    def page(self, kind: type[Page]) -> Page:
        assert isinstance(self.view.page, kind), self.view.page
        return self.view.page
