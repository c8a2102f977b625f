"""The order of a conversation: every way in which a message can come, and nothing doubled, lost or out of place."""

from __future__ import annotations

import random
import unittest
from unittest import mock

from tests.unit.gui.presenters.chat_making import (
    BUDI,
    DAY,
    DEWI,
    KOFI,
    MAYA,
    ME,
    MINUTE,
    NAMES,
    NOON,
    SARI,
    message,
    timeline,
)
from udpchat.gui.presenters import timeline_order as module
from udpchat.gui.presenters.timeline import Timeline
from udpchat.gui.presenters.timeline_items import Moved, Said, Told, local_moment
from udpchat.gui.widgets.chat_rows import Tick

USER = (ME, NAMES[ME])


def texts(line: Timeline) -> list[str]:
    """What is said, in order; notices in brackets."""
    return [item.text if isinstance(item, Said) else f"[{item.text}]" for item in line.items]


def user(number: int) -> tuple[int, str]:
    """Id and name."""
    return number, NAMES[number]


class Order(unittest.TestCase):
    """By seq, each once."""

    def test_any_order_of_arrival_gives_the_order_of_the_server(self) -> None:
        chance = random.Random(7)
        for _ in range(50):
            line = timeline()
            seqs = [chance.randrange(1, 60) for _ in range(80)]
            told = [said.seq for seq in seqs for said in line.add([message(seq)])]
            self.assertEqual(sorted(told), sorted(set(seqs)))
            self.assertEqual([item.place[0] for item in line.items], sorted(set(seqs)))
            self.assertEqual(list(line.places), [item.place for item in line.items])

    def test_a_message_that_comes_again_is_no_news(self) -> None:
        line = timeline()
        self.assertEqual(len(line.add([message(1), message(1)])), 1)
        self.assertEqual(line.add([message(1)]), [])

    def test_oldest_and_newest(self) -> None:
        line = timeline()
        self.assertEqual((line.oldest_seq, line.newest_seq), (None, 0))
        line.wait(b"r", "x", USER, NOON)
        line.add([message(5), message(3)])
        self.assertEqual((line.oldest_seq, line.newest_seq), (3, 5))

    def test_mention_only_by_others(self) -> None:
        line = timeline()
        line.add([message(1, text="hello @Me."), message(2, ME, "@me"), message(3, text="@meg")])
        self.assertEqual([item.mention for item in line.items if isinstance(item, Said)], [True, False, False])

    def test_the_ref_of_somebody_else_is_not_mine(self) -> None:
        line = timeline()
        line.wait(b"r" * 16, "mine", USER, NOON)
        line.add([message(4, SARI, "hers", ref=b"r" * 16)])
        self.assertEqual(texts(line), ["hers", "mine"])


class Mine(unittest.TestCase):
    """From the outbox to the log."""

    def test_waits_at_the_end_in_order_of_typing(self) -> None:
        line = timeline()
        line.wait(b"a", "first", USER, NOON)
        line.wait(b"b", "second", USER, NOON)
        line.add([message(9)])
        self.assertEqual(texts(line), ["text 9", "first", "second"])

    def test_told_twice_is_waited_for_once(self) -> None:
        line = timeline()
        self.assertEqual(line.wait(b"a", "x", USER, NOON), line.wait(b"a", "x", USER, NOON))
        self.assertEqual(len(line), 1)

    def test_the_confirmation_moves_it_and_keeps_its_key(self) -> None:
        line = timeline()
        key = line.wait(b"a", "mine", USER, NOON)
        line.add([message(8), message(10)])
        line.store(b"a", 9, NOON + MINUTE)
        said = line.items[1]
        assert isinstance(said, Said)
        self.assertEqual((said.key, said.seq, said.tick, said.moment.clock), (key, 9, Tick.STORED, "12:01"))

    def test_then_the_message_itself_is_no_news(self) -> None:
        line = timeline()
        line.wait(b"a", "mine", USER, NOON)
        line.store(b"a", 9, NOON)
        self.assertEqual(line.add([message(9, ME, "mine", ref=b"a")]), [])
        self.assertEqual(len(line), 1)

    def test_the_message_before_its_confirmation(self) -> None:
        line = timeline()
        line.wait(b"a", "mine", USER, NOON)
        self.assertEqual(line.add([message(9, ME, "mine", ref=b"a")]), [])
        line.store(b"a", 9, NOON)
        said = line.items[0]
        assert isinstance(said, Said)
        self.assertEqual((len(line), said.seq, said.tick), (1, 9, Tick.STORED))

    def test_from_another_device_of_mine(self) -> None:
        line = timeline()
        fresh = line.add([message(3, ME, "there")])
        self.assertEqual([(said.own, said.tick) for said in fresh], [(True, Tick.STORED)])

    def test_a_confirmation_of_nothing(self) -> None:
        line = timeline()
        line.store(b"?", 3, NOON)
        self.assertIsNone(line.fail(b"?", "why"))
        self.assertEqual(len(line), 0)

    def test_refused_then_discarded(self) -> None:
        line = timeline()
        key = line.wait(b"a", "bad", USER, NOON)
        line.wait(b"b", "good", USER, NOON)
        self.assertIsNone(line.discard(key), "it is still on its way")
        self.assertEqual(line.fail(b"a", "It is too long."), key)
        failed = line.items[0]
        assert isinstance(failed, Said)
        self.assertEqual((failed.tick, failed.error, failed.text), (Tick.FAILED, "It is too long.", "bad"))
        discarded = line.discard(key)
        self.assertEqual(discarded and discarded.text, "bad")
        self.assertEqual(texts(line), ["good"])
        self.assertIsNone(line.discard(key))


class Unread(unittest.TestCase):
    """What others said after a seq."""

    def test_unread(self) -> None:
        line = timeline()
        line.add([message(1), message(2, ME), message(3), message(4, BUDI)])
        line.wait(b"a", "x", USER, NOON)
        self.assertEqual([said.seq for said in line.unread(1)], [3, 4])
        self.assertEqual(line.first_unread(1), (3, 0))
        self.assertIsNone(line.first_unread(4))

    def test_notices_after_the_last_read_are_not_messages(self) -> None:
        line = timeline()
        line.add([message(1)])
        line.tell("a notice", NOON)
        self.assertIsNone(line.first_unread(1))


class Notices(unittest.TestCase):
    """Comings and goings in one line."""

    def test_stay_where_they_happened(self) -> None:
        line = timeline()
        line.add([message(5)])
        line.people((user(SARI),), (), NOON)
        line.wait(b"a", "mine", USER, NOON)
        line.add([message(3), message(7)])
        self.assertEqual(texts(line), ["text 3", "text 5", "[sari joined]", "text 7", "mine"])

    def test_many_are_told_together(self) -> None:
        line = timeline()
        names = []
        for number in (SARI, BUDI, DEWI, KOFI, MAYA):
            line.people((user(number),), (), NOON)
            names.append(texts(line))
        self.assertEqual(
            names,
            [
                ["[sari joined]"],
                ["[sari and budi joined]"],
                ["[sari, budi and dewi joined]"],
                ["[sari, budi and 2 others joined]"],
                ["[sari, budi and 3 others joined]"],
            ],
        )

    def test_both_ways(self) -> None:
        line = timeline()
        line.people((user(SARI),), (user(BUDI),), NOON)
        self.assertEqual(texts(line), ["[sari joined · budi left]"])
        line.people((), (user(SARI),), NOON)
        self.assertEqual(texts(line), ["[budi left · sari came and went]"])
        line.people((user(SARI),), (), NOON)
        self.assertEqual(texts(line), ["[sari joined · budi left]"])

    def test_gone_and_back_is_not_worth_a_word(self) -> None:
        line = timeline()
        line.people((), (user(BUDI),), NOON)
        line.people((user(BUDI),), (), NOON)
        self.assertEqual(texts(line), [])

    def test_who_had_just_joined_when_the_server_was_restarted(self) -> None:
        line = timeline()
        line.people((user(SARI), user(BUDI)), (), NOON)
        line.people((), (user(SARI), user(BUDI)), NOON + 1000)
        line.people((user(SARI),), (), NOON + 2000)
        line.add([message(1)])
        line.people((user(BUDI),), (), NOON + 3000)
        self.assertEqual(texts(line), ["[sari and budi joined]", "text 1"])

    def test_who_is_back_soon_has_not_left_whatever_was_said_meanwhile(self) -> None:
        line = timeline()
        line.people((user(DEWI),), (user(SARI), user(BUDI)), NOON)
        line.add([message(1)])
        line.people((user(SARI), user(KOFI)), (), NOON + MINUTE // 2)
        self.assertEqual(texts(line), ["[dewi joined · budi left]", "text 1", "[kofi joined]"])
        line.people((user(BUDI),), (), NOON + 2 * MINUTE)
        self.assertEqual(texts(line), ["[dewi joined · budi left]", "text 1", "[kofi and budi joined]"])

    def test_a_message_in_between_begins_another_line(self) -> None:
        line = timeline()
        line.people((user(SARI),), (), NOON)
        line.add([message(1)])
        line.people((user(BUDI),), (), NOON)
        self.assertEqual(texts(line), ["[sari joined]", "text 1", "[budi joined]"])

    def test_so_does_a_long_time_and_another_day(self) -> None:
        line = timeline()
        line.people((user(SARI),), (), NOON)
        line.people((user(BUDI),), (), NOON + 11 * MINUTE)
        line.people((user(DEWI),), (), DAY - 1)
        line.people((user(KOFI),), (), DAY + 1)
        self.assertEqual(len(line), 4)

    def test_other_notices(self) -> None:
        line = timeline()
        line.people((user(SARI),), (), NOON)
        line.tell("The server was restored.", NOON)
        line.people((user(BUDI),), (), NOON)
        self.assertEqual([type(item) for item in line.items], [Moved, Told, Moved])


class Bounds(unittest.TestCase):
    """The memory ends somewhere."""

    def test_the_oldest_go_in_slabs(self) -> None:
        with mock.patch.multiple(module, TIMELINE_COUNT=100, TIMELINE_SLACK_COUNT=10):
            line = timeline()
            for seq in range(1, 500):
                line.add([message(seq)])
                line.trim()
                self.assertLessEqual(len(line), 110)
            self.assertTrue(line.trimmed)
            self.assertEqual(line.newest_seq, 499)
            self.assertEqual(len(line.add([message(1)])), 1, "what went may come again")

    def test_long_texts_count_by_length(self) -> None:
        with mock.patch.object(module, "TIMELINE_CHARS", 10_000):
            line = timeline()
            for seq in range(1, 50):
                line.add([message(seq, text="x" * 999)])
                line.trim()
            self.assertEqual(len(line), 10)
            self.assertFalse(line.full)
            line.add([message(50, text="x" * 999)])
            self.assertTrue(line.full)

    def test_mine_that_wait_never_go(self) -> None:
        with mock.patch.object(module, "TIMELINE_CHARS", 10):
            line = timeline()
            line.wait(b"a", "x" * 100, USER, NOON)
            line.add([message(1)])
            line.trim()
            self.assertEqual(texts(line), ["x" * 100])

    def test_a_new_log_leaves_what_waits(self) -> None:
        line = timeline()
        line.add([message(1)])
        line.tell("notice", NOON)
        key = line.wait(b"a", "mine", USER, NOON)
        line.clear()
        self.assertEqual(texts(line), ["mine"])
        self.assertEqual(len(line.add([message(1)])), 1)
        line.store(b"a", 2, NOON)
        self.assertEqual(line.items[1].key, key)


class Clock(unittest.TestCase):
    """Times of the server's clock on this computer's."""

    def test_local(self) -> None:
        self.assertRegex(local_moment(1_700_000_000_000).clock, r"^\d\d:\d\d$")

    def test_a_time_that_no_calendar_has(self) -> None:
        for at in (2**62, -(2**62), 10**17):
            self.assertEqual(local_moment(at).clock, "--:--")


if __name__ == "__main__":
    unittest.main()
