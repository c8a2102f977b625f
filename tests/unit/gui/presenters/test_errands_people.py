"""Errands about people: going somewhere, writing to somebody, making groups, writing to many."""

from __future__ import annotations

import unittest

from tests.unit.gui.presenters.chat_making import DEWI, KOFI, MAYA, ME, NOON, SARI
from tests.unit.gui.presenters.errands_lab import GROUP, Lab, account
from udpchat.client import events
from udpchat.client.phases import Phase
from udpchat.errors import NotAllowed, OutboxFull
from udpchat.gui.presenters.errands.switcher import SEARCH
from udpchat.limits import DIRECTORY_TOTAL_COUNT, NAMED_COUNT, TEXT_BYTES
from udpchat.words import messages as words

EVERYBODY = (account(ME), account(SARI), account(MAYA), account(KOFI), account(DEWI))


class Everybody(unittest.TestCase):
    def setUp(self) -> None:
        self.lab = Lab()
        self.lab.furnish()
        self.core, self.windows, self.errands = self.lab.core, self.lab.windows, self.lab.errands

    def titles(self) -> list[str]:
        return [row.title for row in self.windows.sheet.data.rows]


class Switching(Everybody):
    def test_without_a_word_what_is_unread_comes_first(self) -> None:
        self.errands.switcher()
        self.assertEqual(self.titles(), ["Announcements", "maya", "Lobby", "Network lab", "Machine room"])

    def test_a_word_finds_conversations_and_people_by_name_and_display_name(self) -> None:
        self.errands.switcher()
        self.lab.meet(*EVERYBODY)
        self.look_for("ma")
        self.assertEqual(self.titles(), ["maya", "Machine room", "Search messages for “ma”"])
        self.look_for("KOFI")
        self.assertEqual(self.titles()[0], "Kofi Mensah")
        self.look_for("mensah")
        self.assertEqual(self.titles()[0], "Kofi Mensah")
        self.look_for("@kof")
        self.assertEqual(self.titles()[0], "Kofi Mensah")

    def look_for(self, typed: str) -> None:
        self.windows.sheet.errand.look_for(typed)

    def choose(self, key: str) -> None:
        self.windows.sheet.errand.choose(key)

    def test_a_person_without_a_conversation_opens_one(self) -> None:
        self.errands.switcher()
        self.lab.meet(*EVERYBODY)
        self.look_for("kofi")
        self.choose(self.windows.sheet.data.rows[0].key)
        self.assertEqual((self.lab.opened, self.windows.written_count), ([(-KOFI, 0)], 1))
        self.assertTrue(self.windows.sheet.closed)

    def test_the_last_line_searches_messages(self) -> None:
        self.errands.switcher()
        self.look_for("  printer ")
        self.choose(SEARCH)
        self.assertEqual(self.core.last("search")[0], "printer")
        self.assertEqual(self.windows.sheet.data.words, "printer")

    def test_the_same_keys_close_it(self) -> None:
        self.errands.switcher()
        self.errands.switcher()
        self.assertTrue(self.windows.sheet.closed)
        self.assertEqual(len(self.windows.sheets), 1)

    def test_of_very_many_people_the_server_looks_for_the_name(self) -> None:
        self.errands.switcher()
        self.lab.meet(*(account(user) for user in range(1000, 1000 + DIRECTORY_TOTAL_COUNT)))
        self.look_for("zo")
        self.look_for("zoe")
        self.lab.time.pass_s(1.0)
        self.assertEqual([call[1] for call in self.core.asked if call[0] == "ask_people"], ["", "zoe"])


class Writing(Everybody):
    def test_everybody_is_listed_by_who_is_here(self) -> None:
        self.errands.new_message()
        self.lab.meet(*EVERYBODY)
        self.assertEqual(
            self.titles(), ["ONLINE", "budi", "Kofi Mensah", "me", "Sari Wijaya", "OFFLINE", "dewi", "Maya Putri"]
        )
        rows = {row.title: row for row in self.windows.sheet.data.rows}
        self.assertEqual((rows["Kofi Mensah"].note, rows["Kofi Mensah"].right), ("@kofi", "away"))
        self.assertEqual(rows["budi"].right, "do not disturb")
        self.assertEqual(rows["Maya Putri"].right, "last seen Yesterday")
        self.windows.sheet.errand.choose(str(SARI))
        self.assertEqual(self.lab.opened, [(-SARI, 0)])

    def test_before_an_answer_and_without_a_hit_it_says_so(self) -> None:
        self.core.online = ()
        self.errands.new_message()
        self.assertEqual(self.windows.sheet.data.hint, "Loading")
        self.lab.meet()
        self.assertEqual(self.windows.sheet.data.hint, "Nobody of that name.")

    def test_what_is_known_here_does_not_replace_what_the_server_said(self) -> None:
        self.errands.new_message()
        self.lab.meet(account(DEWI, display="Dewi Lestari"))
        self.lab.meet(account(DEWI), offline=True)
        self.assertIn("Dewi Lestari", self.titles())

    def test_the_directory_is_asked_for_once_a_minute(self) -> None:
        self.errands.new_message()
        self.lab.meet(*EVERYBODY)
        self.errands.switcher()
        self.assertEqual(self.core.names().count("ask_people"), 1)
        self.lab.time.pass_s(61.0)
        self.errands.new_message()
        self.assertEqual(self.core.names().count("ask_people"), 2)
        self.lab.meet(*EVERYBODY[:2])  # the others are gone
        self.assertNotIn("dewi", self.titles())

    def test_who_came_a_moment_ago_is_asked_for_by_name(self) -> None:
        self.errands.new_message()
        self.lab.meet(*EVERYBODY[:2])
        self.windows.sheet.errand.look_for("dew")
        self.assertEqual(self.windows.sheet.data.hint, "Loading")
        self.lab.time.pass_s(1.0)
        self.assertEqual(self.core.last("ask_people")[0], "dew")
        self.lab.meet(account(DEWI), prefix="dew")
        self.assertIn("dewi", self.titles())

    def test_several_people_get_one_text_each_in_private(self) -> None:
        self.errands.new_message()
        self.lab.meet(*EVERYBODY)
        self.windows.sheet.errand.several()
        errand = self.windows.sheet.errand
        errand.send("hello")
        self.assertIn("people", self.windows.sheet.problems)
        errand.toggle(SARI)
        errand.toggle(MAYA)
        errand.send("   ")
        self.assertIn("text", self.windows.sheet.problems)
        errand.send("x" * (TEXT_BYTES + 1))
        self.assertIn("text", self.windows.sheet.problems)
        errand.send("bring your laptop")
        self.assertEqual(self.core.last("send_many")[:2], ((SARI, MAYA), "bring your laptop"))
        self.assertTrue(self.windows.sheet.closed)
        self.assertEqual(self.windows.toasts, ["Sent to 2 people, to each in private"])

    def test_a_full_outbox_is_told_at_the_text_which_stays(self) -> None:
        self.errands.several()
        self.windows.sheet.errand.toggle(SARI)
        self.core.refuse = OutboxFull()
        self.windows.sheet.errand.send("hello")
        self.assertIn("text", self.windows.sheet.problems)
        self.assertFalse(self.windows.sheet.closed)

    def test_announcing(self) -> None:
        self.errands.announce()
        self.windows.sheet.errand.send("Restart at six")
        self.assertTrue(self.windows.sheet.busy)
        self.lab.tell(events.MessageStored(self.core.ref, 9, NOON))
        self.assertTrue(self.windows.sheet.closed)
        self.assertEqual(self.windows.toasts, ["Announced"])

    def test_who_may_not_announce_is_told(self) -> None:
        self.core.rules = words.Rules(False, False, "moderators", 0)
        self.errands.announce()
        self.assertFalse(self.windows.sheet.data.allowed)
        self.core.my_role = "moderator"
        self.errands.announce()
        self.assertTrue(self.windows.sheet.data.allowed)

    def test_a_refused_announcement_keeps_the_sheet(self) -> None:
        self.errands.announce()
        self.windows.sheet.errand.send("Restart at six")
        self.lab.tell(events.MessageRefused(self.core.ref, "Restart at six", NotAllowed()))
        self.assertIn("text", self.windows.sheet.problems)
        self.assertFalse(self.windows.sheet.closed)


class Gathering(Everybody):
    def test_a_group_is_made_and_opened(self) -> None:
        self.errands.new_group((SARI,))
        self.lab.meet(*EVERYBODY)
        errand = self.windows.sheet.errand
        errand.toggle(MAYA)
        self.assertEqual([chip.name for chip in self.windows.sheet.data.people.chips], ["sari", "maya"])
        errand.create("Network lab", "UDP", True)
        self.assertTrue(self.windows.sheet.busy)
        self.assertEqual(self.core.last("create_group"), ("Network lab", 100.0, (SARI, MAYA), "UDP", True))
        self.lab.done(77)
        self.assertEqual(self.lab.opened, [(77, 0)])

    def test_a_bad_name_is_told_at_its_field(self) -> None:
        self.errands.new_group()
        errand = self.windows.sheet.errand
        errand.create("", "", False)
        self.assertIn("title", self.windows.sheet.problems)
        errand.create("fine", "x" * 200, False)
        self.assertIn("topic", self.windows.sheet.problems)
        self.assertNotIn("create_group", self.core.names())

    def test_a_refused_group_keeps_the_sheet(self) -> None:
        self.errands.new_group()
        self.windows.sheet.errand.create("fine", "", False)
        self.lab.refused(NotAllowed())
        self.assertIn("title", self.windows.sheet.problems)
        self.assertFalse(self.windows.sheet.busy)
        self.assertFalse(self.windows.sheet.closed)

    def test_without_a_connection_it_waits_and_says_so(self) -> None:
        self.core.state = Phase.WAITING
        self.errands.new_group()
        self.windows.sheet.errand.create("fine", "", False)
        self.assertTrue(self.windows.sheet.closed)
        self.assertEqual(self.lab.opened, [])
        self.assertEqual(len(self.windows.toasts), 1)

    def test_a_connection_that_breaks_meanwhile_is_as_if_there_was_none(self) -> None:
        self.errands.new_group()
        self.windows.sheet.errand.create("fine", "", False)
        self.lab.tell(events.StateChanged(Phase.WAITING, 105.0))
        self.assertTrue(self.windows.sheet.closed)

    def test_a_sheet_that_was_closed_only_tells_what_went_wrong(self) -> None:
        self.errands.new_group()
        self.windows.sheet.errand.create("fine", "", False)
        self.windows.sheet.errand.close()
        self.lab.refused(NotAllowed())
        self.assertEqual(self.windows.toasts, [NotAllowed().sentence])
        self.errands.new_group()
        self.windows.sheet.errand.create("fine", "", False)
        self.windows.sheet.errand.close()
        self.lab.done(5)
        self.assertEqual(self.lab.opened, [])

    def test_members_are_not_added_again(self) -> None:
        self.errands.add_people(GROUP)
        self.lab.meet(*EVERYBODY)
        errand = self.windows.sheet.errand
        errand.add()
        self.assertIn("people", self.windows.sheet.problems)
        errand.toggle(SARI)
        self.assertEqual(errand.users, ())
        errand.toggle(KOFI)
        row = next(row for row in self.windows.sheet.data.people.rows if row.title == "Sari Wijaya")
        self.assertTrue(row.dim)
        errand.add()
        self.assertEqual(self.core.last("add_members")[:2], (GROUP, (KOFI,)))
        self.lab.done(8)
        self.assertTrue(self.windows.sheet.closed)

    def test_the_last_one_is_taken_back_and_too_many_are_told(self) -> None:
        self.errands.new_group(tuple(range(1000, 1000 + NAMED_COUNT)))
        errand = self.windows.sheet.errand
        errand.toggle(SARI)
        self.assertIn("people", self.windows.sheet.problems)
        errand.drop_last()
        errand.toggle(SARI)
        self.assertEqual(errand.users[-1], SARI)

    def test_a_group_that_is_gone_closes_its_sheet(self) -> None:
        self.errands.add_people(GROUP)
        self.lab.tell(events.RoomsChanged((), (GROUP,)))
        self.assertTrue(self.windows.sheet.closed)
        self.assertIsNone(self.errands.current)

    def test_one_at_a_time(self) -> None:
        self.errands.inbox()
        self.errands.account()
        self.assertTrue(self.windows.sheets[0].closed)
        self.assertFalse(self.windows.sheets[1].closed)
        self.lab.tell(events.LoggedOut(""))
        self.assertTrue(self.windows.sheets[1].closed)


if __name__ == "__main__":
    unittest.main()
