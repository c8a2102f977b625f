"""Posts: confirmed and told after the commit only, once, in order, at the sender's rate."""

from __future__ import annotations

from tests.unit.server.lab import Client, ServerTest
from udpchat import limits
from udpchat.wire.channels import Channel
from udpchat.wire.codes import CloseCode
from udpchat.words import Events, NotPosted, Post, Posted, Slowed


class PostTest(ServerTest):
    def setUp(self) -> None:
        super().setUp()
        self.anna, self.bob = self.lab.person("anna"), self.lab.person("bob")

    def test_everybody_hears_it_and_the_sender_has_it_confirmed(self) -> None:
        ref = self.anna.post("hello")
        self.lab.turn()
        for client in (self.anna, self.bob):
            (event,) = client.last(Events).events
            self.assertEqual((event.name, event.text, event.ref), ("anna", "hello", ref))
        posted = self.anna.last(Posted)
        self.assertEqual((posted.ref, posted.seq), (ref, event.seq))
        self.assertEqual(self.bob.all(Posted), [])

    def test_nothing_is_told_before_the_commit(self) -> None:
        self.lab.hold = True
        self.anna.post("hello")
        self.lab.later(0.5)
        self.assertEqual((self.anna.all(Posted), self.anna.texts, self.bob.texts), ([], [], []))
        self.lab.release()
        self.assertEqual((len(self.anna.all(Posted)), self.bob.texts), (1, ["hello"]))

    def test_a_failed_commit_is_told_as_retriable_and_the_retry_is_stored_once(self) -> None:
        self.allow_failures = True
        self.lab.refuse = True
        ref = self.anna.post("hello")
        self.lab.turn()
        self.assertEqual((self.anna.last(NotPosted).code, self.bob.texts), ("STORAGE", []))
        self.lab.refuse = False
        self.anna.post("hello", ref)
        self.lab.turn()
        self.assertEqual(self.bob.texts, ["hello"])

    def test_a_commit_that_failed_too_late_is_told_from_the_log(self) -> None:
        self.allow_failures = True
        self.lab.hold = True
        ref = self.anna.post("hello")
        self.lab.turn()
        job = self.lab.held.pop()
        job.run()
        self.lab.core.finish_job(job, None, OSError("late"), self.lab.now)
        self.lab.release()
        self.assertEqual((self.bob.texts, self.anna.codes), (["hello"], ["STORAGE"]))
        self.anna.post("hello", ref)
        self.anna.post("second")
        self.lab.turn()
        self.assertEqual(self.bob.texts, ["hello", "second"])
        self.assertEqual(len(self.anna.all(Posted)), 2)

    def test_a_repeat_is_confirmed_again_and_told_once(self) -> None:
        ref = self.anna.post("hello")
        self.anna.post("hello", ref)  # in one turn
        self.lab.turn()
        self.anna.post("hello again", ref)  # later, and nothing else in the turn
        self.lab.turn()
        self.assertEqual((self.bob.texts, len({posted.seq for posted in self.anna.all(Posted)})), (["hello"], 1))
        self.assertEqual(len(self.anna.all(Posted)), 3)

    def test_posts_during_a_commit_wait_in_order(self) -> None:
        self.lab.hold = True
        for number in range(20):
            self.anna.post(str(number))
            self.lab.turn()
        before = self.lab.commit_count
        self.lab.release()
        self.assertEqual(self.bob.texts, [str(number) for number in range(20)])
        self.assertEqual(self.lab.commit_count - before, 2)

    def test_all_of_a_turn_is_one_commit_and_one_frame(self) -> None:
        self.lab.hold = True
        for client in (self.anna, self.bob):
            for number in range(5):
                client.post(str(number))
        self.lab.turn()
        self.lab.release()
        self.assertEqual([len(events.events) for events in self.bob.all(Events)], [10])
        self.assertEqual(self.anna.intervals(), self.bob.intervals())

    def test_other_conversations_and_impossible_texts(self) -> None:
        for text in (" \n", "\u202e"):
            self.anna.post(text)
        self.anna.say(Post(bytes(16), 99, 0, "hello"))
        self.lab.turn()
        self.assertEqual(self.anna.codes, ["INVALID_TEXT", "INVALID_TEXT", "NO_SUCH_GROUP"])
        self.assertEqual(self.bob.texts, [])

    def test_the_text_is_cleaned(self) -> None:
        self.anna.post("a\x1b[31mb\u202ec")
        self.lab.turn()
        self.assertNotIn("\x1b", self.bob.texts[0])

    def test_posting_takes_the_chat_channel_and_a_sign_in(self) -> None:
        self.anna.say(Post(bytes(16), 1, 0, "x"), Channel.CONTROL)
        stranger = self.lab.client().hello()
        stranger.post("x")
        self.lab.turn()
        for client in (self.anna, stranger):
            assert client.closed is not None
            self.assertIs(client.closed.code, CloseCode.PROTOCOL)

    def test_a_session_that_closes_during_the_commit_has_posted(self) -> None:
        self.lab.hold = True
        self.anna.post("last words")
        self.lab.turn()
        self.lab.vanish(self.anna)
        self.lab.later(40.0, step_s=0.5)
        self.lab.release()
        self.assertEqual(self.bob.texts, ["last words"])

    def test_the_longest_text_fits_a_frame_however_it_is_escaped(self) -> None:
        for char in ('"', "\\", "\n", "é", "汉", "𝄞"):
            text = "x" + char * ((limits.TEXT_BYTES - 2) // len(char.encode())) + "x"
            self.anna.post(text)
            self.lab.turn()
            self.assertEqual(self.bob.texts[-1], text)


class RateTest(ServerTest):
    def setUp(self) -> None:
        super().setUp()
        self.new_lab(rate_per_s=10.0, burst=30, bytes_per_s=64 * 1024)
        self.anna, self.bob = self.lab.person("anna", "127.0.0.1"), self.lab.person("bob")

    def flood(self, count: int, client: Client, text: str = "") -> None:
        for number in range(count):
            client.post(f"{number}{text}")
        self.lab.turn()

    def test_beyond_the_burst_posts_wait_in_order_and_the_sender_is_told_once(self) -> None:
        self.flood(60, self.anna)
        self.assertEqual(len(self.bob.texts), 30)
        self.lab.later(1.0)
        self.assertIn(len(self.bob.texts), (39, 40))
        self.bob.post("others are not concerned")
        self.lab.turn()
        self.lab.later(2.5)
        self.assertEqual([text for text in self.bob.texts if text.isdigit()], [str(number) for number in range(60)])
        self.assertEqual(len(self.anna.all(Slowed)), 1)
        self.lab.later(10.0)
        self.flood(35, self.anna)
        self.assertEqual(len(self.anna.all(Slowed)), 2)

    def test_a_flood_closes_the_connection(self) -> None:
        self.flood(30 + limits.INBOX_POSTS, self.anna)
        self.assertIsNone(self.anna.closed)
        self.flood(1, self.anna)
        self.lab.later(0.1)
        assert self.anna.closed is not None
        self.assertIs(self.anna.closed.code, CloseCode.FLOOD)
        self.lab.later(20.0)
        self.assertEqual(len(self.bob.texts), 30)

    def test_bytes_count_too(self) -> None:
        self.flood(20, self.anna, "x" * 16_000)
        self.assertEqual(len(self.bob.texts), 16)
        self.lab.later(1.1)
        self.assertEqual(len(self.bob.texts), 20)
