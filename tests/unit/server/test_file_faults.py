"""Files when disks fill, people leave half-way and others try what is not theirs: clear answers, and nothing left over."""

from __future__ import annotations

import hashlib
import shutil
import unittest
from unittest import mock

from tests.unit.server.files_lab import FilesTest, Receiver, Sender
from tests.unit.server.talk_lab import user_of
from udpchat import limits, words
from udpchat.quotas import FileRules
from udpchat.wire.channels import Channel
from udpchat.wire.codes import CloseCode
from udpchat.words.files import BULK_HEAD, encode_credit

DATA = bytes(range(256)) * 12_345  # 3 MB


class Faults(FilesTest):
    """Helpers."""

    def code(self, sender: Sender) -> str:
        answer = sender.client.last(words.NotPosted)
        self.assertEqual(answer.ref, sender.offer.ref)
        return answer.code

    def clean(self) -> None:
        """Nothing is on the disk, and nothing accounted for."""
        self.lab.later(0.2)
        self.assertEqual((self.on_disk(), self.lab.store.parts(), self.lab.store.used_in_all(b"")), (([], []), {}, 0))

    def accounted(self) -> None:
        """What is on the disk is what the store says, to the byte."""
        blobs, parts = self.on_disk()
        self.assertEqual({bytes.fromhex(path.name): path.stat().st_size for path in blobs}, self.lab.store.contents())
        self.assertEqual({bytes.fromhex(path.stem) for path in parts}, self.lab.store.parts().keys())


class Disks(Faults):
    rules = FileRules(free_bytes=1000)

    def test_it_fills_while_files_come(self) -> None:
        """Each had room when it began; what must stay free for the chat stays free."""
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        first, second = self.sender(anna, DATA), self.sender(bob, DATA[::-1])
        first.send_all(500_000)
        second.send_all(500_000)
        usage = shutil.disk_usage(self.folder)
        with mock.patch("shutil.disk_usage", lambda path: usage._replace(free=1500)):
            first.send()
            self.lab.turn()
        self.assertEqual(self.code(first), "DISK_FULL")
        self.accounted()
        self.assertIsInstance(second.send_all().end(), words.Posted)
        self.accounted()

    def test_it_is_full_when_the_last_bytes_are_to_stay(self) -> None:
        for place, error in (("Part.seal", OSError(28, "full")), ("Blobs.keep", OSError(122, "quota"))):
            anna = self.lab.person(f"anna{place[:2]}")
            with mock.patch(f"udpchat.server.files.blobs.{place}", side_effect=error):
                sender = self.sender(anna, DATA[:5000]).send_all()
                sender.end()
            self.assertEqual(self.code(sender), "DISK_FULL")
            self.clean()

    def test_a_blob_that_was_cut_is_no_longer_there(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        self.upload(anna, DATA)
        (blob,) = self.on_disk()[0]
        blob.write_bytes(DATA[:300_000])
        Receiver(bob, self.card(bob).id).wait(262_144)
        self.lab.later(1)
        self.assertEqual(bob.last(words.NotFetched).code, "NO_SUCH_FILE")
        blob.unlink()
        Receiver(bob, self.card(bob).id)
        self.lab.later(1)
        self.assertEqual(bob.last(words.NotFetched).code, "NO_SUCH_FILE")


    def test_what_was_lost_can_be_sent_again(self) -> None:
        """Without its bytes it would be posted once more, and still be lost."""
        for number, harm in enumerate((lambda path: path.unlink(), lambda path: path.write_bytes(DATA[:300_000]))):
            anna, bob = self.lab.person(f"anna{number}"), self.lab.person(f"bob{number}")
            data = DATA[number:]
            self.upload(anna, data)
            harm(next(path for path in self.on_disk()[0] if path.name == hashlib.sha256(data).hexdigest()))
            receiver = Receiver(bob, self.card(bob).id)
            receiver.wait(250_000 * number)
            self.lab.later(1)
            self.assertEqual(bob.last(words.NotFetched).code, "NO_SUCH_FILE")
            sender = self.sender(anna, data)
            self.assertGreater(sender.transfer, 0)
            self.assertIsInstance(sender.send_all().end(), words.Posted)
            again = Receiver(bob, self.card(bob).id)
            self.assertEqual(again.wait(len(data)), data, bob.last(words.NotFetched))
            self.accounted()


    def test_a_sweep_that_fails_is_made_up_for(self) -> None:
        anna = self.lab.person("anna")
        self.upload(anna, b"kept")
        stray = self.folder / "files" / "ab" / ("ab" * 32)
        stray.parent.mkdir()
        stray.write_bytes(b"nobody's")
        with mock.patch("udpchat.server.files.blobs.Blobs.found", side_effect=OSError(5, "broken")):
            self.lab.restart()
            self.lab.person("bob")
            self.lab.later(1)
        self.assertTrue(stray.exists())
        self.lab.later(2 * limits.FILES_EVERY_S, 1.0)
        self.accounted()


class Leaving(Faults):
    def test_cancelled_in_another_connection(self) -> None:
        anna = self.lab.person("anna")
        sender = self.sender(anna, DATA).send_all(100_000)
        other = self.sender(anna, DATA[:9000]).send_all(1000)
        token = anna.token()
        self.lab.vanish(anna)
        again = self.lab.client().hello()
        again.ask(token)
        again.synchronise()
        again.ask(words.StopUpload(sender.offer.ref, False))
        self.lab.later(0.2)
        self.accounted()
        self.assertEqual(len(self.lab.store.parts()), 1)
        self.assertEqual(Sender(again, DATA[:9000], other.offer).begin().sent, 1000)

    def test_nobody_cancels_what_somebody_else_sends(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        sender = self.sender(anna, DATA).send_all(100_000)
        bob.ask(words.StopUpload(sender.offer.ref, False))
        bob.ask(words.EndUpload(sender.offer.ref))
        self.assertIsInstance(sender.send_all().end(), words.Posted)

    def test_the_same_offer_of_what_the_file_is_now(self) -> None:
        """The part of what it was goes at once, not a day later."""
        anna = self.lab.person("anna")
        sender = self.sender(anna, DATA).send_all(100_000)
        anna.ask(words.StopUpload(sender.offer.ref, True))
        offer = self.offer_of(DATA[::-1])
        changed = words.Offer(sender.offer.ref, offer.conversation, (), "a.bin", offer.size, offer.sha256, "", "")
        self.assertIsInstance(Sender(anna, DATA[::-1], changed).begin().send_all().end(), words.Posted)
        self.lab.later(0.2)
        self.accounted()
        self.assertEqual(self.lab.store.parts(), {})

    def test_who_fetches_and_vanishes_is_no_longer_fetching(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        self.upload(anna, DATA)
        file = self.card(bob).id
        Receiver(bob, file, ahead=300_000).wait(200_000)
        anna.ask(words.AskFileMarks(file))
        self.assertEqual([row.state for row in anna.last(words.FileMarks).rows], ["fetching"])
        self.lab.vanish(bob)
        self.lab.later(60, 0.5)
        anna.ask(words.AskFileMarks(file))
        self.assertEqual(anna.last(words.FileMarks).rows, ())


class NotTheirs(Faults):
    def test_marks_of_files_that_are_not_theirs(self) -> None:
        anna, bob, eve = (self.lab.person(name) for name in ("anna", "bob", "eve"))
        self.upload(anna, DATA[:5000], 0, (user_of(bob),))
        file = self.card(bob).id
        for word in (words.MarkFile(file, "fetched"), words.MarkFile(file, "declined"), words.MarkFile(999, "fetched")):
            eve.ask(word)
        for client in (bob, eve):
            client.ask(words.AskFileMarks(file))
            self.assertEqual(client.last(words.FileMarks).rows, ())
        self.lab.later(1.5)
        anna.ask(words.AskFileMarks(file))
        self.assertEqual(anna.last(words.FileMarks).rows, ())

    def test_offsets_beyond_the_end(self) -> None:
        anna = self.lab.person("anna")
        self.upload(anna, DATA[:5000])
        bob = self.lab.person("bob")
        bob.ask(words.Fetch(self.card(bob).id, 5001, 6000))
        assert bob.closed is not None
        self.assertIs(bob.closed.code, CloseCode.PROTOCOL)

    def test_bytes_for_transfers_of_others_and_of_nobody(self) -> None:
        anna, eve = self.lab.person("anna"), self.lab.person("eve")
        sender = self.sender(anna, DATA).send_all(100_000)
        for body in (BULK_HEAD.pack(sender.transfer, 100_000) + b"evil", encode_credit(sender.transfer, 5)):
            eve.send_raw(body, Channel.BULK if len(body) > 12 else Channel.CREDIT)
            self.lab.turn()
        self.assertIsInstance(sender.send_all().end(), words.Posted)
        eve = self.lab.person("eva")
        eve.send_raw(BULK_HEAD.pack(2**32 - 1, 0) + b"x", Channel.BULK)
        self.lab.turn()
        assert eve.closed is not None
        self.assertIs(eve.closed.code, CloseCode.PROTOCOL)

    def test_thousands_of_tiny_files_and_offers(self) -> None:
        """Memory and disk hold what the rules let in, and everybody else is served."""
        self.new_lab(files=FileRules(person_bytes=20_000, free_bytes=0))
        eve, bob = self.lab.person("eve"), self.lab.person("bob")
        refused = 0
        for number in range(300):
            sender = self.sender(eve, b"%07d" % number * 100)
            if sender.transfer:
                sender.send_all().end()
            else:
                refused += 1
        self.assertEqual(refused, 300 - 20_000 // 700)
        for number in range(200):
            eve.say(self.offer_of(b"%d" % number))
        self.lab.later(1)
        self.assertLessEqual(len(self.on_disk()[1]), limits.UPLOADS_PER_USER)
        self.upload(bob, DATA[:20_000])
        self.accounted()


class Claims(Faults):
    def test_a_declared_size_that_is_wrong(self) -> None:
        """Fewer bytes than declared: it waits, makes room in a while, and leaves nothing."""
        anna = self.lab.person("anna")
        sender = self.sender(anna, DATA, size=len(DATA) + 5)
        sender.send_all()
        anna.ask(words.EndUpload(sender.offer.ref))
        self.assertEqual(anna.all(words.Posted), [])
        self.lab.later(2 * limits.FILES_EVERY_S + 2, 1.0)
        self.assertEqual(self.code(sender), "SLOW_DOWN")
        anna.ask(words.StopUpload(sender.offer.ref, False))
        self.clean()

    def test_nothing_with_the_wrong_hash(self) -> None:
        anna = self.lab.person("anna")
        answer = self.sender(anna, b"", sha256=bytes(32)).end()
        assert isinstance(answer, words.NotPosted)
        self.assertEqual(answer.code, "FILE_CHANGED")
        self.clean()

    def test_each_limit_of_the_rules(self) -> None:
        self.new_lab(files=FileRules(one_bytes=5000, person_bytes=8000, total_bytes=11_000, free_bytes=0))
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        self.assertEqual(self.code(self.sender(anna, bytes(5001))), "FILE_TOO_LARGE")
        self.upload(anna, b"1" * 5000)
        self.upload(anna, b"2" * 3000)
        self.assertEqual(self.code(self.sender(anna, b"3")), "QUOTA")
        self.assertEqual(self.code(self.sender(bob, b"4" * 3001)), "QUOTA")
        self.upload(bob, b"5" * 3000)
        self.accounted()
        self.assertEqual(self.lab.store.used_in_all(b""), 11_000)
        self.upload(bob, b"")

    def test_what_is_there_already_is_forwarded_also_when_the_server_is_full(self) -> None:
        self.new_lab(files=FileRules(total_bytes=5000, free_bytes=0))
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        self.upload(anna, b"1" * 5000)
        forwarded = self.sender(bob, b"1" * 5000, 0, (user_of(anna),))
        self.assertEqual((forwarded.transfer, self.card(anna).size, anna.codes + bob.codes), (0, 5000, []))
        self.assertEqual(self.lab.store.used_in_all(b""), 5000)


if __name__ == "__main__":
    unittest.main()
