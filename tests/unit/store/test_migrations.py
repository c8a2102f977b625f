"""Numbered steps: each whole or not at all, none twice, none backwards."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
import unittest
from pathlib import Path

from tests.unit.store.support import StoreCase
from udpchat.errors import StoreTooNew
from udpchat.store.migrations import migrate, version_of
from udpchat.store.schema import STEPS, VERSION_1

TO_2 = ("CREATE TABLE second (x)", "INSERT INTO second VALUES (2)")
TO_3 = ("ALTER TABLE second ADD COLUMN y", "UPDATE second SET y = 3")
BROKEN = ("CREATE TABLE third (x)", "INSERT INTO nowhere VALUES (1)")


class Migrations(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "x.sqlite"
        self.connection = self.connect()

    def connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None)
        self.addCleanup(connection.close)
        return connection

    def tables(self) -> set[str]:
        return {row[0] for row in self.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def test_from_every_version_to_the_newest(self) -> None:
        steps = (VERSION_1, TO_2, TO_3)
        for start in range(4):
            self.connection = sqlite3.connect(":memory:", isolation_level=None)
            with contextlib.closing(self.connection):
                migrate(self.connection, steps[:start])
                self.assertEqual(version_of(self.connection), start)
                migrate(self.connection, steps)
                migrate(self.connection, steps)  # nothing left to do
                self.assertEqual(version_of(self.connection), 3)
                self.assertEqual(self.connection.execute("SELECT * FROM second").fetchall(), [(2, 3)])

    def test_a_failing_step_leaves_the_version_before_it(self) -> None:
        with self.assertRaises(sqlite3.OperationalError):
            migrate(self.connection, (VERSION_1, TO_2, BROKEN))
        self.assertFalse(self.connection.in_transaction)
        self.assertEqual(version_of(self.connection), 2)
        self.assertIn("second", self.tables())
        self.assertNotIn("third", self.tables())
        migrate(self.connection, (VERSION_1, TO_2, TO_3))
        self.assertEqual(version_of(self.connection), 3)

    def test_in_the_callers_transaction_all_or_nothing(self) -> None:
        self.connection.execute("BEGIN")
        with self.assertRaises(sqlite3.OperationalError):
            migrate(self.connection, (VERSION_1, BROKEN))
        self.connection.execute("ROLLBACK")
        self.assertEqual((version_of(self.connection), self.tables()), (0, set()))

    def test_never_backwards(self) -> None:
        migrate(self.connection, (VERSION_1, TO_2))
        with self.assertRaises(StoreTooNew):
            migrate(self.connection, (VERSION_1,))
        self.assertEqual(version_of(self.connection), 2)

    def test_another_process_sees_a_step_whole(self) -> None:
        other = self.connect()
        migrate(self.connection, (VERSION_1,))
        self.connection.execute("BEGIN IMMEDIATE")
        migrate(self.connection, (VERSION_1, TO_2))
        self.assertEqual(version_of(other), 1)
        self.connection.execute("COMMIT")
        self.assertEqual(version_of(other), 2)


class Released(StoreCase):
    def test_a_store_of_version_1_keeps_its_data(self) -> None:
        """Later steps must bring this very store along: posts, people and the epoch stay."""
        ann = self.account()
        self.post(ann.id, "old words")
        self.store.commit()
        epoch = self.store.epoch
        self.reopen()
        self.assertEqual((self.store.epoch, self.texts(ann.id)), (epoch, ["old words"]))
        self.assertEqual(version_of(self.store._reader), len(STEPS))
