"""What becomes of the text in a composer: messages, replies, edits, commands; and what comes back when it is refused."""

from __future__ import annotations

import unittest

from tests.unit.gui.presenters.chat_making import BUDI, ME, NAMES, NOON, SARI
from tests.unit.gui.presenters.compose_lab import TEAM, Lab
from udpchat.client import events
from udpchat.client.message import Message
from udpchat.errors import NoSuchMessage, NotAllowed, OutboxFull, TextTooLong
from udpchat.words import messages as words

EDIT = words.Edit(b"edit", 3, "new")


class ComposeCase(unittest.TestCase):
    """A composer in the lobby."""

    def setUp(self) -> None:
        self.lab = Lab()
        self.view, self.core, self.chat = self.lab.view, self.lab.core, self.lab.chat


class Texts(ComposeCase):
    """Messages as they are."""

    def test_a_text_goes_to_the_open_conversation(self) -> None:
        self.chat.open_conversation(TEAM)
        self.assertTrue(self.lab.send("hello"))
        self.assertEqual(self.lab.sent, [["hello", TEAM, 0]])
        self.assertEqual((self.chat.posts_count, self.view.value), (1, ""))

    def test_two_slashes_are_one(self) -> None:
        self.lab.send("//usr/bin")
        self.assertEqual(self.lab.sent, [["/usr/bin", 0, 0]])

    def test_nothing(self) -> None:
        self.assertFalse(self.lab.send("  \n"))
        self.assertEqual(self.lab.sent, [])

    def test_what_is_refused_at_once_stays(self) -> None:
        for error in (OutboxFull(), TextTooLong()):
            self.core.refuse = error
            self.assertFalse(self.lab.send("keep"))
            self.assertEqual(self.view.complaints[-1], error.sentence)
            self.assertEqual(self.view.value, "keep")

    def test_what_is_sent_again_is_no_command(self) -> None:
        self.lab.compose.reply(self.lab.say(3))
        self.assertTrue(self.lab.compose.post("/lobby", 2))
        self.assertEqual(self.lab.sent, [["/lobby", 0, 2]])
        self.assertIsNotNone(self.view.context)


class Replies(ComposeCase):
    """To a message."""

    def test_it_names_the_message(self) -> None:
        self.lab.compose.reply(self.lab.say(3, said="two\nlines"))
        assert self.view.context is not None
        self.assertEqual((self.view.context.icon, self.view.context.text), ("reply", "two lines"))
        self.assertIn("sari", self.view.context.title)
        self.lab.send("yes")
        self.assertEqual(self.lab.sent, [["yes", 0, 3]])
        self.assertIsNone(self.view.context)
        self.lab.send("no")
        self.assertEqual(self.lab.sent[-1], ["no", 0, 0])

    def test_what_was_typed_stays(self) -> None:
        self.lab.type("half a ")
        self.lab.compose.reply(self.lab.say(3))
        self.assertEqual(self.view.value, "half a ")
        self.assertTrue(self.lab.compose.cancel())
        self.assertEqual(self.view.value, "half a ")
        self.assertFalse(self.lab.compose.cancel())

    def test_only_to_what_the_server_has(self) -> None:
        self.chat.room.timeline.wait(b"w", "waits", (ME, NAMES[ME]), NOON)
        self.lab.compose.reply(self.lab.said(b"w"))
        self.assertIsNone(self.view.context)
        self.assertEqual(len(self.view.toasts), 1)

    def test_it_waits_in_its_conversation(self) -> None:
        self.lab.compose.reply(self.lab.say(3))
        self.chat.open_conversation(TEAM)
        self.assertIsNone(self.view.context)
        self.lab.send("elsewhere")
        self.assertEqual(self.lab.sent, [["elsewhere", TEAM, 0]])
        self.chat.open_conversation(0)
        self.assertIsNotNone(self.view.context)

    def test_refused_it_is_still_one(self) -> None:
        self.lab.compose.reply(self.lab.say(3))
        self.core.refuse = OutboxFull()
        self.lab.send("yes")
        self.assertIsNotNone(self.view.context)

    def test_a_file_that_is_sent_meanwhile_is_the_answer(self) -> None:
        self.lab.compose.reply(self.lab.say(3))
        here = self.lab.chat.room.id
        self.assertEqual((self.lab.compose.take_reply(here + 1), self.lab.compose.take_reply(here)), (0, 3))
        self.assertIsNone(self.view.context)
        self.assertEqual(self.lab.compose.take_reply(here), 0)

    def test_what_is_deleted_is_not_answered(self) -> None:
        self.lab.compose.reply(self.lab.say(3))
        gone = Message(3, 0, SARI, "sari", bytes(16), NOON, "", deleted=True)
        self.lab.tell(events.MessagesChanged((gone,)))
        self.assertIsNone(self.view.context)
        self.lab.send("yes")
        self.assertEqual(self.lab.sent, [["yes", 0, 0]])

    def test_a_log_that_is_another_one(self) -> None:
        self.lab.compose.reply(self.lab.say(3))
        self.lab.tell(events.HistoryReset())
        self.assertIsNone(self.view.context)


class Edits(ComposeCase):
    """Another text for a message of mine."""

    def setUp(self) -> None:
        super().setUp()
        self.mine = self.lab.say(3, ME, "old")

    def test_it_is_changed_and_the_draft_is_back(self) -> None:
        self.lab.type("draft")
        self.lab.compose.edit(self.mine)
        self.assertEqual(self.view.value, "old")
        assert self.view.context is not None
        self.assertEqual(self.view.context.icon, "edit")
        self.lab.type("new")
        self.assertEqual((self.chat.room.draft, self.lab.compose.text), ("draft", "new"))
        self.assertTrue(self.lab.send())
        self.assertIn(("edit", 3, "new"), self.core.asked)
        self.assertEqual((self.view.value, self.chat.room.draft), ("draft", "draft"))
        self.assertIsNone(self.view.context)
        self.assertEqual(self.lab.sent, [])

    def test_a_command_in_it_is_text(self) -> None:
        self.lab.compose.edit(self.mine)
        self.lab.send("/lobby")
        self.assertIn(("edit", 3, "/lobby"), self.core.asked)

    def test_the_same_text_changes_nothing(self) -> None:
        self.lab.compose.edit(self.mine)
        self.assertTrue(self.lab.send())
        self.assertEqual(self.core.asked, [])
        self.assertIsNone(self.view.context)

    def test_cancelled(self) -> None:
        self.lab.type("draft")
        self.lab.compose.edit(self.mine)
        self.lab.type("half")
        self.assertTrue(self.lab.compose.cancel())
        self.assertEqual((self.view.value, self.view.context), ("draft", None))

    def test_the_last_one(self) -> None:
        self.lab.say(4, ME, "newer")
        self.lab.say(5, SARI, "hers")
        self.assertTrue(self.lab.compose.edit_last())
        self.assertEqual(self.view.value, "newer")
        self.chat.open_conversation(TEAM)
        self.assertFalse(self.lab.compose.edit_last())

    def test_one_that_waits(self) -> None:
        self.chat.room.timeline.wait(b"w", "waits", (ME, NAMES[ME]), NOON)
        self.assertTrue(self.lab.compose.edit_last())
        self.lab.send("waits no more")
        self.assertIn(("edit", b"w", "waits no more"), self.core.asked)

    def test_not_one_for_several_people_that_waits(self) -> None:
        self.chat.room.timeline.wait(b"w", "to all", (ME, NAMES[ME]), NOON, people=(SARI, BUDI))
        self.lab.compose.edit_last()
        self.assertEqual(self.view.value, "old")

    def test_not_one_that_is_deleted(self) -> None:
        self.chat.room.timeline.change([Message(3, 0, ME, "me", self.mine.ref, NOON, "", deleted=True)])
        self.assertFalse(self.lab.compose.edit_last())

    def test_not_one_that_failed(self) -> None:
        self.chat.room.timeline.wait(b"w", "waits", (ME, NAMES[ME]), NOON)
        self.chat.room.timeline.fail(b"w", "No.")
        self.lab.compose.edit_last()
        self.assertEqual(self.view.value, "old")

    def test_it_waits_in_its_conversation(self) -> None:
        self.lab.compose.edit(self.mine)
        self.lab.type("half")
        self.chat.open_conversation(TEAM)
        self.view.set_text("")
        self.assertIsNone(self.view.context)
        self.lab.send("elsewhere")
        self.chat.room = self.chat.rooms[0]
        self.view.set_text(self.chat.room.draft)  # as a presenter does
        self.lab.compose.opened()
        self.assertEqual(self.view.value, "half")
        self.assertEqual(self.chat.room.draft, "")

    def test_refused_at_once(self) -> None:
        self.lab.compose.edit(self.mine)
        self.core.edit_error = TextTooLong()
        self.assertFalse(self.lab.send("new"))
        self.assertEqual(self.view.value, "new")
        self.assertIsNotNone(self.view.context)

    def test_gone_while_it_was_typed(self) -> None:
        self.lab.compose.edit(self.mine)
        self.core.edit_error = NoSuchMessage()
        self.assertFalse(self.lab.send("new"))
        self.assertEqual((self.view.value, self.view.context), ("new", None))
        self.lab.send()
        self.assertEqual(self.lab.sent, [["new", 0, 0]])

    def test_refused_later(self) -> None:
        self.lab.compose.edit(self.mine)
        self.lab.send("new")
        self.lab.tell(events.RequestRefused(b"edit", EDIT, NotAllowed()))
        self.assertEqual(self.view.value, "new")
        self.assertIsNotNone(self.view.context)
        self.assertEqual(self.view.complaints, [NotAllowed().sentence])

    def test_refused_later_while_something_else_is_typed(self) -> None:
        self.lab.compose.edit(self.mine)
        self.lab.send("new")
        self.lab.type("else")
        self.lab.tell(events.RequestRefused(b"edit", EDIT, NotAllowed()))
        self.assertEqual(self.view.value, "else")
        self.assertIn("new", self.chat.notices[0])
        self.assertIn(NotAllowed().sentence, self.chat.notices[0])

    def test_taken_back_before_it_was_sent(self) -> None:
        self.chat.room.timeline.wait(b"w", "waits", (ME, NAMES[ME]), NOON)
        self.lab.compose.edit_last()
        self.lab.tell(events.MessageWithdrawn(b"w"))
        self.assertIsNone(self.view.context)

    def test_others_are_not_changed(self) -> None:
        self.lab.compose.edit(self.lab.say(4))
        self.assertIsNone(self.view.context)


class CommandLines(ComposeCase):
    """Typed commands."""

    def test_unknown(self) -> None:
        self.assertFalse(self.lab.send("/exti all"))
        self.assertIn("/exti", self.view.complaints[0])
        self.assertEqual((self.lab.sent, self.view.value), ([], "/exti all"))

    def test_misspelt(self) -> None:
        self.assertFalse(self.lab.send("/msg sari"))
        self.assertIn("/msg PLACE TEXT", self.view.complaints[0])

    def test_of_the_terminal(self) -> None:
        for line in ("/history", "/login me secret"):
            self.assertFalse(self.lab.send(line))
        self.assertEqual(len(self.view.complaints), 2)

    def test_not_available_yet(self) -> None:
        self.assertTrue(self.lab.send("/realm list"))
        self.assertIn("not available yet", self.chat.notices[0])

    def test_a_message_elsewhere(self) -> None:
        self.assertTrue(self.lab.send("/msg budi  hi"))
        self.assertEqual(self.lab.sent, [[" hi", -BUDI, 0]])
        self.assertEqual(self.chat.notices, ["Sent to @budi."])
        self.chat.open_conversation(-BUDI)
        self.lab.send("/msg budi again")
        self.assertEqual(len(self.chat.notices), 1)

    def test_a_person_nobody_knows(self) -> None:
        self.assertTrue(self.lab.send("/msg nobody hi"))
        self.assertEqual(self.view.value, "")
        self.lab.tell(events.PeopleFound("nobody", ()))
        self.assertEqual(self.view.value, "/msg nobody hi")
        self.assertIn("nobody", self.view.complaints[0])

    def test_the_same_while_something_else_is_typed(self) -> None:
        self.lab.send("/msg nobody hi")
        self.lab.type("else")
        self.lab.tell(events.PeopleFound("nobody", ()))
        self.assertEqual(self.view.value, "else")
        self.assertIn("/msg nobody hi", self.chat.notices[0])

    def test_no_right(self) -> None:
        self.lab.send("/kick budi loud")
        self.assertIn(("kick", BUDI, "loud"), self.core.asked)
        self.lab.tell(events.RequestRefused(b"kick", words.Kick(b"kick", BUDI, ""), NotAllowed()))
        self.assertEqual((self.view.value, self.view.complaints), ("/kick budi loud", [NotAllowed().sentence]))

    def test_done(self) -> None:
        self.lab.send("/kick budi")
        self.lab.tell(events.RequestDone(b"kick", words.Kick(b"kick", BUDI, ""), 0))
        self.assertEqual(len(self.chat.notices), 1)
        self.assertEqual(self.view.value, "")

    def test_going_elsewhere(self) -> None:
        self.chat.rooms[TEAM].draft = "draft there"
        self.lab.send('/open #"grup ciwi"')
        self.assertEqual(self.chat.room.id, TEAM)
        self.lab.send("/lobby")
        self.assertEqual(self.chat.room.id, 0)

    def test_the_list_of_commands(self) -> None:
        self.lab.send("/help")
        title, lines = self.view.lines[0]
        self.assertEqual(title, "Commands")
        self.assertTrue(any(line.startswith("/msg PLACE TEXT\t") for line in lines))
        self.assertFalse(any(line.startswith(("/login", "/kick", "/realm")) for line in lines))
        self.lab.send("/help msg")
        self.assertEqual(len(self.view.lines[1][1]), 1)
        self.assertFalse(self.lab.send("/help nosuch"))

    def test_who_is_here(self) -> None:
        self.lab.send("/who")
        self.assertEqual([line.split("\t")[0] for line in self.view.lines[0][1]], ["me", "sari"])

    def test_what_the_window_does_better(self) -> None:
        self.core.known[3] = Message(3, 0, ME, "me", bytes(16), NOON, "mine")
        opened = {
            "/inbox": ("inbox",),
            "/search": ("search",),
            "/export": ("export", 0),
            "/export html": ("export", 0),
            "/msg": ("new_message",),
            "/open": ("switcher",),
            "/group create": ("new_group",),
            "/broadcast": ("announce",),
            "/password": ("account",),
            "/whois sari": ("person", SARI),
            "/seen": ("receipts", 0, 3),
            '/group members "grup ciwi"': ("group", TEAM),
        }
        for line in opened:
            with self.subTest(line=line):
                self.assertTrue(self.lab.send(line))
        self.assertEqual(self.chat.errands.opened, list(opened.values()))
        self.assertEqual(self.view.complaints, [])

    def test_people_for_the_open_group(self) -> None:
        self.assertFalse(self.lab.send("/add"))
        self.chat.open_conversation(TEAM)
        self.assertTrue(self.lab.send("/add"))
        self.assertEqual(self.chat.errands.opened, [("add_people", TEAM)])

    def test_leaving(self) -> None:
        self.lab.send("/logout")
        self.lab.send("/exit")
        self.assertEqual(self.chat.left, ["signed out", "quit"])

    def test_a_password_is_no_draft_and_no_notice(self) -> None:
        self.lab.type("/password old-secret secret123")
        self.assertEqual(self.chat.room.draft, "")
        self.lab.send()
        self.lab.type("else")
        word = words.ChangePassword(b"password", bytes(16), 1, 1, 1, bytes(32), bytes(32))
        self.lab.tell(events.RequestRefused(b"password", word, NotAllowed()))
        self.assertNotIn("secret", self.chat.notices[0])


if __name__ == "__main__":
    unittest.main()
