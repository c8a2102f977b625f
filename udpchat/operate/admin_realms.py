"""`admin realm`: links to other servers, on the command line."""

from __future__ import annotations

import argparse
from typing import Any, Final, get_args

from udpchat.catalogue import text
from udpchat.errors import NoSuchRealm
from udpchat.invites import human_fingerprint
from udpchat.limits import PORT_MAX
from udpchat.names import fold
from udpchat.operate import orders, questions
from udpchat.operate.admin_script import Office, Script
from udpchat.sanitize import one_line
from udpchat.words.messages import LinkDeed, LinkRow, RealmInvite

_LINE_CHARS: Final = 300
DEEDS: Final = get_args(LinkDeed)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which."""
    deeds = parser.add_subparsers(dest="deed", metavar="DEED")
    deeds.add_parser("list", help="all links, and what this server is called")
    added = deeds.add_parser("add", help="ask another server for a link; its operator has to accept")
    added.add_argument("name")
    added.add_argument("host", metavar="IP")
    added.add_argument("port", type=_port)
    invited = deeds.add_parser("invite", help="make an invite for the operator of another server")
    invited.add_argument("host", metavar="IP", help="address at which the other server reaches this one")
    deeds.add_parser("join", help="link by an invite").add_argument("invite")
    deeds.add_parser("name", help="what this server is called as a realm").add_argument("name")
    for deed in DEEDS:
        deeds.add_parser(deed, help=_HELP[deed]).add_argument("realm", help="name, or #NUMBER")


_HELP: Final[dict[str, str]] = {
    "accept": "link with a server that asks for it, or that somebody proposed",
    "block": "hear nothing of a server any more",
    "unblock": "forget that it was blocked",
    "remove": "end a link",
    "retry": "try to reach it now",
    "share": "let its people see who is here",
    "hide": "do not",
}


def _port(word: str) -> int:
    port = int(word)
    if not 1 <= port <= PORT_MAX:
        raise ValueError(word)
    return port


def script(options: argparse.Namespace, office: Office) -> Script:
    """The script of the deed."""
    match options.deed:
        case "add":
            yield orders.add_realm(options.name, options.host, options.port)
            return [text("realm.requested")]
        case "invite":
            (answer,) = yield orders.invite_realm(options.host)
            assert isinstance(answer, RealmInvite)
            return [answer.text]
        case "join":
            yield orders.join_realm(options.invite)
        case "name":
            yield orders.name_realm(options.name)
        case None | "list":
            return (yield from _list())
        case deed:
            realm = yield from _find(options.realm)
            yield orders.change_realm(realm, deed)
    return [text("admin.done")]


def _list() -> Script:
    here, rows = yield from questions.links()
    if not rows:
        return [text("admin.realm.none", name=here)]
    return [text("admin.realm.called", name=here), *(line(row) for row in rows)]


def _find(name: str) -> Any:
    _, rows = yield from questions.links()
    for row in rows:
        if fold(row.name) == fold(name) or name == f"#{row.id}":
            return row.id
    raise NoSuchRealm(name)


def line(row: LinkRow) -> str:
    """A link in one line."""
    told = text(
        "admin.realm.row",
        id=row.id,
        name=row.name or "-",
        standing=text(f"realm.standing.{row.standing}"),
        addr=f"{row.host}:{row.port}" if row.port else "-",
        print=human_fingerprint(row.fingerprint) if row.fingerprint else text("admin.realm.unknown"),
        queued=row.queued,
        got=row.got,
        rtt=text("admin.realm.rtt", ms=row.rtt_us / 1000) if row.rtt_us else "",
        by=text("admin.realm.by", name=row.by) if row.by else "",
        trouble=text("admin.realm.trouble", code=row.trouble) if row.trouble else "",
    )
    return one_line(told, _LINE_CHARS)
