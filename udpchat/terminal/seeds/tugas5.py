"""Tugas 5 Progjar (and what Kelompok 3 shares with it): auth, send, inbox, list, logout, exit, with their exact lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from udpchat.client import numbers
from udpchat.client.obeying import Lines, Steps, Task
from udpchat.client.phases import Phase
from udpchat.client.target import AccountSignIn
from udpchat.errors import BadRequest
from udpchat.terminal.seeds.bench import Bench


def token(bench: Bench) -> str:
    """What these systems call a token: here the number of the session, which opens nothing."""
    return f"{bench.work.core.session_number:08x}"


def auth(bench: Bench, rest: str) -> Task:
    """`auth USER PASSWORD`; whoever was signed in before is signed out first."""
    name, _, password = rest.strip().partition(" ")
    yield from sign_in(bench, AccountSignIn(name, password))
    return (f"username {bench.work.core.my_name} logged in, token {token(bench)}",)


def sign_in(bench: Bench, credentials: Any) -> Steps[None]:
    """Sign in, in the place of whoever is."""
    if bench.work.core.state is not Phase.IDLE:
        yield from bench.log_out()
        yield lambda event: bench.work.core.state is Phase.IDLE
    yield from bench.sign_in(credentials)


def send(bench: Bench, rest: str) -> Task:
    """`send USER TEXT`."""
    name, _, said = rest.partition(" ")
    if not name or not said:
        raise BadRequest("send USER TEXT")
    yield from bench.send((name,), said)
    return (f"message sent to {name}",)


def inbox(bench: Bench, rest: str) -> Task:
    """What is unread, by sender, as JSON; it counts as read from here on."""
    found = yield from mail(bench)
    return (json.dumps(found, ensure_ascii=False),)


def mail(bench: Bench, wanted: Callable[[str], bool] = lambda peer: True) -> Steps[dict[str, list[dict[str, str]]]]:
    """`{SENDER: [{"msg_from", "msg_to", "msg"}]}` of everything unread but the lobby; `wanted` chooses by the name of the one
    whom a conversation is with."""
    core = bench.work.core
    mine = yield from bench.display(core.me)
    found: dict[str, list[dict[str, str]]] = {}
    for room in sorted(core.rooms, key=lambda room: room.id):
        chosen = room.unread and room.id != numbers.LOBBY and wanted(core.name_of(numbers.peer_of(room.id)))
        messages = (yield from bench.work.unread(room.id)) if chosen else []
        for message in messages:
            sender = yield from bench.display(message.author)
            row = {"msg_from": sender or message.name, "msg_to": mine, "msg": message.text}
            found.setdefault(message.name, []).append(row)
        if messages:
            core.mark_read(room.id, messages[-1].seq, bench.work.now)
    return found


def names(bench: Bench, rest: str) -> Lines:
    """`list`: who is signed in, each once."""
    return (json.dumps(sorted({person.name for person in bench.work.core.online}), ensure_ascii=False),)


def log_out(bench: Bench, rest: str) -> Task:
    """`logout`."""
    yield from bench.log_out()
    return ("Logged out",)


def leave(bench: Bench, rest: str) -> Task:
    """`exit`: log out, and end the program."""
    if bench.work.core.state is not Phase.IDLE:
        yield from bench.log_out()
    bench.say("Exit from program")
    bench.leave(bench.work.now)
    return ()


COMMANDS: Final[dict[str, Callable[[Bench, str], Task | Lines]]] = {
    "auth": auth,
    "send": send,
    "inbox": inbox,
    "list": names,
    "logout": log_out,
    "exit": leave,
}
