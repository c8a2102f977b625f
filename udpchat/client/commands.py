"""The table of commands: what a person can type after a slash. Pure: it knows no core, no window, no terminal.

One table drives /help, the completion in a composer, the terminal client and who carries the commands out (`obeying`). A
name of two words ("group create") is one command. Arguments are read in order: words stand apart by spaces, double quotes
hold a name with spaces together, and a TEXT is exactly what follows the single space. The words for people are in the
catalogue: `command.NAME` with spaces as underscores, `command.argument.NAME`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final


class Kind(Enum):
    """What an argument is, for reading and for completion."""

    PERSON = auto()  # a name, with or without @
    PEOPLE = auto()  # names with commas between
    GROUP = auto()  # the name of a group, with or without #, in quotes if it has spaces
    PLACE = auto()  # a person, a group, or the lobby
    TITLE = auto()  # a new name for a group
    WORD = auto()  # anything without spaces
    CHOICE = auto()  # one of `choices`
    NUMBER = auto()  # digits
    DURATION = auto()  # 30s, 10m, 2h, 7d, forever
    BACK = auto()  # ^2: the second message from the end
    REALM = auto()  # the name of a server
    COMMAND = auto()  # the name of a command
    TEXT = auto()  # the rest of the line


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument. An optional one is skipped where what is typed cannot be one."""

    name: str
    kind: Kind
    optional: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """One row. `least`: the role that it takes on this server. `where`: "terminal" for what a window has buttons for."""

    name: str
    arguments: tuple[Argument, ...] = ()
    aliases: tuple[str, ...] = ()
    least: str = ""
    where: str = ""

    @property
    def key(self) -> str:
        """Of its words in the catalogue."""
        return f"command.{self.name.replace(' ', '_')}"

    @property
    def usage(self) -> str:
        """How it is typed: `/msg PLACE TEXT`."""
        return " ".join((f"/{self.name}", *(_shown(argument) for argument in self.arguments)))


def _shown(argument: Argument) -> str:
    shown = "|".join(argument.choices) if argument.choices else argument.name.upper()
    return f"[{shown}]" if argument.optional else shown


_PERSON: Final = Argument("person", Kind.PERSON)
_PEOPLE: Final = Argument("people", Kind.PEOPLE)
_GROUP: Final = Argument("group", Kind.GROUP)
_TEXT: Final = Argument("text", Kind.TEXT)
_MAYBE_TEXT: Final = Argument("text", Kind.TEXT, optional=True)
_BACK: Final = Argument("back", Kind.BACK, optional=True)
_ON_OFF: Final = Argument("switch", Kind.CHOICE, choices=("on", "off"))
_DURATION: Final = Argument("time", Kind.DURATION, optional=True)
_TITLE: Final = Argument("title", Kind.TITLE)
_REALM: Final = Argument("realm", Kind.REALM)

COMMANDS: Final = (
    # --- talking ---
    Command("msg", (Argument("place", Kind.PLACE), _TEXT), ("pm", "w")),
    Command("broadcast", (_TEXT,), ("announce",)),
    Command("sendgroup", (_PEOPLE, _TEXT)),
    Command("reply", (_BACK, _TEXT)),
    Command("edit", (_BACK, _TEXT)),
    Command("delete", (_BACK,)),
    Command("react", (_BACK, Argument("emoji", Kind.WORD))),
    Command("seen", (_BACK,), ("readby",)),
    Command("open", (Argument("place", Kind.PLACE),), ("to",)),
    Command("lobby"),
    Command("inbox"),
    Command("read"),
    Command("rooms", (), ("group list",)),
    Command("history", (), where="terminal"),
    Command("search", (_TEXT,), ("find",)),
    Command("export", (Argument("format", Kind.CHOICE, choices=("html", "text", "json")), Argument("file", Kind.TEXT, True))),
    # --- files ---
    Command("file", (Argument("path", Kind.TEXT),)),
    Command("sendfile", (_PEOPLE, Argument("path", Kind.TEXT)), ("sendgroupfile",)),
    Command("files", (), ("file_list", "list_file")),
    Command("get", (Argument("name", Kind.TEXT, optional=True),), ("file_get",)),
    # --- people ---
    Command("list", (), ("who",)),
    Command("people", (Argument("name", Kind.WORD, optional=True),)),
    Command("whois", (_PERSON,), ("info",)),
    Command("block", (_PERSON,)),
    Command("unblock", (_PERSON,)),
    # --- groups ---
    Command("group create", (_TITLE, Argument("people", Kind.PEOPLE, optional=True)), ("group new",)),
    Command("group add", (_GROUP, _PEOPLE)),
    Command("group remove", (_GROUP, _PERSON)),
    Command("group leave", (_GROUP,)),
    Command("group members", (_GROUP,)),
    Command("group rename", (_GROUP, _TITLE)),
    Command("group topic", (_GROUP, _MAYBE_TEXT)),
    Command("group history", (_GROUP, Argument("past", Kind.CHOICE, choices=("open", "joined")))),
    Command("group role", (_GROUP, _PERSON, Argument("role", Kind.CHOICE, choices=("member", "admin", "owner")))),
    Command("group delete", (_GROUP,)),
    Command("add", (_PEOPLE,)),
    Command("leave"),
    Command("topic", (_MAYBE_TEXT,)),
    Command("notify", (_ON_OFF,)),
    # --- oneself ---
    Command("status", (_MAYBE_TEXT,)),
    Command("away", (_MAYBE_TEXT,)),
    Command("busy", (_MAYBE_TEXT,)),
    Command("back"),
    Command("nick", (_TEXT,)),
    Command("country", (_MAYBE_TEXT,)),
    Command("password", (Argument("present", Kind.WORD), Argument("password", Kind.TEXT))),
    Command("deleteaccount", (_PERSON, Argument("password", Kind.TEXT))),
    # --- keeping order ---
    Command("kick", (_PERSON, _MAYBE_TEXT), least="moderator"),
    Command("mute", (_PERSON, _DURATION, _MAYBE_TEXT), least="moderator"),
    Command("unmute", (_PERSON,), least="moderator"),
    Command("ban", (Argument("who", Kind.PERSON), _DURATION, _MAYBE_TEXT), least="moderator"),
    Command("unban", (Argument("who", Kind.PERSON),), least="moderator"),
    Command("bans", (), least="moderator"),
    Command("audit", (), least="moderator"),
    Command("slow", (Argument("seconds", Kind.NUMBER),), least="moderator"),
    Command("pause", (), least="moderator"),
    Command("resume", (), least="moderator"),
    Command("private", (_ON_OFF,), least="moderator"),
    Command("newlesson", (), least="moderator"),
    Command("role", (_PERSON, Argument("role", Kind.CHOICE, choices=("member", "moderator", "operator"))), least="operator"),
    Command("resetcode", (_PERSON,), least="operator"),
    Command("announcers", (Argument("whose", Kind.CHOICE, choices=("all", "moderators")),), least="operator"),
    Command("retention", (Argument("days", Kind.NUMBER),), least="operator"),
    # --- other servers ---
    Command("realm", (), ("realms", "realm list")),
    Command("realm people", (_REALM, Argument("prefix", Kind.WORD, optional=True))),
    Command("addrealm", (_REALM, Argument("host", Kind.WORD), Argument("port", Kind.NUMBER)), ("realm add",)),
    Command("sendprivaterealm", (_REALM, _PERSON, _TEXT)),
    Command("sendgrouprealm", (_REALM, _PEOPLE, _TEXT)),
    Command("sendfilerealm", (_REALM, _PEOPLE, Argument("path", Kind.TEXT)), ("sendgroupfilerealm",)),
    Command("getinboxrealm", (_REALM, Argument("person", Kind.PERSON, optional=True)), ("getrealminbox",)),
    # --- coming and going ---
    Command("register", (Argument("name", Kind.WORD), Argument("password", Kind.WORD), _MAYBE_TEXT), where="terminal"),
    Command("login", (Argument("name", Kind.WORD), Argument("password", Kind.WORD)), where="terminal"),
    Command("guest", (Argument("name", Kind.WORD), Argument("password", Kind.WORD, optional=True)), where="terminal"),
    Command("recover", (*(Argument(name, Kind.WORD) for name in ("name", "code", "password")),), where="terminal"),
    Command("logout"),
    Command("exit", (), ("quit",)),
    Command("help", (Argument("command", Kind.COMMAND, optional=True),), ("?",)),
)

BY_NAME: Final[dict[str, Command]] = {
    name: command for command in COMMANDS for name in (command.name, *command.aliases)
}
"""Each command under each of its names."""

_RANKS: Final = ("", "member", "moderator", "operator")


def available(role: str, where: str) -> list[Command]:
    """The commands for somebody of that role, in the order of /help. `where`: "terminal" or "window"."""
    rank = _RANKS.index(role) if role in _RANKS else 1
    return [
        command
        for command in COMMANDS
        if _RANKS.index(command.least) <= max(rank, 0) and command.where in ("", where)
    ]
