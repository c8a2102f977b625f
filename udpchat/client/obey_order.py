"""Commands of moderators and operators."""

from __future__ import annotations

import ipaddress
from datetime import datetime

from udpchat.catalogue import text
from udpchat.client.events import AuditFound, CodeFound, RequestRefused, SanctionsFound
from udpchat.client.obeying import Steps, Task, Workbench
from udpchat.client.parsing import FOREVER_S, Call
from udpchat.client.showing import audit_sentence
from udpchat.errors import NoSuchUser, Yourself
from udpchat.limits import INTEGER_MAX
from udpchat.names import fold
from udpchat.words import messages as words


def _until(bench: Workbench, call: Call) -> int:
    seconds = call.get("time", FOREVER_S)
    return INTEGER_MAX if seconds == FOREVER_S else bench.wall_ms() + seconds * 1000


def _is_address(word: str) -> bool:
    try:
        ipaddress.ip_address(word)
    except ValueError:
        return False
    return True


def _other(bench: Workbench, call: Call) -> Steps[int]:
    user = yield from bench.person(call.get("person"))
    if user == bench.core.me:
        raise Yourself
    return user


def kick(bench: Workbench, call: Call) -> Task:
    user = yield from _other(bench, call)
    yield from bench.outcome(bench.core.kick(user, call.get("text"), bench.now))
    return (text("command.order.kicked", name=call.get("person")),)


def mute(bench: Workbench, call: Call) -> Task:
    user = yield from _other(bench, call)
    yield from bench.outcome(bench.core.silence(user, _until(bench, call), call.get("text"), bench.now))
    return (text("command.order.muted", name=call.get("person")),)


def unmute(bench: Workbench, call: Call) -> Task:
    user = yield from bench.person(call.get("person"))
    yield from bench.outcome(bench.core.silence(user, 0, "", bench.now))
    return (text("command.order.unmuted", name=call.get("person")),)


def ban(bench: Workbench, call: Call) -> Task:
    """An account, or an IP address."""
    who = call.get("who")
    user, address = (0, who) if _is_address(who) else ((yield from bench.person(who)), "")
    yield from bench.outcome(bench.core.ban(user, address, _until(bench, call), call.get("text"), bench.now))
    return (text("command.order.banned", name=who),)


def unban(bench: Workbench, call: Call) -> Task:
    """By name, address, or the number in the list."""
    who = call.get("who")
    number = int(who) if who.isdecimal() else (yield from _number_of(bench, who))
    yield from bench.outcome(bench.core.unban(number, bench.now))
    return (text("command.order.unbanned", name=who),)


def _number_of(bench: Workbench, who: str) -> Steps[int]:
    before = 0
    while True:
        found = yield from _sanctions(bench, before)
        for row in found.rows:
            if row.kind == "ban" and (row.address == who or (row.name and fold(row.name) == fold(who))):
                return row.number
        if not found.more:
            raise NoSuchUser(who)
        before = found.rows[-1].number


def _sanctions(bench: Workbench, before: int = 0) -> Steps[SanctionsFound]:
    bench.core.ask_sanctions(bench.now, before)
    event: SanctionsFound | RequestRefused = yield lambda event: (
        isinstance(event, SanctionsFound) or _refused(event, words.AskSanctions)
    )
    if isinstance(event, RequestRefused):
        raise event.refusal
    return event


def _refused(event: object, kind: type) -> bool:
    return isinstance(event, RequestRefused) and isinstance(event.request, kind)


def bans(bench: Workbench, call: Call) -> Task:
    """All sanctions in force, the newest page of them."""
    found = yield from _sanctions(bench)
    return tuple(_sanction_line(row) for row in found.rows) or (text("command.order.none"),)


def _sanction_line(row: words.SanctionRow) -> str:
    until = text("command.order.forever") if row.until_ms >= INTEGER_MAX else _when(row.until_ms)
    reason = f" ({row.reason})" if row.reason else ""
    return f"{row.number}: {row.kind} {row.name or row.address}, {until}, {row.by_name or text('message.operator')}{reason}"


def _when(at: int) -> str:
    try:
        return datetime.fromtimestamp(at / 1000).strftime("%Y-%m-%d %H:%M")
    except (OverflowError, OSError, ValueError):
        return "?"


def audit(bench: Workbench, call: Call) -> Task:
    """Who did what, the newest page of it."""
    bench.core.ask_audit(bench.now)
    event = yield lambda event: isinstance(event, AuditFound) or _refused(event, words.AskAudit)
    if isinstance(event, RequestRefused):
        raise event.refusal
    lines = (f"{_when(row.at)} {audit_sentence(row)}" for row in event.rows)
    return tuple(lines) or (text("command.order.none"),)


def slow(bench: Workbench, call: Call) -> Task:
    """In the open conversation."""
    yield from bench.outcome(bench.core.slow_mode(bench.here, call.get("seconds"), bench.now))
    seconds, place = call.get("seconds"), bench.title_of(bench.here)
    return (text("command.order.slow" if seconds else "command.order.slow_off", place=place, seconds=seconds),)


def pause(bench: Workbench, call: Call) -> Task:
    yield from bench.outcome(bench.core.pause(True, bench.now))
    return (text("command.order.paused"),)


def resume(bench: Workbench, call: Call) -> Task:
    yield from bench.outcome(bench.core.pause(False, bench.now))
    return (text("command.order.resumed"),)


def private(bench: Workbench, call: Call) -> Task:
    off = call.get("switch") == "off"
    yield from bench.outcome(bench.core.private_off(off, bench.now))
    return (text("command.order.private_off" if off else "command.order.private_on"),)


def new_lesson(bench: Workbench, call: Call) -> Task:
    yield from bench.outcome(bench.core.new_lesson(bench.now))
    return ()


def role(bench: Workbench, call: Call) -> Task:
    user = yield from bench.person(call.get("person"))
    yield from bench.outcome(bench.core.set_role(user, call.get("role"), bench.now))
    return (text("command.order.role", name=call.get("person"), role=call.get("role")),)


def reset_code(bench: Workbench, call: Call) -> Task:
    user = yield from bench.person(call.get("person"))
    ref = bench.core.reset_code(user, bench.now)
    answers = CodeFound | RequestRefused
    event = yield lambda event: isinstance(event, answers) and event.ref == ref
    if isinstance(event, RequestRefused):
        raise event.refusal
    return (text("command.order.code", name=call.get("person"), code=event.code, until=_when(event.until_ms)),)


def announcers(bench: Workbench, call: Call) -> Task:
    yield from bench.outcome(bench.core.set_announcers(call.get("whose"), bench.now))
    return (text("command.order.done"),)


def retention(bench: Workbench, call: Call) -> Task:
    yield from bench.outcome(bench.core.set_retention(call.get("days"), bench.now))
    return (text("command.order.done"),)


