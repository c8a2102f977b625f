"""Real programs on loopback: starts them, reads their lines, waits for effects."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
DEADLINE_S: Final = 60.0
PASSWORD: Final = "correct horse battery"

_LIBRARY: Final = ctypes.CDLL(None) if sys.platform.startswith("linux") else None
_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG of prctl(2)


def die_with_parent() -> None:
    """In a child before it runs: end when the tests end, however they end. Linux only; elsewhere nothing."""
    if _LIBRARY is not None:
        _LIBRARY.prctl(_DIE_WITH_PARENT, int(signal.SIGKILL))


def bytes_of(path: Path) -> int:
    """The size of a file that another process may rename or remove at any moment; then none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


class Program:
    """One process; its output is collected line by line, so that a test can wait for what it wants to see."""

    def __init__(self, arguments: Sequence[str], environment: dict[str, str], cwd: Path = ROOT) -> None:
        self.arguments = arguments
        self.lines: list[str] = []
        self.complaints: list[str] = []
        self._changed = threading.Condition()
        self._deaf = False
        self._process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=cwd,
            env=environment,
            start_new_session=True,  # no terminal: nothing may be asked there
            preexec_fn=die_with_parent,
        )
        self._readers = [
            threading.Thread(target=self._collect, args=(self._process.stdout, self.lines)),
            threading.Thread(target=self._collect, args=(self._process.stderr, self.complaints)),
        ]
        for reader in self._readers:
            reader.start()

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    def type(self, *lines: str) -> None:
        """Type lines."""
        assert self._process.stdin is not None
        self._process.stdin.write("".join(f"{line}\n" for line in lines))
        self._process.stdin.flush()

    def type_bytes(self, typed: bytes) -> None:
        """Type bytes, which may be no text."""
        assert self._process.stdin is not None
        self._process.stdin.flush()
        self._process.stdin.buffer.write(typed)
        self._process.stdin.buffer.flush()

    def end_input(self) -> None:
        """Close standard input."""
        assert self._process.stdin is not None
        self._process.stdin.close()

    def wait_for(self, *parts: str, count: int = 1) -> str:
        """Wait until `count` lines contain all parts; the last of them. Fails with everything that was printed."""

        def found() -> list[str]:
            return [line for line in self.lines if all(part in line for part in parts)]

        with self._changed:
            if not self._changed.wait_for(lambda: len(found()) >= count, DEADLINE_S):
                raise AssertionError(f"{parts} x{count} never came from {self.arguments}:\n{self.transcript()}")
            return found()[-1]

    def wait_for_lines(self, count: int) -> None:
        """Wait until so many lines were printed in all."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.lines) >= count, DEADLINE_S):
                raise AssertionError(f"only {len(self.lines)} of {count} lines from {self.arguments}:\n{self.transcript()}")

    def texts(self) -> list[str]:
        """The messages shown, without their times."""
        return [line.split("] ", 1)[1] for line in list(self.lines) if line.startswith("[")]

    def signal(self, number: int) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    @contextlib.contextmanager
    def halted(self) -> Iterator[None]:
        """It stands still meanwhile, however fast the machine is. Not on Windows."""
        self.signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.signal(signal.SIGCONT)

    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.poll() is None

    def stop_reading(self) -> None:
        """Close its standard output on our side, in the next line that comes."""
        self._deaf = True

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        self._process.kill()
        self._process.wait(DEADLINE_S)

    def status(self, within_s: float = DEADLINE_S) -> int:
        """Wait for its end; the exit status."""
        status = self._process.wait(within_s)
        for reader in self._readers:
            reader.join(DEADLINE_S)
        return status

    def close(self) -> None:
        """End it whatever it does, and free its pipes."""
        self._process.kill()
        self._process.wait(DEADLINE_S)
        for reader in self._readers:
            reader.join(DEADLINE_S)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):  # what was typed last found nobody
                    stream.close()

    def transcript(self) -> str:
        """Everything printed so far."""
        return "\n".join([*self.lines, "--- stderr ---", *self.complaints])

    def _collect(self, stream: object, lines: list[str]) -> None:
        for line in stream:  # type: ignore[attr-defined]
            with self._changed:
                lines.append(line.rstrip("\n"))
                self._changed.notify_all()
            if self._deaf and stream is self._process.stdout:
                stream.close()  # type: ignore[attr-defined]
                return


class SystemCase(unittest.TestCase):
    """A folder of its own, and programs that end with the test."""

    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory(prefix="udpchat test é ")
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)
        self.port = 0
        self.fingerprint = ""

    def start(self, *arguments: str, password: str | None = PASSWORD, cwd: Path = ROOT, home: str = "") -> Program:
        """Start `python3 ARGUMENTS`."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("UDPCHAT_", "XDG_"))}
        environment |= {"PYTHONPATH": str(ROOT), "HOME": home or str(self.folder), "PYTHONWARNINGS": "error"}
        if password is not None:
            environment["UDPCHAT_PASSWORD"] = password
        program = Program(arguments, environment, cwd)
        self.addCleanup(program.close)
        return program

    def serve(self, *arguments: str) -> Program:
        """Start the relay, the second time on the same port and folder; wait until it is ready."""
        relay = self.start(
            *("-m", "udpchat", "serve", "--headless", "--host", "127.0.0.1", "--port", str(self.port)),
            *("--data", str(self.folder / "relay"), "--name", "Lab", *arguments),
        )
        words = relay.wait_for("listening on").split()
        self.port = int(words[2].rpartition(":")[2])
        self.fingerprint = words[4]
        return relay

    def chat(self, user: str, *arguments: str, password: str | None = PASSWORD, port: int = 0) -> Program:
        """Start a client with a folder of its own."""
        return self.start(
            *("-m", "udpchat", "chat", f"127.0.0.1:{port or self.port}", "--user", user),
            *("--data", str(self.folder / f"client {user}"), *arguments),
            password=password,
        )

    def signed_in(self, user: str, *arguments: str, port: int = 0) -> Program:
        """Start a client and wait until it is signed in."""
        client = self.chat(user, "--trust", *arguments, port=port)
        client.wait_for("Signed in", user)
        return client

    def assert_status(self, program: Program, status: int) -> None:
        """It ends with this status, and without a traceback."""
        self.assertEqual(program.status(), status, program.transcript())
        self.assertNotIn("Traceback", "\n".join(program.complaints))

    def stop(self, relay: Program, number: int = signal.SIGTERM) -> None:
        """Stop the relay politely: status 0 within 2 s."""
        began_at = time.monotonic()
        relay.signal(number)
        self.assert_status(relay, 0)
        self.assertLess(time.monotonic() - began_at, 2.0 + 1.0, "a second of grace for a busy machine")
