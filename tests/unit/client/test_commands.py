"""The table of commands: read, completed, explained, and carried out by something."""

from __future__ import annotations

import re
import unittest
from pathlib import Path

from udpchat.catalogue import text
from udpchat.client.commands import BY_NAME, COMMANDS, available
from udpchat.client.completion import Names, complete
from udpchat.client.obedience import HANDLERS
from udpchat.client.parsing import FOREVER_S, Call, Say, Unknown, Wrong, meaning
from udpchat.terminal.own import WAYS_IN

SHELL = {"help", "logout", "exit", "history", *WAYS_IN}
"""What each shell does in its own way."""

LINES = {
    "hello": Say("hello"),
    " /exit": Say(" /exit"),
    "LOGIN me now": Say("LOGIN me now"),
    "//exit": Say("/exit"),
    "1/2": Say("1/2"),
    "/exti all": Unknown("/exti"),
    "/": Unknown("/"),
    "/group": Unknown("/group"),
    "/group make it": Unknown("/group make"),
    "/msg": "place",
    "/msg sari": "text",
    "/msg sari  ": "text",
    '/msg "grup ciwi" halo': {"place": "grup ciwi", "text": "halo"},
    '/msg #"grup ciwi" halo  dua ': {"place": "#grup ciwi", "text": "halo  dua "},
    "/msg @sari  two spaces": {"place": "@sari", "text": " two spaces"},
    '/msg "unclosed quote': {"place": '"unclosed', "text": "quote"},
    "/PM sari x": {"place": "sari", "text": "x"},
    "/sendgroup a,@b,,c hi, all": {"people": ("a", "b", "c"), "text": "hi, all"},
    "/edit new text": {"text": "new text"},
    "/edit ^2 new text": {"back": 2, "text": "new text"},
    "/delete": {},
    "/delete ^3": {"back": 3},
    "/delete now": "",
    "/react ^2 👍": {"back": 2, "emoji": "👍"},
    "/who now": {},
    "/group create team": {"title": "team"},
    '/group new "grup ciwi" ann,ben': {"title": "grup ciwi", "people": ("ann", "ben")},
    '/GROUP ADD "grup ciwi" ann': {"group": "grup ciwi", "people": ("ann",)},
    "/group  add team ann": {"group": "team", "people": ("ann",)},
    "/group topic team about this and that": {"group": "team", "text": "about this and that"},
    "/group topic team": {"group": "team"},
    "/group history team maybe": "past",
    "/group list": {},
    "/notify OFF": {"switch": "off"},
    "/mute ann": {"person": "ann"},
    "/mute ann 10m loud": {"person": "ann", "time": 600, "text": "loud"},
    "/mute ann forever": {"person": "ann", "time": FOREVER_S},
    "/mute ann 30x": "time",
    "/mute ann 2nd warning": "time",
    "/seen ^3": {"back": 3},
    "/mute ann too loud": {"person": "ann", "text": "too loud"},
    "/ban 10.0.0.1 2h": {"who": "10.0.0.1", "time": 7200},
    "/slow 5": {"seconds": 5},
    "/slow five": "seconds",
    "/slow 99999999999": "seconds",
    "/export html": {"format": "html"},
    "/export json my file.json": {"format": "json", "file": "my file.json"},
    "/help": {},
    "/help group create": {"command": "group create"},
    "/register ann secret Ann Lee": {"name": "ann", "password": "secret", "text": "Ann Lee"},
}


README = Path(__file__).resolve().parents[3] / "README.md"


class Readme(unittest.TestCase):
    def test_it_names_every_command_and_no_other(self) -> None:
        section = README.read_text(encoding="utf-8").split("### Commands")[1].split("Five older")[0]
        table = "\n".join(line for line in section.splitlines() if line.startswith("| "))
        named = {" ".join(words) for code in re.findall(r"`/([^`]+)`", table) for words in _names(code)}
        wanted = {command.name for command in COMMANDS} - {"help", "group list"}
        self.assertEqual(wanted - named, set())
        self.assertLessEqual(named, set(BY_NAME))


def _names(code: str) -> list[list[str]]:
    """The commands that a piece of code in the table stands for: `group add|remove` are two."""
    words = code.replace("\\|", "|").split()
    if words[0] == "group":
        return [["group", name] for name in words[1].split("|")]
    if words[:2] == ["realm", "people"]:
        return [words[:2]]
    return [words[:1]]


class Reading(unittest.TestCase):
    def test_lines(self) -> None:
        for line, expected in LINES.items():
            with self.subTest(line):
                found = meaning(line)
                if isinstance(expected, dict):
                    assert isinstance(found, Call), found
                    self.assertEqual(dict(found.values), expected)
                elif isinstance(expected, str):
                    assert isinstance(found, Wrong), found
                    self.assertEqual(found.argument, expected)
                else:
                    self.assertEqual(found, expected)

    def test_nothing(self) -> None:
        for line in ("", "  ", "\t"):
            self.assertIsNone(meaning(line))


class Table(unittest.TestCase):
    def test_each_name_once(self) -> None:
        names = [name for command in COMMANDS for name in (command.name, *command.aliases)]
        self.assertEqual(sorted(names), sorted(BY_NAME))

    def test_each_is_explained_and_carried_out(self) -> None:
        for command in COMMANDS:
            with self.subTest(command.name):
                self.assertTrue(text(command.key))
                self.assertTrue(command.usage.startswith(f"/{command.name}"))
                self.assertEqual(command.name in HANDLERS, command.name not in SHELL)
        self.assertLessEqual(HANDLERS.keys(), {command.name for command in COMMANDS})

    def test_the_promised_ones_are_there(self) -> None:
        for name in (
            *("register", "login", "logout", "exit", "msg", "broadcast", "group create", "add", "leave", "sendgroup", "file"),
            *("files", "get", "inbox", "list", "who", "search", "realm", "status", "away", "nick", "topic", "kick", "mute"),
            *("ban", "export", "help"),
        ):
            self.assertIn(name, BY_NAME)

    def test_rights(self) -> None:
        names = {role: {command.name for command in available(role, "window")} for role in ("member", "moderator", "operator")}
        self.assertNotIn("kick", names["member"])
        self.assertIn("kick", names["moderator"])
        self.assertNotIn("role", names["moderator"])
        self.assertIn("role", names["operator"])
        self.assertNotIn("login", names["operator"])


class Completing(unittest.TestCase):
    NAMES = Names(("sari", "Sandra", "ben"), ("grup ciwi", "team"), "member", "window")

    def lines(self, line: str) -> list[str]:
        return [suggestion.line for suggestion in complete(line, self.NAMES)]

    def test_commands(self) -> None:
        self.assertEqual(self.lines("/ms"), ["/msg "])
        self.assertIn("/group create ", self.lines("/group"))
        self.assertEqual(self.lines("/group cr"), ["/group create "])
        self.assertIn("/msg ", self.lines("/"))
        self.assertEqual(self.lines("/kick"), [])
        self.assertTrue(complete("/msg", self.NAMES)[0].hint)

    def test_people_and_groups(self) -> None:
        self.assertEqual(self.lines("/msg sa"), ["/msg @sari ", "/msg @Sandra "])
        self.assertEqual(self.lines("/msg @sar"), ["/msg @sari "])
        self.assertEqual(self.lines("/msg gr"), ['/msg #"grup ciwi" '])
        self.assertEqual(self.lines('/msg "gru'), ['/msg #"grup ciwi" '])
        self.assertEqual(self.lines("/msg sari hel"), [])
        self.assertEqual(self.lines("/sendgroup ben,sa"), ["/sendgroup ben,sari ", "/sendgroup ben,Sandra "])
        self.assertEqual(self.lines("/group add team b"), ["/group add team ben "])
        self.assertEqual(self.lines("/group add te"), ["/group add team "])
        self.assertEqual(self.lines("/group role team ben a"), ["/group role team ben admin "])
        self.assertEqual(self.lines("/notify o"), ["/notify on ", "/notify off "])
        self.assertEqual(len(self.lines("/whois ")), 3)

    def test_mentions(self) -> None:
        self.assertEqual(self.lines("hello @sar"), ["hello @sari "])
        self.assertEqual(self.lines("mail me at a@sar"), [])
        self.assertEqual(self.lines("hello"), [])
        self.assertEqual(self.lines("@"), [])

    def test_what_is_suggested_can_be_read(self) -> None:
        for line in ("/msg gr", "/group add gr", "/whois sa"):
            for suggestion in self.lines(line):
                self.assertNotIsInstance(meaning(f"{suggestion}ben"), Unknown)


if __name__ == "__main__":
    unittest.main()
