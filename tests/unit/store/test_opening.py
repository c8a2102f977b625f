"""Founding, refusing damaged files untouched, journal modes."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import stat
import unittest
from pathlib import Path, PurePosixPath, PureWindowsPath
from unittest import mock

from tests.unit.store.support import SEED, StoreCase
from udpchat import limits
from udpchat.errors import DamagedStore, FolderInUse, FolderNotWritable, StoreTooNew
from udpchat.store import Store
from udpchat.store.opening import explained, uri_of, use_wal
from udpchat.store.schema import APPLICATION_ID, STEPS


class Founding(StoreCase):
    def test_what_is_fixed_at_the_founding_stays(self) -> None:
        before = (self.store.epoch, self.store.secret, self.store.lobby)
        self.assertEqual((len(bytes.fromhex(before[0])), len(before[1])), (limits.EPOCH_BYTES, 32))
        self.reopen()
        self.assertEqual((self.store.epoch, self.store.secret, self.store.lobby), before)

    def test_two_stores_have_two_epochs(self) -> None:
        other = Store.open(self.path.with_name("other.sqlite"), self.randbytes, synchronous="OFF")
        self.addCleanup(other.close)
        self.assertNotEqual((self.store.epoch, self.store.secret), (other.epoch, other.secret))

    @unittest.skipIf(os.name == "nt", "Windows has no such modes")
    def test_every_file_is_private(self) -> None:
        self.account()
        names = {entry.name: stat.S_IMODE(entry.stat().st_mode) for entry in os.scandir(self.path.parent)}
        self.assertIn("store.sqlite-wal", names)
        self.assertEqual(set(names.values()), {0o600}, names)

    def test_what_a_crash_left_of_a_founding_does_not_matter(self) -> None:
        path = self.path.with_name("late.sqlite")
        for name in ("late.sqlite.new", "late.sqlite.new-journal"):
            self.path.with_name(name).write_bytes(b"half of it")
        Store.open(path, self.randbytes, synchronous="OFF").close()
        self.assertEqual([entry.name for entry in path.parent.glob("late*")], ["late.sqlite"])

    def test_strange_file_names(self) -> None:
        for name in ("a b?mode=ro#c%20é.sqlite", "mémoire ☃ & co.sqlite"):
            path = self.path.with_name(name)
            Store.open(path, self.randbytes, synchronous="OFF").close()
            self.assertTrue(path.exists())

    def test_a_missing_folder_is_told(self) -> None:
        with self.assertRaises(FolderNotWritable):
            Store.open(self.path / "under a file" / "store.sqlite", self.randbytes)

    def test_an_unknown_durability_is_a_mistake(self) -> None:
        with self.assertRaises(ValueError):
            Store.open(self.path, self.randbytes, synchronous="FULL; DROP TABLE event")


class Damaged(StoreCase):
    def setUp(self) -> None:
        super().setUp()
        ann = self.account()
        for number in range(300):
            self.post(ann.id, f"{number} " * 20)
        self.store.commit()
        self.store.close()
        self.whole = self.path.read_bytes()

    def refused(self, content: bytes, error: type[Exception] = DamagedStore) -> None:
        self.path.write_bytes(content)
        with self.assertRaises(error):
            Store.open(self.path, self.randbytes)
        self.assertEqual(self.path.read_bytes(), content, "a refused file was changed")

    def test_no_store_at_all(self) -> None:
        noise = random.Random(SEED).randbytes(20_000)
        for content in (b"", b"x", b"SQLite format 3\x00", noise, b"SQLite format 3\x00" + noise):
            self.refused(content)

    def test_cut_off_anywhere(self) -> None:
        chance = random.Random(SEED)
        for length in (99, 100, 4096, len(self.whole) - 1, *(chance.randrange(len(self.whole)) for _ in range(20))):
            with self.subTest(seed=SEED, length=length):
                self.refused(self.whole[:length])

    def test_pages_overwritten(self) -> None:
        for page in range(1, len(self.whole) // 4096, 7):
            with self.subTest(page=page):
                at = page * 4096
                self.refused(self.whole[:at] + b"\xff" * 4096 + self.whole[at + 4096 :])

    def test_a_large_one_is_checked_at_its_ends(self) -> None:
        with mock.patch.object(limits, "STORE_FULL_CHECK_BYTES", 0):
            self.refused(self.whole[:-4096])
            self.path.write_bytes(self.whole)
            Store.open(self.path, self.randbytes).close()

    def test_a_database_of_another_program(self) -> None:
        self.path.unlink()
        with contextlib.closing(sqlite3.connect(self.path)) as other:
            other.execute("CREATE TABLE theirs (x)")
        self.refused(self.path.read_bytes())

    def test_ours_without_its_tables(self) -> None:
        self.path.unlink()
        with contextlib.closing(sqlite3.connect(self.path, isolation_level=None)) as other:
            other.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            other.execute(f"PRAGMA user_version = {len(STEPS)}")
            other.execute("CREATE TABLE theirs (x)")
        self.refused(self.path.read_bytes())

    def test_of_a_newer_program(self) -> None:
        with contextlib.closing(sqlite3.connect(self.path, isolation_level=None)) as other:
            other.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
        self.refused(self.path.read_bytes(), StoreTooNew)

    def test_a_log_without_its_main_file(self) -> None:
        self.path.unlink()
        wal = Path(f"{self.path}-wal")
        wal.write_bytes(b"left")
        with self.assertRaises(DamagedStore):
            Store.open(self.path, self.randbytes)
        self.assertFalse(self.path.exists())
        self.assertEqual(wal.read_bytes(), b"left")

    def test_the_restored_file_opens_again(self) -> None:
        self.refused(self.whole[:5000])
        self.path.write_bytes(self.whole)
        self.store = Store.open(self.path, self.randbytes, synchronous="OFF")
        self.assertEqual(len(self.texts(1)), 300)


class JournalModes(StoreCase):
    def test_a_write_ahead_log_where_it_works(self) -> None:
        self.assertTrue(self.store.wal)

    def test_sqlite_may_answer_otherwise(self) -> None:
        with contextlib.closing(sqlite3.connect(":memory:")) as connection:
            self.assertFalse(use_wal(connection))

    def test_without_one_everything_works_too(self) -> None:
        self.without_wal()
        ann = self.account()
        self.post(ann.id, "one")
        self.store.commit()
        self.post(ann.id, "two")
        self.assertEqual(self.texts(ann.id), ["one"])  # a reader beside an open transaction
        self.store.commit()
        self.reopen()
        self.assertFalse(self.store.wal)
        self.assertEqual(self.texts(ann.id), ["one", "two"])

    def test_an_interrupted_commit_without_one_is_rolled_back_at_the_start(self) -> None:
        self.without_wal()
        ann = self.account()
        self.post(ann.id, "one")
        self.store.commit()
        self.store._writer.execute("PRAGMA cache_spill = 1")  # so that a part reaches the file before the commit
        self.store._writer.execute("PRAGMA cache_size = 2")
        for _ in range(200):
            self.post(ann.id, "two" * 500)
        crashed = self.path.with_name("crashed.sqlite")
        shutil.copy(self.path, crashed)
        shutil.copy(f"{self.path}-journal", f"{crashed}-journal")
        self.store.close()
        self.store = Store.open(crashed, self.randbytes, synchronous="OFF")
        self.assertEqual(self.texts(ann.id), ["one"])

    def without_wal(self) -> None:
        def refuse(connection: sqlite3.Connection) -> bool:
            connection.execute("PRAGMA journal_mode = TRUNCATE").fetchone()
            return False

        patch = mock.patch("udpchat.store.database.use_wal", refuse)
        patch.start()
        self.addCleanup(patch.stop)
        self.reopen()


class Words(unittest.TestCase):
    def test_how_sqlite_is_told_a_file(self) -> None:
        for path, uri in (
            (PurePosixPath("/a b/c#d?.sqlite"), "file:///a%20b/c%23d%3F.sqlite?mode=ro"),
            (PureWindowsPath(r"C:\Users\é\s.sqlite"), "file:///C:/Users/%C3%A9/s.sqlite?mode=ro"),
            (PureWindowsPath(r"\\server\home\s.sqlite"), "file:////server/home/s.sqlite?mode=ro"),
        ):
            self.assertEqual(uri_of(path, "ro"), uri)

    def test_whose_fault_an_error_is(self) -> None:
        for code, kind in (
            (sqlite3.SQLITE_FULL, FolderNotWritable),
            (sqlite3.SQLITE_READONLY, FolderNotWritable),
            (sqlite3.SQLITE_BUSY, FolderInUse),
            (sqlite3.SQLITE_CORRUPT, DamagedStore),
            (sqlite3.SQLITE_NOTADB, DamagedStore),
        ):
            error = sqlite3.OperationalError("x")
            error.sqlite_errorcode = code
            self.assertIsInstance(explained(error, Path("p")), kind)
