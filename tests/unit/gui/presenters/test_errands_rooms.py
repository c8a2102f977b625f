"""Errands about conversations: a group, a person, who has read a message, the inbox."""

from __future__ import annotations

import unittest

from tests.unit.gui.presenters.chat_making import BUDI, KOFI, MAYA, ME, NOON, SARI
from tests.unit.gui.presenters.errands_lab import ANNOUNCEMENTS, GROUP, Lab, account
from udpchat.catalogue import text
from udpchat.client import events
from udpchat.client.events import Member, Receipt, Room
from udpchat.client.phases import Phase
from udpchat.errors import NotAllowed


class Base(unittest.TestCase):
    def setUp(self) -> None:
        self.lab = Lab()
        self.lab.furnish()
        self.core, self.windows, self.errands = self.lab.core, self.lab.windows, self.lab.errands


class Groups(Base):
    def open(self, role: str = "owner") -> None:
        rooms = list(self.core.rooms)
        rooms[0] = Room(GROUP, "group", "Network lab", "UDP", role, members=4)  # type: ignore[arg-type]
        self.core.rooms = tuple(rooms)
        self.errands.group(GROUP)

    def acts(self, user: int) -> list[str]:
        return [act.key for act in self.windows.sheet.errand.acts(str(user))]

    def test_members_stand_by_rank_with_role_and_presence(self) -> None:
        self.open()
        data = self.windows.sheet.data
        self.assertEqual([row.title for row in data.rows], ["me", "Maya Putri", "budi", "Sari Wijaya"])
        self.assertEqual(data.rows[0].right, "owner · online")
        self.assertEqual(data.subtitle, "4 members, 3 online")

    def test_without_a_connection_nobody_is_counted_as_there_or_not(self) -> None:
        self.core.state = Phase.WAITING
        self.core.lists.clear()
        self.open()
        data = self.windows.sheet.data
        self.assertEqual((data.subtitle, data.hint), ("4 members", text("chat.members.unknown")))
        asked = self.core.names().count("ask_members")
        self.core.state = Phase.ONLINE
        self.lab.tell(events.StateChanged(Phase.ONLINE))
        self.assertEqual(self.core.names().count("ask_members"), asked + 1)

    def test_what_one_may_do_depends_on_ones_role(self) -> None:
        self.open()
        self.assertEqual(self.acts(SARI), ["message", "profile", "admin", "owner", "remove"])
        self.assertEqual(self.acts(MAYA), ["message", "profile", "member", "owner", "remove"])
        self.assertEqual(self.acts(ME), ["profile"])
        self.assertTrue(self.windows.sheet.data.may_delete)
        self.open("admin")
        self.assertEqual(self.acts(SARI), ["message", "profile", "remove"])
        self.assertEqual(self.acts(MAYA), ["message", "profile"])
        self.assertTrue(self.windows.sheet.data.may_change)
        self.open("member")
        self.assertEqual(self.acts(SARI), ["message", "profile"])
        self.assertFalse(self.windows.sheet.data.may_change or self.windows.sheet.data.may_delete)
        self.assertEqual(self.acts(KOFI), [])

    def test_changes_need_no_more_than_the_sheet(self) -> None:
        self.open()
        errand = self.windows.sheet.errand
        errand.change("", "")
        self.assertIn("title", self.windows.sheet.problems)
        errand.change("Lab", "IPv6")
        self.assertEqual(self.core.last("change_group"), (GROUP, 100.0, "Lab", "IPv6"))
        self.lab.done(9)
        self.assertEqual(self.windows.toasts, ["Saved"])
        errand.open_history(True)
        self.assertEqual(self.core.last("change_group"), (GROUP, 100.0, True))
        errand.act(str(SARI), "admin")
        self.assertEqual(self.core.last("give_role")[:3], (GROUP, SARI, "admin"))
        errand.act(str(SARI), "remove")
        self.assertEqual(self.core.last("remove_member")[:2], (GROUP, SARI))
        self.assertEqual(len(self.windows.questions), 1)

    def test_leaving_and_deleting_are_asked_about(self) -> None:
        self.windows.agrees = False
        self.open()
        errand = self.windows.sheet.errand
        errand.leave()
        errand.delete()
        errand.act(str(SARI), "owner")
        self.assertEqual([each.verb for each in self.windows.questions], ["Leave", "Delete group", "Make owner"])
        self.assertFalse({"leave_group", "delete_group", "give_role"} & set(self.core.names()))
        self.windows.agrees = True
        errand.leave()
        self.lab.refused(NotAllowed())
        self.assertIn("", self.windows.sheet.problems)
        errand.leave()
        self.lab.done()
        self.assertTrue(self.windows.sheet.closed)

    def test_it_follows_what_happens(self) -> None:
        self.open()
        self.core.lists[GROUP] = (*self.core.lists[GROUP], Member(KOFI, "kofi", "", "member"))
        self.lab.tell(events.MembersFound(GROUP, self.core.lists[GROUP]))
        self.assertEqual(len(self.windows.sheet.data.rows), 5)
        self.lab.tell(events.RoomsChanged((), (GROUP,)))
        self.assertTrue(self.windows.sheet.closed)

    def test_a_member_is_written_to(self) -> None:
        self.open()
        self.windows.sheet.errand.act(str(SARI), "message")
        self.assertEqual(self.lab.opened, [(-SARI, 0)])


class Persons(Base):
    def test_the_card_says_who_it_is(self) -> None:
        self.errands.person(KOFI)
        self.lab.meet(account(KOFI, role="moderator"), prefix="kofi")
        data = self.windows.sheet.data
        self.assertEqual((data.display, data.state, data.pills), ("Kofi Mensah", "away", ("moderator",)))
        self.assertEqual(dict(data.lines), {"Name": "@kofi", "Country": "Indonesia", "Status": "at lunch"})
        self.assertEqual(data.verbs, ())

    def test_who_may_keep_order_over_whom(self) -> None:
        self.core.my_role = "moderator"
        self.errands.person(SARI)
        self.assertEqual(self.windows.sheet.data.verbs, ("mute", "kick", "ban"))
        self.errands.person(KOFI)
        self.assertEqual(self.windows.sheet.data.verbs, ())
        self.errands.person(ME)
        self.assertEqual((self.windows.sheet.data.verbs, self.windows.sheet.data.me), ((), True))
        self.core.my_role = "operator"
        self.errands.person(KOFI)
        self.assertEqual(self.windows.sheet.data.verbs, ("mute", "kick", "ban", "role"))
        self.assertTrue(self.windows.sheet.data.may_reset)
        self.errands.person(BUDI)
        self.assertFalse(self.windows.sheet.data.may_reset)
        self.windows.sheet.errand.moderate("ban")
        self.assertEqual(self.windows.sheet.data.verb, "ban")

    def test_blocking_is_asked_about_and_unblocking_is_not(self) -> None:
        self.errands.person(MAYA)
        self.windows.sheet.errand.block()
        self.assertEqual(self.core.last("block")[:2], (MAYA, True))
        self.lab.done()
        self.assertTrue(self.windows.sheet.data.blocked)
        self.windows.sheet.errand.block()
        self.lab.done()
        self.assertEqual(self.core.last("block")[:2], (MAYA, False))
        self.assertFalse(self.windows.sheet.data.blocked)
        self.assertEqual(len(self.windows.questions), 1)

    def test_into_one_of_my_groups_or_a_new_one(self) -> None:
        self.errands.person(KOFI)
        self.assertEqual(self.windows.sheet.data.groups, ((GROUP, "Network lab"),))
        self.windows.sheet.errand.add_to(GROUP)
        self.lab.done(4)
        self.assertEqual(self.core.last("add_members")[:2], (GROUP, (KOFI,)))
        self.assertEqual(self.windows.toasts, ["Kofi Mensah was added to Network lab"])
        self.windows.sheet.errand.add_to(0)
        self.assertEqual(self.windows.sheet.errand.users, (KOFI,))

    def test_a_one_time_code(self) -> None:
        self.core.my_role = "operator"
        self.errands.person(SARI)
        self.windows.sheet.errand.reset_code()
        self.lab.tell(events.CodeFound(self.core.ref, "7QX4-M2KD", NOON))
        self.assertEqual(self.windows.sheet.data.code, "7QX4-M2KD")
        self.windows.sheet.errand.reset_code()
        self.lab.refused(NotAllowed())
        self.assertIn("", self.windows.sheet.problems)


class Reading(Base):
    def open(self, *marks: Receipt, members: int = 3, read: int = 0, delivered: int = 0) -> None:
        self.errands.receipts(GROUP, 6)
        self.lab.tell(events.ReceiptsFound(6, members, delivered, read, marks))

    def test_before_the_answer(self) -> None:
        self.errands.receipts(GROUP, 6)
        self.assertEqual(self.windows.sheet.data.summary, "Asking the server")
        self.assertEqual(self.windows.sheet.data.said, "Great work everybody")

    def test_who_has_read_who_has_got_who_is_missing(self) -> None:
        self.open(Receipt(SARI, 9, 9), Receipt(MAYA, 7, 3), read=1, delivered=2)
        data = self.windows.sheet.data
        self.assertEqual(data.summary, "1 of 3 have read it. Missing: maya, budi.")
        titles = [row.title for row in data.rows]
        self.assertEqual(titles, ["READ BY 1", "Sari Wijaya", "ARRIVED, NOT READ: 1", "Maya Putri", "NOT ARRIVED: 1", "budi"])
        self.lab.tell(events.ReceiptsChanged(GROUP, (Receipt(MAYA, 7, 7), Receipt(BUDI, 6, 6))))
        self.assertEqual(self.windows.sheet.data.summary, "All 3 have read it.")

    def test_marks_never_go_back(self) -> None:
        self.open(Receipt(SARI, 9, 9), read=1, delivered=1)
        self.lab.tell(events.ReceiptsChanged(GROUP, (Receipt(SARI, 2, 2),)))
        self.assertIn("READ BY 1", [row.title for row in self.windows.sheet.data.rows])

    def test_of_very_many_only_the_number(self) -> None:
        self.core.lists = {}
        self.open(members=30, read=27)
        self.assertEqual(self.windows.sheet.data.summary, "27 of 30 have read it.")

    def test_a_private_message(self) -> None:
        self.errands.receipts(-MAYA, 2)
        for marks, summary in (
            ((), "It is on the server, and has not arrived yet."),
            ((Receipt(MAYA, 2, 1),), "It has arrived, and was not read yet."),
            ((Receipt(MAYA, 2, 2),), "It was read."),
        ):
            self.lab.tell(events.ReceiptsFound(2, 1, 0, 0, marks))
            self.assertEqual(self.windows.sheet.data.summary, summary)


class Unread(Base):
    def test_by_sender_with_the_last_words(self) -> None:
        self.errands.inbox()
        data = self.windows.sheet.data
        self.assertEqual(data.summary, "4 unread")
        said = [
            ("Announcements", 1),
            ("kofi: Server restart on Sunday at 06:00", 0),
            ("maya", 2),
            ("Morning! The discovery works on my laptop now", 0),
            ("Shall we meet at three?", 0),
            ("Lobby", 1),
            ("kofi: @me the printer is back", 0),
        ]
        self.assertEqual([(row.title, row.badge) for row in data.rows], said)

    def test_a_line_opens_its_message_and_a_sender_the_conversation(self) -> None:
        self.errands.inbox()
        self.windows.sheet.errand.choose(f"{-MAYA} 2")
        self.errands.inbox()
        self.windows.sheet.errand.choose(str(ANNOUNCEMENTS))
        self.assertEqual(self.lab.opened, [(-MAYA, 2), (ANNOUNCEMENTS, 0)])

    def test_what_is_not_in_memory_is_read_from_the_disk(self) -> None:
        del self.core.messages[2]
        self.errands.inbox()
        self.assertEqual(self.core.last("load_earlier")[::2], (4, -MAYA))

    def test_all_read(self) -> None:
        self.errands.inbox()
        self.windows.sheet.errand.read_all()
        self.assertIn("mark_all_read", self.core.names())
        self.assertTrue(self.windows.sheet.closed)
        self.core.rooms = ()
        self.errands.inbox()
        self.assertEqual((self.windows.sheet.data.rows, self.windows.sheet.data.summary), ((), "Nothing is unread."))


if __name__ == "__main__":
    unittest.main()
