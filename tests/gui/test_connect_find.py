"""Step 1 with real widgets, keys and clicks."""

from __future__ import annotations

import unittest

from tests.gui.connect_windows import ConnectCase
from tests.gui.harness import click, focus, pump, settle
from tests.unit.gui.presenters.connect_lab import ANNEX, HERE, LAB, LAB_KNOWN, OTHER, sighting
from udpchat.client.events import NoAnswerYet
from udpchat.client.inquiry import Unreachable
from udpchat.client.known_servers import KnownServer
from udpchat.client.target import Target
from udpchat.gui.presenters.connect_pages import Field
from udpchat.invites import Invite

ANNEX_KNOWN = KnownServer(ANNEX, "Annex", (("10.0.0.7", 8890),))


class Cards(ConnectCase):
    """The list."""

    def test_cards_appear_by_themselves(self) -> None:
        self.start()
        self.assertTrue(self.window.find.empty.winfo_viewable())
        self.finding.found = [sighting()]
        pump(self.root, lambda: self.window.find.servers.card_keys)
        pump(self.root, self.window.find.servers.card(LAB.hex()).winfo_viewable)
        self.assertFalse(self.window.find.empty.winfo_viewable())

    def test_arrow_keys_choose_and_enter_continues(self) -> None:
        self.start(ANNEX_KNOWN, LAB_KNOWN)
        focus(self.window.find.servers)
        self.key("Down")
        self.assertEqual(self.window.find.servers.chosen, ANNEX.hex())
        self.assertEqual((self.window.find.host.value, self.window.find.port.value), ("10.0.0.7", "8890"))
        self.key("Home", "End", "Up")
        self.assertEqual(self.window.find.servers.chosen, LAB.hex())
        self.key("Return")
        self.assertEqual(self.doors.inquiries, [Target(HERE, "Lab 2", pin=LAB)])

    def test_the_list_has_the_keyboard_when_servers_are_remembered(self) -> None:
        self.start(LAB_KNOWN)
        pump(self.root, lambda: self.root.focus_get() is self.window.find.servers)

    def test_click_and_double_click(self) -> None:
        self.start(ANNEX_KNOWN, LAB_KNOWN)
        card = self.window.find.servers.card(ANNEX.hex())
        click(card)
        pump(self.root, lambda: self.window.find.servers.chosen == ANNEX.hex())
        self.assertEqual(self.doors.inquiries, [])
        click(card, times=2)
        pump(self.root, lambda: self.doors.inquiries)
        self.assertEqual(self.doors.inquiries, [Target(("10.0.0.7", 8890), "Annex", pin=ANNEX)])

    def test_tabbing_through_the_list_changes_nothing(self) -> None:
        self.start(LAB_KNOWN)
        self.write(Field.HOST, "10.1.1.1")
        self.assertIsNone(self.window.find.servers.chosen)
        self.key("shift+Tab")
        self.assertEqual(self.window.find.host.value, "10.1.1.1")

    def test_many_cards_scroll_and_a_long_name_is_cut(self) -> None:
        self.start()
        self.finding.found = [
            sighting(bytes([n]) * 32, "a server with a very long name " * 4, ("10.0.0.1", 1000 + n)) for n in range(1, 40)
        ]
        servers = self.window.find.servers
        pump(self.root, lambda: len(servers.card_keys) == 39)
        focus(servers)
        self.key("End")
        self.assertEqual(servers.chosen, servers.card_keys[-1])
        last = servers.card(servers.card_keys[-1])
        bottom = servers.winfo_rooty() + servers.winfo_height()
        pump(self.root, lambda: last.winfo_rooty() + last.winfo_height() <= bottom)

    def test_a_row_that_goes_and_comes(self) -> None:
        self.start()
        for _ in range(3):
            self.window.show_servers((), None)
            self.presenter._find.book.saw([sighting(OTHER, "X")], self.now)
            self.window.show_servers(self.presenter._find.book.rows(), OTHER.hex())
            settle(self.root)
        self.assertEqual(self.window.find.servers.card_keys, (OTHER.hex(),))


class Address(ConnectCase):
    """The fields."""

    def test_typed_address(self) -> None:
        self.start()
        self.write(Field.HOST, "192.168.1.20")
        self.write(Field.PORT, "11113")
        self.key("Return")
        self.assertEqual(self.doors.inquiries, [Target(("192.168.1.20", 11113), "192.168.1.20")])

    def test_errors_stand_under_the_fields(self) -> None:
        self.start()
        self.write(Field.HOST, "192.168.1.300")
        self.write(Field.PORT, "0")
        self.key("Return")
        host, port = self.window.find.host, self.window.find.port
        self.assertEqual(host.problem, "Each part of an IP address is 0 to 255.")
        self.assertEqual(port.problem, "A port is 1 to 65535.")
        self.assertTrue(host.entry.instate(["invalid"]) and port.entry.instate(["invalid"]))
        pump(self.root, lambda: self.root.focus_get() is host.entry)
        self.write(Field.HOST, "192.168.1.30")
        self.assertEqual(host.problem, "")
        self.assertFalse(host.entry.instate(["invalid"]))

    def test_the_error_comes_when_the_cursor_leaves(self) -> None:
        self.start()
        self.write(Field.HOST, "1.2.3")
        self.assertEqual(self.window.find.host.problem, "")
        self.key("Tab")
        pump(self.root, lambda: self.window.find.host.problem)

    def test_an_invite_is_pasted(self) -> None:
        self.start()
        host = self.window.find.host
        focus(host.entry)
        self.root.clipboard_clear()
        invite = str(Invite("192.168.1.20", 11113, LAB))
        self.root.clipboard_append(f"\n {invite[:40]}\n{invite[40:]} \n")
        self.key("ctrl+v")
        pump(self.root, lambda: host.note)
        self.assertTrue(self.window.find.port.entry.instate(["disabled"]))
        self.assertEqual(self.window.find.port.value, "11113")
        self.key("Return")
        self.assertEqual(self.doors.inquiries, [Target(("192.168.1.20", 11113), "192.168.1.20", pin=LAB)])

    def test_enter_on_a_button_presses_that_button(self) -> None:
        self.start(LAB_KNOWN)
        focus(self.window.find.leave)
        self.key("Return")
        self.assertTrue(self.doors.has_quit)
        self.assertEqual(self.doors.inquiries, [])


class Asking(ConnectCase):
    """The page between step 1 and 2."""

    def setUp(self) -> None:
        super().setUp()
        self.start(LAB_KNOWN)
        self.presenter.proceed("", "")
        pump(self.root, self.window.asking.winfo_viewable)

    def test_escape_cancels(self) -> None:
        self.key("Escape")
        pump(self.root, self.window.find.winfo_viewable)
        self.assertFalse(self.doors.asking)

    def test_the_cancel_button(self) -> None:
        pump(self.root, lambda: self.root.focus_get() is self.window.asking.cancel)
        self.key("Return")
        pump(self.root, self.window.find.winfo_viewable)

    def test_silence_is_explained_while_the_window_lives(self) -> None:
        self.presenter.inquiry_event(NoAnswerYet())
        pump(self.root, self.window.asking.causes.winfo_viewable)
        self.assertEqual(self.window.asking.causes.command.value, "allow 11111/udp")
        self.now += 3
        pump(self.root, lambda: "for 3 s" in str(self.window.asking.message.cget("text")))
        click(self.window.asking.causes.copy)
        pump(self.root, lambda: self.root.clipboard_get() == "allow 11111/udp")

    def test_a_failure_can_be_tried_again(self) -> None:
        self.presenter.inquiry_event(Unreachable("The server speaks another version of udpchat."))
        pump(self.root, self.window.asking.again.winfo_viewable)
        self.assertEqual(self.window.asking.strip.message, "The server speaks another version of udpchat.")
        pump(self.root, lambda: self.root.focus_get() is self.window.asking.again)
        self.key("Return")
        pump(self.root, lambda: len(self.doors.inquiries) == 2)
        pump(self.root, lambda: not self.window.asking.again.winfo_viewable())


if __name__ == "__main__":
    unittest.main()
