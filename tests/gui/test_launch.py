"""Both programs as a person starts them: from anywhere, without streams, without a display, twice at once."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.gui import display
from tests.gui.harness import DEADLINE_S, environment
from tests.system.processes import ROOT, Program

WITHOUT_TK = (
    "import runpy, sys; sys.modules['tkinter'] = None; sys.argv = sys.argv[1:]; "
    "runpy.run_path(sys.argv[0], run_name='__main__')"
)
CLASSES = {"client_gui.py": "Udpchat", "server_gui.py": "UdpchatServer"}


class LaunchCase(unittest.TestCase):
    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory(prefix="udpchat tëst ", ignore_cleanup_errors=True)
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)
        self.addCleanup(self.end_relays)

    def start(self, *arguments: str, cwd: Path = Path("/"), **variables: str | None) -> Program:
        """Start `python ARGUMENTS`; a variable of None is taken away."""
        wanted = {**environment(self.folder), "PYTHONPATH": None, **variables}
        program = Program(arguments, {name: value for name, value in wanted.items() if value is not None}, cwd)
        self.addCleanup(program.close)
        return program

    def end_relays(self) -> None:
        """Relays outlive their window: end those of this test's folder, also one that only just starts."""
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if os.fsencode(self.folder) in (process / "cmdline").read_bytes():
                    os.kill(int(process.name), signal.SIGKILL)


class WithoutWindow(LaunchCase):
    """No display or no Tk: one line, and what can be done is done."""

    def test_client(self) -> None:
        for arguments, variables in (
            ([str(ROOT / "client_gui.py")], {"DISPLAY": None}),
            ([str(ROOT / "client_gui.py")], {"DISPLAY": ":98765"}),
            (["-c", WITHOUT_TK, str(ROOT / "client_gui.py")], {"PYTHONPATH": str(ROOT)}),
        ):
            with self.subTest(arguments=arguments, variables=variables):
                program = self.start(*arguments, **variables)
                self.assertEqual(program.status(), 3)
                self.assertEqual(len(program.complaints), 1, program.transcript())
                self.assertRegex(program.complaints[0], r"\Audpchat: No window can be opened: no .*\. .*\.\Z")

    def test_server(self) -> None:
        options = ("--host", "127.0.0.1", "--port", "0", "--data", str(self.folder / "relay"))
        for arguments, variables, missing in (
            ([str(ROOT / "server_gui.py")], {"DISPLAY": None}, "No display"),
            (["-c", WITHOUT_TK, str(ROOT / "server_gui.py")], {"PYTHONPATH": str(ROOT)}, "No Tk in this Python"),
        ):
            with self.subTest(arguments=arguments):
                program = self.start(*arguments, *options, **variables)
                program.wait_for("listening on")
                self.assertEqual(program.complaints, [f"{missing}: serving without a window. Stop it with Ctrl-C."])
                program.signal(signal.SIGINT)
                self.assertEqual(program.status(), 0)

    def test_asked_for(self) -> None:
        program = self.start(
            *(str(ROOT / "server_gui.py"), "--headless", "--host", "127.0.0.1", "--port", "0"),
            *("--data", str(self.folder / "relay")),
        )
        program.wait_for("listening on")
        self.assertEqual(program.complaints, [])
        program.signal(signal.SIGTERM)
        self.assertEqual(program.status(), 0)

    def test_wrong_arguments(self) -> None:
        for script in CLASSES:
            program = self.start(str(ROOT / script), "--nope")
            self.assertEqual(program.status(), 2)
            self.assertIn("unrecognized arguments: --nope", "\n".join(program.complaints))

    @unittest.skipIf(os.name == "nt", "Unix")
    def test_a_file_manager_can_start_them(self) -> None:
        for script in CLASSES:
            self.assertTrue(os.access(ROOT / script, os.X_OK))
            self.assertTrue((ROOT / script).read_bytes().startswith(b"#!/usr/bin/env python3\n"))

    def test_shortcuts(self) -> None:
        display.require()
        program = self.start("-m", "udpchat", "install-shortcuts", cwd=ROOT)
        self.assertEqual(program.status(), 0, program.transcript())
        entry = self.folder / ".local" / "share" / "applications" / "udpchat-client.desktop"
        self.assertIn(str(ROOT / "client_gui.py"), entry.read_text(encoding="utf-8"))
        self.assertEqual(self.start("-m", "udpchat", "install-shortcuts", "--remove", cwd=ROOT).status(), 0)
        self.assertFalse(entry.exists())


@unittest.skipUnless(shutil.which("xdotool"), "no xdotool to look for windows; install it with: sudo apt install xdotool")
class WithWindow(LaunchCase):
    """On a real display: the window comes, and a signal ends it politely."""

    def setUp(self) -> None:
        display.require()
        super().setUp()

    def options(self, script: str, name: str = "data") -> list[str]:
        data = ["--data", str(self.folder / name)]
        return data if script == "client_gui.py" else [*data, "--host", "127.0.0.1", "--port", "0"]

    def assert_lives(self, program: Program, pid: int | None = None) -> None:
        """Its window comes; it ends when it is told to, without a word."""
        self.wait_for_windows(1, program)
        os.kill(pid or program._process.pid, signal.SIGTERM)
        self.assertEqual(program.status(), 0, program.transcript())
        self.assertEqual(program.complaints, [])
        self.assertEqual(program.lines, [])

    def wait_for_windows(self, count: int, program: Program) -> None:
        end_at = time.monotonic() + DEADLINE_S
        while len(windows()) != count:
            if time.monotonic() > end_at or not program.running():
                self.fail(f"not {count} windows:\n{program.transcript()}")
            time.sleep(0.02)

    def test_from_anywhere(self) -> None:
        for script in CLASSES:
            for cwd in (Path("/"), self.folder):
                with self.subTest(script=script, cwd=cwd):
                    self.assert_lives(self.start(str(ROOT / script), *self.options(script), cwd=cwd))

    def test_as_a_command(self) -> None:
        for command, script in (("client", "client_gui.py"), ("server", "server_gui.py")):
            with self.subTest(command=command):
                self.assert_lives(self.start("-m", "udpchat", command, *self.options(script), cwd=ROOT))

    def test_odd_folder_that_cannot_be_written(self) -> None:
        """Spaces and letters of several scripts in the path of the source, and nobody may write there."""
        source = self.folder / "Mein Ordner ë 日本"
        shutil.copytree(ROOT / "udpchat", source / "udpchat", ignore=shutil.ignore_patterns("__pycache__"))
        for script in CLASSES:
            shutil.copy(ROOT / script, source / script)
        before = sorted(source.rglob("*"))
        with read_only(source):
            for script in CLASSES:
                with self.subTest(script=script):
                    options = self.options(script)
                    self.assert_lives(self.start(str(source / script), *options, PYTHONDONTWRITEBYTECODE="1"))
        self.assertEqual(sorted(source.rglob("*")), before)

    def test_closed_streams(self) -> None:
        """A session that gives no streams: what is printed must not land in a socket or a database."""
        for script in CLASSES:
            with self.subTest(script=script):
                command = shlex.join([sys.executable, str(ROOT / script), *self.options(script)])
                shell = f"echo $$ > pid; exec {command} <&- >&- 2>&-"
                program = self.start("-c", f"import os; os.execv('/bin/sh', ['sh', '-c', {shell!r}])", cwd=self.folder)
                self.wait_for_windows(1, program)
                self.assert_lives(program, int((self.folder / "pid").read_text()))

    def test_clients_at_once(self) -> None:
        programs = [self.start(str(ROOT / "client_gui.py"), *self.options("client_gui.py")) for _ in range(3)]
        self.wait_for_windows(3, programs[0])
        for program in programs:
            program.signal(signal.SIGTERM)
            self.assertEqual((program.status(), program.complaints), (0, []))

    def test_servers_at_once(self) -> None:
        """One window for each folder: the second start raises the first, and ends."""
        first = self.start(str(ROOT / "server_gui.py"), *self.options("server_gui.py"))
        self.wait_for_windows(1, first)
        second = self.start(str(ROOT / "server_gui.py"), *self.options("server_gui.py"))
        self.assertEqual((second.status(), second.complaints), (0, []))
        self.assert_lives(first)

    def test_an_unwritable_home(self) -> None:
        """No data folder can be made: the window says so in its own way, but it comes."""
        (self.folder / ".local").write_text("in the way")
        self.assert_lives(self.start(str(ROOT / "client_gui.py")))


def windows() -> list[str]:
    """All windows of ours that are shown, as the display numbers them."""
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--class", "^(udpchat.*|Udpchat.*)$"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    return found.stdout.split()


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Take the right to write away, meanwhile."""
    parts: Sequence[Path] = [folder, *folder.rglob("*")]
    for path in parts:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path in parts:
            path.chmod(0o755 if path.is_dir() else 0o644)


if __name__ == "__main__":
    unittest.main()
