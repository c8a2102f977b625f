"""The server window on a screen: pages, states, tables and settings, with real keys and a real pointer."""

from __future__ import annotations

import unittest
from typing import cast

from tests.gui.harness import click, focus, press, pump, settle, type_text
from tests.gui.server_case import HOSTILE, ServerCase, below, button, shown_words
from tests.unit.gui.presenters.server_fakes import BORN_MS, Figures, Interface, Row, Settings, Welcome
from tests.unit.gui.presenters.test_log import Line
from udpchat.errors import PortInUse
from udpchat.gui.dialogs import open_sheet
from udpchat.gui.presenters.server_feed import Failure, State, Status
from udpchat.gui.server_pages.overview import OverviewPage
from udpchat.gui.server_pages.settings_page import SettingsPage
from udpchat.gui.server_pages.users_page import UsersPage
from udpchat.gui.server_window import PAGES


class Pages(ServerCase):
    def test_every_page_by_its_key(self) -> None:
        self.show()
        focus(self.root)
        for number, spec in enumerate(PAGES, 1):
            press(self.root, f"ctrl+{number}")
            pump(self.root, self.window.pages[spec.key].winfo_viewable)
            self.assertEqual(sum(bool(page.winfo_viewable()) for page in self.window.pages.values()), 1)

    def test_arrow_keys_walk_through_the_navigation(self) -> None:
        self.show()
        rows = list(self.window.nav._rows.values())
        focus(rows[0])
        press(self.root, "Down", "Down")
        pump(self.root, self.window.pages["groups"].winfo_viewable)
        press(self.root, "Up")
        pump(self.root, self.window.pages["people"].winfo_viewable)

    def test_the_overview_says_where_the_server_is(self) -> None:
        self.show()
        words = shown_words(self.root)
        for part in ("192.168.1.20", "10.0.0.7", "cable · eth0", "AAAQ-EAYE-AUDA-OCAJ", "udpchat://192.168.1.20"):
            self.assertIn(part, words)
        self.assertEqual(self.root.title(), "lab-server – udpchat server")

    def test_everything_that_is_to_be_told_can_be_copied(self) -> None:
        self.show()
        card = self.window.pages["overview"]._address  # type: ignore[attr-defined]
        for one in (card._copy_address, card._copy_fingerprint, card._copy_invite):
            click(one)
        pump(self.root, lambda: len(self.copied) == 3)
        self.assertEqual(self.copied[:2], ["192.168.1.20", "AAAQ-EAYE-AUDA-OCAJ"])
        self.assertTrue(self.copied[2].startswith("udpchat://192.168.1.20:11111/#AAAQEAYEAUDAOCAJ"))

    def test_the_command_of_the_firewall_until_somebody_came(self) -> None:
        self.show()
        self.presenter.figures_arrived(Figures(BORN_MS, outside=0), self.now)
        self.tick()
        click(button(self.root, "Copy the command"))
        pump(self.root, lambda: self.copied == ["allow 11111"])
        self.presenter.figures_arrived(Figures(BORN_MS + 1000, outside=1), self.now)
        self.tick()
        self.assertNotIn("No other computer", shown_words(self.root))

    def test_the_address_for_a_projector(self) -> None:
        self.show()
        focus(self.root)
        press(self.root, "ctrl+l")
        pump(self.root, lambda: self.window._large is not None and self.window._large.winfo_viewable())
        large = self.window._large
        assert large is not None
        self.assertGreater(large._address.winfo_reqheight(), 120)
        self.assertLessEqual(large._address.winfo_reqwidth(), self.root.winfo_width())
        press(self.root, "Escape")
        pump(self.root, lambda: self.window._large is None)

    def test_the_table_of_people(self) -> None:
        self.show()
        self.presenter.sessions_changed([Row(1, "ann", rtt_us=9000), Row(2, "bob", rtt_us=90_000, guest=True)], [])
        self.tick()
        tree = cast(OverviewPage, self.window.pages["overview"])._people.tree
        self.assertEqual([tree.item(row, "text").strip() for row in tree.get_children()], ["ann", "bob · guest"])
        tree.selection_set("2")
        box = tree.bbox("2", "round_trip")
        assert isinstance(box, tuple)
        x, _, width, _ = box
        click(tree, x + width // 2, 12)
        pump(self.root, lambda: tree.get_children() == ("2", "1"))
        self.presenter.sessions_changed([Row(2, "bob", rtt_us=1000, guest=True)], [])
        self.tick()
        self.assertEqual(tree.get_children(), ("1", "2"))
        self.assertEqual(tree.selection(), ("2",))
        self.assertEqual(str(tree.set("2", "round_trip")), "1 ms")
        focus(tree)
        press(self.root, "ctrl+c")
        pump(self.root, lambda: self.copied)
        self.assertEqual(self.copied[0].split("\t")[:3], ["bob", "192.168.1.30:50021", "1 ms"])

    def test_many_people_are_shown_bit_by_bit(self) -> None:
        self.show()
        self.window.open_page("people")
        self.presenter.sessions_changed([Row(number, f"pupil-{number:04}", number) for number in range(700)], [])
        self.presenter.tick(self.now)
        tree = cast(UsersPage, self.window.pages["people"]).table.tree
        self.assertLess(len(tree.get_children()), 700)
        pump(self.root, lambda: tree.get_children() == tuple(str(number) for number in range(700)))
        tree.selection_set("500")
        self.presenter.sessions_changed([Row(500, "a newcomer's name", 500)], range(600, 700))
        self.presenter.tick(self.now)
        pump(self.root, lambda: len(tree.get_children()) == 600 and tree.get_children()[0] == "500")
        self.assertEqual(tree.selection(), ("500",))

    def test_finding_people(self) -> None:
        self.show()
        press(self.root, "ctrl+2")
        self.presenter.sessions_changed([Row(number, f"pupil-{number}", number) for number in range(30)], [])
        self.tick()
        focus(self.root)
        press(self.root, "ctrl+f")
        type_text(self.root, "pupil-29")
        tree = cast(UsersPage, self.window.pages["people"]).table.tree
        pump(self.root, lambda: tree.get_children() == ("29",))
        press(self.root, "Escape")
        pump(self.root, lambda: len(tree.get_children()) == 30)
        type_text(self.root, "nobody")
        pump(self.root, lambda: "Nobody fits" in shown_words(self.root))

    def test_the_smallest_window(self) -> None:
        self.fits("720x480", 1.0)

    def test_the_usual_least_window(self) -> None:
        self.fits("960x600", 1.0)

    def test_twice_the_scale(self) -> None:
        self.fits("1500x960", 2.0)

    def fits(self, size: str, scale: float) -> None:
        """Every page in this size."""
        self.show(size, scale=scale)
        self.presenter.figures_arrived(Figures(BORN_MS, outside=0), self.now)
        self.presenter.sessions_changed([Row(1)], [])
        for spec in PAGES:
            self.window.open_page(spec.key)
            self.tick()
            self.assert_nothing_is_cut_off()

    def assert_nothing_is_cut_off(self) -> None:
        """No words end beyond the right edge of the window. (What is too high is scrolled.)"""
        edge = self.root.winfo_rootx() + self.root.winfo_width()
        for widget in below(self.root):
            if widget.winfo_viewable() and widget.winfo_class() in ("TLabel", "TButton", "TRadiobutton", "TCheckbutton"):
                self.assertLessEqual(widget.winfo_rootx() + widget.winfo_width(), edge, str(widget))
                self.assertGreaterEqual(widget.winfo_width(), min(widget.winfo_reqwidth(), 24), str(widget))

    def test_light_and_dark_at_run_time(self) -> None:
        self.show()
        log = self.window.pages["log"].pane.lines.text  # type: ignore[attr-defined]
        for mode in ("dark", "light", "dark"):
            self.kit.set_mode(mode)
            settle(self.root)
            self.assertEqual(str(log.cget("background")), self.kit.palette.surface)
            self.assertEqual(str(self.kit.style.lookup("raised.Treeview", "background")), self.kit.palette.raised)

    def test_hostile_strings_from_everywhere(self) -> None:
        self.show()
        for number, words in enumerate(HOSTILE):
            self.presenter.settings_arrived(Settings(name=words), self.now)
            self.presenter.interfaces_found([Interface(words, "192.168.1.20"), Interface(words, "10.0.0.1", "other")])
            self.presenter.sessions_changed([Row(number, words, address=words)], [])
            self.presenter.log_arrived([Line(number, words, topic=words)])
            self.presenter.operator_lost(words, None, self.now)
            self.presenter.welcomed(Welcome(folder=words), self.now)
            self.presenter.settings_arrived(Settings(name=words), self.now)
            for spec in PAGES:
                self.window.open_page(spec.key)
                self.tick()
        self.presenter.run_changed(Status(State.RESTARTING, retry_at=self.now, last_words=HOSTILE), self.now)
        self.tick()


class States(ServerCase):
    def test_stopped_and_started_again(self) -> None:
        self.show(online=False)
        self.assertIn("Nobody can come in", shown_words(self.root))
        click(button(self.window.nav, "Start the server"))
        pump(self.root, lambda: self.relay.told == [("start", None)])
        self.go_online()
        settle(self.root)
        click(button(self.window.nav, "Stop the server"))
        pump(self.root, lambda: self.relay.told[-1] == ("stop",))

    def test_it_died_and_counts_down(self) -> None:
        self.show()
        words = ("Traceback", "  sqlite3.OperationalError: disk full")
        self.presenter.run_changed(Status(State.RESTARTING, retry_at=self.now + 4, last_words=words), self.now)
        settle(self.root)
        start = button(self.root, "Start now")
        self.assertIn("in 4 s", shown_words(self.root))
        self.assertIn("disk full", shown_words(self.root))
        self.now += 2
        self.tick()
        self.assertIn("in 2 s", shown_words(self.root))
        self.assertIs(button(self.root, "Start now"), start)
        click(button(self.root, "Copy the last words"))
        pump(self.root, lambda: self.copied == ["\n".join(words)])
        self.go_online()
        settle(self.root)
        self.assertNotIn("disk full", shown_words(self.root))

    def test_the_port_is_taken(self) -> None:
        self.show(online=False)
        self.presenter.run_changed(
            Status(State.FAILED, failure=Failure.CONFIGURATION, error=PortInUse(11111), next_port=11112), self.now
        )
        settle(self.root)
        click(button(self.root, "Use next free port 11112"))
        pump(self.root, lambda: self.relay.told == [("start", 11112)])

    def test_closing(self) -> None:
        self.show()
        self.presenter.sessions_changed([Row(1), Row(2)], [])
        self.presenter.close_wanted()
        pump(self.root, lambda: open_sheet(self.root) is not None)
        self.assertIn("2 people are online", shown_words(self.root))
        press(self.root, "Escape")
        pump(self.root, lambda: open_sheet(self.root) is None)
        self.assertEqual(self.relay.told, [])
        self.presenter.close_wanted()
        press(self.root, "Return")
        pump(self.root, lambda: self.relay.told == [("leave", False)])
        self.presenter.close_wanted()
        settle(self.root)
        sheet = open_sheet(self.root)
        assert sheet is not None
        click(button(sheet, "Stop the server"))
        pump(self.root, lambda: self.relay.told[-1] == ("leave", True))

    def test_shortcuts_rest_while_a_question_is_open(self) -> None:
        self.show()
        focus(self.root)
        self.presenter.close_wanted()
        pump(self.root, lambda: open_sheet(self.root) is not None)
        press(self.root, "ctrl+3", "Tab", "Tab", "Tab", "Escape")
        pump(self.root, lambda: open_sheet(self.root) is None)
        self.assertTrue(self.window.pages["overview"].winfo_viewable())

    def test_a_saved_log_is_reported_for_a_while(self) -> None:
        self.show()
        self.presenter.log_saved("a place", "")
        settle(self.root)
        self.assertIn("saved to a place", shown_words(self.root))
        self.presenter.log_saved("a place", "disk full.")
        settle(self.root)
        self.assertIn("disk full", shown_words(self.root))


class Form(ServerCase):
    def setUp(self) -> None:
        super().setUp()
        self.show()
        self.window.open_page("settings")
        settle(self.root)
        self.page = cast(SettingsPage, self.window.pages["settings"])

    def test_hints_break_where_the_window_ends(self) -> None:
        self.root.geometry("960x600+0+0")
        settle(self.root)
        edge = self.page._stack.winfo_rootx() + self.page._stack.winfo_width()
        labels = [label for label in below(self.page._stack) if label.winfo_class() == "TLabel" and label.winfo_ismapped()]
        self.assertGreater(len(labels), 20)
        for label in labels:
            self.assertLess(label.winfo_rootx() + label.winfo_width(), edge, label.cget("text"))
            self.assertGreaterEqual(label.winfo_width(), label.winfo_reqwidth(), label.cget("text"))
            self.assertGreaterEqual(label.winfo_height(), label.winfo_reqheight(), label.cget("text"))

    def test_a_name_typed_and_applied(self) -> None:
        focus(self.page._name_field.line)
        press(self.root, "ctrl+a")
        type_text(self.root, "Class 7b")
        pump(self.root, lambda: "Not applied yet" in shown_words(self.root))
        press(self.root, "Return")
        pump(self.root, lambda: self.relay.told)
        self.assertEqual(self.relay.told[0][1].name, "Class 7b")  # type: ignore[attr-defined]
        self.presenter.settings_arrived(Settings(name="Class 7b"), self.now)
        settle(self.root)
        self.assertIn("Applied.", shown_words(self.root))
        self.assertNotIn("Not applied yet", shown_words(self.root))

    def test_typing_is_not_disturbed_by_the_relay(self) -> None:
        focus(self.page._name_field.line)
        press(self.root, "End")
        type_text(self.root, "abc")
        pump(self.root, lambda: self.page._name_field.value == "lab-serverabc")
        press(self.root, "Left")
        self.presenter.settings_arrived(Settings(guests=False), self.now)
        type_text(self.root, "X")
        pump(self.root, lambda: self.page._name_field.value == "lab-serverabXc")

    def test_a_taken_port_offers_the_next_one(self) -> None:
        focus(self.page._port_field)
        press(self.root, "ctrl+a")
        type_text(self.root, "11113")
        press(self.root, "Return")
        pump(self.root, lambda: self.relay.told)
        self.presenter.settings_refused(PortInUse(11113), self.now)
        settle(self.root)
        self.assertTrue(self.page._port_field.instate(["invalid"]))
        click(button(self.page, "Use next free port 11114"))
        pump(self.root, lambda: len(self.relay.told) == 2)
        self.assertEqual(self.relay.told[1][1].port, 11114)  # type: ignore[attr-defined]

    def test_the_room_password(self) -> None:
        click(button(self.page, "Set…"))
        pump(self.root, lambda: self.page._password.entry.winfo_viewable())
        settle(self.root)
        type_text(self.root, "tulip 7")
        pump(self.root, lambda: self.page._password.entry.value == "tulip 7")
        self.assertEqual(self.page._password.entry.cget("show"), "•")
        click(self.page._password._eye)
        pump(self.root, lambda: not self.page._password.entry.cget("show"))
        click(button(self.page, "Apply"))
        pump(self.root, lambda: self.relay.told)
        self.assertEqual(self.relay.told[0][1].password, "tulip 7")  # type: ignore[attr-defined]
        self.presenter.settings_arrived(Settings(room=True), self.now)
        settle(self.root)
        self.assertEqual(self.page._password.entry.value, "")
        click(button(self.page, "Remove"))
        pump(self.root, lambda: "It is removed when you apply." in shown_words(self.root))

    def test_what_is_missing_is_said_at_the_field(self) -> None:
        radio = self.page._signup._buttons[1]
        click(radio)
        click(button(self.page, "Apply"))
        pump(self.root, lambda: "Set one here" in shown_words(self.root))
        self.assertEqual(self.relay.told, [])
        click(button(self.page, "Discard"))
        pump(self.root, lambda: "Set one here" not in shown_words(self.root))

    def test_nothing_can_be_set_while_nobody_listens(self) -> None:
        self.presenter.run_changed(Status(State.RESTARTING), self.now)
        settle(self.root)
        self.assertTrue(self.page._port_field.instate(["disabled"]))
        self.assertIn("while the server runs", shown_words(self.root))
        self.go_online()
        settle(self.root)
        self.assertTrue(self.page._port_field.instate(["!disabled"]))

    def test_hostile_text_pasted_into_every_field(self) -> None:
        for words in HOSTILE:
            clean = words.replace("\0", "").encode("utf-8", "ignore").decode()
            self.root.clipboard_clear()
            self.root.clipboard_append(clean)
            for field in (self.page._name_field.line, self.page._port_field):
                focus(field)
                press(self.root, "ctrl+a", "ctrl+v")
                settle(self.root)
                press(self.root, "BackSpace", "Return")
                settle(self.root)
        self.assertTrue(all(len(told[1].name.encode()) <= 64 for told in self.relay.told))  # type: ignore[attr-defined]

    def test_the_theme_acts_at_once(self) -> None:
        radios = [widget for widget in below(self.page) if widget.winfo_class() == "TRadiobutton"]
        dark = next(radio for radio in radios if str(radio.cget("text")) == "Dark")
        focus(dark)  # it is scrolled into view
        click(dark)
        pump(self.root, lambda: self.relay.told == [("mode", "dark")])


if __name__ == "__main__":
    unittest.main()
