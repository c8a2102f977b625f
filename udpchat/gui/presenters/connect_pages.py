"""What the connect window shows, as data, and the verbs of its view. The words in it are ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Protocol


class Field(Enum):
    """A field that a person fills in."""

    HOST = auto()
    PORT = auto()
    NAME = auto()
    PASSWORD = auto()
    DISPLAY = auto()
    COUNTRY = auto()
    ROOM = auto()
    CODE = auto()
    NEW_PASSWORD = auto()


class Way(Enum):
    """A way in."""

    SIGN_IN = auto()
    CREATE = auto()
    GUEST = auto()
    RECOVER = auto()  # sign in with a new password and a one-time code; beside the others, never among the choices


class Tone(Enum):
    """How a line of the page is meant."""

    ERROR = auto()
    WARNING = auto()
    GOOD = auto()


class Mark(Enum):
    """What this computer knows of a listed server."""

    KNOWN = auto()  # pinned
    NEW = auto()
    TWIN = auto()  # it has the name of a known one, but another certificate


@dataclass(frozen=True, slots=True)
class ServerRow:
    """One card of the list; `key` names it in calls."""

    key: str
    name: str
    address: str
    online: str
    detail: str
    mark: Mark
    last_used: bool = False
    answering: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field; `choices` are names that would do instead."""

    message: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Strip:
    """A line above the fields, for what concerns none of them alone."""

    tone: Tone
    message: str


@dataclass(frozen=True, slots=True)
class AskingPage:
    """A server is being asked what it offers. `causes` once it is silent; `failed`: it will not be tried again."""

    title: str
    address: str
    message: str
    causes: tuple[str, ...] = ()
    command_hint: str = ""
    command: str = ""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class KeptRow:
    """Somebody who is kept signed in on this computer; busy: in another window."""

    name: str
    busy: bool
    user: int = field(default=0, compare=False)  # for the colour that the picture has in the chat too


@dataclass(frozen=True, slots=True)
class FormPage:
    """The ways in, and the fields of the chosen one, in their order."""

    server: str
    address: str
    ways: tuple[Way, ...]
    way: Way
    fields: tuple[Field, ...]
    kept: tuple[KeptRow, ...] = ()
    keep_offered: bool = False
    password_chars: int = 0  # the least that a new password needs
    advice: str = ""  # above the fields
    note: str = ""  # below them
    forgot: bool = False  # whether to offer a way to those who forgot the password


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """First visit: is it the right server?"""

    server: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class StrangerPage:
    """Another server than the expected one answers. `alarming`: it goes by the name of a known one."""

    title: str
    message: str
    advice: str
    find: str  # label of the button that looks for the expected one
    proceed: str  # label of the button that goes on with this one
    fingerprint: str
    alarming: bool


@dataclass(frozen=True, slots=True)
class DoctorRow:
    """One thing that was looked at. `look`: good, note, warning, fault. `commands`: a system and a line to be run there."""

    look: str
    sentence: str
    advice: str = ""
    commands: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DoctorPage:
    """What the doctor has found. `proceed`: label of the button that connects, empty while there is nothing to connect to."""

    title: str
    rows: tuple[DoctorRow, ...]
    busy: bool
    verdict: str = ""
    proceed: str = ""


@dataclass(frozen=True, slots=True)
class FormValues:
    """What stands in the form."""

    name: str = ""
    password: str = field(default="", repr=False)
    display: str = ""
    country: str = ""
    room: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    new_password: str = field(default="", repr=False)
    keep: bool = False


class ConnectView(Protocol):
    """The window, as its presenter sees it. Each `show_...page` replaces the page before; fields keep their text."""

    def show_find(self) -> None:
        """Step 1: the list, the search, the address."""

    def show_servers(self, rows: tuple[ServerRow, ...], chosen: str | None) -> None:
        """The cards, and which of them is chosen."""

    def show_search(self, message: str, running: bool) -> None:
        """How the search stands."""

    def show_sweep(self, message: str, share: float) -> None:
        """How far each address has been asked, 0 to 1."""

    def fill_address(self, host: str, port: str) -> None:
        """Put this into the address fields; it is not typing."""

    def show_address_note(self, note: str, port: str | None) -> None:
        """What was recognised in the host field; a port that is part of it takes the place of the port field."""

    def show_asking(self, page: AskingPage) -> None:
        """Between step 1 and 2. Called again when a text of it changes."""

    def show_form(self, page: FormPage) -> None:
        """Step 2. Called again when the way changes."""

    def fill_name(self, name: str) -> None:
        """Put a name into the name field."""

    def fill_password(self, password: str) -> None:
        """Put a password into the password field, and forget the code and the new password."""

    def show_busy(self, label: str | None) -> None:
        """The sign-in is under way: the default button says so. None: it is not."""

    def show_wait(self, label: str | None) -> None:
        """The default button is out of use and says how long. None: it is in use."""

    def show_question(self, page: QuestionPage) -> None:
        """The question of the first visit."""

    def show_stranger(self, page: StrangerPage) -> None:
        """The loud page."""

    def show_doctor(self, page: DoctorPage) -> None:
        """What the doctor finds. Called again when more is known."""

    def show_problem(self, where: Field, problem: Problem | None) -> None:
        """What is wrong with one field."""

    def show_strip(self, strip: Strip | None) -> None:
        """A line at the top of the page."""

    def put_cursor(self, where: Field, select: bool = False) -> None:
        """Put the cursor there, with all of its text selected if wanted."""

    def put_cursor_on_kept(self, name: str) -> None:
        """Put the keyboard on the card of somebody who is kept signed in."""

    def show_done(self) -> None:
        """Signed in: forget the passwords; step 3."""
