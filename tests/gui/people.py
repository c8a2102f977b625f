"""People at windows: client windows and server windows in one process, against relays that are processes of their own.

    class MyTest(PeopleCase):
        def test_it(self):
            relay = running_relay(self, self.folder())
            ann, ben = self.client(), self.client()
            ann.create(relay, "ann")
            ben.guest(relay, "ben")
            ann.say("Hello")
            self.until(lambda: "Hello" in ben.texts)

All windows of a process share one thread: whoever waits serves every window. Everything is typed with real keys.
"""

from __future__ import annotations

import _tkinter
import contextlib
import os
import subprocess
import sys
import time
import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import ttk
from typing import Any, Final, TypeVar
from unittest import mock

from tests.gui.harness import (
    DEADLINE_S,
    RunningRelay,
    WindowCase,
    focus,
    press,
    pump,
    settle,
    type_text,
)
from tests.system.processes import PASSWORD
from tests.system.watch.reading import readable
from udpchat.client.phases import Phase
from udpchat.client.profiles import Profiles
from udpchat.gui.app import App, open_app
from udpchat.gui.client_shell import ClientShell
from udpchat.gui.client_window import ClientWindow
from udpchat.gui.connect_window import ConnectWindow
from udpchat.gui.dialogs import open_sheet
from udpchat.gui.presenters.connect import Step
from udpchat.gui.presenters.connect_pages import Field, Way
from udpchat.gui.server_shell import ServerShell
from udpchat.gui.widgets.chat_rows import MessageRow, Tick
from udpchat.operate.raise_window import OnlyWindow
from udpchat.operate.spawn import Launch
from udpchat.wire.config import WireConfig

MOMENT_S: Final = 0.02
HURRY_S: Final = 1.2
GOODBYE_S: Final = 0.5
OTHER_PROGRAM: Final = """
import tkinter
root = tkinter.Tk()
root.geometry("100x50+1450+900")
root.after(20, root.focus_force)
root.mainloop()
"""

Somebody = TypeVar("Somebody", "Client", "Operator")


class AllWindows(tk.Tk):
    """No window, but its `update` serves the windows of the whole thread, and it outlives them."""

    def __init__(self) -> None:
        super().__init__(useTk=False)

    def update(self) -> None:
        """For a moment at most: what draws again and again, as a bar that runs does, is not waited for."""
        end_at = time.monotonic() + MOMENT_S
        while self.tk.dooneevent(_tkinter.DONT_WAIT) and time.monotonic() < end_at:
            pass


class PeopleCase(WindowCase):
    """A test with several windows. They look for servers on this computer only, and at no folder of the person who runs it."""

    hurried = False
    """Whether clients notice sooner than usual that their relay is gone."""

    def setUp(self) -> None:
        self.all_windows = AllWindows()
        self.desks: list[Desk] = []
        super().setUp()
        self.home = self.folder()
        variables = {"UDPCHAT_INTERFACES": "none", "HOME": str(self.home)}
        patches: list[Any] = [mock.patch.dict(os.environ, variables)]
        if self.hurried:
            patches += [mock.patch(f"udpchat.client.{name}", HURRY_S) for name in ("link.QUIET_S", "inquiry.QUIET_HINT_S")]
        for patch in patches:
            patch.start()
            self.addCleanup(patch.stop)

    def until(self, condition: Callable[[], object], timeout_s: float = DEADLINE_S) -> None:
        """Let all windows live until something is so."""
        pump(self.all_windows, condition, timeout_s)

    def client(self, data: Path | None = None, typed: str = "", server_data: Path | None = None) -> Client:
        """Open a client window, by default on a data folder of its own; it stands at its first page."""
        app = self._app("Udpchat", profiles := Profiles(data or self.folder() / "client"))
        shell = ClientShell(app, profiles, typed, server_data)
        if self.hurried:
            shell._core._link.endpoint._config = WireConfig(silence_s=HURRY_S, keepalive_s=HURRY_S)
        return self._opened(Client(self, app, shell, profiles.data), shell.start, lambda client: client.at_first_page)

    def server(self, data: Path, port: int = 0, name: str | None = "Lab") -> Operator:
        """Open a server window on a folder; its relay runs, and ends with the test."""
        data.mkdir(parents=True, exist_ok=True)
        only = OnlyWindow.claim(data)
        assert only is not None
        app = self._app("UdpchatServer", Profiles(data))
        shell = ServerShell(app, Launch(data, "127.0.0.1", port, name), only)
        self.addCleanup(only.release)
        return self._opened(Operator(self, app, shell, data), shell.open, lambda operator: operator.port)

    def look_away(self) -> None:
        """Somebody uses another program: its window has the keyboard, none of ours."""
        other = subprocess.Popen([sys.executable, "-c", OTHER_PROGRAM])
        self.addCleanup(other.wait)
        self.addCleanup(other.kill)
        self.until(lambda: not any(desk.has_keyboard for desk in self.desks))
        settle(self.all_windows)

    def _app(self, kind: str, profiles: Profiles) -> App:
        app = open_app(kind, profiles.preferences())
        app.save = profiles.save_preferences
        app.on_error = lambda error: self.callback_errors.append(repr(error))
        return app

    def _opened(self, made: Somebody, start: Callable[[], None], ready: Callable[[Somebody], object]) -> Somebody:
        self.desks.append(made)
        self.addCleanup(made.end)
        start()
        self.until(lambda: ready(made))
        return made


class Desk:
    """One window and the person before it."""

    def __init__(self, case: PeopleCase, app: App, data: Path) -> None:
        self.case = case
        self.app = app
        self.data = data

    @property
    def root(self) -> tk.Tk:
        """The window."""
        return self.app.root

    @property
    def has_keyboard(self) -> bool:
        """Whether what is typed goes to this window."""
        return not self.app.ended and self.root.focus_displayof() is not None

    @property
    def words(self) -> str:
        """Everything that can be read in the window now."""
        return "\n".join(readable(self.root))

    def reads(self, *parts: str) -> bool:
        """Whether all of this can be read in the window."""
        words = self.words
        return all(part in words for part in parts)

    def type(self, widget: tk.Misc, typed: str) -> None:
        """Type into a widget, in the place of what is there."""
        focus(widget)
        press(self.case.all_windows, "ctrl+a", "BackSpace")
        self.case.until(lambda: content(widget) == "")
        type_text(self.case.all_windows, typed)
        self.case.until(lambda: content(widget) == typed)
        settle(self.case.all_windows)  # who listens to the field hears of it a moment later

    def key(self, *keys: str) -> None:
        """Press keys in this window, wherever in it the keyboard is or was."""
        if not self.has_keyboard:
            focus(self.root.focus_lastfor() or self.root)
        press(self.case.all_windows, *keys)

    def answer(self, key: str) -> None:
        """Answer the question that is open in the window."""
        self.case.until(lambda: open_sheet(self.root))
        sheet = open_sheet(self.root)
        assert sheet is not None
        sheet.answer(key)

    def until_ended(self) -> None:
        """Wait until the window is gone."""
        self.case.until(lambda: self.app.ended)


class Client(Desk):
    """A client window."""

    def __init__(self, case: PeopleCase, app: App, shell: ClientShell, data: Path) -> None:
        super().__init__(case, app, data)
        self.shell = shell

    # --- pages --------------------------------------------------------------------------------------------------------

    def _frame(self, kind: type[tk.Misc]) -> tk.Misc | None:
        with contextlib.suppress(tk.TclError):
            return next((child for child in self.root.winfo_children() if isinstance(child, kind)), None)
        return None

    @property
    def connect(self) -> ConnectWindow:
        """The connect page, which must be there."""
        frame = self._frame(ConnectWindow)
        assert isinstance(frame, ConnectWindow)
        return frame

    @property
    def chat(self) -> ClientWindow:
        """The chat page, which must be there."""
        frame = self._frame(ClientWindow)
        assert isinstance(frame, ClientWindow)
        return frame

    @property
    def at_first_page(self) -> bool:
        """Whether the page that asks for a server is shown, with its list."""
        frame = self._frame(ConnectWindow)
        return isinstance(frame, ConnectWindow) and frame.page is frame.find and bool(frame.find.winfo_viewable())

    @property
    def chatting(self) -> bool:
        """Whether the chat is shown and the server is there."""
        frame = self._frame(ClientWindow)
        return frame is not None and bool(frame.winfo_viewable()) and self.phase is Phase.ONLINE

    @property
    def phase(self) -> Phase:
        """How the connection stands."""
        return self.shell._core.state

    # --- signing in ---------------------------------------------------------------------------------------------------

    def go(self, port: int) -> None:
        """Type the address of a server; the form comes."""
        find = self.connect.find
        self.type(find.host.entry, "127.0.0.1")
        self.type(find.port.entry, str(port))
        self.key("Return")
        self.case.until(lambda: self.connect.page is self.connect.form and self.connect.form.winfo_viewable())

    def fill(self, way: Way, **fields: str) -> None:
        """Choose a way in and type into its fields, by their names in lower case."""
        form = self.connect.form
        self.connect.presenter.choose_way(way)
        settle(self.case.all_windows)
        for name, value in fields.items():
            self.type(form.fields[Field[name.upper()]].entry, value)

    def submit(self) -> None:
        """Enter. On a first visit the fingerprints are compared, and match."""
        self.key("Return")
        connect = self.connect
        self.case.until(lambda: connect.presenter.step is not Step.FORM or connect.presenter._form.busy or self.asked)  # type: ignore[union-attr]
        if self.asked:
            connect.question.match.invoke()

    @property
    def asked(self) -> bool:
        """Whether the question of the first visit is shown."""
        frame = self._frame(ConnectWindow)
        return isinstance(frame, ConnectWindow) and frame.page is frame.question

    def create(self, relay: RunningRelay | int, name: str, password: str = PASSWORD) -> None:
        """Make an account and wait for the chat."""
        self._come_in(relay, Way.CREATE, name=name, password=password)

    def sign_in(self, relay: RunningRelay | int, name: str, password: str = PASSWORD) -> None:
        """Sign in and wait for the chat."""
        self._come_in(relay, Way.SIGN_IN, name=name, password=password)

    def guest(self, relay: RunningRelay | int, name: str) -> None:
        """Come in as a guest and wait for the chat."""
        self._come_in(relay, Way.GUEST, name=name)

    def continue_as(self, relay: RunningRelay | int, name: str) -> None:
        """Come back as somebody who is kept signed in, with Enter alone, and wait for the chat."""
        self.go(relay if isinstance(relay, int) else relay.port)
        card = self.connect.form.kept.cards[name]
        self.case.until(lambda: card.focus_displayof() is card)
        self.key("Return")
        self.until_chatting()

    def _come_in(self, relay: RunningRelay | int, way: Way, **fields: str) -> None:
        self.go(relay if isinstance(relay, int) else relay.port)
        self.fill(way, **fields)
        self.submit()
        self.until_chatting()

    def until_chatting(self) -> None:
        """Wait for the chat."""
        self.case.until(lambda: self.chatting)

    # --- chatting -----------------------------------------------------------------------------------------------------

    def say(self, *texts: str) -> None:
        """Type messages, each with Enter; they stand in the window then, sent or waiting."""
        for said in texts:
            self.type(self.chat.composer.text, said)
            self.key("Return")
            self.case.until(lambda: self.chat.composer.value == "")
        self.case.until(lambda: self.texts[-1:] == list(texts[-1:]))

    @property
    def rows(self) -> list[MessageRow]:
        """The messages shown, oldest first."""
        frame = self._frame(ClientWindow)
        return [row for row in frame.chat.index.rows if isinstance(row, MessageRow)] if isinstance(frame, ClientWindow) else []

    @property
    def texts(self) -> list[str]:
        """Their texts."""
        return [row.text for row in self.rows]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Their authors and texts."""
        return [(row.name, row.text) for row in self.rows]

    @property
    def ticks(self) -> set[Tick | None]:
        """The ticks of my own messages."""
        return {row.tick for row in self.rows if row.own}

    @property
    def banner(self) -> str:
        """What the strip above the chat says; empty without one."""
        return "\n".join(readable(self.chat.banner))

    # --- leaving ------------------------------------------------------------------------------------------------------

    def sign_out(self) -> None:
        """Sign out; the first page comes."""
        self.chat._actions.sign_out()
        self.case.until(lambda: self.at_first_page)

    def close(self) -> None:
        """Close the window once everything said has arrived, and wait until it is gone."""
        self.case.until(lambda: self.shell._core.unconfirmed_count == 0)
        self.app.on_close()
        self.until_ended()

    def end(self) -> None:
        """Whatever state it is in: end it, without asking, and without waiting long for an answer to its goodbye."""
        for _ in range(2):
            if not self.app.ended:
                self.app.on_end()
            with contextlib.suppress(AssertionError):
                self.case.until(lambda: self.app.ended, GOODBYE_S)
        self.app.quit()


class Operator(Desk):
    """A server window."""

    def __init__(self, case: PeopleCase, app: App, shell: ServerShell, data: Path) -> None:
        super().__init__(case, app, data)
        self.shell = shell
        self.window = shell.window

    @property
    def port(self) -> int:
        """Where the relay listens, as the window shows it; 0 before it knows."""
        address = self.window.nav._under.cget("text")
        port = str(address).rpartition(":")[2]
        return int(port) if port.isdecimal() and self.shell.presenter.settings.form().port else 0

    def page(self, key: str) -> tk.Misc:
        """Open a page."""
        self.window.open_page(key)
        settle(self.case.all_windows)
        return self.window.pages[key]

    def end(self) -> None:
        """The window ends and the relay with it."""
        if not self.app.ended:
            self.shell.leave(stop=True)
        with contextlib.suppress(AssertionError):
            self.case.until(lambda: self.app.ended)
        self.app.quit()


def content(widget: tk.Misc) -> str:
    """What stands in a field."""
    if isinstance(widget, tk.Text):
        return str(widget.get("1.0", "end - 1 indices"))
    assert isinstance(widget, ttk.Entry)
    return str(widget.get())


def selected(entry: ttk.Entry) -> str:
    """The part of a field that is selected."""
    return content(entry)[entry.index("sel.first") : entry.index("sel.last")] if entry.selection_present() else ""


def files_with(folder: Path, *needles: str) -> list[tuple[Path, str]]:
    """The files below a folder that hold one of these texts, in their content (UTF-8 or UTF-16) or their name."""
    found = []
    for path in sorted(folder.rglob("*")):
        held = path.read_bytes() if path.is_file() else b""
        for needle in needles:
            coded = (needle.encode(), needle.encode("utf-16-le"))
            if needle in str(path.relative_to(folder)) or any(each in held for each in coded):
                found.append((path, needle))
    return found
