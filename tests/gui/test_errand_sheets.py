"""Sheets over the chat with real keys and clicks."""

from __future__ import annotations

import os
import tkinter as tk
import unittest
from pathlib import Path
from unittest import mock

from tests.gui.errand_case import ErrandCase, inside
from tests.gui.harness import click, focus, press, pump, settle, type_text
from tests.gui.server_case import HOSTILE
from tests.unit.gui.presenters.chat_making import KOFI, MAYA, SARI
from tests.unit.gui.presenters.errands_lab import GROUP, account, said
from udpchat.client import events
from udpchat.client.events import Member, Receipt, Room
from udpchat.errors import NotAllowed
from udpchat.gui.dialogs import open_sheet
from udpchat.gui.errands.account_sheet import AccountSheet
from udpchat.gui.errands.group_sheet import GroupSheet
from udpchat.gui.errands.list_sheets import InboxSheet, NewMessageSheet, SwitcherSheet
from udpchat.gui.errands.order_sheets import ExportSheet, ModerateSheet
from udpchat.gui.errands.people_sheets import AnnounceSheet, NewGroupSheet, SeveralSheet
from udpchat.gui.errands.person_sheet import PersonSheet
from udpchat.gui.errands.rules_sheet import RulesSheet
from udpchat.gui.errands.search_sheet import SearchSheet
from udpchat.gui.widgets.popup_menu import PopupMenu


class Switching(ErrandCase):
    def setUp(self) -> None:
        super().setUp()
        self.open_window()
        self.lab.errands.switcher()
        found = self.shown()
        assert isinstance(found, SwitcherSheet)
        self.switcher = found

    def test_typing_and_enter_goes_there(self) -> None:
        type_text(self.root, "kofi")
        pump(self.root, lambda: self.switcher.list.rows[0].title == "Kofi Mensah")
        press(self.root, "Return")
        pump(self.root, lambda: self.lab.opened == [(-KOFI, 0)])
        self.gone()

    def test_arrows_choose_while_one_types(self) -> None:
        press(self.root, "Down", "Down", "Up")
        pump(self.root, lambda: self.switcher.list.selected == 1)
        press(self.root, "Return")
        pump(self.root, lambda: self.lab.opened == [(-MAYA, 0)])

    def test_escape_and_a_click_beside_it_close_it(self) -> None:
        press(self.root, "Escape")
        self.gone()
        self.lab.errands.switcher()
        self.shown()
        click(self.ground, 20, 600)
        self.gone()

    def test_a_click_goes_there(self) -> None:
        click(self.switcher.list.canvas, 100, 46 + 23)
        pump(self.root, lambda: self.lab.opened == [(-MAYA, 0)])


class Lists(ErrandCase):
    def test_new_message(self) -> None:
        self.open_window()
        self.lab.errands.new_message()
        sheet = self.shown()
        assert isinstance(sheet, NewMessageSheet)
        type_text(self.root, "sari")
        pump(self.root, lambda: [row.title for row in sheet.list.rows] == ["Sari Wijaya"])
        press(self.root, "Return")
        pump(self.root, lambda: self.lab.opened == [(-SARI, 0)])
        self.gone()

    def test_inbox_by_keys(self) -> None:
        self.open_window()
        self.lab.errands.inbox()
        sheet = self.shown()
        assert isinstance(sheet, InboxSheet)
        press(self.root, "Down", "Down", "Return")
        pump(self.root, lambda: len(self.lab.opened) == 1)
        self.assertEqual(self.lab.opened[0][1], 5)

    def test_all_read(self) -> None:
        self.open_window()
        self.lab.errands.inbox()
        sheet = self.shown()
        assert isinstance(sheet, InboxSheet)
        click(sheet.read_all)
        pump(self.root, lambda: "mark_all_read" in self.lab.core.names())
        self.gone()

    def test_search_goes_on_while_one_types_and_opens_a_hit(self) -> None:
        self.open_window()
        self.lab.errands.search(GROUP)
        sheet = self.shown()
        assert isinstance(sheet, SearchSheet)
        type_text(self.root, "capture")
        pump(self.root, lambda: "search" in self.lab.core.names())
        self.lab.tell(events.SearchFound(self.lab.core.ref, (self.lab.core.messages[4],), 0))
        pump(self.root, lambda: len(sheet.list.rows) == 1)
        press(self.root, "Down", "Return")
        pump(self.root, lambda: self.lab.opened == [(GROUP, 4)])

    def test_a_wrong_day_is_told_at_its_field(self) -> None:
        self.open_window()
        self.lab.errands.search()
        sheet = self.shown()
        assert isinstance(sheet, SearchSheet)
        press(self.root, "Tab", "Tab")
        type_text(self.root, "soon")
        press(self.root, "Return")
        pump(self.root, lambda: sheet.since.problem)
        type_text(self.root, "x")
        pump(self.root, lambda: not sheet.since.problem)


class Forms(ErrandCase):
    def test_a_group_with_the_keyboard_alone(self) -> None:
        self.open_window()
        self.lab.errands.new_group()
        sheet = self.shown()
        assert isinstance(sheet, NewGroupSheet)
        press(self.root, "Return")
        pump(self.root, lambda: sheet.name.problem)
        type_text(self.root, "Network lab")
        press(self.root, "Tab", "Tab")
        type_text(self.root, "sar")
        pump(self.root, lambda: len(sheet.picker.list.rows) == 1)
        press(self.root, "Return")
        pump(self.root, lambda: not sheet.picker.line.value)
        type_text(self.root, "may")
        press(self.root, "Return")
        pump(self.root, lambda: len(sheet._errand.users) == 2)  # type: ignore[attr-defined]
        press(self.root, "BackSpace")
        pump(self.root, lambda: len(sheet._errand.users) == 1)  # type: ignore[attr-defined]
        type_text(self.root, "may")
        press(self.root, "Return")
        pump(self.root, lambda: len(sheet._errand.users) == 2)  # type: ignore[attr-defined]
        press(self.root, "Return")  # with nobody looked for it makes the group, and takes nobody back
        pump(self.root, lambda: "create_group" in self.lab.core.names())
        self.assertEqual(self.lab.core.last("create_group")[0], "Network lab")
        self.assertEqual(self.lab.core.last("create_group")[2], (SARI, MAYA))
        self.lab.done(77)
        pump(self.root, lambda: self.lab.opened == [(77, 0)])
        self.gone()

    def test_tab_goes_from_the_fields_to_the_buttons(self) -> None:
        self.open_window()
        self.lab.errands.new_group()
        sheet = self.shown()
        assert isinstance(sheet, NewGroupSheet)
        focus(sheet.picker.line)
        press(self.root, "Tab", "Tab", "Tab")  # the list, the switch
        pump(self.root, lambda: self.root.focus_get() in sheet._buttons)
        press(self.root, "Tab", "Tab", "Tab")
        pump(self.root, lambda: self.root.focus_get() is sheet.name.line)

    def test_tab_never_leaves_the_sheet(self) -> None:
        self.open_window()
        self.lab.errands.new_group()
        sheet = self.shown()
        for _ in range(12):
            press(self.root, "Tab")
            settle(self.root)
            self.assertTrue(self.has_keyboard(sheet), self.root.focus_get())
        for _ in range(12):
            press(self.root, "shift+Tab")
            settle(self.root)
            self.assertTrue(self.has_keyboard(sheet), self.root.focus_get())

    def test_nothing_behind_is_clicked(self) -> None:
        self.open_window()
        clicks: list[int] = []
        self.field.bind("<Button-1>", lambda _event: clicks.append(1), add="+")
        self.lab.errands.new_group()
        sheet = self.shown()
        click(self.field, 5, 5)
        settle(self.root)
        self.assertEqual(clicks, [])
        self.assertIs(self.windows.sheet, sheet)

    def test_several(self) -> None:
        self.open_window()
        self.lab.errands.several()
        sheet = self.shown()
        assert isinstance(sheet, SeveralSheet)
        type_text(self.root, "kofi")
        press(self.root, "Return")
        pump(self.root, lambda: str(sheet.verb.cget("text")) == "Send to 1")
        sheet.said.text.focus_set()
        type_text(self.root, "one\ntwo")
        pump(self.root, lambda: sheet.said.value == "one\ntwo")
        press(self.root, "ctrl+Return")
        pump(self.root, lambda: "send_many" in self.lab.core.names())
        self.assertEqual(self.lab.core.last("send_many")[:2], ((KOFI,), "one\ntwo"))
        self.gone()

    def test_an_announcement_that_is_refused_stays(self) -> None:
        self.open_window()
        self.lab.errands.announce()
        sheet = self.shown()
        assert isinstance(sheet, AnnounceSheet)
        type_text(self.root, "hello")
        press(self.root, "ctrl+Return")
        pump(self.root, lambda: sheet.verb.instate(["disabled"]))
        self.lab.tell(events.MessageRefused(self.lab.core.ref, "hello", NotAllowed()))
        pump(self.root, lambda: sheet.said.problem)
        self.assertEqual(sheet.said.value, "hello")
        self.assertTrue(sheet.verb.instate(["!disabled"]))

    def test_my_account(self) -> None:
        self.open_window()
        self.lab.errands.account()
        self.lab.meet(account(1, display="Me Myself", country="Kenya"), prefix="me")
        sheet = self.shown()
        assert isinstance(sheet, AccountSheet)
        press(self.root, "ctrl+a")
        type_text(self.root, "Someone")
        self.lab.meet(account(1, display="Me Myself", country="Peru"), prefix="me")  # what is typed stays
        pump(self.root, lambda: sheet.country.value == "Peru")
        self.assertEqual(sheet.display.value, "Someone")
        press(self.root, "Return")
        pump(self.root, lambda: "change_profile" in self.lab.core.names())
        self.assertEqual(self.lab.core.last("change_profile")[:2], ("Someone", "Peru"))

    def test_a_password_and_the_end(self) -> None:
        self.open_window()
        self.lab.errands.account()
        sheet = self.shown()
        assert isinstance(sheet, AccountSheet)
        click(sheet._tabs.chips["password"])
        pump(self.root, lambda: self.root.focus_get() is sheet.present.entry)
        type_text(self.root, "old words")
        press(self.root, "Tab", "Tab")  # over the eye
        pump(self.root, lambda: self.root.focus_get() is sheet.password.entry)
        type_text(self.root, "secret words")
        press(self.root, "Return")
        pump(self.root, lambda: sheet.again.problem)
        self.assertEqual(sheet.password.entry.cget("show"), "•")
        click(sheet._tabs.chips["delete"])
        pump(self.root, lambda: self.root.focus_get() is sheet.typed.line)
        type_text(self.root, "you")
        press(self.root, "Return")  # not by a slip of the finger
        click(sheet.danger)
        pump(self.root, lambda: sheet.typed.problem)
        self.assertNotIn("delete_account", self.lab.core.names())


class Deciding(ErrandCase):
    def test_a_member_by_menu_and_question(self) -> None:
        self.open_window()
        self.lab.errands.group(GROUP)
        sheet = self.shown()
        assert isinstance(sheet, GroupSheet)
        press(self.root, "Down", "Down", "Down", "Down", "Return")
        pump(self.root, lambda: any(isinstance(child, PopupMenu) for child in self.ground.winfo_children()))
        press(self.root, "Up", "Return")
        pump(self.root, lambda: open_sheet(self.root) is not None)
        press(self.root, "Tab", "Return")
        pump(self.root, lambda: "remove_member" in self.lab.core.names())
        self.assertEqual(self.lab.core.last("remove_member")[:2], (GROUP, SARI))
        pump(self.root, lambda: self.has_keyboard(sheet))
        self.lab.done()
        press(self.root, "Escape")
        self.gone()

    def test_another_name(self) -> None:
        self.open_window()
        self.lab.errands.group(GROUP)
        sheet = self.shown()
        assert isinstance(sheet, GroupSheet)
        click(sheet.edit)
        pump(self.root, lambda: self.root.focus_get() is sheet.name.line)
        type_text(self.root, "Machine room")
        press(self.root, "Return")
        pump(self.root, lambda: "change_group" in self.lab.core.names())
        self.assertEqual(self.lab.core.last("change_group")[2:], ("Machine room", "UDP chat project"))

    def test_the_card_of_a_person(self) -> None:
        self.open_window()
        self.lab.core.my_role = "operator"
        self.lab.errands.person(SARI)
        sheet = self.shown()
        assert isinstance(sheet, PersonSheet)
        click(sheet.add)
        pump(self.root, lambda: any(isinstance(child, PopupMenu) for child in self.ground.winfo_children()))
        press(self.root, "Down", "Return")
        pump(self.root, lambda: "add_members" in self.lab.core.names())
        self.lab.done(3)
        click(sheet.block)
        pump(self.root, lambda: open_sheet(self.root) is not None)
        press(self.root, "Escape")
        pump(self.root, lambda: open_sheet(self.root) is None)
        self.assertNotIn("block", self.lab.core.names())
        buttons = sheet._order_row.winfo_children()
        self.assertEqual(len(buttons), 5)
        click(buttons[0])
        pump(self.root, lambda: isinstance(self.windows.sheet, ModerateSheet))

    def test_a_ban_by_address(self) -> None:
        self.open_window()
        self.lab.errands.moderate(SARI, "ban")
        sheet = self.shown()
        assert isinstance(sheet, ModerateSheet) and sheet.what is not None and sheet.address is not None and sheet.time is not None
        click(sheet.time.chips["ever"])
        pump(self.root, lambda: str(sheet.verb.cget("text")) == "Ban for good")
        click(sheet.what.chips["address"])
        pump(self.root, sheet.address.winfo_viewable)
        type_text(self.root, "lab")
        press(self.root, "Return")
        pump(self.root, lambda: sheet.address is not None and sheet.address.problem)
        press(self.root, "ctrl+a")
        type_text(self.root, "192.168.1.77")
        press(self.root, "Return")
        pump(self.root, lambda: "ban" in self.lab.core.names())
        self.lab.done(1)
        self.gone()
        self.assertEqual(self.toasts, ["Sari Wijaya is banned"])

    def test_rules_spring_back_when_refused(self) -> None:
        self.open_window()
        self.lab.core.my_role = "moderator"
        self.lab.errands.rules()
        sheet = self.shown()
        assert isinstance(sheet, RulesSheet)
        self.assertFalse(sheet.days.winfo_ismapped())
        press(self.root, "space")
        pump(self.root, lambda: "pause" in self.lab.core.names())
        self.assertTrue(sheet.pause.value)
        self.lab.refused(NotAllowed())
        pump(self.root, lambda: not sheet.pause.value)

    def test_a_file(self) -> None:
        self.open_window()
        self.lab.errands.export(GROUP)
        sheet = self.shown()
        assert isinstance(sheet, ExportSheet)
        path = Path("somewhere") / "lab.json"
        self.windows.path_to_save = lambda name, ending: path  # type: ignore[method-assign]
        click(sheet.kind.chips["json"])
        pump(self.root, lambda: sheet.kind.value == "json")
        sheet.save.focus_set()
        press(self.root, "Return")
        pump(self.root, lambda: "export" in self.lab.core.names())
        self.lab.tell(events.Exported(path, 3))
        pump(self.root, sheet.where.winfo_viewable)


    def test_where_a_file_is_saved(self) -> None:
        self.open_window()
        home, asked = self.folder(), list[object]()
        elsewhere = home / "elsewhere" / "lab.html"

        def choose(**options: object) -> str:
            asked.append(options["initialdir"])
            return str(elsewhere)

        (home / "Downloads").mkdir()
        with (
            mock.patch("udpchat.gui.errands.windows.filedialog.asksaveasfilename", choose),
            mock.patch.dict(os.environ, {"HOME": str(home), "USERPROFILE": str(home)}),
        ):
            for _ in range(2):
                self.assertEqual(self.windows.path_to_save("lab.html", ".html"), elsewhere)
        self.assertEqual(asked, [str(home / "Downloads"), str(elsewhere.parent)])


class Places(ErrandCase):
    """Everything has its place in the smallest window, in both modes."""

    def check(self, mode: str, scale: float) -> None:
        size = round(720 * scale), round(480 * scale)
        self.open_window(*size, mode, scale)
        lab, errands = self.lab, self.lab.errands
        lab.core.my_role = "operator"
        opens = (
            errands.switcher, errands.new_message, errands.new_group, errands.several, errands.announce, errands.inbox,
            errands.account, errands.rules, lambda: errands.add_people(GROUP), lambda: errands.group(GROUP),
            lambda: errands.person(SARI), lambda: errands.search(GROUP, "x"), lambda: errands.export(GROUP),
            lambda: errands.moderate(SARI, "ban"), lambda: errands.receipts(GROUP, 6),
        )  # fmt: skip
        for opening in opens:
            opening()
            lab.tell(events.ReceiptsFound(6, 3, 2, 1, (Receipt(SARI, 9, 9), Receipt(MAYA, 7, 3))))
            sheet = self.shown()
            settle(self.root)
            with self.subTest(sheet=type(sheet).__name__):
                self.assertTrue(inside(self.ground, sheet))
                for button in (*sheet._buttons, sheet.close_button):
                    self.assertTrue(not button.winfo_viewable() or inside(sheet, button), button.cget("text"))
                self.assertFalse(clipped(sheet), clipped(sheet))

    def test_light(self) -> None:
        self.check("light", 1.0)

    def test_dark_and_twice_as_large(self) -> None:
        self.check("dark", 2.0)

    def test_the_mode_changes_under_an_open_sheet(self) -> None:
        self.open_window()
        self.lab.errands.inbox()
        self.shown()
        self.kit.set_mode("dark")
        settle(self.root)
        self.kit.set_zoom(150)
        settle(self.root)


class Hostile(ErrandCase):
    """Whatever strangers are called and write, it is shown as harmless text."""

    def furnish(self, evil: str) -> None:
        """Everything is called like that."""
        core = self.lab.core
        core.messages = {seq: said(seq, GROUP, SARI, evil) for seq in range(1, 4)}
        core.rooms = (
            Room(GROUP, "group", evil, evil, "owner", members=2, unread=2, newest=core.messages[3]),
            Room(-MAYA, "private", evil, peer=MAYA, peer_name=evil, unread=1, newest=core.messages[3]),
        )
        core.unread_seqs = {GROUP: (1, 2), -MAYA: (3,)}
        core.lists[GROUP] = (Member(SARI, evil, evil, "member"), Member(MAYA, evil, evil, "admin"))
        core.display_of = core.name_of = lambda user: evil  # type: ignore[assignment,method-assign]
        core.my_role = "operator"
        known = (account(SARI, display=evil, country=evil, status=evil), account(MAYA, display=evil, blocked=True))
        self.lab.meet(*known, account(1, display=evil, country=evil, status=evil))

    def test_all_sheets(self) -> None:
        self.open_window()
        lab, errands, core = self.lab, self.lab.errands, self.lab.core
        opens = (
            errands.switcher, errands.new_message, lambda: errands.new_group((SARI,)), errands.inbox, errands.account,
            errands.rules, lambda: errands.add_people(GROUP), lambda: errands.group(GROUP), lambda: errands.person(SARI),
            lambda: errands.search(GROUP, "x"), lambda: errands.export(GROUP), lambda: errands.moderate(SARI, "ban"),
            lambda: errands.receipts(GROUP, 3),
        )  # fmt: skip
        for evil in HOSTILE:
            self.furnish(evil)
            for opening in opens:
                opening()
                lab.tell(
                    events.SearchFound(core.ref, tuple(core.messages.values()), 0),
                    events.ReceiptsFound(3, 3, 2, 1, (Receipt(SARI, 9, 9), Receipt(MAYA, 2, 2))),
                    events.CodeFound(core.ref, evil, 0),
                    events.ExportFailed(Path(), evil),
                )
                self.sheet.complain(evil)
                settle(self.root)
                with self.subTest(evil=evil[:10], sheet=type(self.sheet).__name__):
                    self.assertTrue(inside(self.ground, self.sheet))
        self.windows.toast(evil)


def clipped(widget: tk.Misc) -> list[str]:
    """Labels and buttons in a widget that are narrower than their words."""
    found = []
    for child in widget.winfo_children():
        found += clipped(child)
        if child.winfo_class() in ("TButton", "TLabel") and child.winfo_viewable():
            wrapped = child.winfo_class() == "TLabel" and str(child.cget("wraplength")) not in ("", "0")  # type: ignore[no-untyped-call]
            if not wrapped and child.winfo_width() < child.winfo_reqwidth():
                found.append(str(child.cget("text")))  # type: ignore[no-untyped-call]
    return found


if __name__ == "__main__":
    unittest.main()
