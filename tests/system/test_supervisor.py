"""Real relays under a supervisor: started, attached to, killed, moved, stopped; from odd places and twice at once."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from unittest import mock

from udpchat import __version__
from udpchat.client.operator import (
    KEEP,
    LogArrived,
    OperatorCore,
    OperatorLost,
    OperatorReady,
    SettingsArrived,
    SettingsRefused,
)
from udpchat.errors import DamagedKey, FolderNotWritable, PortInUse
from udpchat.net import UdpLoop, clock, open_socket
from udpchat.operate.folder import FolderState, look
from udpchat.operate.following import follow
from udpchat.operate.last_words import words_in
from udpchat.operate.raise_window import OnlyWindow
from udpchat.operate.spawn import Child, Launch, System, spawn
from udpchat.operate.states import Failure, State, Status
from udpchat.operate.supervisor import Means, Supervisor

ROOT: Final = Path(__file__).resolve().parents[2]
DEADLINE_S: Final = 60.0
STEP_S: Final = 0.01


class Keeper:
    """A server window without the window: supervisor, operator's client, loop."""

    def __init__(
        self,
        case: SupervisorCase,
        data: Path,
        port: int = 0,
        system: System | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        self.statuses: list[Status] = []
        self.events: list[Any] = []
        self.children: list[Child] = []
        self.data = data
        self.core = OperatorCore(secrets.token_bytes)
        self.loop = UdpLoop(self.core, open_socket("", 0), self.events.append)
        case.addCleanup(self.loop.close, DEADLINE_S)

        def start(launch: Launch) -> Child:
            child = spawn(launch, system)
            case.born.append(child.pid)
            self.children.append(child)
            return child

        means = Means(spawn=start)
        self.supervisor = Supervisor(Launch(data, host, port, "-Lab"), self.say_stop, means)
        case.addCleanup(self.supervisor.let_go)

    def say_stop(self) -> bool:
        return self.core.stop_server("the lesson is over", clock())

    def turn(self) -> None:
        self.supervisor.poll(clock())
        while (status := self.supervisor.next_status()) is not None:
            self.statuses.append(status)
            follow(self.core, status, clock())
        self.loop.run_once(STEP_S)

    def until(self, found: Callable[[], object]) -> None:
        end_at = time.monotonic() + DEADLINE_S
        while not found():
            if time.monotonic() > end_at:
                raise AssertionError(f"did not come about: {self.statuses[-3:]} {self.events[-3:]}")
            self.turn()

    def until_state(self, state: State) -> Status:
        self.until(lambda: self.status.state is state)
        return self.status

    def until_ready(self, times: int = 1) -> None:
        self.until(lambda: len(self.of(OperatorReady)) >= times)

    def of(self, kind: type) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    def run(self) -> None:
        self.supervisor.start(clock())
        self.until_state(State.RUNNING)

    def stop(self) -> None:
        self.supervisor.stop(clock())
        self.until_state(State.STOPPED)

    @property
    def status(self) -> Status:
        return self.supervisor.status

    @property
    def pid(self) -> int:
        relay = self.status.relay
        assert relay is not None
        return relay.pid


@unittest.skipIf(os.name == "nt", "ends processes by the signals of POSIX")
class SupervisorCase(unittest.TestCase):
    """A folder of its own; whatever was started ends with the test."""

    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory(prefix="udpchat supervisor é ")
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)
        self.data = self.folder / "data"
        self.born: list[int] = []
        self.addCleanup(self.end_all)
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("UDPCHAT_", "PYTHON"))}
        held_environment = mock.patch.dict(os.environ, {**kept, "PYTHONWARNINGS": "error"}, clear=True)
        held_environment.start()
        self.addCleanup(held_environment.stop)

    def end_all(self) -> None:
        for pid in self.born:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)

    def keeper(self, port: int = 0, system: System | None = None) -> Keeper:
        return Keeper(self, self.data, port, system)

    def python(self, *words: str, **options: Any) -> subprocess.Popen[str]:
        """Another program of the same person."""
        program = subprocess.Popen(
            [sys.executable, *words],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            **options,
        )
        self.addCleanup(self.end_program, program)
        return program

    def end_program(self, program: subprocess.Popen[str]) -> None:
        program.kill()
        program.communicate(timeout=DEADLINE_S)

    def gone(self, pid: int) -> bool:
        """Whether a process that is not our child any more has ended; it may be a zombie of ours."""
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        return False


class Running(SupervisorCase):
    """From start to stop."""

    def test_start_and_stop(self) -> None:
        keeper = self.keeper()
        keeper.run()
        relay = keeper.status.relay
        assert relay is not None
        self.assertEqual((relay.version, relay.name), (__version__, "-Lab"))
        keeper.until_ready()
        keeper.until(lambda: keeper.of(SettingsArrived) and keeper.of(LogArrived))
        self.assertEqual(keeper.of(OperatorReady)[0].welcome.port, relay.port)
        pid = keeper.pid
        keeper.stop()
        self.assertTrue(self.gone(pid))
        self.assertEqual(look(self.data), FolderState())
        self.assertIn("the lesson is over", (self.data / "server.log").read_text())
        self.assertEqual((self.data / "output.log").read_bytes(), b"")

    def test_stop_by_signal_when_nothing_can_be_said(self) -> None:
        keeper = self.keeper()
        keeper.run()
        self.assertFalse(keeper.say_stop())
        keeper.stop()
        self.assertEqual(look(self.data), FolderState())

    def test_killed(self) -> None:
        keeper = self.keeper()
        keeper.run()
        keeper.until_ready()
        first, pid = keeper.status.relay, keeper.pid
        assert first is not None
        os.kill(pid, signal.SIGKILL)
        died = keeper.until_state(State.RESTARTING)
        self.assertTrue(any("-Lab" in line or str(first.port) in line for line in died.last_words), died.last_words)
        again = keeper.until_state(State.RUNNING).relay
        assert again is not None
        self.assertNotEqual(again.pid, pid)
        self.assertEqual((again.port, again.fingerprint, again.name), (first.port, first.fingerprint, "-Lab"))
        keeper.until_ready(2)
        keeper.stop()

    def test_settings_outlive_a_kill(self) -> None:
        keeper = self.keeper()
        keeper.run()
        keeper.until_ready()
        keeper.until(lambda: keeper.of(SettingsArrived))
        port = keeper.of(SettingsArrived)[0].settings.port
        keeper.core.change_settings("Lab 9", port, "room", False, "open sesame", clock())
        keeper.until(lambda: len(keeper.of(SettingsArrived)) == 2)
        os.kill(keeper.pid, signal.SIGKILL)
        keeper.until_ready(2)
        keeper.until(lambda: len(keeper.of(SettingsArrived)) == 3)
        settings = keeper.of(SettingsArrived)[-1].settings
        self.assertEqual((settings.name, settings.signup, settings.room), ("Lab 9", "room", True))
        for path in self.data.rglob("*"):
            if path.is_file():
                self.assertNotIn(b"open sesame", path.read_bytes(), path.name)
        keeper.stop()

    def test_moved_to_another_port(self) -> None:
        keeper = self.keeper()
        keeper.run()
        keeper.until_ready()
        with open_socket("127.0.0.1", 0) as spare:
            port = spare.getsockname()[1]
            keeper.core.change_settings("Lab", port, "open", True, KEEP, clock())
            keeper.until(lambda: keeper.of(SettingsRefused))
        self.assertIsInstance(keeper.of(SettingsRefused)[0].error, PortInUse)
        keeper.core.change_settings("Lab", port, "open", True, KEEP, clock())
        keeper.until_ready(2)
        keeper.until(lambda: keeper.status.relay and keeper.status.relay.port == port)
        self.assertEqual(keeper.of(OperatorReady)[-1].welcome.port, port)
        self.assertEqual(keeper.of(OperatorLost), [])
        os.kill(keeper.pid, signal.SIGKILL)
        keeper.until_state(State.RESTARTING)
        keeper.until_ready(3)
        self.assertEqual(keeper.status.relay and keeper.status.relay.port, port)
        keeper.stop()

    def test_stopped_by_somebody_else(self) -> None:
        keeper = self.keeper()
        keeper.run()
        os.kill(keeper.pid, signal.SIGTERM)
        keeper.until_state(State.STOPPED)

    def test_restart(self) -> None:
        keeper = self.keeper()
        keeper.run()
        pid = keeper.pid
        keeper.supervisor.restart(clock())
        keeper.until(lambda: keeper.status.state is State.RUNNING and keeper.pid != pid)
        keeper.stop()


class Together(SupervisorCase):
    """More than one who looks after the same folder."""

    def test_attach(self) -> None:
        first, second = self.keeper(), self.keeper()
        first.run()
        second.run()
        second.until_ready()
        self.assertEqual((second.pid, second.children), (first.pid, []))
        second.stop()
        first.until_state(State.STOPPED)

    def test_attached_one_is_killed(self) -> None:
        first, second = self.keeper(), self.keeper()
        first.run()
        second.run()
        first.supervisor.let_go()
        second.until(lambda: words_in(second.data))  # its log is written by a thread of its own
        os.kill(second.pid, signal.SIGKILL)
        os.waitpid(second.pid, 0)
        died = second.until_state(State.RESTARTING)
        self.assertTrue(died.last_words)
        second.until_state(State.RUNNING)
        self.assertEqual(len(second.children), 1)
        second.stop()

    def test_twice_at_once(self) -> None:
        keepers = [self.keeper() for _ in range(3)]
        for keeper in keepers:
            keeper.supervisor.start(clock())
        while not all(keeper.status.state is State.RUNNING for keeper in keepers):
            for keeper in keepers:
                keeper.turn()
        self.assertEqual(len({keeper.pid for keeper in keepers}), 1)
        losers = [child for keeper in keepers for child in keeper.children if child.pid != keepers[0].pid]
        keepers[0].until(lambda: all(self.gone(child.pid) for child in losers))
        for keeper in keepers:
            keeper.turn()
            self.assertIs(keeper.status.state, State.RUNNING)
        keepers[-1].stop()

    def test_the_window_dies_and_the_relay_lives(self) -> None:
        code = (
            "import sys, pathlib; from udpchat.operate.spawn import Launch, spawn;"
            "child = spawn(Launch(pathlib.Path(sys.argv[1]), '127.0.0.1', 0));"
            "print(child.pid, flush=True); sys.stdin.read()"
        )
        window = self.python("-c", code, str(self.data), stdin=subprocess.PIPE)
        assert window.stdout is not None
        pid = int(window.stdout.readline())
        self.born.append(pid)
        keeper = self.keeper()
        keeper.until_state(State.RUNNING)
        window.kill()
        window.wait(DEADLINE_S)
        keeper.until_ready()
        self.assertEqual((keeper.pid, os.getsid(pid)), (pid, pid))
        keeper.stop()

    def test_a_window_that_closes_leaves_no_warning(self) -> None:
        code = (
            "import sys, pathlib; from udpchat.operate.spawn import Launch, spawn;"
            "child = spawn(Launch(pathlib.Path(sys.argv[1]), '127.0.0.1', 0)); print(child.pid); child.let_go()"
        )
        window = self.python("-c", code, str(self.data), stderr=subprocess.STDOUT)
        output, _ = window.communicate(timeout=DEADLINE_S)
        self.born.append(int(output))
        keeper = self.keeper()
        keeper.until_state(State.RUNNING)
        keeper.stop()

    def test_another_version(self) -> None:
        first = self.keeper()
        first.run()
        pid = first.pid
        note = self.data / "running.json"
        note.write_text(note.read_text().replace(f'"{__version__}"', '"0.0.1"'))
        first.supervisor.let_go()
        second = self.keeper()
        second.supervisor.start(clock())
        second.until(lambda: second.status.state is State.RUNNING and second.pid != pid)
        self.assertEqual([status.state for status in second.statuses][:2], [State.RUNNING, State.REPLACING])
        self.assertEqual(second.status.relay and second.status.relay.version, __version__)
        second.stop()

    def test_two_windows(self) -> None:
        code = (
            "import sys, pathlib; from udpchat.operate.raise_window import OnlyWindow;"
            "window = OnlyWindow.claim(pathlib.Path(sys.argv[1]));"
            "print(window is None, flush=True); sys.stdin.read()"
        )
        first = self.python("-c", code, str(self.data), stdin=subprocess.PIPE)
        assert first.stdout is not None
        self.assertEqual(first.stdout.readline(), "False\n")
        second = self.python("-c", code, str(self.data), stdin=subprocess.DEVNULL)
        self.assertEqual(second.communicate(timeout=DEADLINE_S)[0], "True\n")
        self.assertTrue((self.data / "window.raise").exists())
        first.kill()
        first.wait(DEADLINE_S)
        window = OnlyWindow.claim(self.data)
        assert window is not None
        self.assertFalse(window.is_wished())
        window.release()


class Refusing(SupervisorCase):
    """What keeps it from starting."""

    def failed(self, keeper: Keeper) -> Status:
        keeper.supervisor.start(clock())
        status = keeper.until_state(State.FAILED)
        self.assertEqual(status.failure, Failure.CONFIGURATION)
        self.assertEqual(len(status.last_words), 1, status.last_words)
        self.assertEqual(len(keeper.children), 1)
        return status

    def test_port_in_use(self) -> None:
        with open_socket("127.0.0.1", 0) as other:
            keeper = self.keeper(port=other.getsockname()[1])
            status = self.failed(keeper)
        self.assertIsInstance(status.error, PortInUse)
        if status.next_port is not None:
            self.assertIn(str(status.next_port), status.advice)
        keeper.supervisor.start(clock(), port=0)
        keeper.until_state(State.RUNNING)
        keeper.stop()

    def test_folder_not_writable(self) -> None:
        self.data.write_text("a file")
        self.assertIsInstance(self.failed(self.keeper()).error, FolderNotWritable)
        self.assertEqual(self.data.read_text(), "a file")

    def test_damaged_key(self) -> None:
        keeper = self.keeper()
        keeper.run()
        keeper.stop()
        key = self.data / "identity.pem"
        key.write_bytes(b"not what it was")
        self.assertIsInstance(self.failed(self.keeper()).error, DamagedKey)
        self.assertEqual(key.read_bytes(), b"not what it was")

    def test_no_python(self) -> None:
        keeper = self.keeper(system=System(executable=str(self.folder / "no such python")))
        keeper.supervisor.start(clock())
        self.assertEqual(keeper.until_state(State.FAILED).failure, Failure.NOT_STARTED)


class Places(SupervisorCase):
    """Odd places to be started from."""

    def test_source_tree_elsewhere_and_read_only(self) -> None:
        for name in ("quelle é 源 ' \" $x", "with:colon"):
            with self.subTest(name=name):
                root = self.folder / name
                shutil.copytree(ROOT / "udpchat", root / "udpchat", ignore=shutil.ignore_patterns("__pycache__"))
                folders = [root, *[path for path in root.rglob("*") if path.is_dir()]]
                for path in folders:
                    path.chmod(0o500)
                self.data = self.folder / f"data of {name}"
                keeper = self.keeper(system=System(root=root))
                keeper.run()
                if sys.platform == "linux":
                    self.assertIn(str(root), Path(f"/proc/{keeper.pid}/environ").read_text())
                keeper.stop()
                for path in folders:
                    path.chmod(0o700)

    def test_relative_folder_and_a_working_folder_with_modules(self) -> None:
        (self.folder / "secrets.py").write_text("raise SystemExit(3)")
        self.addCleanup(os.chdir, Path.cwd())
        os.chdir(self.folder)
        keeper = Keeper(self, Path("relative folder"))
        keeper.run()
        keeper.until_ready()
        os.chdir("/")
        self.assertTrue((self.folder / "relative folder" / "running.json").exists())
        os.chdir(self.folder)
        keeper.stop()

    @unittest.skipUnless(sys.platform == "linux", "needs the whole net of loopback")
    def test_bound_to_one_address(self) -> None:
        keeper = Keeper(self, self.data, host="127.0.0.2")
        keeper.run()
        self.assertEqual(keeper.status.relay and keeper.status.relay.address[0], "127.0.0.2")
        keeper.until_ready()
        keeper.stop()

    def test_closed_streams(self) -> None:
        code = (
            "import os, sys, pathlib; [os.close(number) for number in (0, 1, 2)];"
            "from udpchat.operate.spawn import Launch, spawn;"
            "spawn(Launch(pathlib.Path(sys.argv[1]), '127.0.0.1', 0)).let_go()"
        )
        window = self.python("-c", code, str(self.data))
        keeper = self.keeper()
        keeper.until_state(State.RUNNING)
        self.born.append(keeper.pid)
        self.assertEqual(window.wait(DEADLINE_S), 0)
        keeper.stop()

    def test_the_terminal_closes(self) -> None:
        code = (
            "import sys, pathlib, signal; from udpchat.operate.spawn import Launch, spawn;"
            "signal.signal(signal.SIGINT, signal.SIG_DFL);"
            "child = spawn(Launch(pathlib.Path(sys.argv[1]), '127.0.0.1', 0));"
            "print(child.pid, flush=True); sys.stdin.read()"
        )
        window = self.python("-c", code, str(self.data), stdin=subprocess.PIPE, start_new_session=True)
        assert window.stdout is not None
        self.born.append(int(window.stdout.readline()))
        keeper = self.keeper()
        keeper.until_state(State.RUNNING)
        for number in (signal.SIGINT, signal.SIGHUP):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(window.pid, number)
        window.wait(DEADLINE_S)
        keeper.until_ready()
        keeper.stop()


class Strangers(SupervisorCase):
    """Notes that lie."""

    def test_somebody_else_on_the_noted_port(self) -> None:
        first = self.keeper()
        first.run()
        pid, relay = first.pid, first.status.relay
        assert relay is not None
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            stranger.bind(relay.address)
            stranger.settimeout(0.0)
            self.assertEqual(look(self.data), FolderState(crashed=True))
            second = self.keeper()
            second.turn()
            self.assertIs(second.status.state, State.STOPPED)
            self.assertRaises(BlockingIOError, stranger.recv, 100)


if __name__ == "__main__":
    unittest.main()
