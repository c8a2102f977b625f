"""Files as those who run a server see them: what is stored and under way, and taking a file away from everybody."""

from __future__ import annotations

import hashlib

from tests.unit.server.files_lab import FilesTest, Receiver
from tests.unit.server.lab import Client
from tests.unit.server.talk_lab import user_of
from udpchat import limits, words
from udpchat.wire.channels import Channel
from udpchat.words import AskStored, FileFigures, MarkFile, NotDone, NotFetched, RemoveFile, Stored
from udpchat.words.files import encode_credit

DATA = bytes(range(256)) * 10_000


class OfficeTest(FilesTest):
    def setUp(self) -> None:
        super().setUp()
        self.operator = self.lab.operator()

    def stored(self, before: int = 0, owner: int = 0) -> Stored:
        self.operator.ask(AskStored(before, owner))
        return self.operator.last(Stored)

    def remove(self, client: Client, file: int) -> words.Done | words.NotDone:
        client.ask(RemoveFile(self.lab.rng.randbytes(16), file))
        self.lab.later(0.1)
        found = [word for word in client.heard if isinstance(word, words.Done | words.NotDone)][-1]
        assert isinstance(found, words.Done | words.NotDone)
        return found

    def figures(self) -> FileFigures:
        """After the next look."""
        self.lab.later(limits.FILE_SUMS_EVERY_S + 2 * limits.OPERATOR_TICK_S, 0.5)
        return self.operator.last(FileFigures)


class TheList(OfficeTest):
    def test_whose_and_who_has_it(self) -> None:
        anna, bob, eve = (self.lab.person(name) for name in ("anna", "bob", "eve"))
        self.assertEqual(self.stored(), Stored((), True))
        self.upload(anna, DATA, 0, (user_of(bob), user_of(eve)), name="a.bin")
        card = self.card(bob)
        Receiver(bob, card.id).wait(len(DATA))
        bob.ask(MarkFile(card.id, "fetched"))
        eve.ask(MarkFile(card.id, "declined"))
        self.upload(bob, b"2", name="b.txt")
        newest, first = self.stored().rows
        self.assertEqual((newest.name, newest.owner_name, newest.messages), ("b.txt", "bob", 1))
        self.assertEqual((first.file, first.name, first.size, first.owner), (card.id, "a.bin", len(DATA), user_of(anna)))
        self.assertEqual((first.messages, first.fetched, first.declined), (2, 1, 1))
        self.assertEqual(first.sha256, hashlib.sha256(DATA).digest())
        self.assertEqual([row.name for row in self.stored(owner=user_of(anna)).rows], ["a.bin"])

    def test_page_by_page(self) -> None:
        anna = self.lab.person("anna")
        for number in range(limits.STORED_COUNT + 3):
            self.upload(anna, b"%d" % number)
        page = self.stored()
        self.assertEqual((len(page.rows), page.last), (limits.STORED_COUNT, False))
        rest = self.stored(page.rows[-1].file)
        self.assertEqual((len(rest.rows), rest.last), (3, True))

    def test_it_is_not_for_members(self) -> None:
        anna = self.lab.person("anna")
        self.upload(anna, b"1")
        self.assertEqual(self.remove(anna, self.card(anna).id).code, "NOT_ALLOWED")  # type: ignore[union-attr]
        anna.ask(AskStored(0, 0))
        self.assertEqual(anna.all(Stored), [])


class TakingAway(OfficeTest):
    def test_every_copy_goes_and_its_space_is_free(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        self.upload(anna, DATA)
        bob.ask(self.offer_of(DATA, name="the same.bin"))  # forwarded
        self.upload(bob, b"other")
        self.assertEqual(len(self.on_disk()[0]), 2)
        done = self.remove(self.operator, 2)
        self.assertEqual((type(done), done.id), (words.Done, 2))  # type: ignore[union-attr]
        self.assertEqual(len(self.on_disk()[0]), 1)
        self.assertEqual([row.size for row in self.stored().rows], [5])
        self.assertEqual(self.lab.store.used_by(user_of(bob), b""), 5)
        self.assertIn("removed the file the same.bin bob", self.lab.log[-1])
        self.assertEqual(self.lab.store.audit(0, 1)[0].what, "remove_file")
        anna.ask(words.Fetch(2, 0, 1))
        self.assertEqual(anna.last(NotFetched).code, "NO_SUCH_FILE")
        again = self.remove(self.operator, 2)
        assert isinstance(again, NotDone)
        self.assertEqual(again.code, "NO_SUCH_FILE")

    def test_while_it_is_being_fetched(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        data = self.lab.rng.randbytes(20 * limits.FILE_BLOCK_BYTES)
        self.upload(anna, data)
        bob.ask(words.Fetch(self.card(bob).id, 0, 100))
        self.remove(self.operator, self.card(bob).id)
        self.lab.later(limits.FILES_EVERY_S)
        bob.send_raw(encode_credit(bob.last(words.Download).transfer, len(data)), Channel.CREDIT)
        self.lab.later(1.0)
        self.assertEqual(bob.last(NotFetched).code, "NO_SUCH_FILE")

    def test_an_operator_among_the_members_may(self) -> None:
        boss, anna = self.promote(self.lab.person("boss"), "operator"), self.lab.person("anna")
        self.upload(anna, b"1")
        self.assertIsInstance(self.remove(boss, self.card(anna).id), words.Done)


class TheFigures(OfficeTest):
    def test_sums_and_transfers(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        self.upload(anna, DATA)
        bob.ask(self.offer_of(DATA))
        sender = self.sender(anna, bytes(1_000_000), name="zeros").send_all(300_000)
        bob.ask(words.Fetch(self.card(bob).id, 0, 1000))
        found = self.figures()
        self.assertEqual((found.files, found.used, found.uploads, found.downloads), (2, len(DATA), 1, 1))
        self.assertGreater(found.free, 0)
        up, down = found.rows
        self.assertEqual((up.up, up.name, up.file, up.size, up.done), (True, "anna", "zeros", 1_000_000, 300_000))
        self.assertEqual((down.up, down.user, down.size), (False, user_of(bob), len(DATA)))
        sender.send_all().end()
        self.lab.vanish(bob)
        self.lab.later(60, 1.0)
        found = self.figures()
        self.assertEqual((found.files, found.used, found.rows), (3, len(DATA) + 1_000_000, ()))

    def test_what_does_not_change_is_not_told_again(self) -> None:
        self.figures()
        count = len(self.operator.all(FileFigures))
        self.lab.later(10 * limits.OPERATOR_TICK_S, 0.5)
        changed = {(one.files, one.used, one.uploads, one.downloads) for one in self.operator.all(FileFigures)[count:]}
        self.assertLessEqual(len(changed), 1)
