"""The outbox: order, bounds, retries."""

from __future__ import annotations

import unittest

from udpchat.client.outbox import Outbox
from udpchat.errors import OutboxFull
from udpchat.limits import OUTBOX_BYTES, OUTBOX_COUNT, POSTS_IN_FLIGHT, TEXT_BYTES


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
