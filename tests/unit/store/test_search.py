"""Searching: with an index of words and without, filled, lagging and broken; and nothing that is not for one's eyes."""

from __future__ import annotations

import random
import sqlite3
import unittest

from tests.unit.store.support import SEED, StoreCase
from udpchat import limits
from udpchat.errors import Storage
from udpchat.store import Search, Wanted
from udpchat.store.terms import matches, terms_of


class SearchCase(StoreCase):
    """Each test runs with FTS5; `Plain` below runs them all without."""

    fts = True

    def setUp(self) -> None:
        super().setUp()
        self.ann, self.bob = self.account("ann").id, self.account("bob").id
        self.now = 0.0
        self.search = Search(self.path, fts=self.fts, clock=lambda: self.now)
        self.addCleanup(lambda: self.search.close())

    def fill(self) -> None:
        self.store.commit()
        while self.search.fill(100):
            pass
        self.assertEqual(self.search.indexed_seq, self.store.head())

    def found(self, words: str, user: int = 0, **wanted: int) -> list[str]:
        return [event.body for event in self.search.search(Wanted(user or self.ann, words, **wanted)).messages]


class Searching(SearchCase):
    def test_newest_first_from_index_and_tail_alike(self) -> None:
        self.post(self.ann, "first apple")
        self.post(self.bob, "an Äpple")
        self.post(self.ann, "nothing")
        for filled in (False, True):
            if filled:
                self.fill()
            self.store.commit()
            self.assertEqual(self.found("apple"), ["an Äpple", "first apple"])
            self.assertEqual(self.found("app"), ["an Äpple", "first apple"])
            self.assertEqual(self.found("first app"), ["first apple"])
            self.assertEqual(self.found("pear"), [])
        self.post(self.ann, "third apple")
        self.store.commit()
        self.assertEqual(self.found("apple"), ["third apple", "an Äpple", "first apple"])

    def test_what_is_not_committed_is_not_found(self) -> None:
        self.post(self.ann, "apple")
        self.assertEqual(self.found("apple"), [])

    def test_by_author_conversation_time_and_seq(self) -> None:
        room = self.store.create_conversation("group", "g", True, 1)
        self.store.join(room, self.ann, 1)
        seqs = []
        for number, (author, where) in enumerate([(self.ann, None), (self.bob, None), (self.ann, room), (self.bob, None)]):
            place = where or self.store.lobby
            seqs.append(self.store.append_post(place, author, self.randbytes(16), 100 * number, f"apple {number}").seq)
        for _ in range(2):
            self.store.commit()
            self.assertEqual(self.found("apple", author=self.bob), ["apple 3", "apple 1"])
            self.assertEqual(self.found("", author=self.bob), ["apple 3", "apple 1"])
            self.assertEqual(self.found("apple", conversation=room), ["apple 2"])
            self.assertEqual(self.found("", conversation=room), ["apple 2"])
            self.assertEqual(self.found("apple", since=100, until=200), ["apple 2", "apple 1"])
            self.assertEqual(self.found("apple", since=301), [])
            self.assertEqual(self.found("apple", until=99), ["apple 0"])
            self.assertEqual(self.found("apple", before=seqs[2]), ["apple 1", "apple 0"])
            self.assertEqual(self.found("apple", self.bob, conversation=room), [])
            self.fill()

    def test_times_that_jump_are_found_by_date(self) -> None:
        for number in range(3000):
            at = 5000 if number == 1500 else 1000 + number // 1000
            self.store.append_post(self.store.lobby, self.ann, self.randbytes(16), at, f"apple {number}")
        self.fill()
        self.assertEqual(self.found("apple", since=4000), ["apple 1500"])
        self.assertEqual(self.found("apple", since=1002, until=1002)[0], "apple 2999")
        self.assertEqual(self.found("apple", until=1000)[-1], "apple 950")

    def test_pages(self) -> None:
        for number in range(130):
            self.post(self.ann, f"apple {number}")
        self.fill()
        for number in range(130, 150):
            self.post(self.ann, f"apple {number}")
        self.store.commit()
        found: list[str] = []
        before = 0
        for _ in range(100):
            hits = self.search.search(Wanted(self.ann, "apple", before=before), count=7)
            found += [event.body for event in hits.messages]
            if not hits.more:
                break
            before = hits.more
        self.assertEqual(found, [f"apple {number}" for number in reversed(range(150))])

    def test_bytes_bound_an_answer_but_never_to_nothing(self) -> None:
        for _ in range(3):
            self.post(self.ann, "apple " + "x" * 1000)
        self.store.commit()
        hits = self.search.search(Wanted(self.ann, "apple"), limit_bytes=10)
        self.assertEqual(len(hits.messages), 1)
        self.assertEqual(hits.more, hits.messages[0].seq)

    def test_edited_and_deleted_texts(self) -> None:
        post, other = self.post(self.ann, "apple"), self.post(self.ann, "apple two")
        self.fill()
        self.store.edit_post(post, self.ann, 5, "pear")
        self.store.delete_post(other, self.ann, 6)
        for _ in range(2):
            self.store.commit()
            self.assertEqual((self.found("apple"), self.found("pear")), ([], ["pear"]))
            self.fill()
        self.store.edit_post(post, self.ann, 7, "pear and plum")
        self.store.edit_post(post, self.ann, 7, "plum")
        self.fill()
        self.assertEqual((self.found("pear"), self.found("plum")), ([], ["plum"]))

    def test_what_was_edited_since_keeps_its_place(self) -> None:
        posts = [self.post(self.ann, text) for text in ("apple 1", "pear 2", "apple 3", "pear 4", "pear 0")]
        self.fill()
        for post, text in zip(posts[1::2], ("apple 2", "apple 4"), strict=True):
            self.store.edit_post(post, self.ann, 5, text)
        self.store.commit()
        self.assertEqual(self.found("apple"), ["apple 4", "apple 3", "apple 2", "apple 1"])
        self.assertEqual(self.found("apple", before=posts[3]), ["apple 3", "apple 2", "apple 1"])
        self.assertEqual(self.found("pear"), ["pear 0"])

    def test_words_of_a_question_are_no_syntax(self) -> None:
        self.post(self.ann, "NOT near(c1) OR x* tags:c1")
        self.fill()
        for words in ('"', "'", "*", "near(", "tags:c1", "NOT", "a AND", "x OR y", "(((", "words : (", "-x", "^x", "%", "_"):
            self.found(words)
        self.assertEqual(len(self.found("tags:c1")), 1)
        self.assertEqual(self.found("%"), [])
        self.assertEqual(self.found("c2"), [])

    def test_other_scripts(self) -> None:
        for text in ("我们明天考试", "สอบพรุ่งนี้", "завтра экзамен", "party 🎉"):
            self.post(self.ann, text)
        self.fill()
        for words, text in (
            ("考试", "我们明天考试"),
            ("试", "我们明天考试"),
            ("พรุ่งนี้", "สอบพรุ่งนี้"),
            ("ЗАВТРА", "завтра экзамен"),
            ("🎉", "party 🎉"),
        ):
            self.assertEqual(self.found(words), [text])

    def test_a_slow_search_says_where_to_go_on(self) -> None:
        for number in range(200):
            self.post(self.ann, f"apple {number}")
        self.fill()
        search = Search(self.path, fts=self.fts, clock=iter(range(10**6)).__next__)
        self.addCleanup(search.close)
        found: list[str] = []
        before, rounds = 0, 0
        while rounds < 1000:
            hits = search.search(Wanted(self.ann, "apple", before=before), count=10**6, limit_bytes=10**9)
            found += [event.body for event in hits.messages]
            rounds, before = rounds + 1, hits.more
            if not before:
                break
        self.assertGreater(rounds, 1 if self.fts else 0)
        self.assertEqual(found, [f"apple {number}" for number in reversed(range(200))])


class Eyes(SearchCase):
    def test_only_inside_memberships(self) -> None:
        room = self.store.create_conversation("group", "quiet", False, 1)
        self.store.join(room, self.ann, 1)
        self.post(self.ann, "apple before", room)
        self.store.join(room, self.bob, 1)
        self.post(self.ann, "apple while", room)
        self.store.leave(room, self.bob, 1)
        self.post(self.ann, "apple after", room)
        self.store.post_to(self.ann, self.account("cid").id, b"r" * 16, 1, "apple for cid")
        for _ in range(2):
            self.store.commit()
            self.assertEqual(self.found("apple", self.bob), ["apple while"])
            self.assertEqual(self.found("apple", 999), [])
            self.fill()

    def test_who_left_finds_no_word_of_a_later_edit(self) -> None:
        group, _ = self.store.create_group("grup", "", False, self.ann, [self.bob], 5)
        seq = self.post(self.ann, "apple", group)
        self.store.remove_member(group, self.bob, self.ann, 6)
        self.store.edit_post(seq, self.ann, 7, "banana")
        self.store.commit()
        for filled in (False, True):
            if filled:
                self.fill()
            self.assertEqual((self.found("banana"), self.found("banana", self.bob)), (["banana"], []))

    def test_archived_and_deleted_conversations(self) -> None:
        self.post(self.ann, "apple of old")
        self.store.archive(self.store.lobby, self.ann, 5)
        self.post(self.ann, "apple of today")
        room, _ = self.store.create_group("g", "", True, self.ann, [self.bob], 1)
        self.post(self.ann, "apple in a group", room)
        for _ in range(2):
            self.store.commit()
            self.assertEqual(self.found("apple", self.bob), ["apple in a group", "apple of today"])
            self.fill()
        self.store.delete_group(room, self.ann, 6)
        self.store.commit()
        self.assertEqual(self.found("apple", self.bob), ["apple of today"])

    def test_a_blocked_person_is_not_found_not_even_by_an_edit(self) -> None:
        first = self.store.post_to(self.bob, self.ann, b"1" * 16, 1, "apple from bob")
        self.store.block(self.ann, self.bob, True)
        self.store.post_to(self.bob, self.ann, b"2" * 16, 1, "apple again")
        self.store.edit_post(first.seq, self.bob, 2, "rotten apple")
        for _ in range(2):
            self.store.commit()
            self.assertEqual(self.found("apple"), ["apple from bob"])
            self.assertEqual(self.found("rotten"), [])
            self.assertEqual(self.found("apple", self.bob), ["apple again", "rotten apple"])
            self.fill()

    def test_against_a_plain_model(self) -> None:
        chance = random.Random(SEED)
        people = [self.ann, self.bob, self.account("cid").id]
        rooms = [self.store.create_conversation("group", "g", opened, 1) for opened in (True, False)]
        words = ["apple", "pear", "plum", "fig", "figure"]
        for step in range(400):
            person, room = chance.choice(people), chance.choice([*rooms, self.store.lobby])
            match chance.randrange(12):
                case 0 if room != self.store.lobby and not self.store.is_member(room, person):
                    self.store.join(room, person, step)
                case 1 if room != self.store.lobby and self.store.is_member(room, person):
                    self.store.leave(room, person, step)
                case 2:
                    self.store.commit()
                    self.search.fill(30)
                case _:
                    text = " ".join(chance.choices(words, k=2))
                    self.store.append_post(room, person, self.randbytes(16), step, text)
        self.store.commit()
        for _ in range(150):
            person, text = chance.choice(people), " ".join(chance.choices([*words, "figu", ""], k=chance.randrange(1, 3)))
            author, since = chance.choice([0, *people]), chance.choice([0, 0, 200])
            wanted = Wanted(person, text, chance.choice([0, *rooms]), author, since, chance.choice([0, 300]))
            expected = [
                event.body
                for event in reversed(self.seen(person))
                if event.kind == "post" and matches(terms_of(text), event.body) and author in (0, event.author)
                if wanted.conversation in (0, event.conversation) and since <= event.at <= (wanted.until or 10**9)
            ]
            hits = self.search.search(wanted, count=10**6, limit_bytes=10**9)
            self.assertEqual([event.body for event in hits.messages], expected, f"seed {SEED} {wanted}")


class File(SearchCase):
    def test_an_index_of_another_form_begins_anew(self) -> None:
        file = self.store.add_file(self.ann, "apple pie.txt", 1, bytes(32), "", 1)
        self.store.append_post(self.store.lobby, self.ann, bytes(16), 1, "our recipe", file=file)
        self.fill()
        index = self.search._connection()
        index.execute("UPDATE done SET value = 1 WHERE key = 'form'")
        if self.fts:
            index.execute("DELETE FROM said")
        self.search.close()
        self.assertEqual(self.search.indexed_seq, 0)
        self.fill()
        for words in ("apple", "recipe", "pie recipe"):
            self.assertEqual([event.body for event in self.search.search(Wanted(self.bob, words)).messages], ["our recipe"])

    def test_another_epoch_begins_anew(self) -> None:
        self.post(self.ann, "apple")
        self.fill()
        self.search.close()
        self.store._write("UPDATE meta SET value = 'another' WHERE key = 'epoch'")
        self.store.commit()
        self.assertEqual(self.search.indexed_seq, 0)
        self.assertEqual(self.found("apple"), ["apple"])

    def test_a_broken_file_is_made_anew(self) -> None:
        self.post(self.ann, "apple")
        self.fill()
        self.search.close()
        file = self.path.with_name(self.path.name + ".search")
        for content in (b"", b"nonsense" * 5000, file.read_bytes()[:6000]):
            for path in self.path.parent.glob(self.path.name + ".search*"):
                path.unlink()
            file.write_bytes(content)
            for _ in range(2):  # a fault that shows only while it is read costs one answer
                try:
                    self.fill()
                    break
                except Storage:
                    continue
            self.assertEqual(self.found("apple"), ["apple"])
            self.search.close()

    def test_a_deleted_text_leaves_the_file(self) -> None:
        post = self.post(self.ann, "a secretword never meant")
        self.fill()
        self.store.delete_post(post, self.ann, 5)
        self.fill()
        self.search.close()
        if sqlite3.sqlite_version_info >= (3, 42):
            for path in self.path.parent.glob(self.path.name + ".search*"):
                self.assertNotIn(b"secretword", path.read_bytes())

    def test_what_the_store_let_go_of_leaves_the_index(self) -> None:
        for number in range(50):
            self.store.append_post(self.store.lobby, self.ann, self.randbytes(16), number, f"apple {number}")
        self.fill()
        while self.store.prune(40, 7):
            pass
        self.fill()
        self.assertEqual(self.found("apple", before=10**6)[-1], "apple 40")
        if self.search.words:
            (count,) = self.search._connection().execute("SELECT count(*) FROM said").fetchone()
            self.assertEqual(count, 10)

    def test_without_a_store_it_is_the_storage(self) -> None:
        search = Search(self.path.with_name("none"), fts=self.fts)
        self.addCleanup(search.close)
        for ask in (search.fill, lambda: search.search(Wanted(1, "x"))):
            with self.assertRaises(Storage):
                ask()

    def test_each_question_is_read_from_an_index(self) -> None:
        self.post(self.ann, "apple")
        self.fill()
        statements: list[str] = []
        connection = self.search._connection()
        connection.set_trace_callback(statements.append)
        self.found("apple")
        self.found("apple", conversation=1, author=1, since=1, until=9)
        connection.set_trace_callback(None)
        scans = set()
        for statement in statements:
            if statement.lstrip().startswith("SELECT"):
                plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
                scans |= {line for line in plan if line.startswith("SCAN") and "VIRTUAL" not in line and "span" not in line}
        self.assertEqual(scans, set())


class PlainSearching(Searching):
    fts = False


class PlainEyes(Eyes):
    fts = False


class PlainFile(File):
    fts = False


class Bounds(unittest.TestCase):
    def test_an_answer_fits_a_frame(self) -> None:
        self.assertLess(limits.HISTORY_PAGE_BYTES + limits.SEARCH_COUNT * 300, limits.FRAME_BYTES)
