"""What those who run a server do about files, with real programs: quotas, taking away, backups of a running server."""

from __future__ import annotations

import unittest

from tests.system.files_case import FilesCase
from tests.system.processes import Program


class Keeping(FilesCase):
    def run_command(self, *words: str, status: int = 0) -> str:
        """One command of the operator on the data folder, until it has ended."""
        program: Program = self.start("-m", "udpchat", *words, "--data", str(self.folder / "relay"))
        self.assert_status(program, status)
        return program.transcript()

    def admin(self, *words: str, status: int = 0) -> str:
        program: Program = self.start("-m", "udpchat", "admin", "--data", str(self.folder / "relay"), *words)
        self.assert_status(program, status)
        return program.transcript()

    def test_a_quota_and_a_file_taken_away(self) -> None:
        self.write_source(3_000_000)
        relay = self.serve()
        ann, ben = self.signed_in("ann", "--register"), self.receiver("--register")
        self.assertIn("file: 2 MB", self.admin("set", "--file", "2MB", "--file-days", "7"))
        ann.type(f"/file {self.source}")
        ann.wait_for("2 MB")
        self.admin("set", "--file", "5MB")
        ann.type(f"/file {self.source}")
        ann.wait_for("is sent")
        ben.wait_for("[file")
        self.assertIn("1 Größe 1.bin (3 MB) by ann", self.admin("files"))
        self.stop(relay)
        relay = self.serve()  # what was set is saved
        self.assertIn("file-days: 7", self.admin("set"))
        self.assertIn("Removed from 1 places.", self.admin("remove-file", "1"))
        relay.wait_for("removed the file Größe 1.bin ann")
        self.accounted()
        self.assertEqual(self.blobs(), [])
        ben.wait_for("The connection is back")
        ben.type("/get")
        ben.wait_for("not on the server")

    def test_back_to_a_copy_of_a_running_server(self) -> None:
        self.write_source(20_000_000)
        relay = self.serve()
        ann = self.signed_in("ann", "--register")
        ann.type(f"/file {self.source}")
        ann.wait_for("is sent")
        ann.type("said before")
        ann.wait_for("said before")
        copy = str(self.folder / "copy")
        self.assertIn("and 1 files (20 MB), 1 of them new", self.run_command("backup", copy))
        self.assertIn("and 1 files (20 MB), 0 of them new", self.run_command("backup", copy))
        self.assertIn("in use", self.run_command("restore", copy, status=1))
        self.admin("remove-file", "1")
        self.until(lambda: not self.blobs(), "the blob stays")
        ann.type("said after")
        ann.wait_for("said after")
        self.stop(relay)
        self.assertIn("Restored", self.run_command("restore", copy))
        self.accounted()
        self.serve()
        ben = self.receiver("--register")
        ben.wait_for("ann: [file")
        ben.wait_for("ann: said before")
        ben.type("/get")
        self.received(ben)
        self.assertNotIn("said after", ben.transcript())


if __name__ == "__main__":
    unittest.main()
