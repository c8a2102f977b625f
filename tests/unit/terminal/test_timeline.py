"""The order in which messages are shown."""

from __future__ import annotations

import random
import unittest

from udpchat.terminal.timeline import Timeline
from udpchat.words.messages import Message


def message(seq: int) -> Message:
    return Message(seq=seq, conversation=1, author=1, name="ann", ref=bytes(16), at=0, text=str(seq))


def seqs(messages: list[Message]) -> list[int]:
    return [shown.seq for shown in messages]


class TimelineTest(unittest.TestCase):
    def test_live_messages_in_order(self) -> None:
        timeline = Timeline()
        timeline.signed_in(0)
        timeline.add(message(2))
        self.assertEqual(timeline.ready(0), [])
        timeline.add(message(1))
        self.assertEqual(seqs(timeline.ready(2)), [1, 2])
        self.assertEqual(timeline.ready(2), [])

    def test_nothing_before_the_past_is_known(self) -> None:
        timeline = Timeline()
        timeline.signed_in(3)
        timeline.add(message(4))
        timeline.add(message(1))
        self.assertEqual(timeline.ready(1), [])
        self.assertFalse(timeline.caught_up)
        timeline.add(message(3))
        self.assertEqual(seqs(timeline.ready(4)), [1, 3, 4])
        self.assertTrue(timeline.caught_up)

    def test_only_the_end_of_the_past(self) -> None:
        timeline = Timeline(history_count=3)
        timeline.signed_in(10)
        for seq in (*range(1, 11), 11, 12):
            timeline.add(message(seq))
        self.assertEqual(seqs(timeline.ready(12)), [8, 9, 10, 11, 12])

    def test_the_past_is_kept_short_while_it_arrives(self) -> None:
        timeline = Timeline(history_count=3)
        timeline.signed_in(1000)
        for seq in range(1, 1001):
            timeline.add(message(seq))
            if seq < 1000:
                self.assertEqual(timeline.ready(seq), [])
        self.assertEqual(seqs(timeline.ready(1000)), [998, 999, 1000])

    def test_a_second_sign_in_shows_everything_missed(self) -> None:
        timeline = Timeline(history_count=1)
        timeline.signed_in(0)
        timeline.ready(0)
        timeline.signed_in(5)
        for seq in range(1, 6):
            timeline.add(message(seq))
        self.assertEqual(seqs(timeline.ready(5)), [1, 2, 3, 4, 5])

    def test_each_once_whatever_arrives_how_often(self) -> None:
        chance = random.Random(7)
        for _ in range(50):
            timeline, shown = Timeline(), list[int]()
            timeline.signed_in(0)
            arrivals = [seq for seq in range(1, 30) for _ in range(chance.randint(1, 3))]
            chance.shuffle(arrivals)
            seen: set[int] = set()
            for seq in arrivals:
                seen.add(seq)
                timeline.add(message(seq))
                known_to = next(n for n in range(31) if n + 1 not in seen)
                shown += seqs(timeline.ready(known_to))
            self.assertEqual(shown, list(range(1, 30)))


if __name__ == "__main__":
    unittest.main()
