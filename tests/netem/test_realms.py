"""Two servers on two computers with two cables: linked over a lossy one, and found again over the other by their operator."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path
from unittest import mock

from tests.netem.namespaces import Namespaces, run

DEADLINE_S = 60.0


class Lines:
    """What a process prints, so that a test can wait for it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process, self.lines = process, list[str]()
        self._changed = threading.Condition()
        threading.Thread(target=self._collect, daemon=True).start()

    def _collect(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        try:
            for line in stream:
                with self._changed:
                    self.lines.append(line.rstrip("\n"))
                    self._changed.notify_all()
        except ValueError:
            pass  # closed at the end of the test

    def wait_for(self, *parts: str, count: int = 1) -> None:
        """So many lines that hold all of these."""

        def there() -> bool:
            return sum(all(part in line for part in parts) for line in self.lines) >= count

        with self._changed:
            if not self._changed.wait_for(there, DEADLINE_S):
                raise AssertionError(f"{parts} x{count} never came:\n" + "\n".join(self.lines))

    def type(self, line: str) -> None:
        """Type a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()


class RealmsTest(Namespaces):
    NETWORKS = ("10.81", "10.82")

    def setUp(self) -> None:
        super().setUp()
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)
        environment = {"UDPCHAT_PASSWORD": "correct horse battery", "PYTHONUNBUFFERED": "1"}
        patch = mock.patch.dict(os.environ, environment)
        patch.start()
        self.addCleanup(patch.stop)

    def relay(self, side: str, name: str) -> Lines:
        data = str(self.folder / name)
        relay = Lines(self.start(side, "-m", "udpchat", "serve", "--headless", "--data", data, "--name", name))
        relay.wait_for("listening on")
        return relay

    def realm(self, side: str, name: str, *words: str) -> str:
        errand = self.start(side, "-m", "udpchat", "admin", "--data", str(self.folder / name), "realm", *words)
        told, _ = errand.communicate(timeout=DEADLINE_S)
        self.assertEqual(errand.returncode, 0, told)
        return told.strip()

    def person(self, side: str, user: str) -> Lines:
        data = str(self.folder / user)
        command = ("-m", "udpchat", "chat", "127.0.0.1", "--user", user, "--register", "--trust", "--data", data)
        with mock.patch.object(subprocess, "Popen", _with_input(subprocess.Popen)):
            person = Lines(self.start(side, *command))
        assert person.process.stdin is not None
        self.addCleanup(person.process.stdin.close)
        person.wait_for("Signed in")
        return person

    def test_over_a_lossy_cable_and_over_another_one(self) -> None:
        for side in (self.one, self.two):
            self.firewall(side, 'iifname "eth0" udp dport 11111 numgen random mod 10 0 drop')
        office, school = self.relay(self.one, "office"), self.relay(self.two, "school")
        self.realm(self.one, "office", "join", self.realm(self.two, "school", "invite", "10.81.0.2"))
        office.wait_for("linked with school (10.81.0.2:11111")
        school.wait_for("linked with office (10.81.0.1:11111")
        ann, bob = self.person(self.one, "ann"), self.person(self.two, "bob")
        for number in range(30):
            ann.type(f"/msg @bob@school number {number}.")
        bob.wait_for("ann@office", "number 29.")
        run("ip", "-n", self.one, "link", "set", "eth0", "down")
        ann.type("/msg @bob@school over the other cable")
        self.realm(self.one, "office", "add", "school", "10.82.0.2", "11111")
        office.wait_for("linked with school (10.82.0.2:11111")
        bob.wait_for("ann@office", "over the other cable")
        numbered = [line.rpartition(" ")[2] for line in bob.lines if "number" in line]
        self.assertEqual(numbered, [f"{number}." for number in range(30)])


def _with_input(popen: type[subprocess.Popen[str]]) -> object:
    return lambda *arguments, **more: popen(*arguments, stdin=subprocess.PIPE, **more)


if __name__ == "__main__":
    unittest.main()
