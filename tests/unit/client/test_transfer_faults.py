"""What goes wrong with files on somebody's own computer: folders, names, moments. Each test is a fault that was found."""

from __future__ import annotations

import os
import shutil
import sys
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

from tests.unit.client.talkers import Talker
from tests.unit.client.test_transfers import DATA, TransferTest
from udpchat import limits
from udpchat.client import events
from udpchat.client.events import TransferState
from udpchat.client.transfers.disk import place
from udpchat.store.backup import back_up, restore

POSIX = os.name == "posix"


class Faults(TransferTest):
    """Helpers."""

    def fails(self, talker: Talker, key: bytes) -> str:
        error = self.until(talker, key, TransferState.FAILED).error
        assert error is not None
        return error.code

    def begin_fetch(self) -> bytes:
        """Bob's download of what anna sent, half-way."""
        self.sent(self.anna, self.file())
        key = bytes(self.bob.core.fetch_file_of(self.bob.messages()[-1].seq, self.lab.now))
        self.half_way_down(key)
        return key

    def lose(self, talker: Talker) -> None:
        """Until its connection is known to be lost."""
        talker.vanish()
        self.settle(60)

    def blobs(self) -> list[Path]:
        return [path for path in (self.folder / "files").rglob("*") if path.is_file()]

    @property
    def bobs(self) -> Path:
        return self.folder / "downloads of bob"


class Sources(Faults):
    @unittest.skipUnless(POSIX, "no such things elsewhere")
    def test_a_pipe_or_a_device_is_no_file_and_holds_up_nothing(self) -> None:
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        for path in (pipe, Path("/dev/zero"), Path("/dev/tty")):
            self.assertEqual(self.fails(self.anna, self.send(self.anna, path)), "CANNOT_READ")
        self.sent(self.anna, self.file())

    @unittest.skipUnless(POSIX, "no such things elsewhere")
    def test_a_file_that_becomes_a_pipe(self) -> None:
        path = self.file()
        (key,) = self.anna.core.send_file([path], self.lab.now)
        for _ in range(200):
            if self.of(self.anna, key).state is TransferState.SENDING:
                break
            self.step()
        path.unlink()
        os.mkfifo(path)
        self.assertIn(self.fails(self.anna, key), ("CANNOT_READ", "FILE_CHANGED"))

    @unittest.skipUnless(sys.platform.startswith("linux"), "file names are text elsewhere")
    def test_a_name_that_is_no_text(self) -> None:
        path = Path(os.fsdecode(os.fsencode(self.folder) + b"/caf\xe9.txt"))
        path.write_bytes(b"1")
        anna = self.device("anna", "kept", keep=True)
        self.sent(anna, path)
        self.assertEqual(anna.messages()[-1].text, "caf_.txt")
        self.settle(1)
        anna.kill()
        again = self.device("anna", "kept", keep=True)
        self.assertEqual([one.state for one in again.core.transfers], [TransferState.DONE])

    def test_a_file_that_grows_while_it_is_read(self) -> None:
        path, run = self.file(), self.anna.seat.run
        grown = 0

        def grow(job: Any) -> None:
            nonlocal grown
            grown += job.name == "hash file"
            with open(path, "ab") as file:
                file.write(bytes(200_000))
            run(job)

        with mock.patch.object(limits, "FILE_HASH_BYTES", 100_000), mock.patch.object(self.anna.seat, "run", grow):
            key = self.send(self.anna, path)
            self.assertEqual(self.fails(self.anna, key), "FILE_CHANGED")
        self.assertLess(grown, 40)

    def test_it_vanishes_or_shrinks_on_the_way(self) -> None:
        for harm, code in ((Path.unlink, "CANNOT_READ"), (lambda path: os.truncate(path, 5), "FILE_CHANGED")):
            path = self.file("b.bin", DATA + os.urandom(8))
            (key,) = self.anna.core.send_file([path], self.lab.now)
            for _ in range(200):
                if self.of(self.anna, key).state is TransferState.SENDING:
                    break
                self.step()
            harm(path)
            self.assertEqual(self.fails(self.anna, bytes(key)), code)
            self.settle(0.5)
            self.assertEqual((self.blobs(), self.lab.store.parts(), self.bob.texts()), ([], {}, []))

    def test_hashed_while_there_is_no_connection(self) -> None:
        """What was hashed without a connection, or before the sign-in of the next one, is offered after that."""
        self.lose(self.anna)
        keys = [bytes(self.anna.core.send_file([self.file(f"{n}", b"%d" % n)], self.lab.now)[0]) for n in range(3)]
        self.settle(1)
        self.anna.come_back()
        for key in keys:
            self.until(self.anna, key, TransferState.DONE)

    def test_hashed_when_the_connection_was_lost_meanwhile(self) -> None:
        waiting: list[Any] = []
        run = self.anna.seat.run
        with mock.patch.object(self.anna.seat, "run", waiting.append):
            (key,) = self.anna.core.send_file([self.file(data=DATA[:100_000])], self.lab.now)
            for _ in range(5):
                self.step()
            self.assertIs(self.of(self.anna, key).state, TransferState.HASHING)
            self.lose(self.anna)
        for job in waiting:
            run(job)
        self.settle(1)
        self.anna.come_back()
        self.until(self.anna, key, TransferState.DONE)


class Folders(Faults):
    def test_the_part_is_taken_away(self) -> None:
        """Nothing gets the final name then, and it can be fetched again."""
        key = self.begin_fetch()
        (part,) = self.bobs.iterdir()
        part.unlink()
        self.assertEqual(self.fails(self.bob, key), "CANNOT_READ")
        self.assertEqual(self.left(self.bob), [])
        self.bob.do("resume_file", key)
        self.assertEqual(self.got(self.bob, key), DATA)

    def test_the_folder_is_taken_away(self) -> None:
        key = self.begin_fetch()
        shutil.rmtree(self.bobs)
        self.assertEqual(self.fails(self.bob, key), "CANNOT_READ")
        self.assertEqual(self.left(self.bob), [])
        self.bob.do("resume_file", key)
        self.assertEqual(self.got(self.bob, key), DATA)

    def test_another_folder_after_one_that_cannot_be_written(self) -> None:
        self.sent(self.anna, self.file())
        self.bobs.write_bytes(b"a file, where the folder should be")
        key = self.fetch(self.bob)
        self.assertEqual(self.fails(self.bob, key), "CANNOT_READ")
        self.bob.core.put_files_into(self.folder / "elsewhere")
        self.bob.do("resume_file", key)
        self.assertEqual(self.got(self.bob, key), DATA)
        self.assertEqual([path.name for path in (self.folder / "elsewhere").iterdir()], ["a.bin"])

    def test_another_disk_after_one_that_is_full(self) -> None:
        key = self.begin_fetch()
        self.bob.do("pause_file", key)
        other = self.folder / "elsewhere"
        self.bob.core.put_files_into(other)
        usage = shutil.disk_usage(self.folder)
        with mock.patch("shutil.disk_usage", lambda path: usage._replace(free=0) if path == self.bobs else usage):
            self.bob.do("resume_file", key)
            self.assertEqual(self.got(self.bob, key), DATA)
        self.assertEqual((self.left(self.bob), [path.name for path in other.iterdir()]), ([], ["a.bin"]))

    def test_no_name_can_be_given(self) -> None:
        """What came is kept, and gets its name when it can."""
        self.sent(self.anna, self.file())
        with mock.patch("udpchat.client.transfers.disk._name", side_effect=PermissionError(13, "no")):
            key = self.fetch(self.bob)
            self.assertEqual(self.fails(self.bob, key), "CANNOT_READ")
        (part,) = self.left(self.bob)
        self.assertTrue(part.endswith(".part"))
        self.bob.do("resume_file", key)
        self.assertEqual(self.got(self.bob, key), DATA)
        self.assertEqual(self.left(self.bob), ["a.bin"])

    def test_a_file_system_without_links(self) -> None:
        self.sent(self.anna, self.file())
        with mock.patch("os.link", side_effect=PermissionError(1, "no links here")):
            self.assertEqual(self.got(self.bob, self.fetch(self.bob)), DATA)
            with mock.patch("os.replace", side_effect=OSError(5, "broken")):
                self.assertEqual(self.fails(self.bob, self.fetch(self.bob)), "CANNOT_READ")
        self.assertEqual([name for name in self.left(self.bob) if not name.endswith(".part")], ["a.bin"])


class Moments(Faults):
    def test_killed_between_the_name_and_the_note_of_it(self) -> None:
        """The file has its name, or both its names, and the program was killed: not fetched twice."""
        self.sent(self.anna, self.file())
        for both in (False, True):
            bob = self.device("bob", f"kept {both}", keep=True)
            self.home(bob)
            key = bob.core.fetch_file_of(bob.messages()[-1].seq, self.lab.now)
            placed = []

            def killed(part: Path, folder: Path, name: str, placed: list[Path] = placed, both: bool = both) -> Path:
                shutil.copyfile(part, self.folder / "copy")
                placed.append(place(part, folder, name))
                if both:
                    os.link(placed[0], part)
                raise SystemExit

            with mock.patch("udpchat.client.transfers.disk.place", killed), self.assertRaises(SystemExit):
                for _ in range(5000):
                    self.lab.now += 0.001
                    self.step()
            bob.kill()
            self.lab.later(1)
            again = self.device("bob", f"kept {both}", keep=True)
            self.assertEqual(self.until(again, bytes(key), TransferState.DONE).path, str(placed[0]))
            self.assertEqual(self.left(bob), ["a.bin"])
            placed[0].unlink()
            again.kill()

    def test_cancelled_when_it_is_on_the_server_already(self) -> None:
        """What can be seen by all is sent, whatever the button said."""
        key = self.send(self.anna, self.file("c.bin", b""))
        self.until(self.anna, key, TransferState.DONE)
        (key,) = self.anna.core.send_file([self.file()], self.lab.now)
        for _ in range(5000):
            if self.of(self.anna, key).state is TransferState.VERIFYING:
                break
            self.lab.now += 0.001
            self.lab._clients_turn()
            self.lab._relay_turn()
        self.anna.core.cancel_file(key, self.lab.now)
        self.settle(1)
        seen = self.bob.texts()[-1] == "a.bin"
        self.assertIs(self.of(self.anna, key).state, TransferState.DONE if seen else TransferState.CANCELLED)

    def test_cancelled_after_a_pause_or_without_a_connection(self) -> None:
        """The server lets go of what it has."""
        for lost in (False, True):
            (key,) = self.anna.core.send_file([self.file()], self.lab.now)
            for _ in range(2000):
                if self.of(self.anna, key).done > 1_000_000:
                    break
                self.lab.now += 0.001
                self.step()
            if lost:
                self.lose(self.anna)
            else:
                self.anna.do("pause_file", key)
            self.assertEqual(len(self.blobs()), 1)
            self.anna.do("cancel_file", key)
            self.anna.come_back()
            self.settle(2)
            self.assertEqual((self.blobs(), self.lab.store.parts()), ([], {}))

    def test_declined_or_complete_without_a_connection(self) -> None:
        """The sender hears of it later."""
        self.sent(self.anna, self.file())
        self.lose(self.bob)
        self.bob.do("decline_file", self.bob.messages()[-1].file)
        self.bob.come_back()
        self.settle(3)
        self.assertEqual([row.state for row in self.anna.of(events.FileMarksChanged)[-1].rows], ["declined"])

    def test_questions_without_a_connection(self) -> None:
        """They are asked when there is one again; so are those whose answer was lost."""
        self.sent(self.anna, self.file())
        file = self.anna.messages()[-1].file.id  # type: ignore[union-attr]
        self.anna.seat.cut = True
        self.anna.core.ask_files(self.lab.now)
        self.settle(1)
        self.lose(self.anna)
        self.anna.do("ask_file_marks", file)
        self.anna.come_back()
        self.assertEqual([len(event.rows) for event in self.anna.of(events.FilesFound)], [1])
        self.assertEqual([event.file for event in self.anna.of(events.FileMarksChanged)], [file])
        self.lose(self.anna)
        self.anna.come_back()
        self.assertEqual(len(self.anna.of(events.FilesFound)), 1)

    def test_resumed_while_the_disk_is_still_busy(self) -> None:
        """A piece is still being written when the download is paused and resumed: it goes on behind that piece."""
        self.sent(self.anna, self.file())
        key = bytes(self.bob.core.fetch_file_of(self.bob.messages()[-1].seq, self.lab.now))
        run, late = self.bob.seat.run, list[Any]()

        def hold(job: Any) -> None:
            (late.append if job.name == "write part" and not late else run)(job)

        with mock.patch.object(self.bob.seat, "run", hold):
            for _ in range(2000):
                if late:
                    break
                self.lab.now += 0.001
                self.step()
            self.bob.do("pause_file", key)
            self.bob.do("resume_file", key)
            self.settle(0.3)
            run(late[0])
        self.assertEqual(self.got(self.bob, key), DATA)

    def test_a_pause_is_remembered_with_what_was_done(self) -> None:
        bob = self.device("bob", "kept", keep=True)
        self.home(bob)
        self.bob.kill()
        self.sent(self.anna, self.file())
        key = bob.core.fetch_file_of(bob.messages()[-1].seq, self.lab.now)
        self.bob = bob
        self.half_way_down(key)
        bob.do("pause_file", key)
        done = self.of(bob, key).done
        bob.kill()
        again = self.device("bob", "kept", keep=True)
        found = self.of(again, key)
        self.assertEqual((found.state, found.done > 0, found.done), (TransferState.PAUSED, True, done))
        again.do("cancel_file", key)
        self.assertEqual(self.of(again, again.core.fetch_file_of(again.messages()[-1].seq, self.lab.now)).done, 0)

    def test_who_is_not_kept_leaves_and_comes_back(self) -> None:
        """Of a person that is not to be remembered here, only what is still to be sent stays."""
        done = self.sent(self.anna, self.file("done.bin", b"done"))
        self.lose(self.anna)
        key = self.send(self.anna, self.file())
        self.anna.core.leave_now(self.lab.now)
        self.settle(5)
        self.anna.kill()
        again = self.device("anna", "")
        self.until(again, key, TransferState.DONE)
        self.assertEqual((again.core.transfer(done), self.bob.texts()), (None, ["done.bin", "a.bin"]))
        again.do("leave_now")
        self.settle(5)
        self.assertEqual(list((self.folder / "client anna ").glob("accounts/*/*")), [])

    def test_two_devices_of_one_person(self) -> None:
        other = self.device("bob", "other")
        for device in (self.bob, other):
            device.core.put_files_into(self.bobs)
        self.sent(self.anna, self.file())
        keys = [device.core.fetch_file_of(device.messages()[-1].seq, self.lab.now) for device in (self.bob, other)]
        for device, key in zip((self.bob, other), keys, strict=True):
            self.assertEqual(self.got(device, bytes(key)), DATA)
        self.assertEqual(self.left(self.bob), ["a (1).bin", "a.bin"])


class Floods(Faults):
    def test_small_files_that_nobody_asked_for(self) -> None:
        """So many come by themselves at a time; the others stay offers."""
        self.bob.core.put_files_into(self.bobs, 1000)
        self.bob.seat.cut = True
        for number in range(12):
            self.sent(self.anna, self.file(f"{number}.txt", b"%d" % number), people=(self.bob.me,))
        with mock.patch("udpchat.client.transfers.manager.UNASKED_FILES_COUNT", 5):
            self.bob.come_back()
        self.settle(2)
        self.assertEqual((len(self.left(self.bob)), len(self.bob.messages())), (5, 12))

    def test_what_is_over_makes_room(self) -> None:
        with mock.patch("udpchat.client.transfers.shelf.TRANSFERS_COUNT", 4):
            keys = [self.sent(self.anna, self.file("same.txt", b"%d" % number)) for number in range(7)]
            self.assertEqual([one.key for one in self.anna.core.transfers], keys[-4:])


class OlderBackup(Faults):
    def test_the_numbers_of_files_are_given_out_anew(self) -> None:
        """After a restore no other file has the number of one that I have; what was to be sent is sent."""
        backup = self.folder / "backup"
        back_up(self.lab.path, backup)
        bob = self.device("bob", "kept", keep=True)
        anna = self.device("anna", "kept", keep=True)
        self.home(bob)
        self.sent(anna, self.file("old.txt", b"old"))
        key = bob.core.fetch_file_of(bob.messages()[-1].seq, self.lab.now)
        old = Path(self.until(bob, key, TransferState.DONE).path)
        paused = anna.core.send_file([self.file("later.bin")], self.lab.now, reply=anna.messages()[-1].seq)[0]
        anna.core.pause_file(paused, self.lab.now)
        self.settle()
        self.restore(backup)
        for device in (anna, bob):
            device.come_back()
        self.settle(5)
        self.sent(anna, self.file("new.txt", b"new"))
        card = bob.messages()[-1].file
        self.assertEqual((card.name, card.id == int.from_bytes(key[4:], "big")), ("new.txt", False))
        self.assertIsNone(bob.core.download_of(card.id))
        self.assertEqual(self.got(bob, self.fetch(bob)), b"new")
        self.assertEqual(old.read_bytes(), b"old")
        anna.do("resume_file", paused)
        self.until(anna, paused, TransferState.DONE)

    def restore(self, backup: Path) -> None:
        clients = dict(self.lab.clients)
        self.lab.core.close()
        self.lab.store.close()
        restore(backup, self.lab.path, self.lab.rng.randbytes)
        self.lab.clients.clear()
        self.lab.held.clear()
        self.lab.start()
        self.lab.clients.update(clients)


if __name__ == "__main__":
    unittest.main()
