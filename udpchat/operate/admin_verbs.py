"""What one can ask of a relay on the command line: one table of verbs, each with its arguments and its script."""

from __future__ import annotations

import argparse
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from udpchat.catalogue import text
from udpchat.errors import BadRequest, NoSuchUser
from udpchat.limits import INTEGER_MAX, REF_BYTES
from udpchat.names import fold
from udpchat.operate import admin_import
from udpchat.operate.admin_script import Office, Script
from udpchat.sanitize import one_line
from udpchat.words.messages import (
    Account,
    AskAudit,
    AskPeople,
    AskSanctions,
    AuditRow,
    Ban,
    Kick,
    NewLesson,
    OneTimeCode,
    Pause,
    Post,
    PrivateOff,
    ResetCode,
    SanctionRow,
    SetAnnouncers,
    SetRetention,
    SetRole,
    Silence,
    SlowMode,
    StopServer,
    Unban,
)

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_LINE_CHARS: Final = 300


def run(options: argparse.Namespace, office: Office) -> Script:
    """The script of the verb that was named."""
    return VERBS[options.verb].script(options, office)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verbs and their arguments."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, verb in VERBS.items():
        verb.arguments(verbs.add_parser(name, help=verb.help, allow_abbrev=False))


def fresh_ref() -> bytes:
    """A ref that nobody else has."""
    return secrets.token_bytes(REF_BYTES)


# --- arguments --------------------------------------------------------------------------------------------------------


def nothing(parser: argparse.ArgumentParser) -> None:
    """None at all."""


def one(name: str, **more: Any) -> Callable[[argparse.ArgumentParser], object]:
    """One argument."""
    return lambda parser: parser.add_argument(name, **more)


def user_and_reason(parser: argparse.ArgumentParser) -> None:
    """Whom, and why."""
    parser.add_argument("user", help="name, or #NUMBER")
    parser.add_argument("--reason", default="")


def user_for_a_while(parser: argparse.ArgumentParser) -> None:
    """Whom, for how long, and why."""
    user_and_reason(parser)
    parser.add_argument("--for", dest="lasting", type=duration, default=0, metavar="TIME", help="30m, 2h, 7d (default: for good)")


def ban_arguments(parser: argparse.ArgumentParser) -> None:
    """A user or an address."""
    parser.add_argument("user", nargs="?", default="", help="name, or #NUMBER")
    parser.add_argument("--address", default="", metavar="IP")
    parser.add_argument("--reason", default="")
    parser.add_argument("--for", dest="lasting", type=duration, default=0, metavar="TIME", help="30m, 2h, 7d (default: for good)")


def role_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom, and what they may do."""
    parser.add_argument("user", help="name, or #NUMBER")
    parser.add_argument("role", choices=("member", "moderator", "operator"))


def slow_arguments(parser: argparse.ArgumentParser) -> None:
    """How slow, and where."""
    parser.add_argument("seconds", type=count)
    parser.add_argument("--in", dest="place", default="lobby", choices=("lobby", "announcements"))


def import_arguments(parser: argparse.ArgumentParser) -> None:
    """A file, and what to do with those who are there already."""
    parser.add_argument("file", type=Path, help="CSV: name, password, display name, country")
    parser.add_argument("--skip-existing", action="store_true", help="leave out names that are taken")


def page_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to go on."""
    parser.add_argument("--before", type=count, default=0, metavar="NUMBER")


def duration(word: str) -> int:
    """Seconds; 0 for good. argparse reports the ValueError."""
    if word == "forever":
        return 0
    found = re.fullmatch(r"(\d{1,6})([smhd])", word)
    if found is None or not int(found[1]):
        raise argparse.ArgumentTypeError(text("admin.duration"))
    return int(found[1]) * _UNITS[found[2]]


def count(word: str) -> int:
    """A whole number from 0 on; argparse reports the ValueError."""
    number = int(word)
    if not 0 <= number <= INTEGER_MAX:
        raise ValueError(word)
    return number


# --- scripts ----------------------------------------------------------------------------------------------------------


def find(name: str) -> Any:
    """The user id of a name or #NUMBER; a part of other scripts. Raises NoSuchUser."""
    if name.startswith("#") and name[1:].isdecimal():
        return int(name[1:])
    pages = yield AskPeople(name)
    for page in pages:
        for row in page.rows:
            if fold(row.name) == fold(name):
                return row.user
    raise NoSuchUser(name)


def done() -> list[str]:
    """The line of what has no other."""
    return [text("admin.done")]


def until_of(lasting_s: int, office: Office) -> int:
    """When a sanction ends."""
    return office.at + lasting_s * 1000 if lasting_s else INTEGER_MAX


def people(options: argparse.Namespace, office: Office) -> Script:
    """Who has an account, or is here."""
    pages = yield AskPeople(options.prefix)
    return [_person(row) for page in pages for row in page.rows] or [text("admin.nobody")]


def kick(options: argparse.Namespace, office: Office) -> Script:
    """End somebody's sessions."""
    user = yield from find(options.user)
    yield Kick(fresh_ref(), user, options.reason)
    return done()


def mute(options: argparse.Namespace, office: Office) -> Script:
    """Take nothing from somebody for a while."""
    user = yield from find(options.user)
    yield Silence(fresh_ref(), user, until_of(options.lasting, office), options.reason)
    return done()


def unmute(options: argparse.Namespace, office: Office) -> Script:
    """Hear them again."""
    user = yield from find(options.user)
    yield Silence(fresh_ref(), user, 0, "")
    return done()


def ban(options: argparse.Namespace, office: Office) -> Script:
    """Do not let in a user or an address."""
    if bool(options.user) == bool(options.address):
        raise BadRequest(text("admin.ambiguous"))
    user = (yield from find(options.user)) if options.user else 0
    yield Ban(fresh_ref(), user, options.address, until_of(options.lasting, office), options.reason)
    return done()


def unban(options: argparse.Namespace, office: Office) -> Script:
    """End a sanction by its number."""
    yield Unban(fresh_ref(), options.number)
    return done()


def sanctions(options: argparse.Namespace, office: Office) -> Script:
    """Those in force."""
    (page,) = yield AskSanctions(options.before)
    lines = [_sanction(row) for row in page.rows]
    if not page.last:
        lines.append(text("admin.more", number=page.rows[-1].number))
    return lines or [text("admin.nothing")]


def audit(options: argparse.Namespace, office: Office) -> Script:
    """Who used a right over others."""
    (page,) = yield AskAudit(options.before)
    lines = [_audit(row) for row in page.rows]
    if not page.last:
        lines.append(text("admin.more", number=page.rows[-1].number))
    return lines or [text("admin.nothing")]


def slow(options: argparse.Namespace, office: Office) -> Script:
    """Slow mode of everybody's conversations."""
    yield SlowMode(fresh_ref(), office.rooms[options.place].id, options.seconds)
    return done()


def pause(options: argparse.Namespace, office: Office) -> Script:
    """Only moderators are heard."""
    yield Pause(fresh_ref(), options.state == "on")
    return done()


def private(options: argparse.Namespace, office: Office) -> Script:
    """Private messages, on or off."""
    yield PrivateOff(fresh_ref(), options.state == "off")
    return done()


def announcers(options: argparse.Namespace, office: Office) -> Script:
    """Who may announce."""
    yield SetAnnouncers(fresh_ref(), options.who)
    return done()


def retention(options: argparse.Namespace, office: Office) -> Script:
    """How long messages are kept."""
    yield SetRetention(fresh_ref(), options.days)
    return done()


def new_lesson(options: argparse.Namespace, office: Office) -> Script:
    """Archive the lobby."""
    yield NewLesson(fresh_ref())
    return done()


def role(options: argparse.Namespace, office: Office) -> Script:
    """What somebody may do here."""
    user = yield from find(options.user)
    yield SetRole(fresh_ref(), user, options.role)
    return done()


def reset_code(options: argparse.Namespace, office: Office) -> Script:
    """A one-time code for a forgotten password."""
    user = yield from find(options.user)
    (answer,) = yield ResetCode(fresh_ref(), user)
    assert isinstance(answer, OneTimeCode)
    return [text("admin.code", name=options.user, code=answer.text, until=_until(answer.until_ms))]


def announce(options: argparse.Namespace, office: Office) -> Script:
    """Tell everybody."""
    yield Post(fresh_ref(), office.rooms["announcements"].id, 0, options.text)
    return done()


def import_users(options: argparse.Namespace, office: Office) -> Script:
    """Accounts from a file."""
    return (yield from admin_import.script(options.rows, options.skip_existing))


def status(options: argparse.Namespace, office: Office) -> Script:
    """How it is going. Nothing needs to be asked."""
    settings, figures, rules = office.settings, office.figures, office.rules
    assert settings is not None and figures is not None and rules is not None
    days = text("admin.days", days=rules.retention_days) if rules.retention_days else text("admin.for_good")
    line = text(
        "admin.status",
        name=settings.name,
        port=settings.port,
        online=figures.online,
        accounts=figures.accounts,
        posts=figures.posts,
    )
    told = text(
        "admin.rules",
        paused=text("admin.yes" if rules.paused else "admin.no"),
        private=text("admin.off" if rules.private_off else "admin.on"),
        announcers=rules.announcers,
        days=days,
    )
    return [line, told]
    yield  # a script without a question


def stop(options: argparse.Namespace, office: Office) -> Script:
    """End the relay; its goodbye is the answer."""
    yield StopServer(options.reason)
    return [text("admin.stopping")]


# --- lines ------------------------------------------------------------------------------------------------------------


def _person(row: Account) -> str:
    where = text("admin.here") if row.online else _seen(row.last_seen)
    display, role = row.display if row.display != row.name else "", "guest" if row.guest else row.role
    return _line("admin.person", user=row.user, name=row.name, role=role, where=where, display=display)


def _sanction(row: SanctionRow) -> str:
    whom, by = row.name or row.address, row.by_name or text("admin.operator")
    return _line(
        "admin.sanction", number=row.number, kind=row.kind, whom=whom, until=_until(row.until_ms), by=by, reason=row.reason
    )


def _audit(row: AuditRow) -> str:
    by = row.by_name or text("admin.operator")
    return _line(
        "admin.audit", number=row.number, when=_time(row.at), by=by, what=row.what, whom=row.name, detail=row.detail
    )


def _line(key: str, **values: object) -> str:
    return one_line(text(key, **values), _LINE_CHARS).rstrip(" :")


def _seen(at: int) -> str:
    return text("admin.seen", when=_time(at)) if at else text("admin.never")


def _until(until_ms: int) -> str:
    return text("admin.for_good") if until_ms == INTEGER_MAX else text("admin.until", when=_time(until_ms))


def _time(at: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at / 1000))


# --- the table --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing to ask for."""

    help: str
    arguments: Callable[[argparse.ArgumentParser], object]
    script: Callable[[argparse.Namespace, Office], Script]


_ON_OFF: Final = one("state", choices=("on", "off"))

VERBS: Final[dict[str, Verb]] = {
    "status": Verb("what holds, and how many are here", nothing, status),
    "people": Verb("who has an account or is here", one("prefix", nargs="?", default=""), people),
    "kick": Verb("end somebody's sessions", user_and_reason, kick),
    "mute": Verb("take nothing from somebody for a while", user_for_a_while, mute),
    "unmute": Verb("hear somebody again", one("user"), unmute),
    "ban": Verb("do not let in a user or an address", ban_arguments, ban),
    "unban": Verb("end a sanction by its number", one("number", type=count), unban),
    "sanctions": Verb("mutes and bans in force", page_arguments, sanctions),
    "audit": Verb("who did what to whom", page_arguments, audit),
    "slow": Verb("seconds between two messages of one person", slow_arguments, slow),
    "pause": Verb("only moderators are heard", _ON_OFF, pause),
    "private": Verb("private messages", _ON_OFF, private),
    "announcers": Verb("who may announce", one("who", choices=("all", "moderators")), announcers),
    "announce": Verb("tell everybody", one("text"), announce),
    "retention": Verb("days that messages are kept; 0: for good", one("days", type=count), retention),
    "new-lesson": Verb("archive the lobby and begin a clean one", nothing, new_lesson),
    "role": Verb("what somebody may do", role_arguments, role),
    "reset-code": Verb("a one-time code for a forgotten password", one("user"), reset_code),
    "import-users": Verb("make accounts from a CSV file", import_arguments, import_users),
    "stop": Verb("end the relay", one("reason", nargs="?", default=""), stop),
}
