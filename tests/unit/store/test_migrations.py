"""Numbered steps: each whole or not at all, none twice, none backwards."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
import unittest
from pathlib import Path

from tests.unit.store.support import StoreCase
from udpchat.errors import InvalidName, StoreTooNew
from udpchat.store import Store
from udpchat.store.migrations import migrate, version_of
from udpchat.store.schema import APPLICATION_ID, STEPS, VERSION_1

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


FIRST_DATA = (
    "INSERT INTO conversation (kind, title, history_open, created_at) VALUES ('lobby', '', 1, 0)",
    "INSERT INTO conversation (kind, title, history_open, created_at) VALUES ('group', 'Grup Ciwi', 0, 5)",
    "INSERT INTO meta (key, value) VALUES ('epoch', 'first'), ('secret', x'00'), ('lobby', 1)",
    """INSERT INTO user (name, folded, display, country, role, guest, active, created_at) VALUES
        ('ann', 'ann', 'Ann', 'ID', 'operator', 0, 1, 5), ('bill', 'bill', '', '', 'member', 0, 1, 6),
        ('gus', 'gus', 'gus', '', 'member', 1, 0, 7)""",
    "INSERT INTO verifier VALUES (1, x'01', 32768, 8, 3, x'02', x'03')",
    """INSERT INTO event (scope, kind, target, author, ref, at, body) VALUES
        (1, 'join', 1, 1, NULL, 5, ''), (1, 'join', 2, 2, NULL, 6, ''), (1, 'join', 3, 3, NULL, 7, ''),
        (2, 'join', 1, 1, NULL, 8, ''), (1, 'post', NULL, 1, x'11', 9, 'old words'), (2, 'post', NULL, 1, x'12', 9, 'quiet'),
        (1, 'post', NULL, 2, x'13', 9, ''), (1, 'delete', 7, 1, NULL, 9, '')""",
    "INSERT INTO message (id, version, deleted) VALUES (5, 5, 0), (6, 6, 0), (7, 7, 1)",
    """INSERT INTO membership VALUES (1, 1, 1, 9223372036854775807), (2, 1, 1, 9223372036854775807),
        (3, 1, 1, 9223372036854775807), (1, 2, 4, 9223372036854775807)""",
    "INSERT INTO token (user, hash, created_at, expires_at) VALUES (1, x'aa', 5, 99999)",
    "INSERT INTO setting VALUES ('name', 'Lab 2')",
)


class Released(StoreCase):
    def test_a_store_of_version_1_is_brought_along_with_its_data(self) -> None:
        """This very store must be brought along by every later step: posts, people, memberships and the epoch stay."""
        self.store.close()
        self.path.unlink()
        with contextlib.closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            migrate(connection, (VERSION_1,))
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            for statement in FIRST_DATA:
                connection.execute(statement)
        self.store = store = Store.open(self.path, self.randbytes, synchronous="OFF")
        self.assertEqual(version_of(store._reader), len(STEPS))
        self.assertEqual((store.epoch, store.lobby, store.announcements, store.head()), ("first", 1, 3, 8))
        self.assertEqual([(event.seq, event.body) for event in self.seen(2)], [(5, "old words"), (7, ""), (8, "")])
        self.assertEqual(self.kinds(1, 2), ["join", "post"])
        self.assertEqual([row.kind for row in store.rooms(2)], ["lobby", "announcements"])
        self.assertEqual([row.id for row in store.rooms(1)], [1, 2, 3])
        self.assertEqual(store.groups_named("grup ciwi", 1), [2])
        self.assertEqual([row.name for row in store.members(store.announcements)], ["ann", "bill"])
        self.assertEqual((store.token_owner(b"\xaa", 6), store.get_setting("name")), (1, "Lab 2"))
        with self.assertRaises(InvalidName):
            store.create_guest("bi11", b"h" * 32, 10)
        again = store.append_post(1, 1, b"\x11", 10, "old words")
        self.assertEqual((again.repeated, again.seq), (True, 5))
        store.append_post(store.announcements, 1, b"\x14" * 16, 10, "hear")
        store.edit_post(5, 1, 11, "new words")
        store.commit()
        self.assertEqual(self.texts(2), ["new words", "", "hear"])
        self.reopen()
        self.assertEqual(self.texts(2), ["new words", "", "hear"])

    def test_a_new_store_has_the_same_tables_as_one_that_was_brought_along(self) -> None:
        old = sqlite3.connect(":memory:", isolation_level=None)
        with contextlib.closing(old):
            migrate(old, (VERSION_1,))
            migrate(old)
            tables = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
            self.assertEqual(self.store._read(tables), old.execute(tables).fetchall())
