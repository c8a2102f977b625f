"""`find` as a command: the servers in earshot, as a list; a sweep of all addresses on request.

Status 0 if a server answers, 3 if none does. Everything printed is a stranger's word: whoever connects checks the
certificate.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from udpchat.catalogue import text
from udpchat.client.known_servers import KnownServers
from udpchat.client.profiles import Profiles
from udpchat.client.scout import Sighting
from udpchat.client.seeing import Acquaintance, acquaintance, kind_of
from udpchat.driver import Address
from udpchat.errors import UdpchatError
from udpchat.invites import human_fingerprint, parse_address
from udpchat.limits import FIND_WAIT_S, SEARCH_TICK_MS
from udpchat.net import clock, resolve
from udpchat.net.finder import Finder
from udpchat.net.interfaces import interfaces
from udpchat.output import complain
from udpchat.places import data_folder
from udpchat.sanitize import one_line

FOUND: Final = 0
CANNOT_START: Final = 1
NOTHING: Final = 3
_NAME_CHARS: Final = 32


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `find`."""
    parser.add_argument("at", nargs="*", default=[], metavar="HOST[:PORT]", help="ask these too")
    parser.add_argument("--scan", action="store_true", help="ask each address of the own networks, for 15 s or longer")
    parser.add_argument("--wait", type=float, default=FIND_WAIT_S, metavar="S", help="seconds to listen")
    parser.add_argument("--json", action="store_true", help="one line of JSON for each server")
    parser.add_argument("--data", type=Path, default=None, metavar="DIR", help="data folder of the clients")


def run(options: argparse.Namespace) -> int:
    """Search, and print what was found."""
    known = Profiles(options.data or data_folder("client")).known_servers()
    try:
        asked = [resolve(*parse_address(one)) for one in options.at]
    except UdpchatError as error:
        complain(f"udpchat: {error.sentence}")
        return CANNOT_START
    try:
        found = search(hints(known, asked), options.wait, options.scan)
    except KeyboardInterrupt:
        return NOTHING
    lines = as_json(found, known) if options.json else as_table(found, known)
    for line in lines:
        print(line)
    sys.stdout.flush()
    if not found:
        complain(text("find.none" if interfaces() else "find.no_network"))
    return FOUND if found else NOTHING


def hints(known: KnownServers, asked: Sequence[Address]) -> tuple[Address, ...]:
    """Where a server may be besides: where known ones were, and where the person says."""
    return tuple(dict.fromkeys([*asked, *(address for server in known.servers for address in server.addresses)]))


def search(at: Sequence[Address], wait_s: float, scan: bool) -> tuple[Sighting, ...]:
    """Blocks for the time of the search; servers by name. A sweep tells how far it is, if somebody looks on."""
    finder = Finder()
    try:
        began_at = clock()
        (finder.sweep if scan else finder.search)(interfaces(), at, began_at)
        while finder.searching and (scan or clock() < began_at + wait_s):
            finder.poll(clock())
            _tell(finder.swept)
            finder.wait(SEARCH_TICK_MS / 1000)
        return tuple(sorted(finder.sightings, key=lambda one: (one.name.casefold(), one.address)))
    finally:
        _tell(None)
        finder.close()


def _tell(swept: tuple[int, int] | None) -> None:
    if sys.stderr is None or not sys.stderr.isatty():
        return
    line = text("find.swept", percent=100 * swept[0] // max(1, swept[1])) if swept else ""
    print(f"\r{line:<40}" + ("" if swept else "\r"), end="", file=sys.stderr, flush=True)


# --- the list ---------------------------------------------------------------------------------------------------------


def as_table(found: Sequence[Sighting], known: KnownServers) -> Iterator[str]:
    """Columns under their headings; nothing for no server."""
    if not found:
        return
    heads = ("name", "address", "online", "rtt", "signup", "known", "code")
    rows = [tuple(text(f"find.head.{head}") for head in heads), *(_row(one, known) for one in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _row(seen: Sighting, known: KnownServers) -> tuple[str, ...]:
    mine = known.get(seen.fingerprint)
    return (
        one_line(mine.name if mine else seen.name, _NAME_CHARS),
        "{}:{}".format(*seen.address),
        str(seen.online),
        text("find.rtt", count=f"{seen.rtt_s * 1000:.1f}"),
        text(f"find.signup.{kind_of(seen)}"),
        text(f"find.known.{_mark(seen, known)}"),
        human_fingerprint(seen.fingerprint),
    )


def _mark(seen: Sighting, known: KnownServers) -> str:
    return acquaintance(seen.fingerprint, seen.name, known.servers).name.lower()


def as_json(found: Sequence[Sighting], known: KnownServers) -> Iterator[str]:
    """For scripts."""
    for seen in found:
        row = {
            "name": seen.name,
            "host": seen.address[0],
            "port": seen.address[1],
            "online": seen.online,
            "rtt_ms": round(seen.rtt_s * 1000, 3),
            "signup": seen.signup_open,
            "room_password": seen.room,
            "guests": seen.guests,
            "known": acquaintance(seen.fingerprint, seen.name, known.servers) is Acquaintance.KNOWN,
            "fingerprint": seen.fingerprint.hex(),
        }
        yield json.dumps(row, ensure_ascii=True)
