"""What one can ask of a relay on the command line: one table of verbs, each with its arguments and its script."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from udpchat.catalogue import text
from udpchat.errors import BadRequest
from udpchat.limits import INTEGER_MAX
from udpchat.operate import admin_files, admin_import, admin_lines, admin_realms, orders
from udpchat.operate.admin_people import find
from udpchat.operate.admin_script import Office, Script
from udpchat.words.messages import OneTimeCode, StopServer

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def run(options: argparse.Namespace, office: Office) -> Script:
    """The script of the verb that was named."""
    return VERBS[options.verb].script(options, office)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verbs and their arguments."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, verb in VERBS.items():
        verb.arguments(verbs.add_parser(name, help=verb.help, allow_abbrev=False))


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


def done() -> list[str]:
    """The line of what has no other."""
    return [text("admin.done")]


def people(options: argparse.Namespace, office: Office) -> Script:
    """Who has an account, or is here."""
    pages = yield orders.people(options.prefix)
    return [admin_lines.person(row) for page in pages for row in page.rows] or [text("admin.nobody")]


def groups(options: argparse.Namespace, office: Office) -> Script:
    """What groups there are."""
    pages = yield orders.groups()
    return [admin_lines.group(row) for page in pages for row in page.rows] or [text("admin.nothing")]


def delete_group(options: argparse.Namespace, office: Office) -> Script:
    """End a group, for everybody in it."""
    yield orders.delete_group(options.number)
    return done()


def kick(options: argparse.Namespace, office: Office) -> Script:
    """End somebody's sessions."""
    user = yield from find(options.user)
    yield orders.kick(user, options.reason)
    return done()


def mute(options: argparse.Namespace, office: Office) -> Script:
    """Take nothing from somebody for a while."""
    user = yield from find(options.user)
    yield orders.mute(user, orders.until(options.lasting, office.at), options.reason)
    return done()


def unmute(options: argparse.Namespace, office: Office) -> Script:
    """Hear them again."""
    user = yield from find(options.user)
    yield orders.unmute(user)
    return done()


def ban(options: argparse.Namespace, office: Office) -> Script:
    """Do not let in a user or an address."""
    if bool(options.user) == bool(options.address):
        raise BadRequest(text("admin.ambiguous"))
    user = (yield from find(options.user)) if options.user else 0
    yield orders.ban(user, options.address, orders.until(options.lasting, office.at), options.reason)
    return done()


def unban(options: argparse.Namespace, office: Office) -> Script:
    """End a sanction by its number."""
    yield orders.undo(options.number)
    return done()


def sanctions(options: argparse.Namespace, office: Office) -> Script:
    """Those in force."""
    (page,) = yield orders.sanctions(options.before)
    lines = [admin_lines.sanction(row) for row in page.rows]
    if not page.last:
        lines.append(text("admin.more", number=page.rows[-1].number))
    return lines or [text("admin.nothing")]


def audit(options: argparse.Namespace, office: Office) -> Script:
    """Who used a right over others."""
    (page,) = yield orders.audit(options.before)
    lines = [admin_lines.audit(row) for row in page.rows]
    if not page.last:
        lines.append(text("admin.more", number=page.rows[-1].number))
    return lines or [text("admin.nothing")]


def slow(options: argparse.Namespace, office: Office) -> Script:
    """Slow mode of everybody's conversations."""
    yield orders.slow(office.rooms[options.place].id, options.seconds)
    return done()


def pause(options: argparse.Namespace, office: Office) -> Script:
    """Only moderators are heard."""
    yield orders.pause(options.state == "on")
    return done()


def private(options: argparse.Namespace, office: Office) -> Script:
    """Private messages, on or off."""
    yield orders.private_off(options.state == "off")
    return done()


def announcers(options: argparse.Namespace, office: Office) -> Script:
    """Who may announce."""
    yield orders.announcers(options.who)
    return done()


def retention(options: argparse.Namespace, office: Office) -> Script:
    """How long messages are kept."""
    yield orders.retention(options.days)
    return done()


def new_lesson(options: argparse.Namespace, office: Office) -> Script:
    """Archive the lobby."""
    yield orders.new_lesson()
    return done()


def role(options: argparse.Namespace, office: Office) -> Script:
    """What somebody may do here."""
    user = yield from find(options.user)
    yield orders.give_role(user, options.role)
    return done()


def reset_code(options: argparse.Namespace, office: Office) -> Script:
    """A one-time code for a forgotten password."""
    user = yield from find(options.user)
    (answer,) = yield orders.reset_code(user)
    assert isinstance(answer, OneTimeCode)
    return [text("admin.code", name=options.user, code=answer.text, until=admin_lines.until(answer.until_ms))]


def announce(options: argparse.Namespace, office: Office) -> Script:
    """Tell everybody."""
    yield orders.announce(office.rooms["announcements"].id, options.text)
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
    "groups": Verb("what groups there are", nothing, groups),
    "delete-group": Verb("end a group by its number, for everybody in it", one("number", type=count), delete_group),
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
    "realm": Verb("links to other servers", admin_realms.arguments, admin_realms.script),
    "files": Verb("what is stored and under way", admin_files.files_arguments, admin_files.files),
    "remove-file": Verb("take a file away from everybody by its number", one("number", type=count), admin_files.remove),
    "set": Verb("settings of the relay", admin_files.settings_arguments, admin_files.change),
    "stop": Verb("end the relay", one("reason", nargs="?", default=""), stop),
}
