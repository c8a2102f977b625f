"""The life of messages between two windows: read, answered, reacted to, changed, deleted; also without a connection."""

from __future__ import annotations

import unittest

from tests.gui.harness import focus, running_relay
from tests.gui.people import Client, PeopleCase
from udpchat.catalogue import text
from udpchat.gui.widgets.chat_rows import MessageRow, Tick

THUMB = "\U0001f44d"


def user(client: Client, name: str) -> int:
    """The id of somebody, as a client knows it."""
    return client.shell._core.find_user(name)


def row(client: Client, said: str) -> MessageRow:
    """The row of a text."""
    return next(row for row in client.rows if row.text == said)


class MessageCase(PeopleCase):
    """Ann and ben, each with the other's private conversation open."""

    def private(self) -> tuple[Client, Client]:
        relay = running_relay(self, self.folder() / "relay", "--name", "Lab")
        ann, ben = self.client(), self.client()
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

    def test_reactions_come_and_go(self) -> None:
        ann, ben = self.private()
        ann.say("done")
        self.until(lambda: "done" in ben.texts)
        for _ in range(2):
            ben.chat._actions.deeds.react(row(ben, "done").key, THUMB)
            self.until(lambda: [(c.emoji, c.count) for c in row(ann, "done").reactions] == [(THUMB, 1)])
            self.assertTrue(row(ben, "done").reactions[0].mine)
            ben.chat._actions.deeds.react(row(ben, "done").key, THUMB)
            self.until(lambda: not row(ann, "done").reactions and not row(ben, "done").reactions)

    def test_an_edit_and_a_deletion(self) -> None:
        ann, ben = self.private()
        ann.say("first", "second")
        self.until(lambda: ben.texts == ["first", "second"] and ann.ticks <= {Tick.STORED, Tick.DELIVERED, Tick.READ})
        ann.chat._actions.deeds.edit(row(ann, "second").key)
        self.until(lambda: ann.chat.composer.value == "second")
        ann.type(ann.chat.composer.text, "third")
        ann.key("Return")
        self.until(lambda: ben.texts == ["first", "third"] and row(ben, "third").edited)
        ann.chat._actions.deeds.delete(row(ann, "first").key)
        ann.answer("yes")
        self.until(lambda: [row.deleted for row in ben.rows] == [True, False])
        self.until(lambda: ben.reads(text("messages.deleted"), "third"))


if __name__ == "__main__":
    unittest.main()
