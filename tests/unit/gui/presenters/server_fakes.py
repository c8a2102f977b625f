"""A window and a relay that only remember: for tests of the server window's presenter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from udpchat.gui.presenters.log_ring import LogEntry
from udpchat.gui.presenters.server import ServerPresenter
from udpchat.gui.presenters.server_addresses import Places
from udpchat.gui.presenters.server_feed import Plain, Signup, State, Status
from udpchat.gui.presenters.server_figures import Card, Tone
from udpchat.gui.presenters.server_files import FileCard, Files, Moving
from udpchat.gui.presenters.server_forms import Form
from udpchat.gui.presenters.server_groups import GroupCard, Groups
from udpchat.gui.presenters.server_order import OrderForm
from udpchat.gui.presenters.server_people import People
from udpchat.gui.presenters.server_sanctions import Listed
from udpchat.gui.presenters.server_settings import SettingsForm, Wish
from udpchat.gui.presenters.server_states import Dot, Head, Notice
from udpchat.gui.presenters.server_users import UserCard, Users
from udpchat.gui.presenters.server_view import Counts, Mode, Rest
from udpchat.operate.desk import Asking, Desk, Office, Outcome
from udpchat.operate.folder import RunningRelay
from udpchat.quotas import FileRules

T = TypeVar("T")
PRINT = bytes(range(32))
BORN_MS = 1_700_000_000_000


@dataclass(frozen=True, slots=True)
class Welcome:
    app: str = "udpchat 1"
    host: str = "0.0.0.0"
    port: int = 11111
    started_at: int = BORN_MS
    at: int = BORN_MS + 60_000
    folder: str = "the data folder"


@dataclass(frozen=True, slots=True)
class Settings:
    name: str = "lab-server"
    port: int = 11111
    signup: Signup = "open"
    guests: bool = True
    room: bool = False
    plain: Plain = "local"
    files: tuple[FileRules, ...] = (FileRules(),)


@dataclass(frozen=True, slots=True)
class Row:
    session: int
    name: str = "ann"
    user: int = 1
    guest: bool = False
    role: str = "member"
    address: str = "192.168.1.30:50021"
    rtt_us: int = 3000
    since: int = BORN_MS
    posts: int = 0
    sent: int = 0
    lost: int = 0
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    at: int
    online: int = 0
    accounts: int = 0
    posts: int = 0
    datagrams_in: int = 0
    datagrams_out: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    lost: int = 0
    outside: int = 0


@dataclass(frozen=True, slots=True)
class Interface:
    name: str
    address: str
    kind: str = "ethernet"


@dataclass
class Window:
    """The view: holds what is shown, and the verbs that were called."""

    head: Head = field(default_factory=lambda: Head("", "", Dot.HOLLOW, "", None))
    notice: Notice | None = None
    counts: Counts = field(default_factory=Counts)
    places: Places = field(default_factory=Places)
    rest: Rest | None = None
    command: str = ""
    cards: tuple[Card, ...] = ()
    people: People = field(default_factory=People)
    settings: SettingsForm = field(default_factory=SettingsForm)
    folder: str = ""
    mode: Mode = "system"
    saved: tuple[str, str] = ("", "")
    copied: str = ""
    asked: int | None = None
    asked_to_stop: int | None = None
    users: Users = field(default_factory=Users)
    user: UserCard | None = None
    groups: Groups = field(default_factory=Groups)
    group: GroupCard | None = None
    order: OrderForm = field(default_factory=OrderForm)
    sanctions: tuple[Listed, ...] | None = None
    audit: tuple[Listed, ...] | None = None
    more_audit: bool = False
    counted: tuple[int | None, int | None] = (None, None)
    files: Files = Files()  # noqa: RUF009  (frozen)
    file: FileCard | None = None
    file_count: int | None = None
    moving: Moving = Moving()  # noqa: RUF009  (frozen)
    online: bool = False
    form: Form | None = None
    busy: str = ""
    problem: str = ""
    told: list[tuple[Tone, str]] = field(default_factory=list)
    submit: Callable[[dict[str, str]], None] = print
    closed: Callable[[], None] = print
    calls: list[str] = field(default_factory=list)

    def show_head(self, head: Head) -> None:
        self.calls.append("head")
        self.head = head

    def show_notice(self, notice: Notice | None) -> None:
        self.calls.append("notice")
        self.notice = notice

    def show_counts(self, counts: Counts) -> None:
        self.calls.append("counts")
        self.counts = counts

    def show_places(self, places: Places, rest: Rest | None) -> None:
        self.calls.append("places")
        self.places, self.rest = places, rest

    def show_unreached(self, command: str) -> None:
        self.calls.append("unreached")
        self.command = command

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        self.calls.append("cards")
        self.cards = cards

    def show_people(self, people: People) -> None:
        self.calls.append("people")
        self.people = people

    def show_settings(self, form: SettingsForm) -> None:
        self.settings = form

    def show_folder(self, path: str) -> None:
        self.folder = path

    def show_mode(self, mode: Mode) -> None:
        self.mode = mode

    def show_saved(self, path: str, error: str) -> None:
        self.saved = (path, error)

    def copy(self, words: str) -> None:
        self.copied = words

    def show_users(self, users: Users) -> None:
        self.users = users

    def show_user(self, card: UserCard | None) -> None:
        self.user = card

    def show_groups(self, groups: Groups) -> None:
        self.groups = groups

    def show_group(self, card: GroupCard | None) -> None:
        self.group = card

    def show_files(self, files: Files) -> None:
        self.files = files

    def show_file(self, card: FileCard | None) -> None:
        self.file = card

    def show_file_count(self, count: int | None) -> None:
        self.file_count = count

    def show_moving(self, moving: Moving) -> None:
        self.moving = moving

    def show_order(self, form: OrderForm) -> None:
        self.order = form

    def show_sanctions(self, entries: tuple[Listed, ...] | None) -> None:
        self.sanctions = entries

    def show_audit(self, entries: tuple[Listed, ...] | None, more: bool) -> None:
        self.audit, self.more_audit = entries, more

    def show_counted(self, groups: int | None, sanctions: int | None) -> None:
        self.counted = groups, sanctions

    def show_online(self, online: bool) -> None:
        self.online = online

    def show_form(self, form: Form, submit: Callable[[dict[str, str]], None], closed: Callable[[], None]) -> None:
        self.form, self.submit, self.closed = form, submit, closed
        self.busy = self.problem = ""

    def form_busy(self, words: str) -> None:
        self.busy, self.problem = words, ""

    def form_problem(self, sentence: str, field: str = "") -> None:
        self.busy, self.problem = "", sentence

    def close_form(self) -> None:
        self.form, self.busy = None, ""

    def tell(self, tone: Tone, words: str) -> None:
        self.told.append((tone, words))

    def ask_stop(self, online_count: int) -> None:
        self.asked_to_stop = online_count

    def ask_close(self, online_count: int) -> None:
        self.asked = online_count


@dataclass
class Relay:
    """The commands: what the presenter wanted."""

    told: list[tuple[object, ...]] = field(default_factory=list)
    free: int | None = 11114

    desk: Desk | None = None
    now: float = 1000.0

    def run(self, make: Callable[[Office], Asking[T]], then: Callable[[Outcome[T]], None]) -> None:
        if self.desk is not None:
            self.desk.run(make, then, self.now)

    def aside(self, work: Callable[[], T], then: Callable[[T | None, Exception | None], None]) -> None:
        try:
            value = work()
        except Exception as error:
            then(None, error)
        else:
            then(value, None)

    def start(self, port: int | None) -> None:
        self.told.append(("start", port))

    def stop(self) -> None:
        self.told.append(("stop",))

    def reconnect(self) -> None:
        self.told.append(("reconnect",))

    def apply(self, wish: Wish) -> None:
        self.told.append(("apply", wish))

    def free_port(self) -> int | None:
        return self.free

    def save_log(self, path: str, lines: Iterable[LogEntry]) -> None:
        self.told.append(("save", path, len(tuple(lines))))

    def open_folder(self, path: str) -> None:
        self.told.append(("open", path))

    def set_mode(self, mode: Mode) -> None:
        self.told.append(("mode", mode))

    def leave(self, stop: bool) -> None:
        self.told.append(("leave", stop))


def running_relay(host: str = "0.0.0.0", port: int = 11111) -> RunningRelay:
    """What its data folder says."""
    return RunningRelay(4711, host, port, PRINT, "2.0", "lab-server", bytes(32))


class Stage:
    """A presenter between both, and the time."""

    def __init__(self) -> None:
        self.view = Window()
        self.relay = Relay()
        self.now = 1000.0
        self.presenter = ServerPresenter(
            self.view,
            self.relay,
            port=11111,
            version="2.0",
            folder="a folder",
            firewall=lambda port: f"allow {port}",
        )

    def run(self, state: State, **more: object) -> None:
        """The process enters a state."""
        self.presenter.run_changed(replace(Status(state), **more), self.now)  # type: ignore[arg-type]

    def go_online(self, **more: object) -> None:
        """The relay runs and its operator is signed in."""
        self.run(State.STARTING)
        welcome = replace(Welcome(), **more)  # type: ignore[arg-type]
        self.run(State.RUNNING, relay=running_relay(welcome.host, welcome.port))
        self.presenter.welcomed(welcome, self.now)
        self.presenter.settings_arrived(Settings(), self.now)

    def tick(self, seconds: float = 1.0) -> None:
        """Time passes."""
        self.now += seconds
        self.presenter.tick(self.now)
