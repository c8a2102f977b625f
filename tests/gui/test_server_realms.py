"""The page of links in a window: with a second server and its operator at a command line, and with hostile names."""

from __future__ import annotations

import re
import tkinter as tk
import unittest
from typing import Any, cast
from unittest import mock

from tests.gui.harness import click, environment, focus, press, pump, settle, type_text
from tests.gui.server_case import HOSTILE, ServerCase, below, button, shown_words
from tests.gui.test_server_office import OfficeCase
from tests.system.processes import Program
from tests.unit.gui.presenters.test_server_realms import INVITE, link
from udpchat.gui.server_pages.overview import OverviewPage
from udpchat.gui.server_pages.realms_page import RealmsPage
from udpchat.gui.widgets.detail_card import DetailCard
from udpchat.gui.widgets.table import Table
from udpchat.limits import CODE_CHARS, PERSON_CHARS, REALM_CHARS
from udpchat.operate.desk import Outcome

PRINT = r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}"


class WithAnother(OfficeCase):
    """A server with a window, and `school`, which is looked after from a command line."""

    def setUp(self) -> None:
        super().setUp()
        self.there = self.data.parent / "school"
        self.school = self.program(
            *("serve", "--headless", "--host", "127.0.0.1", "--port", "0", "--data", str(self.there), "--name", "school")
        )
        self.school_port = int(self.school.wait_for("listening on").split()[2].rpartition(":")[2])

    def program(self, *arguments: str) -> Program:
        program = Program(["-m", "udpchat", *arguments], environment(self.there))
        self.addCleanup(program.close)
        return program

    def admin(self, *deed: str) -> str:
        """What the operator of the school does there."""
        program = self.program("admin", "--data", str(self.there), "realm", *deed)
        pump(self.app.root, lambda: not program.running())
        self.assertEqual(program.status(), 0, program.lines)
        return "\n".join(program.lines)

    @property
    def realms(self) -> RealmsPage:
        return cast(RealmsPage, self.view.pages["realms"])

    def state(self, name: str) -> str:
        tree = self.realms.table.tree
        return next((tree.set(key, "state") for key in tree.get_children() if tree.item(key, "text").strip() == name), "")

    def wait_state(self, name: str, state: str) -> None:
        self.wait(lambda: self.state(name) == state)

    def join(self) -> None:
        """Link both by an invite of the school."""
        press(self.app.root, "ctrl+4")
        invite = self.admin("invite", "127.0.0.1")
        click(self.realms.home.buttons["join"])
        self.sheet()
        self.app.copy(invite)
        press(self.app.root, "ctrl+v", "Return")
        self.closed()
        self.wait_state("school", "linked")

    def test_asked_for_and_agreed_there(self) -> None:
        press(self.app.root, "ctrl+4")
        self.wait(lambda: "linked with no other" in shown_words(self.realms))
        self.assertIn("Lab-é", shown_words(self.realms.home))
        click(self.realms.home.buttons["add"])
        self.sheet()
        type_text(self.app.root, "school\t")
        self.app.copy("127.0.0.1:9")
        press(self.app.root, "ctrl+v", "Return")  # nobody is there
        self.wait_state("school", "asked, no answer yet")
        self.closed()
        self.choose(self.realms.table, "school")
        self.wait(lambda: "Nothing answers there" in shown_words(self.realms.card))
        click(self.realms.home.buttons["add"])
        sheet = self.sheet()
        type_text(self.app.root, "school")
        click(button(sheet, "Ask for a link"))
        self.wait(lambda: "neither an IPv4 address nor a name" in shown_words(sheet))
        focus([one for one in below(sheet) if one.winfo_class() == "Text"][1])
        self.app.copy(f"127.0.0.1:{self.school_port}")
        press(self.app.root, "ctrl+v", "Return")
        self.closed()
        said = self.school.wait_for("wants to be linked")
        self.wait(lambda: bool(re.search(PRINT, said)) and re.findall(PRINT, said)[0] in shown_words(self.realms.home))
        self.admin("accept", "#1")
        self.wait_state("school", "linked")
        self.wait(lambda: "ms" in self.realms.table.tree.set(self.realms.table.selected[0], "round_trip"))

    def test_asked_by_them_seen_on_the_overview(self) -> None:
        self.admin("add", "Lab-é", "127.0.0.1", str(self.port))
        overview = cast(OverviewPage, self.view.pages["overview"])
        self.wait(lambda: "school wants to be linked" in shown_words(overview.strip))
        self.wait(lambda: self.view.nav._rows["realms"]._count.cget("text") == "1")
        click(button(overview.strip, "Look at it"))
        self.wait(lambda: "asks for a link" in shown_words(self.realms.card))
        click(self.realms.card.buttons["accept"])
        sheet = self.sheet()
        theirs = re.findall(PRINT, self.admin("list"))
        ours = shown_words(self.realms.home)
        self.assertTrue(all(print in ours for print in theirs))  # there they see ours
        shown = re.findall(PRINT, shown_words(sheet))
        self.assertEqual(len(set(shown)), 2)
        self.wait(lambda: any(print in shown_words(self.realms.card) for print in shown))
        click(button(sheet, "It is the same, accept"))
        self.closed()
        self.wait_state("school", "linked")
        press(self.app.root, "ctrl+1")
        self.wait(lambda: overview.winfo_viewable() and not overview.strip.winfo_viewable())

    def test_by_an_invite_from_here_and_through_a_kill(self) -> None:
        press(self.app.root, "ctrl+4")
        click(self.realms.home.buttons["invite"])
        self.sheet()
        press(self.app.root, "ctrl+a")
        type_text(self.app.root, "127.0.0.1")
        press(self.app.root, "Return")
        self.wait(lambda: "udpchat-realm://" in self.words())
        found = re.search(r"udpchat-realm://\S+", self.words())
        assert found is not None
        self.assertIn("Invite 1", self.rows(self.realms.table) or ["Invite 1"])
        with mock.patch.object(self.app, "copy") as copied:
            self.view.forms._copy = copied
            click(button(self.sheet(), "Copy"))
        press(self.app.root, "Escape")
        self.closed()
        self.admin("join", found[0])
        self.wait_state("school", "linked")
        self.school.kill()
        self.wait_state("school", "cannot be reached")
        self.choose(self.realms.table, "school")
        self.wait(lambda: "Last error" in shown_words(self.realms.card))
        click(self.realms.card.buttons["retry"])
        self.wait(lambda: "Trying to reach school." in self.words())
        self.program(
            *("serve", "--headless", "--host", "127.0.0.1", "--port", str(self.school_port), "--data", str(self.there))
        )
        self.wait_state("school", "linked")

    def test_hidden_blocked_and_removed(self) -> None:
        self.join()
        self.choose(self.realms.table, "school")
        click(self.realms.card.buttons["hide"])
        self.wait(lambda: "not shown to its people" in shown_words(self.realms.card))
        click(self.realms.card.buttons["share"])
        self.wait(lambda: "its people see who is here" in shown_words(self.realms.card))
        click(self.realms.card.buttons["block"])
        sheet = self.sheet()
        press(self.app.root, "Escape")
        self.closed()
        self.assertEqual(self.state("school"), "linked")
        click(self.realms.card.buttons["block"])
        sheet = self.sheet()
        click(button(sheet, "Block"))
        self.closed()
        self.wait_state("school", "blocked")
        click(self.realms.card.buttons["unblock"])
        self.wait(lambda: not self.rows(self.realms.table))
        self.wait(lambda: "This server is linked with no other" in shown_words(self.realms))

    def test_removed_and_named_anew(self) -> None:
        self.join()
        self.choose(self.realms.table, "school")
        self.assertFalse(self.realms.home.rename.winfo_viewable())
        click(self.realms.card.buttons["remove"])
        click(button(self.sheet(), "Remove"))
        self.closed()
        self.wait(lambda: not self.rows(self.realms.table))
        self.wait(self.realms.home.rename.winfo_viewable)
        click(self.realms.home.rename)
        self.sheet()
        press(self.app.root, "ctrl+a")
        type_text(self.app.root, "office")
        press(self.app.root, "Return")
        self.closed()
        self.wait(lambda: "name@office" in shown_words(self.realms.home))


class Drawn(ServerCase):
    @property
    def realms(self) -> RealmsPage:
        return cast(RealmsPage, self.window.pages["realms"])

    def fill(self, rows: list[Any], here: str = "lab") -> None:
        self.window.open_page("realms")
        self.presenter.office.realms._arrived(Outcome((here, rows)))
        self.tick()

    def test_hostile_names(self) -> None:
        for mode, scale in (("light", 1.0), ("dark", 2.0)):
            with self.subTest(mode=mode):
                self.show("900x600", mode, scale)
                names = [name[:PERSON_CHARS] for name in HOSTILE]  # longer ones do not come off the wire
                rows = [link(at, name, "asked", by=name, trouble=name[:CODE_CHARS]) for at, name in enumerate(names, 1)]
                self.fill(rows, max(names, key=len))
                for key in self.realms.table.tree.get_children():
                    self.realms.table.tree.selection_set(key)
                    settle(self.root)
                for deed in ("accept", "block", "remove"):
                    self.presenter.office.realms.do(deed, 1)  # type: ignore[arg-type]
                    settle(self.root)
                    self.window.forms.close()
                self.window.open_page("overview")
                self.fill(rows[:1])
                self.window.open_page("overview")
                settle(self.root)
                for child in self.root.winfo_children():
                    child.destroy()

    def chosen(self, size: str) -> tuple[Table, DetailCard]:
        """The table, and the card of one of its rows, in a window of that size."""
        self.show(size)
        self.fill([link(1, "school", "linked"), link(2, "annex", "asked")])
        self.realms.choose(2)
        settle(self.root)
        self.assertTrue(self.realms.card.winfo_viewable())
        return self.realms.table, self.realms.card

    def test_a_card_beside_the_table_leaves_whole_columns(self) -> None:
        table, card = self.chosen("1000x700")
        self.assertLessEqual(table.winfo_rootx() + table.winfo_width(), card.winfo_rootx())
        columns = ("#0", *table.tree.cget("displaycolumns"))
        self.assertIn("state", columns)
        self.assertLessEqual(sum(table.tree.column(key, "width") for key in columns), table.tree.winfo_width())

    def test_a_card_over_the_table_in_a_small_window(self) -> None:
        table, card = self.chosen("640x480")
        self.assertGreater(table.winfo_rootx() + table.winfo_width(), card.winfo_rootx())

    def test_in_a_small_window_and_without_anything(self) -> None:
        self.show("720x480")
        self.fill([link(1, "x" * REALM_CHARS, "asked")])
        badge = self.window.nav._rows["realms"]._count
        pump(self.root, badge.winfo_viewable)  # also on a rail of icons
        self.fill([])
        self.assertFalse(badge.winfo_ismapped())
        self.assertIn("linked with no other", shown_words(self.realms))
        for one in self.realms.home.buttons.values():
            self.assertLessEqual(one.winfo_rootx() + one.winfo_width(), self.root.winfo_rootx() + self.root.winfo_width())
        self.presenter.operator_lost("gone", None, self.now)
        self.tick()
        self.assertTrue(self.realms.home.buttons["add"].instate(["disabled"]))  # type: ignore[attr-defined]

    def test_the_number_is_plain_when_nothing_waits(self) -> None:
        self.show()
        self.fill([link(1, "school", "linked"), link(2, "annex", "asked")])
        count = self.window.nav._rows["realms"]._count
        self.assertEqual((count.cget("text"), bool(count.cget("image"))), ("1", True))
        self.fill([link(1, "school", "linked"), link(2, "annex", "linked")])
        self.assertEqual((count.cget("text"), bool(count.cget("image"))), ("2", False))

    def test_another_theme_while_it_is_seen(self) -> None:
        self.show()
        self.fill([link(1, "school", "linked"), link(2, "annex", "asked")])
        self.realms.choose(2)
        settle(self.root)
        self.presenter.office.realms.do("accept", 2)
        for mode in ("dark", "light"):
            self.kit.set_mode(mode)
            settle(self.root)
        self.assertIn("A4DQ-OBYH-A4DQ-OBYH", shown_words(self.root))

    def test_the_menu_of_a_row(self) -> None:
        self.show()
        self.fill([link(1, "school", "down"), link(2, "", "invited", host="", port=0, fingerprint=b"")])
        with mock.patch("udpchat.gui.server_office_view.PopupMenu") as menu:
            self.realms._popped("1", 10, 10)
            self.realms._popped("2", 10, 10)
            self.presenter.operator_lost("gone", None, self.now)
            self.realms._popped("1", 10, 10)
            self.realms._popped("99", 10, 10)
        down, invite, alone = ([item.words for item in call.args[2]] for call in menu.call_args_list)
        copies = ["Copy the name", "Copy: Address", "Copy: Fingerprint"]
        self.assertEqual(down, ["Try now", "Hide people", "Block…", "Remove…", *copies])
        self.assertEqual((invite, alone), (["Remove…"], copies))

    def test_an_invite_that_was_cut_off(self) -> None:
        self.show("720x480")
        self.presenter.office.realms.acts.join()
        settle(self.root)
        sheet = self.window.forms.sheet
        assert sheet is not None
        field = next(one for one in below(sheet) if isinstance(one, tk.Text))
        field.insert("1.0", INVITE[:-1])
        press(self.root, "ctrl+Return")
        pump(self.root, lambda: "there must be 52 characters" in shown_words(sheet))


if __name__ == "__main__":
    unittest.main()
