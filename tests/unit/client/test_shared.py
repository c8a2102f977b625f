"""What all windows share: preferences, slots, kept accounts; several real processes at once; damage."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from udpchat.client.batch import Batch
from udpchat.client.known_servers import KnownServers, Visitor
from udpchat.client.outbox import Entry
from udpchat.client.preferences import Preferences
from udpchat.client.profiles import KeptAccount, Profiles
from udpchat.errors import ProfileInUse
from udpchat.files import write_whole
from udpchat.limits import ADDRESSES_PER_SERVER, KNOWN_SERVER_COUNT, OPEN_ROOMS_COUNT, WINDOW_KINDS_COUNT, WINDOW_SLOTS_COUNT
from udpchat.words.messages import Message

A, B = b"a" * 32, b"b" * 32
HERE = ("10.0.0.1", 1)


class Case(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data = Path(folder.name) / "ünï code"
        self.profiles = Profiles(self.data)

    def processes(self, code: str, count: int) -> list[str]:
        """The same lines in several processes at once, each with its number as `n`; what each of them printed."""
        head = "import sys; from pathlib import Path; from udpchat.client.profiles import Profiles\n"
        head += "profiles, n = Profiles(Path(sys.argv[1])), int(sys.argv[2])\nsys.stdin.read()\n"
        running = [
            subprocess.Popen(
                [sys.executable, "-c", head + code, str(self.data), str(n)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for n in range(count)
        ]
        for one in running:  # all are waiting for the end of their input by now, or soon
            assert one.stdin is not None
            one.stdin.close()
        said = []
        for one in running:
            assert one.stdout is not None
            said.append(one.stdout.read())
            one.stdout.close()
            self.assertEqual(one.wait(60), 0)
        return said


class PreferencesTest(Case):
    def test_defaults_and_what_was_saved(self) -> None:
        self.assertEqual(self.profiles.preferences(), Preferences())
        self.assertFalse(self.data.exists())
        saved = self.profiles.save_preferences({"mode": "dark", "geometry": {"client": "800x600+1+2"}})
        self.assertEqual(saved, Preferences(mode="dark", geometry={"client": "800x600+1+2"}))
        self.profiles.save_preferences({"geometry": {"server": "900x700"}, "scale_percent": 150})
        expected = Preferences("dark", 150, geometry={"client": "800x600+1+2", "server": "900x700"})
        self.assertEqual(Profiles(self.data).preferences(), expected)
        if os.name == "posix":
            self.assertEqual((self.data / "preferences.json").stat().st_mode & 0o777, 0o600)

    def test_the_conversations_that_were_open(self) -> None:
        for number in range(OPEN_ROOMS_COUNT + 5):
            self.profiles.save_preferences({"open_rooms": {f"server/{number}": -number}})
        self.profiles.save_preferences({"open_rooms": {"server/20": 7}})
        kept = Profiles(self.data).preferences().open_rooms
        self.assertEqual((len(kept), kept["server/20"], list(kept)[-1]), (OPEN_ROOMS_COUNT, 7, "server/20"))
        self.assertNotIn("server/0", kept)

    def test_strange_values_count_as_defaults_one_by_one(self) -> None:
        self.data.mkdir()
        content = {
            "mode": "neon",
            "scale_percent": 9000,
            "zoom": 110.0,
            "sound": "yes",
            "notify": False,
            "geometry": {"client": ["800"]},
            "open_rooms": {"server/1": True},
            "language": None,
            "of a newer version": 1,
        }
        (self.data / "preferences.json").write_text(json.dumps(content))
        self.assertEqual(self.profiles.preferences(), Preferences(notify=False))
        self.profiles.save_preferences({"geometry": {"client": "1x1"}})
        again = json.loads((self.data / "preferences.json").read_text())
        self.assertEqual((again["of a newer version"], again["geometry"]), (1, {"client": "1x1"}))

    def test_impossible_changes_are_a_fault(self) -> None:
        for changes in ({"colour": "red"}, {"zoom": 20}, {"mode": None}, {"geometry": {"client": 5}}, {"sound": 1}):
            with self.subTest(changes=changes), self.assertRaises(ValueError):
                self.profiles.save_preferences(changes)
        self.assertFalse((self.data / "preferences.json").exists())

    def test_damage_is_kept_aside(self) -> None:
        self.data.mkdir()
        path = self.data / "preferences.json"
        for damage in (b"{", b"[]", b"\xff", b"", b"[" * 100_000, b'{"mode": "dark"'):
            path.write_bytes(damage)
            self.assertEqual(self.profiles.preferences(), Preferences())
            self.profiles.save_preferences({"zoom": 120})
            self.assertEqual(path.with_suffix(".damaged").read_bytes(), damage)
            self.assertEqual(self.profiles.preferences(), Preferences(zoom=120))

    def test_a_file_that_is_being_read_is_replaced_a_moment_later(self) -> None:
        """As on Windows."""
        tries = 0

        def refused_twice(path: Path, content: bytes) -> None:
            nonlocal tries
            tries += 1
            if tries < 3:
                raise PermissionError
            write_whole(path, content)

        with mock.patch("udpchat.client.shared.write_whole", refused_twice):
            self.assertEqual(self.profiles.save_preferences({"zoom": 90}), Preferences(zoom=90))
        with mock.patch("udpchat.client.shared.write_whole", side_effect=PermissionError), self.assertRaises(PermissionError):
            self.profiles.save_preferences({"zoom": 100})
        self.assertEqual(self.profiles.save_preferences({}).zoom, 90)

    def test_kinds_of_windows_are_bounded(self) -> None:
        for n in range(WINDOW_KINDS_COUNT + 3):
            self.profiles.save_preferences({"geometry": {f"kind {n}": "1x1"}})
        self.assertEqual(len(self.profiles.preferences().geometry), WINDOW_KINDS_COUNT)

    def test_processes_at_once_lose_nothing(self) -> None:
        code = "for i in range(4): profiles.save_preferences({'geometry': {f'{n}.{i}': '1x1'}})\n"
        self.processes(code, 5)
        geometry = self.profiles.preferences().geometry
        self.assertEqual(set(geometry), {f"{n}.{i}" for n in range(5) for i in range(4)})

    def test_a_reader_never_sees_a_part(self) -> None:
        code = "for i in range(40):\n"
        code += "    if n: profiles.save_preferences({'mode': 'dark', 'language': 'x' * (i % 30)})\n"
        code += "    else: assert profiles.preferences().mode in ('system', 'dark')\n"
        self.processes(code, 3)
        self.assertEqual(self.profiles.preferences().mode, "dark")
        self.assertFalse((self.data / "preferences.damaged").exists())


class Servers(Case):
    def test_who_was_here_last_and_when(self) -> None:
        self.profiles.remember_server(A, "one", HERE)
        self.profiles.remember_server(A, "one", HERE, Visitor("rina", True, 5))
        self.profiles.remember_server(A, "One", HERE, Visitor("tamu", False, 9))
        server = self.profiles.known_servers().get(A)
        assert server is not None
        self.assertEqual((server.name, server.last_name, server.last_used_at), ("One", "rina", 9))
        self.profiles.remember_server(A, "One", HERE, Visitor("rina", False, 10))
        self.assertEqual(self.profiles.known_servers().servers[0].last_name, "")

    def test_a_name_is_forgotten(self) -> None:
        self.profiles.remember_server(A, "one", HERE, Visitor("rina", True, 5))
        self.profiles.forget_name(A, "budi")
        self.assertEqual(self.profiles.known_servers().servers[0].last_name, "rina")
        self.profiles.forget_name(A, "rina")
        self.assertNotIn("rina", (self.data / "known_servers.json").read_text())

    def test_a_file_of_the_first_version(self) -> None:
        self.data.mkdir()
        rows = {A.hex(): {"name": "one", "addresses": [["10.0.0.1", 1]]}}
        (self.data / "known_servers.json").write_text(json.dumps({"version": 1, "servers": rows}))
        (server,) = self.profiles.known_servers().servers
        self.assertEqual((server.last_name, server.last_used_at), ("", 0))

    def test_bounds(self) -> None:
        known = KnownServers()
        for port in range(ADDRESSES_PER_SERVER + 3):
            known = self.profiles.remember_server(A, "one", ("10.0.0.1", port + 1))
        self.assertEqual(len(known.servers[0].addresses), ADDRESSES_PER_SERVER)
        rows = {n.to_bytes(32, "big").hex(): {"name": "x", "addresses": []} for n in range(KNOWN_SERVER_COUNT + 5)}
        (self.data / "known_servers.json").write_text(json.dumps({"version": 1, "servers": rows}))
        self.assertEqual(len(self.profiles.remember_server(B, "b", HERE).servers), KNOWN_SERVER_COUNT)

    def test_processes_at_once_lose_nothing(self) -> None:
        code = "for i in range(4): profiles.remember_server(bytes([n, i]) * 16, f'{n}', ('10.0.0.1', n * 10 + i + 1))\n"
        self.processes(code, 5)
        self.assertEqual(len(self.profiles.known_servers().servers), 20)


class Slots(Case):
    def test_lowest_free_number(self) -> None:
        first, second, third = (self.profiles.window_slot() for _ in range(3))
        self.assertEqual((first.number, second.number, third.number), (0, 1, 2))
        second.release()
        second.release()
        again = self.profiles.window_slot()
        self.assertEqual(again.number, 1)
        for slot in (first, again, third):
            slot.release()
        self.assertEqual(list((self.data / "windows").iterdir()), [])

    def test_when_all_are_taken(self) -> None:
        slots = [self.profiles.window_slot() for _ in range(WINDOW_SLOTS_COUNT + 2)]
        self.assertEqual([slot.number for slot in slots[-3:]], [WINDOW_SLOTS_COUNT - 1, 0, 0])
        for slot in slots:
            slot.release()

    def test_one_for_each_process_and_free_after_its_end(self) -> None:
        mine = self.profiles.window_slot()
        self.addCleanup(mine.release)
        code = (
            "slot = profiles.window_slot(); print(slot.number, flush=True)\n"
            "done = Path(sys.argv[1]) / f'{n}.done'; done.touch()\n"
            "while len(list(done.parent.glob('*.done'))) < 4: pass\n"
        )
        numbers = sorted(int(said) for said in self.processes(code, 4))
        self.assertEqual(numbers, [1, 2, 3, 4])
        after = self.profiles.window_slot()
        self.addCleanup(after.release)
        self.assertEqual(after.number, 1)


class Kept(Case):
    def fill(self, fingerprint: bytes, user: int, name: str, guest: bool = False, token: bool = True, sent: bool = False) -> None:
        account = self.profiles.open_account(fingerprint, user).account
        meta = {"name": name.encode(), "guest": b"1" if guest else b"0", "epoch": b"e1"}
        message = Message(3, 7, 2, "budi", b"r" * 16, 1, "of others")
        batch = Batch(events={3: message}, intervals=((1, 3),), meta=meta | ({"token": b"t" * 32} if token else {}))
        batch.drafts, batch.marks = {0: "half a thought"}, {0: 3}
        if sent:
            entry = Entry(b"x" * 16, 0, "typed", 1, 0)
            batch.added = {entry.ref: entry}
        account.database.apply(batch)
        account.release()

    def users(self, fingerprint: bytes = A) -> list[int]:
        return sorted(int(path.name) for path in self.data.glob(f"accounts/{fingerprint.hex()}/*"))

    def test_only_accounts_with_a_token_by_name(self) -> None:
        self.fill(A, 1, "Rina")
        self.fill(A, 2, "budi")
        self.fill(A, 3, "tamu", guest=True)
        self.fill(A, 4, "left", token=False)
        self.fill(B, 1, "elsewhere")
        self.assertEqual(self.profiles.accounts(A), (KeptAccount("budi", 2, False), KeptAccount("Rina", 1, False)))
        self.assertEqual(self.profiles.accounts(b"c" * 32), ())

    def test_busy_ones_are_named_and_not_disturbed(self) -> None:
        self.fill(A, 1, "rina")
        opened = self.profiles.open_account(A, 1)
        self.addCleanup(opened.account.release)
        opened.account.database._connection.execute("BEGIN IMMEDIATE")
        self.assertEqual(self.profiles.accounts(A), (KeptAccount("rina", 1, True),))
        opened.account.database._connection.execute("COMMIT")
        with self.assertRaises(ProfileInUse):
            self.profiles.find(A, "RINA", False)
        with self.assertRaises(ProfileInUse):
            self.profiles.forget_account(A, 1)

    def test_looking_never_passes_for_a_window(self) -> None:
        self.fill(A, 1, "rina")
        code = "for _ in range(60):\n"
        code += "    if n < 2: assert len(profiles.accounts(b'a' * 32)) == 1\n"
        code += "    elif n == 2: profiles.open_account(b'a' * 32, 1).account.release()\n"
        code += "    else: profiles.sweep(0)\n"
        self.processes(code, 4)

    def test_a_damaged_folder_hides_nobody(self) -> None:
        self.fill(A, 1, "rina")
        self.fill(A, 2, "budi")
        (self.data / "accounts" / A.hex() / "2" / "store.sqlite").write_bytes(b"no database" * 500)
        self.assertEqual(self.profiles.accounts(A), (KeptAccount("rina", 1, False),))
        found = self.profiles.find(A, "rina", False)
        assert found is not None
        found.account.release()

    def test_forget(self) -> None:
        self.fill(A, 1, "rina")
        self.fill(A, 2, "budi", sent=True)
        for user in (1, 2):
            self.profiles.forget_account(A, user)
        self.assertEqual(self.profiles.accounts(A), ())
        self.assertEqual(self.users(), [2])
        opened = self.profiles.open_account(A, 2)
        self.addCleanup(opened.account.release)
        self.assertEqual([entry.text for entry in opened.snapshot.outbox], ["typed"])

    def test_sweep(self) -> None:
        self.fill(A, 1, "kept")
        self.fill(A, 2, "killed", token=False)
        self.fill(A, 3, "unsent", token=False, sent=True)
        self.fill(A, 4, "guest", guest=True)
        self.fill(A, 5, "busy", token=False)
        busy = self.profiles.open_account(A, 5)
        self.addCleanup(busy.account.release)
        (self.data / "accounts" / "stray").mkdir()
        at_ms = int((self.data / "accounts" / A.hex() / "4" / "store.sqlite").stat().st_mtime * 1000)
        for _ in range(2):
            self.profiles.sweep(at_ms + 1000)
            self.assertEqual(self.users(), [1, 3, 4, 5])
        self.assertEqual(len(self.profiles.accounts(A)), 1)
        for user, gone in ((1, False), (3, True), (4, True), (5, False)):
            content = (self.data / "accounts" / A.hex() / str(user) / "store.sqlite").read_bytes()
            with self.subTest(user=user):
                self.assertEqual(b"of others" not in content, gone)
                self.assertEqual(b"half a thought" not in content, gone)
        guest = self.profiles.find(A, "guest", True)
        assert guest is not None
        guest.account.release()
        self.profiles.sweep(at_ms + 30 * 3600 * 1000)
        self.assertEqual(self.users(), [1, 3, 5])


if __name__ == "__main__":
    unittest.main()
