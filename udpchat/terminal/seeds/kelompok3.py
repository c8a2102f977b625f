"""Kelompok 3: register, info, sendgroup, files; its realms are known and not available yet."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from udpchat.catalogue import text
from udpchat.client import obey_files
from udpchat.client.obeying import Lines, Task
from udpchat.client.target import Registration
from udpchat.errors import BadRequest, NotYet
from udpchat.terminal.seeds import tugas5
from udpchat.terminal.seeds.bench import Bench


def register(bench: Bench, rest: str) -> Task:
    """`register USER PASSWORD Full_Name Country`; the underlines of the name are spaces."""
    parts = rest.strip().split(" ", 3)
    if len(parts) < 2:
        raise BadRequest("register USER PASSWORD NAME COUNTRY")
    name, password, display, country = (*parts, "", "")[:4]
    new = Registration(name, password, display=display.replace("_", " ") or name, country=country.replace("_", " "))
    yield from tugas5.sign_in(bench, new)
    return (f"username {bench.work.core.my_name} registered, token {tugas5.token(bench)}",)


def info(bench: Bench, rest: str) -> Task:
    """Those who are signed in, with name and country; never a token or a password."""
    found = {}
    for person in sorted(bench.work.core.online, key=lambda person: person.name):
        account = yield from bench.account(person.name)
        found[person.name] = {
            "name": (account.display or account.name) if account else person.name,
            "country": account.country if account else "",
        }
    return (json.dumps(found, ensure_ascii=False),)


def send_group(bench: Bench, rest: str) -> Task:
    """`sendgroup USER,USER TEXT`: to each in private; an unknown name, and nothing is sent."""
    named, _, said = rest.partition(" ")
    to = tuple(dict.fromkeys(name.strip() for name in named.split(",") if name.strip()))
    if not to or not said:
        raise BadRequest("sendgroup USER,USER TEXT")
    yield from bench.send(to, said)
    return (f"message sent to {', '.join(to)}",)


def send_file(bench: Bench, rest: str) -> Task:
    """`sendfile USER PATH`, `sendgroupfile USER,USER PATH`: to each in private."""
    named, _, path = rest.partition(" ")
    to = tuple(dict.fromkeys(name.strip() for name in named.split(",") if name.strip()))
    if not to or not path.strip():
        raise BadRequest("sendfile USER PATH")
    people = yield from bench.work.people(to)
    (key,) = bench.work.core.send_file([path.strip()], bench.work.now, None, people)
    found = yield from obey_files.over(bench.work, key)
    return (f"file {found.name} sent to {', '.join(to)}",)


def file_get(bench: Bench, rest: str) -> Task:
    """`file_get NAME`: into the folder for downloads."""
    if not rest.strip():
        raise BadRequest("file_get NAME")
    file, place = yield from obey_files.named(bench.work, rest.strip())
    found = yield from obey_files.over(bench.work, bench.work.core.fetch_file(file, bench.work.now, place))
    return (f"file {found.name} saved as {found.path}",)


def _later(what: str) -> Callable[[Bench, str], Lines]:
    def refuse(bench: Bench, rest: str) -> Lines:
        raise NotYet(text(f"seed.later.{what}"))

    return refuse


COMMANDS: Final[dict[str, Callable[[Bench, str], Task | Lines]]] = {
    "register": register,
    "info": info,
    "sendgroup": send_group,
    "sendfile": send_file,
    "sendgroupfile": send_file,
    "file_get": file_get,
    "addrealm": _later("realms"),
    "sendprivaterealm": _later("realms"),
    "sendgrouprealm": _later("realms"),
    "sendfilerealm": _later("realms"),
    "sendgroupfilerealm": _later("realms"),
    "getinboxrealm": _later("realms"),
    "getrealminbox": _later("realms"),
}
