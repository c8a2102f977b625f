"""The server window with a real relay: started, followed, killed, moved, stopped, kept running."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import unittest
from collections.abc import Callable
from pathlib import Path

from tests.gui.harness import DEADLINE_S, click, environment, focus, press, pump, settle, type_text
from tests.gui.server_case import button, shown_words
from tests.gui.test_app import AppCase
from tests.system.processes import PASSWORD, Program
from udpchat.gui.app import App
from udpchat.gui.dialogs import open_sheet
from udpchat.gui.server_shell import ServerShell
from udpchat.gui.server_window import ServerWindow
from udpchat.operate.folder import RunningRelay, look
from udpchat.operate.ports import is_free
from udpchat.operate.processes import is_alive
from udpchat.operate.raise_window import OnlyWindow, ask_to_raise
from udpchat.operate.spawn import Launch


class ShellCase(AppCase):
    """A window on a data folder; whatever relay it leaves behind is ended with the test."""

    def setUp(self) -> None:
        super().setUp()
        self.data = self.folder() / "relay"
        self.addCleanup(self.end_relay)

    def window(self, port: int | None = 0) -> ServerShell:
        self.app: App = self.open()
        only = OnlyWindow.claim(self.data)
        assert only is not None
        self.addCleanup(only.release)
        shell = ServerShell(self.app, Launch(self.data, "127.0.0.1", port, "Lab é"), only)
        shell.open()
        self.shell = shell
        return shell

    def online(self) -> RunningRelay:
        """Wait until the window says that the relay runs; what its folder says."""
        self.wait(lambda: "Running" in shown_words(self.view.nav))
        relay = look(self.data).running
        assert relay is not None
        return relay

    @property
    def view(self) -> ServerWindow:
        return self.shell.window

    def wait(self, until: Callable[[], object], timeout_s: float = DEADLINE_S) -> None:
        pump(self.app.root, until, timeout_s)

    def words(self) -> str:
        return shown_words(self.app.root)

    def end_relay(self) -> None:
        relay = look(self.data).running
        if relay is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(relay.pid, signal.SIGKILL)

    def chat(self, user: str, port: int) -> Program:
        client = self.data.parent / user
        program = Program(
            [
                *("-m", "udpchat", "chat", f"127.0.0.1:{port}", "--user", user, "--trust", "--register"),
                *("--data", str(client)),
            ],
            environment(Path(client)) | {"UDPCHAT_PASSWORD": PASSWORD},
        )
        self.addCleanup(program.close)
        return program


class Life(ShellCase):
    def test_from_the_start_to_the_stop(self) -> None:
        self.window()
        relay = self.online()
        self.assertIn(f"127.0.0.1:{relay.port}", self.words())
        self.assertEqual(self.app.root.title(), "Lab é – udpchat server")
        self.wait(lambda: self.view.pages["overview"]._log.lines.count >= 2)  # type: ignore[attr-defined]
        click(button(self.view.nav, "Stop the server"))
        self.wait(lambda: "Nobody can come in" in self.words())
        self.assertFalse(is_alive(relay.pid))
        click(button(self.view.nav, "Start the server"))
        self.assertNotEqual(self.online().pid, relay.pid)

    def test_people_come_and_go(self) -> None:
        self.window()
        client = self.chat("ann", self.online().port)
        client.wait_for("Signed in")
        tree = self.view.pages["overview"]._people.tree  # type: ignore[attr-defined]
        self.wait(lambda: [tree.item(row, "text").strip() for row in tree.get_children()] == ["ann"])
        client.type("hello")
        self.wait(lambda: tree.set(tree.get_children()[0], "messages") == "1")
        client.end_input()
        self.wait(lambda: not tree.get_children())
        self.assertIn("Nobody is online", self.words())

    def test_killed_and_started_again(self) -> None:
        self.window()
        relay = self.online()
        os.kill(relay.pid, signal.SIGKILL)
        self.wait(lambda: "ended by itself" in self.words() or "does not answer" in self.words())
        self.wait(lambda: (found := look(self.data).running) is not None and found.pid != relay.pid)
        again = self.online()
        self.assertEqual((again.port, again.fingerprint), (relay.port, relay.fingerprint))
        self.wait(lambda: "ended by itself" not in self.words())

    def test_settings_and_another_port(self) -> None:
        self.window()
        relay = self.online()
        self.view.open_page("settings")
        page = self.view.pages["settings"]
        focus(page._name_field.line)  # type: ignore[attr-defined]
        press(self.app.root, "ctrl+a")
        type_text(self.app.root, "Class 7b")
        press(self.app.root, "Return")
        self.wait(lambda: "Applied." in self.words() and self.app.root.title().startswith("Class 7b"))
        port = next(port for port in range(relay.port + 1, 65535) if is_free("127.0.0.1", port))
        self.shell.presenter.settings.set_port(str(port))
        self.shell.presenter.apply_settings()
        self.wait(lambda: (found := look(self.data).running) is not None and found.port == port)
        self.wait(lambda: f"127.0.0.1:{port}" in self.words() and "Running" in self.words())

    def test_a_taken_port_is_offered_another(self) -> None:
        self.window()
        self.online()
        self.view.open_page("settings")
        with Taken() as port:
            self.shell.presenter.settings.set_port(str(port))
            self.shell.presenter.apply_settings()
            self.wait(lambda: "Another program on this computer uses port" in self.words())
            self.assertIn("Use next free port", self.words())

    def test_a_port_that_is_taken_at_the_start(self) -> None:
        with Taken() as port:
            self.window(port)
            self.wait(lambda: f"Port {port} is taken" in self.words())
            click(button(self.app.root, "Use next free port"))
            self.assertNotEqual(self.online().port, port)

    def test_the_log_is_saved(self) -> None:
        self.window()
        self.online()
        self.wait(lambda: self.view.pages["overview"]._log.lines.count >= 2)  # type: ignore[attr-defined]
        path = self.data.parent / "the log é.txt"
        self.shell.presenter.save_log("overview", str(path))
        self.wait(lambda: "The log was saved" in self.words())
        self.assertIn("listening on", path.read_text(encoding="utf-8"))
        self.shell.presenter.save_log("overview", str(self.data.parent))
        self.wait(lambda: "could not be saved" in self.words())

    def test_a_fault_of_the_window_does_not_end_it(self) -> None:
        self.window()
        self.online()
        self.app.root.after(1, lambda: 1 // 0)
        self.wait(lambda: "ZeroDivisionError" in self.words())
        self.assertEqual(len(self.callback_errors), 1)
        self.callback_errors.clear()


class Closing(ShellCase):
    def test_kept_running_and_attached_to_again(self) -> None:
        self.window()
        relay = self.online()
        self.app.on_close()
        self.wait(lambda: open_sheet(self.app.root) is not None)
        press(self.app.root, "Return")
        self.wait(lambda: self.app.ended)
        self.assertTrue(is_alive(relay.pid))
        self.window(port=None)
        self.assertEqual(self.online().pid, relay.pid)

    def test_stopped_with_its_window(self) -> None:
        self.window()
        relay = self.online()
        self.app.on_close()
        sheet = open_sheet(self.app.root)
        assert sheet is not None
        click(button(sheet, "Stop the server"))
        self.wait(lambda: self.app.ended)
        self.assertFalse(is_alive(relay.pid))
        self.assertIsNone(look(self.data).running)

    def test_back_to_the_window(self) -> None:
        self.window()
        relay = self.online()
        self.app.on_close()
        press(self.app.root, "Escape")
        self.wait(lambda: open_sheet(self.app.root) is None)
        self.assertFalse(self.app.ended)
        self.assertTrue(is_alive(relay.pid))

    def test_a_stopped_server_is_not_asked_about(self) -> None:
        self.window()
        self.online()
        click(button(self.view.nav, "Stop the server"))
        self.wait(lambda: "Stopped" in self.words())
        self.app.on_close()
        self.wait(lambda: self.app.ended)

    def test_ended_by_the_system_the_relay_goes_on(self) -> None:
        self.window()
        relay = self.online()
        self.app.on_end()
        self.wait(lambda: self.app.ended)
        self.assertTrue(is_alive(relay.pid))

    def test_a_second_start_raises_the_first(self) -> None:
        self.window()
        self.online()
        self.app.root.iconify()
        settle(self.app.root)
        self.assertIsNone(OnlyWindow.claim(self.data))
        ask_to_raise(self.data)
        self.wait(lambda: self.app.root.state() == "normal" and self.app.root.winfo_viewable())


class Taken:
    """A port that another program has."""

    def __enter__(self) -> int:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        return int(self._socket.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self._socket.close()


if __name__ == "__main__":
    unittest.main()
