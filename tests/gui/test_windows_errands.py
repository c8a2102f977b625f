"""Groups, private messages, inbox, search and the account through the sheets of real windows on a real relay."""

from __future__ import annotations

import os
import tkinter as tk
import unittest

from tests.gui.harness import environment, focus, running_relay, settle, shot
from tests.gui.people import Client, PeopleCase
from tests.system.processes import PASSWORD, Program
from udpchat.gui.errands.account_sheet import AccountSheet
from udpchat.gui.errands.group_sheet import GroupSheet
from udpchat.gui.errands.list_sheets import InboxSheet, NewMessageSheet, ReceiptsSheet, SwitcherSheet
from udpchat.gui.errands.order_sheets import ModerateSheet
from udpchat.gui.errands.people_sheets import NewGroupSheet
from udpchat.gui.errands.person_sheet import PersonSheet
from udpchat.gui.errands.rules_sheet import RulesSheet
from udpchat.gui.errands.search_sheet import SearchSheet
from udpchat.gui.errands.sheet import ErrandSheet


class ErrandWindowsCase(PeopleCase):
    """What one does with sheets in real windows."""

    def sheet(self, client: Client, kind: type[ErrandSheet]) -> ErrandSheet:
        """The sheet that is open in a window, once it has the keyboard."""

        def found() -> list[ErrandSheet]:
            return [child for child in client.chat.winfo_children() if isinstance(child, kind)]

        self.until(found)
        sheet = found()[0]
        self.until(lambda: str(client.root.focus_get() or "").startswith(str(sheet)))
        settle(self.all_windows)
        return sheet

    def picture(self, name: str) -> None:
        """For eyes, where somebody wants to look."""
        if folder := os.environ.get("UDPCHAT_TEST_PICTURES"):
            settle(self.all_windows)
            shot(f"{folder}/{name}.png")

    def gone(self, client: Client) -> None:
        """No sheet is open."""
        self.until(lambda: not any(isinstance(child, ErrandSheet) for child in client.chat.winfo_children()))

    def typed(self, client: Client, widget: tk.Misc, words: str) -> None:
        """Into a line of a sheet."""
        client.type(widget, words)

    def core_of(self, client: Client):  # type: ignore[no-untyped-def]
        return client.shell._core

    def room(self, client: Client, title: str) -> int:
        """The number of somebody's conversation of that title."""
        core = self.core_of(client)
        self.until(lambda: any(room.title == title for room in core.rooms))
        return next(int(room.id) for room in core.rooms if room.title == title)


class ThreeWindows(ErrandWindowsCase):
    """ann, ben and cara."""

    def test_from_a_group_to_the_inbox(self) -> None:
        relay = running_relay(self, self.folder() / "relay", "--name", "Lab")
        ann, ben, cara = self.client(), self.client(), self.client()
        for client, name in ((ann, "ann"), (ben, "ben"), (cara, "cara")):
            client.create(relay, name)
        self.until(lambda: len(self.core_of(ann).online) == 3)
        self.make_group(ann, ben)
        self.write_in_private(cara, ann)
        self.read_the_inbox(ann)
        self.find(ann)
        self.rename_myself(ben, ann)

    def make_group(self, ann: Client, ben: Client) -> None:
        ann.key("ctrl+shift+n")
        sheet = self.sheet(ann, NewGroupSheet)
        assert isinstance(sheet, NewGroupSheet)
        self.typed(ann, sheet.name.line, "Network lab")
        self.typed(ann, sheet.picker.line, "be")
        self.until(lambda: [row.title for row in sheet.picker.list.rows] == ["ben"])
        ann.key("Return")
        self.until(lambda: sheet.picker._chips)
        self.picture("new_group")
        sheet.name.line.focus_set()
        ann.key("Return")
        self.gone(ann)
        group = self.room(ann, "Network lab")
        self.until(lambda: ann.chat.winfo_exists() and ann.shell._page._presenter.room.id == group)  # type: ignore[union-attr]
        ann.say("Welcome to the lab")
        self.assertEqual(self.room(ben, "Network lab"), group)
        self.until(lambda: self.core_of(ben).room(group).unread == 1)
        ann.chat._actions.errands.group(group)
        info = self.sheet(ann, GroupSheet)
        assert isinstance(info, GroupSheet)
        self.until(lambda: [row.title for row in info.list.rows] == ["ann", "ben"])
        self.picture("group")
        ann.key("Escape")
        self.gone(ann)
        seq = self.core_of(ann).newest_messages(group, 1)[0].seq
        ann.chat._actions.errands.receipts(group, seq)
        receipts = self.sheet(ann, ReceiptsSheet)
        assert isinstance(receipts, ReceiptsSheet)
        self.until(lambda: "0 of 1" in str(receipts.summary.cget("text")))
        ben.chat._actions.open_conversation(group)
        ben.key("ctrl+End")
        self.until(lambda: "All 1" in str(receipts.summary.cget("text")))
        self.picture("receipts")
        ann.key("Escape")
        self.gone(ann)

    def write_in_private(self, cara: Client, ann: Client) -> None:
        cara.key("ctrl+n")
        sheet = self.sheet(cara, NewMessageSheet)
        assert isinstance(sheet, NewMessageSheet)
        self.picture("new_message")
        self.typed(cara, sheet.find.line, "ann")
        self.until(lambda: [row.title for row in sheet.list.rows] == ["ann"])
        cara.key("Return")
        self.gone(cara)
        cara.say("the printer is back", "see you at three")
        self.until(lambda: any(room.kind == "private" and room.unread == 2 for room in self.core_of(ann).rooms))

    def read_the_inbox(self, ann: Client) -> None:
        ann.key("ctrl+i")
        sheet = self.sheet(ann, InboxSheet)
        assert isinstance(sheet, InboxSheet)
        self.until(lambda: [row.title for row in sheet.list.rows] == ["cara", "the printer is back", "see you at three"])
        self.picture("inbox")
        ann.key("Down", "Down", "Return")
        self.gone(ann)
        self.until(lambda: "the printer is back" in ann.texts)
        self.until(lambda: not any(room.unread for room in self.core_of(ann).rooms))

    def find(self, ann: Client) -> None:
        ann.key("ctrl+k")
        switcher = self.sheet(ann, SwitcherSheet)
        assert isinstance(switcher, SwitcherSheet)
        self.typed(ann, switcher.find.line, "lab")
        self.until(lambda: switcher.list.rows[0].title == "Network lab")
        self.picture("switcher")
        ann.key("Return")
        self.gone(ann)
        self.until(lambda: "Welcome to the lab" in ann.texts)
        ann.key("ctrl+shift+f")
        search = self.sheet(ann, SearchSheet)
        assert isinstance(search, SearchSheet)
        self.typed(ann, search.find.line, "printer")
        self.until(lambda: [row.under for row in search.list.rows] == ["the printer is back"])
        self.picture("search")
        ann.key("Down", "Return")
        self.gone(ann)
        self.until(lambda: "the printer is back" in ann.texts)

    def rename_myself(self, ben: Client, ann: Client) -> None:
        focus(ben.chat.composer.text)
        ben.chat._actions.errands.account()
        sheet = self.sheet(ben, AccountSheet)
        assert isinstance(sheet, AccountSheet)
        self.until(lambda: sheet._data is not None and sheet._data.known)
        self.typed(ben, sheet.display.line, "Ben the Great")
        ben.key("Return")
        self.until(lambda: ben.reads("Saved"))
        ann.chat._actions.errands.person(self.core_of(ben).me)
        self.until(lambda: ann.reads("Ben the Great"))
        self.picture("person")
        ann.key("Escape")
        self.gone(ann)
        focus(sheet.display.line)
        ben.key("Escape")
        self.gone(ben)


class KeepingOrder(ErrandWindowsCase):
    """ann is operator, ben is not."""

    def test_mute_rules_sanctions_and_a_code(self) -> None:
        data = self.folder() / "relay"
        relay = running_relay(self, data, "--name", "Lab")
        ann, ben = self.client(), self.client()
        ann.create(relay, "ann")
        ben.create(relay, "ben")
        done = Program(["-m", "udpchat", "admin", "--data", str(data), "role", "ann", "operator"], environment(data))
        self.addCleanup(done.close)
        self.assertEqual(done.status(), 0, done.transcript())
        ann.sign_out()
        ann.sign_in(relay, "ann")
        self.until(lambda: len(self.core_of(ann).online) == 2)
        self.assertEqual(self.core_of(ann).my_role, "operator")
        self.mute(ann, ben)
        self.rule(ann, ben)
        self.code(ann, self.core_of(ben).me)

    def mute(self, ann: Client, ben: Client) -> None:
        focus(ann.chat.composer.text)
        ann.chat._actions.errands.moderate(self.core_of(ben).me, "mute")
        sheet = self.sheet(ann, ModerateSheet)
        assert isinstance(sheet, ModerateSheet)
        self.typed(ann, sheet.reason.line, "too loud")
        ann.key("Return")
        self.gone(ann)
        self.until(lambda: ann.reads("ben is muted"))
        self.assertTrue(ben.chat._actions.send("is anybody there"))
        self.until(lambda: any(row.error for row in ben.rows) or ben.reads("too loud"))

    def rule(self, ann: Client, ben: Client) -> None:
        focus(ann.chat.composer.text)
        ann.chat._actions.errands.rules()
        sheet = self.sheet(ann, RulesSheet)
        assert isinstance(sheet, RulesSheet)
        ann.key("space")
        self.until(lambda: self.core_of(ben).rules.paused)
        ann.key("space")
        self.until(lambda: not self.core_of(ben).rules.paused)
        sheet.turn_to("sanctions")
        self.until(lambda: [row.title for row in sheet.sanctions.rows] == ["ben"])
        self.picture("sanctions")
        focus(sheet.sanctions.canvas)
        ann.key("Down", "Return")
        ann.answer("yes")
        self.until(lambda: not sheet.sanctions.rows)
        self.until(lambda: sheet.audit.rows and sheet.audit.rows[0].title == "Let off: ben")
        ann.key("Escape")
        self.gone(ann)

    def code(self, ann: Client, ben: int) -> None:
        focus(ann.chat.composer.text)
        ann.chat._actions.errands.person(ben)
        sheet = self.sheet(ann, PersonSheet)
        assert isinstance(sheet, PersonSheet)
        sheet._person.reset_code()
        self.until(lambda: sheet._data is not None and sheet._data.code)
        self.picture("code")
        ann.key("Escape")
        self.gone(ann)


class MyAccount(ErrandWindowsCase):
    """Passwords, blocks, and the end."""

    def account(self, client: Client, page: str) -> AccountSheet:
        focus(client.chat.composer.text)
        client.chat._actions.errands.account()
        sheet = self.sheet(client, AccountSheet)
        assert isinstance(sheet, AccountSheet)
        sheet.turn_to(page)
        settle(self.all_windows)
        return sheet

    def test_password_block_and_end(self) -> None:
        relay = running_relay(self, self.folder() / "relay", "--name", "Lab")
        ann, ben = self.client(), self.client()
        ann.create(relay, "ann")
        ben.create(relay, "ben")
        self.until(lambda: len(self.core_of(ann).online) == 2)
        self.block(ann, ben)
        self.change_password(ann)
        ann.sign_out()
        ann.sign_in(relay, "ann", "another secret")
        sheet = self.account(ben, "delete")
        self.typed(ben, sheet.typed.line, "ben")
        self.typed(ben, sheet.proof.entry, "wrong")
        focus(sheet.danger)
        ben.key("Return")
        self.until(lambda: sheet.proof.problem)
        self.typed(ben, sheet.proof.entry, PASSWORD)
        focus(sheet.danger)
        ben.key("Return")
        self.until(lambda: ben.at_first_page)
        self.until(lambda: len(self.core_of(ann).online) == 1)

    def block(self, ann: Client, ben: Client) -> None:
        user = self.core_of(ben).me
        focus(ann.chat.composer.text)
        ann.chat._actions.errands.person(user)
        card = self.sheet(ann, PersonSheet)
        assert isinstance(card, PersonSheet)
        card.block.invoke()
        ann.answer("yes")
        self.until(lambda: str(card.block.cget("text")) == "Unblock")
        ann.key("Escape")
        self.gone(ann)
        sheet = self.account(ann, "blocked")
        self.until(lambda: [row.title for row in sheet.list.rows] == ["ben"])
        focus(sheet.list.canvas)
        ann.key("Down", "Return")
        self.until(lambda: not sheet.list.rows)
        ann.key("Escape")
        self.gone(ann)

    def change_password(self, ann: Client) -> None:
        sheet = self.account(ann, "password")
        self.typed(ann, sheet.present.entry, PASSWORD)
        self.typed(ann, sheet.password.entry, "x")
        self.typed(ann, sheet.again.entry, "x")
        ann.key("Return")
        self.until(lambda: sheet.password.problem)
        self.typed(ann, sheet.password.entry, "another secret")
        self.typed(ann, sheet.again.entry, "another secret")
        self.picture("password")
        ann.key("Return")
        self.gone(ann)
        self.until(lambda: ann.reads("The password is changed"))


if __name__ == "__main__":
    unittest.main()
