"""The sign-in form without a window: which fields a server asks for, what is wrong with them, what a refusal means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, assert_never

from udpchat import errors, limits
from udpchat.catalogue import text
from udpchat.client.inquiry import Offers
from udpchat.client.target import AccountSignIn, Credentials, GuestSignIn, Recovery, Registration
from udpchat.errors import BadName, UdpchatError
from udpchat.gui.presenters.connect_pages import Field, FormValues, Problem, Way
from udpchat.names import clean_label, clean_username, fold

_SUGGESTED_COUNT: Final = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a refusal means for the form: a problem at a field, or a sentence about the whole."""

    message: str
    field: Field | None = None
    choices: tuple[str, ...] = ()


def ways_of(offers: Offers) -> tuple[Way, ...]:
    """Only what this server offers; who has an account can always sign in."""
    ways = [Way.SIGN_IN]
    if offers.signup != "closed":
        ways.append(Way.CREATE)
    if offers.guests:
        ways.append(Way.GUEST)
    return tuple(ways)


def fields_of(way: Way, offers: Offers) -> tuple[Field, ...]:
    """The fields of a way, in their order."""
    match way:
        case Way.SIGN_IN:
            return Field.NAME, Field.PASSWORD
        case Way.CREATE:
            room = (Field.ROOM,) if offers.signup == "room" else ()
            return Field.NAME, Field.PASSWORD, Field.DISPLAY, Field.COUNTRY, *room
        case Way.GUEST:
            return (Field.NAME, Field.ROOM) if offers.room else (Field.NAME,)
        case Way.RECOVER:
            return Field.NAME, Field.CODE, Field.NEW_PASSWORD
        case other:
            assert_never(other)


def read_form(way: Way, values: FormValues, offers: Offers) -> Credentials | dict[Field, Problem]:
    """The credentials, or every problem at once in the order of the fields."""
    problems = {}
    for field in fields_of(way, offers):
        message = _flaw(field, way, values, offers)
        if message:
            problems[field] = Problem(message)
    if problems:
        return problems
    match way:
        case Way.SIGN_IN:
            return AccountSignIn(clean_username(values.name), values.password, values.keep)
        case Way.CREATE:
            display, country = clean_label(values.display), clean_label(values.country)
            name = clean_username(values.name)
            return Registration(name, values.password, display, country, values.room, values.keep)
        case Way.GUEST:
            return GuestSignIn(clean_username(values.name), values.room)
        case Way.RECOVER:
            return Recovery(clean_username(values.name), clean_code(values.code), values.new_password, values.keep)
        case other:
            assert_never(other)


def _flaw(field: Field, way: Way, values: FormValues, offers: Offers) -> str:
    match field:
        case Field.NAME:
            return _name_flaw(values.name)
        case Field.PASSWORD:
            least = offers.password_chars if way is Way.CREATE else 0
            return _password_flaw(values.password, values.name, least)
        case Field.DISPLAY:
            return _label_flaw(values.display)
        case Field.COUNTRY:
            return _label_flaw(values.country)
        case Field.ROOM:
            return "" if values.room else text("connect.room.empty")
        case Field.CODE:
            return _code_flaw(values.code)
        case Field.NEW_PASSWORD:
            if not values.new_password:
                return text("connect.password.choose")
            return _password_flaw(values.new_password, values.name, offers.password_chars)
        case Field.HOST | Field.PORT:
            return ""
        case other:
            assert_never(other)


def _name_flaw(name: str) -> str:
    if not name.strip():
        return text("connect.name.empty")
    try:
        clean_username(name)
    except BadName as error:
        return sentence(error.detail)
    return ""


def _label_flaw(label: str) -> str:
    try:
        clean_label(label)
    except BadName as error:
        return sentence(error.detail)
    return ""


def _password_flaw(password: str, name: str, least: int) -> str:
    """`least`: how many characters a new password needs; 0 for one that is in use."""
    if not password:
        return text("connect.password.empty")
    if len(password) > limits.PASSWORD_CHARS:
        return text("connect.password.long", count=limits.PASSWORD_CHARS)
    if not least:
        return ""
    if len(password) < least:
        return text("connect.password.short", count=least, missing=least - len(password))
    if fold(password) == fold(name.strip()):
        return text("connect.password.name")
    return ""


def clean_code(code: str) -> str:
    """A one-time code without what people put between its letters."""
    return "".join(char for char in code.upper() if char.isascii() and char.isalnum())


def _code_flaw(code: str) -> str:
    """A code that cannot be whole is not worth one of the few tries."""
    if not code.strip():
        return text("connect.code.empty")
    if not limits.RESET_CODE_CHARS <= len(clean_code(code)) <= limits.CODE_CHARS:
        return text("connect.code.partial", count=limits.RESET_CODE_CHARS)
    return ""


def sentence(rule: str) -> str:
    """A rule of `names` such as "it is empty" as a sentence of its own."""
    return f"{rule[:1].upper()}{rule[1:]}." if rule else text("connect.name.refused")


def judge(error: UdpchatError, credentials: Credentials, offers: Offers, taken: frozenset[str]) -> Verdict:
    """Where to say a refusal, and in which words. `taken`: folded names that were refused before."""
    name = credentials.name
    match error:
        case errors.UsernameTaken():
            return Verdict(_taken(name, credentials), Field.NAME, other_names(name, taken))
        case errors.NoSuchUser():
            return Verdict(text("connect.name.nobody", name=name), Field.NAME)
        case errors.InvalidName() | errors.BadName():
            return Verdict(sentence(error.detail), Field.NAME)
        case errors.ProfileInUse():
            return Verdict(text("connect.name.in_use", name=name), Field.NAME)
        case errors.AuthFailed() if isinstance(credentials, Recovery):
            key = "connect.code.wrong" if isinstance(error, errors.WrongCode) else "connect.code.unset"
            return Verdict(text(key, name=name), Field.CODE)
        case errors.AuthFailed():
            key = "connect.password.wrong" if offers.signup == "open" else "connect.password.or_name"
            return Verdict(text(key, name=name), Field.PASSWORD)
        case errors.BadPassword():
            where = Field.NEW_PASSWORD if isinstance(credentials, Recovery) else Field.PASSWORD
            return Verdict(sentence(error.detail), where)
        case errors.RoomPassword():
            return Verdict(text("connect.room.wrong"), Field.ROOM)
        case errors.SignupClosed():
            return Verdict(text("connect.signup.closed"))
        case errors.GuestsOff():
            return Verdict(text("connect.guests.off"))
        case errors.NotYourServer():
            return Verdict(text("connect.unproven", server=offers.name))
        case _:
            return Verdict(error.sentence)


def _taken(name: str, credentials: Credentials) -> str:
    guest = isinstance(credentials, GuestSignIn)
    return text("connect.name.taken_guest" if guest else "connect.name.taken", name=name)


def other_names(name: str, taken: frozenset[str]) -> tuple[str, ...]:
    """Names near a taken one: sari2, sari3, sari4; after Sari2 comes Sari3."""
    stem = name.rstrip("0123456789") or name
    number = max(2, int(name[len(stem) :] or "1") + 1) if len(name) - len(stem) < 6 else 2
    found: list[str] = []
    while len(found) < _SUGGESTED_COUNT:
        tail = str(number)
        other = stem[: limits.NAME_CHARS - len(tail)] + tail
        number += 1
        if fold(other) not in taken and _name_flaw(other) == "":
            found.append(other)
        if number > 10_000:
            break
    return tuple(found)
