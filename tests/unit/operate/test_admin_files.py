"""`admin files`, `remove-file` and `set` against the shipped relay core."""

from __future__ import annotations

import argparse
import contextlib
import io
from unittest import mock

from tests.sim.talk import identity
from tests.unit.operate.test_admin import Wire
from tests.unit.server.files_lab import FilesTest
from tests.unit.server.lab import RELAY, TOKEN
from udpchat import words
from udpchat.errors import PortInUse
from udpchat.operate import admin
from udpchat.operate.folder import FolderState, RunningRelay
from udpchat.quotas import FileRules


class AdminFiles(FilesTest):
    def setUp(self) -> None:
        super().setUp()
        self.wire = Wire(self)  # type: ignore[arg-type]
        relay = RunningRelay(1, *RELAY, identity().fingerprint, admin.__version__, "Lab 2", TOKEN)
        for patch in (
            mock.patch.object(admin, "look", lambda path: FolderState(relay)),
            mock.patch.object(self.lab, "_hear", self.hear),
        ):
            patch.start()
            self.addCleanup(patch.stop)
        self.anna, self.bob = self.lab.person("anna"), self.lab.person("bob")

    def hear(self, client: object, event: object) -> None:
        if client is self.wire:
            self.wire.on_event(event, self.lab.now)
        else:
            type(self.lab)._hear(self.lab, client, event)  # type: ignore[arg-type]

    def admin(self, *words: str) -> tuple[int, list[str], str]:
        parser = argparse.ArgumentParser()
        admin.add_arguments(parser)
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = admin.run(parser.parse_args(["--data", "/data/lab", *words]), self.wire.drive)
        return status, out.getvalue().splitlines(), err.getvalue().strip()

    def ok(self, *words: str) -> list[str]:
        status, lines, complaint = self.admin(*words)
        self.assertEqual((status, complaint), (0, ""))
        return lines

    def test_files_and_their_end(self) -> None:
        (line,) = self.ok("files")
        self.assertRegex(line, r"^0 files, 0 B of 100 GB; \d+(\.\d)? [GT]B free on the disk$")
        self.upload(self.anna, bytes(48_000), name="budget.csv")
        self.bob.ask(words.MarkFile(self.card(self.bob).id, "fetched"))
        self.sender(self.bob, bytes(1_000_000), name="film.mp4").send_all(300_000)
        sums, moving, stored = self.ok("files")
        self.assertRegex(sums, "^1 files, 48 kB of 100 GB")
        self.assertEqual(moving, "from bob: film.mp4 (30 % of 1 MB)")
        self.assertRegex(stored, r"^1 budget.csv \(48 kB\) by anna, \d{4}-\d\d-\d\d \d\d:\d\d, fetched by 1$")
        self.assertEqual(len(self.ok("files", "bob")), 2)
        self.assertEqual(self.ok("remove-file", "1"), ["Removed from 1 places."])
        self.assertEqual(self.on_disk()[0], [])
        self.assertEqual(self.admin("remove-file", "1")[0], 1)

    def test_settings(self) -> None:
        lines = self.ok("set")
        self.assertIn("file: 8 GB", lines)
        self.assertIn("file-days: 30", lines)
        lines = self.ok("set", "--file", "500MB", "--person-files", "2gb", "--file-days", "7", "--name", "Lab 9", "--no-guests")
        self.assertLessEqual({"name: Lab 9", "guests: no", "file: 500 MB", "person-files: 2 GB", "file-days: 7"}, set(lines))
        self.assertEqual(self.lab.saved[-1].files, FileRules(500_000_000, 2_000_000_000, free_bytes=0, days=7))
        self.assertEqual(self.ok("set"), lines)
        status, lines, complaint = self.admin("set", "--file-days", "0")
        self.assertEqual((status, lines), (1, []))
        self.assertIn("1 to 3650 days", complaint)
        for wrong in (("--port", "0"), ("--file-days", "-1"), ("--name", "")):
            self.assertEqual(self.admin("set", *wrong)[0], 1, wrong)
        with contextlib.redirect_stderr(io.StringIO()), self.assertRaises(SystemExit):
            self.admin("set", "--file", "many")

    def test_the_port_that_is_taken(self) -> None:
        self.lab.port_error = PortInUse("11112")
        status, _, complaint = self.admin("set", "--port", "11112")
        self.assertEqual(status, 1)
        self.assertIn("11112", complaint)
