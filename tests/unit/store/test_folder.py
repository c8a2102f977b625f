"""The data folder: one owner, keys that are never replaced, private modes."""

from __future__ import annotations

import os
import random
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from tests.unit.store.support import SEED
from udpchat.errors import DamagedKey, FolderInUse, FolderNotWritable
from udpchat.files import write_whole
from udpchat.locks import FileLock, owner_of
from udpchat.store import DataFolder, Running, Store, read_operator_token, read_running

_OTHER_OWNER = """
import pathlib, random, sys
from udpchat.store import DataFolder
DataFolder.open(pathlib.Path(sys.argv[1]), random.Random(1).randbytes)
print("here", flush=True)
sys.stdin.read()
"""


class FolderCase(unittest.TestCase):
    def setUp(self) -> None:
        self.randbytes = random.Random(SEED).randbytes
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "some" / "data é"

    def open(self) -> DataFolder:
        folder = DataFolder.open(self.path, self.randbytes)
        self.addCleanup(folder.close)
        return folder


class Keys(FolderCase):
    def test_made_once(self) -> None:
        folder = self.open()
        folder.close()
        again = self.open()
        self.assertEqual((again.identity, again.reset_key), (folder.identity, folder.reset_key))
        self.assertEqual((len(again.reset_key), len(again.identity.fingerprint)), (32, 32))
        self.assertEqual(again.store_path, self.path / "store.sqlite")

    def test_two_folders_are_two_servers(self) -> None:
        one = self.open()
        two = DataFolder.open(self.path.with_name("two"), self.randbytes)
        self.addCleanup(two.close)
        self.assertNotEqual(one.identity.fingerprint, two.identity.fingerprint)
        self.assertNotEqual(one.reset_key, two.reset_key)

    def damaged(self, name: str, content: bytes | None) -> None:
        file = self.path / name
        if content is None:
            file.unlink()
        else:
            file.write_bytes(content)
        for _ in range(2):
            with self.assertRaises(DamagedKey) as caught:
                DataFolder.open(self.path, self.randbytes)
            self.assertIn(name, caught.exception.sentence)
        self.assertEqual(file.read_bytes() if content is not None else file.exists(), content or False)

    def test_half_written_or_changed_keys_stay_as_they_are(self) -> None:
        self.open().close()
        whole = (self.path / "identity.pem").read_bytes()
        chance = random.Random(SEED)
        for cut in (1, 20, len(whole) // 2, *(chance.randrange(len(whole) - 2) for _ in range(20))):
            with self.subTest(seed=SEED, cut=cut):
                self.damaged("identity.pem", whole[:cut])
        for _ in range(20):
            at = chance.randrange(60, len(whole) - 60)
            if whole[at : at + 1].isalnum():
                with self.subTest(seed=SEED, at=at):
                    wrong = b"A" if whole[at : at + 1] != b"A" else b"B"
                    self.damaged("identity.pem", whole[:at] + wrong + whole[at + 1 :])
        self.damaged("identity.pem", b"\xff" * 500)
        (self.path / "identity.pem").write_bytes(whole)
        self.open()

    def test_a_key_of_another_certificate(self) -> None:
        folder = self.open()
        other = DataFolder.open(self.path.with_name("two"), self.randbytes)
        other.close()
        folder.close()
        self.damaged("identity.pem", folder.identity.key_pem + other.identity.certificate_pem)

    def test_a_reset_key_of_the_wrong_length(self) -> None:
        self.open().close()
        for length in (1, 31, 33):
            self.damaged("reset.key", b"k" * length)

    def test_a_lost_key_beside_a_store_is_not_replaced(self) -> None:
        folder = self.open()
        Store.open(folder.store_path, self.randbytes).close()
        folder.close()
        for name in ("identity.pem", "reset.key"):
            kept = (self.path / name).read_bytes()
            self.damaged(name, None)
            (self.path / name).write_bytes(kept)
        self.open()

    def test_what_a_crash_left_before_a_key_was_whole_does_not_matter(self) -> None:
        self.path.mkdir(parents=True)
        for name in ("identity.pem.new", "reset.key.new", "running.json.new"):
            (self.path / name).write_bytes(b"half")
        self.open()
        self.assertFalse((self.path / "identity.pem.new").exists())


class Ownership(FolderCase):
    def test_the_second_one_reads_who_and_where(self) -> None:
        folder = self.open()
        with self.assertRaises(FolderInUse) as caught:
            DataFolder.open(self.path, self.randbytes)
        self.assertEqual(caught.exception.pid, os.getpid())
        folder.write_running(os.getpid(), "127.0.0.1", 11111)
        with self.assertRaises(FolderInUse) as caught:
            DataFolder.open(self.path, self.randbytes)
        self.assertEqual((caught.exception.pid, caught.exception.detail), (os.getpid(), "127.0.0.1:11111"))
        folder.close()
        self.open()

    def test_a_lock_dies_with_its_process(self) -> None:
        command = [sys.executable, "-c", _OTHER_OWNER, str(self.path)]
        root = Path(__file__).parents[3]
        with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdout is not None
            self.assertEqual(other.stdout.readline().strip(), b"here")
            with self.assertRaises(FolderInUse) as caught:
                DataFolder.open(self.path, self.randbytes)
            self.assertEqual(caught.exception.pid, other.pid)
            other.kill()
        self.open()

    def test_closing_twice_does_not_free_somebody_elses_lock(self) -> None:
        first = self.open()
        first.close()
        second = self.open()
        second.write_running(7, "h", 1)
        first.close()
        self.assertIsNotNone(read_running(self.path))
        with self.assertRaises(FolderInUse):
            DataFolder.open(self.path, self.randbytes)

    def test_a_failed_start_lets_go(self) -> None:
        self.open().close()
        (self.path / "reset.key").write_bytes(b"short")
        for _ in range(2):
            with self.assertRaises(DamagedKey):
                DataFolder.open(self.path, self.randbytes)

    def test_an_unreadable_owner_is_nobody(self) -> None:
        self.path.mkdir(parents=True)
        self.assertIsNone(owner_of(self.path / "lock"))
        (self.path / "lock").write_bytes(b"\xffnot a number, and much longer than one")
        self.assertIsNone(owner_of(self.path / "lock"))
        lock = FileLock(self.path / "lock")
        self.addCleanup(lock.release)
        lock.sign()
        self.assertEqual(owner_of(self.path / "lock"), os.getpid())


class RunningNote(FolderCase):
    def test_there_while_running(self) -> None:
        folder = self.open()
        self.assertIsNone(read_running(self.path))
        folder.write_running(7, "0.0.0.0", 4711)
        self.assertEqual(read_running(self.path), Running(7, "0.0.0.0", 4711, folder.identity.fingerprint.hex()))
        folder.write_running(7, "0.0.0.0", 4712)
        running = read_running(self.path)
        assert running is not None
        self.assertEqual(running.port, 4712)
        folder.close()
        self.assertIsNone(read_running(self.path))

    def test_it_tells_version_name_and_start(self) -> None:
        folder = self.open()
        folder.write_running(7, "0.0.0.0", 4711, "1.2.3", "Lab é", 1_700_000_000_000)
        running = read_running(self.path)
        assert running is not None
        self.assertEqual((running.version, running.name, running.started_at), ("1.2.3", "Lab é", 1_700_000_000_000))

    def test_one_of_a_version_that_said_less(self) -> None:
        self.path.mkdir(parents=True)
        (self.path / "running.json").write_text('{"pid": 1, "host": "h", "port": 2, "fingerprint": "f"}')
        self.assertEqual(read_running(self.path), Running(1, "h", 2, "f", "", "", 0))

    def test_one_left_by_a_crash_is_gone_at_the_next_start(self) -> None:
        self.path.mkdir(parents=True)
        (self.path / "running.json").write_text('{"pid": 1, "host": "h", "port": 1, "fingerprint": ""}')
        self.assertIsNotNone(read_running(self.path))
        self.open()
        self.assertIsNone(read_running(self.path))

    def test_a_strange_one_says_nothing(self) -> None:
        self.path.mkdir(parents=True)
        for content in (b"", b"[]", b"{}", b"\xff", b'{"pid": "x", "host": 1, "port": 1, "fingerprint": 1}', b"7"):
            (self.path / "running.json").write_bytes(content)
            self.assertIsNone(read_running(self.path))


class OperatorToken(FolderCase):
    def file(self) -> Path:
        return self.path / "operator.token"

    def test_made_with_the_folder_and_kept(self) -> None:
        self.assertIsNone(read_operator_token(self.path))
        folder = self.open()
        self.assertRegex(self.file().read_text(), r"\A[0-9a-f]{64}\n\Z")
        self.assertEqual(read_operator_token(self.path), folder.operator_token)
        folder.close()
        self.assertEqual(self.open().operator_token, folder.operator_token)

    def test_a_missing_or_broken_one_is_remade_and_opens_nothing_it_opened_before(self) -> None:
        tokens = set()
        folder = self.open()
        for broken in (None, b"", b"00" * 31, b"00" * 33, b"0" * 100_000, b"G" * 64, b"\xff" * 64, b"AB" * 32):
            tokens.add(folder.operator_token)
            folder.close()
            self.file().unlink()
            if broken is not None:
                self.file().write_bytes(broken)
                self.assertIsNone(read_operator_token(self.path))
            folder = self.open()
            self.assertEqual(read_operator_token(self.path), folder.operator_token)
            self.assertNotIn(folder.operator_token, tokens)

    def test_it_is_no_identity_so_a_store_beside_it_does_not_matter(self) -> None:
        folder = self.open()
        Store.open(folder.store_path, self.randbytes).close()
        folder.close()
        self.file().unlink()
        self.open()
        self.assertIsNotNone(read_operator_token(self.path))

    def test_an_unreadable_one_says_nothing(self) -> None:
        self.file().mkdir(parents=True)
        self.assertIsNone(read_operator_token(self.path))
        with self.assertRaises(FolderNotWritable):
            DataFolder.open(self.path, self.randbytes)


class NotWritable(FolderCase):
    def test_a_file_in_the_way(self) -> None:
        self.path.parent.mkdir(parents=True)
        self.path.write_bytes(b"")
        for path in (self.path, self.path / "below"):
            with self.assertRaises(FolderNotWritable):
                DataFolder.open(path, self.randbytes)

    @unittest.skipUnless(sys.platform == "linux", "needs a folder in which nobody can make files")
    def test_a_folder_in_which_nothing_can_be_made(self) -> None:
        for path in (Path("/proc"), Path("/proc/udpchat")):
            with self.assertRaises(FolderNotWritable):
                DataFolder.open(path, self.randbytes)

    def test_a_key_that_cannot_be_written(self) -> None:
        (self.path / "identity.pem").mkdir(parents=True)
        for _ in range(2):
            with self.assertRaises(FolderNotWritable):
                DataFolder.open(self.path, self.randbytes)


@unittest.skipIf(os.name == "nt", "Windows has no such modes")
class Modes(FolderCase):
    def setUp(self) -> None:
        super().setUp()
        before = os.umask(0)
        self.addCleanup(os.umask, before)

    def mode(self, path: Path) -> int:
        return stat.S_IMODE(path.stat().st_mode)

    def test_private_whatever_the_umask(self) -> None:
        folder = self.open()
        folder.write_running(1, "h", 1)
        store = Store.open(folder.store_path, self.randbytes)
        self.addCleanup(store.close)
        self.assertEqual(self.mode(self.path), 0o700)
        modes = {entry.name: self.mode(Path(entry.path)) for entry in os.scandir(self.path)}
        self.assertEqual(set(modes.values()), {0o600}, modes)
        self.assertGreaterEqual(set(modes), {"lock", "identity.pem", "reset.key", "operator.token", "running.json"})

    def test_an_empty_folder_is_closed_to_others_but_not_somebodys_full_one(self) -> None:
        self.path.mkdir(parents=True, mode=0o755)
        self.open()
        self.assertEqual(self.mode(self.path), 0o700)
        full = self.path.with_name("full")
        full.mkdir(mode=0o755)
        (full / "homework.txt").touch()
        folder = DataFolder.open(full, self.randbytes)
        self.addCleanup(folder.close)
        self.assertEqual(self.mode(full), 0o755)

    def test_a_planted_link_is_not_followed(self) -> None:
        self.path.mkdir(parents=True)
        prey = self.path.with_name("prey")
        prey.write_bytes(b"precious")
        for name in ("identity.pem.new", "reset.key.new", "operator.token.new", "running.json.new", "store.sqlite.new"):
            (self.path / name).symlink_to(prey)
        folder = self.open()
        folder.write_running(1, "h", 1)
        Store.open(folder.store_path, self.randbytes).close()
        self.assertEqual(prey.read_bytes(), b"precious")


class Files(FolderCase):
    def test_whole_or_as_before(self) -> None:
        self.path.mkdir(parents=True)
        file = self.path / "x"
        write_whole(file, b"one")
        write_whole(file, b"two")
        self.assertEqual(file.read_bytes(), b"two")
        blocked = self.path / "folder"
        blocked.mkdir()
        with self.assertRaises(OSError):
            write_whole(blocked, b"three")
        self.assertEqual(sorted(entry.name for entry in self.path.iterdir()), ["folder", "x"])
