"""Files from one person's disk to another's: shipped client cores at a shipped relay core."""

from __future__ import annotations

import os
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

from tests.unit.client.talkers import Talker, TalkTest
from tests.unit.server.files_lab import ROOMY
from udpchat import limits
from udpchat.client import events
from udpchat.client.events import Progress, TransferState
from udpchat.quotas import FileRules

DATA = bytes(range(256)) * 12_345


class TransferTest(TalkTest):
    """People whose downloads go to a folder of their own."""

    def setUp(self) -> None:
        super().setUp()
        self.new_lab(files=ROOMY)
        self.anna, self.bob = self.people("anna", "bob")
        self.settle(1.0)
        for talker in (self.anna, self.bob):
            self.home(talker)

    def home(self, talker: Talker) -> Path:
        folder = self.folder / f"downloads of {talker.name}"
        talker.core.put_files_into(folder)
        return folder

    def file(self, name: str = "a.bin", data: bytes = DATA) -> Path:
        path = self.folder / "sources" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        return path

    def of(self, talker: Talker, key: bytes) -> Progress:
        found = talker.core.transfer(key)
        assert found is not None
        return found

    def until(self, talker: Talker, key: bytes, state: TransferState, rounds: int = 400) -> Progress:
        for _ in range(rounds):
            if self.of(talker, key).state is state:
                return self.of(talker, key)
            self.lab.later(0.02)
        raise AssertionError(self.of(talker, key))

    def send(self, talker: Talker, *paths: Path, **to: Any) -> bytes:
        (key,) = talker.do("send_file", paths, **to)
        return bytes(key)

    def sent(self, talker: Talker, *paths: Path, **to: Any) -> bytes:
        key = self.send(talker, *paths, **to)
        self.until(talker, key, TransferState.DONE)
        self.settle()
        return key

    def step(self) -> None:
        """A round of everybody, no more."""
        self.lab._relay_turn()
        self.lab._clients_turn()

    def half_way_down(self, key: bytes) -> None:
        """Until something of a download has come."""
        with mock.patch.object(limits, "FILE_AHEAD_BYTES", 500_000):
            for _ in range(2000):
                if self.of(self.bob, key).done:
                    return
                self.lab.now += 0.001
                self.step()

    def fetch(self, talker: Talker) -> bytes:
        return bytes(talker.do("fetch_file_of", talker.messages()[-1].seq))

    def got(self, talker: Talker, key: bytes) -> bytes:
        return Path(self.until(talker, key, TransferState.DONE).path).read_bytes()

    def left(self, talker: Talker) -> list[str]:
        folder = self.folder / f"downloads of {talker.name}"
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


class ThereAndBack(TransferTest):
    def test_to_the_lobby(self) -> None:
        key = self.sent(self.anna, self.file("Größe.png"), text="look")
        message = self.bob.messages()[-1]
        assert message.file is not None
        self.assertEqual((message.text, message.ref, message.file.mime), ("look", key, "image/png"))
        fetched = self.fetch(self.bob)
        self.assertEqual(self.got(self.bob, fetched), DATA)
        self.assertEqual(self.left(self.bob), ["Größe.png"])
        states = [event.transfer.state.name for event in self.bob.of(events.TransferChanged)]
        self.assertEqual(list(dict.fromkeys(states)), ["QUEUED", "OFFERED", "SENDING", "VERIFYING", "DONE"])

    def test_in_private_to_many_and_to_a_group(self) -> None:
        self.sent(self.anna, self.file(), people=(self.bob.me,))
        self.assertEqual(self.bob.messages()[-1].conversation, -self.anna.me)
        eve = self.person("eve")
        self.sent(self.anna, self.file("two.bin", b"2"), people=(self.bob.me, eve.me))
        self.assertEqual([one.messages()[-1].text for one in (self.bob, eve)], ["two.bin"] * 2)
        self.anna.do("create_group", "chess", members=(eve.me,))
        self.settle(1.0)
        self.sent(self.anna, self.file("three.bin", b"3"), conversation=self.anna.group("chess"))
        self.assertEqual((eve.texts()[-1], self.bob.texts()[-1]), ("three.bin", "two.bin"))

    def test_nothing_at_all_and_the_same_name_again(self) -> None:
        for data in (b"", b"1", b"2"):
            self.sent(self.anna, self.file("notes.tar.gz", data))
            self.assertEqual(self.got(self.bob, self.fetch(self.bob)), data)
        self.assertEqual(self.left(self.bob), ["notes.tar (1).gz", "notes.tar (2).gz", "notes.tar.gz"])

    def test_several_wait_their_turn(self) -> None:
        paths = [self.file(f"{number}.txt", b"%d" % number) for number in range(5)]
        keys = self.anna.do("send_file", paths)
        for key in keys:
            self.until(self.anna, key, TransferState.DONE)
        self.settle(0.5)
        self.assertEqual(sorted(self.bob.texts()), [f"{number}.txt" for number in range(5)])

    def test_forwarded_without_a_byte(self) -> None:
        self.sent(self.anna, self.file(), people=(self.bob.me,))
        eve = self.person("eve")
        self.home(eve)
        card = self.bob.messages()[-1].file
        key = self.bob.do("forward_file", card, people=(eve.me,))
        self.assertIs(self.of(self.bob, key).state, TransferState.DONE)
        self.assertEqual(self.got(eve, self.fetch(eve)), DATA)

    def test_what_comes_by_itself(self) -> None:
        self.bob.core.put_files_into(self.folder / "downloads of bob", 1000)
        for size, to in ((1000, {"people": (self.bob.me,)}), (1001, {"people": (self.bob.me,)}), (10, {})):
            self.sent(self.anna, self.file(f"{size}.txt", bytes(size)), **to)
        self.settle(0.5)
        self.assertEqual(self.left(self.bob), ["1000.txt"])

    def test_the_grid(self) -> None:
        self.sent(self.anna, self.file())
        self.got(self.bob, self.fetch(self.bob))
        self.settle(1.5)
        self.assertEqual([row.state for row in self.anna.of(events.FileMarksChanged)[-1].rows], ["fetched"])
        eve = self.person("eve")
        eve.do("decline_file", eve.messages()[-1].file)
        self.settle(1.5)
        self.assertEqual([row.state for row in self.anna.of(events.FileMarksChanged)[-1].rows], ["declined"])

    def test_the_list(self) -> None:
        self.sent(self.anna, self.file())
        self.bob.do("ask_files")
        (row,) = self.bob.of(events.FilesFound)[-1].rows
        self.assertEqual((row.file.name, row.conversation), ("a.bin", 0))


class Interrupted(TransferTest):
    def half_way_up(self) -> bytes:
        """An upload of which about half has gone."""
        key = self.send_slowly()
        for _ in range(2000):
            if self.of(self.anna, key).done > 1_000_000:
                break
            self.lab.now += 0.001
            self.step()
        return key

    def send_slowly(self) -> bytes:
        (key,) = self.anna.core.send_file([self.file()], self.lab.now)
        return bytes(key)

    def test_up_after_a_lost_connection(self) -> None:
        key = self.half_way_up()
        self.assertIs(self.of(self.anna, key).state, TransferState.SENDING)
        self.anna.vanish()
        self.settle(15)
        self.assertIs(self.of(self.anna, key).state, TransferState.QUEUED)
        self.anna.come_back()
        self.until(self.anna, key, TransferState.DONE)
        self.assertEqual(self.got(self.bob, self.fetch(self.bob)), DATA)

    def test_up_after_a_crash_of_the_client(self) -> None:
        anna = self.device("anna", "kept", keep=True)
        self.home(anna)
        (key,) = anna.core.send_file([self.file()], self.lab.now)
        for _ in range(2000):
            found = anna.core.transfer(key)
            assert found is not None
            if found.done > 1_000_000:
                break
            self.lab.now += 0.001
            self.step()
        anna.kill()
        again = self.device("anna", "kept", keep=True)
        self.until(again, key, TransferState.DONE)
        self.assertEqual(self.got(self.bob, self.fetch(self.bob)), DATA)

    def test_down_after_a_crash_of_the_client(self) -> None:
        self.sent(self.anna, self.file())
        bob = self.device("bob", "kept", keep=True)
        self.home(bob)
        key = bob.core.fetch_file_of(bob.messages()[-1].seq, self.lab.now)
        for _ in range(2000):
            found = bob.core.transfer(key)
            assert found is not None
            if found.done > 1_000_000:
                break
            self.lab.now += 0.001
            self.step()
        bob.kill()
        (part,) = self.left(bob)
        self.assertTrue(part.endswith(".part"))
        again = self.device("bob", "kept", keep=True)
        self.assertEqual(self.got(again, key), DATA)
        self.assertEqual(self.left(bob), ["a.bin"])

    def test_paused_and_resumed_and_cancelled(self) -> None:
        key = self.half_way_up()
        self.assertTrue(self.anna.do("pause_file", key))
        self.settle(1)
        self.assertIs(self.of(self.anna, key).state, TransferState.PAUSED)
        self.anna.do("resume_file", key)
        self.until(self.anna, key, TransferState.DONE)
        fetching = self.bob.core.fetch_file_of(self.bob.messages()[-1].seq, self.lab.now)
        self.half_way_down(fetching)
        self.assertTrue(self.bob.do("pause_file", fetching))
        self.settle(0.5)
        self.assertEqual(len(self.left(self.bob)), 1)
        self.assertTrue(self.bob.do("cancel_file", fetching))
        self.settle(0.5)
        self.assertEqual(self.left(self.bob), [])
        self.assertFalse(self.bob.do("resume_file", fetching))
        self.assertEqual(self.got(self.bob, self.fetch(self.bob)), DATA)

    def test_cancelled_up(self) -> None:
        key = self.half_way_up()
        self.anna.do("cancel_file", key)
        self.settle(1)
        self.assertEqual([path for path in (self.folder / "files").rglob("*") if path.is_file()], [])
        self.assertEqual(self.bob.texts(), [])


class Wrong(TransferTest):
    def fails(self, talker: Talker, key: bytes) -> str:
        error = self.until(talker, key, TransferState.FAILED).error
        assert error is not None
        return error.code

    def test_no_such_file_or_a_folder(self) -> None:
        for path in (self.folder / "nowhere", self.folder):
            self.assertEqual(self.fails(self.anna, self.send(self.anna, path)), "CANNOT_READ")

    def test_the_file_changes_on_the_way(self) -> None:
        path = self.file()
        (key,) = self.anna.core.send_file([path], self.lab.now)
        for _ in range(200):
            if self.of(self.anna, key).state is TransferState.SENDING:
                break
            self.lab._relay_turn()
            self.lab._clients_turn()
        path.write_bytes(DATA[:-1])
        os.utime(path, ns=(1, 1))
        self.assertEqual(self.fails(self.anna, key), "FILE_CHANGED")
        self.anna.do("resume_file", key)
        self.until(self.anna, key, TransferState.DONE)
        self.assertEqual(self.got(self.bob, self.fetch(self.bob)), DATA[:-1])

    def test_the_server_has_no_room(self) -> None:
        self.anna.core.close()
        self.bob.core.close()
        self.new_lab(files=FileRules(one_bytes=10, free_bytes=0))
        eve = self.person("eve")
        self.assertEqual(self.fails(eve, self.send(eve, self.file())), "FILE_TOO_LARGE")

    def test_my_disk_is_full(self) -> None:
        self.sent(self.anna, self.file())
        with mock.patch("udpchat.client.transfers.disk.Sink.write", side_effect=OSError(28, "full")):
            key = self.fetch(self.bob)
            self.assertEqual(self.fails(self.bob, key), "NO_SPACE")
        self.bob.do("resume_file", key)
        self.assertEqual(self.got(self.bob, key), DATA)

    def test_a_part_that_was_damaged(self) -> None:
        self.sent(self.anna, self.file())
        key = self.bob.core.fetch_file_of(self.bob.messages()[-1].seq, self.lab.now)
        self.half_way_down(key)
        self.bob.do("pause_file", key)
        (part,) = (self.folder / "downloads of bob").iterdir()
        part.write_bytes(b"x" * part.stat().st_size)
        self.bob.do("resume_file", key)
        self.assertEqual(self.fails(self.bob, key), "FILE_CHANGED")
        self.assertEqual(self.left(self.bob), [])
        self.bob.do("resume_file", key)
        self.assertEqual(self.got(self.bob, key), DATA)

    def test_gone_meanwhile(self) -> None:
        self.sent(self.anna, self.file())
        card = self.bob.messages()[-1].file
        self.anna.do("delete", self.anna.messages()[-1].seq)
        self.settle(0.5)
        key = self.bob.do("fetch_file", card)
        self.assertIs(self.until(self.bob, key, TransferState.EXPIRED).state, TransferState.EXPIRED)
        forwarded = self.bob.do("forward_file", card)
        self.assertEqual(self.fails(self.bob, forwarded), "NO_SUCH_FILE")

    def test_too_many_at_once_is_only_later(self) -> None:
        with mock.patch.object(limits, "UPLOADS", 0):
            key = self.send(self.anna, self.file())
            self.settle(1)
            self.assertIs(self.of(self.anna, key).state, TransferState.QUEUED)
        self.until(self.anna, key, TransferState.DONE)


if __name__ == "__main__":
    unittest.main()
