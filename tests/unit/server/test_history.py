"""Catching up by intervals: everything that is lacked, nothing twice, and then live without a gap."""

from __future__ import annotations

import itertools
import random

from tests.unit.server.lab import Client, ServerTest
from udpchat import limits
from udpchat.words import Events, Synchronise, Welcome


class HistoryTest(ServerTest):
    def setUp(self) -> None:
        super().setUp()
        self.anna = self.lab.person("anna")

    def fill(self, count: int, text: str = "") -> None:
        for start in range(0, count, 50):
            for number in range(start, min(count, start + 50)):
                self.anna.post(f"{number}{text}")
            self.lab.turn()

    def newcomer(self, *have: tuple[int, int], epoch: str | None = None) -> Client:
        return self.lab.device("anna").synchronise(*have, epoch=epoch)

    def seqs(self, client: Client) -> list[int]:
        return [event.seq for events in client.all(Events) for event in events.events]

    def test_all_of_it_in_pages_then_live(self) -> None:
        self.fill(300)
        client = self.newcomer()
        self.lab.later(0.5)
        self.assertEqual(client.texts, self.anna.texts)
        self.assertTrue(all(len(events.events) <= limits.HISTORY_PAGE_COUNT for events in client.all(Events)))
        self.anna.post("live")
        self.lab.turn()
        self.assertEqual(client.texts[-1], "live")
        covered = client.intervals()
        self.assertEqual(covered[0][0], 1)
        for (_, hi), (lo, _) in itertools.pairwise(covered):
            self.assertEqual(lo, hi + 1)

    def test_only_what_is_lacked(self) -> None:
        self.fill(100)
        head = self.anna.intervals()[-1][1]
        rng = random.Random(7)
        for _ in range(10):
            points = sorted(rng.sample(range(1, head + 1), 6))
            have = tuple(zip(points[::2], points[1::2], strict=True))
            client = self.newcomer(*have)
            self.lab.later(0.2)
            held = {seq for lo, hi in have for seq in range(lo, hi + 1)}
            self.assertEqual(self.seqs(client), [seq for seq in self.seqs(self.anna) if seq not in held])

    def test_who_holds_everything_gets_nothing(self) -> None:
        self.fill(10)
        client = self.newcomer((1, self.anna.intervals()[-1][1]))
        self.assertEqual(client.all(Events), [])
        self.anna.post("live")
        self.lab.turn()
        self.assertEqual(client.texts, ["live"])

    def test_another_epoch_means_nothing_is_held(self) -> None:
        self.fill(10)
        client = self.newcomer((1, 1000), epoch="another")
        self.assertEqual(client.texts, self.anna.texts)

    def test_what_lies_beyond_the_head_does_not_count(self) -> None:
        self.fill(3)
        client = self.newcomer((1, 1_000_000))
        self.anna.post("new")
        self.lab.turn()
        self.assertEqual(client.texts, ["new"])

    def test_nothing_comes_before_it_is_asked_for(self) -> None:
        client = self.lab.device("anna")
        self.fill(3)
        self.assertEqual(client.all(Events), [])
        self.assertEqual(client.last(Welcome).head, 0)
        client.synchronise()
        self.assertEqual(client.texts, ["0", "1", "2"])

    def test_talk_during_a_long_catch_up_is_neither_lost_nor_doubled(self) -> None:
        self.fill(600, " " + "y" * 1000)
        client = self.lab.device("anna")
        client.mute = True
        client.synchronise()
        for number in range(40):
            client.mute = number % 3 == 0
            self.anna.post(f"meanwhile {number}")
            self.lab.turn()
            self.lab.later(0.02)
        client.mute = False
        self.lab.later(5.0)
        self.assertEqual(sorted(self.seqs(client)), self.seqs(self.anna))

    def test_chat_goes_before_history(self) -> None:
        self.fill(800, "x" * 1000)
        client = self.lab.device("anna")
        client.say(Synchronise(self.lab.store.epoch, ()))
        self.lab._clients_turn()
        client.mute = True  # it has asked, and takes nothing for a while
        self.anna.post("now")
        self.lab.turn()
        client.mute = False
        self.lab.later(5.0)
        self.assertLess(client.texts.index("now"), 100, "at most what was under way goes before it")
        self.assertEqual(sorted(self.seqs(client)), self.seqs(self.anna))
        self.assertEqual(len(set(self.seqs(client))), len(self.seqs(client)))

    def test_a_second_synchronise_starts_again(self) -> None:
        self.fill(5)
        client = self.newcomer()
        client.synchronise((1, self.anna.intervals()[-1][1]))
        client.synchronise()
        self.assertEqual(client.texts, self.anna.texts * 2)
        self.anna.post("live")
        self.lab.turn()
        self.assertEqual(client.texts[-1], "live")
        self.assertEqual(client.texts.count("live"), 1)

    def test_a_cursor_costs_nothing_when_its_reader_is_gone(self) -> None:
        self.fill(200, " " + "y" * 5000)
        client = self.lab.device("anna")
        client.mute = True
        client.synchronise()
        self.lab.vanish(client)
        self.lab.later(40.0, step_s=0.5)
        self.assertEqual(self.lab.core._history.catching_count, 0)
