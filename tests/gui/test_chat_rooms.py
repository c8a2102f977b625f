"""Many conversations in the window on a real display: list, head, pane, menus and keys, from the smallest window on."""

from __future__ import annotations

import unittest
from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.gui.chat_case import ChatCase
from tests.gui.harness import click, focus, press, pump, settle, type_text
from tests.unit.gui.presenters.chat_making import ME, NEWS, SARI, group, person, private
from udpchat.catalogue import text
from udpchat.client import events
from udpchat.client.events import Member
from udpchat.gui.client_window import ClientWindow
from udpchat.gui.presenters.chat_defaults import NoErrands
from udpchat.gui.widgets.chat_data import Show
from udpchat.gui.widgets.popup_menu import PopupMenu

LAB = 20


class Noted(NoErrands):
    """Remembers what was to be opened."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def new_message(self) -> None:
        self.asked.append("new message")

    def new_group(self, users: Sequence[int] = ()) -> None:
        self.asked.append("new group")

    def inbox(self) -> None:
        self.asked.append("inbox")

    def switcher(self) -> None:
        self.asked.append("switcher")

    def search(self, conversation: int | None = None) -> None:
        self.asked.append("search")

    def group(self, conversation: int) -> None:
        self.asked.append("group")

    def person(self, user: int) -> None:
        self.asked.append("person")

    def account(self) -> None:
        self.asked.append("account")


class RoomsCase(ChatCase):
    """A window with four conversations, the keyboard in the composer."""

    def shown(self, width: int = 1200, height: int = 700) -> ClientWindow:
        window = self.chat(width, height)
        self.errands = Noted()
        self.presenter.attach(self.presenter.compose, self.errands, self.presenter.deeds)
        self.core.rooms = (*self.core.rooms, NEWS, group(LAB, role="owner"), private(SARI))
        self.tell(events.RoomsChanged(self.core.rooms))
        self.say(1, text="hello lobby")
        self.say(2, room=LAB, text="hello lab")
        self.say(3, room=-SARI, text="hello you")
        focus(window.composer.text)
        pump(self.root, lambda: len(window.side.list._lines) == 4)
        settle(self.root)
        return window

    def menu(self, window: ClientWindow) -> PopupMenu:
        """The one that opens."""
        pump(self.root, lambda: self.menus(window))
        return self.menus(window)[0]

    def menus(self, window: ClientWindow) -> list[PopupMenu]:
        return [child for child in window.winfo_children() if isinstance(child, PopupMenu)]

    def choose(self, window: ClientWindow, words: str) -> None:
        """A line of the menu, by its words."""
        menu = self.menu(window)
        line = next(line for line in menu._lines if line.item.words == words)
        click(menu.canvas, 40, line.top + line.high // 2)
        pump(self.root, lambda: not menu.winfo_exists())

    def is_open(self, window: ClientWindow, title: str) -> Callable[[], bool]:
        """Whether that conversation is."""
        return lambda: window.header._data.title == title


class List(RoomsCase):
    """The list at the side."""

    def test_by_pointer(self) -> None:
        window = self.shown()
        lines = window.side.list
        click(lines.canvas, 150, lines.row_height + 30)
        pump(self.root, self.is_open(window, "Network lab"))
        pump(self.root, lambda: self.texts(window) == ["hello lab"])
        pump(self.root, lambda: self.root.focus_get() is window.composer.text)
        type_text(self.root, "hi")
        pump(self.root, lambda: window.composer.value == "hi")
        press(self.root, "alt+Up")
        pump(self.root, self.is_open(window, "sari"))
        pump(self.root, lambda: window.composer.value == "")

    def test_by_keys(self) -> None:
        window = self.shown()
        press(self.root, "ctrl+l")
        pump(self.root, lambda: self.root.focus_get() is window.side.list.canvas)
        press(self.root, "Home")
        pump(self.root, self.is_open(window, "sari"))
        press(self.root, "Down")
        pump(self.root, self.is_open(window, "Network lab"))
        self.assertIs(self.root.focus_get(), window.side.list.canvas, "the arrows go on")
        press(self.root, "Return")
        pump(self.root, lambda: self.root.focus_get() is window.composer.text)
        press(self.root, "ctrl+1")
        pump(self.root, self.is_open(window, "sari"))
        press(self.root, "ctrl+Next")
        pump(self.root, self.is_open(window, "Network lab"))

    def test_chips_and_menu(self) -> None:
        window = self.shown()
        click(window.side.chips.chip(Show.GROUPS.value))
        pump(self.root, lambda: [line.title for line in window.side.list._lines] == ["Network lab", "Lobby"])
        click(window.side.list.canvas, 150, 30, button=3)
        self.choose(window, text("chat.offer.group"))
        self.assertEqual(self.errands.asked, ["group"])
        self.assertEqual(window.header._data.title, "Lobby", "it was not opened, and stays unread")

    def test_what_opens_from_the_side(self) -> None:
        window = self.shown()
        click(window.side.jump)
        click(window.side.top.inbox_button)
        click(window.side.top.new_button)
        pump(self.root, lambda: self.errands.asked == ["switcher", "inbox", "new message"])
        focus(window.composer.text)
        press(self.root, "ctrl+k", "ctrl+n", "ctrl+g", "ctrl+shift+n", "ctrl+i", "ctrl+shift+f")
        opened = ["switcher", "new message", "new group", "new group", "inbox", "search"]
        pump(self.root, lambda: self.errands.asked[3:] == opened)

    def test_many_of_them(self) -> None:
        window = self.shown()
        self.core.rooms = (*self.core.rooms, *(group(100 + at, f"Group {at}") for at in range(200)))
        self.tell(events.RoomsChanged(self.core.rooms))
        pump(self.root, lambda: len(window.side.list._lines) == 204)
        settle(self.root)
        self.assertLess(len(window.side.list.canvas.find_all()), 150, "only those in view are drawn")
        self.presenter.open_conversation(299)
        settle(self.root)
        first, _ = window.side.list.canvas.yview()
        self.assertGreater(first, 0.0, "the open one comes into view")


class Head(RoomsCase):
    """The head of the chat, its menu, and my own state."""

    def test_menu_and_bell(self) -> None:
        window = self.shown()
        self.presenter.open_conversation(LAB)
        click(window.header.mute_button)
        pump(self.root, lambda: ("mute", LAB, True) in self.core.asked)
        click(window.header.more_button)
        self.choose(window, text("chat.offer.search"))
        self.assertEqual(self.errands.asked, ["search"])
        self.presenter.open_conversation(9)
        pump(self.root, lambda: not window.header.mute_button.winfo_ismapped())
        self.assertTrue(window.header.more_button.winfo_ismapped())

    def test_my_state(self) -> None:
        window = self.shown()
        click(window.side.top.me_button)
        self.choose(window, text("chat.state.busy"))
        pump(self.root, lambda: window.side.top._state.cget("text") == text("chat.state.busy"))
        self.assertIn(("presence", "busy", ""), self.core.asked)
        click(window.side.top.me_button)
        self.choose(window, text("chat.state.account"))
        self.assertEqual(self.errands.asked, ["account"])

    def test_who_types(self) -> None:
        window = self.shown()
        before = window.composer.winfo_y()
        self.tell(events.TypingChanged(0, (SARI,)))
        pump(self.root, lambda: window.typing.label.cget("text") == text("chat.typing.1", a="sari"))
        settle(self.root)
        self.assertEqual(window.composer.winfo_y(), before, "nothing jumps")

    def test_an_announcement(self) -> None:
        window = self.shown()
        self.say(4, room=9, text="Fire drill at ten. " * 30)
        pump(self.root, window.announcement.winfo_ismapped)
        settle(self.root)
        self.assertLess(window.announcement.winfo_height(), window.winfo_height() // 3)
        click(window.announcement.close_button)
        pump(self.root, lambda: not window.announcement.winfo_ismapped())

    def test_who_may_not_write_sees_why(self) -> None:
        window = self.shown()
        self.core.rules = events.Rules(False, False, "moderators", 0)
        self.presenter.open_conversation(9)
        pump(self.root, lambda: window.composer._hint.cget("text") == text("chat.composer.announcers"))
        self.assertEqual(str(window.composer.text.cget("state")), "disabled")
        self.presenter.open_conversation(0)
        pump(self.root, lambda: str(window.composer.text.cget("state")) == "normal")


class Pane(RoomsCase):
    """The pane beside the chat."""

    def test_members_and_a_person(self) -> None:
        window = self.shown()
        self.core.lists[LAB] = (Member(ME, "me", "", "owner"), Member(SARI, "sari", "", "member"))
        self.tell(events.PeopleChanged((), (), (replace(person(SARI), status="in the lab"), person(ME))))
        self.presenter.open_conversation(LAB)
        pump(self.root, lambda: window.people.people.count == 3)
        rows = window.people.people
        click(rows.canvas, 60, 2 * rows.row_height + 10)
        self.choose(window, text("chat.offer.open"))
        pump(self.root, self.is_open(window, "sari"))
        pump(self.root, window.people.card.winfo_ismapped)
        click(next(iter(window.people.card._offers.values())))
        pump(self.root, lambda: self.errands.asked == ["person"])
        self.presenter.open_conversation(0)
        pump(self.root, lambda: not window.people.card.winfo_ismapped() and window.people.people.winfo_ismapped())

    def test_headings_are_passed_over(self) -> None:
        window = self.shown()
        focus(window.people.people.canvas)
        press(self.root, "Down", "Home")
        settle(self.root)
        self.assertNotEqual(window.people.people.selected, 0)


class Widths(RoomsCase):
    """From the smallest to the largest."""

    def test_the_rail(self) -> None:
        window = self.shown(720, 480)
        self.presenter.open_conversation(LAB)
        self.say(9, room=9)
        pump(self.root, window.announcement.winfo_ismapped)
        settle(self.root)
        self.assertFalse(window.side.jump.winfo_ismapped() or window.side.chips.winfo_ismapped())
        self.assertGreater(window.chat.winfo_height(), 120)
        for button in (window.header.more_button, window.announcement.close_button, window.composer.send_button):
            self.assertLessEqual(button.winfo_rootx() + button.winfo_width() - window.winfo_rootx(), 720)
        click(window.side.list.canvas, 36, 30)
        pump(self.root, lambda: not self.is_open(window, "Network lab")())
        click(window.header.people_button)
        pump(self.root, window.people.winfo_ismapped)

    def test_larger_text(self) -> None:
        window = self.shown(1360, 820)
        press(self.root, *["ctrl+plus"] * 6)
        pump(self.root, lambda: self.kit.zoom == 160)
        self.presenter.open_conversation(LAB)
        settle(self.root)
        chips = window.side.chips
        self.assertLessEqual(chips.winfo_reqwidth(), window.side.winfo_width())


if __name__ == "__main__":
    unittest.main()
