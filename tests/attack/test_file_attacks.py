"""Attacks on files, one test per row of the threat table: getting what is not for one, finding out what the server has, filling
its memory or its disk, speaking for other people's transfers, names that lead elsewhere."""

from __future__ import annotations

import hashlib
import random
import unittest

from tests.unit.server.files_lab import FilesTest, Receiver, Sender
from tests.unit.server.lab import Client
from tests.unit.server.talk_lab import user_of
from udpchat import limits, words
from udpchat.quotas import FileRules
from udpchat.wire.channels import Channel
from udpchat.wire.codes import CloseCode
from udpchat.words.files import BULK_HEAD, encode_credit

EVIL = "192.168.1.66"
SECRET = b"the exam of next week" * 1000
OFFERS = 60


class Outsider(FilesTest):
    """Somebody with an account wants a file that was sent to somebody else."""

    def setUp(self) -> None:
        super().setUp()
        self.anna, self.bob = self.lab.person("anna"), self.lab.person("bob")
        self.upload(self.anna, SECRET, 0, (user_of(self.bob),), name="exam.pdf", text="for you alone")
        self.file = self.card(self.bob)
        self.group_id = self.group(self.anna, self.bob)
        self.evil = self.lab.person("mallory", EVIL)
        self.lab.later(3.0, step_s=0.5)

    def test_no_number_brings_it(self) -> None:
        for file in (*range(20), 2**31, 2**32, limits.INTEGER_MAX):
            for offset, limit in ((0, 0), (0, limits.INTEGER_MAX), (5, 6), (len(SECRET), len(SECRET))):
                self.evil.ask(words.Fetch(file, offset, limit))
                self.assertEqual(self.evil.last(words.NotFetched).code, "NO_SUCH_FILE")
        self.assertEqual((self.evil.all(words.Download), self.evil.bulk), ([], []))

    def test_no_question_tells_of_it(self) -> None:
        for file in range(10):
            self.evil.ask(words.AskFileMarks(file))
            self.evil.ask(words.MarkFile(file, "fetched"))
        self.evil.ask(words.AskFiles(limits.INTEGER_MAX))
        for text in ("exam", "", "alone"):
            self.evil.ask(words.Search(bytes(16), text, 0, 0, 0, 0, 0, True))
            self.lab.later(1.0, step_s=0.5)
        self.assertEqual({word.rows for word in self.evil.all(words.FileMarks)}, {()})
        self.assertNotIn("exam", str(self.evil.heard))
        self.anna.ask(words.AskFileMarks(self.file.id))
        self.assertEqual(self.anna.last(words.FileMarks).rows, ())

    def test_who_knows_its_hash_learns_nothing_and_has_to_have_its_bytes(self) -> None:
        """Neither the answer nor its order tells a content that the server has from one that it has not."""
        answers = []
        for content in (SECRET, SECRET[::-1]):
            offer = self.offer_of(b"", size=len(content), sha256=hashlib.sha256(content).digest())
            self.evil.heard.clear()
            sender = Sender(self.evil, b"", offer).begin()
            answers.append([(type(word), getattr(word, "offset", 0), getattr(word, "limit", 0)) for word in self.evil.heard])
            sender.data = bytes(len(content))
            self.assertIsInstance(sender.send_all().end(), words.NotPosted)
        self.assertEqual(*answers)
        self.assertEqual([path.read_bytes() for path in self.on_disk()[0]], [SECRET])

    def test_into_a_group_of_others(self) -> None:
        for place in range(1, 12):
            sender = Sender(self.evil, b"x", self.offer_of(b"x", place)).begin()
            if place not in (self.lab.store.lobby, self.lab.store.announcements):
                self.assertEqual(sender.transfer, 0, place)

    def test_before_the_sign_in(self) -> None:
        for channel, body in (
            (Channel.BULK, BULK_HEAD.pack(1, 0) + b"x"),
            (Channel.CREDIT, encode_credit(1, 5)),
        ):
            client = self.lab.client(EVIL).hello()
            client.send_raw(body, channel)
            self.lab.turn()
            assert client.closed is not None
            self.assertIs(client.closed.code, CloseCode.PROTOCOL)

    def test_a_file_taken_back_is_taken_back(self) -> None:
        self.upload(self.anna, b"oops" * 100)
        found = self.card(self.evil)
        receiver = Receiver(self.evil, found.id, 0, 0)
        self.do(self.anna, words.Delete, [seq for seq, text in self.posts(self.evil) if text == "a.bin"][-1])
        self.evil.send_raw(encode_credit(self.evil.last(words.Download).transfer, 400), Channel.CREDIT)
        receiver.wait(1)
        again = Sender(self.evil, b"", self.offer_of(b"oops" * 100)).begin()
        self.assertGreater(again.transfer, 0, "what may not be fetched any more may not be forwarded")

    def posts(self, client: Client) -> list[tuple[int, str]]:
        found = [event for word in client.all(words.Events) for event in word.events]
        return [(event.seq, event.text) for event in found if isinstance(event, words.Message)]


class Blocked(FilesTest):
    """Who is blocked wants to find out."""

    def answers(self, blocked: bool) -> list[str]:
        self.new_lab(files=FileRules(free_bytes=0))
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        if blocked:
            self.do(bob, words.Block, user_of(anna), True)
        self.lab.later(2.0)
        anna.heard.clear()
        self.lab.rng = random.Random(1)  # of the ref
        self.upload(anna, SECRET, 0, (user_of(bob),))
        file = self.card(anna).id
        anna.ask(words.AskFileMarks(file))
        anna.ask(words.AskFiles(limits.INTEGER_MAX))
        if blocked:
            bob.ask(words.Fetch(file, 0, 100))
            self.assertEqual(bob.last(words.NotFetched).code, "NO_SUCH_FILE")
        self.lab.later(3.0)
        return [repr(word) for word in anna.heard]

    def test_nothing_that_they_hear_differs(self) -> None:
        self.assertEqual(self.answers(False), self.answers(True))


class Floods(FilesTest):
    """Somebody wants the server's memory, disk or time."""

    rules = FileRules(one_bytes=3_000_000, person_bytes=5_000_000, free_bytes=0)

    def test_of_offers(self) -> None:
        evil, bob = self.lab.person("mallory", EVIL), self.lab.person("bob")
        for number in range(OFFERS):
            evil.say(self.offer_of(b"%d" % number, size=1_000_000 + number))
        self.lab.later(1)
        uploads = self.lab.core._talk.files.uploads
        self.assertLessEqual(len(uploads.keys), limits.UPLOADS_PER_USER)
        self.assertLessEqual(self.lab.store.used_by(user_of(evil), b""), 5_000_000)
        self.upload(bob, b"mine")
        self.lab.vanish(evil)
        self.lab.later(2 * limits.FILES_EVERY_S, 1.0)
        self.assertEqual(uploads.keys, frozenset())

    def test_of_many_people(self) -> None:
        """The places of the server are shared: a few take them all only for as long as they send."""
        crowd = [self.lab.person(f"crowd{number}", f"192.168.1.{70 + number}") for number in range(8)]
        for number, client in enumerate(crowd):
            for other in range(limits.UPLOADS_PER_USER):
                client.say(self.offer_of(b"%d %d" % (number, other), size=100_000))
        self.lab.later(1)
        self.assertLessEqual(len(self.lab.core._talk.files.uploads.keys), limits.UPLOADS)
        bob = self.lab.person("bob")
        sender = self.sender(bob, b"mine")
        self.assertEqual(bob.last(words.NotPosted).code, "SLOW_DOWN")
        self.lab.later(2 * limits.FILES_EVERY_S + 2, 1.0)
        self.assertIsInstance(Sender(bob, b"mine", sender.offer).begin().send_all().end(), words.Posted)

    def test_of_fetches_that_are_never_read(self) -> None:
        """What waits for them in memory is bounded, for each and in all; others are served."""
        data = self.lab.rng.randbytes(2_500_000)
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        self.upload(anna, data)
        file = self.card(bob).id
        deaf = [self.lab.person(f"deaf{number}", f"192.168.1.{100 + number}") for number in range(12)]
        for client in deaf:
            for _ in range(20):
                client.say(words.Fetch(file, 0, limits.INTEGER_MAX))
            self.lab.turn()
            client.mute = True
        self.lab.later(1)
        self.assertEqual(Receiver(bob, file).wait(len(data)), data)
        line = self.lab.core.sessions.line
        held = sum(line.held_bytes(session.cid) for session in self.lab.core.sessions.all())
        self.assertLess(held, 2 * limits.FILES_HELD_BYTES)
        self.assertLessEqual(len(self.lab.core._talk.files.downloads._active), len(deaf) + 1)

    def test_of_credit(self) -> None:
        anna, evil = self.lab.person("anna"), self.lab.person("mallory", EVIL)
        self.upload(anna, SECRET)
        evil.ask(words.Fetch(self.card(evil).id, 0, 0))
        number = evil.last(words.Download).transfer
        for limit in (2**64 - 1, 0, 5, 2**63):
            for _ in range(50):
                evil.send_raw(encode_credit(number, limit), Channel.CREDIT)
        self.lab.later(1)
        self.assertEqual(b"".join(body[BULK_HEAD.size :] for body in evil.bulk), SECRET)
        evil.send_raw(encode_credit(number + 1, 1), Channel.CREDIT)
        self.lab.turn()
        assert evil.closed is not None
        self.assertIs(evil.closed.code, CloseCode.PROTOCOL)

    def test_of_marks(self) -> None:
        """A row for each person and file, however often it is said; its sender hears once a second."""
        anna, evil = self.lab.person("anna"), self.lab.person("mallory", EVIL)
        self.upload(anna, SECRET)
        file = self.card(evil).id
        anna.heard.clear()
        for number in range(200):
            evil.say(words.MarkFile(file, ("fetching", "fetched", "declined")[number % 3]))  # type: ignore[arg-type]
        self.lab.later(1.5)
        self.assertEqual(len(self.lab.store.file_marks(file)), 1)
        self.assertLessEqual(len(anna.all(words.FileMarks)), 2)


class Names(FilesTest):
    def test_a_name_that_leads_elsewhere_is_clean_for_everybody(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        for raw in ("../../etc/passwd", "C:\\Windows\\x", "con", "a\u202egpj.exe", "\x1b[31mred", "x" * 900, "..", "\n"):
            self.upload(anna, raw.encode(), name=raw, mime="text/\x1b[31mplain")
            card = self.card(bob)
            self.assertFalse(set(card.name) & set('/\\:\x1b\u202e\n'), card.name)
            self.assertTrue(0 < len(card.name) <= limits.FILENAME_CHARS and card.name.isprintable())
            self.assertEqual(card.mime, "")
        for path in self.on_disk()[0]:
            self.assertEqual(path.parent.parent, self.folder / "files")


if __name__ == "__main__":
    unittest.main()
