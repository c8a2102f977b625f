"""The operator's office on a screen with a real relay: what is done in the window reaches people, and comes back to it."""

from __future__ import annotations

import tkinter as tk
import unittest
from typing import cast
from unittest import mock

from tests.gui.harness import click, focus, press, pump, settle, type_text
from tests.gui.server_case import HOSTILE, ServerCase, below, button, shown_words
from tests.gui.test_server_shell import ShellCase
from tests.system.processes import Program
from tests.unit.gui.presenters.server_fakes import Row
from udpchat.client.operator import Account, GroupRow, SanctionRow
from udpchat.gui.presenters import server_groups
from udpchat.gui.presenters.server_forms import Field, Form
from udpchat.gui.presenters.server_order import OrderForm
from udpchat.gui.presenters.server_sanctions import Listed, sanction_entries
from udpchat.gui.presenters.server_users import Person, Users, UsersTable, card
from udpchat.gui.server_pages.form_sheet import FormSheet
from udpchat.gui.server_pages.groups_page import GroupsPage
from udpchat.gui.server_pages.order_page import OrderPage
from udpchat.gui.server_pages.overview import OverviewPage
from udpchat.gui.server_pages.users_page import UsersPage
from udpchat.gui.widgets.table import Table
from udpchat.limits import INTEGER_MAX


class OfficeCase(ShellCase):
    """A window with a relay, and people at terminals."""

    def setUp(self) -> None:
        super().setUp()
        self.window()
        self.port = self.online().port
        focus(self.app.root)

    def person(self, name: str) -> Program:
        program = self.chat(name, self.port)
        program.wait_for("Signed in")
        return program

    @property
    def users(self) -> UsersPage:
        return cast(UsersPage, self.view.pages["people"])

    @property
    def order(self) -> OrderPage:
        return cast(OrderPage, self.view.pages["order"])

    def rows(self, table: Table) -> list[str]:
        return [table.tree.item(key, "text").strip() for key in table.tree.get_children()]

    def choose(self, table: Table, label: str) -> None:
        self.wait(lambda: label in self.rows(table))
        key = next(key for key in table.tree.get_children() if table.tree.item(key, "text").strip() == label)
        table.tree.selection_set(key)
        settle(self.app.root)

    def sheet(self) -> FormSheet:
        self.wait(lambda: self.view.forms.sheet is not None)
        sheet = self.view.forms.sheet
        assert sheet is not None
        settle(self.app.root)
        return sheet

    def closed(self) -> None:
        self.wait(lambda: self.view.forms.sheet is None)


class People(OfficeCase):
    def test_muted_and_heard_again(self) -> None:
        ann = self.person("ann")
        press(self.app.root, "ctrl+2")
        self.choose(self.users.table, "ann")
        click(self.users.buttons["mute"])
        self.sheet()
        type_text(self.app.root, "too loud")
        press(self.app.root, "Return")
        self.closed()
        ann.wait_for("too loud")
        self.wait(lambda: "Muted" in shown_words(self.users.card))
        self.wait(lambda: "muted" in self.users.table.tree.set(self.users.table.selected[0], "state"))
        click(self.users.card.buttons["unmute"])
        self.wait(lambda: "Muted" not in shown_words(self.users.card))
        self.wait(lambda: "Heard again: ann." in self.words())

    def test_banned_and_lifted_on_the_page_of_moderation(self) -> None:
        ann = self.person("ann")
        press(self.app.root, "ctrl+2")
        self.choose(self.users.table, "ann")
        click(self.users.buttons["ban"])
        sheet = self.sheet()
        click(button(sheet, "Ban"))
        self.closed()
        self.assertNotEqual(ann.status(), 0)
        press(self.app.root, "ctrl+5")
        self.choose(self.order.sanctions, "ann")
        click(self.order.undo)
        self.wait(lambda: not self.rows(self.order.sanctions))
        self.wait(lambda: len(self.rows(self.order.audit)) == 2)

    def test_a_form_can_be_left(self) -> None:
        self.person("ann")
        press(self.app.root, "ctrl+2")
        self.choose(self.users.table, "ann")
        click(self.users.buttons["kick"])
        self.sheet()
        press(self.app.root, "ctrl+3")  # the window's own keys rest
        press(self.app.root, "Escape")
        self.closed()
        self.assertTrue(self.users.winfo_viewable())
        press(self.app.root, "Escape")
        self.wait(lambda: not self.users.table.selected)

    def test_a_role_and_a_code(self) -> None:
        self.person("ann")
        press(self.app.root, "ctrl+2")
        self.choose(self.users.table, "ann")
        click(self.users.card.buttons["role"])
        sheet = self.sheet()
        click(next(one for one in below(sheet) if one.winfo_class() == "TRadiobutton" and one.cget("text") == "Moderator"))
        click(button(sheet, "Change the role"))
        self.closed()
        self.wait(lambda: "Moderator" in shown_words(self.users.card))
        click(self.users.card.buttons["code"])
        click(button(self.sheet(), "Make a code"))
        self.wait(lambda: "One-time code of ann" in self.words())
        click(button(self.sheet(), "Close"))
        self.closed()

    def test_people_from_a_file(self) -> None:
        path = self.data.parent / "people.csv"
        path.write_text("messi,surabaya,Lionel Messi,AR\ntwo words,x\n", encoding="utf-8")
        press(self.app.root, "ctrl+2")
        with mock.patch("udpchat.gui.server_office_view.filedialog.askopenfilename", return_value=str(path)):
            click(button(self.users, "Import"))
        sheet = self.sheet()
        self.assertIn("1 account can be made of this file. 1 line is left out.", shown_words(sheet))
        click(button(sheet, "Import 1 person"))
        self.closed()
        self.wait(lambda: self.rows(self.users.table) == ["Lionel Messi · messi"])


class Everybody(OfficeCase):
    def test_announced(self) -> None:
        ann = self.person("ann")
        press(self.app.root, "ctrl+n")
        self.sheet()
        type_text(self.app.root, "lunch at noon")
        press(self.app.root, "ctrl+Return")
        self.closed()
        ann.wait_for("lunch at noon")

    def test_rules(self) -> None:
        ann = self.person("ann")
        press(self.app.root, "ctrl+5")
        self.wait(lambda: self.order.switches[0].instate(["!disabled"]))
        click(self.order.switches[0])
        audit = self.order.audit.tree
        self.wait(lambda: "paused the chat" in [audit.set(key, "kind") for key in audit.get_children()])
        ann.type("am I heard?")
        ann.wait_for("paused")
        click(self.order.switches[0])
        self.wait(lambda: not self.shell.presenter.office.rules.paused)
        click(self.order.slow.chips["10"])
        self.wait(lambda: self.shell.presenter.office.rules.form().slow == "10")
        click(self.order.days.chips["30"])
        click(button(self.sheet(), "Delete old messages"))
        self.wait(lambda: self.shell.presenter.office.rules.retention_days == 30)
        focus(self.order.lesson)
        press(self.app.root, "Return")  # Enter presses the button that has the keyboard
        click(button(self.sheet(), "Begin the new lesson"))
        self.closed()
        self.wait(lambda: "archived" in self.words())

    def test_plain_text_clients(self) -> None:
        press(self.app.root, "ctrl+7")
        page = self.view.pages["settings"]
        self.wait(lambda: self.shell.presenter.settings.form().port)
        radios = [one for one in below(page) if one.winfo_class() == "TRadiobutton"]
        lan = next(one for one in radios if str(one.cget("text")) == "Local network")
        focus(lan)
        click(lan)
        click(button(page, "Apply"))
        self.wait(lambda: "Applied." in self.words())
        self.assertEqual(self.shell.presenter.settings.form().plain, "lan")

    def test_from_the_overview(self) -> None:
        ann = self.person("ann")
        overview = cast(OverviewPage, self.view.pages["overview"])
        self.choose(overview._people, "ann")
        press(self.app.root, "ctrl+2")
        self.wait(lambda: "ann" in self.rows(self.users.table))
        press(self.app.root, "ctrl+1")
        focus(overview._people.tree)
        overview._people.tree.focus(overview._people.selected[0])
        press(self.app.root, "Return")  # opens the card
        self.wait(lambda: self.users.winfo_viewable() and "ann" in shown_words(self.users.card))
        press(self.app.root, "ctrl+1")
        click(overview.buttons["kick"])
        self.sheet()
        press(self.app.root, "Return")
        self.closed()
        ann.wait_for("moderator")

    def test_groups(self) -> None:
        ann = self.person("ann")
        ann.type("/group create chess")
        page = cast(GroupsPage, self.view.pages["groups"])
        press(self.app.root, "ctrl+3")
        self.choose(page.table, "chess")
        self.wait(lambda: "ann · owner" in shown_words(page.card))
        click(page.card.buttons["delete"])
        click(button(self.sheet(), "Delete the group"))
        self.closed()
        self.wait(lambda: not self.rows(page.table))
        self.assertIn("There are no groups", self.words())

    def test_nothing_can_be_done_while_the_server_is_stopped(self) -> None:
        self.person("ann").end_input()
        press(self.app.root, "ctrl+2")
        self.choose(self.users.table, "ann")
        self.wait(lambda: self.users.table.tree.set(self.users.table.selected[0], "state") == "offline")
        self.shell.stop()
        self.wait(lambda: "Accounts are listed while the server runs." in self.words())
        self.assertTrue(all(one.instate(["disabled"]) for one in self.users.buttons.values()))
        press(self.app.root, "ctrl+5")
        self.wait(lambda: "These can be changed while the server runs." in self.words())
        self.assertTrue(self.order.switches[0].instate(["disabled"]))
        self.shell.start(None)
        self.wait(lambda: self.order.switches[0].instate(["!disabled"]))


class Looks(ServerCase):
    """Without a relay: every page with hostile content, in every size, and forms of all kinds."""

    def fill(self, names: tuple[str, ...] = ("ann", "bob")) -> None:
        self.presenter.sessions_changed([Row(number, name, number) for number, name in enumerate(names, 1)], [])
        accounts = [
            Account(number, name, name, name, "member", False, True, 5, "online", name, False)
            for number, name in enumerate(names, 1)
        ]
        sanctions = [SanctionRow(1, "ban", 1, names[0], "", 0, names[0], 5, INTEGER_MAX, names[0])]
        people = [Person(one.user, one.name, one, [], sanctions) for one in accounts]
        groups = [GroupRow(number, name, name, 1, name, 3, True, 5, 5) for number, name in enumerate(names, 1)]
        window = self.window
        window.show_users(UsersTable().users(people, 9, True, True))
        window.show_user(card(people[0], names, (), 9))
        window.show_groups(server_groups.GroupsTable().groups(groups, 9, True))
        window.show_group(server_groups.card(groups[0], (), 9))
        window.show_sanctions(sanction_entries(sanctions, 9))
        window.show_audit((Listed(1, 1, names[0], names[0], names[:1] * 4),), True)
        window.show_order(OrderForm(True, wrong=(("slow", names[0]),)))

    def test_hostile_words_everywhere(self) -> None:
        self.show()
        self.fill(HOSTILE)
        for key in ("people", "groups", "order"):
            self.window.open_page(key)
            settle(self.root)

    def test_the_smallest_window(self) -> None:
        self.fits("720x480", 1.0)

    def test_the_usual_least_window(self) -> None:
        self.fits("960x600", 1.0)

    def test_twice_the_scale(self) -> None:
        self.fits("1500x1000", 2.0)

    def fits(self, size: str, scale: float) -> None:
        """No button ends beyond the right edge of the window."""
        self.show(size, scale=scale)
        self.fill()
        for key in ("people", "groups", "order"):
            self.window.open_page(key)
            settle(self.root)
            edge = self.root.winfo_rootx() + self.root.winfo_width()
            for widget in below(self.window.pages[key]):
                if widget.winfo_viewable() and widget.winfo_class() in ("TButton", "TRadiobutton", "TEntry"):
                    self.assertLessEqual(widget.winfo_rootx() + widget.winfo_width(), edge, str(widget))

    def test_a_form_with_everything(self) -> None:
        self.show()
        fields = (
            Field("chips", "a", "Choice", "1", (("1", "one"), ("2", "two"))),
            Field("line", "b", "Line", "x", hint="hint", most=20),
            Field("text", "c", "Text", most=200),
            Field("switch", "d", "Switch", "on", hint="hint"),
            Field("code", "e", "", "ABCD"),
            Field("lines", "f", "Lines", "\n".join(HOSTILE[:4])),
            Field("keys", "g", options=(("F1", "help"),)),
        )
        heard: list[object] = []
        self.window.show_form(Form("Title", "Words", fields, "Do it"), heard.append, lambda: heard.append("closed"))
        sheet = self.window.forms.sheet
        assert sheet is not None
        settle(self.root)
        pump(self.root, lambda: isinstance(self.root.focus_get(), tk.Text))
        for _ in range(12):  # the keyboard stays inside
            press(self.root, "Tab")
            settle(self.root)
            focused = self.root.focus_get()
            assert focused is not None
            self.assertTrue(str(focused).startswith(str(sheet)))
        click(button(sheet, "Do it"))
        pump(self.root, lambda: heard)
        self.assertEqual(heard, [{"a": "1", "b": "x", "c": "", "d": "on"}])
        self.window.form_busy("…")
        press(self.root, "Escape")
        settle(self.root)
        self.assertIsNotNone(self.window.forms.sheet)
        self.window.form_problem("No.")
        settle(self.root)
        self.assertIn("No.", shown_words(sheet))
        press(self.root, "Escape")
        pump(self.root, lambda: heard[-1] == "closed")
        self.window.form_problem("Told over the page.")
        settle(self.root)
        self.assertIn("Told over the page.", shown_words(self.root))

    def test_help_and_users_at_run_time_in_another_mode(self) -> None:
        self.show()
        self.fill()
        press(self.root, "F1")
        pump(self.root, lambda: self.window.forms.sheet is not None)
        self.assertIn("Ctrl+L", shown_words(self.root))
        for mode in ("dark", "light"):
            self.kit.set_mode(mode)
            settle(self.root)
        press(self.root, "Escape")
        pump(self.root, lambda: self.window.forms.sheet is None)

    def test_empty_tables_say_why(self) -> None:
        self.show()
        self.window.open_page("people")
        for users, words in ((Users(known=True), "Nobody has an account"), (Users(), "Asking the server")):
            self.window.show_users(users)
            settle(self.root)
            self.assertIn(words, shown_words(self.root))


if __name__ == "__main__":
    unittest.main()
