"""Files through a server: up, down, resumed, refused, forwarded, let go of."""

from __future__ import annotations

import hashlib
import os
import unittest
from pathlib import Path
from unittest import mock

from tests.unit.server.files_lab import ROOMY, FilesTest, Receiver, Sender
from tests.unit.server.talk_lab import user_of
from udpchat import limits, words
from udpchat.quotas import FileRules
from udpchat.wire.channels import Channel
from udpchat.wire.codes import CloseCode
from udpchat.words.files import BULK_HEAD

DATA = bytes(range(256)) * 12_345  # 3 MB


class UpAndDown(FilesTest):
    def test_a_file_is_a_message_of_the_lobby_and_comes_back(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        posted = self.upload(anna, DATA, name="../Größe?.png", mime="image/png", text="look")
        for client in (anna, bob):
            card = self.card(client)
            self.assertEqual((card.name, card.size, card.mime), ("Größe_.png", len(DATA), "image/png"))
            self.assertEqual(card.sha256, hashlib.sha256(DATA).digest())
        message = bob.all(words.Events)[-1].events[-1]
        assert isinstance(message, words.Message)
        self.assertEqual((message.text, message.seq), ("look", posted.seq))
        self.assertEqual(Receiver(bob, card.id).wait(len(DATA)), DATA)
        self.assertEqual(Receiver(anna, card.id, 1_000_000).wait(len(DATA) - 1_000_000), DATA[1_000_000:])
        blobs, parts = self.on_disk()
        self.assertEqual((len(blobs), parts), (1, []))

    @unittest.skipIf(os.name == "nt", "folders of Windows are private by their place")
    def test_folders_are_for_nobody_else_and_their_names_are_kept(self) -> None:
        synced: list[Path] = []
        with mock.patch("udpchat.server.files.blobs.sync_folder", synced.append):
            self.upload(self.lab.person("anna"), b"secret")
        root = self.folder / "files"
        folders = [root, *(path for path in root.iterdir())]
        self.assertEqual({path.stat().st_mode & 0o777 for path in folders}, {0o700})
        self.assertLessEqual({self.folder, root}, set(synced))

    def test_without_a_caption_the_text_is_the_name(self) -> None:
        anna = self.lab.person("anna")
        self.upload(anna, b"x", name="a.txt")
        self.assertEqual(anna.texts, ["a.txt"])

    def test_nothing_at_all_is_a_file_too(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        self.upload(anna, b"")
        receiver = Receiver(bob, self.card(bob).id)
        self.assertEqual(bob.last(words.Download).size, 0)
        self.assertEqual(receiver.wait(0), b"")

    def test_the_end_may_overtake_the_last_bytes(self) -> None:
        anna = self.lab.person("anna")
        sender = self.sender(anna, DATA[:1000])
        anna.ask(words.EndUpload(sender.offer.ref))
        self.assertEqual(anna.all(words.Posted), [])
        sender.send_all()
        self.assertEqual(len(anna.all(words.Posted)), 1)

    def test_to_one_to_many_and_to_a_group(self) -> None:
        anna, bob, eve = (self.lab.person(name) for name in ("anna", "bob", "eve"))
        self.upload(anna, b"1" * 5000, 0, (user_of(bob),))
        self.assertEqual((self.card(bob).size, eve.texts), (5000, []))
        self.upload(anna, b"2" * 6000, 0, (user_of(bob), user_of(eve)))
        self.assertEqual(self.card(bob), self.card(eve))
        group = self.group(anna, bob)
        self.upload(anna, b"3" * 7000, group)
        self.assertEqual((self.card(bob).size, self.card(eve).size), (7000, 6000))

    def test_the_absent_find_it_later(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        who = user_of(bob)
        token = bob.token()
        self.lab.vanish(bob)
        self.upload(anna, DATA, 0, (who,))
        again = self.lab.client().hello()
        again.ask(token)
        again.synchronise()
        self.lab.later(0.5)
        self.assertEqual(Receiver(again, self.card(again).id).wait(len(DATA)), DATA)

    def test_credit_is_as_far_as_the_disk(self) -> None:
        anna = self.lab.person("anna")
        self.lab.hold_files = True
        sender = Sender(anna, DATA, self.offer_of(DATA))
        self.lab.hold = True
        sender.begin()
        self.assertEqual(anna.all(words.Upload), [])
        self.lab.hold = self.lab.hold_files = False
        self.lab.turn()
        self.assertEqual(anna.last(words.Upload).limit, limits.FILE_AHEAD_BYTES)

    def test_a_class_fetches_and_the_disk_is_read_once(self) -> None:
        anna = self.lab.person("anna")
        self.upload(anna, DATA)
        pupils = [self.lab.person(f"pupil{number}") for number in range(8)]
        receivers = [Receiver(pupil, self.card(pupil).id) for pupil in pupils]
        for receiver in receivers:
            self.assertEqual(receiver.wait(len(DATA)), DATA)
        self.assertEqual(self.lab.core._talk.files.blocks.read_count, -(-len(DATA) // limits.FILE_BLOCK_BYTES))


class Resumed(FilesTest):
    def test_after_a_lost_connection(self) -> None:
        anna = self.lab.person("anna")
        sender = self.sender(anna, DATA)
        sender.send_all(1_500_000)
        token, who = anna.token(), sender.offer
        self.lab.vanish(anna)
        again = self.lab.client().hello()
        again.ask(token)
        again.synchronise()
        resumed = Sender(again, DATA, who).begin()
        self.assertEqual(resumed.sent, 1_500_000)
        self.assertIsInstance(resumed.send_all().end(), words.Posted)
        self.assertEqual(self.card(again).sha256, hashlib.sha256(DATA).digest())
        repeated = Sender(again, DATA, who).begin()
        self.assertEqual((repeated.transfer, len(again.all(words.Posted))), (0, 2))

    def test_after_a_crash_of_the_server(self) -> None:
        anna = self.lab.person("anna")
        sender = self.sender(anna, DATA).send_all(1_000_000)
        token = anna.token()
        self.lab.restart()
        again = self.lab.client().hello()
        again.ask(token)
        again.synchronise()
        self.lab.later(0.5)
        resumed = Sender(again, DATA, sender.offer).begin()
        self.assertEqual(resumed.sent, 1_000_000)
        self.assertIsInstance(resumed.send_all().end(), words.Posted)

    def test_what_a_crash_left_without_a_row_goes(self) -> None:
        anna = self.lab.person("anna")
        self.upload(anna, b"kept")
        folder = self.folder / "files"
        (folder / "ab").mkdir()
        (folder / "ab" / ("ab" * 32)).write_bytes(b"nobody's")
        (folder / "parts" / f"{'cd' * 16}.part").write_bytes(b"nobody's")
        self.lab.restart()
        self.lab.person("bob")
        self.lab.later(0.5)
        blobs, parts = self.on_disk()
        self.assertEqual(([path.read_bytes() for path in blobs], parts), ([b"kept"], []))

    def test_paused_kept_or_cancelled(self) -> None:
        anna = self.lab.person("anna")
        sender = self.sender(anna, DATA).send_all(100_000)
        anna.ask(words.StopUpload(sender.offer.ref, True))
        self.assertEqual(len(self.on_disk()[1]), 1)
        self.assertEqual(Sender(anna, DATA, sender.offer).begin().sent, 100_000)
        anna.ask(words.StopUpload(sender.offer.ref, False))
        self.lab.later(0.1)
        self.assertEqual(self.on_disk(), ([], []))
        self.assertEqual(self.lab.store.parts(), {})


class Refused(FilesTest):
    def refused(self, sender: Sender) -> str:
        answer = sender.client.last(words.NotPosted)
        self.assertEqual(answer.ref, sender.offer.ref)
        return answer.code

    def test_another_content_than_offered(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        sender = self.sender(anna, DATA, sha256=bytes(32))
        answer = sender.send_all().end()
        assert isinstance(answer, words.NotPosted)
        self.assertEqual(answer.code, "FILE_CHANGED")
        self.lab.later(0.1)
        self.assertEqual((self.on_disk(), bob.texts, self.lab.store.parts()), (([], []), [], {}))

    def test_bytes_that_were_not_asked_for(self) -> None:
        for number, (offset, count) in enumerate(((1, 5), (0, 1001), (2**63, 1))):
            client = self.lab.person(f"liar{number}")
            sender = self.sender(client, DATA[:1000])
            client.send_raw(BULK_HEAD.pack(sender.transfer, offset) + bytes(count), Channel.BULK)
            self.lab.turn()
            assert client.closed is not None
            self.assertIs(client.closed.code, CloseCode.PROTOCOL)

    def test_more_than_the_credit(self) -> None:
        anna = self.lab.person("anna")
        sender = self.sender(anna, DATA)
        self.lab.hold_files = self.lab.hold = True
        sender.limit = len(DATA)
        while sender.sent < limits.FILE_AHEAD_BYTES + limits.BULK_BYTES:
            sender.send()
        for _ in range(100):
            self.lab.later(0.02)
        assert anna.closed is not None
        self.assertIs(anna.closed.code, CloseCode.PROTOCOL)
        self.lab.hold_files = False
        self.lab.release()

    def test_frames_of_no_form(self) -> None:
        for number, (channel, body) in enumerate(
            ((Channel.BULK, b""), (Channel.BULK, bytes(12)), (Channel.BULK, bytes(20_000)), (Channel.CREDIT, bytes(11)))
        ):
            client = self.lab.person(f"odd{number}")
            client.send_raw(body, channel)
            self.lab.turn()
            assert client.closed is not None
            self.assertIs(client.closed.code, CloseCode.PROTOCOL)

    def test_who_may_not_post_may_not_send_files(self) -> None:
        anna, bob, eve = (self.lab.person(name) for name in ("anna", "bob", "eve"))
        group = self.group(anna, bob)
        self.assertEqual(self.refused(self.sender(eve, DATA, group)), "NOT_A_MEMBER")
        self.assertEqual(self.refused(self.sender(eve, DATA, 0, (99,))), "NO_SUCH_USER")
        self.assertEqual(self.on_disk(), ([], []))

    def test_who_was_put_out_meanwhile(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        group = self.group(anna, bob)
        sender = self.sender(bob, DATA, group).send_all()
        self.do(anna, words.RemoveMember, group, user_of(bob))
        answer = sender.end()
        assert isinstance(answer, words.NotPosted)
        self.assertEqual(answer.code, "NOT_A_MEMBER")
        self.lab.later(0.1)
        self.assertEqual(self.on_disk(), ([], []))

    def test_too_large_and_too_much(self) -> None:
        self.new_lab(files=FileRules(one_bytes=5000, person_bytes=8000, total_bytes=11_000, free_bytes=0))
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        self.assertEqual(self.refused(self.sender(anna, bytes(5001))), "FILE_TOO_LARGE")
        self.upload(anna, b"1" * 5000)
        self.assertEqual(self.refused(self.sender(anna, b"2" * 3001)), "QUOTA")
        self.sender(anna, b"3" * 3000).send_all(1000)  # half-way, it counts whole
        self.assertEqual(self.refused(self.sender(anna, b"4")), "QUOTA")
        self.upload(bob, b"5" * 3000)
        self.assertEqual(self.refused(self.sender(bob, b"6" * 1)), "QUOTA")

    def test_a_full_disk(self) -> None:
        self.new_lab(files=FileRules(free_bytes=2**62))
        self.assertEqual(self.refused(self.sender(self.lab.person("anna"), DATA)), "DISK_FULL")
        self.assertEqual(self.lab.store.parts(), {})
        self.lab.core.close()
        self.new_lab(files=ROOMY)
        anna = self.lab.person("bob")
        sender = self.sender(anna, DATA)
        with mock.patch("udpchat.server.files.blobs.Part.write", side_effect=OSError(28, "full")):
            sender.send()
            self.lab.turn()
        self.assertEqual(self.refused(sender), "DISK_FULL")

    def test_who_stands_still_makes_room(self) -> None:
        anna = self.lab.person("anna")
        sender = self.sender(anna, DATA).send_all(100_000)
        self.lab.later(2 * limits.FILES_EVERY_S + 2, 1.0)
        self.assertEqual(self.refused(sender), "SLOW_DOWN")
        again = Sender(anna, DATA, sender.offer).begin()
        self.assertEqual(again.sent, 100_000)
        self.assertIsInstance(again.send_all().end(), words.Posted)

    def test_too_many_at_once(self) -> None:
        anna = self.lab.person("anna")
        for _ in range(limits.UPLOADS_PER_USER):
            self.sender(anna, self.lab.rng.randbytes(1000))
        self.assertEqual(self.refused(self.sender(anna, DATA)), "SLOW_DOWN")


class WhoMayFetch(FilesTest):
    def fetch(self, client: object, file: int) -> str:
        receiver = Receiver(client, file)  # type: ignore[arg-type]
        words_ = [word for word in receiver.client.heard if isinstance(word, words.Download | words.NotFetched)]
        return words_[-1].code if isinstance(words_[-1], words.NotFetched) else ""

    def test_members_while_they_are_and_of_what_they_saw(self) -> None:
        anna, bob, eve = (self.lab.person(name) for name in ("anna", "bob", "eve"))
        group = self.group(anna, bob)
        self.upload(anna, DATA, group)
        file = self.card(bob).id
        self.assertEqual((self.fetch(bob, file), self.fetch(eve, file), self.fetch(eve, 99)), ("", *("NO_SUCH_FILE",) * 2))
        self.do(anna, words.AddMembers, group, (user_of(eve),))
        self.assertEqual(self.fetch(eve, file), "NO_SUCH_FILE")
        self.do(anna, words.RemoveMember, group, user_of(bob))
        self.assertEqual(self.fetch(bob, file), "")  # it was said to them

    def test_a_deleted_message_takes_its_file_along(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        posted = self.upload(anna, DATA)
        file = self.card(bob).id
        self.do(anna, words.Delete, posted.seq)
        self.assertEqual(self.fetch(bob, file), "NO_SUCH_FILE")
        self.lab.later(2 * limits.FILES_EVERY_S, 1.0)
        self.assertEqual((self.on_disk(), self.lab.store.used_in_all(b"")), (([], []), 0))

    def test_the_time_of_a_file_is_over(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        self.upload(anna, DATA)
        self.lab.wall += (limits.FILE_LIFE_DAYS + 1) * 24 * 3600 * 1000
        self.lab.later(2 * limits.FILES_EVERY_S, 1.0)
        self.assertEqual((self.on_disk()[0], self.fetch(bob, self.card(bob).id)), ([], "NO_SUCH_FILE"))

    def test_what_one_may_fetch_goes_on_without_a_byte(self) -> None:
        anna, bob, eve = (self.lab.person(name) for name in ("anna", "bob", "eve"))
        self.upload(anna, DATA, 0, (user_of(bob),))
        forwarded = self.sender(bob, DATA, 0, (user_of(eve),), name="other.bin")
        self.assertEqual((forwarded.transfer, self.card(eve).name), (0, "other.bin"))
        self.assertEqual(Receiver(eve, self.card(eve).id).wait(len(DATA)), DATA)
        self.assertEqual(len(self.on_disk()[0]), 1)

    def test_nobody_learns_what_the_server_has(self) -> None:
        anna, bob, eve = (self.lab.person(name) for name in ("anna", "bob", "eve"))
        self.upload(anna, DATA, 0, (user_of(bob),))
        sender = self.sender(eve, DATA)
        self.assertEqual((sender.transfer > 0, sender.sent), (True, 0))
        sender.send_all().end()
        self.assertEqual(len(self.on_disk()[0]), 1)

    def test_searching_what_has_a_file(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        self.post(anna, self.lab.store.lobby, "holiday plans")
        self.upload(anna, b"1", name="holiday.png")
        self.upload(anna, b"2", name="b.png", text="our holiday")
        gone = self.upload(anna, b"3", name="holiday.txt")
        self.do(anna, words.Delete, gone.seq)
        both = ["our holiday", "holiday.png"]
        for turn in range(2):
            for text, found in (("", both), ("holi", both), ("our", both[:1]), ("b.png", both[:1]), ("png our", both[:1])):
                bob.ask(words.Search(bytes([turn]) * 16, text, 0, 0, 0, 0, 0, True))
                self.assertEqual([message.text for message in bob.last(words.Found).messages], found)
            self.lab.later(3)  # the index is filled

    def test_the_list(self) -> None:
        anna, bob, eve = (self.lab.person(name) for name in ("anna", "bob", "eve"))
        for number in range(limits.FILES_COUNT + 2):
            self.upload(anna, b"%d" % number, name=f"{number}.txt")
        self.upload(anna, DATA, 0, (user_of(bob),), name="private.txt")
        bob.ask(words.AskFiles(limits.INTEGER_MAX))
        page = bob.last(words.Files)
        self.assertEqual((page.rows[0].file.name, len(page.rows), page.last), ("private.txt", limits.FILES_COUNT, False))
        bob.ask(words.AskFiles(page.rows[-1].seq))
        self.assertEqual([row.file.name for row in bob.last(words.Files).rows], ["2.txt", "1.txt", "0.txt"])
        eve.ask(words.AskFiles(limits.INTEGER_MAX))
        self.assertNotIn("private.txt", [row.file.name for row in eve.last(words.Files).rows])


class Grid(FilesTest):
    def test_the_sender_sees_who_has_it(self) -> None:
        anna, bob, eve = (self.lab.person(name) for name in ("anna", "bob", "eve"))
        self.upload(anna, DATA)
        file = self.card(bob).id
        Receiver(bob, file, ahead=300_000).wait(len(DATA))
        eve.ask(words.MarkFile(file, "declined"))
        self.lab.later(1.1)
        rows = {row.user: row for word in anna.all(words.FileMarks) for row in word.rows}
        self.assertEqual(rows[user_of(eve)].state, "declined")
        self.assertEqual(rows[user_of(bob)].state, "fetching")
        bob.ask(words.MarkFile(file, "fetched"))
        self.lab.later(1.1)
        self.assertEqual(anna.last(words.FileMarks).rows, (words.FileMark(user_of(bob), "fetched", 100),))
        self.assertEqual(bob.all(words.FileMarks), [])
        self.lab.restart()
        again = self.lab.device("anna")
        again.ask(words.AskFileMarks(file))
        self.assertEqual({row.state for row in again.last(words.FileMarks).rows}, {"fetched", "declined"})


if __name__ == "__main__":
    unittest.main()
