"""The turn: savepoints, commits that fail, full disks, reads beside a commit."""

from __future__ import annotations

import concurrent.futures
import contextlib
import os
import signal
import sqlite3
import threading
import unittest
from collections.abc import Iterator

from tests.unit.store.support import StoreCase
from udpchat.errors import Storage, UsernameTaken

WAIT_S = 20  # a bound for a broken test, not a delay


class Savepoints(StoreCase):
    def test_a_failed_request_is_undone_alone(self) -> None:
        ann = self.account()
        with self.store.savepoint():
            self.post(ann.id, "one")
        with self.assertRaisesRegex(KeyError, "gone"), self.store.savepoint():
            self.post(ann.id, "two")
            raise KeyError("gone")
        with self.store.savepoint():
            self.post(ann.id, "three")
        self.store.commit()
        self.assertEqual(self.texts(ann.id), ["one", "three"])

    def test_a_failed_first_request_leaves_nothing_to_commit(self) -> None:
        ann = self.account()
        with self.assertRaises(KeyError), self.store.savepoint():
            self.post(ann.id, "one")
            raise KeyError
        self.assertFalse(self.store.dirty)
        with self.store.savepoint():
            self.post(ann.id, "two")
        self.assertTrue(self.store.dirty)
        self.store.commit()
        self.assertFalse(self.store.dirty)
        self.assertEqual(self.texts(ann.id), ["two"])

    def test_a_refused_name_undoes_the_rest_of_its_request(self) -> None:
        self.account("ann")
        with self.assertRaises(UsernameTaken), self.store.savepoint():
            self.store.create_guest("gus", b"1" * 32, 1)
            self.store.create_guest("ANN", b"2" * 32, 1)
        self.store.commit()
        self.assertIsNone(self.store.user_named("gus"))

    def test_a_request_that_writes_nothing_costs_nothing(self) -> None:
        statements: list[str] = []
        self.store._writer.set_trace_callback(statements.append)
        with self.store.savepoint():
            self.store.user(1)
        self.assertEqual((statements, self.store.dirty), ([], False))

    def test_writes_outside_of_a_request_join_the_turn(self) -> None:
        ann = self.account()
        self.post(ann.id, "one")
        with self.assertRaises(KeyError), self.store.savepoint():
            self.post(ann.id, "two")
            raise KeyError
        self.post(ann.id, "three")
        self.store.commit()
        self.assertEqual(self.texts(ann.id), ["one", "three"])

    def test_no_request_inside_a_request(self) -> None:
        with self.assertRaises(RuntimeError), self.store.savepoint(), self.store.savepoint():
            pass
        with self.store.savepoint():
            self.store.set_setting("still", "works")

    def test_rollback_forgets_the_turn(self) -> None:
        ann = self.account()
        self.post(ann.id, "one")
        self.store.rollback()
        self.store.rollback()
        self.assertFalse(self.store.dirty)
        self.store.commit()
        self.assertEqual(self.texts(ann.id), [])
        self.assertIsNone(self.store._peek("SELECT 1 FROM event WHERE kind = 'post'"))

    def test_closing_forgets_the_turn(self) -> None:
        ann = self.account()
        self.post(ann.id, "one")
        self.reopen()
        self.assertEqual(self.texts(ann.id), [])

    def test_our_own_mistakes_are_not_blamed_on_the_disk(self) -> None:
        with self.assertRaises(sqlite3.IntegrityError), self.store.savepoint():
            self.store._write("INSERT INTO setting (key, value) VALUES ('x', NULL)")
        with self.assertRaises(UnicodeEncodeError), self.store.savepoint():
            self.store.set_setting("x", "\ud800")
        self.assertFalse(self.store.dirty)


class FailingCommits(StoreCase):
    """A deferred constraint makes COMMIT itself fail and keeps the transaction open, as an I/O error may."""

    def setUp(self) -> None:
        super().setUp()
        self.ann = self.account().id
        writer = self.store._writer
        writer.execute("PRAGMA foreign_keys = ON")
        writer.execute("CREATE TEMP TABLE parent (x PRIMARY KEY)")
        writer.execute("CREATE TEMP TABLE child (x REFERENCES parent (x) DEFERRABLE INITIALLY DEFERRED)")

    def break_the_commit(self) -> None:
        self.store._write("INSERT INTO child VALUES (1)")

    def test_nothing_of_the_turn_was_stored_and_the_next_one_works(self) -> None:
        head = self.store.head()
        first = self.store.append_post(self.store.lobby, self.ann, b"r" * 16, 1, "one")
        self.store.create_guest("gus", b"1" * 32, 1)
        self.store.set_setting("x", "y")
        self.break_the_commit()
        with self.assertRaises(Storage):
            self.store.commit()
        self.assertFalse(self.store.dirty)
        self.assertEqual((self.texts(self.ann), self.store.head()), ([], head))
        self.assertEqual((self.store.user_named("gus"), self.store.get_setting("x")), (None, None))
        again = self.store.append_post(self.store.lobby, self.ann, b"r" * 16, 2, "one")
        self.assertEqual((again.repeated, again.at), (False, 2))
        self.assertEqual(again.seq, first.seq)
        self.store.create_guest("gus", b"1" * 32, 1)
        self.store.commit()
        self.assertEqual(self.texts(self.ann), ["one"])

    def test_a_writer_that_cannot_roll_back_is_replaced(self) -> None:
        self.post(self.ann, "one")
        self.store._writer.close()  # as bad as it gets
        with self.assertRaises(Storage):
            self.store.commit()
        self.assertFalse(self.store.dirty)
        self.assertIsNone(self.store._peek("SELECT 1 FROM event WHERE kind = 'post'"))
        self.post(self.ann, "two")
        self.store.commit()
        self.assertEqual(self.texts(self.ann), ["two"])

    def test_a_transaction_that_sqlite_gave_up_loses_the_whole_turn(self) -> None:
        with self.store.savepoint():
            self.post(self.ann, "one")
        with self.assertRaises(sqlite3.IntegrityError), self.store.savepoint():
            self.post(self.ann, "two")
            self.store._write("INSERT OR ROLLBACK INTO setting (key, value) VALUES ('x', NULL)")
        self.assertTrue(self.store.dirty)
        for _ in range(2):
            with self.assertRaises(Storage), self.store.savepoint():
                self.post(self.ann, "three")  # must not be stored by itself, outside of any transaction
        with self.assertRaises(Storage):
            self.store.commit()
        self.assertFalse(self.store.dirty)
        self.assertEqual(self.texts(self.ann), [])
        with self.store.savepoint():
            self.post(self.ann, "four")
        self.store.commit()
        self.assertEqual(self.texts(self.ann), ["four"])

    def test_a_request_that_was_the_whole_turn_is_lost_alone(self) -> None:
        with self.assertRaises(sqlite3.IntegrityError), self.store.savepoint():
            self.post(self.ann, "one")
            self.store._write("INSERT OR ROLLBACK INTO setting (key, value) VALUES ('x', NULL)")
        self.assertFalse(self.store.dirty)
        self.post(self.ann, "two")
        self.store.commit()
        self.assertEqual(self.texts(self.ann), ["two"])


class FullDisk(StoreCase):
    def test_nobody_is_told_that_something_was_stored_which_was_not(self) -> None:
        """SQLite gives the whole transaction up when the disk is full, not just the statement."""
        ann = self.account()
        self.post(ann.id, "one")
        self.store.commit()
        (pages,) = self.store._writer.execute("PRAGMA page_count").fetchone()
        self.store._writer.execute(f"PRAGMA max_page_count = {pages}")
        with self.store.savepoint():
            self.post(ann.id, "small")
        with self.assertRaises(Storage), self.store.savepoint():
            self.post(ann.id, "large" * 3000)
        with self.assertRaises(Storage), self.store.savepoint():
            self.post(ann.id, "small too")
        with self.assertRaises(Storage):
            self.store.commit()
        self.assertEqual(self.texts(ann.id), ["one"])
        self.post(ann.id, "small")  # fits by itself
        self.store.commit()
        self.store._writer.execute("PRAGMA max_page_count = 100000")
        self.post(ann.id, "large" * 3000)
        self.store.commit()
        self.assertEqual(self.texts(ann.id), ["one", "small", "large" * 3000])

    @unittest.skipUnless(os.name == "posix", "needs a limit of the file size by the operating system")
    def test_a_commit_that_the_disk_refuses(self) -> None:
        ann = self.account()
        self.post(ann.id, "one")
        self.store.commit()
        head = self.store.head()
        for _ in range(50):
            self.post(ann.id, "lost" * 1000)
        with _file_size_limit(os.path.getsize(f"{self.path}-wal") + 10_000), self.assertRaises(Storage):
            self.store.commit()
        self.assertEqual((self.texts(ann.id), self.store.head()), (["one"], head))
        self.post(ann.id, "two")
        self.store.commit()
        self.reopen()
        self.assertEqual(self.texts(ann.id), ["one", "two"])


class BesideACommit(StoreCase):
    def setUp(self) -> None:
        super().setUp()
        self.ann = self.account().id
        self.post(self.ann, "one")
        self.store.commit()
        self.held, self.go_on = threading.Event(), threading.Event()
        self.worker = concurrent.futures.ThreadPoolExecutor(1)
        self.addCleanup(self.worker.shutdown)
        self.addCleanup(self.go_on.set)

    def commit_held(self) -> concurrent.futures.Future[None]:
        """A commit on another thread that waits in the middle of its statement until it may go on."""

        def hold(statement: str) -> None:
            if statement == "COMMIT":
                self.held.set()
                self.go_on.wait(WAIT_S)

        self.store._writer.set_trace_callback(hold)
        commit = self.worker.submit(self.store.commit)
        self.assertTrue(self.held.wait(WAIT_S))
        return commit

    def test_reads_go_on_and_see_the_committed_past(self) -> None:
        self.post(self.ann, "two")
        head = self.store.head()
        commit = self.commit_held()
        for _ in range(100):
            self.assertEqual(self.texts(self.ann), ["one"])
            self.assertEqual(self.store.head(), head)
            self.assertIsNotNone(self.store.user_named("ann"))
            self.assertIsNone(self.store.user_named("bob"))
        self.assertFalse(commit.done())
        self.go_on.set()
        commit.result(WAIT_S)
        self.assertEqual(self.texts(self.ann), ["one", "two"])

    def test_a_write_beside_a_commit_is_a_mistake_that_is_seen(self) -> None:
        self.post(self.ann, "two")
        commit = self.commit_held()
        with self.assertRaises(RuntimeError):
            self.post(self.ann, "three")
        with self.assertRaises(RuntimeError):
            self.store.is_member(self.store.lobby, self.ann)
        self.go_on.set()
        commit.result(WAIT_S)
        self.store._writer.set_trace_callback(None)
        self.post(self.ann, "three")
        self.store.commit()
        self.assertEqual(self.texts(self.ann), ["one", "two", "three"])

    def test_another_programs_reader_does_not_hold_a_commit_up(self) -> None:
        with contextlib.closing(sqlite3.connect(self.path, isolation_level=None)) as backup:
            backup.execute("BEGIN")
            (before,) = backup.execute("SELECT count(*) FROM event").fetchone()
            self.post(self.ann, "two")
            self.store.commit()
            self.assertEqual(self.texts(self.ann), ["one", "two"])
            self.assertEqual(backup.execute("SELECT count(*) FROM event").fetchone(), (before,))

    def test_another_programs_lock_is_told_and_passes(self) -> None:
        self.store._writer.execute("PRAGMA busy_timeout = 0")
        with contextlib.closing(sqlite3.connect(self.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with self.assertRaises(Storage), self.store.savepoint():
                self.post(self.ann, "two")
            self.assertFalse(self.store.dirty)
            self.assertEqual(self.texts(self.ann), ["one"])
            other.execute("ROLLBACK")
        self.post(self.ann, "three")
        self.store.commit()
        self.assertEqual(self.texts(self.ann), ["one", "three"])


@contextlib.contextmanager
def _file_size_limit(size_bytes: int) -> Iterator[None]:
    import resource  # not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
