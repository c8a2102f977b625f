"""Files in conversations: from the moment of sending to the message, and the cards of those that others sent."""

from __future__ import annotations

import unittest
from dataclasses import replace

from tests.unit.gui.presenters.chat_making import BUDI, ME, SARI, Chat, group, message, private
from tests.unit.gui.presenters.file_lab import MB, changed, download, file, filed, upload
from udpchat.catalogue import text
from udpchat.client import events, numbers
from udpchat.client.asking import Ticks
from udpchat.client.events import FileMark, MessagesAdded, MessagesChanged, Progress
from udpchat.client.events import TransferState as State
from udpchat.client.phases import Phase
from udpchat.errors import FileChanged
from udpchat.gui.widgets.chat_rows import MessageRow, Splice, Tick, Ticked
from udpchat.gui.widgets.file_data import FileState


class FilesCase(unittest.TestCase):
    """A chat whose core has transfers."""

    def setUp(self) -> None:
        self.chat = Chat()

    def moves(self, progress: Progress) -> None:
        """A transfer is new, or further."""
        self.chat.core.moved[progress.key] = progress
        self.chat.tell(changed(progress))

    def rows(self) -> list[MessageRow]:
        """The messages that are shown."""
        self.chat.time.pass_s(1.0)
        return [row for row in self.chat.view.rows if isinstance(row, MessageRow)]

    def row(self) -> MessageRow:
        """The only one."""
        (row,) = self.rows()
        return row

    def card(self, row: MessageRow | None = None) -> tuple[FileState, str]:
        """What its card says."""
        card = (row or self.row()).card
        assert card is not None
        return card.state, card.line


class Sending(FilesCase):
    """A file of mine."""

    def test_it_becomes_a_message_in_its_place(self) -> None:
        self.moves(upload(State.HASHING))
        row = self.row()
        self.assertEqual((row.own, row.text, row.tick, row.card and row.card.name), (True, "", None, "budget.csv"))
        self.moves(upload(State.SENDING, done=3 * MB))
        self.assertEqual(self.card(), (FileState.MOVING, "3 of 12 MB"))
        self.moves(upload(State.DONE))
        self.chat.tell(MessagesAdded((filed(5, ME, ref=b"upload"),), True))
        after = self.row()
        self.assertEqual((after.key, after.tick, self.card(after)), (row.key, Tick.STORED, (FileState.DONE, "48 kB")))

    def test_the_message_comes_before_the_last_word(self) -> None:
        self.moves(upload(State.VERIFYING))
        self.chat.tell(MessagesAdded((filed(5, ME, ref=b"upload"),), True))
        self.assertEqual(self.row().tick, Tick.STORED)
        self.moves(upload(State.DONE))
        self.assertEqual(self.card(), (FileState.DONE, "48 kB"))
        self.moves(upload(State.DONE))
        self.assertEqual(len(self.rows()), 1)

    def test_several_stand_in_their_order_after_what_is_said(self) -> None:
        self.moves(upload(State.SENDING, b"one", name="one"))
        self.moves(upload(State.QUEUED, b"two", name="two"))
        self.chat.tell(MessagesAdded((message(5, SARI, "hello"),), True))
        self.chat.tell(events.MessagePending(b"said", "three"))
        names = [row.card.name if row.card else row.text for row in self.rows()]
        self.assertEqual(names, ["hello", "one", "two", "three"])
        self.chat.tell(MessagesAdded((filed(6, ME, ref=b"two", of=file(name="two")),), True))
        names = [row.card.name if row.card else row.text for row in self.rows()]
        self.assertEqual(names, ["hello", "two", "one", "three"])

    def test_with_words(self) -> None:
        self.moves(upload(State.SENDING, text="look @sari"))
        self.assertEqual(self.row().text, "look @sari")
        self.chat.tell(MessagesAdded((filed(5, ME, "look @sari", ref=b"upload"),), True))
        self.assertEqual(self.row().text, "look @sari")

    def test_a_bar_that_moves_draws_nothing_else(self) -> None:
        self.moves(upload(State.SENDING, done=MB))
        self.rows()
        self.chat.view.steps.clear()
        self.moves(upload(State.SENDING, done=2 * MB))
        self.rows()
        self.assertEqual([type(step) for step in self.chat.view.steps], [Ticked])

    def test_cancelled(self) -> None:
        self.moves(upload(State.SENDING))
        self.moves(upload(State.CANCELLED))
        self.assertEqual(self.rows(), [])

    def test_failed(self) -> None:
        self.moves(upload(State.SENDING))
        self.moves(upload(State.FAILED, error=FileChanged()))
        self.assertEqual(self.card(), (FileState.FAILED, "the file was changed"))
        self.assertEqual(self.chat.view.conversations[0].tick, "failed")
        self.moves(upload(State.QUEUED))
        self.assertEqual(self.card()[0], FileState.WAITING)

    def test_after_a_restart(self) -> None:
        """What was under way stands at the end again, what was sent is not there twice."""
        self.chat = Chat(signed_in=False)
        self.chat.core.moved = {b"done": upload(State.DONE, b"done"), b"upload": upload(State.PAUSED)}
        self.chat.tell(events.StateChanged(Phase.ONLINE), events.SignedIn("me", ME, False, "lab"))
        self.chat.tell(MessagesAdded((filed(5, ME, ref=b"done"),), False))
        self.assertEqual([self.card(row)[0] for row in self.rows()], [FileState.DONE, FileState.PAUSED])
        self.chat.tell(changed(upload(State.PAUSED)))
        self.assertEqual(len(self.rows()), 2)

    def test_after_another_log(self) -> None:
        self.moves(upload(State.PAUSED))
        self.chat.tell(MessagesAdded((filed(5, SARI),), False))
        self.chat.tell(events.HistoryReset())
        self.assertEqual([self.card(row)[0] for row in self.rows()], [FileState.PAUSED])

    def test_to_several_people(self) -> None:
        self.chat.core.rooms = (*self.chat.core.rooms, private(SARI), private(BUDI))
        self.moves(upload(State.SENDING, conversation=numbers.NOWHERE, people=(SARI, BUDI)))
        row = self.row()
        self.assertEqual(row.to, text("messages.to", names="sari and budi"))
        self.moves(upload(State.DONE, conversation=numbers.NOWHERE, people=(SARI, BUDI)))
        self.chat.tell(MessagesAdded((filed(5, ME, ref=b"1", bundle=b"upload", room=-SARI),), True))
        self.assertIsNone(self.row().tick)
        self.chat.tell(MessagesAdded((filed(6, ME, ref=b"2", bundle=b"upload", room=-BUDI),), True))
        after = self.row()
        self.assertEqual((after.key, after.tick, self.card(after)[0]), (row.key, Tick.STORED, FileState.DONE))
        self.chat.presenter.open_conversation(-SARI)
        self.assertEqual(self.card(), (FileState.DONE, "48 kB"))

    def test_to_a_group_that_is_gone(self) -> None:
        self.moves(upload(State.FAILED, conversation=20))
        self.assertEqual(self.rows(), [])

    def test_in_a_conversation_that_is_not_open(self) -> None:
        self.chat.core.rooms = (*self.chat.core.rooms, group())
        self.chat.tell(events.RoomsChanged((group(),)))
        self.moves(upload(State.SENDING, conversation=20))
        self.assertEqual(self.rows(), [])
        line = next(line for line in self.chat.view.conversations if line.id == 20)
        self.assertEqual((line.preview, line.pending), ("You: File: budget.csv", True))
        self.chat.presenter.open_conversation(20)
        self.assertEqual(self.card()[0], FileState.MOVING)

    def test_not_without_the_connection(self) -> None:
        self.moves(upload(State.QUEUED))
        self.chat.tell(events.StateChanged(Phase.WAITING, 1.0))
        self.assertEqual(self.card()[1], f"12 MB · {text('files.waiting.offline')}")
        self.chat.tell(events.StateChanged(Phase.ONLINE))
        self.assertEqual(self.card()[1], f"12 MB · {text('files.waiting')}")


class Others(FilesCase):
    """Files that others sent."""

    def test_offered_and_fetched(self) -> None:
        self.chat.tell(MessagesAdded((filed(5, SARI),), True))
        self.assertEqual(self.card(), (FileState.OFFER, "48 kB · from sari"))
        self.chat.view.steps.clear()
        self.moves(download(State.SENDING, done=6 * MB))
        self.assertEqual(self.card(), (FileState.MOVING, "6 of 12 MB"))
        self.moves(download(State.DONE))
        self.assertEqual(self.card()[0], FileState.DONE)
        self.assertFalse([step for step in self.chat.view.steps if isinstance(step, Splice)])

    def test_deleted(self) -> None:
        self.chat.tell(MessagesAdded((filed(5, SARI),), True))
        gone = replace(filed(5, SARI), text="", deleted=True, file=None)
        self.chat.tell(MessagesChanged((gone,)))
        row = self.row()
        self.assertEqual((row.deleted, row.card), (True, None))
        self.moves(download(State.EXPIRED))
        self.assertIsNone(self.row().card)

    def test_words_about_it_are_changed(self) -> None:
        self.chat.tell(MessagesAdded((filed(5, SARI, "the budget"),), True))
        self.chat.tell(MessagesChanged((replace(filed(5, SARI, "the new budget"), edited=8),)))
        row = self.row()
        self.assertEqual((row.text, row.edited, row.card and row.card.name), ("the new budget", True, "budget.csv"))

    def test_quotes_lists_and_notices(self) -> None:
        self.chat.presenter.focused(False)
        photo = filed(5, SARI, of=file(name="photo.png"))
        self.chat.core.known[5] = photo
        self.chat.tell(MessagesAdded((photo,), True))
        self.chat.time.pass_s(1.0)
        self.assertEqual(self.chat.view.conversations[0].preview, "sari: Picture: photo.png")
        self.assertIn("photo.png", self.chat.alerts.told[0][1])
        self.chat.tell(MessagesAdded((replace(message(6, BUDI, "nice"), reply=5),), True))
        quote = self.rows()[-1].quote
        self.assertEqual(quote and quote.text, "Picture: photo.png")

    def test_found_by_name(self) -> None:
        self.chat.tell(MessagesAdded((filed(5, SARI, "the numbers"), message(6, SARI, "budget?")), True))
        self.chat.presenter.find("BUDGET")
        self.chat.time.pass_s(1.0)
        found = self.chat.view.find
        self.assertEqual(found and found.count, 2)

    def test_in_private(self) -> None:
        self.chat.core.rooms = (*self.chat.core.rooms, private(SARI))
        self.chat.tell(MessagesAdded((filed(5, SARI, room=-SARI),), True))
        self.chat.presenter.open_conversation(-SARI)
        card = self.row().card
        self.assertEqual([verb.value for verb in card.verbs] if card else [], ["accept", "decline"])


class WhoHasIt(FilesCase):
    """Of files of mine."""

    def test_asked_for_what_is_shown_once(self) -> None:
        self.chat.tell(MessagesAdded(tuple(filed(seq, ME, of=file(seq)) for seq in range(5, 30)), True))
        for _ in range(5):
            self.chat.presenter.touch()
            self.rows()
        asked = [about[0] for name, *about in self.chat.core.asked if name == "file marks"]
        self.assertEqual(sorted(asked), list(range(5, 30)))

    def test_not_asked_for_others(self) -> None:
        self.chat.tell(MessagesAdded((filed(5, SARI),), True))
        self.rows()
        self.assertNotIn("file marks", [name for name, *_ in self.chat.core.asked])

    def test_asked_again_with_another_connection(self) -> None:
        self.chat.tell(MessagesAdded((filed(5, ME),), True))
        self.rows()
        self.chat.tell(events.StateChanged(Phase.WAITING, 1.0))
        self.rows()
        self.chat.tell(events.StateChanged(Phase.ONLINE))
        self.rows()
        self.assertEqual(self.chat.core.asked.count(("file marks", 7)), 2)

    def test_told(self) -> None:
        self.chat.core.rooms = (*self.chat.core.rooms, group(), private(SARI))
        self.chat.core.tick = Ticks(30, 0, 0)
        self.chat.tell(MessagesAdded((filed(5, ME, room=20), filed(6, ME, room=-SARI, of=file(8)), filed(7, ME, of=file(9))), True))
        marks = tuple(FileMark(user, "fetched", 100) for user in range(2, 20))
        self.chat.tell(events.FileMarksChanged(7, (*marks, FileMark(90, "declined", 100), FileMark(91, "fetching", 3))))
        self.chat.tell(events.FileMarksChanged(8, (FileMark(SARI, "fetching", 40),)))
        self.chat.tell(events.FileMarksChanged(9, (FileMark(SARI, "fetched", 100),)))
        self.assertEqual(self.card(), (FileState.OFFER, "48 kB · 1 has it"))
        self.chat.presenter.open_conversation(20)
        self.assertEqual(self.card()[1], "48 kB · 18 of 30 have it")
        self.chat.presenter.open_conversation(-SARI)
        self.assertEqual(self.card()[1], "48 kB · sari is getting it, 40 %")
        self.chat.tell(events.FileMarksChanged(8, (FileMark(SARI, "declined", 100),)))
        self.assertEqual(self.card()[1], "48 kB · sari declined it")


if __name__ == "__main__":
    unittest.main()
