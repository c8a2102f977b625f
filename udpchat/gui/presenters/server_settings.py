"""The settings page: what is in force, what the person has changed, what is wrong with it, and the wish made of it.

A field that was not touched follows the relay; one that was keeps what the person typed until it is applied or discarded,
whatever the relay tells meanwhile. Nothing is sent while a field is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from udpchat import names
from udpchat.catalogue import text
from udpchat.errors import BadRequest, UdpchatError
from udpchat.gui.presenters.server_feed import Plain, Settings, Signup
from udpchat.gui.presenters.server_quotas import QuotaDraft, QuotaForm
from udpchat.quotas import FileRules

PORT_MAX: Final = 65535
PORT_CODE: Final = "PORT_IN_USE"


class Field(Enum):
    """What can be set."""

    NAME = auto()
    PORT = auto()
    SIGNUP = auto()
    PASSWORD = auto()
    GUESTS = auto()
    PLAIN = auto()
    FILES = auto()


class Stage(Enum):
    """What the page can do at present."""

    UNKNOWN = auto()  # the relay does not run or has not told its settings
    READY = auto()
    APPLYING = auto()


class RoomPassword(Enum):
    """What is to become of the room password."""

    KEEP = auto()
    SET = auto()
    REMOVE = auto()


@dataclass(frozen=True, slots=True)
class Wish:
    """All settings as they should be. `password` is the new room password when one is to be set; without `files` those stay."""

    name: str
    port: int
    signup: Signup
    guests: bool
    room: RoomPassword
    password: str = field(default="", repr=False)
    plain: Plain = "local"
    files: FileRules | None = None


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """The page as it stands. `port` as typed; `errors` are sentences; `next_port` is offered when the port is taken."""

    stage: Stage = Stage.UNKNOWN
    name: str = ""
    port: str = ""
    signup: Signup = "open"
    guests: bool = True
    plain: Plain = "local"
    files: QuotaForm = QuotaForm()  # noqa: RUF009  (frozen)
    has_room_password: bool = False
    room: RoomPassword = RoomPassword.KEEP
    password: str = field(default="", repr=False)
    changed: frozenset[Field] = frozenset()
    errors: tuple[tuple[Field, str], ...] = ()
    next_port: int | None = None
    note: str = ""

    def error(self, which: Field) -> str:
        """The sentence under a field; empty when it is right."""
        return dict(self.errors).get(which, "")


class SettingsDraft:
    """Holds the settings in force and the person's changes; `show` gets the page after each of both."""

    def __init__(self, show: Callable[[SettingsForm], None]) -> None:
        self._show = show
        self._base: Settings | None = None
        self._last: Settings | None = None  # what was in force when the relay was last heard: shown, not to be changed
        self._name: str | None = None
        self._port: str | None = None
        self._signup: Signup | None = None
        self._guests: bool | None = None
        self._plain: Plain | None = None
        self._room = RoomPassword.KEEP
        self._password = ""
        self._errors: dict[Field, str] = {}
        self._next_port: int | None = None
        self._applying: Wish | None = None
        self._note = ""
        self.files = QuotaDraft(lambda: self._touched(Field.FILES))

    # --- what the relay says ------------------------------------------------------------------------------------------

    def arrived(self, settings: Settings) -> None:
        """The settings in force; after an application they are what was asked for."""
        self._base = self._last = settings
        if self._applying is not None:
            self._applying = None
            self._clear()
            self._note = text("operator.settings.saved")
        self._show(self.form())

    def refused(self, code: str, sentence: str, next_port: int | None) -> None:
        """The relay kept what was; the sentence goes under the field that it is about."""
        wished, self._applying = self._applying, None
        if code == PORT_CODE:
            self._errors[Field.PORT] = text("operator.settings.port_taken", port=self._shown_port())
            self._next_port = next_port
        elif wished is not None and wished.files is not None and code == BadRequest.code:
            self.files.complain(sentence)
        else:
            self._errors[Field.PASSWORD if "PASSWORD" in code else Field.NAME] = sentence
        self._show(self.form())

    def unknown(self) -> None:
        """The relay is out of reach; what was typed stays."""
        self._base, self._applying, self._note = None, None, ""
        self._show(self.form())

    # --- what the person does -----------------------------------------------------------------------------------------

    def set_name(self, name: str) -> None:
        """The field of the name."""
        self._name = name
        self._touched(Field.NAME)

    def set_port(self, port: str) -> None:
        """The field of the port."""
        self._port = port.strip()
        self._next_port = None
        self._touched(Field.PORT)

    def set_signup(self, signup: Signup) -> None:
        """Who may register."""
        self._signup = signup
        self._errors.pop(Field.PASSWORD, None)
        self._touched(Field.SIGNUP)

    def set_guests(self, guests: bool) -> None:
        """Whether guests may come in."""
        self._guests = guests
        self._touched(Field.GUESTS)

    def set_plain(self, plain: Plain) -> None:
        """Whose plain-text datagrams are taken."""
        self._plain = plain
        self._touched(Field.PLAIN)

    def set_room(self, room: RoomPassword) -> None:
        """Keep, set or remove the room password."""
        self._room = room
        self._password = ""
        self._touched(Field.PASSWORD)

    def set_password(self, password: str) -> None:
        """The field of the room password."""
        self._password = password
        self._touched(Field.PASSWORD)

    def discard(self) -> None:
        """Back to what is in force."""
        self._clear()
        self._show(self.form())

    def wish(self) -> Wish | None:
        """What to ask the relay for; None, with the errors in place, when something is wrong or nothing changed."""
        form = self.form()
        if form.stage is not Stage.READY or not form.changed:
            return None
        self._check(form)
        files = self.files.check(self._rules)
        if not self._errors and not self.files.wrong:
            name = names.clean_server_name(form.name)
            self._applying = Wish(name, int(form.port), form.signup, form.guests, form.room, form.password, form.plain, files)
            self._note = ""
        self._show(self.form())
        return self._applying

    # --- what is shown ------------------------------------------------------------------------------------------------

    def form(self) -> SettingsForm:
        """The page as it stands."""
        base = self._base
        if base is None:
            return _greyed(self._last)
        return SettingsForm(
            stage=Stage.READY if self._applying is None else Stage.APPLYING,
            name=base.name if self._name is None else self._name,
            port=self._shown_port(),
            signup=self._signup or base.signup,
            guests=base.guests if self._guests is None else self._guests,
            plain=self._plain or base.plain,
            files=self.files.form(self._rules),
            has_room_password=base.room,
            room=self._room,
            password=self._password,
            changed=self._changed(base),
            errors=tuple(self._errors.items()),
            next_port=self._next_port,
            note=self._note,
        )

    def _clear(self) -> None:
        self._name = self._port = self._signup = self._guests = self._plain = None
        self._room, self._password = RoomPassword.KEEP, ""
        self._errors.clear()
        self.files.clear()
        self._next_port, self._note = None, ""

    @property
    def _rules(self) -> FileRules | None:
        return _rules(self._base)

    def _shown_port(self) -> str:
        if self._port is not None:
            return self._port
        return "" if self._base is None else str(self._base.port)

    def _changed(self, base: Settings) -> frozenset[Field]:
        changes = {
            Field.NAME: self._name not in (None, base.name),
            Field.PORT: self._port not in (None, str(base.port)),
            Field.SIGNUP: self._signup not in (None, base.signup),
            Field.GUESTS: self._guests not in (None, base.guests),
            Field.PLAIN: self._plain not in (None, base.plain),
            Field.PASSWORD: self._room is not RoomPassword.KEEP,
            Field.FILES: bool(self.files.form(self._rules).changed),
        }
        return frozenset(which for which, is_changed in changes.items() if is_changed)

    def _touched(self, which: Field) -> None:
        self._errors.pop(which, None)
        self._note = ""
        self._show(self.form())

    def _check(self, form: SettingsForm) -> None:
        self._errors.clear()
        try:
            names.clean_server_name(form.name)
        except UdpchatError as error:
            self._errors[Field.NAME] = error.sentence
        if not _is_port(form.port):
            self._errors[Field.PORT] = text("operator.settings.port_wrong", maximum=PORT_MAX)
        if form.room is RoomPassword.SET and not form.password.strip():
            self._errors[Field.PASSWORD] = text("operator.settings.password_empty")
        elif form.signup == "room" and not _has_password(form):
            self._errors[Field.PASSWORD] = text("operator.settings.password_needed")


def _rules(settings: Settings | None) -> FileRules | None:
    """Those of files; None from a relay that takes none."""
    return settings.files[0] if settings is not None and settings.files else None


def _is_port(port: str) -> bool:
    return port.isascii() and port.isdecimal() and len(port) <= 5 and 1 <= int(port) <= PORT_MAX


def _has_password(form: SettingsForm) -> bool:
    return form.room is RoomPassword.SET or (form.has_room_password and form.room is RoomPassword.KEEP)


def _greyed(last: Settings | None) -> SettingsForm:
    """The form while no relay listens."""
    if last is None:
        return SettingsForm()
    return SettingsForm(
        name=last.name,
        port=str(last.port),
        signup=last.signup,
        guests=last.guests,
        plain=last.plain,
        files=QuotaDraft(lambda: None).form(_rules(last)),
        has_room_password=last.room,
    )
