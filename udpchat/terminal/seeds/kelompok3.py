"""Kelompok 3: register, info, sendgroup, files, and people of other servers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from udpchat.client import numbers, obey_files, obey_realms
from udpchat.client.obeying import Lines, Task
from udpchat.client.target import Registration
from udpchat.errors import BadRequest
from udpchat.names import fold
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


def add_realm(bench: Bench, rest: str) -> Task:
    """`addrealm REALM IP PORT`: asked for by an operator, proposed by anybody else."""
    parts = rest.split()
    if len(parts) != 3 or not parts[2].isdecimal():
        raise BadRequest("addrealm REALM IP PORT")
    yield from bench.work.outcome(bench.work.core.add_realm(parts[0], parts[1], int(parts[2][:6]), bench.work.now))
    return (f"realm {parts[0]} added, its operator has to accept",)


def send_realm(bench: Bench, rest: str) -> Task:
    """`sendprivaterealm REALM USER TEXT`, `sendgrouprealm REALM USER,USER TEXT`."""
    to, said = _addressed(rest, "sendprivaterealm REALM USER TEXT")
    yield from bench.send(to, said)
    return (f"message sent to {', '.join(to)}",)


def send_file_realm(bench: Bench, rest: str) -> Task:
    """`sendfilerealm REALM USER PATH`, `sendgroupfilerealm REALM USER,USER PATH`."""
    to, path = _addressed(rest, "sendfilerealm REALM USER PATH")
    return (yield from send_file(bench, f"{','.join(to)} {path}"))


def inbox_realm(bench: Bench, rest: str) -> Task:
    """`getinboxrealm REALM USER`: my conversation with that person; `getrealminbox REALM`: what is unread of all there."""
    realm, _, name = rest.strip().partition(" ")
    if not realm:
        raise BadRequest("getinboxrealm REALM USER")
    if not name:
        found = yield from tugas5.mail(bench, lambda sender: fold(sender).endswith(fold(f"@{realm}")))
        return (json.dumps(found, ensure_ascii=False),)
    user = yield from bench.work.person(obey_realms.address(name.strip(), realm))
    messages = yield from obey_realms.talk(bench.work, numbers.private_with(user))
    mine = bench.work.core.my_name
    rows = []
    for message in messages:
        to = bench.work.core.name_of(user) if message.author != user else mine
        rows.append({"msg_from": message.name, "msg_to": to, "msg": message.text})
    if messages:
        bench.work.core.mark_read(numbers.private_with(user), messages[-1].seq, bench.work.now)
    return (json.dumps(rows, ensure_ascii=False),)


def _addressed(rest: str, usage: str) -> tuple[tuple[str, ...], str]:
    realm, _, rest = rest.lstrip().partition(" ")
    named, _, said = rest.partition(" ")
    to = tuple(dict.fromkeys(name.strip() for name in named.split(",") if name.strip()))
    if not realm or not to or not said.strip():
        raise BadRequest(usage)
    return tuple(obey_realms.address(name, realm) for name in to), said


COMMANDS: Final[dict[str, Callable[[Bench, str], Task | Lines]]] = {
    "register": register,
    "info": info,
    "sendgroup": send_group,
    "sendfile": send_file,
    "sendgroupfile": send_file,
    "file_get": file_get,
    "addrealm": add_realm,
    "sendprivaterealm": send_realm,
    "sendgrouprealm": send_realm,
    "sendfilerealm": send_file_realm,
    "sendgroupfilerealm": send_file_realm,
    "getinboxrealm": inbox_realm,
    "getrealminbox": inbox_realm,
}
