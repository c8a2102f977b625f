"""The rotated log file: never more than two parts, and nothing that happens to it reaches the server."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from udpchat.output import LineWriter
from udpchat.serve import log_file
from udpchat.serve.log_file import LogFile

LIMIT = 1000


class LogFileTest(unittest.TestCase):
    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.path = Path(held.name) / "server é.log"
        patch = mock.patch.object(log_file, "LOG_FILE_BYTES", LIMIT)
        patch.start()
        self.addCleanup(patch.stop)

    def open(self) -> LogFile:
        file = LogFile(self.path)
        self.addCleanup(file.close)
        return file

    def test_lines_are_appended_and_private(self) -> None:
        self.open().write("one\n")
        self.open().write("zwei é \ud800\n")
        self.assertEqual(self.path.read_bytes(), b"one\nzwei \xc3\xa9 \\ud800\n")
        if os.name != "nt":
            self.assertEqual(stat.S_IMODE(self.path.stat().st_mode), 0o600)

    def test_two_parts_and_no_more(self) -> None:
        file = self.open()
        for number in range(500):
            file.write(f"line {number:04}\n")
        self.assertEqual(sorted(entry.name for entry in self.path.parent.iterdir()), ["server é.log", "server é.log.1"])
        self.assertLessEqual(self.path.stat().st_size, LIMIT)
        self.assertLessEqual(file.path_before.stat().st_size, LIMIT)
        lines = (file.path_before.read_text() + self.path.read_text()).splitlines()
        self.assertEqual(lines, [f"line {number:04}" for number in range(500 - len(lines), 500)])

    def test_an_old_long_file_is_put_aside_at_the_first_line(self) -> None:
        self.path.write_bytes(b"x" * 5000)
        file = self.open()
        file.write("new\n")
        self.assertEqual((self.path.read_text(), len(file.path_before.read_bytes())), ("new\n", 5000))

    def test_a_line_longer_than_a_part(self) -> None:
        file = self.open()
        file.write("y" * 3 * LIMIT + "\n")
        file.write("z\n")
        self.assertEqual(self.path.read_text(), "z\n")

    def test_a_full_disk_costs_lines_and_then_it_goes_on(self) -> None:
        file = self.open()
        file.write("one\n")
        with mock.patch("udpchat.serve.log_file.os.write", side_effect=OSError(errno.ENOSPC, "full")):
            for _ in range(100):
                file.write("lost\n")
        file.write("two\n")
        self.assertEqual(self.path.read_text(), "one\ntwo\n")

    def test_somebody_holds_the_file_so_that_it_cannot_be_renamed(self) -> None:
        file = self.open()
        with mock.patch("udpchat.serve.log_file.os.replace", side_effect=PermissionError(13, "in use")):
            for number in range(1000):
                file.write(f"line {number}\n")
        self.assertLess(self.path.stat().st_size, 3 * LIMIT)
        self.assertTrue(self.path.read_text().endswith("line 999\n"))

    def test_a_folder_that_is_gone_for_a_while(self) -> None:
        file = self.open()
        file.write("x" * (LIMIT - 1))
        with mock.patch("udpchat.serve.log_file.os.open", side_effect=FileNotFoundError(2, "gone")):
            file.write("lost\n")
            file.write("lost\n")
        file.write("back\n")
        self.assertEqual(self.path.read_text(), "back\n")

    @unittest.skipIf(os.name == "nt", "Windows makes no links for everybody")
    def test_a_link_is_not_followed(self) -> None:
        prey = self.path.with_name("prey")
        prey.write_text("precious")
        self.path.symlink_to(prey)
        with self.assertRaises(OSError):
            LogFile(self.path)
        self.assertEqual(prey.read_text(), "precious")

    def test_it_cannot_be_opened(self) -> None:
        with self.assertRaises(OSError):
            LogFile(self.path / "below")

    def test_as_a_stream_of_lines(self) -> None:
        file = self.open()
        writer = LineWriter(file)
        for number in range(20):
            writer.line(str(number))
        self.assertTrue(writer.close(10.0))
        self.assertEqual(self.path.read_text().split(), [str(number) for number in range(20)])
        self.assertFalse(writer.broken)


if __name__ == "__main__":
    unittest.main()
