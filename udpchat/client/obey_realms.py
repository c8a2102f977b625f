"""Commands about other servers: which there are, who is there, and what is said to people there."""

from __future__ import annotations

from udpchat.catalogue import text
from udpchat.client import numbers, obey_files
from udpchat.client.events import EarlierLoaded, RealmPeopleFound, RealmsFound, RequestRefused
from udpchat.client.message import Message
from udpchat.client.obeying import Lines, Steps, Task, Workbench
from udpchat.client.parsing import Call
from udpchat.client.showing import message_line
from udpchat.errors import NoSuchRealm, Refusal
from udpchat.limits import INBOX_SHOWN_COUNT, INTEGER_MAX, LINE_CHARS
from udpchat.names import fold
from udpchat.sanitize import one_line
from udpchat.words import messages as words

_RANKS = ("operator",)


def realms(bench: Workbench, call: Call) -> Task:
    """Which servers this one is linked with."""
    found = yield from _realms(bench)
    if not found.realms:
        return (text("realm.none", name=found.name),)
    lines = [text("realm.here", name=found.name, you=bench.core.my_name)]
    for row in found.realms:
        lines.append(text("realm.row", name=row.name, standing=text(f"realm.standing.{row.standing}")))
    return tuple(lines)


def _realms(bench: Workbench) -> Steps[RealmsFound]:
    bench.core.ask_realms(bench.now)
    event: RealmsFound | RequestRefused = yield lambda event: isinstance(event, RealmsFound) or (
        isinstance(event, RequestRefused) and isinstance(event.request, words.AskRealms)
    )
    if isinstance(event, RequestRefused):
        raise event.refusal
    return event


def people(bench: Workbench, call: Call) -> Task:
    """Who is there, as far as their operator tells."""
    realm, prefix = call.get("realm"), call.get("prefix")
    bench.core.ask_realm_people(realm, prefix, bench.now)
    event: RealmPeopleFound | RequestRefused = yield lambda event: (
        isinstance(event, RealmPeopleFound) and (event.realm, event.prefix) == (realm, prefix)
    ) or (isinstance(event, RequestRefused) and isinstance(event.request, words.AskRealmPeople))
    if isinstance(event, RequestRefused):
        raise event.refusal
    if not event.told:
        return (text("realm.hidden", realm=one_line(realm, LINE_CHARS)),)
    lines = []
    for person in event.people:
        display = f" ({one_line(person.display, LINE_CHARS)})" if person.display not in ("", person.name) else ""
        online = text("realm.online") if person.online else ""
        lines.append(text("realm.person", name=person.name, realm=realm, display=display, online=online))
    return tuple(lines) or (text("realm.nobody"),)


def add(bench: Workbench, call: Call) -> Task:
    """Whoever is no operator only proposes it."""
    core = bench.core
    ref = core.add_realm(call.get("realm"), call.get("host"), call.get("port"), bench.now)
    yield from bench.outcome(ref)
    return (text("realm.requested" if core.my_role in _RANKS else "realm.proposed"),)


def send(bench: Workbench, call: Call) -> Task:
    """To one there; the line itself is shown when it comes back."""
    user = yield from bench.person(address(call.get("person"), call.get("realm")))
    bench.core.send_message(call.get("text"), bench.now, numbers.private_with(user))
    return ()


def send_many(bench: Workbench, call: Call) -> Task:
    """To several there, each in private."""
    users = yield from bench.people(addresses(call))
    ref = bench.core.send_many(users, call.get("text"), bench.now)
    try:
        yield from bench.outcome(ref)
    except Refusal:
        return ()  # told as every text that is refused is, with the text
    return (text("command.sent_to", names=", ".join(bench.core.name_of(user) for user in users)),)


def send_file(bench: Workbench, call: Call) -> Task:
    """A file for people there."""
    people = yield from bench.people(addresses(call))
    return (yield from obey_files.send_to_users(bench, people, call.get("path")))


def inbox(bench: Workbench, call: Call) -> Task:
    """My own conversation with somebody there, or what is unread of everybody there; it counts as read from here on."""
    realm, name = call.get("realm"), call.get("person")
    if name:
        user = yield from bench.person(address(name, realm))
        return (yield from _conversation(bench, numbers.private_with(user)))
    found = yield from _realms(bench)
    if not any(fold(row.name) == fold(realm) for row in found.realms):
        raise NoSuchRealm(realm)
    lines: list[str] = []
    for room in bench.core.rooms:
        peer = bench.core.name_of(numbers.peer_of(room.id))
        messages = (yield from bench.unread(room.id)) if room.unread and fold(peer).endswith(fold(f"@{realm}")) else []
        if messages:
            lines += [text("command.inbox.from", place=bench.title_of(room.id), count=len(messages))]
            lines += [f"  {message_line(message)}" for message in messages[-INBOX_SHOWN_COUNT:]]
            bench.core.mark_read(room.id, messages[-1].seq, bench.now)
    return tuple(lines) or (text("command.inbox.empty"),)


def _conversation(bench: Workbench, place: int) -> Steps[Lines]:
    messages = yield from talk(bench, place)
    if messages:
        bench.core.mark_read(place, messages[-1].seq, bench.now)
    return tuple(message_line(message) for message in messages[-INBOX_SHOWN_COUNT:]) or (text("command.inbox.empty"),)


def talk(bench: Workbench, place: int) -> Steps[tuple[Message, ...]]:
    """The end of a conversation as far as it is on this computer."""
    bench.core.load_earlier(INTEGER_MAX, bench.now, place)
    event: EarlierLoaded = yield lambda event: isinstance(event, EarlierLoaded) and event.conversation == place
    lately = {message.seq: message for message in (*event.messages, *bench.core.newest_messages(place, INBOX_SHOWN_COUNT))}
    return tuple(lately[seq] for seq in sorted(lately) if not lately[seq].deleted)


def address(name: str, realm: str) -> str:
    """`name@realm`, also for whoever typed all of it."""
    return name if name.endswith(f"@{realm}") else f"{name}@{realm}"


def addresses(call: Call) -> tuple[str, ...]:
    """The same for several."""
    return tuple(address(name, call.get("realm")) for name in call.get("people"))
