"""Appending, repeats, tombstones."""

from __future__ import annotations

from tests.unit.store.support import StoreCase
from udpchat.errors import NoSuchMessage
from udpchat.store import StoredEvent


class AppendPost(StoreCase):
    def test_answers_with_the_event(self) -> None:
        ann = self.account()
        event = self.store.append_post(self.store.lobby, ann.id, b"r" * 16, 5, "héllo")
        self.assertEqual(event, StoredEvent(event.seq, "post", self.store.lobby, ann.id, "ann", b"r" * 16, 5, "héllo", False))
        self.store.commit()
        self.assertEqual(self.store.events(ann.id, 1, 99, 10, 999), ([event], event.seq))

    def test_a_given_name_is_taken_as_it_is(self) -> None:
        self.assertEqual(self.store.append_post(self.store.lobby, 7, b"r" * 16, 5, "x", "somebody").name, "somebody")

    def test_a_repeat_finds_the_first_in_the_same_turn_and_later(self) -> None:
        ann = self.account()
        first = self.store.append_post(self.store.lobby, ann.id, b"r" * 16, 5, "one")
        for seq_between in range(3):
            self.post(ann.id, f"between {seq_between}")  # lastrowid now names another row
            again = self.store.append_post(self.store.lobby, ann.id, b"r" * 16, 9, "other text")
            self.assertTrue(again.repeated)
            self.assertEqual((again.seq, again.at, again.body), (first.seq, 5, "one"))
            self.store.commit()
        self.assertEqual(self.texts(ann.id).count("one"), 1)
        self.assertNotIn("other text", self.texts(ann.id))

    def test_the_same_ref_of_two_authors_is_two_messages(self) -> None:
        ann, bob = self.account("ann"), self.account("bob")
        one = self.store.append_post(self.store.lobby, ann.id, b"r" * 16, 5, "a")
        two = self.store.append_post(self.store.lobby, bob.id, b"r" * 16, 5, "b")
        self.assertFalse(one.repeated or two.repeated)
        self.assertLess(one.seq, two.seq)

    def test_seq_is_never_given_out_twice(self) -> None:
        ann = self.account()
        last = self.post(ann.id, "one")
        self.store.commit()
        self.reopen()
        self.assertGreater(self.post(ann.id, "two"), last)


class DeletePost(StoreCase):
    def test_the_text_is_gone_from_the_file_and_the_ref_stays(self) -> None:
        ann = self.account()
        event = self.store.append_post(self.store.lobby, ann.id, b"r" * 16, 5, "a secret never meant to be")
        kept = self.post(ann.id, "kept")
        self.store.commit()
        deletion = self.store.delete_post(event.seq, ann.id, 6).seq
        self.store.commit()
        self.assertGreater(deletion, kept)
        self.assertEqual(self.texts(ann.id), ["", "kept"])
        again = self.store.append_post(self.store.lobby, ann.id, b"r" * 16, 7, "a secret never meant to be")
        self.assertEqual((again.repeated, again.seq, again.body), (True, event.seq, ""))
        self.store.commit()
        self.store.close()
        self.assertNotIn(b"a secret never", self.path.read_bytes())
        self.reopen()

    def test_only_what_is_there(self) -> None:
        ann = self.account()
        post = self.post(ann.id, "x")
        self.store.delete_post(post, ann.id, 6)
        for wrong in (post, post + 100, -1):
            with self.assertRaises(NoSuchMessage):
                self.store.delete_post(wrong, ann.id, 6)
