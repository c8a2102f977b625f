"""Drafts, read marks and earlier pages of the cache: kept, told again, bounded, gone with the person."""

from __future__ import annotations

import unittest
from typing import Any

from tests.unit.client.world import Client, World
from udpchat.client import events
from udpchat.client.batch import Batch
from udpchat.client.notes import Notes
from udpchat.client.phases import Phase
from udpchat.client.profiles import Profiles
from udpchat.client.target import GuestSignIn
from udpchat.limits import CACHE_SHOWN_COUNT, DRAFT_BYTES, EARLIER_COUNT, NOTES_SAVE_S
from udpchat.words.messages import Message

LOBBY = 7


class Case(unittest.TestCase):
    def setUp(self) -> None:
        self.world = World()
        self.addCleanup(self.world.close)
        self.server = self.world.server()

    def online(self, seed: int = 0, credentials: Any = None) -> Client:
        client = self.world.client(seed)
        client.connect(credentials)
        self.world.run(lambda: client.core.state is Phase.ONLINE)
        self.settle(0.5)
        return client

    def settle(self, limit_s: float = 1.0) -> None:
        self.world.run(limit_s=limit_s)

    def restart(self, client: Client, seed: int = 1, credentials: Any = None) -> Client:
        client.kill()
        return self.online(seed, credentials)


class DraftsAndMarks(Case):
    def test_told_after_the_sign_in_and_before_the_messages(self) -> None:
        client = self.online()
        self.server.append(2, "hello")
        self.settle()
        client.core.save_draft(0, "half a thou", self.world.now)
        client.core.save_draft(9, "for a group", self.world.now)
        client.core.mark_read(LOBBY, 1, self.world.now)
        self.settle()
        again = self.restart(client)
        self.assertEqual(
            again.of(events.DraftFound), [events.DraftFound(0, "half a thou"), events.DraftFound(9, "for a group")]
        )
        self.assertEqual(again.of(events.ReadTo), [events.ReadTo(0, 1)])
        kinds = [type(event) for event in again.events]
        self.assertLess(kinds.index(events.SignedIn), kinds.index(events.DraftFound))
        self.assertLess(kinds.index(events.ReadTo), kinds.index(events.MessagesAdded))

    def test_the_lobby_has_one_name(self) -> None:
        client = self.online()
        client.core.save_draft(LOBBY, "one", self.world.now)
        client.core.save_draft(0, "two", self.world.now)
        self.settle()
        self.assertEqual(self.restart(client).of(events.DraftFound), [events.DraftFound(0, "two")])

    def test_an_empty_draft_is_gone(self) -> None:
        client = self.online()
        client.core.save_draft(0, "x", self.world.now)
        self.settle()
        client.core.save_draft(0, "", self.world.now)
        self.settle()
        self.assertEqual(self.restart(client).of(events.DraftFound), [])

    def test_a_mark_never_goes_back(self) -> None:
        client = self.online()
        for seq in (5, 3):
            client.core.mark_read(0, seq, self.world.now)
            self.settle()
        self.assertEqual(self.restart(client).of(events.ReadTo), [events.ReadTo(0, 5)])

    def test_typing_writes_twice_a_second_at_most(self) -> None:
        client = self.online()
        written: list[Batch] = []
        desk = client.core._run.desk
        assert desk
        apply = desk.account.database.apply

        def count(batch: Batch) -> None:
            written.append(batch)
            apply(batch)

        desk.account.database.apply = count  # type: ignore[method-assign]
        for n in range(500):
            client.core.save_draft(0, "x" * n, self.world.now)
            self.world.step(0.01)
        self.assertLessEqual(len(written), 5 / NOTES_SAVE_S + 1)
        self.settle()
        self.assertEqual(self.restart(client).of(events.DraftFound), [events.DraftFound(0, "x" * 499)])

    def test_strange_texts(self) -> None:
        client = self.online()
        texts = {1: "a\0b", 2: "\ud800!", 3: "é" * DRAFT_BYTES, 4: "\U0001f600" * 40_000, 5: "\n"}
        for conversation, text in texts.items():
            client.core.save_draft(conversation, text, self.world.now)
        self.settle()
        found = {event.conversation: event.text for event in self.restart(client).of(events.DraftFound)}
        self.assertEqual((found[1], found[2], found[5]), ("a\0b", "?!", "\n"))
        for conversation in (3, 4):
            self.assertLessEqual(len(found[conversation].encode()), DRAFT_BYTES)
            self.assertTrue(texts[conversation].startswith(found[conversation]))

    def test_another_log_voids_the_marks_and_keeps_the_drafts(self) -> None:
        client = self.online()
        client.core.mark_read(0, 5, self.world.now)
        client.core.save_draft(0, "still mine", self.world.now)
        self.settle()
        self.server.epoch = "e2"
        again = self.restart(client)
        self.assertEqual(again.of(events.ReadTo), [])
        self.assertEqual(again.of(events.DraftFound), [events.DraftFound(0, "still mine")])
        self.settle()
        self.assertEqual(self.restart(again, 2).of(events.ReadTo), [])

    def test_what_is_on_its_way_to_the_disk_is_written_when_leaving(self) -> None:
        client = self.online()
        client.core.save_draft(0, "last keys", self.world.now)
        self.server.silent_posts = True
        client.core._run.desk.keep = True  # type: ignore[union-attr]
        client.core.leave_now(self.world.now)
        self.world.run(lambda: client.of(events.LoggedOut))
        self.assertEqual(self.restart(client).of(events.DraftFound), [events.DraftFound(0, "last keys")])

    def test_a_guest_who_becomes_a_new_user_keeps_both(self) -> None:
        client = self.online(0, GuestSignIn("tamu"))
        client.core.save_draft(0, "draft", self.world.now)
        client.core.mark_read(0, 4, self.world.now)
        self.server.tokens.clear()
        self.server.names[3] = "ended"
        self.server.start()
        client.core.send_message("x", self.world.now)
        self.world.run(lambda: client.core.unconfirmed_count == 0, 120)
        self.settle()
        again = self.restart(client, 1, GuestSignIn("tamu"))
        self.assertEqual(again.of(events.SignedIn)[0].user, 4)
        self.assertEqual(again.of(events.DraftFound), [events.DraftFound(0, "draft")])
        self.assertEqual(again.of(events.ReadTo), [events.ReadTo(0, 4)])

    def test_before_the_sign_in_nothing_happens(self) -> None:
        client = self.world.client()
        client.core.save_draft(0, "x", 0.0)
        client.core.mark_read(0, 1, 0.0)
        client.core.load_earlier(9, 0.0)
        self.assertEqual(client.core.next_event(), events.EarlierLoaded((), False))

    def test_flush_hands_over_what_changed(self) -> None:
        notes = Notes({1: "old"}, {1: 1})
        notes.keep_draft(1, "old", 0.0)
        notes.read_to(1, 1, 0.0)
        self.assertIsNone(notes.next_timeout())
        notes.keep_draft(2, "new", 1.0)
        self.assertEqual(notes.next_timeout(), 1.0 + NOTES_SAVE_S)
        batch = Batch()
        notes.flush(batch)
        self.assertEqual((batch.drafts, batch.marks, notes.next_timeout()), ({2: "new"}, {}, None))


class Earlier(Case):
    def fill(self, count: int) -> Client:
        for n in range(count):
            self.server.append(2, f"m{n + 1}")
        client = self.online()
        self.world.run(lambda: client.core.contiguous_to == count)
        self.settle()
        return client

    def ask(self, client: Client, before_seq: int) -> events.EarlierLoaded:
        count = len(client.of(events.EarlierLoaded))
        client.core.load_earlier(before_seq, self.world.now)
        self.world.run(lambda: len(client.of(events.EarlierLoaded)) > count)
        loaded: events.EarlierLoaded = client.of(events.EarlierLoaded)[-1]
        return loaded

    def test_pages_to_the_beginning_without_a_connection(self) -> None:
        count = CACHE_SHOWN_COUNT + 2 * EARLIER_COUNT + 5
        account = Profiles(self.world.data).open_account(self.server.identity.fingerprint, 1).account
        cached = {seq: Message(seq, LOBBY, 2, "budi", seq.to_bytes(16, "big"), 1, f"m{seq}") for seq in range(1, count + 1)}
        account.database.apply(Batch(events=cached, intervals=((1, count),), meta={"epoch": b"e1"}))
        account.release()
        client = self.online()
        self.world.cut = True
        self.world.run(lambda: client.of(events.ConnectionLost), 120)
        shown = [message.seq for event in client.of(events.MessagesAdded) for message in event.messages]
        self.assertEqual(shown, list(range(count - CACHE_SHOWN_COUNT + 1, count + 1)))
        sizes = []
        while True:
            page = self.ask(client, shown[0])
            sizes.append(len(page.messages))
            shown = [message.seq for message in page.messages] + shown
            if not page.more:
                break
        self.assertEqual(sizes, [EARLIER_COUNT, EARLIER_COUNT, 5])
        self.assertEqual(shown, list(range(1, count + 1)))
        self.assertEqual(self.ask(client, 1), events.EarlierLoaded((), False))

    def test_what_is_not_on_disk_yet_counts(self) -> None:
        client = self.fill(3)
        client.hold_jobs = lambda job: job.name == "commit"
        self.server.append(2, "m4")
        self.world.run(lambda: "m4" in client.shown())
        self.server.append(2, "m5")
        self.world.run(lambda: "m5" in client.shown())
        client.core.load_earlier(6, self.world.now)
        client.hold_jobs = lambda job: False
        self.world.run(lambda: client.of(events.EarlierLoaded))
        self.assertEqual([message.seq for message in client.of(events.EarlierLoaded)[0].messages], [1, 2, 3, 4, 5])

    def test_a_disk_that_cannot_be_read_may_be_asked_again(self) -> None:
        client = self.fill(3)
        client.fail_jobs = lambda job: job.name == "load earlier"
        self.assertEqual(self.ask(client, 4), events.EarlierLoaded((), True))
        client.fail_jobs = lambda job: False
        self.assertEqual(len(self.ask(client, 4).messages), 3)

    def test_a_log_replaced_meanwhile_has_nothing_earlier(self) -> None:
        client = self.fill(3)
        client.hold_jobs = lambda job: job.name == "load earlier"
        client.core.load_earlier(4, self.world.now)
        self.server.epoch = "e2"
        self.server.log.clear()
        self.server.start()
        client.core.network_changed(self.world.now)
        self.world.run(lambda: client.of(events.HistoryReset), 120)
        client.hold_jobs = lambda job: False
        self.world.run(lambda: client.of(events.EarlierLoaded))
        self.assertEqual(client.of(events.EarlierLoaded), [events.EarlierLoaded((), False)])


class Figures(Case):
    def test_fingerprint_and_round_trip(self) -> None:
        client = self.world.client()
        self.assertIsNone(client.core.fingerprint)
        self.assertIsNone(client.core.rtt_s)
        client.connect()
        self.world.run(lambda: client.core.state is Phase.ONLINE)
        self.assertEqual(client.core.fingerprint, self.server.identity.fingerprint)
        rtt_s = client.core.rtt_s
        assert rtt_s is not None
        self.assertLess(rtt_s, 0.03)
        self.world.cut = True
        self.world.run(lambda: client.of(events.ConnectionLost), 120)
        self.assertIsNone(client.core.rtt_s)


if __name__ == "__main__":
    unittest.main()
