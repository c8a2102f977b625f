"""Commands about people: who is here, who they are, blocking, and how one shows oneself."""

from __future__ import annotations

from udpchat.catalogue import text
from udpchat.client.events import PeopleFound, RequestRefused
from udpchat.client.obeying import Lines, Steps, Task, Workbench
from udpchat.client.parsing import Call
from udpchat.client.showing import account_line, person_line
from udpchat.errors import NoSuchUser, NotYourName, Yourself
from udpchat.limits import LIST_SHOWN_COUNT
from udpchat.names import fold
from udpchat.words import messages as words


def who(bench: Workbench, call: Call) -> Lines:
    """Who is online."""
    online = bench.core.online
    return (text("terminal.who", count=len(online), names=", ".join(map(person_line, online))),)


def people(bench: Workbench, call: Call) -> Task:
    """Who has an account, online or not."""
    found = yield from _ask(bench, call.get("name"))
    lines = [account_line(account) for account in found.people[:LIST_SHOWN_COUNT]]
    if len(found.people) > len(lines):
        lines.append(text("command.people.more", count=len(found.people) - len(lines)))
    return tuple(lines) or (text("command.people.nobody"),)


def whois(bench: Workbench, call: Call) -> Task:
    """One of them."""
    name = call.get("person")
    found = yield from _ask(bench, name)
    for account in found.people:
        if fold(account.name) == fold(name):
            return (account_line(account),)
    raise NoSuchUser(name)


def _ask(bench: Workbench, name: str) -> Steps[PeopleFound]:
    bench.core.ask_people(name, bench.now)
    event: PeopleFound | RequestRefused = yield lambda event: (isinstance(event, PeopleFound) and event.prefix == name) or (
        isinstance(event, RequestRefused) and isinstance(event.request, words.AskPeople)
    )
    if isinstance(event, RequestRefused):
        raise event.refusal
    return event


def block(bench: Workbench, call: Call) -> Task:
    return _block(bench, call, on=True)


def unblock(bench: Workbench, call: Call) -> Task:
    return _block(bench, call, on=False)


def _block(bench: Workbench, call: Call, on: bool) -> Task:
    user = yield from bench.person(call.get("person"))
    if user == bench.core.me:
        raise Yourself
    yield from bench.outcome(bench.core.block(user, on, bench.now))
    return (text("command.blocked" if on else "command.unblocked", name=bench.core.name_of(user)),)


# --- oneself ----------------------------------------------------------------------------------------------------------


def status(bench: Workbench, call: Call) -> Task:
    """What I say about myself; stays until it is changed."""
    return _profile(bench, status=call.get("text"))


def nick(bench: Workbench, call: Call) -> Task:
    """The name that I want to be shown."""
    return _profile(bench, display=call.get("text"))


def country(bench: Workbench, call: Call) -> Task:
    return _profile(bench, country=call.get("text"))


def _profile(bench: Workbench, **changes: str) -> Task:
    found = yield from _ask(bench, bench.core.my_name)
    mine = next((account for account in found.people if account.user == bench.core.me), None)
    if mine is None:
        raise NoSuchUser(bench.core.my_name)
    now = {"display": mine.display, "country": mine.country, "status": mine.status} | changes
    yield from bench.outcome(bench.core.change_profile(now["display"], now["country"], now["status"], bench.now))
    return (text("command.profile.done"),)


def away(bench: Workbench, call: Call) -> Lines:
    return _present_as(bench, "away", call.get("text"))


def busy(bench: Workbench, call: Call) -> Lines:
    return _present_as(bench, "busy", call.get("text"))


def back(bench: Workbench, call: Call) -> Lines:
    return _present_as(bench, "online", "")


def _present_as(bench: Workbench, state: words.Availability, status: str) -> Lines:
    bench.core.set_presence(state, status, bench.now)
    return (text(f"command.present.{state}"),)


def password(bench: Workbench, call: Call) -> Task:
    """Another password; every other device is signed out."""
    yield from bench.outcome(bench.core.change_password(call.get("password").strip(), bench.now, call.get("present")))
    return (text("command.password.done"),)


def delete_account(bench: Workbench, call: Call) -> Task:
    """Only with the own name and password."""
    if fold(call.get("person")) != fold(bench.core.my_name):
        raise NotYourName
    yield from bench.outcome(bench.core.delete_account(bench.now, call.get("password").strip()))
    return (text("command.deleteaccount.done"),)
