"""Two real servers that are linked, and people at their windows: who is elsewhere, writing there, what becomes of it."""

from __future__ import annotations

from typing import Any

from tests.gui.harness import RunningRelay, environment, focus, press, running_relay, settle, type_text
from tests.gui.people import Client, PeopleCase
from tests.system.processes import Program
from udpchat.gui.errands.realm_sheets import ProposeSheet, RealmsSheet
from udpchat.gui.presenters.chat import ChatPresenter
from udpchat.gui.widgets.chat_data import Kind, Show
from udpchat.gui.widgets.chat_rows import Tick


class LinkedCase(PeopleCase):
    """`office`, where ann is, and `school`, where ben is."""

    hurried = True

    def setUp(self) -> None:
        super().setUp()
        self.relays = {name: running_relay(self, self.folder() / name, "--name", name) for name in ("office", "school")}

    def admin(self, name: str, *words: str) -> str:
        """What the operator of one of them does."""
        data = self.relays[name].data
        program = Program(["-m", "udpchat", "admin", "--data", str(data), "realm", *words], environment(data))
        self.addCleanup(program.close)
        self.assertEqual(program.status(), 0, program.lines)
        return "\n".join(program.lines)

    def link(self) -> None:
        """By an invite."""
        self.admin("office", "join", self.admin("school", "invite", "127.0.0.1"))
        for relay in self.relays.values():
            relay.program.wait_for("linked with")

    def at(self, name: str, who: str) -> Client:
        """A window there."""
        client = self.client()
        client.create(self.relays[name], who)
        return client

    def presenter(self, client: Client) -> ChatPresenter:
        found = client.chat._actions
        assert isinstance(found, ChatPresenter)
        return found

    def sheet(self, client: Client) -> Any:
        errands: Any = self.presenter(client).errands
        return errands._bench.windows.sheet

    def restart(self, name: str) -> RunningRelay:
        """The same one again."""
        relay = self.relays[name]
        self.relays[name] = running_relay(self, relay.data, "--name", name, port=relay.port)
        return self.relays[name]


class AcrossTheLink(LinkedCase):
    def test_found_written_to_answered_and_read(self) -> None:
        self.link()
        ann, ben = self.at("office", "ann"), self.at("school", "ben")
        self.until(lambda: self.presenter(ann).realms.linked)
        settle(ann.root)
        self.assertIn(Show.REALMS.value, ann.chat.side.chips.choices)
        focus(ann.chat.composer.text)
        type_text(ann.root, "/realm")
        press(ann.root, "Return")
        self.until(lambda: isinstance(self.sheet(ann), RealmsSheet))
        self.until(lambda: "ben@school" in [row.key for row in self.sheet(ann).list.rows])
        self.assertIn("ann@office", self.sheet(ann).here.cget("text"))
        type_text(ann.root, "ben")
        press(ann.root, "Return")
        self.until(lambda: self.presenter(ann).room.title == "ben@school")
        settle(ann.root)
        ann.say("hello over there")
        self.until(lambda: any(line.realm == "office" for line in ben.chat.side.list._lines))
        line = next(line for line in ben.chat.side.list._lines if line.realm)
        self.assertEqual((line.title, line.kind, line.preview), ("ann", Kind.PRIVATE, "hello over there"))
        self.presenter(ben).open_conversation(line.id)
        ben.say("hello back")
        self.until(lambda: "hello back" in ann.texts)
        row = next(row for row in ann.rows if row.text == "hello back")
        self.assertEqual((row.name, row.realm), ("ben", "school"))
        header = ann.chat.header._data
        self.until(lambda: "online on school" in ann.chat.header._data.subtitle)
        self.assertEqual((header.title, header.realm), ("ben", "school"))
        focus(ben.chat.composer.text)
        self.until(lambda: Tick.READ in ann.ticks or Tick.DELIVERED in ann.ticks)
        ann.chat.side.chips.chip(Show.REALMS.value).invoke()
        self.until(lambda: [each.realm for each in ann.chat.side.list._lines] == ["school"])

    def test_what_waits_says_so_and_arrives(self) -> None:
        self.link()
        ann, ben = self.at("office", "ann"), self.at("school", "ben")
        self.until(lambda: self.presenter(ann).realms.linked)
        focus(ann.chat.composer.text)
        type_text(ann.root, "/msg ben@school first")
        press(ann.root, "Return")
        self.until(lambda: any(line.realm for line in ben.chat.side.list._lines))
        self.relays["school"].program.kill()
        self.relays["office"].program.wait_for("the link with school broke")
        self.presenter(ann).open_conversation(next(line.id for line in ann.chat.side.list._lines if line.realm))
        self.presenter(ann).realms.ask()
        self.until(lambda: "cannot be reached" in ann.chat.header._data.subtitle)
        ann.say("while you are away")
        self.until(lambda: any("Waits at this server" in row.state for row in ann.rows))
        self.restart("school")
        self.until(lambda: any(line.preview == "while you are away" for line in ben.chat.side.list._lines))

    def test_proposed_from_the_window(self) -> None:
        ann = self.at("office", "ann")
        focus(ann.chat.composer.text)
        type_text(ann.root, "/addrealm")
        press(ann.root, "Return")
        self.until(lambda: isinstance(self.sheet(ann), ProposeSheet))
        sheet = self.sheet(ann)
        press(ann.root, "Return")
        self.until(lambda: sheet.name.problem)
        focus(sheet.name.line)
        type_text(ann.root, "school")
        focus(sheet.address.line)
        type_text(ann.root, "127.0.0.1")
        sheet.port.set("70000")
        press(ann.root, "Return")
        self.until(lambda: sheet.port.problem)
        sheet.port.set(str(self.relays["school"].port))
        press(ann.root, "Return")
        self.until(lambda: isinstance(self.sheet(ann), RealmsSheet))
        self.until(lambda: any("the operator here decides" in row.under for row in self.sheet(ann).list.rows))
        self.assertIn("proposed", self.admin("office"))

    def test_nobody_of_that_name_there(self) -> None:
        self.link()
        ann = self.at("office", "ann")
        self.until(lambda: self.presenter(ann).realms.linked)
        focus(ann.chat.composer.text)
        type_text(ann.root, "/msg nobody@school hi")
        press(ann.root, "Return")
        self.until(lambda: any(line.realm for line in ann.chat.side.list._lines))
        self.presenter(ann).open_conversation(next(line.id for line in ann.chat.side.list._lines if line.realm))
        self.until(lambda: Tick.FAILED in ann.ticks)
        self.assertTrue(any("did not reach" in words for _, words in ann.lines) or ann.reads("did not reach"))
