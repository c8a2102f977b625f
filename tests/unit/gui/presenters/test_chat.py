"""The chat window's decisions: what is shown when, and what the core is asked."""

from __future__ import annotations

import subprocess
import sys
import unittest
from pathlib import Path
from typing import Final

from tests.unit.gui.presenters.chat_making import BUDI, DAY, ME, SARI, Chat, message, person
from udpchat import errors
from udpchat.client import events
from udpchat.client.phases import Phase
from udpchat.errors import InvalidText, OutboxFull
from udpchat.gui.widgets.chat_data import Act
from udpchat.gui.widgets.chat_rows import EarlierRow, EmptyRow, MessageRow, NewRow, NoticeRow, Splice, Tick, Ticked
from udpchat.invites import human_fingerprint
from udpchat.limits import ROWS_PER_FLUSH_COUNT, ROWS_SHOWN_COUNT, ROWS_SLACK_COUNT

BEGIN: Final = "This is where the lobby begins"
ROOT: Final = Path(__file__).resolve().parents[4]


class Showing(unittest.TestCase):
    """Messages on their way to the view."""

    def test_before_anything_is_known(self) -> None:
        chat = Chat(signed_in=False)
        chat.core.head = 5
        chat.time.pass_s(1)
        self.assertEqual([type(row) for row in chat.view.rows], [NoticeRow])

    def test_an_empty_lobby(self) -> None:
        self.assertEqual([type(row) for row in Chat().view.rows], [EmptyRow])

    def test_the_first_message(self) -> None:
        chat = Chat()
        chat.say(1)
        self.assertEqual(chat.view.texts(), [BEGIN, "Today", "text 1"])

    def test_one_step_for_all_messages_of_a_moment(self) -> None:
        chat = Chat()
        chat.say(1)
        chat.view.steps.clear()
        for seq in range(2, 40):
            chat.presenter.on_event(events.MessagesAdded((message(seq),), True))
        chat.time.pass_s(0.1)
        self.assertEqual([(step.index, step.count) for step in chat.view.steps if isinstance(step, Splice)], [(3, 0)])

    def test_a_flood_is_drawn_in_bounded_pieces(self) -> None:
        chat = Chat()
        chat.core.contiguous_to = chat.core.head = 10**6
        flushes = rows = 0
        for seq in range(1, 5001):
            chat.presenter.on_event(events.MessagesAdded((message(seq),), True))
            chat.time.pass_s(0.001)
            flushes += bool(chat.view.steps)
            for step in chat.view.steps:
                count = len(step.rows) if isinstance(step, Splice) else 1
                rows += count
                self.assertLessEqual(count, ROWS_PER_FLUSH_COUNT + 3)
            chat.view.steps.clear()
            self.assertLessEqual(len(chat.view.rows), ROWS_SHOWN_COUNT + ROWS_SLACK_COUNT + 3)
        self.assertLessEqual(flushes, 5.0 / 0.030 + 1)
        self.assertGreater(rows, 4000)
        chat.time.pass_s(0.1)
        self.assertEqual(chat.view.texts()[-1], "text 5000")

    def test_faster_than_it_can_be_drawn(self) -> None:
        chat = Chat()
        chat.say(1)
        chat.say(*range(2, 500))
        self.assertLessEqual(len(chat.view.rows), ROWS_PER_FLUSH_COUNT + 3)
        self.assertEqual(chat.view.texts()[-1], "text 499")

    def test_a_restored_server(self) -> None:
        chat = Chat()
        chat.say(1, 2)
        chat.tell(events.MessagePending(b"a", "mine"))
        chat.tell(events.HistoryReset())
        self.assertEqual(len([row for row in chat.view.rows if isinstance(row, NoticeRow)]), 1)
        self.assertEqual(chat.view.texts()[-1], "mine")
        chat.say(1)
        self.assertIn("text 1", chat.view.texts())

    def test_midnight(self) -> None:
        chat = Chat()
        chat.say(1)
        chat.time.pass_s(DAY / 2000)
        self.assertEqual(chat.view.texts()[1], "Yesterday")
        self.assertEqual(chat.view.conversations[0].time, "Yesterday")


class Mine(unittest.TestCase):
    """What I write."""

    def test_pending_then_stored_in_place(self) -> None:
        chat = Chat()
        self.assertTrue(chat.presenter.send("hello"))
        self.assertIn(("send", "hello", 0), chat.core.asked)
        chat.tell(events.MessagePending(b"a", "hello"))
        row = chat.view.rows[-1]
        assert isinstance(row, MessageRow)
        self.assertEqual((row.tick, row.own, row.name), (Tick.PENDING, True, "me"))
        self.assertTrue(chat.view.conversations[0].pending)
        chat.view.steps.clear()
        chat.tell(events.MessageStored(b"a", 1, message(1).at))
        self.assertEqual([type(step) for step in chat.view.steps], [Ticked])
        self.assertEqual(chat.view.conversations[0].preview, "You: hello")

    def test_refused_retried_discarded(self) -> None:
        chat = Chat()
        chat.tell(events.MessagePending(b"a", "bad"), events.MessageRefused(b"a", "bad", InvalidText("it is empty")))
        row = chat.view.rows[-1]
        assert isinstance(row, MessageRow)
        self.assertEqual((row.tick, row.text), (Tick.FAILED, "bad"))
        self.assertIn("it is empty", row.error)
        chat.presenter.retry(row.key)
        chat.time.pass_s(1)
        self.assertEqual(chat.core.asked[-1], ("send", "bad", 0))
        self.assertEqual([type(row) for row in chat.view.rows], [EmptyRow])

    def test_a_retry_that_is_not_taken_keeps_the_message(self) -> None:
        chat = Chat()
        chat.tell(events.MessagePending(b"a", "bad"), events.MessageRefused(b"a", "bad", InvalidText()))
        chat.core.refuse = OutboxFull()
        chat.presenter.retry(chat.view.rows[-1].key)
        chat.time.pass_s(1)
        self.assertEqual(chat.view.texts()[-1], "bad")
        self.assertEqual(len(chat.view.complaints), 1)
        chat.presenter.discard(chat.view.rows[-1].key)
        chat.time.pass_s(1)
        self.assertNotIn("bad", chat.view.texts())

    def test_a_text_that_is_not_taken(self) -> None:
        chat = Chat()
        chat.core.refuse = OutboxFull()
        self.assertFalse(chat.presenter.send("hello"))
        self.assertEqual(chat.view.complaints, [OutboxFull().sentence])

    def test_sending_goes_to_the_end(self) -> None:
        chat = Chat()
        chat.say(*range(1, 500))
        chat.presenter.scrolled(False)
        chat.presenter.send("x")
        self.assertEqual(chat.view.scrolls, ["end"])
        chat.tell(events.MessagePending(b"a", "x"))
        self.assertEqual(chat.view.texts()[-1], "x")

    def test_drafts_are_kept(self) -> None:
        chat = Chat()
        chat.presenter.typed("hel")
        chat.presenter.typed("hello")
        self.assertNotIn(("draft", 0, "hello"), chat.core.asked)
        chat.time.pass_s(1.1)
        self.assertEqual(chat.core.asked[-1], ("draft", 0, "hello"))
        chat.presenter.send("hello")
        self.assertEqual(chat.core.asked[-1], ("draft", 0, ""))

    def test_a_draft_is_kept_on_closing(self) -> None:
        chat = Chat()
        chat.presenter.typed("hel")
        chat.presenter.close()
        self.assertIn(("draft", 0, "hel"), chat.core.asked)
        self.assertEqual(chat.time.waiting_count, 0)
        chat.say(1)
        self.assertEqual(chat.time.waiting_count, 0, "a late event wakes nothing")

    def test_a_draft_comes_back(self) -> None:
        chat = Chat()
        chat.tell(events.DraftFound(0, "half a"))
        self.assertEqual(chat.view.draft, "half a")
        chat.time.pass_s(5)
        self.assertEqual(chat.core.asked, [])

    def test_a_draft_does_not_overwrite_what_is_typed(self) -> None:
        chat = Chat()
        chat.presenter.typed("new")
        chat.tell(events.DraftFound(0, "old"))
        self.assertEqual(chat.view.draft, "")


class Reading(unittest.TestCase):
    """What is new, and what was read."""

    def shown_line(self, chat: Chat) -> str | None:
        """The text below the line of the new."""
        rows = chat.view.rows
        at = next((i for i, row in enumerate(rows) if isinstance(row, NewRow)), None)
        return None if at is None else rows[at + 1].text

    def test_in_view_is_read(self) -> None:
        chat = Chat()
        chat.say(1)
        chat.time.pass_s(2)
        self.assertIn(("read", 0, 1), chat.core.asked)
        self.assertEqual(chat.view.title, "Lobby - me - udpchat")
        self.assertIsNone(self.shown_line(chat))

    def test_without_focus_it_is_unread(self) -> None:
        chat = Chat()
        chat.say(1)
        chat.presenter.focused(False)
        chat.say(2, 3)
        chat.say(4, author=ME)
        self.assertEqual(chat.view.title, "(2) Lobby - me - udpchat")
        self.assertEqual(chat.view.conversations[0].unread, 2)
        self.assertEqual(self.shown_line(chat), "text 2")
        chat.presenter.focused(True)
        chat.time.pass_s(2)
        self.assertEqual(chat.view.title, "Lobby - me - udpchat")
        self.assertIn(("read", 0, 4), chat.core.asked)
        self.assertEqual(self.shown_line(chat), "text 2", "the line stays while one reads")

    def test_the_line_moves_with_the_next_absence_and_goes_with_an_answer(self) -> None:
        chat = Chat()
        chat.presenter.focused(False)
        chat.say(1)
        chat.presenter.focused(True)
        chat.say(2)
        chat.presenter.focused(False)
        chat.say(3)
        self.assertEqual(self.shown_line(chat), "text 3")
        chat.presenter.send("x")
        chat.time.pass_s(1)
        self.assertIsNone(self.shown_line(chat))

    def test_scrolled_up_counts_too(self) -> None:
        chat = Chat()
        chat.say(1, 2)
        chat.presenter.scrolled(False)
        chat.say(3, 4)
        self.assertEqual(chat.view.jump_count, 2)
        chat.presenter.jump()
        self.assertEqual((chat.view.jump_count, chat.view.scrolls), (0, ["end"]))

    def test_the_past_before_the_first_visit_is_not_new(self) -> None:
        chat = Chat()
        chat.presenter.focused(False)
        chat.say(*range(1, 50), live=False)
        self.assertEqual((chat.view.title, self.shown_line(chat)), ("Lobby - me - udpchat", None))

    def test_what_was_missed_since_the_last_visit_is_new(self) -> None:
        chat = Chat()
        chat.tell(events.ReadTo(0, 3))
        chat.say(*range(1, 6), live=False)
        self.assertEqual(self.shown_line(chat), "text 4")
        chat.time.pass_s(2)
        self.assertEqual(chat.core.asked, [("read", 0, 5)])

    def test_missed_during_a_loss_though_newer_ones_came_first(self) -> None:
        chat = Chat()
        chat.say(1)
        chat.time.pass_s(2)
        chat.core.head = 9
        chat.tell(events.MessagesAdded((message(9),), True))
        self.assertIsNone(self.shown_line(chat))
        chat.time.pass_s(2)
        self.assertNotIn(("read", 0, 9), chat.core.asked, "nothing is read beyond a gap")
        chat.core.contiguous_to = 9
        chat.tell(events.MessagesAdded(tuple(message(seq) for seq in range(2, 9)), False))
        chat.time.pass_s(2)
        self.assertEqual(self.shown_line(chat), "text 2")
        self.assertIn(("read", 0, 9), chat.core.asked)

    def test_many_unread(self) -> None:
        chat = Chat()
        chat.presenter.focused(False)
        chat.say(*range(1, 150))
        self.assertEqual(chat.view.title, "(149) Lobby - me - udpchat")

    def test_a_mention(self) -> None:
        chat = Chat()
        chat.presenter.focused(False)
        chat.say(1, text="hello @me")
        row = chat.view.rows[-1]
        assert isinstance(row, MessageRow)
        self.assertTrue(row.mention and chat.view.conversations[0].mention)


class Alerts(unittest.TestCase):
    """Sound and notification."""

    def test_only_without_focus_and_only_live(self) -> None:
        chat = Chat()
        chat.say(1)
        chat.presenter.focused(False)
        chat.say(2, live=False)
        chat.say(3, author=ME)
        self.assertEqual(chat.alerts.told, [])
        chat.say(4, text="one\ntwo")
        self.assertEqual(chat.alerts.told, [("sari in Lobby", "one two")])
        self.assertEqual(chat.alerts.sounds_count, 1)

    def test_at_most_one_every_few_seconds(self) -> None:
        chat = Chat()
        chat.presenter.focused(False)
        for seq in range(1, 101):
            chat.say(seq)
        self.assertLessEqual(len(chat.alerts.told), 4)
        chat.time.pass_s(5)
        self.assertRegex(chat.alerts.told[-1][0], r"^\d+ new messages in Lobby$")
        self.assertEqual(chat.alerts.told[-1][1], "sari: text 100")

    def test_not_after_the_person_came(self) -> None:
        chat = Chat()
        chat.presenter.focused(False)
        chat.say(1)
        chat.say(2)
        chat.presenter.focused(True)
        chat.time.pass_s(5)
        self.assertEqual(len(chat.alerts.told), 1)


class Earlier(unittest.TestCase):
    """Back into the past."""

    def top(self, chat: Chat) -> EarlierRow:
        row = chat.view.rows[0]
        assert isinstance(row, EarlierRow)
        return row

    def test_first_from_memory_then_from_disk(self) -> None:
        chat = Chat()
        chat.say(*range(101, 301), live=False)
        self.assertTrue(self.top(chat).more)
        for _ in range(4):
            chat.presenter.earlier()
        self.assertEqual([entry for entry in chat.core.asked if entry[0] == "earlier"], [("earlier", 101)])
        chat.time.pass_s(1)
        self.assertFalse(self.top(chat).more)
        chat.tell(events.EarlierLoaded(tuple(message(seq) for seq in range(51, 101)), True))
        self.assertEqual(chat.view.texts()[2], "text 51")
        self.assertEqual(chat.view.conversations[0].unread, 0)

    def test_where_it_begins(self) -> None:
        chat = Chat()
        chat.say(5, live=False)
        chat.presenter.earlier()
        chat.tell(events.EarlierLoaded((message(3),), False))
        self.assertEqual(self.top(chat).text, BEGIN)
        chat.presenter.earlier()
        self.assertEqual(chat.core.asked.count(("earlier", 3)), 0)

    def test_an_answer_that_brings_nothing_is_not_repeated_by_itself(self) -> None:
        chat = Chat()
        chat.say(5, live=False)
        chat.presenter.earlier()
        chat.tell(events.EarlierLoaded((), True))
        chat.presenter.earlier()
        self.assertEqual(chat.core.asked.count(("earlier", 5)), 1)
        chat.presenter.earlier(asked=True)
        self.assertEqual(chat.core.asked.count(("earlier", 5)), 2)

    def test_far_up_the_newest_leave_the_view_and_come_back(self) -> None:
        chat = Chat()
        chat.say(*range(1, 1001), live=False)
        chat.presenter.scrolled(False)
        for _ in range(30):
            chat.presenter.earlier()
        self.assertEqual(chat.view.texts()[2], "text 1")
        self.assertLessEqual(len(chat.view.rows), ROWS_SHOWN_COUNT + ROWS_SLACK_COUNT + 3)
        chat.presenter.scrolled(True)
        chat.say(1001)
        self.assertNotEqual(chat.view.texts()[-1], "text 1001", "that was not the end")
        for _ in range(30):
            chat.presenter.newer()
        self.assertEqual(chat.view.texts()[-1], "text 1001")


class Finding(unittest.TestCase):
    """Words in the conversation."""

    def test_from_the_newest_to_the_oldest_and_round(self) -> None:
        chat = Chat()
        chat.say(1, text="Straße A")
        chat.say(2, text="nothing")
        chat.say(3, text="STRASSE b")
        chat.presenter.find("strasse")
        find = chat.view.find
        assert find
        self.assertEqual((find.at, find.count, find.busy), (1, 2, False))
        chat.presenter.find_step(1)
        chat.presenter.find_step(1)
        chat.presenter.find_step(-1)
        keys = [row.key for row in chat.view.rows if isinstance(row, MessageRow)]
        self.assertEqual(chat.view.scrolls, [keys[2], keys[0], keys[2], keys[0]])

    def test_far_away(self) -> None:
        chat = Chat()
        chat.say(1, text="needle")
        chat.say(*range(2, 900))
        chat.presenter.find("needle")
        self.assertIn("needle", chat.view.texts())
        chat.presenter.find_end()
        find = chat.view.find
        assert find
        self.assertEqual(find.text, "")

    def test_nothing(self) -> None:
        chat = Chat()
        chat.say(1)
        for wanted in ("zzz", "", "   "):
            chat.presenter.find(wanted)
            find = chat.view.find
            assert find
            self.assertEqual((find.at, find.count), (0, 0))
        chat.presenter.find_step(1)
        self.assertEqual(chat.view.scrolls, [])

    def test_much_text_in_slices(self) -> None:
        chat = Chat()
        for seq in range(1, 100):
            chat.presenter.on_event(events.MessagesAdded((message(seq, text="x" * 16_000),), True))
        chat.presenter.find("xx")
        find = chat.view.find
        assert find
        self.assertTrue(find.busy)
        chat.time.pass_s(1)
        find = chat.view.find
        self.assertEqual((find.count, find.busy), (99, False))


class PeoplePane(unittest.TestCase):
    """Who is online."""

    def test_the_list(self) -> None:
        chat = Chat()
        online = (person(BUDI, guest=True), person(SARI, role="moderator"), person(ME))
        chat.tell(events.PeopleChanged((), (), online))
        people, header = chat.view.people, chat.view.header
        assert people and header
        self.assertEqual([(p.name, p.note) for p in people.people[1:]], [("me", "you"), ("budi", "guest"), ("sari", "moderator")])
        self.assertEqual((people.count, people.filterable, header.subtitle), (3, False, "3 online"))
        self.assertEqual([type(row) for row in chat.view.rows], [EmptyRow], "the first list is no news")

    def test_comings_and_goings(self) -> None:
        chat = Chat()
        chat.tell(events.PeopleChanged((person(SARI), person(ME)), (), (person(SARI), person(ME))))
        chat.tell(events.PeopleChanged((person(BUDI),), (), (person(BUDI),)))
        self.assertEqual(chat.view.texts()[-1], "sari and budi joined")

    def test_a_filter_for_many(self) -> None:
        chat = Chat()
        chat.tell(events.PeopleChanged((), (), tuple(person(user) for user in range(10, 40))))
        chat.presenter.filter_people(" USER2")
        chat.time.pass_s(1)
        people = chat.view.people
        assert people
        self.assertEqual((people.count, len(people.people), people.filterable), (30, 11, True))

    def test_not_known_while_offline(self) -> None:
        chat = Chat()
        chat.tell(events.PeopleChanged((), (), (person(ME),)))
        chat.tell(events.StateChanged(Phase.WAITING, chat.time.now + 9))
        people = chat.view.people
        assert people
        self.assertEqual((people.known, people.people), (False, ()))
        chat.tell(events.StateChanged(Phase.ONLINE))
        people = chat.view.people
        assert people
        self.assertEqual((people.known, people.count), (True, 1))


class Connection(unittest.TestCase):
    """Banner, footer, leaving."""

    def lose(self, chat: Chat, wait_s: float = 4.0) -> None:
        retry_at = chat.time.now + wait_s
        chat.tell(events.ConnectionLost("The server was stopped.", retry_at), events.StateChanged(Phase.WAITING, retry_at))

    def banner(self, chat: Chat) -> str:
        banner = chat.view.banner
        return f"{banner.title} {banner.text}" if banner else ""

    def test_online(self) -> None:
        footer = Chat().view.footer
        assert footer
        self.assertEqual((footer.dot, footer.text, footer.right), ("online", "lab · 192.168.1.20:11111", "3 ms"))

    def test_the_round_trip_is_looked_at_again(self) -> None:
        chat = Chat()
        chat.core.rtt_s = 0.1204
        chat.time.pass_s(2.1)
        footer = chat.view.footer
        assert footer
        self.assertEqual(footer.right, "120 ms")

    def test_a_loss_counts_down(self) -> None:
        chat = Chat()
        self.lose(chat)
        self.assertEqual(self.banner(chat), "", "it may be over in a moment")
        footer = chat.view.footer
        assert footer
        self.assertEqual((footer.dot, footer.text, footer.right), ("away", "Reconnecting to lab", "4 s"))
        chat.time.pass_s(1)
        self.assertIn("The server was stopped. Trying again in 3 s.", self.banner(chat))
        chat.time.pass_s(1)
        self.assertIn("in 2 s.", self.banner(chat))
        chat.presenter.act(Act.TRY_NOW)
        self.assertEqual(chat.core.asked[-1], ("try now",))
        chat.tell(events.StateChanged(Phase.CONNECTING))
        self.assertIn("Trying again. New messages", self.banner(chat))
        chat.tell(events.StateChanged(Phase.ONLINE))
        self.assertIsNone(chat.view.banner)
        self.assertTrue(chat.view.composer and chat.view.composer.is_open, "one may write all the time")

    def test_a_short_loss_shows_no_banner(self) -> None:
        chat = Chat()
        self.lose(chat)
        chat.tell(events.StateChanged(Phase.ONLINE))
        chat.time.pass_s(5)
        self.assertIsNone(chat.view.banner)

    def test_silence(self) -> None:
        chat = Chat()
        self.lose(chat, 1)
        chat.tell(events.StateChanged(Phase.CONNECTING), events.NoAnswerYet())
        chat.time.pass_s(1)
        said = "Connection lost. The server was stopped. Nothing answers at 192.168.1.20:11111 so far."
        self.assertIn(said, self.banner(chat), "why it began stays known")
        chat.tell(events.ConnectionLost("Nothing answers there.", chat.time.now + 30))
        chat.tell(events.StateChanged(Phase.NO_ANSWER, chat.time.now + 30))
        self.assertIn("The server was stopped. Nothing answers at", self.banner(chat))
        self.assertIn("Trying again in 30 s", self.banner(chat))

    def test_the_end_by_the_server(self) -> None:
        chat = Chat()
        chat.tell(events.LoggedOut("You signed in elsewhere."), events.StateChanged(Phase.IDLE))
        self.assertEqual(self.banner(chat), "Signed out. You signed in elsewhere.")
        self.assertFalse(chat.view.composer and chat.view.composer.is_open)
        chat.presenter.act(Act.SIGN_IN)
        self.assertEqual(chat.calls, ["again"])

    def test_refused_on_the_way_back(self) -> None:
        chat = Chat()
        self.lose(chat)
        chat.tell(events.SignInRefused(InvalidText("x"), False))
        self.assertIn("Not signed in.", self.banner(chat))
        chat.tell(events.SignInRefused(InvalidText("x"), True))
        self.assertFalse(chat.view.composer and chat.view.composer.is_open)

    def test_signing_out(self) -> None:
        chat = Chat()
        chat.core.unconfirmed_count = 2
        chat.presenter.sign_out()
        chat.time.pass_s(0.1)
        self.assertEqual(chat.core.asked[-1], ("log out",))
        self.assertIn("2", self.banner(chat))
        self.assertFalse(chat.view.composer and chat.view.composer.is_open)
        chat.presenter.act(Act.LEAVE_NOW)
        self.assertEqual(chat.core.asked[-1], ("leave now",))
        chat.tell(events.LoggedOut(""))
        self.assertEqual(chat.calls, ["ended"])

    def test_signing_out_of_what_is_over(self) -> None:
        chat = Chat()
        chat.tell(events.LoggedOut("Why."))
        chat.presenter.sign_out()
        self.assertEqual(chat.calls, ["ended"])

    def test_another_server(self) -> None:
        chat = Chat()
        self.lose(chat)
        chat.tell(events.StateChanged(Phase.QUESTION), events.CertificateQuestion(b"f" * 32, True))
        self.assertIn("Another server answers.", self.banner(chat))
        chat.presenter.act(Act.COMPARE)
        self.assertEqual(chat.view.complaints, [f"192.168.1.20:11111 {human_fingerprint(b'f' * 32)}"])
        chat.presenter.trust(False)
        self.assertEqual(chat.core.asked[-1], ("refuse",))
        chat.presenter.trust(True)
        self.assertEqual(chat.core.asked[-1], ("accept",))
        chat.tell(events.StateChanged(Phase.CONNECTING))
        self.assertNotIn("Another server", self.banner(chat))
        chat.presenter.trust(True)
        self.assertEqual(len(chat.core.asked), 2, "too late")

    def test_a_full_disk(self) -> None:
        chat = Chat()
        chat.tell(events.NotSaved("disk is full"))
        self.assertIn("disk is full", self.banner(chat))
        chat.tell(events.MessageStored(b"?", 1, 1))
        self.assertIsNone(chat.view.banner)

    def test_a_server_that_cannot_save(self) -> None:
        chat = Chat()
        chat.tell(events.Postponed(errors.Storage()))
        self.assertIn("cannot save", self.banner(chat))
        chat.tell(events.MessageStored(b"?", 1, 1))
        self.assertIsNone(chat.view.banner)

    def test_slowed_down(self) -> None:
        chat = Chat()
        chat.tell(events.Slowed(5))
        self.assertIn("Slowed down.", self.banner(chat))
        chat.time.pass_s(5.1)
        self.assertIsNone(chat.view.banner)


class Alone(unittest.TestCase):
    """The presenter needs no window."""

    def test_no_tkinter(self) -> None:
        code = "import sys, udpchat.gui.presenters.chat; sys.exit('tkinter' in sys.modules)"
        self.assertEqual(subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode, 0)


if __name__ == "__main__":
    unittest.main()
