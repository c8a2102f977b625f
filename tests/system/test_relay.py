"""The relay as a program: how it starts, refuses to start, and ends."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import socket
import stat
import time
import unittest
from pathlib import Path

from tests.system.processes import ROOT, Program, SystemCase


class Starting(SystemCase):
    """One line when it is ready, one sentence when it cannot."""

    def refused(self, *arguments: str) -> str:
        relay = self.start("-m", "udpchat", "serve", "--headless", "--host", "127.0.0.1", *arguments)
        self.assert_status(relay, 1)
        self.assertEqual(relay.lines, [])
        self.assertEqual(len(relay.complaints), 1, relay.transcript())
        return relay.complaints[0]

    def test_ready_line(self) -> None:
        relay = self.serve()
        self.assertRegex(relay.lines[0], r"\Alistening on 127\.0\.0\.1:\d+ fingerprint (\w{4}-){3}\w{4}\Z")

    def test_same_fingerprint_after_a_restart(self) -> None:
        self.stop(self.serve())
        first = self.fingerprint
        self.serve()
        self.assertEqual(self.fingerprint, first)

    def test_port_in_use(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.bind(("127.0.0.1", 0))
            port = other.getsockname()[1]
            said = self.refused("--port", str(port), "--data", str(self.folder / "relay"))
        self.assertIn(str(port), said)
        self.assertIn("--port", said)

    def test_folder_in_use(self) -> None:
        self.serve()
        said = self.refused("--port", "0", "--data", str(self.folder / "relay"))
        self.assertRegex(said, r"process \d+")

    def test_folder_not_writable(self) -> None:
        file = self.folder / "a file"
        file.write_text("precious")
        self.assertIn("--data", self.refused("--port", "0", "--data", str(file)))
        self.assertEqual(file.read_text(), "precious")

    def test_damaged_files_are_left_alone(self) -> None:
        self.stop(self.serve())
        relay = self.folder / "relay"
        for path in sorted(path for path in relay.iterdir() if path.suffix in (".pem", ".sqlite", ".key")):
            with self.subTest(file=path.name):
                copy = self.folder / f"copy of {path.name}"
                shutil.copytree(relay, copy)
                (copy / path.name).write_bytes(b"not what it was")
                for journal in copy.glob("*-wal"):
                    journal.unlink()
                self.assertIn("--data", self.refused("--port", "0", "--data", str(copy)))
                self.assertEqual((copy / path.name).read_bytes(), b"not what it was")

    def test_room_password_is_needed(self) -> None:
        self.assertIn("--room-password", self.refused("--port", "0", "--signup", "room", "--data", str(self.folder / "relay")))

    def test_files_are_private(self) -> None:
        self.serve()
        for path in [self.folder / "relay", *(self.folder / "relay").iterdir()]:
            with self.subTest(path=path.name):
                self.assertEqual(stat.S_IMODE(path.stat().st_mode) & 0o077, 0)

    def test_double_click_program(self) -> None:
        relay = self.start(str(ROOT / "server_gui.py"), "--headless", "--host", "127.0.0.1", "--port", "0", cwd=Path("/"))
        relay.wait_for("listening on")
        self.assertTrue((self.folder / ".local" / "share" / "udpchat" / "server").is_dir())
        self.stop(relay)


class Ending(SystemCase):
    """Signals, and streams that are not there."""

    def test_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            relay = self.serve()
            self.signed_in(f"ann{number}", "--guest")
            self.stop(relay, number)

    def test_clients_are_told(self) -> None:
        relay = self.serve()
        ann = self.signed_in("ann", "--guest")
        self.stop(relay)
        ann.wait_for("lost")

    def test_nobody_reads_the_log(self) -> None:
        relay = self.serve()
        relay.stop_reading()
        ann = self.signed_in("ann", "--guest")
        ann.type("hello")
        ann.wait_for("ann: hello")
        self.stop(relay)

    def test_closed_streams(self) -> None:
        code = (
            "import os, subprocess, sys;[os.close(n) for n in (0, 1, 2)];os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
        )
        data = self.folder / "relay"
        relay = self.start(
            *("-c", code, "-m", "udpchat", "serve", "--headless", "--host", "127.0.0.1", "--port", "0"),
            *("--data", str(data)),
        )
        self.port = wait_for_port(data, relay)
        self.signed_in("ann", "--guest")
        self.stop(relay)


def wait_for_port(data: Path, relay: Program) -> int:
    """The port from the file in which a running relay writes it: it comes to its name when it is whole."""
    while relay.running():
        with contextlib.suppress(FileNotFoundError):
            return int(json.loads((data / "running.json").read_text())["port"])
        time.sleep(0.01)
    raise AssertionError("the relay ended")


if __name__ == "__main__":
    unittest.main()
