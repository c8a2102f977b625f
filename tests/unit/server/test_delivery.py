"""Frames of an interval, and what happens to a reader who does not read."""

from __future__ import annotations

import itertools
import random
import unittest

from tests.unit.server.lab import Client, ServerTest
from udpchat import limits
from udpchat.server.delivery import frames_of
from udpchat.server.telling import encoded
from udpchat.store import StoredEvent
from udpchat.wire.channels import Channel
from udpchat.words import Events, decode

HEADER = 5


def event(seq: int, text: str) -> tuple[int, bytes]:
    """An encoded post."""
    return encoded(StoredEvent(seq, "post", 1, 2, "anna", bytes(16), 3, text))


class FramesTest(unittest.TestCase):
    def check(self, lo: int, hi: int, events: list[tuple[int, bytes]]) -> list[Events]:
        words = []
        for framed in frames_of(Channel.CHAT, lo, hi, events):
            self.assertLessEqual(len(framed), limits.FRAME_BYTES)
            word = decode(framed[HEADER:])
            assert isinstance(word, Events)
            words.append(word)
        self.assertEqual([found.seq for word in words for found in word.events], [seq for seq, _ in events])
        self.assertEqual((words[0].lo, words[-1].hi), (lo, hi))
        for one, two in itertools.pairwise(words):
            self.assertEqual(two.lo, one.hi + 1)
        return words

    def test_an_interval_without_events(self) -> None:
        self.assertEqual(len(self.check(4, 9, [])), 1)

    def test_small_ones_share_a_frame(self) -> None:
        self.assertEqual(len(self.check(1, 99, [event(seq, "x" * 100) for seq in range(3, 90)])), 1)

    def test_large_and_many_ones_are_split_without_gap_or_overlap(self) -> None:
        self.assertEqual(len(self.check(1, 20, [event(seq, "x" * 16_000) for seq in range(2, 20, 2)])), 3)
        self.assertGreater(len(self.check(1, 3000, [event(seq, "") for seq in range(1, 2500)])), 2)

    def test_any_sizes(self) -> None:
        rng = random.Random(5)
        for _ in range(30):
            seqs = sorted(rng.sample(range(1, 400), rng.randrange(0, 60)))
            self.check(1, 400, [event(seq, "\n" * rng.randrange(1, 16_000)) for seq in seqs])


class SlowReaderTest(ServerTest):
    def flood(self, sender: Client, count: int, size: int) -> None:
        for start in range(0, count, 10):
            for number in range(start, min(start + 10, count)):
                sender.post(f"{number:06}" + "x" * size)
            self.lab.turn()
            self.lab.later(0.01, step_s=0.01)

    def test_it_costs_no_queue_nobody_else_waits_and_it_gets_everything_later(self) -> None:
        anna, bob, slow = self.lab.person("anna"), self.lab.person("bob"), self.lab.person("slow")
        slow.mute = True
        session = next(s for s in self.lab.core.sessions.all() if s.name == "slow")
        self.flood(anna, 200, 5000)
        self.assertEqual(len(bob.texts), 200)
        queued = self.lab.core.endpoint.queued_bytes(session.cid)
        self.assertLessEqual(queued, limits.SESSION_QUEUE_BYTES + 2 * limits.FANOUT_FRAME_BYTES)
        self.assertEqual(self.lab.core._delivery.live_count, 2)
        slow.mute = False
        self.lab.later(8.0)
        self.assertEqual(sorted(slow.texts), bob.texts)
        self.assertEqual(self.lab.core._delivery.live_count, 3)
        anna.post("live again")
        self.lab.turn()
        self.lab.later(0.5)
        self.assertEqual(slow.texts[-1], "live again")
        covered = sorted(slow.intervals())
        for (_, hi), (lo, _) in itertools.pairwise(covered):
            self.assertEqual(lo, hi + 1)
