"""Messages with files as messages: what may be done with them, answers to them, changes of what was said about them."""

from __future__ import annotations

import unittest

from tests.unit.gui.presenters.chat_making import ME, NAMES, NOON, SARI
from tests.unit.gui.presenters.compose_lab import Lab
from tests.unit.gui.presenters.file_lab import download, file, filed, upload
from tests.unit.gui.presenters.test_message_deeds import COMMON, GROUP, DeedsCase
from udpchat.client import events
from udpchat.client.events import Room as Info
from udpchat.client.events import TransferState as State
from udpchat.gui.presenters.file_cards import About, CardData, card_of
from udpchat.gui.presenters.file_deeds import FileTarget
from udpchat.gui.presenters.message_deeds import MessageDeeds
from udpchat.gui.presenters.timeline_items import Said
from udpchat.gui.widgets.chat_rows import May
from udpchat.gui.widgets.file_data import FileVerb

USER = (ME, NAMES[ME])


def card(said: Said) -> CardData:
    """As a board would make it."""
    return card_of(None if said.file else upload(State.SENDING), said.file, About(own=said.own))


class Rights(DeedsCase):
    """What may be done."""

    def setUp(self) -> None:
        super().setUp()
        self.enter(Info(GROUP, "group"))
        self.room.timeline.dress.card_of = card
        self.room.timeline.add([filed(5, ME), filed(6, ME, "look"), filed(7, SARI)])

    def test_the_words_are_changed_not_the_file(self) -> None:
        self.assertEqual(self.may(5), COMMON | May.DELETE | May.INFO)
        self.assertEqual(self.may(6), COMMON | May.DELETE | May.INFO | May.EDIT)
        self.assertEqual(self.may(7), COMMON | May.WRITE)

    def test_one_on_its_way_has_its_card(self) -> None:
        self.room.timeline.upload(upload(State.SENDING), USER, NOON)
        self.assertEqual(self.deeds.may(self.room.timeline.items[-1].key), May.NOTHING)

    def test_verbs_that_the_card_offers(self) -> None:
        done: list[tuple[FileVerb, FileTarget]] = []

        class Doer:
            def do(self, verb: FileVerb, target: FileTarget) -> None:
                done.append((verb, target))

        deeds = self.deeds
        self.deeds.file(self.key(7), FileVerb.DOWNLOAD)  # nobody carries it out
        deeds = MessageDeeds(deeds._core, self.view, deeds._around, deeds._chat, deeds._compose, deeds._errands, Doer())
        deeds.file(self.key(7), FileVerb.DOWNLOAD)
        deeds.file(self.key(7), FileVerb.PAUSE)
        deeds.file(self.key(2), FileVerb.DOWNLOAD)
        deeds.file("gone", FileVerb.DOWNLOAD)
        self.assertEqual(done, [(FileVerb.DOWNLOAD, FileTarget(b"", file(), GROUP, 7))])


class Written(unittest.TestCase):
    """In the composer."""

    def setUp(self) -> None:
        self.lab = Lab()
        self.timeline = self.lab.chat.room.timeline
        self.timeline.dress.card_of = card

    def said(self, message: events.Message) -> Said:
        """In the open conversation."""
        (said,) = self.timeline.add([message])
        return said

    def test_an_answer_names_the_file(self) -> None:
        self.lab.compose.reply(self.said(filed(5, SARI, "the budget")))
        assert self.lab.view.context is not None
        self.assertEqual(self.lab.view.context.text, "File: budget.csv \u2013 the budget")

    def test_what_was_said_about_it_is_changed(self) -> None:
        self.lab.compose.edit(self.said(filed(5, ME, "the budget")))
        self.assertEqual(self.lab.view.value, "the budget")

    def test_the_name_is_no_text_to_change(self) -> None:
        self.said(filed(4, ME, "the budget"))
        self.lab.compose.edit(self.said(filed(5, ME)))
        self.assertEqual(self.lab.view.value, "")
        self.timeline.upload(upload(State.SENDING, text="words"), USER, NOON)
        self.assertTrue(self.lab.compose.edit_last())
        self.assertEqual(self.lab.view.value, "the budget")


class Trimmed(unittest.TestCase):
    """What a timeline forgets."""

    def test_nothing_is_held_of_messages_that_went(self) -> None:
        timeline = Lab().chat.room.timeline
        timeline.dress.card_of = card
        timeline.add([filed(seq, ME, of=file(seq)) for seq in range(1, 100)])
        timeline.archive(1000)
        self.assertEqual((len(timeline), timeline._filed), (0, {}))
        timeline.recard(download(State.DONE).key)


if __name__ == "__main__":
    unittest.main()
