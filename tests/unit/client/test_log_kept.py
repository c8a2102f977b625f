"""What is kept of the log, in memory and on disk: the same in whatever order and in whatever portions it came."""

from __future__ import annotations

import contextlib
import random
import sqlite3
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from udpchat.client import finding, schema
from udpchat.client.batch import Batch
from udpchat.client.database import AccountDatabase
from udpchat.client.holes import Holes
from udpchat.client.message import Message, changed, from_word
from udpchat.client.recent import Recent
from udpchat.client.sync import Intervals
from udpchat.errors import ProtocolViolation
from udpchat.words import messages as words

WORDS = ["red", "green", "blue", "apple", "pear", "äpfel", "数学", "plum_1", "100%", "o'neill"]


def said(seq: int, text: str, author: int = 2, conversation: int = 7, at: int = 1000) -> words.Message:
    return words.Message(seq, conversation, author, f"u{author}", seq.to_bytes(16, "big"), at, text)


def story(rng: random.Random, count: int) -> list[words.Event]:
    """A log: messages, and events about earlier ones."""
    log: list[words.Event] = []
    texts: dict[int, str] = {}
    for seq in range(1, count + 1):
        target = rng.choice(sorted(texts)) if texts else 0
        what = rng.choice(("post", "post", "edit", "delete", "react", "react", "join"))
        if what == "post" or not target:
            texts[seq] = " ".join(rng.choices(WORDS, k=3))
            log.append(said(seq, texts[seq], rng.randrange(1, 4), rng.choice((7, 8))))
        elif what == "edit":
            log.append(words.Edited(seq, 7, target, 2, 1, " ".join(rng.choices(WORDS, k=3))))
        elif what == "delete" and rng.random() < 0.3:
            log.append(words.Deleted(seq, 7, target, 2, 1))
        elif what == "join":
            log.append(words.Joined(seq, 8, 3, "u3", 2, 1))
        else:
            log.append(words.Reacted(seq, 7, target, rng.randrange(1, 4), 1, rng.choice("👍🎉"), rng.random() < 0.6))
    return log


def as_they_read(log: list[words.Event]) -> dict[int, Message]:
    """By the rules of one message, in the order of the log."""
    found: dict[int, Message] = {}
    for event in log:
        if isinstance(event, words.Message):
            found[event.seq] = from_word(event, event.conversation)
        elif isinstance(event, words.Edited | words.Deleted | words.Reacted):
            found[event.target] = changed(found[event.target], event)
    return found


def content(message: Message) -> tuple[object, ...]:
    marks = {emoji: set(users) for emoji, users in message.reactions.items()}
    return message.seq, message.text, message.deleted, bool(message.edited), marks


class FolderTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "store.sqlite"
        self.database = self.open()

    def open(self) -> AccountDatabase:
        database = AccountDatabase(self.path)
        self.addCleanup(database.close)
        return database


class AnyOrder(FolderTest):
    def test_memory(self) -> None:
        for seed in range(200):
            rng = random.Random(seed)
            log = story(rng, 40)
            expected = as_they_read(log)
            shuffled = rng.sample(log, len(log))
            recent = Recent()
            for event in shuffled:
                if isinstance(event, words.Message):
                    recent.take(from_word(event, event.conversation))
                elif isinstance(event, words.Edited | words.Deleted | words.Reacted):
                    recent.change(event)
            for seq, message in expected.items():
                found = recent.get(seq)
                assert found is not None
                with self.subTest(seed=seed, seq=seq):
                    self.assertEqual(content(found), content(message))

    def test_disk(self) -> None:
        for seed in range(40):
            rng = random.Random(seed)
            log = story(rng, 60)
            shuffled = rng.sample(log, len(log)) if seed % 2 else log
            self.database.close()
            self.path.unlink()
            self.database = self.open()
            while shuffled:
                portion, shuffled = shuffled[:7], shuffled[7:]
                half = {event.seq: event for event in portion[::2]}
                self.database.apply(Batch(events={e.seq: e for e in portion if e.seq not in half}, filled=half))
            page = self.database.earlier(None, 10**9, 1000)
            expected = as_they_read(log)
            with self.subTest(seed=seed):
                self.assertEqual(
                    [content(message) for message in page.messages], [content(expected[seq]) for seq in sorted(expected)]
                )
                self.assertEqual([e for e in log if isinstance(e, words.Joined)], list(page.notices))
                self.check_index()

    def check_index(self) -> None:
        """The index says the same as the text itself."""
        for word in ("red", "app", "äpf", "apfe", "plum_1", "o'neill"):
            by_index = finding.search(self.path, finding.Wanted(word), 1000)
            with mock.patch.object(finding, "_indexable", lambda word: False):
                by_reading = finding.search(self.path, finding.Wanted(word), 1000)
            if word != "apfe":  # the index does not mind the dots, the text does
                self.assertEqual(by_index, by_reading, word)

    def test_twice_changes_nothing(self) -> None:
        log = story(random.Random(5), 60)
        for _ in range(2):
            self.database.apply(Batch(events={event.seq: event for event in log}))
        expected = as_they_read(log)
        page = self.database.earlier(None, 10**9, 1000)
        self.assertEqual([content(m) for m in page.messages], [content(expected[seq]) for seq in sorted(expected)])
        self.check_index()

    def test_only_what_was_new_is_told_of_a_hole(self) -> None:
        self.database.apply(Batch(events={1: said(1, "here")}))
        new = self.database.apply(Batch(filled={1: said(1, "here"), 2: said(2, "new")}))
        self.assertEqual(new, {2})

    def test_archive(self) -> None:
        log: list[words.Event] = [said(1, "old"), said(2, "elsewhere", conversation=8), said(3, "new")]
        log.append(words.Archived(4, 7, 1, 1, 3))
        self.database.apply(Batch(events={event.seq: event for event in log}))
        self.assertEqual([m.text for m in self.database.earlier(None, 99, 99).messages], ["elsewhere", "new"])
        self.assertEqual(finding.search(self.path, finding.Wanted("old")).messages, ())

    def test_another_log(self) -> None:
        self.database.apply(Batch(events={1: said(1, "old")}, marks={0: 1}, rooms={}))
        batch = Batch()
        batch.forget_log()
        batch.events[1] = said(1, "other")
        self.database.apply(batch)
        self.assertEqual([m.text for m in self.database.earlier(None, 99, 99).messages], ["other"])
        self.assertEqual([m.text for m in finding.search(self.path, finding.Wanted("old")).messages], [])
        self.assertEqual(len(finding.search(self.path, finding.Wanted("other")).messages), 1)


class Searching(FolderTest):
    def fill(self, *texts: str) -> None:
        log = [said(seq, text, at=seq * 1000) for seq, text in enumerate(texts, 1)]
        self.database.apply(Batch(events={event.seq: event for event in log}))

    def find(self, text: str, **more: int) -> list[int]:
        return [message.seq for message in finding.search(self.path, finding.Wanted(text, **more)).messages]

    def test_words_and_beginnings(self) -> None:
        self.fill("red apples", "green apples", "Red Pears", "pearl")
        self.assertEqual(self.find("red"), [3, 1])
        self.assertEqual(self.find("pear"), [4, 3])
        self.assertEqual(self.find("pear red"), [])
        self.assertEqual(self.find("red pear"), [3])
        self.assertEqual(self.find(""), [4, 3, 2, 1])

    def test_signs_and_scripts_without_spaces(self) -> None:
        self.fill("我们学数学", "100% sure", "a_b", "axb", 'say "hi" AND (more*', "back\\slash")
        self.assertEqual(self.find("数学"), [1])
        self.assertEqual(self.find("%"), [2])
        self.assertEqual(self.find("_"), [3])
        self.assertEqual(self.find('"hi" AND'), [5])
        self.assertEqual(self.find("more*"), [5])
        self.assertEqual(self.find("\\"), [6])

    def test_conditions(self) -> None:
        self.fill("one", "two", "three")
        self.assertEqual(self.find("", since=2000), [3, 2])
        self.assertEqual(self.find("", until=2000), [2, 1])
        self.assertEqual(self.find("", before=2), [1])
        self.assertEqual(self.find("", author=9), [])
        self.assertEqual(self.find("", conversation=7), [3, 2, 1])

    def test_page_by_page(self) -> None:
        self.fill(*(f"word {number}" for number in range(120)))
        for text in ("word", "wor", ""):
            found: list[int] = []
            before = 0
            while True:
                hits = finding.search(self.path, finding.Wanted(text, before=before))
                found += [message.seq for message in hits.messages]
                if not hits.more:
                    break
                before = hits.more
            self.assertEqual(found, list(range(120, 0, -1)))

    def test_long_looking_is_cut_and_goes_on(self) -> None:
        self.fill(*(("needle" if number % 25 == 0 else "hay") for number in range(51)))
        found, rounds, before = [], 0, 0
        with mock.patch.multiple(finding, SEARCH_STEP_COUNT=4, LOCAL_SEARCH_STEPS=3, _indexable=lambda word: False):
            while rounds == 0 or before:
                hits = finding.search(self.path, finding.Wanted("eedl", before=before))
                found += [message.seq for message in hits.messages]
                before, rounds = hits.more, rounds + 1
        self.assertEqual(found, [51, 26, 1])
        self.assertGreater(rounds, 3)

    def test_without_an_index(self) -> None:
        self.database.close()
        self.path.unlink()
        with mock.patch.object(schema, "_INDEX", "CREATE VIRTUAL TABLE said USING nothing_of_the_kind(text)"):
            self.database = self.open()
            self.fill("red apples", "green")
            self.assertEqual(self.find("apples"), [1])
        self.database.close()
        self.database = self.open()  # a Python that has it
        self.assertEqual(self.find("apples"), [1])
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            self.assertTrue(connection.execute("SELECT rowid FROM said WHERE said MATCH 'green'").fetchone())

    def test_an_index_that_another_python_could_not_keep(self) -> None:
        self.fill("red")
        self.database.close()
        with contextlib.closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute("INSERT INTO meta VALUES('index stale', x'01')")
            row = (2, 7, 2, "u2", b"r" * 16, 1, "blue", 0, b"", 0, 0)
            connection.execute("INSERT INTO message VALUES(?,?,?,?,?,?,?,?,?,?,?,'')", row)
        self.database = self.open()
        self.assertEqual(self.find("blue"), [2])
        self.assertNotIn("index stale", self.database.meta())

    def test_nothing_stays_when_all_is_erased(self) -> None:
        self.fill("treasure under the oak")
        self.database.forget_log()
        self.assertEqual(self.find("treasure"), [])
        self.database.close()
        self.assertNotIn(b"treasure", self.path.read_bytes())


class HolesTest(unittest.TestCase):
    def test_newest_first_and_what_is_left(self) -> None:
        holes = Holes()
        holes.tear(5, Intervals([(1, 10), (15, 30)]), 20)
        self.assertEqual(holes.rows(), ((5, 1, 10), (5, 15, 19)))
        self.assertEqual(holes.next_question([5]), words.Fill(5, 15, 19))
        self.assertIsNone(holes.next_question([5]), "one at a time")
        holes.filled(5, 17, 19)
        self.assertEqual(holes.next_question([5]), words.Fill(5, 15, 16))
        holes.filled(5, 15, 16)
        holes.connection_lost()
        self.assertEqual(Holes(holes.rows()).next_question([5]), words.Fill(5, 1, 10))
        self.assertIsNone(Holes(holes.rows()).next_question([6]))

    def test_what_may_not_be_seen_is_not_asked_for(self) -> None:
        holes = Holes([(5, 1, 10), (6, 1, 3)])
        self.assertTrue(holes.visible_from(5, 8))
        self.assertFalse(holes.visible_from(5, 8))
        self.assertEqual(holes.rows(), ((5, 8, 10), (6, 1, 3)))
        self.assertTrue(holes.gone(6))
        self.assertTrue(holes.visible_from(5, 11))
        self.assertFalse(holes)

    def test_answers_that_nobody_asked_for(self) -> None:
        for answer in ((5, 1, 10), (5, 1, 9), (4, 1, 10), (5, 0, 10)):
            holes = Holes([(5, 1, 10)])
            if answer != (5, 1, 10):
                holes.next_question([5])
            with self.assertRaises(ProtocolViolation):
                holes.filled(*answer)


class Memory(unittest.TestCase):
    def test_bounded(self) -> None:
        with mock.patch.multiple("udpchat.client.recent", RECENT_COUNT=10, ORPHANS_COUNT=5):
            recent = Recent()
            for seq in range(1, 30):
                recent.take(from_word(said(seq, "x"), 0))
                recent.change(words.Edited(100 + seq, 7, 1000 + seq, 2, 1, "y"))
            self.assertIsNone(recent.get(1))
            self.assertEqual([m.seq for m in recent.last(0, 99)], list(range(20, 30)))
            self.assertEqual(recent.take(from_word(said(1001, "x"), 0)).text, "x", "an old change was let go")
            self.assertEqual(recent.take(from_word(said(1029, "x"), 0)).text, "y")


if __name__ == "__main__":
    unittest.main()
