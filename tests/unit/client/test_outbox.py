"""The outbox: order, bounds, retries."""

from __future__ import annotations

import unittest

from udpchat.client.numbers import private_with
from udpchat.client.outbox import Outbox
from udpchat.errors import OutboxFull
from udpchat.limits import OUTBOX_BYTES, OUTBOX_COUNT, POSTS_IN_FLIGHT, TEXT_BYTES
from udpchat.words import messages as words


def ref(n: int) -> bytes:
    return n.to_bytes(16, "big")


class OutboxTest(unittest.TestCase):
    def setUp(self) -> None:
        self.outbox = Outbox()

    def add(self, *numbers: int, conversation: int = 0, saved: bool = True) -> None:
        for n in numbers:
            self.outbox.add(ref(n), conversation, f"text {n}", 0)
            if saved:
                self.outbox.saved(ref(n))

    def take(self, now: float = 0.0) -> list[int]:
        return [int.from_bytes(entry.ref, "big") for entry in self.outbox.take(now)]

    def test_unsaved_holds_its_conversation_only(self) -> None:
        self.add(1, saved=False)
        self.add(2)
        self.add(3, conversation=9)
        self.assertEqual(self.take(), [3])
        self.outbox.saved(ref(1))
        self.assertEqual(self.take(), [1, 2])

    def test_retry_waits_for_time_and_for_those_on_their_way(self) -> None:
        self.add(1, 2, 3)
        self.add(4, conversation=9)
        self.assertEqual(self.take(), [1, 2, 3, 4])
        self.outbox.retry(ref(1), 5.0)
        self.add(5)
        self.assertEqual(self.take(6.0), [])
        self.outbox.confirm(ref(2))
        self.outbox.retry(ref(3), 7.0)
        self.assertEqual(self.outbox.next_retry_at(), 7.0)
        self.assertEqual(self.take(6.9), [])
        self.assertEqual(self.take(7.0), [1, 3, 5])
        self.assertIsNone(self.outbox.next_retry_at())

    def test_window(self) -> None:
        self.add(*range(POSTS_IN_FLIGHT + 5))
        self.assertEqual(len(self.take()), POSTS_IN_FLIGHT)
        self.assertEqual(self.take(), [])
        self.outbox.confirm(ref(0))
        self.assertEqual(self.take(), [POSTS_IN_FLIGHT])
        self.outbox.connection_lost()
        self.assertEqual(self.take(), list(range(1, POSTS_IN_FLIGHT + 1)))

    def test_confirmed_once_and_again_after_another_log(self) -> None:
        self.add(1)
        self.take()
        self.assertTrue(self.outbox.confirm(ref(1)))
        self.assertFalse(self.outbox.confirm(ref(1)))
        self.assertEqual(self.outbox.unconfirmed_count, 0)
        self.outbox.connection_lost()
        self.assertEqual(self.take(), [])
        self.outbox.log_replaced()
        self.assertEqual((self.outbox.unconfirmed_count, self.take()), (1, [1]))

    def test_bounds(self) -> None:
        for n in range(OUTBOX_COUNT):
            self.outbox.add(ref(n), 0, "x", 0)
        with self.assertRaises(OutboxFull):
            self.outbox.add(b"more", 0, "x", 0)
        self.outbox = Outbox()
        for n in range(OUTBOX_BYTES // TEXT_BYTES):
            self.outbox.add(ref(n), 0, "x" * TEXT_BYTES, 0)
        with self.assertRaises(OutboxFull):
            self.outbox.add(b"more", 0, "x", 0)
        self.outbox.remove(ref(0))
        self.outbox.add(b"more", 0, "x", 0)


class Requests(unittest.TestCase):
    """What is no plain message."""

    def setUp(self) -> None:
        self.outbox = Outbox()
        self.count = 0

    def post(self, conversation: int = 5) -> bytes:
        self.count += 1
        self.outbox.add(ref(self.count), conversation, "text", 0)
        self.outbox.saved(ref(self.count))
        return ref(self.count)

    def request(self, conversation: int = 5) -> bytes:
        self.count += 1
        self.outbox.add(ref(self.count), conversation, "", 0, word=words.RemoveMember(ref(self.count), 5, 1))
        self.outbox.saved(ref(self.count))
        return ref(self.count)

    def edit(self, target: int, about: bytes, conversation: int = 5) -> bytes:
        self.count += 1
        word = words.Edit(ref(self.count), target, "new")
        self.outbox.add(ref(self.count), conversation, "new", 0, 0, word, about)
        self.outbox.saved(ref(self.count))
        return ref(self.count)

    def take(self, now: float = 0.0) -> list[bytes]:
        return [entry.ref for entry in self.outbox.take(now)]

    def test_waits_for_texts_before_and_holds_back_those_after(self) -> None:
        one, two, leave, three = self.post(), self.post(), self.request(), self.post()
        elsewhere = self.post(6)
        self.assertEqual(self.take(), [one, two, elsewhere])
        self.outbox.confirm(one)
        self.assertEqual(self.take(), [])
        self.outbox.confirm(two)
        self.assertEqual(self.take(), [leave])
        self.assertEqual(self.take(), [])
        self.outbox.remove(leave)
        self.assertEqual(self.take(), [three])

    def test_one_to_several_stands_in_the_order_of_each(self) -> None:
        first = self.post(private_with(1))
        self.count += 1
        self.outbox.add(ref(self.count), 0, "all", 0, word=words.PostMany(ref(self.count), (1, 2), "all"))
        many = ref(self.count)
        later = self.post(private_with(2))
        self.assertEqual(self.take(), [first])
        self.outbox.saved(many)
        self.assertEqual(self.take(), [many, later])
        self.outbox.retry(many, 5.0)
        self.assertEqual(self.take(6.0), [], "an answer is outstanding there")
        self.outbox.confirm(first)
        self.outbox.confirm(later)
        self.assertEqual(self.take(6.0), [many])

    def test_an_edit_of_what_waits_itself(self) -> None:
        post = self.post()
        edit = self.edit(0, post)
        after = self.post()
        self.assertEqual(self.take(), [post])
        self.outbox.confirm(post)
        self.assertEqual(self.take(), [], "it has no seq yet")
        self.assertEqual([entry.ref for entry in self.outbox.aim(post, 77)], [edit])
        self.assertEqual(self.outbox.aim(post, 77), [])
        (sent,) = self.outbox.take(0.0)
        assert isinstance(sent.word, words.Edit)
        self.assertEqual(sent.word.target, 77)
        self.outbox.remove(edit)
        self.assertEqual(self.take(), [after])

    def test_another_log(self) -> None:
        edit = self.edit(5, b"m" * 16)
        self.post()
        altered = self.outbox.log_replaced()
        self.assertEqual([entry.ref for entry in altered], [edit])
        self.assertEqual([entry.ref for entry in self.outbox.aimless()], [edit])
        self.assertEqual(self.take(), [], "order is kept while its message is looked for")
        self.outbox.aim(b"m" * 16, 3)
        self.assertEqual(self.take(), [edit])

    def test_rewritten_only_before_it_was_sent(self) -> None:
        post = self.post()
        entry = self.outbox.rewrite(post, "other")
        assert entry is not None
        self.assertEqual(entry.text, "other")
        self.take()
        self.outbox.connection_lost()
        self.assertIsNone(self.outbox.rewrite(post, "too late"))
        self.assertIsNone(self.outbox.rewrite(b"nothing", "x"))
        self.outbox.remove(post)
        self.outbox.add(b"y", 0, "x" * (TEXT_BYTES), 0)
        self.outbox.rewrite(b"y", "x")
        for number in range(OUTBOX_BYTES // TEXT_BYTES - 1):
            self.outbox.add(b"z" + ref(number), 0, "x" * TEXT_BYTES, 0)

