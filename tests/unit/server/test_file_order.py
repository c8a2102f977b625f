"""What holds for messages holds for files: mutes, pauses, slow mode, announcers, private ones off, blocks, ends of groups."""

from __future__ import annotations

from tests.unit.server.files_lab import FilesTest, Receiver
from tests.unit.server.lab import Client
from tests.unit.server.talk_lab import user_of
from udpchat import limits, words

DATA = bytes(range(256)) * 300


class OrderTest(FilesTest):
    def setUp(self) -> None:
        super().setUp()
        self.boss = self.promote(self.lab.person("boss"), "operator")
        self.anna, self.bob = self.lab.person("anna"), self.lab.person("bob")

    def code(self, client: Client, *args: object, **changes: object) -> str:  # type: ignore[override]
        """What an offer is refused with; "" if it is taken."""
        before = len(client.all(words.NotPosted))
        self.sender(client, self.lab.rng.randbytes(100), *args, **changes)
        found = client.all(words.NotPosted)[before:]
        return found[0].code if found else ""

    def fetch(self, client: Client, file: int) -> str:
        """What a fetch is refused with; "" if it comes."""
        Receiver(client, file)
        found = [word for word in client.heard if isinstance(word, words.Download | words.NotFetched)][-1]
        return found.code if isinstance(found, words.NotFetched) else ""


class Sending(OrderTest):
    def test_who_is_muted(self) -> None:
        self.do(self.boss, words.Silence, user_of(self.anna), self.lab.wall + 60_000, "")
        self.assertEqual(self.code(self.anna), "MUTED")

    def test_who_is_muted_half_way(self) -> None:
        sender = self.sender(self.anna, DATA).send_all()
        self.do(self.boss, words.Silence, user_of(self.anna), self.lab.wall + 60_000, "")
        answer = sender.end()
        assert isinstance(answer, words.NotPosted)
        self.assertEqual(answer.code, "MUTED")
        self.lab.later(0.2)
        self.assertEqual((self.on_disk(), self.lab.store.parts(), self.lab.store.used_in_all(b"")), (([], []), {}, 0))

    def test_while_the_chat_is_paused(self) -> None:
        self.do(self.boss, words.Pause, True)
        self.assertEqual(self.code(self.anna), "PAUSED")
        self.assertEqual(self.code(self.boss), "")

    def test_announcements(self) -> None:
        self.do(self.boss, words.SetAnnouncers, "moderators")
        place = self.lab.store.announcements
        self.assertEqual(self.code(self.anna, place), "NOT_ALLOWED")
        self.assertEqual(self.code(self.boss, place), "")

    def test_private_messages_off(self) -> None:
        self.do(self.boss, words.PrivateOff, True)
        self.assertEqual(self.code(self.anna, 0, (user_of(self.bob),)), "PRIVATE_OFF")
        self.assertEqual(self.code(self.anna, 0, (user_of(self.boss),)), "")

    def test_slow_mode(self) -> None:
        lobby = self.lab.store.lobby
        self.do(self.boss, words.SlowMode, lobby, 30)
        self.upload(self.anna, b"first")
        self.assertEqual(self.code(self.anna), "SLOW_MODE")
        self.lab.later(31, 1.0)
        self.upload(self.anna, b"second")
        self.lab.later(31, 1.0)
        self.post(self.anna, lobby, "a text")
        self.assertEqual(self.code(self.anna), "SLOW_MODE")

    def test_a_forwarded_file_too(self) -> None:
        self.upload(self.boss, DATA)
        self.do(self.boss, words.Silence, user_of(self.bob), self.lab.wall + 60_000, "")
        self.bob.ask(self.offer_of(DATA, 0, (user_of(self.anna),)))
        self.assertEqual(self.bob.all(words.NotPosted)[-1].code, "MUTED")


class Fetching(OrderTest):
    def test_what_somebody_sends_who_is_blocked_does_not_come(self) -> None:
        self.do(self.bob, words.Block, user_of(self.anna), True)
        self.upload(self.anna, DATA, 0, (user_of(self.bob),))
        self.assertEqual(self.fetch(self.bob, 1), "NO_SUCH_FILE")
        self.bob.ask(words.AskFiles(limits.INTEGER_MAX))
        self.assertEqual(self.bob.last(words.Files).rows, ())
        self.assertEqual(self.fetch(self.anna, 1), "")

    def test_what_was_sent_before_the_block_stays(self) -> None:
        self.upload(self.anna, DATA, 0, (user_of(self.bob),))
        self.do(self.bob, words.Block, user_of(self.anna), True)
        self.assertEqual(self.fetch(self.bob, self.card(self.bob).id), "")

    def test_after_leaving_nothing_new(self) -> None:
        group = self.group(self.anna, self.bob)
        self.do(self.anna, words.RemoveMember, group, user_of(self.bob))
        self.upload(self.anna, DATA, group)
        self.assertEqual(self.fetch(self.bob, self.card(self.anna).id), "NO_SUCH_FILE")

    def test_a_deleted_group_takes_its_files_along(self) -> None:
        group = self.group(self.anna, self.bob)
        self.upload(self.anna, DATA, group)
        self.do(self.anna, words.DeleteGroup, group)
        self.assertEqual(self.fetch(self.bob, self.card(self.bob).id), "NO_SUCH_FILE")
        self.lab.later(2 * limits.FILES_EVERY_S, 1.0)
        self.assertEqual((self.on_disk(), self.lab.store.used_by(user_of(self.anna), b"")), (([], []), 0))

    def test_a_deleted_account_takes_along_what_nobody_else_may_fetch(self) -> None:
        group = self.group(self.anna)
        self.upload(self.anna, DATA, group)
        self.upload(self.anna, b"for all")
        self.do(self.anna, words.DeleteAccount)
        self.lab.later(2 * limits.FILES_EVERY_S, 1.0)
        self.assertEqual((len(self.on_disk()[0]), self.lab.store.used_in_all(b"")), (1, len(b"for all")))
        self.assertEqual(self.fetch(self.bob, self.card(self.bob).id), "")

    def test_a_new_lesson_puts_the_old_files_away(self) -> None:
        self.upload(self.anna, DATA)
        self.do(self.boss, words.NewLesson)
        self.assertEqual(self.fetch(self.bob, self.card(self.bob).id), "NO_SUCH_FILE")
        self.lab.later(2 * limits.FILES_EVERY_S, 1.0)
        self.assertEqual(self.on_disk(), ([], []))

    def test_who_is_thrown_out_gets_no_more_of_it(self) -> None:
        self.upload(self.anna, DATA)
        downloads = self.lab.core._talk.files.downloads
        self.bob.ask(words.Fetch(self.card(self.bob).id, 0, 1000))
        self.assertEqual(len(downloads.under_way()), 1)
        self.do(self.boss, words.Ban, user_of(self.bob), "", self.lab.wall + 60_000, "")
        self.assertEqual(downloads.under_way(), [])
