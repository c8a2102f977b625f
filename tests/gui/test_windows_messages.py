"""The life of messages between two windows: read, answered, reacted to, changed, deleted; also without a connection."""

from __future__ import annotations

import unittest
from unittest import mock

from tests.gui.harness import RunningRelay, focus, running_relay
from tests.gui.people import Client, PeopleCase
from udpchat.catalogue import text
from udpchat.gui.presenters import timeline_window
from udpchat.gui.presenters.chat import ChatPresenter
from udpchat.gui.presenters.chat_ports import Deeds
from udpchat.gui.widgets.chat_rows import MessageRow, Tick
from udpchat.net import clock

THUMB = "\U0001f44d"


def user(client: Client, name: str) -> int:
    """The id of somebody, as a client knows it."""
    return client.shell._core.find_user(name)


def row(client: Client, said: str) -> MessageRow:
    """The row of a text."""
    return next(row for row in client.rows if row.text == said)


def presenter(client: Client) -> ChatPresenter:
    """What stands behind a window."""
    actions = client.chat._actions
    assert isinstance(actions, ChatPresenter)
    return actions


def deeds(client: Client) -> Deeds:
    """What the person at a window does with messages."""
    return presenter(client).deeds


class MessageCase(PeopleCase):
    """Ann and ben, each with the other's private conversation open."""

    def private(self) -> tuple[Client, Client]:
        self.relay: RunningRelay = running_relay(self, self.folder() / "relay", "--name", "Lab")
        relay, ann, ben = self.relay, self.client(), self.client()
        ann.create(relay, "ann")
        ben.create(relay, "ben")
        self.until(lambda: user(ann, "ben") and user(ben, "ann"))
        ann.chat._actions.open_conversation(-user(ann, "ben"))
        ben.chat._actions.open_conversation(-user(ben, "ann"))
        return ann, ben


class Between(MessageCase):
    """What one does, the other sees."""

    def test_delivered_and_read(self) -> None:
        ann, ben = self.private()
        focus(ben.chat.composer.text)
        ann.say("hello")
        focus(ann.chat.composer.text)  # ben does not look
        self.until(lambda: row(ann, "hello").tick is Tick.DELIVERED)
        self.until(lambda: row(ann, "hello").state == text("messages.state.delivered"))
        focus(ben.chat.composer.text)
        self.until(lambda: row(ann, "hello").tick is Tick.READ)

    def test_a_reply_by_keys(self) -> None:
        ann, ben = self.private()
        ann.say("which port?")
        self.until(lambda: "which port?" in ben.texts)
        focus(ben.chat.chat.text)
        ben.key("Up", "r")
        self.until(lambda: ben.chat.composer.text.focus_displayof() is ben.chat.composer.text)
        ben.say("11111")
        for client in (ann, ben):
            self.until(lambda client=client: "11111" in client.texts)  # type: ignore[misc]
            quote = row(client, "11111").quote
            self.assertEqual((quote and quote.text, quote and quote.name), ("which port?", "ann"))

    def test_a_menu_leaves_the_choice(self) -> None:
        ann, _ = self.private()
        ann.say("which port?")
        focus(ann.chat.chat.text)
        ann.key("Up", "shift+F10")
        self.until(lambda: ann.chat.chat.busy)
        ann.key("Escape")
        self.until(lambda: ann.chat.chat.text.focus_displayof() is ann.chat.chat.text)
        self.assertEqual(ann.chat.chat.row_keys.key, row(ann, "which port?").key)
        ann.key("shift+F10")
        self.until(lambda: ann.chat.chat.busy)
        ann.key("Down", "Return")
        self.until(lambda: ann.chat.composer.text.focus_displayof() is ann.chat.composer.text)
        self.until(lambda: ann.chat.chat.row_keys.key is None)

    def test_reactions_come_and_go(self) -> None:
        ann, ben = self.private()
        ann.say("done")
        self.until(lambda: "done" in ben.texts)
        for _ in range(2):
            deeds(ben).react(row(ben, "done").key, THUMB)
            self.until(lambda: [(c.emoji, c.count) for c in row(ann, "done").reactions] == [(THUMB, 1)])
            self.until(lambda: [c.mine for c in row(ben, "done").reactions] == [True])
            deeds(ben).react(row(ben, "done").key, THUMB)
            self.until(lambda: not row(ann, "done").reactions and not row(ben, "done").reactions)

    def test_an_edit_and_a_deletion(self) -> None:
        ann, ben = self.private()
        ann.say("first", "second")
        self.until(lambda: ben.texts == ["first", "second"] and ann.ticks <= {Tick.STORED, Tick.DELIVERED, Tick.READ})
        deeds(ann).edit(row(ann, "second").key)
        self.until(lambda: ann.chat.composer.value == "second")
        ann.type(ann.chat.composer.text, "third")
        ann.key("Return")
        self.until(lambda: ben.texts == ["first", "third"] and row(ben, "third").edited)
        deeds(ann).delete(row(ann, "first").key)
        ann.answer("yes")
        self.until(lambda: [row.deleted for row in ben.rows] == [True, False])
        self.until(lambda: ben.reads(text("messages.deleted"), "third"))

    def test_one_text_for_several_people(self) -> None:
        ann, ben = self.private()
        ann.chat._actions.open_conversation(0)
        ben.chat._actions.open_conversation(0)
        ann.type(ann.chat.composer.text, "/sendgroup ben bring it")
        ann.key("Return")
        self.until(lambda: [row.to for row in ann.rows] == [text("messages.to", names="ben")])
        read, got = (text("messages.part", name="ben", state=text(f"messages.state.{how}")) for how in ("read", "delivered"))
        self.until(lambda: ann.rows[0].state == got)
        self.assertEqual(ben.texts, [], "nothing of it is in the lobby")
        ben.chat._actions.open_conversation(-user(ben, "ann"))
        focus(ben.chat.composer.text)
        self.until(lambda: ben.texts == ["bring it"])
        self.until(lambda: (ann.rows[0].tick, ann.rows[0].state) == (Tick.READ, read))

    def test_to_what_a_reply_answers_however_far_back(self) -> None:
        shown = mock.patch.multiple(timeline_window, ROWS_SHOWN_COUNT=20, ROWS_SLACK_COUNT=5, ROWS_PER_FLUSH_COUNT=10)
        shown.start()
        self.addCleanup(shown.stop)
        ann, ben = self.private()
        ann.say("the question")
        self.until(lambda: "the question" in ben.texts)
        room = presenter(ben).room
        for number in range(40):
            ben.shell._core.send_message(f"filler {number}", clock(), room.id)
        ben.app.loop.kick()
        self.until(lambda: ann.texts[-1] == "filler 39" and "the question" not in ann.texts)
        deeds(ben).reply(next(said.key for said in room.timeline.items if getattr(said, "text", "") == "the question"))
        ben.say("the answer")
        self.until(lambda: ann.texts[-1] == "the answer")
        deeds(ann).quoted(row(ann, "the answer").key)
        self.until(lambda: "the question" in ann.texts)
        self.until(lambda: ann.chat.chat.row_keys.key == row(ann, "the question").key)


class Apart(MessageCase):
    """Without a connection everything is shown as wished, and done when the server is back."""

    hurried = True

    def test_changes_wait_for_the_server(self) -> None:
        ann, ben = self.private()
        ann.say("one", "two")
        ben.say("three")
        self.until(lambda: ann.texts == ben.texts == ["one", "two", "three"] and Tick.PENDING not in ann.ticks)
        self.relay.program.kill()
        self.until(lambda: ann.banner and ben.banner)
        deeds(ann).edit(row(ann, "one").key)
        self.until(lambda: ann.chat.composer.value == "one")
        ann.type(ann.chat.composer.text, "ONE")
        ann.key("Return")
        deeds(ann).react(row(ann, "three").key, THUMB)
        deeds(ann).delete(row(ann, "two").key)
        ann.answer("yes")
        ann.say("four", "five")
        deeds(ann).delete(row(ann, "four").key)
        ann.answer("yes")
        self.until(lambda: [row.text for row in ann.rows] == ["ONE", "", "three", "five"])
        self.assertEqual([row.tick for row in ann.rows], [Tick.PENDING, Tick.PENDING, None, Tick.PENDING])
        self.assertTrue(row(ann, "three").reactions[0].mine)
        self.assertEqual(ben.texts, ["one", "two", "three"])
        running_relay(self, self.relay.data, port=self.relay.port)
        for client in (ann, ben):
            client.chat.banner.button.invoke()
            self.until(lambda client=client: client.texts == ["ONE", "", "three", "five"])  # type: ignore[misc]
            self.until(lambda client=client: Tick.PENDING not in client.ticks and row(client, "three").reactions)  # type: ignore[misc]
        self.assertEqual([row.deleted for row in ben.rows], [False, True, False, False])


if __name__ == "__main__":
    unittest.main()
