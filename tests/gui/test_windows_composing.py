"""Replies, edits and commands typed into the composers of two windows, with a relay of its own between them."""

from __future__ import annotations

import tkinter as tk
import unittest

from tests.gui.harness import focus, press, running_relay, settle, type_text
from tests.gui.people import Client, PeopleCase
from udpchat.catalogue import text
from udpchat.client import numbers
from udpchat.gui.chat.lines_panel import LinesPanel
from udpchat.gui.errands.sheet import ErrandSheet
from udpchat.gui.presenters.chat_compose import ChatCompose
from udpchat.gui.presenters.timeline_items import Said
from udpchat.gui.widgets.chat_data import Act
from udpchat.gui.widgets.chat_rows import NoticeRow


class ComposingCase(PeopleCase):
    """A relay, and ann and ben with accounts on it."""

    def setUp(self) -> None:
        super().setUp()
        relay = self.relay = running_relay(self, self.folder() / "relay", "--name", "Lab")
        self.ann, self.ben = self.client(), self.client()
        self.ann.create(relay, "ann")
        self.ben.create(relay, "ben")
        self.until(lambda: len(self.core(self.ann).online) == 2)

    def core(self, who: Client) -> object:
        return who.shell._core

    def compose(self, who: Client) -> ChatCompose:
        found = who.chat._actions.compose
        assert isinstance(found, ChatCompose)
        return found

    def type(self, who: Client, typed: str) -> None:
        """Into the composer, behind what is there."""
        composer = who.chat.composer
        want = composer.value + typed
        if not who.has_keyboard or who.root.focus_get() is not composer.text:
            focus(composer.text)
        type_text(self.all_windows, typed)
        self.until(lambda: composer.value == want)
        settle(self.all_windows)

    def enter(self, who: Client, typed: str) -> None:
        """Typed, and Enter."""
        self.type(who, typed)
        press(self.all_windows, "Return")
        settle(self.all_windows)

    def said(self, who: Client, said: str) -> Said:
        """A message in the open conversation."""
        items = who.chat._actions.room.timeline.items  # type: ignore[attr-defined]  # the presenter's
        return next(item for item in items if isinstance(item, Said) and item.text == said)

    def notices(self, who: Client) -> str:
        return "\n".join(row.text for row in who.chat.chat.index.rows if isinstance(row, NoticeRow))

    def complaint(self, who: Client) -> str:
        note = who.chat.composer._note
        return str(note.cget("text")) if note.winfo_ismapped() else ""

    def private(self, who: Client, with_whom: Client) -> list[str]:
        """What `who` has from the private conversation."""
        core = who.shell._core
        number = numbers.private_with(with_whom.shell._core.me)
        return [message.text for message in core.newest_messages(number, 10)]


class Talking(ComposingCase):
    """Messages."""

    def test_a_reply(self) -> None:
        self.ben.say("lunch?")
        self.until(lambda: "lunch?" in self.ann.texts)
        self.compose(self.ann).reply(self.said(self.ann, "lunch?"))
        self.until(lambda: self.ann.reads("Reply to ben", "lunch?"))
        self.enter(self.ann, "at one")
        self.until(lambda: "at one" in self.ben.texts)
        core = self.ben.shell._core
        asked, answer = core.newest_messages(0, 2)
        self.assertEqual((answer.text, answer.reply), ("at one", asked.seq))
        self.assertIsNone(self.ann.chat.composer._strip)

    def test_up_edits_the_last_one(self) -> None:
        self.ann.say("frist")
        self.until(lambda: "frist" in self.ben.texts)
        self.type(self.ann, "")
        press(self.all_windows, "Up")
        self.until(lambda: self.ann.chat.composer.value == "frist")
        self.until(lambda: self.ann.reads(text("composing.edit")))
        press(self.all_windows, "ctrl+a")
        type_text(self.all_windows, "first")
        self.until(lambda: self.ann.chat.composer.value == "first")
        press(self.all_windows, "Return")
        self.until(lambda: self.ben.texts == ["first"] and self.ann.texts == ["first"])
        self.assertEqual(self.ann.chat.composer.value, "")

    def test_a_name_is_completed(self) -> None:
        self.type(self.ann, "hello @be")
        self.until(lambda: self.ann.chat.composer.completing.offers)
        press(self.all_windows, "Tab")
        self.until(lambda: self.ann.chat.composer.value == "hello @ben ")
        press(self.all_windows, "Return")
        self.until(lambda: self.ben.texts == ["hello @ben "])

    def test_a_slash_in_front(self) -> None:
        self.enter(self.ann, "//usr/bin")
        self.until(lambda: self.ben.texts == ["/usr/bin"])


class Commanding(ComposingCase):
    """Commands."""

    def test_the_list_of_them(self) -> None:
        self.enter(self.ann, "/help")
        panel = self.panel(self.ann)
        self.assertIn("/msg PLACE TEXT", panel.view.get("1.0", "end"))
        self.until(lambda: self.ann.root.focus_get() is panel.view)
        press(self.all_windows, "Next")
        self.until(lambda: panel.view.yview()[0] > 0)
        press(self.all_windows, "Escape")
        self.until(lambda: not panel.winfo_exists())
        self.until(lambda: self.ann.root.focus_get() is self.ann.chat.composer.text)
        self.assertEqual(self.ann.chat.composer.value, "")

    def panel(self, who: Client) -> LinesPanel:
        def found() -> list[LinesPanel]:
            return [child for child in who.chat.winfo_children() if isinstance(child, LinesPanel)]

        self.until(found)
        return found()[0]

    def test_who_is_here(self) -> None:
        self.enter(self.ann, "/who")
        words = self.panel(self.ann).view.get("1.0", "end")
        self.assertIn("ann", words)
        self.assertIn("ben", words)

    def test_misspelt(self) -> None:
        self.enter(self.ann, "/exti")
        self.until(lambda: "/exti" in self.complaint(self.ann))
        self.assertEqual(self.ann.chat.composer.value, "/exti")
        self.assertEqual(self.ben.texts, [])

    def test_a_private_message(self) -> None:
        self.enter(self.ann, "/msg ben  psst")
        self.until(lambda: self.private(self.ben, self.ann) == [" psst"])
        self.until(lambda: "Sent to @ben." in self.notices(self.ann))
        self.assertEqual(self.ann.chat.composer.value, "")

    def test_somebody_whom_nobody_knows(self) -> None:
        self.enter(self.ann, "/msg nobody psst")
        self.until(lambda: "nobody" in self.complaint(self.ann))
        self.assertEqual(self.ann.chat.composer.value, "/msg nobody psst")

    def test_without_the_right(self) -> None:
        self.enter(self.ann, "/kick ben")
        self.until(lambda: self.complaint(self.ann) != "")
        self.assertEqual(self.ann.chat.composer.value, "/kick ben")
        self.assertTrue(self.ben.chatting)

    def test_a_group(self) -> None:
        self.enter(self.ann, '/group create "grup ciwi" ben')
        self.until(lambda: "grup ciwi" in self.notices(self.ann))
        self.until(lambda: any(room.title == "grup ciwi" for room in self.ben.shell._core.rooms))
        self.type(self.ben, "/msg gr")
        self.until(lambda: self.ben.chat.composer.completing.offers)
        press(self.all_windows, "Tab")
        self.until(lambda: self.ben.chat.composer.value == '/msg #"grup ciwi" ')
        self.enter(self.ben, "hello girls")
        group = next(room.id for room in self.ann.shell._core.rooms if room.title == "grup ciwi")
        self.until(lambda: [each.text for each in self.ann.shell._core.newest_messages(group, 3)] == ["hello girls"])

    def test_leaving(self) -> None:
        self.enter(self.ann, "/logout")
        self.until(lambda: self.ann.at_first_page)


class Places(ComposingCase):
    """Several conversations."""

    def setUp(self) -> None:
        super().setUp()
        self.enter(self.ann, "/group create team ben")
        self.until(lambda: any(room.title == "team" for room in self.ann.shell._core.rooms))
        self.until(lambda: any(room.title == "team" for room in self.ben.shell._core.rooms))

    def here(self, who: Client) -> str:
        """The name of what is open."""
        return str(who.chat._actions.room.title)  # type: ignore[attr-defined]  # the presenter's

    def go(self, who: Client, line: str, title: str) -> None:
        self.enter(who, line)
        self.until(lambda: self.here(who) == title)
        self.assertEqual(who.chat.composer.value, "")

    def test_there_and_back(self) -> None:
        self.go(self.ann, "/open #team", "team")
        self.type(self.ann, "hello @")
        self.until(lambda: self.ann.chat.composer.completing.offers)
        self.assertEqual([offer.shown for offer in self.ann.chat.composer.completing._data.offers], ["ben"])
        press(self.all_windows, "Down", "Return", "Return")
        self.until(lambda: self.ann.texts == ["hello @ben "])
        self.go(self.ann, "/lobby", text("chat.lobby"))
        self.go(self.ann, "/open ben", "ben")

    def test_an_edit_waits_while_another_conversation_is_open(self) -> None:
        self.ann.say("first")
        self.type(self.ann, "")
        press(self.all_windows, "Up")
        self.until(lambda: self.ann.chat.composer.value == "first")
        type_text(self.all_windows, " one")
        self.until(lambda: self.ann.chat.composer.value == "first one")
        group = next(room.id for room in self.ann.shell._core.rooms if room.title == "team")
        self.ann.chat._actions.open_conversation(group)
        self.until(lambda: self.ann.chat.composer.value == "")
        self.assertIsNone(self.ann.chat.composer._strip)
        self.type(self.ann, "draft here")
        self.ann.chat._actions.open_conversation(0)
        self.until(lambda: self.ann.chat.composer.value == "first one")
        self.assertIsNotNone(self.ann.chat.composer._strip)
        self.enter(self.ann, "")
        self.until(lambda: self.ben.texts == ["first one"])
        self.assertEqual(self.ann.chat.composer.value, "")
        self.ann.chat._actions.open_conversation(group)
        self.until(lambda: self.ann.chat.composer.value == "draft here")

    def test_leaving_a_group(self) -> None:
        self.go(self.ben, "/open team", "team")
        self.go(self.ben, "/leave", text("chat.lobby"))
        self.assertFalse(any(room.title == "team" for room in self.ben.shell._core.rooms))

    def test_what_opens_over_the_chat(self) -> None:
        for line in ("/inbox", "/search", "/export", "/whois ben", "/group members team", "/msg", "/open", "/password"):
            with self.subTest(line=line):
                self.enter(self.ann, line)
                self.until(self.sheets)
                (sheet,) = self.sheets()
                self.until(lambda sheet=sheet: str(self.ann.root.focus_get() or "").startswith(str(sheet)))  # type: ignore[misc]
                press(self.all_windows, "Escape")
                self.until(lambda: not self.sheets())
                self.until(lambda: self.ann.root.focus_get() is self.ann.chat.composer.text)
                self.assertEqual(self.ann.chat.composer.value, "")

    def sheets(self) -> list[ErrandSheet]:
        return [child for child in _below(self.ann.root) if isinstance(child, ErrandSheet)]


class Faults(ComposingCase):
    """The relay goes, and comes back."""

    hurried = True

    def test_what_waits_is_edited_where_it_waits(self) -> None:
        self.ann.say("before")
        self.until(lambda: self.ben.texts == ["before"])
        self.relay.program.kill()
        self.until(lambda: self.ann.banner)
        self.enter(self.ann, "latr")
        self.until(lambda: self.ann.texts == ["before", "latr"])
        press(self.all_windows, "Up")
        self.until(lambda: self.ann.chat.composer.value == "latr")
        press(self.all_windows, "BackSpace")
        type_text(self.all_windows, "er")
        self.until(lambda: self.ann.chat.composer.value == "later")
        press(self.all_windows, "Return")
        self.until(lambda: self.ann.texts == ["before", "later"])
        running_relay(self, self.relay.data, port=self.relay.port)
        self.ann.chat._actions.act(Act.TRY_NOW)
        self.ben.chat._actions.act(Act.TRY_NOW)
        self.until(lambda: self.ben.texts == ["before", "later"])
        self.assertEqual(self.ann.texts, ["before", "later"])


def _below(widget: tk.Misc) -> list[tk.Misc]:
    found: list[tk.Misc] = []
    for child in widget.winfo_children():
        found += [child, *_below(child)]
    return found


if __name__ == "__main__":
    unittest.main()
