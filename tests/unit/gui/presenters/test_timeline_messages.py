"""The life of messages in a timeline: edits, deletions, reactions, quotes, receipts, and what I only asked for."""

from __future__ import annotations

import random
import unittest
from dataclasses import replace

from tests.unit.gui.presenters.chat_making import BUDI, DEWI, ME, NAMES, NOON, SARI, message, timeline
from udpchat.client import events
from udpchat.client.asking import Ticks
from udpchat.client.message import Reaction
from udpchat.gui.presenters.timeline import Timeline
from udpchat.gui.presenters.timeline_items import Said
from udpchat.gui.presenters.timeline_rows import Lines, rows
from udpchat.gui.presenters.timeline_ticks import in_words, mark, spread
from udpchat.gui.widgets.chat_rows import MessageRow, Quote, Tick

USER = (ME, NAMES[ME])
THUMB = "\U0001f44d"
HEART = "\u2764"


def said(line: Timeline, seq: int) -> Said:
    """The message of a seq."""
    found = line.by_seq(seq)
    assert found is not None
    return found


def named() -> Timeline:
    """A timeline that knows names."""
    line = timeline()
    line.name_of = lambda user: NAMES.get(user, "")
    return line


def shown(line: Timeline) -> list[MessageRow]:
    """The messages as rows."""
    made = rows(line.items, Lines(0, name_of=lambda user: NAMES.get(user, "")))
    return [row for row in made if isinstance(row, MessageRow)]


class Changes(unittest.TestCase):
    """MessagesChanged, also of the past."""

    def test_an_edit_keeps_key_and_place(self) -> None:
        line = named()
        line.add([message(1), message(2), message(3)])
        key = said(line, 2).key
        line.change([replace(message(2), text="anew @me", edited=9)])
        self.assertEqual((said(line, 2).key, said(line, 2).text, said(line, 2).edited), (key, "anew @me", True))
        self.assertTrue(said(line, 2).mention)
        self.assertEqual([item.place[0] for item in line.items], [1, 2, 3])

    def test_a_deletion(self) -> None:
        line = named()
        line.add([message(1, ME, "mine"), message(2)])
        line.change([replace(message(seq), text="", deleted=True) for seq in (1, 2)])
        self.assertEqual([(item.text, item.deleted, item.tick) for item in shown(line)], [("", True, None)] * 2)

    def test_what_is_not_held_is_no_matter(self) -> None:
        line = named()
        line.change([message(1)])
        self.assertEqual(len(line), 0)

    def test_the_same_message_again_with_news(self) -> None:
        line = named()
        line.add([message(1)])
        self.assertEqual(line.add([replace(message(1), text="edited", edited=5)]), [])
        self.assertEqual(said(line, 1).text, "edited")

    def test_reactions(self) -> None:
        line = named()
        marks = (Reaction(SARI, THUMB, 3), Reaction(ME, THUMB, 4), Reaction(BUDI, HEART, 5), Reaction(DEWI, HEART, 6, False))
        line.add([replace(message(1), marks=marks)])
        chips = said(line, 1).reactions
        self.assertEqual([(c.emoji, c.count, c.mine, c.names) for c in chips], [
            (THUMB, 2, True, "You and sari"), (HEART, 1, False, "budi"),
        ])  # fmt: skip

    def test_many_reactions_name_some(self) -> None:
        line = named()
        line.add([replace(message(1), marks=tuple(Reaction(user, THUMB, user) for user in range(100, 130)))])
        chip = said(line, 1).reactions[0]
        self.assertEqual(chip.count, 30)
        self.assertTrue(chip.names.endswith("and 23 others"), chip.names)

    def test_my_own_edited_message_keeps_its_receipt(self) -> None:
        line = named()
        line.ticks(lambda _seq: Ticks(1, 1, 1))
        line.add([message(1, ME, "mine")])
        line.change([replace(message(1, ME, "anew"), edited=4)])
        self.assertEqual((said(line, 1).tick, said(line, 1).state), (Tick.READ, "Read"))


class Quotes(unittest.TestCase):
    """Replies."""

    def test_of_what_is_held(self) -> None:
        line = named()
        line.add([message(1, text="two\nlines"), replace(message(2, BUDI), reply=1)])
        self.assertEqual(said(line, 2).quote, Quote(1, SARI, "sari", "two lines"))

    def test_follows_what_it_quotes(self) -> None:
        line = named()
        line.add([message(1), replace(message(2, BUDI), reply=1)])
        line.change([replace(message(1), text="anew", edited=3)])
        self.assertEqual(said(line, 2).quote, Quote(1, SARI, "sari", "anew"))
        line.change([replace(message(1), text="", deleted=True)])
        self.assertEqual(said(line, 2).quote, Quote(1, SARI, "sari", "Message deleted"))

    def test_of_what_is_far_back(self) -> None:
        line = named()
        line.add([replace(message(9), reply=2)])
        self.assertEqual(said(line, 9).quote, Quote(2, 0, "", "An earlier message"))
        line.add([message(2, text="there it is")])
        self.assertEqual(said(line, 9).quote, Quote(2, SARI, "sari", "there it is"))

    def test_of_what_the_client_remembers(self) -> None:
        line = named()
        line.lookup = lambda seq: message(seq, BUDI, "from memory") if seq == 2 else None
        line.add([replace(message(9), reply=2)])
        self.assertEqual(said(line, 9).quote, Quote(2, BUDI, "budi", "from memory"))

    def test_mine_before_it_is_stored_and_after(self) -> None:
        line = named()
        line.add([message(1)])
        line.wait(b"a", "yes", USER, NOON, reply=1)
        self.assertEqual(shown(line)[-1].quote, Quote(1, SARI, "sari", "text 1"))
        line.store(b"a", 2, NOON)
        line.change([replace(message(1), text="anew", edited=3)])
        self.assertEqual(said(line, 2).quote, Quote(1, SARI, "sari", "anew"))

    def test_a_deleted_answer_quotes_nothing(self) -> None:
        line = named()
        line.add([message(1), replace(message(2), reply=1)])
        line.change([replace(message(2), text="", reply=1, deleted=True)])
        self.assertIsNone(said(line, 2).quote)
        line.change([replace(message(1), text="anew", edited=3)])
        self.assertIsNone(said(line, 2).quote)


class Wishes(unittest.TestCase):
    """What I asked for is shown at once, and taken back if it is refused."""

    def setUp(self) -> None:
        self.line = named()
        self.line.add([message(1), message(2, ME, "mine")])

    def test_an_edit_of_a_message_that_waits(self) -> None:
        self.line.wait(b"w", "hello", (1, "me"), 0)
        wish = events.Edit(b"r", 0, "anew")
        self.line.wish(b"r", wish, b"w")
        self.line.wait(b"w", "hello", (1, "me"), 0)  # told again after the connection was lost
        said = self.line.items[-1]
        assert isinstance(said, Said)
        self.assertEqual((said.text, said.edited, said.tick), ("anew", True, Tick.PENDING))
        self.line.store(b"w", 9, 0)
        stored = self.line.by_seq(9)
        assert stored is not None
        self.assertEqual((stored.text, stored.tick), ("anew", Tick.PENDING))
        self.line.settle(b"r", wish)  # refused: nothing changed
        kept = self.line.by_seq(9)
        assert kept is not None
        self.assertEqual((kept.text, kept.edited), ("hello", False))

    def test_a_refused_edit_of_a_message_that_waits_still(self) -> None:
        self.line.wait(b"w", "hello", (1, "me"), 0)
        wish = events.Delete(b"r", 0)
        self.line.wish(b"r", wish, b"w")
        deleted = self.line.items[-1]
        self.line.settle(b"r", wish)
        said = self.line.items[-1]
        assert isinstance(said, Said) and isinstance(deleted, Said)
        self.assertEqual((deleted.deleted, said.deleted, said.text), (True, False, "hello"))

    def test_an_edit(self) -> None:
        wish = events.Edit(b"r", 2, "anew")
        self.line.wish(b"r", wish)
        self.assertEqual((said(self.line, 2).text, said(self.line, 2).tick), ("anew", Tick.PENDING))
        self.line.settle(b"r", wish)
        self.assertEqual((said(self.line, 2).text, said(self.line, 2).tick), ("mine", Tick.STORED))

    def test_granted(self) -> None:
        wish = events.Edit(b"r", 2, "anew")
        self.line.wish(b"r", wish)
        self.line.change([replace(message(2, ME, "anew"), edited=8)])
        self.assertEqual(said(self.line, 2).tick, Tick.PENDING)
        self.line.settle(b"r", wish)
        self.assertEqual((said(self.line, 2).text, said(self.line, 2).tick), ("anew", Tick.STORED))

    def test_a_deletion(self) -> None:
        wish = events.Delete(b"r", 2)
        self.line.wish(b"r", wish)
        self.assertTrue(said(self.line, 2).deleted)
        self.line.settle(b"r", wish)
        self.assertEqual(said(self.line, 2).text, "mine")

    def test_reactions_on_and_off(self) -> None:
        on, off = events.React(b"a", 1, THUMB, True), events.React(b"b", 1, THUMB, False)
        self.line.wish(b"a", on)
        self.assertEqual([(chip.emoji, chip.mine) for chip in said(self.line, 1).reactions], [(THUMB, True)])
        self.assertIsNone(said(self.line, 1).tick)
        self.line.wish(b"b", off)
        self.assertEqual(said(self.line, 1).reactions, ())
        self.line.settle(b"b", off)
        self.assertEqual(len(said(self.line, 1).reactions), 1)
        self.line.settle(b"a", on)
        self.assertEqual(said(self.line, 1).reactions, ())

    def test_of_nothing(self) -> None:
        self.line.wish(b"r", events.Edit(b"r", 0, "x"))
        self.line.wish(b"s", events.Edit(b"s", 99, "x"))
        self.line.settle(b"t", events.Edit(b"t", 2, "x"))
        self.assertEqual([item.text for item in shown(self.line)], ["text 1", "mine"])

    def test_before_its_message_is_loaded(self) -> None:
        self.line.wish(b"r", events.Edit(b"r", 5, "anew"))
        self.line.add([message(5, ME, "old")])
        self.assertEqual(said(self.line, 5).text, "anew")


class Waiting(unittest.TestCase):
    """Mine before they are stored."""

    def test_another_text_while_it_waits(self) -> None:
        line = named()
        key = line.wait(b"a", "first", USER, NOON)
        self.assertEqual(line.wait(b"a", "second", USER, NOON), key)
        self.assertEqual([(row.text, row.tick) for row in shown(line)], [("second", Tick.PENDING)])

    def test_taken_back(self) -> None:
        line = named()
        line.wait(b"a", "first", USER, NOON)
        line.withdraw(b"a")
        line.withdraw(b"?")
        self.assertEqual(len(line), 0)

    def test_to_several_people(self) -> None:
        line = named()
        line.many.ticks_of = lambda conversation, seq: Ticks(1, 1, int(conversation == -SARI and seq == 7))
        line.wait(b"m", "bring it", USER, NOON, people=(SARI, BUDI))
        self.assertEqual(shown(line)[0].to, "to sari and budi (private)")
        line.store(b"m", 8, NOON)
        for seq, user in ((7, SARI), (8, BUDI)):
            line.part(events.Message(seq, -user, ME, "me", bytes([seq]), NOON, "bring it", bundle=b"m"))
        self.assertEqual(shown(line)[0].state, "sari: Read\nbudi: Delivered")
        self.assertEqual(shown(line)[0].tick, Tick.DELIVERED)
        line.ticks(lambda _seq: Ticks(9, 9, 9))
        self.assertEqual(shown(line)[0].tick, Tick.DELIVERED, "the conversation that it stands in has no part in it")

    def test_where_one_of_them_is_written_to(self) -> None:
        line = named()
        line.wait(b"m", "bring it", USER, NOON, people=(SARI, BUDI))
        self.assertIsNone(line.last_said())
        line.add([events.Message(7, -SARI, ME, "me", b"7", NOON, "bring it", bundle=b"m")])
        line.store(b"m", 8, NOON)
        self.assertEqual([row.text for row in shown(line)], ["bring it"])
        last = line.last_said()
        self.assertEqual(last and last.text, "bring it", "it is the newest of this conversation")

    def test_after_a_restart(self) -> None:
        line = named()
        line.add([events.Message(7, -SARI, ME, "me", b"7", NOON, "bring it", bundle=b"m")])
        self.assertEqual(shown(line)[0].to, "to several people (private)")


class Receipts(unittest.TestCase):
    """How far mine have come."""

    def test_marks_and_words(self) -> None:
        for ticks, tick, words in (
            (Ticks(0, 0, 0), Tick.STORED, "Sent"),
            (Ticks(1, 0, 0), Tick.STORED, "Sent"),
            (Ticks(1, 1, 0), Tick.DELIVERED, "Delivered"),
            (Ticks(1, 1, 1), Tick.READ, "Read"),
            (Ticks(30, 12, 0), Tick.STORED, "Delivered to 12 of 30"),
            (Ticks(30, 30, 0), Tick.DELIVERED, "Delivered to all 30"),
            (Ticks(30, 30, 27), Tick.DELIVERED, "Read by 27 of 30"),
            (Ticks(30, 30, 30), Tick.READ, "Read by all 30"),
            (Ticks(29, 30, 30), Tick.READ, "Read by all 29"),
        ):
            with self.subTest(ticks):
                self.assertEqual((mark(ticks), in_words(ticks)), (tick, words))

    def test_few_questions(self) -> None:
        chance = random.Random(3)
        for _ in range(30):
            marks = [(chance.randrange(1000), chance.randrange(1000)) for _ in range(30)]
            asked = []

            def of(seq: int) -> Ticks:
                asked.append(seq)  # noqa: B023
                return Ticks(30, sum(d >= seq for d, _ in marks), sum(r >= seq for _, r in marks))  # noqa: B023

            seqs = sorted(chance.sample(range(1000), 500))
            found = spread(seqs, of)
            self.assertLess(len(asked), 450)
            self.assertEqual(found, [of(seq) for seq in seqs])
        for seqs in ([], [4], [4, 9]):
            self.assertEqual(spread(seqs, lambda seq: Ticks(seq, 0, 0)), [Ticks(seq, 0, 0) for seq in seqs])

    def test_only_mine_that_are_stored(self) -> None:
        line = named()
        line.add([message(1, ME), message(2), message(3, ME)])
        line.wait(b"a", "x", USER, NOON)
        line.ticks(lambda seq: Ticks(1, 1, int(seq <= 1)))
        self.assertEqual([row.tick for row in shown(line)], [Tick.READ, None, Tick.DELIVERED, Tick.PENDING])
        line.store(b"a", 4, NOON)
        line.ticks(lambda _seq: Ticks(1, 1, 1))
        self.assertEqual([row.state for row in shown(line)], ["Read", "", "Read", "Read"])

    def test_also_of_what_is_loaded_later(self) -> None:
        line = named()
        line.ticks(lambda _seq: Ticks(1, 1, 1))
        fresh = line.add([message(1, ME)])
        self.assertEqual([item.tick for item in fresh], [Tick.READ])


class Ends(unittest.TestCase):
    """What is put away."""

    def test_a_new_lesson(self) -> None:
        line = named()
        line.add([message(1), message(2), message(5)])
        line.wait(b"a", "x", USER, NOON)
        line.archive(5)
        self.assertEqual([row.text for row in shown(line)], ["text 5", "x"])
        line.archive(9)
        self.assertEqual([row.text for row in shown(line)], ["x"])

    def test_nothing_is_remembered_of_it(self) -> None:
        line = named()
        line.add([replace(message(seq), reply=seq - 1) for seq in range(1, 50)])
        line.archive(40)
        self.assertEqual((len(line._messages), len(line._by_seq)), (10, 10))
        line.clear()
        self.assertEqual((len(line._messages), len(line._by_seq), len(line._answers)), (0, 0, 0))


if __name__ == "__main__":
    unittest.main()
