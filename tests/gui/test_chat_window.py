"""The whole chat window on a real display: widths, keys, panels, menus, finding, banner, people, coming and going."""

from __future__ import annotations

import time
import tkinter as tk
import unittest
from collections.abc import Iterator
from tkinter import ttk

from tests.gui.chat_case import ChatCase
from tests.gui.harness import click, focus, press, pump, settle, type_text
from tests.unit.gui.presenters.chat_making import ME, SARI, message, person
from udpchat.client import events
from udpchat.client.phases import Phase
from udpchat.errors import InvalidText
from udpchat.gui.client_window import ClientWindow
from udpchat.gui.dialogs import open_sheet
from udpchat.gui.widgets.chat_rows import MessageRow, Tick
from udpchat.gui.widgets.popup_menu import PopupMenu
from udpchat.limits import ROWS_SHOWN_COUNT, ROWS_SLACK_COUNT


def below(widget: tk.Misc) -> Iterator[tk.Misc]:
    """All that is in a widget."""
    for child in widget.winfo_children():
        yield child
        yield from below(child)


class WindowCase(ChatCase):
    """A window with the keyboard in the composer."""

    def shown(self, width: int = 1200, height: int = 700) -> ClientWindow:
        window = self.chat(width, height)
        settle(self.root)
        focus(window.composer.text)
        settle(self.root)
        return window

    def resize(self, window: ClientWindow, width: int, height: int) -> None:
        """By whoever moves the edges."""
        self.root.geometry(f"{width}x{height}")
        pump(self.root, lambda: (window.winfo_width(), window.winfo_height()) == (width, height))
        pump(self.root, lambda: not window._arranging.waiting)
        settle(self.root)

    def popup(self, window: ClientWindow) -> PopupMenu | None:
        """The open menu."""
        return next((child for child in window.winfo_children() if isinstance(child, PopupMenu)), None)


class Messages(WindowCase):
    """Messages on their way."""

    def test_mine(self) -> None:
        window = self.shown()
        type_text(self.root, "hello")
        press(self.root, "Return")
        pump(self.root, lambda: ("send", "hello", 0) in self.core.asked)
        self.tell(events.MessagePending(b"a", "hello"))
        pump(self.root, lambda: self.texts(window) == ["hello"])
        self.tell(events.MessageStored(b"a", 1, message(1).at))
        row = window.chat.index[len(window.chat.index) - 1]
        pump(self.root, lambda: window.chat.index[len(window.chat.index) - 1].tick is Tick.STORED)  # type: ignore[union-attr]
        self.assertEqual(row.key, window.chat.index[len(window.chat.index) - 1].key)

    def test_refused_and_retried_by_a_click(self) -> None:
        window = self.shown()
        self.tell(events.MessagePending(b"a", "bad"), events.MessageRefused(b"a", "bad", InvalidText("it is empty")))
        pump(self.root, lambda: window.chat.text.tag_ranges("retry"))
        settle(self.root)
        box = window.chat.text.bbox(str(window.chat.text.tag_ranges("retry")[0]))
        assert box is not None
        click(window.chat.text, box[0] + 2, box[1] + 5)
        pump(self.root, lambda: ("send", "bad", 0) in self.core.asked)
        pump(self.root, lambda: self.texts(window) == [])

    def test_a_flood_stays_bounded_and_ends_at_the_end(self) -> None:
        window = self.shown()
        for first in range(1, 2001, 20):
            self.say(*range(first, first + 20))
            self.root.update()
        pump(self.root, lambda: self.texts(window)[-1:] == ["text 2000"])
        pump(self.root, window.chat.at_bottom)
        self.assertLessEqual(len(window.chat.index), ROWS_SHOWN_COUNT + ROWS_SLACK_COUNT + 3)

    def test_back_to_the_first_and_to_the_newest_again(self) -> None:
        window = self.shown()
        for first in range(1, 601, 50):
            self.say(*range(first, first + 50), live=False)
        pump(self.root, lambda: self.texts(window)[-1:] == ["text 600"])
        focus(window.chat.text)
        for _ in range(60):
            press(self.root, "Home")
            settle(self.root)
            if "text 1" in self.texts(window):
                break
        self.assertIn("text 1", self.texts(window))
        self.assertNotIn("text 600", self.texts(window), "the widget holds only so many")
        pump(self.root, window.chat.jump_button.winfo_ismapped)
        click(window.chat.jump_button)
        pump(self.root, lambda: self.texts(window)[-1:] == ["text 600"] and window.chat.at_bottom())
        pump(self.root, lambda: not window.chat.jump_button.winfo_ismapped())

    def test_scrolling_down_brings_the_later_ones(self) -> None:
        window = self.shown()
        self.say(*range(1, 601), live=False)
        pump(self.root, lambda: self.texts(window)[-1:] == ["text 600"])
        focus(window.chat.text)
        for _ in range(60):
            press(self.root, "Home")
            settle(self.root)
            if "text 1" in self.texts(window):
                break
        for _ in range(200):
            press(self.root, "Next")
            settle(self.root)
            if self.texts(window)[-1:] == ["text 600"]:
                break
        self.assertEqual(self.texts(window)[-1:], ["text 600"])

    def test_unread_while_scrolled_up(self) -> None:
        window = self.shown()
        self.say(*range(1, 101))
        pump(self.root, lambda: self.texts(window)[-1:] == ["text 100"])
        focus(window.chat.text)
        press(self.root, "Prior", "Prior")
        pump(self.root, lambda: not window.chat.sticks)
        self.say(101, 102)
        pump(self.root, lambda: self.titles[-1] == ("Lobby - me - udpchat", 2))
        self.assertEqual(window.chat.jump_button._count, 2)
        press(self.root, "End")
        pump(self.root, lambda: self.titles[-1] == ("Lobby - me - udpchat", 0))

    def test_without_the_keyboard_messages_are_unread_and_told(self) -> None:
        window = self.shown()
        other = tk.Toplevel(self.root)
        other.geometry("200x100+1300+30")
        pump(self.root, other.winfo_viewable)
        other.focus_force()
        pump(self.root, lambda: not window.attention._focused)
        self.say(1, text="hello @me")
        pump(self.root, lambda: self.titles[-1] == ("Lobby - me - udpchat", 1))
        self.assertEqual(self.alerts.told, [("sari in Lobby", "hello @me")])
        other.destroy()
        focus(window.composer.text)
        pump(self.root, lambda: self.titles[-1][1] == 0)


class Writing(WindowCase):
    """Whoever types means the composer."""

    def test_typing_in_the_chat_writes(self) -> None:
        window = self.shown()
        self.say(1)
        click(window.chat.text, 200, 50)
        pump(self.root, lambda: self.root.focus_get() is window.chat.text)
        type_text(self.root, "cat Chat")
        pump(self.root, lambda: window.composer.value == "cat Chat")
        self.assertIs(self.root.focus_get(), window.composer.text)

    def test_pasting_in_the_chat_writes(self) -> None:
        window = self.shown()
        self.root.clipboard_clear()
        self.root.clipboard_append("pasted")
        focus(window.chat.text)
        press(self.root, "ctrl+v")
        pump(self.root, lambda: window.composer.value == "pasted")
        press(self.root, "ctrl+f")
        pump(self.root, lambda: self.root.focus_get() is window.find_bar.field)
        press(self.root, "ctrl+v")
        pump(self.root, lambda: window.find_bar.field.value == "pasted")


class Widths(WindowCase):
    """From the smallest to the largest."""

    def test_what_is_there_at_which_width(self) -> None:
        window = self.shown(1360, 820)
        self.assertEqual((window.people.winfo_manager(), window.side._rail), ("pack", False))
        self.resize(window, 1000, 700)
        self.assertEqual((window.people.winfo_manager(), window.side._rail), ("", False))
        self.resize(window, 720, 480)
        self.assertEqual((window.people.winfo_manager(), window.side._rail), ("", True))
        self.assertEqual(window.side.winfo_width(), 72)
        self.assertEqual(self.root.minsize(), (720, 480))
        self.resize(window, 1360, 820)
        self.assertEqual((window.people.winfo_manager(), window.side._rail), ("pack", False))

    def test_people_over_the_chat(self) -> None:
        window = self.shown(900, 600)
        press(self.root, "ctrl+d")
        pump(self.root, window.people.winfo_ismapped)
        self.assertEqual(window.people.winfo_manager(), "place")
        press(self.root, "Escape")
        pump(self.root, lambda: not window.people.winfo_ismapped())

    def test_people_beside_the_chat(self) -> None:
        window = self.shown()
        pump(self.root, window.people.winfo_ismapped)
        click(window.header.people_button)
        pump(self.root, lambda: not window.people.winfo_ismapped())
        press(self.root, "ctrl+d")
        pump(self.root, window.people.winfo_ismapped)

    def test_everything_fits_the_smallest_window(self) -> None:
        window = self.shown(720, 480)
        self.say(*range(1, 30))
        self.tell(events.ConnectionLost("Nothing was heard from the server for a while.", 1e12))
        self.tell(events.StateChanged(Phase.WAITING, 1e12))
        press(self.root, "ctrl+f")
        pump(self.root, lambda: window.banner.winfo_ismapped() and window.find_bar.winfo_ismapped())
        settle(self.root)
        for part in (window.banner.button, window.find_bar.field, window.composer.send_button, window.header.find_button):
            right = part.winfo_rootx() + part.winfo_width() - window.winfo_rootx()
            bottom = part.winfo_rooty() + part.winfo_height() - window.winfo_rooty()
            self.assertLessEqual((right, bottom), (720, 480))
            self.assertLessEqual(bottom, 480)
        self.assertGreater(window.chat.winfo_height(), 120)


class Shortcuts(WindowCase):
    """Keys of the window."""

    def test_zoom(self) -> None:
        self.shown()
        press(self.root, "ctrl+plus", "ctrl+plus")
        pump(self.root, lambda: self.kit.zoom == 120)
        press(self.root, "ctrl+minus")
        pump(self.root, lambda: self.kit.zoom == 110)
        press(self.root, "ctrl+0")
        pump(self.root, lambda: self.kit.zoom == 100)

    def test_the_list_of_conversations(self) -> None:
        window = self.shown()
        press(self.root, "ctrl+l")
        pump(self.root, lambda: self.root.focus_get() is window.side.list.canvas)
        press(self.root, "Down", "Up", "End", "Home")
        settle(self.root)

    def test_help_and_settings(self) -> None:
        window = self.shown()
        press(self.root, "F1")
        pump(self.root, lambda: window._panel is not None and window._panel.winfo_ismapped())
        press(self.root, "Escape")
        pump(self.root, lambda: window._panel is None)
        self.assertIs(self.root.focus_get(), window.composer.text)
        press(self.root, "ctrl+comma")
        pump(self.root, lambda: window._panel is not None and window._panel.winfo_ismapped())
        settings = window._panel
        press(self.root, "F1")  # X hands a key to the window below the pointer: to one that goes it would be lost
        pump(self.root, lambda: window._panel is not settings and window._panel is not None and window._panel.winfo_ismapped())
        press(self.root, "Escape")
        pump(self.root, lambda: window._panel is None)
        press(self.root, "ctrl+q")
        pump(self.root, lambda: self.calls == ["quit"])

    def test_a_keyboard_of_another_alphabet(self) -> None:
        window = self.shown()
        event = tk.Event()
        event.keysym, event.keycode, event.state = "Cyrillic_a", 41, 4
        self.assertEqual(window.shortcuts._letter(event), "break")
        pump(self.root, lambda: window.find_bar.is_open)
        event.keysym, event.keycode = "F", 41
        self.assertEqual(window.shortcuts._letter(event), "break", "with Caps Lock")
        event.keysym, event.keycode = "c", 54
        self.assertIsNone(window.shortcuts._letter(event))

    def test_tab_goes_all_the_way_round(self) -> None:
        window = self.shown()
        seen = []
        for _ in range(40):
            press(self.root, "Tab")
            settle(self.root)
            seen.append(self.root.focus_get())
            if self.root.focus_get() is window.composer.text:
                break
        self.assertIn(window.chat.text, seen)
        self.assertIn(window.header.find_button, seen)
        self.assertIn(window.side.menu_button, seen)
        self.assertIs(seen[-1], window.composer.text)


class Finding(WindowCase):
    """Ctrl+F."""

    def test_find_step_and_leave(self) -> None:
        window = self.shown()
        self.say(1, text="needle one")
        self.say(*range(2, 200))
        self.say(200, text="NEEDLE two")
        press(self.root, "ctrl+f")
        pump(self.root, lambda: self.root.focus_get() is window.find_bar.field)
        type_text(self.root, "needle")
        pump(self.root, lambda: str(window.find_bar._count.cget("text")) == "1 of 2")
        press(self.root, "Return")
        pump(self.root, lambda: str(window.find_bar._count.cget("text")) == "2 of 2")
        pump(self.root, lambda: "needle one" in self.texts(window))
        press(self.root, "F3")
        pump(self.root, lambda: str(window.find_bar._count.cget("text")) == "1 of 2")
        self.assertTrue(window.chat.text.tag_ranges("found"))
        press(self.root, "Escape")
        pump(self.root, lambda: not window.find_bar.is_open)
        self.assertEqual(window.chat.text.tag_ranges("found"), ())
        self.assertIs(self.root.focus_get(), window.composer.text)

    def test_nothing_found(self) -> None:
        window = self.shown()
        self.say(1)
        press(self.root, "ctrl+f")
        pump(self.root, lambda: self.root.focus_get() is window.find_bar.field)
        type_text(self.root, "zzz")
        pump(self.root, lambda: str(window.find_bar._count.cget("text")) == "Not found")


class Connection(WindowCase):
    """What the window says of the connection."""

    def test_banner_and_button(self) -> None:
        window = self.shown()
        retry_at = time.monotonic() + 60
        self.tell(events.ConnectionLost("The server was stopped.", retry_at), events.StateChanged(Phase.WAITING, retry_at))
        pump(self.root, window.banner.button.winfo_ismapped)
        self.assertEqual(str(window.banner._title.cget("text")), "Connection lost.")
        click(window.banner.button)
        pump(self.root, lambda: ("try now",) in self.core.asked)
        self.tell(events.StateChanged(Phase.ONLINE))
        pump(self.root, lambda: not window.banner.winfo_ismapped())

    def test_another_server(self) -> None:
        window = self.shown()
        self.tell(events.StateChanged(Phase.QUESTION), events.CertificateQuestion(b"f" * 32, True))
        pump(self.root, window.banner.button.winfo_ismapped)
        click(window.banner.button)
        pump(self.root, lambda: open_sheet(window) is not None)
        press(self.root, "Escape")
        pump(self.root, lambda: open_sheet(window) is None)
        self.assertEqual(self.core.asked, [])
        click(window.banner.button)
        pump(self.root, lambda: open_sheet(window) is not None)
        settle(self.root)
        press(self.root, "Tab", "Return")
        pump(self.root, lambda: ("accept",) in self.core.asked)

    def test_the_end(self) -> None:
        window = self.shown()
        self.tell(events.LoggedOut("You signed in elsewhere."))
        pump(self.root, window.banner.button.winfo_ismapped)
        click(window.banner.button)
        pump(self.root, lambda: self.calls == ["again"])


class Menus(WindowCase):
    """Menus inside the window."""

    def test_by_pointer(self) -> None:
        window = self.shown()
        click(window.side.menu_button)
        pump(self.root, lambda: self.popup(window) is not None)
        menu = self.popup(window)
        assert menu is not None
        dark = next(line for line in menu._lines if line.item.words == "Dark")
        click(menu.canvas, 60, dark.top + dark.high // 2)
        pump(self.root, lambda: self.kit.mode == "dark")
        self.assertIsNone(self.popup(window))

    def test_all_lines_are_in_a_low_window(self) -> None:
        window = self.chat(720, 480)
        click(window.side.menu_button)
        pump(self.root, lambda: self.popup(window) is not None)
        menu = self.popup(window)
        assert menu is not None
        settle(self.root)
        self.assertLessEqual(menu.winfo_y() + menu.winfo_height(), window.winfo_height())
        last = menu._lines[-1]
        click(menu.canvas, 60, last.top + last.high // 2)
        pump(self.root, lambda: "quit" in self.calls)

    def test_what_does_not_fit_scrolls(self) -> None:
        window = self.chat(720, 480)
        self.kit.set_zoom(150)
        settle(self.root)
        click(window.side.menu_button)
        pump(self.root, lambda: self.popup(window) is not None)
        menu = self.popup(window)
        assert menu is not None
        press(self.root, "Up")
        pump(self.root, lambda: menu.canvas.canvasy(0) > 0)
        press(self.root, "Down")
        pump(self.root, lambda: menu.canvas.canvasy(0) == 0)

    def test_every_line_of_the_keys_is_whole(self) -> None:
        window = self.shown()
        window.open_shortcuts()
        pump(self.root, lambda: window._panel is not None and window._panel.winfo_ismapped())
        settle(self.root)
        assert window._panel is not None
        labels = [widget for widget in below(window._panel) if isinstance(widget, ttk.Label)]
        cut = [str(label.cget("text")) for label in labels if label.winfo_width() < label.winfo_reqwidth()]
        self.assertEqual((len(labels) > 20, cut), (True, []))

    def test_by_keys(self) -> None:
        window = self.shown()
        focus(window.side.menu_button)
        press(self.root, "space")
        pump(self.root, lambda: self.popup(window) is not None)
        press(self.root, "Up", "Up", "Return")
        pump(self.root, lambda: ("log out",) in self.core.asked)

    def test_closed_by_escape_and_by_a_click_elsewhere(self) -> None:
        window = self.shown()
        click(window.side.menu_button)
        pump(self.root, lambda: self.popup(window) is not None)
        press(self.root, "Escape")
        pump(self.root, lambda: self.popup(window) is None)
        self.assertIs(self.root.focus_get(), window.composer.text, "a click on an icon took the keyboard from nobody")
        click(window.side.menu_button)
        pump(self.root, lambda: self.popup(window) is not None)
        click(window.chat.text, 300, 300)
        pump(self.root, lambda: self.popup(window) is None)

    def test_of_a_message(self) -> None:
        window = self.shown()
        self.say(1, text="copy me")
        pump(self.root, lambda: self.texts(window) == ["copy me"])
        focus(window.chat.text)
        settle(self.root)
        press(self.root, "Up")
        pump(self.root, lambda: window.chat.row_keys.key)
        press(self.root, "shift+F10")
        pump(self.root, lambda: self.popup(window) is not None)
        press(self.root, "Down", "Return")
        pump(self.root, lambda: self.popup(window) is None)
        self.assertEqual(self.root.clipboard_get(), "copy me")
        pump(self.root, window._toast.winfo_ismapped)

    def test_settings(self) -> None:
        window = self.shown()
        press(self.root, "ctrl+comma")
        pump(self.root, lambda: window._panel is not None and window._panel.winfo_ismapped())
        press(self.root, "Tab", "space")
        pump(self.root, lambda: window.choices.mode != "light" or self.kit.mode == "dark")


class People(WindowCase):
    """Who is online."""

    def test_many_with_a_filter(self) -> None:
        window = self.shown()
        crowd = tuple(person(user) for user in range(10, 3000))
        self.tell(events.PeopleChanged((), (), crowd))
        pump(self.root, window.people.filter.winfo_ismapped)
        self.assertLess(len(window.people.people.canvas.find_all()), 200, "only those in view are drawn")
        focus(window.people.filter)
        type_text(self.root, "user77")
        pump(self.root, lambda: window.people.people.count == 12)
        self.tell(events.PeopleChanged((), (), crowd[:3]))
        pump(self.root, lambda: window.people.people.count == 4 and not window.people.filter.winfo_ismapped())

    def test_offline(self) -> None:
        window = self.shown()
        self.tell(events.StateChanged(Phase.WAITING, 1e12))
        pump(self.root, lambda: window.people.people.count == 0)
        pump(self.root, window.people._hint.winfo_ismapped)

    def test_keys_in_the_list(self) -> None:
        window = self.shown()
        focus(window.people.people.canvas)
        press(self.root, "Down", "Down")
        pump(self.root, lambda: window.people.people.selected == 2)
        press(self.root, "shift+F10")
        pump(self.root, lambda: self.popup(window) is not None)
        press(self.root, *["Down"] * 5, "Return")
        pump(self.root, lambda: self.popup(window) is None)
        self.assertEqual(self.root.clipboard_get(), "budi")


class Ends(WindowCase):
    """The window goes."""

    def test_in_every_state(self) -> None:
        for open_it in ("open_find", "open_shortcuts", "open_settings", "open_about", "toggle_people"):
            window = self.shown(900, 600)
            self.say(1)
            getattr(window, open_it)()
            window.composer.toggle_emoji()
            window.toast("bye")
            self.presenter.close()
            window.destroy()
            settle(self.root)
            self.say(2)

    def test_signed_out_and_in_again_in_the_same_root(self) -> None:
        first = self.shown()
        self.presenter.close()
        first.destroy()
        second = self.shown()
        type_text(self.root, "again")
        press(self.root, "Return")
        pump(self.root, lambda: ("send", "again", 0) in self.core.asked)
        self.say(1, author=ME)
        self.say(2, author=SARI)
        pump(self.root, lambda: len(self.texts(second)) == 2)
        self.assertTrue(all(isinstance(row, MessageRow) for row in list(second.chat.index.rows)[-2:]))


if __name__ == "__main__":
    unittest.main()
