"""Windows as processes: `client_gui.py` and `server_gui.py` as a person starts them, read and typed into from outside."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.gui import display
from tests.system.processes import DEADLINE_S, PASSWORD, ROOT, Program
from udpchat.catalogue import text
from udpchat.operate.folder import RunningRelay, look

WATCH: Final = Path(__file__).with_name("watch")
KEY_GAP_MS: Final = 4
SEARCH: Final = ["xdotool", "search", "--onlyvisible", "--class", "^[Uu]dpchat"]
CLIENT_BITS: Final = 21


class Window:
    """One program with a window."""

    def __init__(self, program: Program, told: Path, pid: int) -> None:
        self.program = program
        self.pid = pid
        self._told = told / f"{pid}.json"

    # --- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> dict[str, Any]:
        with contextlib.suppress(OSError):
            found: dict[str, Any] = json.loads(self._told.read_text(encoding="utf-8"))
            return found
        return {"window": 0, "focus": False, "seen": []}

    @property
    def words(self) -> str:
        """Everything that can be read in the window."""
        return "\n".join(words for words, *_ in self._read()["seen"])

    def until(self, condition: Callable[[], object], what: object = "") -> None:
        """Wait until something is so; fails with what the window shows."""
        end_at = time.monotonic() + DEADLINE_S
        while not condition():
            if time.monotonic() > end_at or not self.running:
                raise AssertionError(f"never came: {what}\n--- window ---\n{self.words}\n{self.program.transcript()}")
            time.sleep(0.01)

    def until_reads(self, *parts: str) -> None:
        """Wait until all of this can be read."""
        self.until(lambda: all(part in self.words for part in parts), parts)

    def until_not_reads(self, part: str) -> None:
        """Wait until this cannot be read."""
        self.until(lambda: part not in self.words, f"not {part}")

    # --- doing --------------------------------------------------------------------------------------------------------

    def focus(self) -> None:
        """Give it the keyboard."""
        self.until(lambda: self._read()["seen"], "a window")
        frame = self._frame()
        xdotool("windowraise", frame, "windowfocus", frame)  # always: what it says of itself may be old by now
        self.until(lambda: self._read()["focus"], "the keyboard")

    def _frame(self) -> str:
        """The window as the display numbers it: windows of one program have their first bits in common."""
        shown = subprocess.run(SEARCH, capture_output=True, text=True, check=False).stdout.split()
        return next(frame for frame in shown if int(frame) >> CLIENT_BITS == self._read()["window"] >> CLIENT_BITS)

    def type(self, typed: str) -> None:
        """Type where the cursor is."""
        self.focus()
        xdotool("type", "--clearmodifiers", "--delay", str(KEY_GAP_MS), "--", typed)

    def press(self, *keys: str) -> None:
        """Press keys."""
        self.focus()
        xdotool("key", "--clearmodifiers", "--delay", str(KEY_GAP_MS), *keys)

    def click(self, words: str) -> None:
        """Click where these words stand."""
        self.focus()
        self.until(lambda: self._find(words), words)
        x, y = self._find(words)[0]
        xdotool("mousemove", str(x), str(y), "click", "1")

    def _find(self, wanted: str) -> list[tuple[int, int]]:
        return [(x, y) for words, x, y in self._read()["seen"] if words == wanted]

    # --- a client -----------------------------------------------------------------------------------------------------

    def create(self, name: str) -> None:
        """In the form: make an account; the chat comes."""
        self.click(text("connect.form.way.create"))
        self.until_reads(text("connect.form.button.create"), text("connect.form.country"))
        self._fill(name, PASSWORD)

    def sign_in(self, name: str) -> None:
        """In the form: sign in; the chat comes."""
        self.click(text("connect.form.way.sign_in"))
        self.until(lambda: text("connect.form.country") not in self.words and text("connect.form.password") in self.words)
        self._fill(name, PASSWORD)

    def guest(self, name: str) -> None:
        """In the form: come in as a guest; the chat comes."""
        self.click(text("connect.form.way.guest"))
        self.until_reads(text("connect.form.button.guest"))
        self._fill(name)

    def _fill(self, name: str, password: str = "") -> None:
        self.press("ctrl+a")
        self.type(name)
        self.until_reads(f"\n{name}\n")
        if password:
            self.press("Tab")
            self.type(password)
        self.press("Return")
        match = text("connect.question.yes")
        title = text("chat.title", room="Lobby", name=name)
        self.until(lambda: match in self.words or title in self.words, "an answer")
        if match in self.words:
            self.click(match)
        self.until_chatting(name)

    def until_chatting(self, name: str) -> None:
        """Wait for the chat."""
        self.until_reads(text("chat.title", room="Lobby", name=name), text("chat.composer.placeholder", room="Lobby"))
        self.until(lambda: text("chat.me.online") in self.words, "online")

    def say(self, said: str) -> None:
        """Type a message, with Enter; it stands among the messages then."""
        self.type(said)
        self.until_reads(f"\n{said}\n")
        self.press("Return")
        self.until_reads(text("chat.composer.placeholder", room="Lobby"), said)

    def count(self, said: str) -> int:
        """How often a message stands in the chat."""
        return self.words.splitlines().count(said)

    # --- the end ------------------------------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        """Whether the program has not ended."""
        return self.program.running()

    def kill(self) -> None:
        """kill -9."""
        os.kill(self.pid, signal.SIGKILL)
        self.program.status()
        self._told.unlink()

    def end(self) -> None:
        """The system ends it; it goes politely, and had nothing to complain of."""
        os.kill(self.pid, signal.SIGTERM)
        status = self.program.status()
        if status or self.program.complaints:
            raise AssertionError(f"status {status}\n{self.program.transcript()}")


class WindowsCase(unittest.TestCase):
    """A home folder of its own, a display, and programs that end with the test."""

    def setUp(self) -> None:
        display.require()
        if not shutil.which("xdotool"):
            raise unittest.SkipTest("no xdotool to type with; install it with: sudo apt install xdotool")
        held = tempfile.TemporaryDirectory(prefix="udpchat tëst ", ignore_cleanup_errors=True)
        self.addCleanup(held.cleanup)
        self.home = Path(held.name) / "home"
        self.told = Path(held.name) / "told"
        for folder in (self.home, self.told):
            folder.mkdir()
        self.addCleanup(self.end_relays)

    @property
    def client_data(self) -> Path:
        """Where clients keep their data when nobody says otherwise."""
        return self.home / ".local" / "share" / "udpchat" / "client"

    @property
    def server_data(self) -> Path:
        """Where servers do."""
        return self.client_data.with_name("server")

    @property
    def environment(self) -> dict[str, str]:
        """That of a person who has set nothing, but for the watcher and the interfaces."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("UDPCHAT_", "XDG_", "DESKTOP_", "PYTHON"))}
        ours = {"HOME": str(self.home), "UDPCHAT_INTERFACES": "none", "UDPCHAT_TEST_WATCH": str(self.told)}
        return kept | ours | {"PYTHONPATH": str(WATCH), "PYTHONWARNINGS": "error"}

    def window(self, script: str, *arguments: str, source: Path = ROOT, cwd: Path = Path("/")) -> Window:
        """Start a program by its path."""
        program = self.start([str(source / script), *arguments], cwd)
        return Window(program, self.told, program._process.pid)

    def without_streams(self, script: str, *arguments: str, source: Path = ROOT, cwd: Path = Path("/")) -> Window:
        """The same in a session that gives no streams."""
        note = self.told / "pid"
        note.unlink(missing_ok=True)
        command = shlex.join([sys.executable, str(source / script), *arguments])
        shell = f"echo $$ > {shlex.quote(str(note))}; exec {command} <&- >&- 2>&-"
        program = self.start(["-c", f"import os; os.execv('/bin/sh', ['sh', '-c', {shell!r}])"], cwd)
        wait(lambda: note.exists() and note.read_text().strip())
        return Window(program, self.told, int(note.read_text()))

    def start(self, arguments: list[str], cwd: Path) -> Program:
        program = Program(arguments, self.environment, cwd)
        self.addCleanup(program.close)
        return program

    def client(self, *arguments: str, **how: Any) -> Window:
        """A client window that goes to the server of this home at once: the form."""
        client = self.window("client_gui.py", *(arguments or (f"127.0.0.1:{self.relay().port}",)), **how)
        client.until_reads(text("connect.form.way.sign_in"), text("connect.form.name"))
        return client

    def server(self, port: int = 0, *arguments: str, **how: Any) -> Window:
        """A server window; its relay runs."""
        server = self.window("server_gui.py", "--host", "127.0.0.1", "--port", str(port), *arguments, **how)
        server.until_reads(text("operator.state.running"))
        return server

    def relay(self, data: Path | None = None) -> RunningRelay:
        """The relay that runs on a data folder, by default that of this home."""
        folder = data or self.server_data
        wait(lambda: look(folder).running)
        running = look(folder).running
        assert running is not None
        return running

    def kill_relay(self) -> None:
        """kill -9 for the relay of this home."""
        pid = self.relay().pid
        os.kill(pid, signal.SIGKILL)

        def gone() -> bool:
            running = look(self.server_data).running
            return running is None or running.pid != pid

        wait(gone)

    def end_relays(self) -> None:
        """Relays outlive their window: end those of this home."""
        for note in self.home.rglob("running.json"):
            with contextlib.suppress(OSError, ValueError, ProcessLookupError):
                os.kill(int((note.parent / "lock").read_text()), signal.SIGKILL)


def wait(condition: Callable[[], object]) -> None:
    """Wait until something is so that no window shows."""
    end_at = time.monotonic() + DEADLINE_S
    while not condition():
        if time.monotonic() > end_at:
            raise AssertionError(f"not within {DEADLINE_S:g} s: {getattr(condition, '__qualname__', condition)}")
        time.sleep(0.01)


def xdotool(*arguments: str) -> None:
    """One command for the display."""
    subprocess.run(["xdotool", *arguments], check=True, stdin=subprocess.DEVNULL, capture_output=True)
