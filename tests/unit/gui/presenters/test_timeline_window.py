"""Which part of a conversation is shown: it follows the end, stays where one reads, and is never too large."""

from __future__ import annotations

import random
import unittest

from tests.unit.gui.presenters.chat_making import ME, NOON, message, timeline
from udpchat.gui.presenters.timeline_items import Said
from udpchat.gui.presenters.timeline_window import TimelineWindow
from udpchat.limits import ROWS_PER_FLUSH_COUNT, ROWS_SHOWN_COUNT, ROWS_SLACK_COUNT

MOST = ROWS_SHOWN_COUNT + ROWS_SLACK_COUNT


class Window(unittest.TestCase):
    """Numbers of messages at both ends."""

    def setUp(self) -> None:
        self.line = timeline()
        self.window = TimelineWindow(self.line)

    def say(self, *seqs: int) -> None:
        self.line.add(message(seq) for seq in seqs)
        self.window.settle()

    def ends(self) -> tuple[int, int]:
        items = self.window.items
        return (items[0].place[0], items[-1].place[0]) if items else (0, 0)

    def test_nothing(self) -> None:
        self.window.settle()
        self.assertEqual(list(self.window.items), [])
        self.assertFalse(self.window.grow_up() or self.window.grow_down())
        self.window.to_end()
        self.assertTrue(self.window.at_end)

    def test_begins_at_the_end(self) -> None:
        self.say(*range(1, 501))
        self.assertEqual(self.ends(), (501 - ROWS_PER_FLUSH_COUNT, 500))

    def test_follows(self) -> None:
        self.say(*range(1, 11))
        for seq in range(11, 1000):
            self.say(seq)
            self.assertEqual(self.ends()[1], seq)
            self.assertLessEqual(len(self.window.items), MOST)
        self.assertGreaterEqual(len(self.window.items), ROWS_SHOWN_COUNT)

    def test_passes_over_what_comes_too_fast(self) -> None:
        self.say(*range(1, 11))
        self.say(*range(11, 500))
        self.assertEqual(self.ends(), (500 - ROWS_PER_FLUSH_COUNT, 499))

    def test_also_when_it_is_inserted_before_mine(self) -> None:
        self.line.wait(b"a", "mine", (ME, "me"), NOON)
        self.say(*range(1, 11))
        self.say(*range(11, 500))
        self.assertEqual(len(self.window.items), ROWS_PER_FLUSH_COUNT)

    def test_stays_where_one_reads(self) -> None:
        self.say(*range(1, 101))
        self.window.following = False
        first, _ = self.ends()
        for seq in range(101, 1000):
            self.say(seq)
            self.assertEqual(self.ends()[0], first)
            self.assertLessEqual(len(self.window.items), ROWS_SHOWN_COUNT)
        self.assertFalse(self.window.at_end)
        self.assertEqual(self.ends()[1], first + ROWS_SHOWN_COUNT - 1)

    def test_up_and_down_again(self) -> None:
        self.say(*range(1, 1001))
        self.window.following = False
        while self.window.grow_up():
            self.assertLessEqual(len(self.window.items), MOST)
        self.assertEqual(self.ends()[0], 1)
        while self.window.grow_down():
            self.assertLessEqual(len(self.window.items), MOST)
        self.assertEqual(self.ends()[1], 1000)

    def test_to_the_end_at_once(self) -> None:
        self.say(*range(1, 1001))
        self.window.following = False
        while self.window.grow_up():
            pass
        self.window.to_end()
        self.assertEqual(self.ends(), (1001 - ROWS_PER_FLUSH_COUNT, 1000))
        self.assertTrue(self.window.following and self.window.at_end)

    def test_long_messages_count_by_length(self) -> None:
        self.line.add(message(seq, text="x" * 16_000) for seq in range(1, 101))
        self.window.settle()
        self.assertEqual(len(self.window.items), 6)
        self.line.add(message(seq, text="x" * 16_000) for seq in range(101, 121))
        self.window.settle()
        self.assertEqual(self.ends(), (115, 120))
        self.window.following = False
        self.window.grow_up()
        self.assertEqual(self.ends(), (109, 120))

    def test_a_hit_far_away(self) -> None:
        self.say(*range(1, 1001))
        self.window.show((500, 0))
        self.assertIn((500, 0), [item.place for item in self.window.items])
        self.assertLessEqual(len(self.window.items), ROWS_PER_FLUSH_COUNT)
        shown = self.ends()
        self.window.show((501, 0))
        self.assertEqual(self.ends(), shown, "a neighbour is there already")

    def test_inserted_in_the_middle(self) -> None:
        self.say(1, 5)
        self.say(3)
        self.assertEqual([item.place[0] for item in self.window.items], [1, 3, 5])

    def test_what_was_trimmed_away_is_gone(self) -> None:
        self.say(*range(1, 201))
        self.window.following = False
        self.window.grow_up()
        self.line.clear()
        self.window.settle()
        self.assertEqual(list(self.window.items), [])
        self.say(7)
        self.assertEqual(self.ends(), (7, 7))

    def test_a_random_life(self) -> None:
        chance = random.Random(5)
        for _ in range(30):
            self.setUp()
            for _ in range(60):
                match chance.randrange(7):
                    case 0:
                        self.window.following = not self.window.following
                    case 1:
                        self.window.grow_up()
                    case 2:
                        self.window.grow_down()
                    case 3:
                        self.window.to_end()
                    case 4 if len(self.line):
                        self.window.show(chance.choice(self.line.places))
                    case 5:
                        self.line.wait(chance.randbytes(4), "x", (ME, "me"), NOON)
                    case _:
                        self.line.add(message(chance.randrange(1, 5000)) for _ in range(chance.randrange(200)))
                self.window.settle()
                items = self.window.items
                self.assertLessEqual(len(items), MOST + 200)
                self.assertEqual(bool(items), bool(len(self.line)))
                self.assertTrue(not self.window.following or self.window.at_end)
                self.assertTrue(all(isinstance(item, Said) for item in items))


if __name__ == "__main__":
    unittest.main()
