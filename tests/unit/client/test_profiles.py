"""Folders, locks and pins on a real disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

from udpchat.client.batch import Batch
from udpchat.client.database import AccountDatabase
from udpchat.client.known_servers import KnownServers
from udpchat.client.outbox import Entry
from udpchat.client.profiles import Profiles
from udpchat.errors import ProfileInUse
from udpchat.words.messages import Message

A, B = b"a" * 32, b"b" * 32


class Case(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data = Path(folder.name) / "profil ünïcode"
        self.profiles = Profiles(self.data)


class Pins(Case):
    def test_keyed_by_fingerprint_addresses_are_hints(self) -> None:
        self.profiles.remember_server(A, "one", ("10.0.0.1", 1))
        self.profiles.remember_server(A, "one", ("10.0.0.2", 2))
        self.profiles.remember_server(B, "two", ("10.0.0.1", 1))
        known = self.profiles.known_servers()
        self.assertEqual(known.fingerprints, {A, B})
        self.assertEqual([server.fingerprint for server in known.servers], [A, B])
        at = known.at(("10.0.0.1", 1))
        assert at is not None
        self.assertEqual(at.name, "two")
        self.assertEqual(known.servers[0].addresses, (("10.0.0.2", 2),))

    def test_damaged_file_is_kept_aside(self) -> None:
        self.profiles.remember_server(A, "one", ("10.0.0.1", 1))
        path = self.data / "known_servers.json"
        for damage in ("{", "[]", '{"servers": {"zz": {}}}', '{"servers": {"aa": {"name": 1, "addresses": [[1]]}}}', "\0"):
            path.write_text(damage)
            self.assertEqual(self.profiles.known_servers(), KnownServers())
        self.profiles.remember_server(B, "two", ("10.0.0.1", 1))
        self.assertEqual(path.with_suffix(".damaged").read_text(), "\0")
        self.assertEqual(json.loads(path.read_text())["version"], 1)

    def test_many_windows_at_once_lose_no_pin(self) -> None:
        def remember(n: int) -> None:
            Profiles(self.data).remember_server(bytes([n]) * 32, str(n), ("10.0.0.1", n))

        threads = [threading.Thread(target=remember, args=(n,)) for n in range(1, 21)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(self.profiles.known_servers().servers), 20)


class Folders(Case):
    def test_layout_and_modes(self) -> None:
        opened = self.profiles.open_account(A, 5)
        self.addCleanup(opened.account.release)
        folder = self.data / "accounts" / A.hex() / "5"
        self.assertEqual({path.name for path in folder.iterdir()} - {"store.sqlite-journal"}, {"lock", "store.sqlite"})
        if os.name == "posix":
            for path in (self.data, folder, folder.parent, folder.parent.parent):
                self.assertEqual(path.stat().st_mode & 0o777, 0o700)
            self.assertEqual((folder / "store.sqlite").stat().st_mode & 0o777, 0o600)

    def test_lock_excludes_another_process_and_dies_with_its_holder(self) -> None:
        code = (
            "import sys; from pathlib import Path; from udpchat.client.profiles import Profiles\n"
            "Profiles(Path(sys.argv[1])).open_account(b'a' * 32, 5); print('held', flush=True); sys.stdin.read()"
        )
        arguments = [sys.executable, "-c", code, str(self.data)]
        with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            self.assertEqual(child.stdout.readline().strip(), b"held")
            with self.assertRaises(ProfileInUse):
                self.profiles.open_account(A, 5)
            self.profiles.open_account(A, 6).account.release()
            child.kill()
            child.wait()
        self.profiles.open_account(A, 5).account.release()

    def test_erase(self) -> None:
        account = self.profiles.open_account(A, 5).account
        account.close(erase=True)
        self.assertEqual(list((self.data / "accounts").iterdir()), [])

    def test_erase_spares_an_outbox(self) -> None:
        account = self.profiles.open_account(A, 5).account
        message = Message(3, 7, 2, "budi", b"r" * 16, 1, "of others")
        entry = Entry(b"x" * 16, 0, "typed", 1, 0)
        account.database.apply(
            Batch(events={3: message}, intervals=((1, 3),), added={entry.ref: entry}, meta={"token": b"t" * 32})
        )
        account.close(erase=True)
        snapshot = self.profiles.open_account(A, 5)
        self.addCleanup(snapshot.account.release)
        self.assertEqual((snapshot.snapshot.newest.messages, snapshot.snapshot.intervals), ((), ()))
        self.assertEqual([e.text for e in snapshot.snapshot.outbox], ["typed"])
        self.assertNotIn("token", snapshot.snapshot.meta)

    def test_find_by_name_and_kind(self) -> None:
        for user, name, guest in ((1, "Rina", b"0"), (2, "rina", b"1"), (3, "budi", b"0")):
            account = self.profiles.open_account(A, user).account
            account.database.apply(Batch(meta={"name": name.encode(), "guest": guest, "token": b"t"}))
            account.release()
        for guest, user in ((False, 1), (True, 2)):
            found = self.profiles.find(A, "RINA", guest)
            assert found is not None
            self.assertEqual(found.account.user, user)
            if guest:
                self.assertIsNone(self.profiles.find(A, "rina", guest))
            else:
                self.assertRaises(ProfileInUse, self.profiles.find, A, "rina", guest)
            found.account.release()
        self.assertIsNone(self.profiles.find(B, "rina", False))


class Transactions(Case):
    def setUp(self) -> None:
        super().setUp()
        self.data.mkdir()
        self.database = AccountDatabase(self.data / "x.sqlite")
        self.addCleanup(self.database.close)

    def test_all_or_nothing(self) -> None:
        entry = Entry(b"x" * 16, 0, "typed", 1, 0)
        self.database.apply(Batch(added={entry.ref: entry}, intervals=((1, 1),)))
        message = Message(2, 7, 2, "budi", b"r" * 16, 1, "text")
        broken = Batch(events={2: message}, intervals=((1, 2), (1, 2)), removed={entry.ref})
        with self.assertRaises(Exception):  # noqa: B017 (any failure)
            self.database.apply(broken)
        loaded = self.database.load()
        self.assertEqual((loaded.newest.messages, loaded.intervals, len(loaded.outbox)), ((), ((1, 1),), 1))

    def test_merged_batches_equal_those_one_after_another(self) -> None:
        first = Batch(intervals=((1, 4),), added={b"a": Entry(b"a", 0, "a", 1, 0)}, meta={"epoch": b"1"})
        first.events = {n: Message(n, 7, 2, "budi", bytes([n]) * 16, 1, "old") for n in (1, 2)}
        second = Batch(removed={b"a"}, added={b"b": Entry(b"b", 0, "b", 1, 1)})
        second.forget_log()
        second.events = {2: Message(2, 7, 2, "budi", b"n" * 16, 1, "new")}
        second.intervals = ((2, 2),)
        self.database.apply(first)
        self.database.apply(second)
        other = AccountDatabase(self.data / "y.sqlite")
        self.addCleanup(other.close)
        other.apply(first.then(second))
        self.assertEqual(self.database.load(), other.load())
        self.assertEqual([m.text for m in other.load().newest.messages], ["new"])
