"""Copies of a whole data folder, and what comes of going back to one."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import random
import sqlite3
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from tests.unit.store.support import VERIFIER
from udpchat import commands
from udpchat.errors import FolderInUse, FolderNotWritable, LocalError, NoSuchFile
from udpchat.store import FOREVER, DataFolder, Store
from udpchat.store.folder_backup import back_up_folder, restore_folder

RANDOM = random.Random(7)


class FolderCase(unittest.TestCase):
    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.root = Path(held.name)
        self.data, self.backup = self.root / "data", self.root / "backup"
        folder = DataFolder.open(self.data, RANDOM.randbytes)
        self.fingerprint = folder.identity.fingerprint
        folder.close()
        (self.data / "settings.json").write_text('{"name": "Lab é"}', encoding="utf-8")
        with self.store() as store:
            self.user = store.create_account("ann", "Ann", "ID", VERIFIER, "member", 1)
            store.commit()

    @contextlib.contextmanager
    def store(self, folder: Path | None = None):  # type: ignore[no-untyped-def]
        store = Store.open((folder or self.data) / "store.sqlite", RANDOM.randbytes, synchronous="OFF")
        try:
            yield store
        finally:
            store.close()

    def add(self, data: bytes, name: str, size: int = -1) -> Path:
        """A file in a message of the lobby."""
        sha256 = hashlib.sha256(data).digest()
        with self.store() as store:
            file = store.add_file(self.user.id, name, len(data) if size < 0 else size, sha256, "", 1)
            store.append_post(store.lobby, self.user.id, RANDOM.randbytes(16), 1, name, file=file)
            store.commit()
        path = self.blob(self.data, data)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def blob(self, folder: Path, data: bytes) -> Path:
        name = hashlib.sha256(data).hexdigest()
        return folder / "files" / name[:2] / name

    def blobs(self, folder: Path) -> set[bytes]:
        return {path.read_bytes() for path in (folder / "files").glob("*/*") if path.parent.name != "parts"}

    def names(self, folder: Path) -> list[str]:
        with self.store(folder) as store:
            return sorted(line.file.name for line in store.files_for(self.user.id, FOREVER, 99))


class ThereAndBack(FolderCase):
    def test_everything_comes_back(self) -> None:
        self.add(b"one", "a.txt")
        self.add(b"", "empty")
        (self.data / "files" / "parts").mkdir()
        (self.data / "files" / "parts" / "x.part").write_bytes(b"half")
        copied = back_up_folder(self.data, self.backup)
        self.assertEqual((copied.files, copied.bytes, copied.fresh, copied.lost), (2, 3, 2, ()))
        names = sorted(path.name for path in self.backup.iterdir())
        self.assertEqual(names, ["files", "identity.pem", "reset.key", "settings.json", "store.sqlite"])
        if os.name == "posix":
            self.assertEqual(self.backup.stat().st_mode & 0o777, 0o700)
        elsewhere = self.root / "elsewhere"
        copied = restore_folder(self.backup, elsewhere, RANDOM.randbytes)
        self.assertEqual((copied.files, copied.lost), (2, ()))
        self.assertEqual(self.names(elsewhere), ["a.txt", "empty"])
        self.assertEqual(self.blobs(elsewhere), {b"one", b""})
        folder = DataFolder.open(elsewhere, RANDOM.randbytes)
        self.addCleanup(folder.close)
        self.assertEqual(folder.identity.fingerprint, self.fingerprint)
        self.assertEqual((elsewhere / "settings.json").read_bytes(), (self.data / "settings.json").read_bytes())

    def test_the_second_backup_copies_what_is_new_and_drops_what_is_gone(self) -> None:
        old = self.add(b"old", "old.txt")
        self.add(b"stays", "stays.txt")
        back_up_folder(self.data, self.backup)
        with self.store() as store:
            store.remove_file(1)
            store.commit()
        old.unlink()
        self.add(b"new", "new.txt")
        copied = back_up_folder(self.data, self.backup)
        self.assertEqual((copied.files, copied.fresh), (2, 1))
        self.assertEqual(self.blobs(self.backup), {b"stays", b"new"})

    def test_over_another_state_of_the_same_server(self) -> None:
        self.add(b"one", "a.txt")
        back_up_folder(self.data, self.backup)
        self.add(b"later", "later.txt")
        self.blob(self.data, b"one").write_bytes(b"bad")
        with self.store() as store:
            epoch = store.epoch
            store.add_part(b"k" * 16, self.user.id, 10**9, 1)
            store.commit()
        copied = restore_folder(self.backup, self.data, RANDOM.randbytes)
        self.assertEqual((copied.fresh, copied.lost), (1, ()))
        self.assertEqual(self.names(self.data), ["a.txt"])
        with self.store() as store:
            self.assertNotEqual(store.epoch, epoch)
            self.assertEqual((store.parts(), store.used_by(self.user.id, b"")), ({}, 3))


class Lost(FolderCase):
    def test_a_blob_that_is_missing_or_damaged_costs_its_file_only(self) -> None:
        self.add(b"whole", "whole.txt")
        self.add(b"missing", "missing.txt").unlink()
        self.add(b"damaged", "damaged.txt").write_bytes(b"DAMAGED")
        copied = back_up_folder(self.data, self.backup)
        self.assertEqual((copied.files, sorted(copied.lost)), (1, ["damaged.txt", "missing.txt"]))
        copied = restore_folder(self.backup, self.data, RANDOM.randbytes)
        self.assertEqual(sorted(copied.lost), ["damaged.txt", "missing.txt"])
        self.assertEqual(self.names(self.data), ["whole.txt"])
        with self.store() as store:
            self.assertEqual(store.used_in_all(b""), 5)
            with self.assertRaises(NoSuchFile):
                store.fetchable(self.user.id, 2)
            self.assertEqual(len(store.events(self.user.id, 1, 99, 99, 9999)[0]), 3)  # the messages stay

    def test_a_backup_that_was_damaged_itself(self) -> None:
        self.add(b"one", "a.txt")
        back_up_folder(self.data, self.backup)
        self.blob(self.backup, b"one").write_bytes(b"ONE")
        elsewhere = self.root / "elsewhere"
        self.assertEqual(restore_folder(self.backup, elsewhere, RANDOM.randbytes).lost, ("a.txt",))
        self.assertEqual(self.names(elsewhere), [])

    def test_a_backup_from_before_there_were_files(self) -> None:
        back_up_folder(self.data, self.backup)
        with contextlib.closing(sqlite3.connect(self.backup / "store.sqlite")) as old:
            for table in ("realm_arrival", "remote", "realm_item", "realm", "file_mark", "part", "file"):
                old.execute(f"DROP TABLE {table}")
            old.execute("DROP INDEX message_of_file")
            for column in ("file", "card"):
                old.execute(f"ALTER TABLE message DROP COLUMN {column}")
            old.execute("PRAGMA user_version = 2")
            old.commit()
        self.assertEqual(restore_folder(self.backup, self.root / "new", RANDOM.randbytes).files, 0)
        self.assertEqual(self.names(self.root / "new"), [])


class Refused(FolderCase):
    def test_wrong_folders(self) -> None:
        (self.root / "other").mkdir()
        (self.root / "other" / "x").write_bytes(b"")
        for data, target in (
            (self.root / "nothing", self.backup), (self.data, self.data), (self.data, self.root / "other"),
        ):  # fmt: skip
            with self.assertRaises(LocalError):
                back_up_folder(data, target)
        with self.assertRaises(LocalError):
            restore_folder(self.root / "other", self.data, RANDOM.randbytes)
        (self.root / "file").write_bytes(b"")
        with self.assertRaises(FolderNotWritable):
            back_up_folder(self.data, self.root / "file" / "sub")

    def test_not_over_a_server_that_runs(self) -> None:
        back_up_folder(self.data, self.backup)
        running = DataFolder.open(self.data, RANDOM.randbytes)
        self.addCleanup(running.close)
        with self.assertRaises(FolderInUse):
            restore_folder(self.backup, self.data, RANDOM.randbytes)
        back_up_folder(self.data, self.backup)

    def test_a_full_disk(self) -> None:
        self.add(b"one", "a.txt")
        full = mock.patch("udpchat.store.folder_backup.sync_data", side_effect=OSError(28, "full"))
        with full, self.assertRaises(FolderNotWritable):
            back_up_folder(self.data, self.backup)
        self.assertEqual(back_up_folder(self.data, self.backup).files, 1)
        self.assertEqual(list(self.backup.rglob("*.new")), [])


class Commands(FolderCase):
    def run_command(self, *words: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = commands.main([*words, "--data", str(self.data)])
        return status, out.getvalue(), err.getvalue()

    def test_both(self) -> None:
        self.add(b"x" * 2000, "a.txt")
        self.add(b"y", "b\u202e.txt").unlink()
        status, out, err = self.run_command("backup", str(self.backup))
        self.assertEqual(status, 0)
        self.assertIn("1 files (2 kB), 1 of them new", out)
        self.assertIn("1 files are not there any more or are damaged: b", err)
        status, out, err = self.run_command("restore", str(self.backup))
        self.assertEqual(status, 0)
        self.assertIn("1 files (2 kB).", out)
        self.assertEqual(self.run_command("restore", str(self.root / "nowhere"))[0], 1)
