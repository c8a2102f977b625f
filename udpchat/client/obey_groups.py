"""Commands of groups. The event of the log that follows tells everybody in the group, the person too; so most say nothing."""

from __future__ import annotations

from udpchat.catalogue import text
from udpchat.client import numbers
from udpchat.client.events import MembersFound, RequestRefused
from udpchat.client.obeying import Go, Task, Workbench
from udpchat.client.parsing import Call
from udpchat.words import messages as words


def create(bench: Workbench, call: Call) -> Task:
    """A new group; the members may be named at once."""
    users = yield from bench.people(call.get("people", ()))
    title = call.get("title")
    yield from bench.outcome(bench.core.create_group(title, bench.now, users))
    return (text("command.group.created", title=title),)


def add(bench: Workbench, call: Call) -> Task:
    group = bench.group(call.get("group")) if "group" in call.values else bench.group_here()
    users = yield from bench.people(call.get("people"))
    yield from bench.outcome(bench.core.add_members(group.id, users, bench.now))
    names = ", ".join(bench.core.name_of(user) for user in users)
    return (text("command.group.added", names=names, title=group.title),)


def remove(bench: Workbench, call: Call) -> Task:
    group = bench.group(call.get("group"))
    user = yield from bench.person(call.get("person"))
    yield from bench.outcome(bench.core.remove_member(group.id, user, bench.now))
    return (text("command.group.removed", name=bench.core.name_of(user), title=group.title),)


def leave(bench: Workbench, call: Call) -> Task:
    group = bench.group(call.get("group")) if "group" in call.values else bench.group_here()
    yield from bench.outcome(bench.core.leave_group(group.id, bench.now))
    _go_away(bench, group.id)
    return (text("command.group.left", title=group.title),)


def _go_away(bench: Workbench, group: int) -> None:
    """What is typed from now on cannot be meant for it."""
    if bench.here == group:
        bench.go(Go(numbers.LOBBY))


def members(bench: Workbench, call: Call) -> Task:
    group = bench.group(call.get("group"))
    bench.core.ask_members(group.id, bench.now)
    event = yield lambda event: (isinstance(event, MembersFound) and event.conversation == group.id) or (
        isinstance(event, RequestRefused) and isinstance(event.request, words.AskMembers)
    )
    if isinstance(event, RequestRefused):
        raise event.refusal
    return tuple(_member_line(member) for member in event.members)


def _member_line(member: words.Member) -> str:
    display = f" ({member.display})" if member.display and member.display != member.name else ""
    return f"{member.name}{display}{'' if member.role == 'member' else f', {member.role}'}"


def rename(bench: Workbench, call: Call) -> Task:
    group = bench.group(call.get("group"))
    yield from bench.outcome(bench.core.change_group(group.id, bench.now, title=call.get("title")))
    return ()


def topic(bench: Workbench, call: Call) -> Task:
    group = bench.group(call.get("group")) if "group" in call.values else bench.group_here()
    yield from bench.outcome(bench.core.change_group(group.id, bench.now, topic=call.get("text")))
    return ()


def history(bench: Workbench, call: Call) -> Task:
    group, is_open = bench.group(call.get("group")), call.get("past") == "open"
    yield from bench.outcome(bench.core.change_group(group.id, bench.now, history_open=is_open))
    return (text("command.group.history_open" if is_open else "command.group.history_joined", title=group.title),)


def role(bench: Workbench, call: Call) -> Task:
    group = bench.group(call.get("group"))
    user = yield from bench.person(call.get("person"))
    yield from bench.outcome(bench.core.give_role(group.id, user, call.get("role"), bench.now))
    return ()


def delete(bench: Workbench, call: Call) -> Task:
    group = bench.group(call.get("group"))
    yield from bench.outcome(bench.core.delete_group(group.id, bench.now))
    _go_away(bench, group.id)
    return (text("command.group.deleted", title=group.title),)


def notify(bench: Workbench, call: Call) -> Task:
    """Sounds and notices from the open conversation."""
    on = call.get("switch") == "on"
    yield from bench.outcome(bench.core.mute_conversation(bench.here, not on, bench.now))
    return (text("command.notify.on" if on else "command.notify.off", place=bench.title_of(bench.here)),)


