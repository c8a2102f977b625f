"""Commands that are typed in a window: what the window has a better place for opens that, the others are carried out.

What came of one is told between the messages, or in a panel if it is long.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from udpchat.catalogue import text
from udpchat.client import events
from udpchat.client.commands import BY_NAME, Command, available
from udpchat.client.core import ClientCore
from udpchat.client.obedience import HANDLERS
from udpchat.client.obey_talk import export, pointed_at
from udpchat.client.obeying import Go, Handler, Lines, Obeying, Reply, Task, Workbench
from udpchat.client.parsing import Call, command_of
from udpchat.errors import UdpchatError
from udpchat.gui.presenters.chat_ports import Around, Chat, Errands, View
from udpchat.limits import COMMAND_NOTICES_CHARS, COMMAND_NOTICES_COUNT

SECRETS: Final = ("/password ", "/deleteaccount ", "/login ", "/register ", "/guest ", "/recover ")
"""Begins of lines that hold a password."""

LISTS: Final = frozenset({"help", "list", "people", "rooms", "search", "bans", "audit"})
"""Commands whose answer is a panel even if it is short."""


@dataclass(frozen=True, slots=True)
class Doors:
    """What commands open."""

    chat: Chat
    errands: Callable[[], Errands]
    go: Callable[[Go], None]
    quit: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a typed line."""

    call: Call
    line: str
    conversation: int
    lines: Lines
    error: UdpchatError | None


class Commands:
    """Of one chat. `answered` hears what came of those that were not done at once."""

    def __init__(self, core: ClientCore, view: View, around: Around, doors: Doors, answered: Callable[[Answer], None]) -> None:
        self._core = core
        self._view = view
        self._around = around
        self._doors = doors
        self._answered = answered
        self._obeying = Obeying(core, self._replied, doors.go, around.wall_ms, HANDLERS | self._own())
        self._under_way: list[tuple[Call, str, int]] = []
        self._at_once: list[Answer] | None = None  # answers that come while a command is being begun

    def obey(self, call: Call, line: str, here: int) -> str:
        """Carry out a command that was typed in that conversation; why it cannot be, if that is clear at once, or ""."""
        if call.command.where == "terminal":
            return text("composing.terminal", name=f"/{call.command.name}")
        wanted = call.get("command")
        if wanted and not self._commands(wanted):
            return text("composing.unknown", name=f"/{wanted}")
        self._under_way.append((call, line, here))
        self._at_once = []
        self._obeying.obey(call, here, self._around.now())
        answers, self._at_once = self._at_once, None
        for answer in answers:
            if answer.error is not None:
                return answer.error.sentence
            self.show(answer)
        return ""

    def on_event(self, event: events.Event) -> None:
        """An event of the core."""
        self._obeying.on_event(event, self._around.now())

    def show(self, answer: Answer) -> None:
        """Tell what came of a command."""
        lines, name = answer.lines, answer.call.command.name
        if not lines:
            return
        if name in LISTS or len(lines) > COMMAND_NOTICES_COUNT or sum(map(len, lines)) > COMMAND_NOTICES_CHARS:
            self._view.show_lines(_title(answer.call.command), lines)
            return
        for line in lines:
            self._doors.chat.notice(line)

    def open_instead(self, command: Command, line: str) -> bool:
        """A command without what belongs to it: the window may have a place to choose that."""
        found = command_of(line)
        opening = self._places().get(command.name) if found is not None and not found[1].strip() else None
        if opening is None:
            return False
        opening()
        return True

    def _replied(self, reply: Reply) -> None:
        begun = next((each for each in self._under_way if each[0] is reply.call), None)
        if begun is None:
            return
        self._under_way.remove(begun)
        answer = Answer(*begun, reply.lines, reply.error)
        if self._at_once is None:
            self._answered(answer)
        else:
            self._at_once.append(answer)

    # --- places -------------------------------------------------------------------------------------------------------

    def _places(self) -> dict[str, Callable[[], object]]:
        errands, here = self._doors.errands(), self._doors.chat.room.id
        places: dict[str, Callable[[], object]] = {
            "msg": errands.new_message,
            "sendgroup": errands.new_message,
            "broadcast": errands.announce,
            "open": errands.switcher,
            "search": errands.search,
            "export": lambda: errands.export(here),
            "group create": errands.new_group,
            "password": errands.account,
            "deleteaccount": errands.account,
            "file": lambda: errands.attach(here),
            "sendfile": errands.new_message,
        }
        room = self._core.room(here)
        if room is not None and room.kind == "group":
            places["add"] = lambda: errands.add_people(here)
        return places

    def _own(self) -> dict[str, Handler]:
        return {
            "help": self._help,
            "msg": self._msg,
            "list": self._list,
            "inbox": lambda _bench, _call: self._open(lambda errands: errands.inbox()),
            "whois": self._whois,
            "seen": self._seen,
            "group members": self._members,
            "export": self._export,
            "file": self._file,
            "files": lambda bench, _call: self._open(lambda errands: errands.files(bench.here)),
            "logout": lambda _bench, _call: self._leave(self._doors.chat.sign_out),
            "exit": lambda _bench, _call: self._leave(self._doors.quit),
        }

    def _open(self, opening: Callable[[Errands], None]) -> Lines:
        opening(self._doors.errands())
        return ()

    def _leave(self, leaving: Callable[[], None]) -> Lines:
        """Not from within the key that asked for it: the window goes."""
        self._around.later(0.0, leaving)
        return ()

    # --- the window's own ---------------------------------------------------------------------------------------------

    def _help(self, _bench: Workbench, call: Call) -> Lines:
        """All commands, or those of a name."""
        return tuple(f"{command.usage}\t{text(command.key)}" for command in self._commands(call.get("command")))

    def _commands(self, wanted: str) -> list[Command]:
        found = available(self._core.my_role, "window")
        if not wanted:
            return found
        command = BY_NAME.get(wanted.lower())
        return [command] if command else [one for one in found if one.name.startswith(wanted.lower())]

    def _msg(self, bench: Workbench, call: Call) -> Task:
        """To a person or a group; where it went is told, for it is not seen here."""
        place = yield from bench.place(call.get("place"))
        bench.core.send_message(call.get("text"), bench.now, place)
        return (text("composing.sent", place=bench.title_of(place)),) if place != bench.here else ()

    def _list(self, bench: Workbench, _call: Call) -> Lines:
        """Who is online, each with what is known of them."""
        return tuple(self._present(person) for person in bench.core.online)

    def _present(self, person: events.Person) -> str:
        display = self._core.display_of(person.user)
        about = [display] if display and display != person.name else []
        about.append(text(f"command.people.{person.state}"))
        if person.guest:
            about.append(text("command.people.guest"))
        if person.status:
            about.append(person.status)
        return f"{person.name}\t{', '.join(about)}"

    def _whois(self, bench: Workbench, call: Call) -> Task:
        user = yield from bench.person(call.get("person"))
        return self._open(lambda errands: errands.person(user))

    def _seen(self, bench: Workbench, call: Call) -> Lines:
        seq = pointed_at(bench, call, mine=True).seq
        return self._open(lambda errands: errands.receipts(bench.here, seq))

    def _members(self, bench: Workbench, call: Call) -> Lines:
        group = bench.group(call.get("group"))
        return self._open(lambda errands: errands.group(group.id))

    def _export(self, bench: Workbench, call: Call) -> Task | Lines:
        """To the file that is named; without one the window asks."""
        if call.get("file").strip():
            return export(bench, call)
        return self._open(lambda errands: errands.export(bench.here))


    def _file(self, bench: Workbench, call: Call) -> Lines:
        """What becomes of it its card tells."""
        bench.core.send_file([typed_path(call.get("path"))], bench.now, bench.here)
        self._doors.chat.posted(bench.here)
        return ()


def typed_path(typed: str) -> Path:
    """With or without quotes around it, as a file manager pastes it."""
    plain = typed.strip()
    if len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "\"'":
        plain = plain[1:-1]
    return Path(plain).expanduser()


def _title(command: Command) -> str:
    words = text("composing.help") if command.name == "help" else text(command.key)
    return words[:1].upper() + words[1:]
